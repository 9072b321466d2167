"""Which groups of a factor are shown, over all breakdowns at once. Pure; the rule stands in `suppression`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from succesfactoren.analysis.carriers import Ints, is_carried
from succesfactoren.analysis.verdicts import LEAST, Shown, Verdict

Flags = npt.NDArray[np.bool_]


def remainder_rule(counts: Mapping[str, int], least: int = LEAST) -> dict[str, Shown]:
    """The groups of one breakdown, looked at alone: who is hidden, and why.

    Groups under `least` are hidden; while the hidden ones are fewer than `least` together, the smallest visible group
    goes with them (equal ones by the alphabet). Two groups or more are never shown beside a total of fewer than
    `least`; a group that is everybody is not shown beside the total.
    """
    return _verdicts(counts, hidden_groups(counts, least), least)


def hidden_groups(counts: Mapping[str, int], least: int) -> set[str]:
    """The hidden groups, those without answers left out."""
    present = {name: n for name, n in counts.items() if n}
    if len(present) == 1:
        return set(present)
    hidden = {name for name, n in present.items() if n < least}
    while hidden and sum(present[name] for name in hidden) < least and len(hidden) < len(present):
        hidden.add(_smallest(present, hidden))
    return hidden


def _smallest(counts: Mapping[str, int], hidden: set[str]) -> str:
    return min((name for name in counts if name not in hidden), key=lambda name: (counts[name], name))


def _verdicts(counts: Mapping[str, int], hidden: set[str], least: int) -> dict[str, Shown]:
    n_present = sum(n > 0 for n in counts.values())

    def verdict(name: str, n: int) -> Shown:
        if not n:
            return Shown(Verdict.NOBODY)
        if name not in hidden:
            return Shown(Verdict.VISIBLE, n)
        if n < least:
            return Shown(Verdict.TOO_FEW)
        return Shown(Verdict.WHOLE if n_present == 1 else Verdict.FOR_OTHERS)

    return {name: verdict(name, n) for name, n in counts.items()}


@dataclass(frozen=True)
class Breakdown:
    """One way in which respondents are divided in groups."""

    name: str
    groups: tuple[str, ...]
    """In the order in which they were offered, and then of the alphabet."""
    codes: Ints
    """Of each respondent the position of the group."""


def breakdowns(names: pd.DataFrame, offered: Mapping[str, Sequence[str]]) -> list[Breakdown]:
    """The breakdowns of a frame of respondents × breakdowns with a name in every cell."""
    return [_breakdown(str(one), names[one], offered.get(str(one), ())) for one in names]


def _breakdown(name: str, column: pd.Series, offered: Sequence[str]) -> Breakdown:
    codes, found = pd.factorize(column)
    groups = [*offered, *sorted(set(found) - set(offered))]
    places = np.array([groups.index(one) for one in found], np.int64)
    return Breakdown(name, tuple(groups), places[codes])


def groups_shown(divided: Sequence[Breakdown], has_score: Flags, least: int) -> dict[str, dict[str, Shown]]:
    """Breakdown → group → verdict, for the scores of these respondents.

    Each breakdown first gets the remainder rule. When they are not safe together, they are taken one by one, and the
    newest gives way: its smallest groups are hidden until it is safe, and then those that can be are shown again, the
    largest first.
    """
    counts = {one.name: _counted(one, has_score) for one in divided}
    hidden = {one.name: hidden_groups(counts[one.name], least) for one in divided}
    scored = [Breakdown(one.name, one.groups, one.codes[has_score]) for one in divided]
    if not _are_safe(scored, counts, hidden, least):
        for at, newest in enumerate(scored, 1):
            _give_way(scored[:at], counts, hidden, newest.name, least)
    return {one.name: _with_absent(_verdicts(counts[one.name], hidden[one.name], least), one) for one in divided}


def _give_way(
    divided: list[Breakdown],
    counts: Mapping[str, Mapping[str, int]],
    hidden: dict[str, set[str]],
    newest: str,
    least: int,
) -> None:
    present = {name: n for name, n in counts[newest].items() if n}
    was_safe = True
    while not _are_safe(divided, counts, hidden, least):
        hidden[newest].add(_smallest(present, hidden[newest]))
        was_safe = False
    if was_safe:
        return
    for name in sorted(hidden[newest], key=lambda one: (-present[one], one)):
        again = hidden | {newest: hidden[newest] - {name}}
        if present[name] >= least and _are_safe(divided, counts, again, least):
            hidden[newest] = again[newest]


def _counted(breakdown: Breakdown, has_score: Flags) -> dict[str, int]:
    found = np.bincount(breakdown.codes[has_score], minlength=len(breakdown.groups))
    return dict(zip(breakdown.groups, found.tolist(), strict=True))


def _with_absent(verdicts: dict[str, Shown], breakdown: Breakdown) -> dict[str, Shown]:
    """«Geen antwoorden» only where nobody took part: that a group skipped this factor is an answer of theirs."""
    took_part = {breakdown.groups[code] for code in np.unique(breakdown.codes)}
    is_silent = {name: one.verdict is Verdict.NOBODY and name in took_part for name, one in verdicts.items()}
    return {name: Shown(Verdict.TOO_FEW) if is_silent[name] else one for name, one in verdicts.items()}


def _are_safe(
    divided: Sequence[Breakdown],
    counts: Mapping[str, Mapping[str, int]],
    hidden: Mapping[str, set[str]],
    least: int,
) -> bool:
    """Whether the total and the groups that are not hidden have no combination that too few people carry."""
    visible = {
        one.name: [name for name, n in counts[one.name].items() if n and name not in hidden[one.name]]
        for one in divided
    }
    if not any(visible.values()):
        return True
    return is_carried(_sums(divided, visible, np.ones(len(divided[0].codes), bool)), least)


def published_sums(divided: Sequence[Breakdown], has_score: Flags, shown: Mapping[str, Mapping[str, Shown]]) -> Ints:
    """The published sums of a factor, as sums × respondents with 1 for who is in it: the total, then visible groups."""
    visible = {one: [name for name, it in verdicts.items() if it.is_visible] for one, verdicts in shown.items()}
    return _sums(divided, visible, has_score)


def _sums(divided: Sequence[Breakdown], visible: Mapping[str, Sequence[str]], is_counted: Flags) -> Ints:
    rows = [is_counted]
    for one in divided:
        rows += [(one.codes == one.groups.index(name)) & is_counted for name in visible[one.name]]
    return np.array(rows, np.int64)
