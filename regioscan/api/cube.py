"""Observations as a dataset in JSON-stat 2.0: indicator × region × year, with a word for each cell without a value."""

from collections.abc import Mapping, Sequence
from typing import Any

from regioscan.api.readings import NOT_LOADED, REASONS, STATUS_CODES, Delivery, Row
from regioscan.api.selection import Place, Selection
from regioscan.figures.scan import reason_for
from regioscan.models.observations import Status

DIMENSIONS = ["indicator", "regio", "periode"]
WORDS = {code: Status(status).label for status, code in STATUS_CODES.items()} | {NOT_LOADED: "niet geladen"}
SENTENCES = {STATUS_CODES[status]: reason for status, reason in REASONS.items()} | {NOT_LOADED: reason_for(None)}


def as_cube(
    selection: Selection, rows: Sequence[Row], sources: Mapping[int, Delivery], told: Mapping[str, Any]
) -> dict[str, Any]:
    """The dataset; `told` is what stands beside it. A definite value has no status, as most cells do not need one."""
    axes = [list(selection.indicators), list(selection.places), selection.years]
    places = [{key: number for number, key in enumerate(axis)} for axis in axes]
    n_places, n_years = len(axes[1]), len(axes[2])
    values: list[float | None] = [None] * selection.n_cells
    statuses = [NOT_LOADED] * selection.n_cells
    for row in rows:
        where = (places[0][row.indicator] * n_places + places[1][row.region]) * n_years + places[2][row.period]
        values[where], statuses[where] = row.value, STATUS_CODES[row.status]
    used = {sources[row.snapshot] for row in rows}
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "Waarnemingen van de regioscan",
        "source": ", ".join(sorted({delivery.source for delivery in used})),
        **{name: one for name, one in told.items() if name != "extension"},
        "id": DIMENSIONS,
        "size": [len(axis) for axis in axes],
        "role": {"time": ["periode"], "geo": ["regio"], "metric": ["indicator"]},
        "dimension": _dimensions(selection),
        "value": values,
        "status": {str(at): code for at, code in enumerate(statuses) if code != STATUS_CODES[Status.FINAL]},
        "extension": {
            "status": {code: WORDS[code] for code in sorted(set(statuses))},
            "reden": {code: SENTENCES[code] for code in sorted(set(statuses) & set(SENTENCES))},
            "licentie": sorted({delivery.licence for delivery in used}),
            **told.get("extension", {}),
        },
    }


def narrowed(selection: Selection, rows: Sequence[Row], keep: Selection) -> Selection:
    """Only what there is a row for, and what `keep` has because it was asked for by name."""
    there = [{row[at] for row in rows} for at in range(3)]
    return Selection(
        {pk: one for pk, one in selection.indicators.items() if pk in there[0] or pk in keep.indicators},
        {pk: one for pk, one in selection.places.items() if pk in there[2] or pk in keep.places},
        [year for year in selection.years if year in there[1] or year in keep.years],
    )


def _dimensions(selection: Selection) -> dict[str, Any]:
    indicators = selection.indicators.values()
    units = {one.code: {"label": one.unit, "decimals": one.decimals} for one in indicators}
    regions = dict(zip(_region_ids(list(selection.places.values())), selection.places.values(), strict=True))
    years = {str(year): str(year) for year in selection.years}
    return {
        "indicator": _dimension("Indicator", {one.code: one.name for one in indicators}, unit=units),
        "regio": _dimension("Regio", {code: _label(place) for code, place in regions.items()}),
        "periode": _dimension("Jaar", years),
    }


def _dimension(label: str, categories: Mapping[str, str], **more: Any) -> dict[str, Any]:
    return {"label": label, "category": {"index": list(categories), "label": dict(categories), **more}}


def _region_ids(places: Sequence[Place]) -> list[str]:
    """The code; where more areas had that code, the older ones with the day they began: `GM0014.2000-01-01`."""
    newest = {place.code: place.valid_from for place in places}
    return [
        place.code if newest[place.code] == place.valid_from else f"{place.code}.{place.valid_from}" for place in places
    ]


def _label(place: Place) -> str:
    """A name and a code: names alone are no key, and a reader of labels must be able to tell two Hengelo's apart."""
    ended = f", tot {place.valid_to.year}" if place.valid_to else ""
    return f"{place.name} ({place.kind} {place.code}{ended})"
