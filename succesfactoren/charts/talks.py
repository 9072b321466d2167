"""What a group agreed, as dots without a margin: it is one answer, and no sample of anybody."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from lib.tables import Column, Table
from lib.text import number
from succesfactoren.analysis.levels import one_decimal
from succesfactoren.analysis.talks import TalkedFactor, TalkOutcome
from succesfactoren.charts.dots import Dot, dot_plot
from succesfactoren.charts.pens import ScreenPen

SCREEN = ScreenPen()
AGREED = "gespreksuitkomst"


@dataclass(frozen=True)
class TalkDot(Dot):
    """A factor with the mean of the agreed answers, and that of the talk before."""

    @property
    def words(self) -> str:
        """The same for who does not see it."""
        said = f"{self.name}: {AGREED} {one_decimal(self.mean)}."
        return said if self.last is None else f"{said} Vorig gesprek {one_decimal(self.last)}."


@dataclass(frozen=True)
class TalkRow:
    """A factor as the page shows it; without a mean there is no plot."""

    factor: TalkedFactor
    plot: SafeString
    step: str


def talk_rows(found: TalkOutcome) -> list[TalkRow]:
    """A row for each factor."""
    return [TalkRow(one, _plot(one), _step(one)) for one in found.factors]


def _plot(one: TalkedFactor) -> SafeString:
    drawn = "" if one.mean is None else dot_plot(TalkDot(one.name, one.mean, last=one.was), SCREEN)
    return mark_safe(drawn)  # noqa: S308  # numbers, our own class names, and a name that lib.svg escapes


def _step(one: TalkedFactor) -> str:
    if one.step is None:
        return ""
    if one.step == 0:
        return "even hoog als vorige keer"
    return f"{number(abs(one.step), 1)} {'hoger' if one.step > 0 else 'lager'} dan vorige keer"


def talk_table(found: TalkOutcome, *, has_before: bool) -> Table:
    """Every statement with the answer agreed on; where there was a talk before, also what was said then."""
    columns: Sequence[Column] = [
        Column("onderdeel", "Onderdeel"),
        Column("zin", "Zin"),
        Column("nu", "Samen geantwoord"),
    ]
    rows = [(factor.name, one.text, one.words) for factor in found.factors for one in factor.statements]
    if not has_before:
        return Table("Wat u samen antwoordde", columns, rows)
    then = [one.was_words for factor in found.factors for one in factor.statements]
    with_then = [(*row, words) for row, words in zip(rows, then, strict=True)]
    return Table("Wat u samen antwoordde", [*columns, Column("toen", "Vorige keer")], with_then)
