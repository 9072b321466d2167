"""Stores the declared catalogue in the database."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection, models, transaction

from regioscan.catalogue import Catalogue, IndicatorEntry
from regioscan.models import Indicator, IndicatorKey, Observation, Source, Theme

logger = logging.getLogger(__name__)

LOCK = 4_401
"""Number of the advisory lock that keeps two of these from running at once."""
ASIDE = 10_000
"""From this place on stand themes that are moving, and those that are no longer declared but still in use."""


@dataclass(frozen=True)
class Change:
    """Something that storing the catalogue did, in Dutch: «nieuw: indicator inwoners»."""

    verb: str
    what: str
    details: str = ""

    def __str__(self) -> str:
        return f"{self.verb}: {self.what}" + (f" ({self.details})" if self.details else "")


@transaction.atomic
def store_catalogue(*, catalogue: Catalogue, by: str) -> list[Change]:
    """Bring themes, sources, indicators and their keys in step with the catalogue; returns what changed.

    Running it again changes nothing. What is no longer declared is removed, unless figures, deliveries or other entries
    still lean on it: then it stays, and the list says so. Two at once wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    changes = _store_themes(catalogue) + _store_sources(catalogue)
    changes += _store_indicators(catalogue) + _store_keys(catalogue)
    changes += _remove_undeclared(catalogue)
    logger.info("catalogue stored", extra={"by": by, "n_changes": len(changes)})
    return changes


def _store_themes(catalogue: Catalogue) -> list[Change]:
    """Themes; positions are unique, so rows that move are first put out of the way."""
    wanted = {theme.code: asdict(theme) for theme in catalogue.themes}
    for theme in Theme.objects.filter(position__lt=ASIDE):
        if theme.code not in wanted or theme.position != wanted[theme.code]["position"]:
            Theme.objects.filter(pk=theme.pk).update(position=ASIDE + theme.pk)
    return _store(Theme, "thema", wanted)


def _store_sources(catalogue: Catalogue) -> list[Change]:
    """Sources."""
    return _store(Source, "bron", {source.code: asdict(source) for source in catalogue.sources})


def _store_indicators(catalogue: Catalogue) -> list[Change]:
    """Indicators; counts go first, because the others are weighed by them."""
    themes = {theme.code: theme.pk for theme in Theme.objects.all()}
    ordered = list(enumerate(catalogue.indicators, start=1))
    counts = {entry.code: _indicator_values(entry, place, themes, {}) for place, entry in ordered if not entry.weight}
    changes = _store(Indicator, "indicator", counts)
    weights = {indicator.code: indicator.pk for indicator in Indicator.objects.all()}
    weighed = {entry.code: _indicator_values(entry, place, themes, weights) for place, entry in ordered if entry.weight}
    return changes + _store(Indicator, "indicator", weighed)


def _indicator_values(
    entry: IndicatorEntry, place: int, themes: Mapping[str, int], weights: Mapping[str, int]
) -> dict[str, Any]:
    """The fields of an Indicator row."""
    values = asdict(entry)
    del values["keys"]
    theme, weight = values.pop("theme"), values.pop("weight")
    values["theme_id"] = themes[theme] if theme else None
    values["weight_id"] = weights[weight] if weight else None
    values["position"] = place
    values["breaks"] = list(values["breaks"])
    return values


def _store(
    model: type[Theme] | type[Source] | type[Indicator], noun: str, wanted: Mapping[str, Mapping[str, Any]]
) -> list[Change]:
    """Make or change the rows of a model that is known by its code; untouched rows are not written."""
    rows = {row.code: row for row in model.objects.filter(code__in=wanted)}
    changes = []
    for code, values in wanted.items():
        if code not in rows:
            model.objects.create(**values)
            changes.append(Change("nieuw", f"{noun} {code}"))
            continue
        different = [name for name, value in values.items() if getattr(rows[code], name) != value]
        if different:
            model.objects.filter(pk=rows[code].pk).update(**{name: values[name] for name in different})
            changes.append(Change("gewijzigd", f"{noun} {code}", ", ".join(different)))
    return changes


def _store_keys(catalogue: Catalogue) -> list[Change]:
    """Replace the keys of every indicator whose keys differ from what is declared."""
    sources = {source.code: source.pk for source in Source.objects.all()}
    indicators = {row.code: row for row in Indicator.objects.prefetch_related("keys")}
    changes = []
    for entry in catalogue.indicators:
        indicator = indicators[entry.code]
        wanted = {
            (sources[key.source], key.year_from, key.year_to, key.path, key.divide_by, key.multiply_by)
            for key in entry.keys
        }
        if wanted == {_key_values(key) for key in indicator.keys.all()}:
            continue
        indicator.keys.all().delete()
        names = ("source_id", "year_from", "year_to", "path", "divide_by", "multiply_by")
        IndicatorKey.objects.bulk_create(
            IndicatorKey(indicator=indicator, **dict(zip(names, values, strict=True))) for values in sorted(wanted)
        )
        changes.append(Change("gewijzigd", f"sleutels van indicator {entry.code}", f"nu {len(wanted)}"))
    return changes


def _key_values(key: IndicatorKey) -> tuple[int, int, int, str, str, float]:
    """What a key says, comparable with what is declared."""
    return key.source_id, key.year_from, key.year_to, key.path, key.divide_by, key.multiply_by


def _remove_undeclared(catalogue: Catalogue) -> list[Change]:
    """Remove what is no longer declared and leans on nothing; indicators that are weighed go before their weights."""
    gone = Indicator.objects.exclude(code__in=[entry.code for entry in catalogue.indicators])
    changes = []
    for indicator in gone.order_by(models.F("weight").asc(nulls_last=True)):
        used = Observation.objects.filter(indicator=indicator).exists() or indicator.weighs.exists()
        changes.append(_remove(indicator, f"indicator {indicator.code}", used))
    undeclared_themes = Theme.objects.exclude(code__in=[entry.code for entry in catalogue.themes])
    changes += [_remove(theme, f"thema {theme.code}", theme.indicators.exists()) for theme in undeclared_themes]
    undeclared_sources = Source.objects.exclude(code__in=[entry.code for entry in catalogue.sources])
    changes += [_remove(source, f"bron {source.code}", source.snapshots.exists()) for source in undeclared_sources]
    return changes


def _remove(row: models.Model, what: str, is_used: bool) -> Change:
    """Delete the row, or say that it stays."""
    if is_used:
        return Change("bewaard", what, "staat niet meer in de lijst, maar is nog in gebruik")
    row.delete()
    return Change("verwijderd", what)


def describe(changes: Iterable[Change]) -> list[str]:
    """The changes as lines to print; one line when there are none."""
    return [str(change) for change in changes] or ["Niets gewijzigd: alles stond er al zo."]
