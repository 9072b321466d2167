"""Where a figure stands between where it began and where it should go. It never says why: figures know no causes."""

from collections.abc import Collection
from dataclasses import dataclass

from lib.text import number


@dataclass(frozen=True)
class Moment:
    """A value in a year, in the unit of the figure."""

    value: float
    year: int


@dataclass(frozen=True)
class TargetCourse:
    """What is known of a figure with a goal; `direction` is 1 where more is better, -1 where less is, 0 for neither.

    `breaks` are the years from which it was measured otherwise: nothing before one is held against after it.
    """

    baseline: Moment | None
    now: Moment | None
    target: Moment | None
    decimals: int
    unit: str
    direction: int = 0
    breaks: Collection[int] = ()

    @property
    def break_year(self) -> int | None:
        """From when on it is measured otherwise than at the beginning; None where it still is the same."""
        if self.baseline is None or self.now is None:
            return None
        between = [year for year in self.breaks if self.baseline.year < year <= self.now.year]
        return max(between, default=None)

    @property
    def is_reached(self) -> bool | None:
        """Whether the goal is reached; None where that cannot be said."""
        if self.target is None or self.now is None or self.break_year is not None:
            return None
        wanted = self._wanted
        return None if not wanted else (self.now.value - self.target.value) * wanted >= 0

    @property
    def _wanted(self) -> int:
        """The way it should go: 1 up, -1 down, 0 where nobody said."""
        if self.baseline is not None and self.target is not None and self.baseline.value != self.target.value:
            return 1 if self.target.value > self.baseline.value else -1
        return self.direction

    def said(self, moment: Moment) -> str:
        """«62,1 % in 2025»."""
        return f"{number(moment.value, self.decimals)} {self.unit}".strip() + f" in {moment.year}"

    def since_baseline(self) -> str:
        """What happened since the beginning, in one sentence."""
        if self.baseline is None:
            return "Er is geen beginwaarde: van het begin is geen cijfer bekend."
        began = self.said(self.baseline)
        if self.now is None:
            return f"Bij het begin was het {began}."
        if self.break_year is not None:
            since = f"Sinds {self.break_year} wordt het anders gemeten"
            return f"Bij het begin was het {began}. {since}, dus die twee zijn niet te vergelijken."
        if self.now.year <= self.baseline.year:
            return f"Bij het begin was het {began}. Er is nog geen nieuwer cijfer."
        words = self._compared(self.now.value, self.baseline.value)
        return f"Dat is {words} bij het begin ({began})."

    def towards_target(self) -> str:
        """What is still to go, in one sentence; "" without a goal."""
        if self.target is None:
            return ""
        goal = f"Het doel is {self.said(self.target)}"
        if self.now is None or self.break_year is not None:
            return f"{goal}."
        if self.is_reached:
            return f"{goal}: dat is bereikt."
        gap = number(abs(self.target.value - self.now.value), self.decimals)
        return f"{goal}: nog {gap} {self.difference_unit} te gaan.".replace("  ", " ")

    @property
    def difference_unit(self) -> str:
        """The unit of a difference: two percentages differ by percentage points."""
        return "procentpunt" if self.unit == "%" else self.unit

    def _compared(self, now: float, before: float) -> str:
        gap = number(abs(now - before), self.decimals)
        if gap == number(0, self.decimals):
            return "evenveel als"
        return f"{gap} {self.difference_unit} {'hoger' if now > before else 'lager'} dan".replace("  ", " ")
