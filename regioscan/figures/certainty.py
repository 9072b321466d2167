"""How certain each figure of a regioscan is: interval, reliability, difference, gap in numbers, and trend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from regioscan import certainty_frames
from regioscan.analysis.certainty_words import (
    BY_CHANCE,
    NO_MARGIN,
    PUBLISHED,
    gap_noun,
    gap_sentence,
    interval_sentence,
    interval_words,
    many_tests_sentence,
    test_sentence,
    trend_sentence,
)
from regioscan.analysis.gap import Gap, gap
from regioscan.analysis.intervals import Interval, interval_of
from regioscan.analysis.reliability import HIDDEN, WORDS, reliability, standard_error
from regioscan.analysis.significance import (
    NO_SPREAD,
    Counted,
    Spread,
    Test,
    benjamini_hochberg,
    compare,
    null_errors,
    spread,
)
from regioscan.analysis.trend import Trend, one_family, trend_test
from regioscan.analysis.wording import lower_first
from regioscan.figures.against import Against, against
from regioscan.models import Indicator, Region
from regioscan.models.observations import Status

if TYPE_CHECKING:
    from regioscan.certainty_frames import Beside
    from regioscan.figures.scan import Figure
    from regioscan.frames import Key, Readings

COUNTED = (Status.FINAL, Status.PROVISIONAL, Status.CALCULATED)
"""Kinds of value of which chance can be said; a model has margins of its own, which are the source's to publish."""
CLEAR, UNCLEAR, UNTESTED = "ja", "nee", "niet te toetsen"
UNTESTED_GAP = "Of dit verschil meer is dan toeval, is niet te toetsen."
KINDS_OF_VALUE = {
    Status.FINAL: "definitief",
    Status.PROVISIONAL: "voorlopig",
    Status.MODELLED: "geschat met een model",
    Status.CALCULATED: "door ons berekend uit de delen",
    Status.ESTIMATED: "door ons geschat",
}
THOUSAND_EUROS = "× 1.000 euro"


@dataclass(frozen=True)
class Certainty:
    """What can be said of how certain one figure is. Everything that cannot be said is None.

    `band` holds the interval of every year that has one; `beside` names what the figure was tested against.
    """

    interval: Interval | None = None
    is_published: bool = False
    reliability: str | None = None
    test: Test | None = None
    trend: Trend | None = None
    gap: Gap | None = None
    explanation: str = ""
    """Why there is no interval, in one sentence; "" where there is one."""
    beside: str = ""
    noun: str = ""
    band: tuple[tuple[int, Interval], ...] = ()
    published_years: tuple[int, ...] = ()
    decimals: int = 0
    unit: str = ""
    direction: int = 0
    break_reason: str = ""
    why_untested: str = ""
    """Why the difference was not tested, in one sentence; "" where it was, or where there is nobody to compare with."""
    mark: str = ""
    """Level, kind of value and age: «cijfer van de gemeente, definitief»."""

    @property
    def reliability_words(self) -> str:
        """What the class of reliability means; "" where there is none."""
        return WORDS[self.reliability] if self.reliability else ""

    @property
    def kind(self) -> str:
        """What the interval is, in words; «geen» where there is none."""
        if self.interval is None:
            return NO_MARGIN
        return PUBLISHED if self.is_published else BY_CHANCE

    @property
    def clear(self) -> str:
        """«ja», «nee» or «niet te toetsen»: whether the difference is more than chance and ordinary spread."""
        if self.test is None:
            return UNTESTED
        return CLEAR if self.test.is_significant else UNCLEAR

    @property
    def trend_kind(self) -> str:
        """The trend in words; "" where there is no value."""
        return self.trend.kind if self.trend else ""

    @property
    def trend_text(self) -> str:
        """The trend in a sentence; "" without a value."""
        return trend_sentence(self.trend, self.direction, self.break_reason) if self.trend else ""

    @property
    def interval_text(self) -> str:
        """The interval in a sentence, or why there is none."""
        if self.interval is None:
            return self.explanation
        return interval_sentence(self.interval, self.is_published, self.decimals, self.unit)

    @property
    def interval_words(self) -> str:
        """«13,1 tot 15,3», without its unit; "" where there is none."""
        return interval_words(self.interval, self.decimals, "") if self.interval else ""

    @property
    def difference_text(self) -> str:
        """Whether the difference is clear, and how much it is in people, homes or euros; "" where neither is known."""
        told = gap_sentence(self.gap, self.noun, self.beside) if self.gap and abs(self.gap.amount) >= 1 else ""
        if self.test is None:
            return f"{UNTESTED_GAP} {told}" if told else ""
        return f"{test_sentence(self.test, self.beside)} {told if self.test.is_significant else ''}".rstrip()

    @cached_property
    def line(self) -> str:
        """One line for a card: the difference where it was tested, else the interval."""
        if self.test is not None:
            return self.difference_text
        return self.interval_text if self.interval else ""


