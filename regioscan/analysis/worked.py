"""What must be said of a value that was calculated from parts, or of why there is none, in Dutch words."""

from dataclasses import dataclass

from lib.text import number, with_unit
from regioscan.analysis.aggregation import BOUNDS, NONE, SUM
from regioscan.analysis.wording import counted, lower_first

TWICE = 2.0
"""Standard errors on either side that hold 95 of 100 cases."""
PERCENT = 100


@dataclass(frozen=True)
class Worked:
    """How a figure came about from parts: see regioscan.models.Calculation for the fields."""

    rule: str
    share: float
    n_parts: int
    n_known: int
    rounding_error: float | None = None
    low: float | None = None
    high: float | None = None
    weight: str = ""
    """The name of what the parts are weighed with; "" for a rule without weights."""

    def remarks(self, decimals: int) -> tuple[str, ...]:
        """What belongs beside the value: «gebaseerd op 87 % van de inwoners», «± 20 door afronden bij de bron»."""
        found = []
        # A share that rounds to 100 % is not worth a word, and «100 %» would say that nothing is missing.
        if self.weight and self.n_known < self.n_parts and number(PERCENT * self.share) != "100":
            found.append(f"gebaseerd op {number(PERCENT * self.share)} % van de {lower_first(self.weight)}")
        margin = number(TWICE * (self.rounding_error or 0.0), decimals)
        if margin != number(0, decimals):
            found.append(f"± {margin} door afronden bij de bron")
        return tuple(found)

    def why_none(self, decimals: int, unit: str, *, is_suppressed: bool, has_denominator: bool = True) -> str:
        """Why there is no value, in a sentence or two; "" where the general reason says it all."""
        if self.rule == NONE:
            return "Niet te berekenen uit de delen: dit cijfer is er alleen zoals de bron het geeft."
        if self.rule == BOUNDS:
            return self._between(decimals, unit)
        if not has_denominator:
            return ""
        why = "is het cijfer onderdrukt of niet bekend" if is_suppressed else "is het cijfer niet bekend"
        if self.rule == SUM:
            of = f"Van {number(self.n_parts - self.n_known)} van de {counted(self.n_parts, 'deel', 'delen')} {why}."
            return f"{of} Een optelling van de andere zou te laag zijn."
        known = f"Het is bekend voor {number(PERCENT * self.share)} % van de {lower_first(self.weight)}"
        return f"Van te veel delen {why}. {known}; er is 80 % nodig."

    def _between(self, decimals: int, unit: str) -> str:
        if self.low is None or self.high is None:
            return ""
        start = "Niet te berekenen uit de delen."
        ends = f"{number(self.low, decimals)} en {with_unit(self.high, decimals, unit)}"
        if self.n_known < self.n_parts:
            return f"{start} In {number(self.n_known)} van de {number(self.n_parts)} delen ligt het tussen {ends}."
        return f"{start} Het ligt tussen {ends}."
