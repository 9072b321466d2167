"""Everything there is to say about one factor, or one statement, for one group. Pure.

What of it may be shown is decided elsewhere (suppression): nothing here hides a figure because a group is small.
"""

from dataclasses import dataclass

import pandas as pd

from succesfactoren.analysis.agreement import (
    Agreement,
    agreement_of,
    is_divided,
    rwg,
    rwg_of_items,
    statement_agreement,
    van_der_eijk,
)
from succesfactoren.analysis.diverging import DivergingBar, diverging_bar
from succesfactoren.analysis.intervals import MeanInterval, mean_interval
from succesfactoren.analysis.levels import level_of, score_words, span_words
from succesfactoren.analysis.quality import is_at_ceiling, unknown_shares
from succesfactoren.analysis.reliability import Alpha, alpha_without, cronbach_alpha
from succesfactoren.analysis.scores import factor_scores, frequencies, interpolated_median, mark_array


@dataclass(frozen=True)
class FactorPicture:
    """One factor for one group. All figures of scores are on the scale of 1 to 5; None is what there is no figure of.

    `n` is the number of respondents with a score, `n_asked` that of all rows. `rwg` is over the statements; `camps`
    (van der Eijk's A) over the scores of the respondents, each counted at the nearest mark.
    """

    n: int
    n_asked: int
    interval: MeanInterval | None
    agreement: Agreement | None
    rwg: float | None
    camps: float | None
    alpha: Alpha | None
    alpha_without: dict[str, float]
    unknown: dict[str, float | None]
    """The share (0–1) that does not know, by statement."""
    share_unknown: float | None
    """The mean of those shares."""

    @property
    def mean(self) -> float | None:
        """The group score, unrounded."""
        return self.interval.mean if self.interval else None

    @property
    def low(self) -> float | None:
        """The lower end of its 95 % interval."""
        return self.interval.low if self.interval else None

    @property
    def high(self) -> float | None:
        """The upper end of its 95 % interval."""
        return self.interval.high if self.interval else None

    @property
    def level(self) -> int | None:
        """1 to 4."""
        return level_of(self.interval.mean) if self.interval else None

    @property
    def score_words(self) -> str:
        """The group score as it reads; "" without one."""
        return score_words(self.interval.mean) if self.interval else ""

    @property
    def span_words(self) -> str:
        """«tussen niveau 2 en 3» where the interval reaches over an edge; otherwise ""."""
        return span_words(self.interval.low, self.interval.high) if self.interval else ""

    @property
    def is_divided(self) -> bool:
        """Whether the group is divided or in two camps; what is not known does not count."""
        return is_divided(self.agreement)


@dataclass(frozen=True)
class StatementPicture:
    """One statement for one group; its figures as in `FactorPicture`."""

    n: int
    counts: tuple[int, ...]
    interval: MeanInterval | None
    median: float | None
    """The interpolated median."""
    bar: DivergingBar | None
    agreement: Agreement | None
    rwg: float | None
    camps: float | None
    share_unknown: float | None
    is_at_ceiling: bool


def factor_picture(
    marks: pd.DataFrame, is_unknown: pd.DataFrame | None = None, *, is_shared: bool = True
) -> FactorPicture:
    """The picture of the factor whose statements are the columns, for the respondents in the rows.

    `is_unknown` is that of `unknown_shares`. `is_shared` is False for an instrument about «ik»: then there is no
    agreement to speak of.
    """
    scores = factor_scores(marks)
    interval = mean_interval(scores)
    n = interval.n if interval else 0
    agreed = rwg_of_items(marks) if is_shared else None
    camps = van_der_eijk(frequencies(scores)) if is_shared else None
    unknown = unknown_shares(marks, is_unknown)
    return FactorPicture(
        n=n,
        n_asked=len(marks),
        interval=interval,
        agreement=agreement_of(n, agreed, camps),
        rwg=agreed,
        camps=camps,
        alpha=cronbach_alpha(marks),
        alpha_without=alpha_without(marks),
        unknown=unknown,
        share_unknown=_mean_share(unknown),
    )


def statement_picture(
    marks: pd.Series, is_unknown: pd.Series | None = None, *, is_shared: bool = True
) -> StatementPicture:
    """The picture of one statement; the arguments are those of `factor_picture`, as single columns."""
    mark_array(marks)
    counts = frequencies(marks)
    n = int(counts.sum())
    unknown = unknown_shares(marks.to_frame(), None if is_unknown is None else is_unknown.to_frame())
    share = next(iter(unknown.values()))
    return StatementPicture(
        n=n,
        counts=tuple(int(count) for count in counts),
        interval=mean_interval(marks),
        median=interpolated_median(counts),
        bar=diverging_bar(counts, _n_unknown(n, share)),
        agreement=statement_agreement(marks) if is_shared else None,
        rwg=rwg(marks) if is_shared else None,
        camps=van_der_eijk(counts) if is_shared else None,
        share_unknown=share,
        is_at_ceiling=is_at_ceiling(marks),
    )


def _n_unknown(n: int, share: float | None) -> int:
    """How many do not know, when n gave a mark and they are this share of both together."""
    return 0 if share is None or share == 1 else round(n * share / (1 - share))


def _mean_share(shares: dict[str, float | None]) -> float | None:
    there = [share for share in shares.values() if share is not None]
    return sum(there) / len(there) if there else None
