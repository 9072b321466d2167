"""Freezing the method of the vitality index, and choosing which frozen method is in use."""

import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection, transaction

from regioscan import frames
from regioscan.analysis.index.carry import definition_start
from regioscan.analysis.index.method import (
    IndicatorSpec,
    Method,
    ThemeSpec,
    Treatment,
    checked,
    content_hash,
    method_content,
)
from regioscan.analysis.index.normalise import EDGE, suggest_goalposts
from regioscan.analysis.position import ENOUGH_OTHERS, Floats
from regioscan.catalogue import CODE
from regioscan.method_catalogue import DeclaredMethod, DeclaredTheme, read_method
from regioscan.models import Indicator, MethodVersion, Region
from regioscan.models.methods import FrozenMethodError

logger = logging.getLogger(__name__)

LOCK = 4_402
"""Number of the advisory lock that keeps two of these from running at once."""
NOT_LOADED = "geen cijfers in de basisjaren"
TOO_FEW = "te weinig gemeenten met een cijfer"
NO_VARIATION = "geen verschil tussen gemeenten"
ENOUGH_NEW = 0.5
"""A year counts as the newest when at least this share of the index was newly observed in it."""
MUNICIPALITY = Region.Kind.MUNICIPALITY.value
SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Goalposts:
    """The values of an indicator that become 0 and 100 (or 100 and 0); from which years, and how many values."""

    low: float
    high: float
    years: tuple[int, ...]
    n_values: int


@transaction.atomic
def freeze_method(
    *, code: str, name: str, by: str, years: Sequence[int] = (), declared: DeclaredMethod | None = None
) -> MethodVersion:
    """Compute the goalposts of the declared method from all municipalities, and freeze it under `code`.

    `years` are the base years; without them the newest ones, as many as declared. An indicator without figures or
    without variation is left out and named in the content. The first frozen method is in use at once; a later one only
    after `use_method`. Raises FrozenMethodError, in Dutch, for a code or a content that is already frozen, for a code
    or name that cannot be, and where too little is known for a method.
    """
    declared = declared or read_method()
    name = SPACES.sub(" ", name).strip()
    if not CODE.fullmatch(code) or len(code) > 40 or not 0 < len(name) <= 120:
        raise FrozenMethodError(
            "Een code bestaat uit kleine letters, cijfers en streepjes; een naam mag niet leeg zijn."
        )
    _lock()
    if MethodVersion.objects.filter(code=code).exists():
        raise FrozenMethodError(f"Methode {code} is al vastgelegd en verandert niet meer. Kies een nieuwe code.")
    content = _content(declared, tuple(sorted(set(years))))
    digest = content_hash(content)
    if twin := MethodVersion.objects.filter(sha256=digest).first():
        raise FrozenMethodError(f"Precies deze methode is al vastgelegd, als {twin.code}.")
    is_first = not MethodVersion.objects.filter(is_current=True).exists()
    version = MethodVersion.objects.create(
        code=code, name=name, content=content, sha256=digest, frozen_by=by, is_current=is_first
    )
    logger.info("method frozen", extra={"by": by, "code": code, "sha256": digest})
    return version


@transaction.atomic
def use_method(*, code: str, by: str) -> MethodVersion:
    """Make this frozen method the one that pages and reports use; raises FrozenMethodError for an unknown code."""
    _lock()
    version = MethodVersion.objects.filter(code=code).first()
    if version is None:
        raise FrozenMethodError(f"Er is geen vastgelegde methode met de code {code}.")
    MethodVersion.objects.filter(is_current=True).exclude(pk=version.pk).update(is_current=False)
    version.is_current = True
    version.save()
    logger.info("method in use", extra={"by": by, "code": code})
    return version


