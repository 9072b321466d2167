"""The nation's least favourable fifth of the neighbourhoods, and how many inhabitants of a region live in one.

The number of queries does not depend on how many figures there are.
"""

from dataclasses import dataclass

from lib.text import number
from regioscan.analysis.inside import NOBODY, Border, Inhabitants, worst_fifth
from regioscan.figures.scan import Figure, Scan
from regioscan.inside_frames import inhabitants, neighbourhoods, newest_distributions
from regioscan.models import Region

NO_BORDER = "Er zijn te weinig buurten met dit cijfer, of te veel buurten met hetzelfde cijfer."
TOO_LITTLE = "Van te veel inwoners is het cijfer van hun buurt niet bekend."
NOBODY_LIVES = "Geen van de inwoners woont"
NO_PARTS = "Van de buurten van dit gebied zijn geen inwoners bekend."


@dataclass(frozen=True)
class Inside:
    """One figure of a region beside its mean: who lives in the nation's least favourable fifth, in which year."""

    figure: Figure
    period: int
    border: Border | None
    people: Inhabitants

    @property
    def share(self) -> float | None:
        """The percentage (0–100) of the inhabitants; None where it cannot be said, see `reason`."""
        found = self.people.share if self.border else None
        return None if found is None else 100 * found

    @property
    def reason(self) -> str:
        """Why there is no percentage; "" where there is one."""
        if self.share is not None:
            return ""
        if self.border is None:
            return NO_BORDER
        return TOO_LITTLE if self.people.all else NO_PARTS

    @property
    def share_text(self) -> str:
        """«12 %», «minder dan 1 %», «0 %»; "" where it cannot be said."""
        if self.share is None:
            return ""
        if 0 < self.share < 1:
            return "minder dan 1 %"
        if 99 < self.share < 100:
            return "meer dan 99 %"
        return f"{number(self.share)} %"

    @property
    def sentence(self) -> str:
        """«12 % van de inwoners woont in een buurt die tot het minst gunstige vijfde deel van Nederland hoort.»"""
        if self.share is None:
            return f"Achter het gemiddelde kunnen wij hier niet kijken. {self.reason}"
        end = "een buurt die tot het minst gunstige vijfde deel van Nederland hoort"
        if self.people.inside == 0:
            nobody = "Voor zover bekend woont geen van de inwoners" if self.unknown_text else NOBODY_LIVES
            return f"{nobody} in {end}."
        return f"{capital(self.share_text)} van de inwoners woont in {end}."

    @property
    def unknown_text(self) -> str:
        """Of how many inhabitants the figure is not known; "" where of none."""
        if round(self.people.unknown) <= 0:
            return ""
        return f"Van {number(self.people.unknown)} inwoners is het cijfer van hun buurt niet bekend."


def inside_average(scan: Scan) -> dict[str, Inside]:
    """By code: every figure with a direction that neighbourhoods have; empty for a neighbourhood itself.

    Of each figure the newest year up to and including the asked one in which neighbourhoods have it.
    """
    figures = {figure.indicator.pk: figure for figure in scan.figures.values() if figure.indicator.direction}
    if scan.region.kind == Region.Kind.NEIGHBOURHOOD or not figures:
        return {}
    nation = newest_distributions(list(figures), scan.period)
    borders = {key: worst_fifth(values, figures[key[0]].indicator.direction) for key, values in nation.items()}
    known = {key: border for key, border in borders.items() if border is not None}
    people = inhabitants(known, neighbourhoods(scan.region))
    years = dict(nation.keys())
    return {
        figure.code: Inside(figure, years[number], borders[number, years[number]], people.get(number, NOBODY))
        for number, figure in figures.items()
        if number in years
    }


def capital(words: str) -> str:
    """The words with a capital in front."""
    return words[:1].upper() + words[1:]
