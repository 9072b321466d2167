"""A region beside similar regions, before and after a day: how much more or less it changed than they did. Pure.

Difference in differences. Of every region the mean over the whole years before the day and that over the whole years
after it are compared; the year of the day belongs to neither. Δ is a region's change, δ = Δ − mean Δ of the similar
regions. One region has no spread of its own to test with, so the similar regions, where nothing began on that day, give
it (Donald and Lang 2007; Conley and Taber 2011): by how much δ of a region like them differs from 0 by itself.

    s² = variance of Δ between the similar regions (n − 1) / (1 − ρ)      ρ: how much the stand-ins overlap, else 0
    τ² = max(0, s² − ē²)                                                 ē²: mean square error of their Δ by chance
    V  = max(s², τ² + e²) + s²·(1 + (n − 1)ρ) / n                        e: standard error of our own Δ
    δ ± t(0,975; n* − 1)·√V                                              n* = n / (1 + (n − 1)ρ)

Where nobody's error is known, ē² = e² (each is as uncertain as ours). With n* under LEAST_OTHERS there is no interval,
only how many of them changed more. It is a difference, never a cause: it takes for granted that without what began on
that day ours would have gone as theirs did, which cannot be seen; `earlier` shows whether it did so before.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite, sqrt

import numpy as np
from scipy.special import stdtrit

from regioscan.analysis.intervals import Interval

Values = Mapping[int, float]
"""Year → value, in one definition of the figure or more (see `breaks`)."""
MOST_YEARS = 3
"""At most so many years are taken together at either side."""
LEAST_BEFORE, LEAST_AFTER = 2, 1
"""With fewer whole years before or after there is nothing to compare."""
LEAST_OTHERS = 8
"""With fewer similar regions there is no interval, with fewer than LEAST_AT_ALL nothing at all."""
LEAST_AT_ALL = 3
COUNTED, CALCULATED, MODELLED = "geteld", "berekend", "model"
"""How a year’s figure came about: counted or asked, calculated from the parts, or estimated with a model."""

NO_GROUP, NO_OTHERS, NO_BEFORE, NO_AFTER = "geen groep", "geen anderen", "te weinig ervoor", "te weinig erna"
BREAK_BEFORE, BREAK_AFTER = "breuk ervoor", "breuk erna"
BY_MODEL, OTHER_METHOD = "model", "andere methode"


@dataclass(frozen=True)
class Refusal:
    """Why the comparison cannot be made; `year` is that of the break, or of the day itself."""

    kind: str
    year: int | None = None


@dataclass(frozen=True)
class Moved:
    """How a region changed from one set of years to a later one, beside the others. All in the unit of the figure."""

    first: tuple[int, ...]
    then: tuple[int, ...]
    from_value: float
    to_value: float
    others_from: float
    others_to: float
    changes: tuple[float | None, ...]
    """Of every other region, in the order given; None where it lacks one of the years, and so does not count."""
    interval: Interval | None

    @property
    def own(self) -> float:
        """Our change."""
        return self.to_value - self.from_value

    @property
    def others(self) -> float:
        """The mean change of the others."""
        return self.others_to - self.others_from

    @property
    def difference(self) -> float:
        """How much more ours changed than theirs did."""
        return self.own - self.others

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out that ours changed as theirs did."""
        return self.interval is not None and not self.interval.holds(0)

    @property
    def n_others(self) -> int:
        """How many others count."""
        return len(self.known)

    @property
    def n_less(self) -> int:
        """How many others have a smaller change (or a larger fall) than ours."""
        return sum(one < self.own for one in self.known)

    @property
    def n_more(self) -> int:
        """How many others have a larger change (or a smaller fall) than ours."""
        return sum(one > self.own for one in self.known)

    @property
    def known(self) -> list[float]:
        """The changes of the others that count."""
        return [one for one in self.changes if one is not None]


@dataclass(frozen=True)
class BeforeAfter:
    """From before the day to after it; and, where enough years are known, from longer ago to before it."""

    found: Moved
    earlier: Moved | None = None


@dataclass(frozen=True)
class Uncertainty:
    """How far chance alone could move the values: standard errors by year, ours and of each other region.

    A year without an error has none that is known. `overlap` (0–1) is how much the others are the same regions.
    """

    own: Values
    others: Sequence[Values] = ()
    overlap: float = 0.0


def before_after(
    ours: Values,
    others: Sequence[Values],
    day: date,
    *,
    breaks: Collection[int] = (),
    methods: Mapping[int, str] | None = None,
    uncertainty: Uncertainty | None = None,
) -> BeforeAfter | Refusal:
    """How much more or less our figure changed than that of the others around `day`, or why that cannot be said.

    `breaks` are the years from which the figure was measured otherwise; `methods` says per year how ours came about.
    Only years of one definition and one method are laid beside each other, and never an estimate of a model: that is
    made of what lives in an area, and does not see what was done there.
    """
    if len(others) < LEAST_AT_ALL:
        return Refusal(NO_GROUP)
    years = _windows([year for year, value in ours.items() if isfinite(value)], day, breaks)
    if isinstance(years, Refusal):
        return years
    before, after = years
    if refusal := _by_method([*before, *after], methods or {}):
        return refusal
    sure = uncertainty or Uncertainty({})
    found = moved(ours, others, before, after, sure)
    if found is None:
        return Refusal(NO_OTHERS)
    return BeforeAfter(found, _earlier(ours, others, before, breaks, methods or {}, sure))


