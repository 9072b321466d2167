"""How far a figure can be relied on, in one letter. Pure.

The measure is the relative error: the standard error beside the value. The border of 20 % is that of New York City's
health department, the one of 10 % half of it.
"""

from math import isfinite

from regioscan.analysis.intervals import Interval, normal_quantile

HIGH, FAIR, LOW, HIDDEN = "A", "B", "C", "X"
FAIR_FROM, LOW_FROM = 0.10, 0.20
WORDS = {
    HIGH: "betrouwbaar: de toevallige fout is kleiner dan een tiende van het cijfer",
    FAIR: "redelijk betrouwbaar: de toevallige fout is een tiende tot een vijfde van het cijfer",
    LOW: "weinig betrouwbaar: de toevallige fout is een vijfde van het cijfer of meer",
    HIDDEN: "niet te zien: de bron heeft het cijfer onderdrukt",
}


def standard_error(interval: Interval, alpha: float = 0.05) -> float:
    """The standard error that an interval at `alpha` amounts to: its width over twice the normal quantile."""
    return interval.width / (2 * normal_quantile(alpha))


def reliability(value: float | None, error: float | None) -> str | None:
    """A, B or C by the relative error (under 10 %, under 20 %, from 20 %); None where value or error is not known.

    A value of zero with an error has no relative error, and is C: nothing was counted. X (suppressed by the source) is
    for the caller, who knows the status.
    """
    if value is None or error is None or not (isfinite(value) and isfinite(error)) or error < 0:
        return None
    if error < FAIR_FROM * abs(value) or error == 0:
        return HIGH
    return FAIR if error < LOW_FROM * abs(value) else LOW
