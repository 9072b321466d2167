"""How many of each group have answered while a round is open, without telling who. Pure.

Outcomes are not to be seen then; this is only about taking part, which is less sensitive, but in a small group it is
still about a person. So groups with fewer than `least` invited stand together, and of each the number of answers is
given in steps, never exactly. The last step always holds several numbers, so no step says «everybody» or, in the first,
«nobody». The total is in steps as well: whoever sends one person a new link and looks again must not see one answer
more. Only after closing, when nothing moves any more, it is given exactly. Where total and steps together would tie one
group to nobody or to everybody, no steps of groups are given. Use it for one breakdown: several could be combined.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.text import number
from succesfactoren.analysis.group_hiding import hidden_groups
from succesfactoren.analysis.verdicts import LEAST

OTHERS = "overige"


@dataclass(frozen=True)
class GroupResponse:
    """How many of a group were invited, and from how many to how many answered; None where that is not told."""

    name: str
    n_invited: int
    n_from: int | None
    n_to: int | None

    @property
    def words(self) -> str:
        """From how many to how many answered: `5 tot en met 9`; "" where it is not told."""
        return _words(self.n_from, self.n_to)


@dataclass(frozen=True)
class ResponseCounts:
    """How many were invited, and from how many to how many answered; one number twice where that is exact.

    All None under `least` invited, and then no groups either.
    """

    n_invited: int | None
    n_from: int | None
    n_to: int | None
    groups: tuple[GroupResponse, ...]

    @property
    def words(self) -> str:
        """How many answered: `10 tot en met 14`, or `12`; "" where it is not told."""
        return _words(self.n_from, self.n_to)


def _words(n_from: int | None, n_to: int | None) -> str:
    if n_from is None or n_to is None:
        return ""
    return number(n_from) if n_from == n_to else f"{number(n_from)} tot en met {number(n_to)}"


def response_by_group(
    invited: Mapping[str, int], answered: Mapping[str, int], least: int = LEAST, *, is_final: bool = True
) -> ResponseCounts:
    """The response of each group with enough people, the small ones together as «overige», in steps of `least`.

    `is_final`: nobody can answer any more, so that the total is given exactly; otherwise it is in steps as well.
    ValueError where more answered than were invited, and for a threshold under 5.
    """
    if least < LEAST or any(not 0 <= answered.get(name, 0) <= n for name, n in invited.items()):
        raise ValueError(f"Steps are at least {LEAST}, and nobody answers who was not invited.")
    total, n_answered = sum(invited.values()), sum(answered.get(name, 0) for name in invited)
    if total < least:
        return ResponseCounts(None, None, None, ())
    n_from, n_to = (n_answered, n_answered) if is_final else _step(total, n_answered, least)
    groups = [_stepped(*one, least) for one in _merged(invited, answered, least)]
    if _is_tied(groups, n_from, n_to):
        groups = [GroupResponse(one.name, one.n_invited, None, None) for one in groups]
    return ResponseCounts(total, n_from, n_to, tuple(groups))


def _merged(invited: Mapping[str, int], answered: Mapping[str, int], least: int) -> list[tuple[str, int, int]]:
    hidden = hidden_groups(invited, least)
    found = [(name, n, answered.get(name, 0)) for name, n in invited.items() if n and name not in hidden]
    if not found or not hidden:
        return found
    others = sum(invited[name] for name in hidden), sum(answered.get(name, 0) for name in hidden)
    return [*found, (OTHERS, *others)]


def _stepped(name: str, n_invited: int, n_answered: int, least: int) -> GroupResponse:
    return GroupResponse(name, n_invited, *_step(n_invited, n_answered, least))


def _step(n_invited: int, n_answered: int, least: int) -> tuple[int, int]:
    """Steps begin at the multiples of `least` that lie under the number invited; the last one runs up to it."""
    last = (n_invited - 1) // least * least
    start = min(n_answered // least * least, last)
    return start, n_invited if start == last else start + least - 1


def _is_tied(groups: list[GroupResponse], n_from: int, n_to: int) -> bool:
    """Whether the total and the other groups leave for one group only nobody, or only everybody."""
    lows = [one.n_from or 0 for one in groups]
    highs = [one.n_to or 0 for one in groups]
    return any(
        n_to - (sum(lows) - low) <= 0 or n_from - (sum(highs) - high) >= one.n_invited
        for one, low, high in zip(groups, lows, highs, strict=True)
    )
