"""The figures of an agenda item for components/figure.html: from where to where, and where the region stands now."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from communities.access.agenda import TargetFigure
from lib.charts import Sparkline, Strip, to_svg
from lib.text import long_date, number
from regioscan.analysis.change import enough_for_a_line, since_break, with_gaps
from regioscan.figures.scan import reason_for
from regioscan.models.observations import Status


@dataclass(frozen=True)
class TargetCard:
    """One figure with its goal. `low` and `high` say what stands at the two ends of the strip."""

    target_id: int
    title: str
    title_url: str
    value: str
    unit: str
    year: str
    reason: str
    verdict: str
    lines: tuple[str, ...]
    strip: SafeString | str
    low: str
    high: str
    spark: SafeString | str
    since: str
    about: tuple[tuple[str, str], ...]
    about_url: str
    fallback: str = ""


def target_cards(figures: list[TargetFigure]) -> list[TargetCard]:
    """A card for every figure of an item."""
    return [_card(one) for one in figures]


def _card(figure: TargetFigure) -> TargetCard:
    indicator, course, newest = figure.target.indicator, figure.course, figure.newest
    spark, since = _spark(figure)
    low, high = _ends(figure)
    has_value = newest is not None and newest.value is not None
    return TargetCard(
        target_id=figure.target.pk,
        title=indicator.name,
        title_url=indicator.get_absolute_url(),
        value=number(newest.value, indicator.decimals) if newest and has_value else "",
        unit=course.unit,
        year=_year(figure),
        reason=" ".join([reason_for(newest), *_lines(figure)]) if not has_value else "",
        verdict=course.since_baseline(),
        lines=tuple(line for line in (course.towards_target(),) if line),
        strip=_strip(figure),
        low=low,
        high=high,
        spark=spark,
        since=since,
        about=_about(figure),
        about_url=indicator.get_absolute_url(),
    )


def _lines(figure: TargetFigure) -> list[str]:
    """Of a figure that has no value: what was known at the beginning, and the goal."""
    return [line for line in (figure.course.since_baseline(), figure.course.towards_target()) if line]


def _year(figure: TargetFigure) -> str:
    newest, indicator = figure.newest, figure.target.indicator
    if newest is None:
        return ""
    remark = {
        Status.PROVISIONAL: ", voorlopig cijfer",
        Status.MODELLED: ", geschat met een model",
        Status.CALCULATED: ", door ons berekend uit de delen",
        Status.ESTIMATED: ", geschat",
    }.get(Status(newest.status), "")
    unit = "" if figure.course.unit or newest.value is None else f"{indicator.unit}, "
    return f"{unit}{newest.period}{remark}"


def target_strip(figure: TargetFigure) -> Strip | None:
    """A line with the beginning (short tick), the goal (long tick) and now (dot); None without one of the three."""
    course = figure.course
    if course.baseline is None or course.target is None or course.now is None or course.break_year is not None:
        return None
    return Strip(
        title=figure.target.indicator.name,
        alt=f"Begin {course.said(course.baseline)}, nu {course.said(course.now)}, doel {course.said(course.target)}",
        value=course.now.value,
        peers=(course.baseline.value,),
        median=course.target.value,
        unit=course.unit,
        decimals=course.decimals,
    )


def _strip(figure: TargetFigure) -> SafeString | str:
    chart = target_strip(figure)
    # Our own drawing: every text in it has been escaped by lib.charts.
    return mark_safe(to_svg(chart)) if chart else ""  # noqa: S308


def _ends(figure: TargetFigure) -> tuple[str, str]:
    course = figure.course
    if course.baseline is None or course.target is None:
        return "", ""
    begin = f"begin {number(course.baseline.value, course.decimals)} ({course.baseline.year})"
    goal = f"doel {number(course.target.value, course.decimals)} ({course.target.year})"
    return (begin, goal) if course.baseline.value <= course.target.value else (goal, begin)


def _spark(figure: TargetFigure) -> tuple[SafeString | str, str]:
    """The course since the last break in the series; empty with fewer than three known years."""
    indicator = figure.target.indicator
    points = since_break(with_gaps([(one.period, one.value) for one in figure.readings]), indicator.break_years)
    if not enough_for_a_line(points):
        return "", ""
    known = [(year, value) for year, value in points if value is not None]
    (first, start), (last, end) = known[0], known[-1]
    chart = Sparkline(
        title=indicator.name,
        alt=f"Van {number(start, indicator.decimals)} in {first} naar {number(end, indicator.decimals)} in {last}",
        points=points,
        unit=indicator.unit,
        decimals=indicator.decimals,
    )
    return mark_safe(to_svg(chart)), f"sinds {first}"  # noqa: S308  # our own drawing


def _about(figure: TargetFigure) -> tuple[tuple[str, str], ...]:
    indicator, origin = figure.target.indicator, figure.provenance
    terms = [
        ("Wat", indicator.definition),
        ("Per", indicator.denominator),
        ("Richting", indicator.get_direction_display()),
        ("Bron", origin.source_name if origin else indicator.source_name),
        ("Licentie", origin.licence if origin else indicator.licence),
        ("Opgehaald", long_date(origin.retrieved_at) if origin else ""),
        ("Beginwaarde", "ingevuld door de coördinator" if figure.is_own_baseline else ""),
    ]
    return tuple((term, words) for term, words in terms if words)
