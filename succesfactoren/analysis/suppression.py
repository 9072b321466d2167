"""What of a closed round may be shown: the one rule for page, PDF, XLSX, CSV, API and admin. Pure.

`release` says of every figure whether it is shown, and if not in which words. Nothing else decides, and who computes a
figure asks here first. What the reader may know: who took part, in which groups everybody is, who answered which
statement, and every published mean with its n (so every sum). What may not be found: a sum, a difference or any other
linear combination of published figures that speaks of fewer than `least` people. `carriers` decides that.

**Groups.** Means by group are shown for factors only, never for statements. In one breakdown the remainder rule holds:
groups under `least` are hidden, and the smallest others with them until the hidden ones together are enough. Several
breakdowns are taken in the order in which they are offered: where the total and the visible groups so far have a light
combination, the smallest visible groups of the newest breakdown are hidden until there is none, and shown again where
that turns out to be safe. Breakdowns are never crossed. Each factor decides for itself: the scores of another factor
are other unknowns; what joins factors (an index, an average of factors) is computed from visible means only, never from
people. The interval of a mean may be shown where the mean is.

**Statements share their unknowns with the factor**, which a rule on n alone overlooks. A score is the mean of a
person's answered statements, so five times the total of the scores minus the sums of the five statements leaves exactly
the people who skipped something, and one person who did is laid bare. Take any combination: group sums with
coefficients c(i) on the score of person i (who answered d(i) statements) and statement sums with coefficients e(j).
Person i carries it unless e(j) = −c(i)/d(i) for every statement j that i answered (0 for who has no score).

- Is e zero, then it is a combination of group sums, which are not light.
- Does e take several values, then everybody who answered on both sides of a border between two values carries it. So
  `least` people must have answered on both sides, for every way of dividing the statements in two (where hidden
  statements, with e = 0, lie together on one side).
- Is e the same everywhere, but not 0 – possible only when no statement is hidden – then i carries it unless
  c(i) = −d(i)·e. That is a combination of the group sums and one extra sum, with d(i) for who has a score and 1 for who
  answered something but has none. So that sum is given to `carriers` as if it were published.

When the last one is light, hiding one statement ends it; the one with the fewest answers is taken.

**Detail** (distribution, agreement, alpha, median, open answers) is given for the total only, from `detail` answers. A
distribution adds nothing to a visible statement: a combination that is not linear in the mark is carried by everybody
who answered. **Doors** (invited, open link, paper) are different people: release them apart or merged, never both.
**Time:** an open round has no release, and a closed one is released once; answers that come in later are not added.
A change of the same people is in `paired_release`.

Not excluded, because no rule on linear combinations can: that everybody in a group gave the same answer (so figures are
shown with one decimal and without least and most), and what people know who tell each other their answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from succesfactoren.analysis.carriers import Ints, exact_rank, is_carried
from succesfactoren.analysis.group_hiding import Breakdown, breakdowns, groups_shown, published_sums
from succesfactoren.analysis.scores import least_answers
from succesfactoren.analysis.statement_hiding import statements_shown, statements_together
from succesfactoren.analysis.verdicts import DETAIL, LEAST, Shown, Verdict, enough

Flags = npt.NDArray[np.bool_]

UNSAID = "zeg ik liever niet"
OWN_FACTORS = (1_000, 1_000_000)
"""Between which ρ of `paired_release` lies."""


class RoundIsOpenError(RuntimeError):
    """Someone asked for outcomes while answers still come in: the difference of two moments is one person's answer."""


def _nothing() -> pd.DataFrame:
    return pd.DataFrame()


@dataclass(frozen=True)
class Survey:
    """The answers of one round and one door: frames with a row for each respondent, all with the same index."""

    marks: pd.DataFrame
    """A column for each statement: 1–5, NaN where no mark was given."""
    groups: pd.DataFrame
    """A column for each breakdown, in the order of importance: the group's name, empty for «zeg ik liever niet»."""
    factors: Mapping[str, Sequence[str]]
    """Factor → its statements; a statement is of one factor, or of none."""
    offered: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Breakdown → the groups that could be chosen, so that a group without anyone is named too."""
    choices: pd.DataFrame = field(default_factory=_nothing)
    """A column for each question with options; empty where not answered."""
    numbers: pd.DataFrame = field(default_factory=_nothing)
    texts: pd.DataFrame = field(default_factory=_nothing)


@dataclass(frozen=True)
class FactorRelease:
    """What is shown of one factor."""

    total: Shown
    groups: Mapping[str, Mapping[str, Shown]]
    """Breakdown → group → the group's mean."""
    statements: Mapping[str, Shown]
    """Statement → its mean, of everybody together."""
    distributions: Mapping[str, Shown]
    """Statement → its distribution, agreement and share of «weet ik niet», of everybody together."""
    coherence: Shown
    """Agreement and alpha of the factor, computed on its visible statements and of everybody together."""