def moved(
    ours: Values, others: Sequence[Values], first: Sequence[int], then: Sequence[int], uncertainty: Uncertainty
) -> Moved | None:
    """The change of ours and of the others between two sets of years; None with fewer than LEAST_AT_ALL others.

    Another region counts where it has a value in every one of these years. The formula stands above this module.
    """
    wanted = {*first, *then}
    changes = tuple(
        _mean(one, then) - _mean(one, first) if all(isfinite(one.get(year, np.nan)) for year in wanted) else None
        for one in others
    )
    counted = [one for one, change in zip(others, changes, strict=True) if change is not None]
    if len(counted) < LEAST_AT_ALL:
        return None
    found = Moved(
        tuple(first),
        tuple(then),
        _mean(ours, first),
        _mean(ours, then),
        float(np.mean([_mean(one, first) for one in counted])),
        float(np.mean([_mean(one, then) for one in counted])),
        changes,
        None,
    )
    reach = _reach(found, uncertainty)
    if reach is None:
        return found
    interval = Interval(found.difference - reach, found.difference + reach)
    return Moved(**{**vars(found), "interval": interval})


def _reach(found: Moved, uncertainty: Uncertainty) -> float | None:
    """Half the width of the interval; None with too few others, or where none of them differs from another."""
    n, overlap = found.n_others, uncertainty.overlap
    if overlap >= 1:
        return None
    inflated = 1 + (n - 1) * overlap
    n_alone = n / inflated
    if n_alone < LEAST_OTHERS:
        return None
    between = float(np.var(found.known, ddof=1)) / (1 - overlap)
    own = _square_error(uncertainty.own, found) or 0.0
    theirs = _mean_square_error(found, uncertainty)
    by_itself = max(0.0, between - (own if theirs is None else theirs))
    whole = max(between, by_itself + own) + between * inflated / n
    if whole <= 0:
        return None
    return float(stdtrit(n_alone - 1, 0.975)) * sqrt(whole)


def _mean_square_error(found: Moved, uncertainty: Uncertainty) -> float | None:
    """The mean of the square errors of those of the others that count; None where none is known."""
    pairs = zip(found.changes, uncertainty.others, strict=False)
    errors = [_square_error(one, found) for change, one in pairs if change is not None]
    known = [one for one in errors if one is not None]
    return float(np.mean(known)) if known else None


def _square_error(errors: Values, found: Moved) -> float | None:
    """The square error of a change between two means over years; None where a year has no error."""
    total = 0.0
    for years in (found.first, found.then):
        if any(not isfinite(errors.get(year, np.nan)) for year in years):
            return None
        total += sum(errors[year] ** 2 for year in years) / len(years) ** 2
    return total


def _mean(values: Values, years: Sequence[int]) -> float:
    return float(np.mean([values[year] for year in years]))


def _windows(
    known: Sequence[int], day: date, breaks: Collection[int]
) -> tuple[tuple[int, ...], tuple[int, ...]] | Refusal:
    """The years before and after, at most MOST_YEARS each and of one definition: that of the last year before."""
    first_after = day.year if (day.month, day.day) == (1, 1) else day.year + 1
    before = sorted(year for year in known if year < day.year)
    after = sorted(year for year in known if year >= first_after)
    if len(before) < LEAST_BEFORE:
        return Refusal(NO_BEFORE, day.year)
    if not after:
        return Refusal(NO_AFTER, day.year)
    since = max((year for year in breaks if year <= before[-1]), default=None)
    until = min((year for year in breaks if year > before[-1]), default=None)
    before = [year for year in before if since is None or year >= since]
    after = [year for year in after if until is None or year < until]
    if len(before) < LEAST_BEFORE:
        return Refusal(BREAK_BEFORE, since)
    if len(after) < LEAST_AFTER:
        return Refusal(BREAK_AFTER, until)
    return tuple(before[-MOST_YEARS:]), tuple(after[-MOST_YEARS:])


def _by_method(years: Sequence[int], methods: Mapping[int, str]) -> Refusal | None:
    used = {methods.get(year, COUNTED) for year in years}
    if MODELLED in used:
        return Refusal(BY_MODEL)
    return Refusal(OTHER_METHOD) if len(used) > 1 else None


def _earlier(
    ours: Values,
    others: Sequence[Values],
    before: tuple[int, ...],
    breaks: Collection[int],
    methods: Mapping[int, str],
    uncertainty: Uncertainty,
) -> Moved | None:
    """The same from longer ago to before the day, where years enough of one definition and method are known."""
    since = max((year for year in breaks if year <= before[0]), default=None)
    longer_ago = sorted(year for year, value in ours.items() if year < before[0] and isfinite(value))
    longer_ago = [year for year in longer_ago if since is None or year >= since][-MOST_YEARS:]
    if len(longer_ago) < LEAST_BEFORE or _by_method([*longer_ago, *before], methods):
        return None
    return moved(ours, others, longer_ago, before, uncertainty)
