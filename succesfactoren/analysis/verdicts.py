"""The words that stand in the place of a figure that is not shown. Pure."""

from dataclasses import dataclass
from enum import StrEnum

LEAST, DETAIL = 5, 10
"""The fewest answers behind a mean, and behind a distribution, agreement or open answers. Lower is refused."""


class Verdict(StrEnum):
    """Whether a figure is shown, or the words that stand in its place."""

    VISIBLE = "zichtbaar"
    TOO_FEW = "te weinig antwoorden"
    FOR_OTHERS = "verborgen vanwege een andere groep"
    FOR_FEW = "verborgen om antwoorden van enkele mensen te beschermen"
    WHOLE = "gelijk aan het totaal"
    NOBODY = "geen antwoorden"


@dataclass(frozen=True)
class Shown:
    """The verdict on a figure, with the number of answers behind it where that may be shown."""

    verdict: Verdict
    n: int | None = None

    @property
    def is_visible(self) -> bool:
        """Whether the figure is shown."""
        return self.verdict is Verdict.VISIBLE


def enough(n: int, least: int) -> Shown:
    """Shown from `least` answers on."""
    if n >= least:
        return Shown(Verdict.VISIBLE, n)
    return Shown(Verdict.TOO_FEW if n else Verdict.NOBODY)


def reason_of(shown: Shown) -> str:
    """The words that stand in the place of a hidden figure; "" for one that is shown."""
    return "" if shown.is_visible else str(shown.verdict)