@dataclass(frozen=True)
class Release:
    """What is shown of a round: see `release`."""

    respondents: Shown
    factors: Mapping[str, FactorRelease]
    loose_statements: Mapping[str, Shown]
    """Statements of no factor: their means."""
    loose_distributions: Mapping[str, Shown]
    choices: Mapping[str, Shown]
    """Questions with options: the count of every option."""
    means: Mapping[str, Shown]
    """Questions for a number: the mean."""
    medians: Mapping[str, Shown]
    """Questions for a number: the median. It is the very number of one person, and so counts as detail."""
    texts: Mapping[str, Shown]
    """Open questions: the answers, to be shown in the order of the alphabet."""


def release(survey: Survey, *, is_closed: bool, least: int = LEAST, detail: int = DETAIL) -> Release:
    """What may be shown of a round: every figure through this one function.

    Raises RoundIsOpenError while the round is open, and ValueError for thresholds under 5 and 10, for frames that are
    not of the same respondents, and for a statement in two factors.
    """
    if not is_closed:
        raise RoundIsOpenError("Outcomes are made when the round has closed, once.")
    _check(survey, least, detail)
    divided = _divided(survey)
    seen: dict[bytes, dict[str, dict[str, Shown]]] = {}
    factors = {
        name: _factor_release(survey, divided, list(statements), (least, detail), seen)
        for name, statements in survey.factors.items()
    }
    in_factors = {one for statements in survey.factors.values() for one in statements}
    loose = survey.marks[[one for one in survey.marks if one not in in_factors]]
    return Release(
        respondents=enough(len(survey.marks), least),
        factors=factors,
        loose_statements=_by_column(loose, least),
        loose_distributions=_by_column(loose, detail),
        choices=_by_column(survey.choices, detail),
        means=_by_column(survey.numbers, least),
        medians=_by_column(survey.numbers, detail),
        texts=_by_column(survey.texts, detail),
    )


def paired_release(
    before: Survey,
    after: Survey,
    *,
    is_closed: bool,
    least: tuple[int, int] = (LEAST, LEAST),
    detail: tuple[int, int] = (DETAIL, DETAIL),
) -> dict[str, Shown]:
    """Of each factor of both rounds: whether the mean change of the people who took part twice may be shown.

    `least` and `detail` are those of the round before and of this one, for each was published by its own; `before` has
    the groups that were asked then. Only for the total, and with as many pairs as the stricter asks. The index of the
    frames is the code of the respondent. The outcomes of both rounds are known too, so the change of the pairs minus
    the difference of the totals speaks of those who came or left: they must be enough or nobody. Each person has two
    unknowns here, a score in each round; they are put in one column as c₁ + ρ·c₂, with ρ different for different
    people. A carrier can get lost by that (then more is hidden than needed), a combination cannot, because the rank is
    compared with the sum of the ranks of the rounds. Use it for a round and the one before it only; of longer chains
    nothing is proven.
    """
    shown = [
        release(one, is_closed=is_closed, least=fewest, detail=most)
        for one, fewest, most in zip((before, after), least, detail, strict=True)
    ]
    return {
        name: _pair_shown((before, after), shown, name, max(least)) for name in before.factors if name in after.factors
    }


def _check(survey: Survey, least: int, detail: int) -> None:
    if least < LEAST or detail < max(DETAIL, least):
        raise ValueError(f"The thresholds are at least {LEAST} and {DETAIL}, and detail is never shown earlier.")
    if not survey.marks.index.is_unique:
        raise ValueError("A respondent has one row.")
    others = (survey.groups, survey.choices, survey.numbers, survey.texts)
    if any(len(one.columns) and not one.index.equals(survey.marks.index) for one in others):
        raise ValueError("All frames have a row for each respondent, in the same order.")
    listed = [one for statements in survey.factors.values() for one in statements]
    if len(listed) != len(set(listed)):
        raise ValueError("A statement in two factors would tie their scores together: give it to one of them.")


def _divided(survey: Survey) -> list[Breakdown]:
    """The breakdowns, with a name in every cell; «zeg ik liever niet» is a group like any other."""
    return breakdowns(survey.groups.map(_group_name), survey.offered)


def _group_name(value: object) -> str:
    return UNSAID if pd.isna(value) or not str(value).strip() else str(value)