def newest_year(years: Mapping[str, Sequence[int]], weights: Mapping[str, float]) -> int | None:
    """The newest year in which at least half of the weight was newly observed; None without such a year.

    `years` are the years with figures per code, `weights` the share of each code in the whole.
    """
    total = sum(weights.values())
    candidates = sorted({year for found in years.values() for year in found}, reverse=True)
    for year in candidates:
        new = sum(weights[code] for code, found in years.items() if year in found)
        if new >= ENOUGH_NEW * total:
            return year
    return None


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _content(declared: DeclaredMethod, years: tuple[int, ...]) -> dict[str, Any]:
    """The whole method as plain values: what the engine needs under `method`, and beside it what readers need."""
    indicators = {one.code: one for one in Indicator.objects.filter(code__in=[one.code for one in declared.indicators])}
    ids = {one.pk: code for code, one in indicators.items()}
    known = frames.distributions([(pk, year) for pk in ids for year in frames.known_years()], MUNICIPALITY)
    base = years or _base_years(declared, known, ids)
    posts = {one.code: _posts(one.code, indicators, known, base, declared) for one in declared.indicators}
    method = _method(declared, indicators, posts, base)
    content = {
        "method": method_content(method),
        "names": {theme.code: theme.name for theme in declared.themes if theme.code in method.theme_codes},
        "purpose": declared.purpose,
        "context": declared.context,
        "left_out": list(declared.left_out),
        "dropped": [{"code": code, "reason": found} for code, found in posts.items() if isinstance(found, str)],
        "percentiles": [EDGE, 100 - EDGE],
        "goalpost_years": {code: found.years for code, found in posts.items() if isinstance(found, Goalposts)},
        "n_values": {code: found.n_values for code, found in posts.items() if isinstance(found, Goalposts)},
    }
    # Through JSON and back: what is hashed is exactly what the database gives back.
    found: dict[str, Any] = json.loads(json.dumps(content, allow_nan=False))
    return found


def _base_years(
    declared: DeclaredMethod, known: Mapping[frames.Key, Floats], ids: Mapping[int, str]
) -> tuple[int, ...]:
    years: dict[str, list[int]] = {one.code: [] for one in declared.indicators}
    for pk, year in known:
        years[ids[pk]].append(year)
    newest = newest_year(years, _declared_shares(declared))
    if newest is None:
        raise FrozenMethodError("Er zijn te weinig cijfers van gemeenten geladen om een methode mee vast te leggen.")
    return tuple(range(newest - declared.base_years + 1, newest + 1))


def _declared_shares(declared: DeclaredMethod) -> dict[str, float]:
    """Per code its share of the whole, up to a constant."""
    within = {
        theme.code: sum(one.weight for one in declared.indicators if one.theme == theme.code)
        for theme in declared.themes
    }
    outer = {theme.code: theme.weight for theme in declared.themes}
    return {one.code: one.weight / within[one.theme] * outer[one.theme] for one in declared.indicators}


def _posts(
    code: str,
    indicators: Mapping[str, Indicator],
    known: Mapping[frames.Key, Floats],
    base: Sequence[int],
    declared: DeclaredMethod,
) -> Goalposts | str:
    """The goalposts of one indicator; one that is asked only every few years may lean on an earlier year.

    Only years with the definition of the last base year count: two definitions together would be goalposts of neither.
    """
    indicator = indicators.get(code)
    if indicator is None or not indicator.direction:
        return "onbekend, of zonder richting"
    start = definition_start([int(one["year"]) for one in indicator.breaks], base[-1])
    years = [year for year in range(start, base[-1] + 1) if (indicator.pk, year) in known]
    used = [year for year in base if year in years]
    if not used:
        used = [year for year in years if base[-1] - declared.max_age <= year < base[0]][-1:]
    if not used:
        return f"geen cijfers met de omschrijving die sinds {start} geldt" if start else NOT_LOADED
    pooled = np.concatenate([known[indicator.pk, year] for year in used])
    if len(pooled) <= ENOUGH_OTHERS:
        return TOO_FEW
    found = suggest_goalposts(pooled)
    return Goalposts(*found, tuple(used), len(pooled)) if found else NO_VARIATION


def _method(
    declared: DeclaredMethod,
    indicators: Mapping[str, Indicator],
    posts: Mapping[str, Goalposts | str],
    base: tuple[int, ...],
) -> Method:
    themes = [_theme(theme, declared, indicators, posts) for theme in declared.themes]
    kept = tuple(theme for theme in themes if theme.indicators)
    known = sum(theme.weight for theme in kept)
    essential = {theme.code for theme in declared.themes if theme.essential} - {theme.code for theme in kept}
    if essential or known < declared.coverage * sum(theme.weight for theme in declared.themes):
        raise FrozenMethodError("Er zijn te weinig cijfers van gemeenten geladen om een methode mee vast te leggen.")
    return checked(
        Method(
            themes=kept,
            coverage=declared.coverage,
            max_age=declared.max_age,
            base_years=base,
            reference=MUNICIPALITY,
            treatment=Treatment.BEYOND_GOALPOSTS,
        )
    )


def _theme(
    theme: DeclaredTheme,
    declared: DeclaredMethod,
    indicators: Mapping[str, Indicator],
    posts: Mapping[str, Goalposts | str],
) -> ThemeSpec:
    specs = [
        IndicatorSpec(one.code, indicators[one.code].direction, one.weight, found.low, found.high)
        for one in declared.indicators
        if one.theme == theme.code and isinstance(found := posts[one.code], Goalposts)
    ]
    return ThemeSpec(theme.code, tuple(specs), theme.weight, theme.essential)
