"""Building a regioscan out of a handful of queries: the number does not depend on how many indicators there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from regioscan import frames
from regioscan.analysis.change import change, with_gaps
from regioscan.analysis.findings import highlights, highlights_title, opening, themes_title
from regioscan.analysis.position import Standing, favourable, place_change, standing, theme_place
from regioscan.analysis.worked import Worked
from regioscan.figures.certainty import with_certainty
from regioscan.figures.comparing import DEFAULT, Comparison, comparisons, peer_words, usual, with_members
from regioscan.figures.course import Course
from regioscan.figures.fallback import fallback_of
from regioscan.figures.others import Others, others, rest_value, with_rest
from regioscan.figures.recasting import earlier_courses
from regioscan.figures.scan import Benchmark, Figure, Scan, ThemeScan
from regioscan.frames import Key, Reading, Readings
from regioscan.models import Indicator, Region
from regioscan.region_frames import workings

MAX_AGE = 4
"""A figure this many years older than the newest one still counts for its theme: health is asked every four years."""
BENCHMARK_KINDS = [Region.Kind.MUNICIPALITY, Region.Kind.PROVINCE, Region.Kind.COUNTRY]

NOBODY = Others(np.empty(0), None)


@dataclass(frozen=True)
class _Material:
    """What the queries brought: everything of this region, and of the regions it lies in."""

    region: Region
    period: int | None
    around: Sequence[Region]
    comparison: Comparison | None
    readings: Readings
    others: dict[Key, Others]
    provenances: dict[int, frames.Provenance]
    workings: dict[Key, Worked]
    earlier: Mapping[int, tuple[Course, ...]]
    newest: int

    @cached_property
    def benchmarks(self) -> list[tuple[Region, str]]:
        """The regions around that ours is held against, with what they are called."""
        return [(one, one.title) for one in self.around if one.kind in BENCHMARK_KINDS]

    @cached_property
    def country(self) -> int | None:
        """The country, to compare with the rest of it."""
        return next((one.pk for one in self.around if one.kind == Region.Kind.COUNTRY), None)


def region_scan(region: Region, period: int | None = None, benchmark: str = "") -> Scan:
    """The regioscan of a region: per shown indicator the latest figure up to and including `period`.

    `benchmark` is the code of one of `comparisons(region, …)`, "" for the usual one; an unknown one raises KeyError.
    """
    around = _around(region)
    options = comparisons(region, around, period)
    comparison = choose(options, benchmark)
    comparison = with_members(comparison, region) if comparison else None
    indicators = frames.shown_indicators()
    readings = _readings(region, around, indicators)
    latest = {one.id: _latest(readings.get((one.id, region.pk), ()), period) for one in indicators}
    keys = [(number, found.period) for number, found in latest.items() if found and found.value is not None]
    material = _Material(
        region,
        period,
        around,
        comparison,
        readings,
        others(region, comparison, keys, indicators, readings),
        frames.provenances([(n, found.period) for n, found in latest.items() if found], region.pk),
        workings([(n, found.period) for n, found in latest.items() if found], region),
        earlier_courses(region, indicators, readings),
        max((year for _, year in keys), default=0),
    )
    figures = [_figure(one, latest[one.id], material, period) for one in indicators]
    themes = _themes(with_certainty(figures, region, readings))
    return _whole(material, period, options, themes)


def _whole(material: _Material, period: int | None, options: Sequence[Comparison], themes: Sequence[ThemeScan]) -> Scan:
    region = material.region
    facts = [figure.fact for theme in themes for figure in theme.figures if figure.value is not None]
    chosen = highlights(facts)
    words = material.comparison.words if material.comparison else peer_words(region.kind)
    return Scan(
        region=region,
        period=period,
        years=_years(region, material.readings, themes),
        comparison=material.comparison,
        comparisons=tuple(options),
        around=tuple(material.around),
        themes=tuple(themes),
        highlights=chosen,
        findings=opening(region.name, facts, chosen, words),
        themes_title=themes_title(
            [(theme.theme.name, theme.place.place) for theme in themes],
            has_others=any(fact.standing and fact.standing.has_enough_others for fact in facts),
        ),
        highlights_title=highlights_title(chosen),
    )


def _years(region: Region, readings: Readings, themes: Sequence[ThemeScan]) -> tuple[int, ...]:
    """The years in which the region has a value that is shown."""
    shown = (figure.indicator.pk for theme in themes for figure in theme.figures)
    rows = (row for number in shown for row in readings.get((number, region.pk), ()))
    return tuple(sorted({row.period for row in rows if row.value is not None}))


def _around(region: Region) -> list[Region]:
    around = frames.containers(region)
    if region.kind == Region.Kind.COUNTRY or any(one.kind == Region.Kind.COUNTRY for one in around):
        return around
    country = frames.get_country()
    return [*around, country] if country else around


def choose(options: Sequence[Comparison], code: str) -> Comparison | None:
    """The comparison with this code, the usual one for "" or a country that is no option; KeyError for another."""
    by_code = {option.code: option for option in options}
    if not code or (code == DEFAULT and code not in by_code):
        return usual(options)
    return by_code[code]


def _readings(region: Region, around: Sequence[Region], indicators: Sequence[Indicator]) -> Readings:
    """Of the shown indicators and of what they are weighed by."""
    wanted = {one.id for one in indicators} | {one.weight_id for one in indicators if one.weight_id}
    return frames.readings(wanted, frames.known_years(), [region.pk, *(one.pk for one in around)])


def _latest(rows: Sequence[Reading], period: int | None) -> Reading | None:
    """The latest value; where there is no value at all, the latest reason."""
    rows = [row for row in rows if period is None or row.period <= period]
    known = [row for row in rows if row.value is not None]
    found = known or rows
    return found[-1] if found else None


def _figure(indicator: Indicator, found: Reading | None, material: _Material, period: int | None) -> Figure:
    rows = material.readings.get((indicator.id, material.region.pk), ())
    rows = [row for row in rows if period is None or row.period <= period]
    newer = rows[-1] if found and rows[-1].period > found.period else None
    basis = Figure(
        indicator=indicator,
        comparison=material.comparison,
        reading=found,
        newer=newer,
        provenance=material.provenances.get(indicator.id),
        worked=material.workings.get((indicator.id, found.period)) if found else None,
        benchmarks=_benchmarks(indicator, found, material),
        courses=_courses(indicator, rows, material),
    )
    if found is None or found.value is None:
        return replace(
            basis, fallback=fallback_of(indicator, material.region, material.around, material.readings, period)
        )
    return _with_place(basis, found, rows, material)


def _with_place(basis: Figure, found: Reading, rows: Sequence[Reading], material: _Material) -> Figure:
    indicator = basis.indicator
    breaks = indicator.break_years
    # A score of before a break is not held against one of after it.
    is_one_series = found.period not in breaks
    before = next((row for row in rows if row.period == found.period - 1), None) if is_one_series else None
    now = _standing(indicator, found, material)
    points = [(row.period, row.value) for row in rows]
    key = (indicator.id, found.period)
    beside = material.others.get(key, NOBODY)
    rest = rest_value(indicator, key, material.region.pk, material.country, material.readings)
    is_everyone = material.comparison is not None and material.comparison.code == DEFAULT
    return replace(
        basis,
        peers=beside.ordered,
        group=with_rest(beside.group, rest, indicator) if is_everyone else beside.group,
        rest=rest.value if rest else None,
        rest_weight=rest.weight if rest else None,
        standing=now,
        place=_place(indicator, now),
        place_before=_place(indicator, _standing(indicator, before, material)),
        is_too_old=found.period < material.newest - MAX_AGE,
        trend=with_gaps(points),
        change=change(points, breaks),
    )


def _benchmarks(indicator: Indicator, found: Reading | None, material: _Material) -> tuple[Benchmark, ...]:
    if found is None:
        return ()
    return tuple(
        Benchmark(one, name, row)
        for one, name in material.benchmarks
        for row in material.readings.get((indicator.id, one.pk), ())
        if row.period == found.period
    )


def _courses(indicator: Indicator, rows: Sequence[Reading], material: _Material) -> tuple[Course, ...]:
    """Ours, those of the regions around in the same years, and ours from before a change of borders."""
    until = rows[-1].period if rows else material.period
    earlier = [course for one in material.earlier.get(indicator.id, ()) if (course := one.until(until)).readings]
    years = [row.period for course in (rows, *(one.readings for one in earlier)) for row in course]
    if not years:
        return ()
    courses = [Course(material.region, material.region.title, rows)]
    for one, name in material.benchmarks:
        around = material.readings.get((indicator.id, one.pk), ())
        beside = [row for row in around if min(years) <= row.period <= max(years)]
        courses += [Course(one, name, beside)] if beside else []
    return (*courses, *earlier)


def _standing(indicator: Indicator, row: Reading | None, material: _Material) -> Standing | None:
    if row is None or row.value is None or material.comparison is None:
        return None
    beside = material.others.get((indicator.id, row.period))
    return standing(beside.ordered, row.value) if beside else None


def _place(indicator: Indicator, found: Standing | None) -> float | None:
    """The score of one figure; with too few other regions there is none."""
    if found is None or not found.has_enough_others:
        return None
    return favourable(found.percentile, indicator.direction)


def _themes(figures: Sequence[Figure]) -> list[ThemeScan]:
    by_theme: dict[int, list[Figure]] = {}
    for figure in figures:
        by_theme.setdefault(figure.indicator.theme_id or 0, []).append(figure)
    return [_theme(members) for members in by_theme.values()]


def _theme(figures: Sequence[Figure]) -> ThemeScan:
    counted = [figure for figure in figures if figure.indicator.direction]
    now = [None if figure.is_too_old else figure.place for figure in counted]
    before = [figure.place_before for figure in counted]
    theme = figures[0].indicator.theme
    if theme is None:
        raise ValueError("only shown indicators belong in a regioscan")
    return ThemeScan(theme, tuple(figures), theme_place(now), place_change(now, before))
