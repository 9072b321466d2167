"""Figures as chart specifications. What they look like is decided in lib.charts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from lib.charts import Area, Break, Choropleth, Histogram, LineChart, Mark, Series, Sparkline, Strip, ThemeBar, rings_of
from lib.text import number, with_unit
from regioscan.analysis.change import enough_for_a_line, since_break
from regioscan.analysis.wording import theme_words
from regioscan.figures import Figure, Scan, ThemeScan
from regioscan.figures.comparing import PLURALS
from regioscan.figures.course import Course
from regioscan.figures.ranking import Ranking
from regioscan.figures.scan import SHORT_UNIT
from regioscan.frames import Reading
from regioscan.models import Indicator, Region
from regioscan.models.observations import Status

THEME_SCALE = (0.0, 100.0)
ENOUGH_FOR_A_HISTOGRAM = 5
BAND_NOTES = {
    True: "Het vlak om de lijn is de marge die de bron geeft, voor 95 van de 100 keer.",
    False: "Het vlak om de lijn is hoe ver toeval alleen het cijfer kan bewegen, 95 van de 100 keer.",
}


def strip(figure: Figure) -> Strip | None:
    """The place among the peers; None without peers."""
    found = figure.standing
    if found is None or figure.comparison is None:
        return None
    low, high = number(found.low, figure.decimals), number(found.high, figure.decimals)
    words = figure.comparison.words.together(found.n_others)
    words = words if figure.comparison.words.holds_us else f"{words} en deze regio"
    return Strip(
        title=figure.name,
        alt=f"{figure.name}: {figure.value_text}. De {words} lopen van {low} tot {high}.",
        value=figure.value,
        peers=figure.peers.tolist(),
        median=found.median,
        low=found.low,
        high=found.high,
        margin=_margin(figure),
        unit=figure.unit,
        decimals=figure.decimals,
    )


def strip_of_parts(figure: Figure, parts: Sequence[float], plural: str) -> Strip:
    """The place among its own parts, for a region that has nobody to stand among."""
    low, high = min(parts), max(parts)
    ends = f"van {number(low, figure.decimals)} tot {number(high, figure.decimals)}"
    return Strip(
        title=figure.name,
        alt=f"{figure.name}: {figure.value_text}. Onze {number(len(parts))} {plural} lopen {ends}.",
        value=figure.value,
        peers=list(parts),
        low=low,
        high=high,
        margin=_margin(figure),
        unit=figure.unit,
        decimals=figure.decimals,
    )


def _margin(figure: Figure) -> tuple[float, float] | None:
    interval = figure.certainty.interval if figure.certainty else None
    return (interval.low, interval.high) if interval else None


def spark(figure: Figure) -> Sparkline | None:
    """The course of a figure since the last break in the series; None with fewer than three known years."""
    points = since_break(figure.trend, figure.indicator.break_years)
    if not enough_for_a_line(points):
        return None
    known = [(year, value) for year, value in points if value is not None]
    (first, start), (last, end) = known[0], known[-1]
    return Sparkline(
        title=figure.name,
        alt=f"Van {number(start, figure.decimals)} in {first} naar {number(end, figure.decimals)} in {last}",
        points=points,
        unit=figure.unit,
        decimals=figure.decimals,
    )


def theme_bar(found: ThemeScan) -> ThemeBar | None:
    """The score of a theme between its least and most favourable figure; None where there is none."""
    place = found.place
    if place.place is None:
        return None
    spread = f"van {number(place.low)} tot {number(place.high)}"
    return ThemeBar(
        title=found.theme.name,
        alt=f"{found.theme.name}: score {number(place.place)}, {theme_words(place.place)}. De cijfers lopen {spread}.",
        value=place.place,
        low=place.low,
        high=place.high,
        reference=50.0,
        scale=THEME_SCALE,
        decimals=0,
    )


def trend(figure: Figure, scan: Scan) -> LineChart | None:
    """The figure through the years beside the regions around it; None with fewer than three known years.

    Of a region whose borders changed, the years before may make the three.
    """
    recast = [one.points for one in figure.courses if one.is_recast]
    if not any(enough_for_a_line(points) for points in (figure.trend, *recast)):
        return None
    ours, *around = figure.courses
    others = [one for one in around if any(row.value is not None for row in one.readings)]
    known = sorted({year for points in (figure.trend, *recast) for year, value in points if value is not None})
    return LineChart(
        title=f"{figure.name}, {known[0]} tot en met {known[-1]}",
        alt=f"{figure.name} in {scan.region.name} door de jaren. {figure.change_text} {figure.year_text}.",
        unit=figure.unit,
        decimals=figure.decimals,
        series=(
            replace(_series(ours, is_ours=True), band=_band(figure)),
            *(_series(one) for one in others),
        ),
        breaks=tuple(
            Break(int(one["year"]), str(one["reason"]))
            for one in figure.indicator.breaks
            if known[0] < int(one["year"]) <= known[-1]
        ),
        notes=_band_notes(figure),
    )


def _band_notes(figure: Figure) -> tuple[str, ...]:
    found = figure.certainty
    return (BAND_NOTES[bool(found.published_years)],) if found and found.band else ()


def _band(figure: Figure) -> tuple[tuple[float, float, float], ...]:
    found = figure.certainty.band if figure.certainty else ()
    return tuple((year, one.low, one.high) for year, one in found)


def _series(course: Course, *, is_ours: bool = False) -> Series:
    return Series(course.name, course.points, is_ours, course.reasons)


def area_map(
    indicator: Indicator,
    title: str,
    regions: Sequence[Region],
    readings: Mapping[int, Reading],
    boundaries: Mapping[int, Mapping[str, Any]],
) -> Choropleth | None:
    """A map of regions with their values; None when not one of them has both an outline and a value."""
    drawn = [region for region in regions if region.pk in boundaries]
    areas = [_area(region, readings.get(region.pk), boundaries[region.pk]) for region in drawn]
    if not any(area.value is not None for area in areas):
        return None
    return Choropleth(
        title=title,
        alt=f"Kaart: {title}. De tabel geeft dezelfde cijfers.",
        unit=indicator.unit if len(indicator.unit) <= SHORT_UNIT else "",
        decimals=indicator.decimals,
        areas=tuple(areas),
        direction=indicator.direction,
        notes=_map_notes(len(regions) - len(areas)),
    )


def histogram(ranking: Ranking, marker: Mark | None = None) -> Histogram | None:
    """How many regions have about which value; None with fewer than five."""
    indicator, values = ranking.indicator, ranking.column.known_values
    if len(values) < ENOUGH_FOR_A_HISTOGRAM:
        return None
    plural = PLURALS[Region.Kind(ranking.kind)]
    low, high = (with_unit(float(end), indicator.decimals, indicator.unit) for end in (values.min(), values.max()))
    return Histogram(
        title=f"{indicator.name} in {ranking.period}: {number(len(values))} {plural}",
        alt=f"De {plural} lopen van {low} tot {high}.",
        unit=indicator.unit,
        decimals=indicator.decimals,
        values=values.tolist(),
        marker=marker,
        counted=plural,
    )


def _area(region: Region, found: Reading | None, geometry: Mapping[str, Any]) -> Area:
    return Area(
        code=region.code,
        name=region.name,
        rings=rings_of(geometry),
        value=found.value if found else None,
        reason=Status(found.status).label if found else "nog niet geladen",
        href=region.get_absolute_url(),
    )


def _map_notes(n_without: int) -> tuple[str, ...]:
    if not n_without:
        return ()
    stand = "1 gebied staat" if n_without == 1 else f"{n_without} gebieden staan"
    return (f"{stand} alleen in de tabel: de grens is niet bekend.",)