def with_certainty(figures: Sequence[Figure], region: Region, readings: Readings) -> list[Figure]:
    """The same figures, each with its certainty. Four queries at most, whatever their number.

    All tests of these figures are one family: at most 5 % of the differences called clear are on average none. So are
    all trends, by themselves.
    """
    published = certainty_frames.margins([one.indicator.pk for one in figures], region.pk)
    spreads = _spreads(figures, region, published)
    newest = max((one.reading.period for one in figures if one.reading and one.value is not None), default=0)
    judged = [
        replace(_certainty(one, region, readings, published, spreads), mark=mark_of(one, region, newest))
        for one in figures
    ]
    threshold = benjamini_hochberg([one.test.p if one.test else None for one in judged])
    trends = one_family([one.trend for one in judged])
    return [
        replace(figure, certainty=replace(_flagged(one, threshold), trend=trend))
        for figure, one, trend in zip(figures, judged, trends, strict=True)
    ]


def tests_sentence(figures: Sequence[Figure]) -> str:
    """How many of these figures were tested, and how many differences chance alone would give; "" without tests."""
    tests = [one.certainty.test for one in figures if one.certainty and one.certainty.test]
    return many_tests_sentence(len(tests), sum(test.is_significant for test in tests))


def chance_of(indicator: Indicator, status: int | None, value: float | None, weight: float | None) -> Interval | None:
    """How far chance alone could move a value that was counted completely; None for every other kind of value."""
    if status not in COUNTED:
        return None
    return interval_of(value, indicator.per, weight, indicator.chance)


def _flagged(one: Certainty, threshold: float) -> Certainty:
    if one.test is None:
        return one
    return replace(one, test=replace(one.test, threshold=threshold, is_significant=one.test.p <= threshold))


def _certainty(
    figure: Figure, region: Region, readings: Readings, published: dict[Key, Interval], spreads: dict[Key, Spread]
) -> Certainty:
    if figure.reading is None or figure.value is None:
        is_hidden = figure.reading is not None and figure.reading.status == Status.SUPPRESSED
        return Certainty(reliability=HIDDEN if is_hidden else None)
    indicator, key = figure.indicator, (figure.indicator.pk, figure.reading.period)
    band = _band(figure, region, readings, published)
    interval = dict(band).get(figure.reading.period)
    weight = _weight(indicator, figure.reading.period, region, readings)
    beside = against(figure)
    breaks = {int(one["year"]): str(one["reason"]) for one in indicator.breaks}
    trend = trend_test(figure.trend, indicator.break_years)
    return Certainty(
        interval=interval,
        is_published=key in published,
        reliability=reliability(figure.value, standard_error(interval)) if interval else None,
        test=_test(figure, beside, weight, published.get(key), spreads.get(key, NO_SPREAD)),
        trend=trend,
        gap=_gap(figure, beside, weight, interval),
        explanation="" if interval else _why_none(figure),
        beside=beside.name,
        noun=_noun(indicator),
        band=band,
        published_years=tuple(year for number, year in published if number == indicator.pk),
        decimals=figure.decimals,
        unit=figure.short_unit,
        direction=indicator.direction,
        break_reason=breaks.get(trend.broken, "") if trend.broken else "",
        why_untested=_why_untested(figure, beside, interval),
    )


def mark_of(figure: Figure, region: Region, newest: int) -> str:
    """Of what level the figure is, whether it was counted, and how old it is beside the newest one of the region."""
    if figure.reading is None:
        return ""
    article = "het" if region.kind in {Region.Kind.COUNTRY, Region.Kind.COROP} else "de"
    age = newest - figure.reading.period
    old = f"{age} jaar ouder dan het nieuwste cijfer van dit gebied" if age > 0 else ""
    level = f"cijfer van {article} {region.get_kind_display()} over {figure.reading.period}"
    return ", ".join(part for part in (level, KINDS_OF_VALUE.get(Status(figure.reading.status), ""), old) if part)


def _why_untested(figure: Figure, beside: Against, interval: Interval | None) -> str:
    if figure.is_too_old:
        return "Niet te toetsen: het cijfer is te oud om mee te tellen."
    if beside.value is None:
        return "Niet te toetsen: wat de andere gebieden samen hebben, is niet bekend."
    if beside.too_few:
        return beside.too_few
    return f"Niet te toetsen. {_why_none(figure)}" if interval is None else ""