def _is_answered(value: Any) -> bool:
    if isinstance(value, str | list | tuple | set | frozenset):
        return bool(value.strip() if isinstance(value, str) else value)
    return not pd.isna(value)


def _by_column(frame: pd.DataFrame, least: int) -> dict[str, Shown]:
    return {str(one): enough(int(frame[one].map(_is_answered).sum()), least) for one in frame}


def _factor_release(
    survey: Survey,
    divided: list[Breakdown],
    statements: Sequence[str],
    thresholds: tuple[int, int],
    seen: dict[bytes, dict[str, dict[str, Shown]]],
) -> FactorRelease:
    least, detail = thresholds
    answered, has_score = _answered(survey, statements)
    n = int(has_score.sum())
    key = has_score.tobytes()
    if key not in seen:
        seen[key] = groups_shown(divided, has_score, least)
    shown = statements_shown(answered, published_sums(divided, has_score, seen[key]), least)
    is_visible = [one.is_visible for one in shown]
    n_whole = int(answered[:, is_visible].all(axis=1).sum()) if any(is_visible) else 0
    return FactorRelease(
        total=enough(n, least) if n or not len(answered) else Shown(Verdict.TOO_FEW),
        groups=seen[key],
        statements=dict(zip(statements, shown, strict=True)),
        distributions={name: _detailed(one, detail) for name, one in zip(statements, shown, strict=True)},
        coherence=Shown(Verdict.VISIBLE, n) if min(n, n_whole) >= detail else Shown(Verdict.TOO_FEW),
    )


def _answered(survey: Survey, statements: Sequence[str]) -> tuple[Flags, Flags]:
    """Who answered which statement of a factor, and who has a score on it."""
    answered: Flags = survey.marks[list(statements)].notna().to_numpy(bool)
    return answered, answered.sum(axis=1) >= least_answers(len(statements))


def _detailed(mean: Shown, detail: int) -> Shown:
    """The verdict on the distribution behind a mean: never shown without the mean."""
    return Shown(Verdict.TOO_FEW) if mean.n is not None and mean.n < detail else mean


def _pair_shown(surveys: tuple[Survey, Survey], shown: list[Release], name: str, least: int) -> Shown:
    known = [
        _known_sums(survey, one.factors[name], survey.factors[name]) for survey, one in zip(surveys, shown, strict=True)
    ]
    people = known[0].columns.union(known[1].columns)
    before, after = (one.reindex(columns=people, fill_value=0).to_numpy(np.int64) for one in known)
    is_pair = (before[0] > 0) & (after[0] > 0)
    n_pairs = int(is_pair.sum())
    if n_pairs < least:
        return enough(n_pairs, least)
    if is_pair[(before[0] > 0) | (after[0] > 0)].all():
        return Shown(Verdict.VISIBLE, n_pairs)
    own = _own_factors(np.vstack([before, after, is_pair]), least)
    sums = np.vstack([before, own * after, (own - 1) * is_pair])
    ranks = exact_rank(before), exact_rank(after), exact_rank(sums)
    is_whole = None not in ranks and ranks[2] == (ranks[0] or 0) + (ranks[1] or 0) + 1
    is_safe = is_whole and is_carried(sums, least)
    return Shown(Verdict.VISIBLE, n_pairs) if is_safe else Shown(Verdict.FOR_FEW)


def _own_factors(columns: Ints, least: int) -> Ints:
    """ρ of each person.

    People alike share one in bunches of at least `least`, when there are enough for two bunches; else each has another.
    """
    _, kinds, sizes = np.unique(columns, axis=1, return_inverse=True, return_counts=True)
    n_bunches = np.where(sizes >= 2 * least, sizes // least, sizes)[kinds]
    place = pd.Series(kinds).groupby(kinds).cumcount().to_numpy() % n_bunches
    _, bunches = np.unique(kinds * len(kinds) + place, return_inverse=True)
    return np.random.default_rng(0).integers(*OWN_FACTORS, len(kinds))[bunches]


def _known_sums(survey: Survey, shown: FactorRelease, statements: Sequence[str]) -> pd.DataFrame:
    """What is known of the scores of a factor: its published sums, and the statements together when none is hidden."""
    answered, has_score = _answered(survey, statements)
    sums = published_sums(_divided(survey), has_score, shown.groups)
    if all(one.verdict in {Verdict.VISIBLE, Verdict.NOBODY} for one in shown.statements.values()):
        sums = np.vstack([sums, statements_together(answered, sums[0])])
    return pd.DataFrame(sums, columns=survey.marks.index)
