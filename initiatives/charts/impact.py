"""The course of a measure as small as a word, and a figure before and after a day beside similar regions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe

from initiatives.access.impact import MeasureCourse
from initiatives.analysis.adding_up import plain, with_unit_of
from initiatives.analysis.progress import has_line
from lib.charts import Break, LineChart, Series, Sparkline, Strip, to_svg
from lib.tables import Column, Table
from lib.text import long_date, number
from regioscan.analysis.before_after import Moved, Refusal
from regioscan.analysis.before_after_words import (
    Words,
    course,
    earlier_words,
    headline,
    margin_words,
    refusal_words,
)
from regioscan.figures.before_after import FigureBeforeAfter

SPAN = 5
"""Years that are drawn before the first year that counts."""


# ── A measure ─────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class MeasureCard:
    """A measure as a reader sees it; `spark` is "" with fewer than three points."""

    course: MeasureCourse
    value: str
    when: str
    progress: str
    is_overdue: bool
    spark: SafeString | str
    table: Table


def measure_card(found: MeasureCourse, today: date) -> MeasureCard:
    """The card of one measure."""
    measure, newest, progress = found.measure, found.newest, found.progress
    return MeasureCard(
        course=found,
        value=with_unit_of(newest.value, measure.unit) if newest else "",
        when=long_date(newest.on) if newest else "",
        progress=progress.sentence(),
        is_overdue=progress.is_overdue(today),
        spark=_spark(found),
        table=course_table(found),
    )


def _spark(found: MeasureCourse) -> SafeString | str:
    points = found.points
    if not has_line(points):
        return ""
    first, last, unit = points[0], points[-1], found.measure.unit
    chart = Sparkline(
        title=found.measure.name,
        alt=(
            f"Van {with_unit_of(first.value, unit)} op {long_date(first.on)} "
            f"naar {with_unit_of(last.value, unit)} op {long_date(last.on)}"
        ),
        points=tuple((one.on.toordinal(), one.value) for one in points),
        unit=unit,
    )
    # Our own drawing: every text in it has been escaped by lib.charts.
    return mark_safe(to_svg(chart))  # noqa: S308


def course_table(found: MeasureCourse) -> Table:
    """The same as a table: every day with what was measured, the beginning marked."""
    measure = found.measure
    remarks = {one.on: one.remark for one in found.measurements}
    rows = [(long_date(one.on), plain(one.value), remarks.get(one.on, "begin") or "–") for one in found.points]
    columns = [Column("dag", "Dag"), Column("waarde", f"Waarde ({measure.unit})"), Column("bij", "Toelichting")]
    return Table(measure.name, columns, rows)


# ── Before and after ──────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class BeforeAfterCard:
    """One figure before and after a day in sentences, with its drawings; `refusal` says why there are none."""

    figure: FigureBeforeAfter
    title: str
    lines: tuple[str, ...]
    refusal: str = ""
    chart: LineChart | None = None
    strip: SafeString | str = ""
    low: str = ""
    high: str = ""


def before_after_card(figure: FigureBeforeAfter, began: str) -> BeforeAfterCard:
    """The card of one figure; `began` is «het traject» or «dit initiatief»."""
    words = words_of(figure, began)
    found = figure.found
    if isinstance(found, Refusal):
        return BeforeAfterCard(figure, figure.indicator.name, (), refusal_words(found, figure.group))
    lines = [course(found.found, words), margin_words(found.found, words), earlier_words(found, words)]
    if figure.warning:
        lines.append(figure.warning)
    strip, low, high = _strip(found.found, words)
    return BeforeAfterCard(
        figure, headline(found.found, words), tuple(lines), chart=_lines(figure, words), strip=strip, low=low, high=high
    )


def short_line(figure: FigureBeforeAfter, began: str) -> str:
    """One sentence for a list: the finding, or why there is none."""
    if isinstance(figure.found, Refusal):
        return refusal_words(figure.found, figure.group)
    return headline(figure.found.found, words_of(figure, began))


def words_of(figure: FigureBeforeAfter, began: str) -> Words:
    """How this figure is written."""
    return Words(figure.indicator.decimals, figure.unit, figure.group, f"het begin van {began}")


def _lines(figure: FigureBeforeAfter, words: Words) -> LineChart | None:
    """Ours and the mean of the others through the years; the year of the day is marked by a note."""
    if isinstance(figure.found, Refusal):
        return None
    used = {*figure.found.found.first, *figure.found.found.then}
    first = min(used) - SPAN
    ours = tuple((year, value) for year, value in sorted(figure.values.items()) if year >= first)
    theirs = tuple((year, value) for year, value in figure.course_of_others if year >= first)
    indicator = figure.indicator
    last = max(used)
    return LineChart(
        title=f"{indicator.name}: hier en in {figure.group}",
        alt=(
            f"{figure.region.name}: {words.value(figure.values[last])} in {last}. Gemiddelde van {figure.group}: "
            f"{words.value(dict(theirs)[last])}."
        ),
        unit=indicator.unit,
        decimals=indicator.decimals,
        series=(Series(figure.region.name, ours, is_ours=True), Series("Gemiddelde van deze gebieden", theirs)),
        breaks=tuple(
            Break(one["year"], one["reason"]) for one in indicator.breaks if first <= int(one["year"]) <= last
        ),
        notes=(f"Het begin was op {long_date(figure.day)}. Dat jaar zelf telt voor noch na het begin mee.",),
    )


def _strip(found: Moved, words: Words) -> tuple[SafeString | str, str, str]:
    """How the others changed (ticks), their mean (long tick) and ours (dot)."""
    ends = [*found.known, found.own]
    low, high = min(ends), max(ends)
    if low == high:
        return "", "", ""
    chart = Strip(
        title="Verandering",
        alt=(
            f"Verandering hier {_signed(found.own, words)}, gemiddeld in {words.others} {_signed(found.others, words)}"
        ),
        value=found.own,
        peers=tuple(found.known),
        median=found.others,
        unit=words.difference_unit,
        decimals=words.decimals,
    )
    return mark_safe(to_svg(chart)), _signed(low, words), _signed(high, words)  # noqa: S308  # our own drawing


def _signed(value: float, words: Words) -> str:
    return f"{number(value, words.decimals, signed=True)} {words.difference_unit}".strip()


def in_order(cards: Sequence[BeforeAfterCard]) -> list[BeforeAfterCard]:
    """What can be said first; the rest after it, each in the order of the agenda."""
    return sorted(cards, key=lambda one: bool(one.refusal))