def _band(
    figure: Figure, region: Region, readings: Readings, published: dict[Key, Interval]
) -> tuple[tuple[int, Interval], ...]:
    """The interval of every year: the published one where there is one, else that of chance."""
    indicator = figure.indicator
    weights = {row.period: row.value for row in readings.get((indicator.weight_id or 0, region.pk), ())}
    found = []
    for row in figure.courses[0].readings if figure.courses else ():
        interval = published.get((indicator.pk, row.period)) if row.value is not None else None
        interval = interval or chance_of(indicator, row.status, row.value, weights.get(row.period))
        if interval is not None:
            found.append((row.period, interval))
    return tuple(found)


def _weight(indicator: Indicator, period: int, region: Region, readings: Readings) -> float | None:
    rows = readings.get((indicator.weight_id or 0, region.pk), ())
    return next((row.value for row in rows if row.period == period), None)


def _test(figure: Figure, beside: Against, weight: float | None, margin: Interval | None, found: Spread) -> Test | None:
    """The test against the benchmark; None where there is none, too few others made it, or no error to test with."""
    indicator = figure.indicator
    if beside.value is None or beside.too_few or figure.reading is None or figure.is_too_old:
        return None
    error, counted = standard_error(margin) if margin else None, None
    if error is None and indicator.chance and indicator.per and weight and figure.reading.status in COUNTED:
        counted = Counted(indicator.per, weight, indicator.chance)
        error = float(null_errors(beside.value, indicator.per, [weight], indicator.chance)[0])
    if error is None:
        return None
    of_benchmark = beside.error(error, weight, found.tau2, is_counted=counted is not None)
    return compare(figure.value, beside.value, error, found.tau2, benchmark_error=of_benchmark, counted=counted)


def _spreads(figures: Sequence[Figure], region: Region, published: dict[Key, Interval]) -> dict[Key, Spread]:
    """How far regions of this kind spread beside chance, for every figure that can be tested."""
    by_key = {
        (one.indicator.pk, one.reading.period): one.indicator
        for one in figures
        if one.reading and one.value is not None and one.comparison is not None
        if one.indicator.chance or (one.indicator.pk, one.reading.period) in published
    }
    kind = Region.Kind.MUNICIPALITY if region.kind == Region.Kind.CUSTOM else region.kind
    wanted = [(number, period, one.weight_id or 0) for (number, period), one in by_key.items()]
    by_margin = any(not one.chance for one in by_key.values())
    found = certainty_frames.regions_beside(wanted, kind, with_errors=by_margin)
    return {key: spread_of(by_key[key], beside) for key, beside in found.items()}


def spread_of(indicator: Indicator, beside: Beside) -> Spread:
    """The spread of regions around what they have together: by chance where it can be said, else by their margins."""
    if indicator.chance and indicator.per:
        is_known = beside.weights > 0
        if not is_known.any():
            return NO_SPREAD
        values, weights = beside.values[is_known], beside.weights[is_known]
        together = float((values * weights).sum() / weights.sum())
        return spread(values, together, null_errors(together, indicator.per, weights, indicator.chance))
    is_known = beside.errors > 0
    if not is_known.any():
        return NO_SPREAD
    return spread(beside.values[is_known], float(beside.values[is_known].mean()), beside.errors[is_known])


def _gap(figure: Figure, beside: Against, weight: float | None, interval: Interval | None) -> Gap | None:
    """The difference in what is counted; of means in thousands of euros, in euros. None for an estimate without a
    margin: its difference may be the model's. The benchmark has its own interval where chance can be said of it."""
    if interval is None and (figure.reading is None or figure.reading.status not in COUNTED):
        return None
    indicator, per = figure.indicator, figure.indicator.per
    of_benchmark = interval_of(beside.value, per, beside.weight, indicator.chance)
    if per is not None and indicator.unit == THOUSAND_EUROS:
        per /= 1000
    return gap(figure.value, beside.value, per, weight, interval, of_benchmark)


def _noun(indicator: Indicator) -> str:
    """What a gap counts: euros, or what the numerator counts."""
    if indicator.unit == THOUSAND_EUROS:
        return "euro"
    if indicator.numerator:
        return gap_noun(indicator.numerator)
    name = lower_first(indicator.name)
    if indicator.chance == Indicator.Chance.EVENTS or indicator.weight is None:
        return name
    # «440 inwoners meer» would say that more people live there.
    return f"{indicator.weight.unit} bij {name}"


def _why_none(figure: Figure) -> str:
    """Why nothing can be said of how far chance could move this figure."""
    if figure.reading is not None and figure.reading.status in {Status.MODELLED, Status.ESTIMATED}:
        return "Dit cijfer is geschat. De bron geeft er geen marge bij."
    if figure.indicator.chance:
        return "Van dit gebied is de noemer niet bekend. Hoe ver toeval dit kan bewegen, is dus niet te zeggen."
    return "De bron geeft bij dit cijfer geen marge."
