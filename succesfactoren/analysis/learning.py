"""What communities can learn from each other: profiles side by side, and who rose on a factor. Pure.

Only figures of outcomes come in here, which have passed the suppression: what was hidden there stays hidden.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FEWEST = 3
"""Fewer communities are not set side by side: who knows one of them would read the other."""
UNNAMED = "een andere community"
NAME = "[naam]"
SHORTEST_NAME = 3
AROUND = " ()[]{}.,;:'\"‘’“”"
"""What may stand around a name and is no part of it."""


@dataclass(frozen=True)
class SharedRound:
    """A published round of a community that shares it. `factors` are those of the outcome's first table."""

    who: str
    address: str
    is_own: bool
    assessment: int
    community: int
    round: int
    when: str
    n: int | None
    factors: Sequence[Mapping[str, Any]]
    before: int | None
    """The round that it was compared with."""


@dataclass(frozen=True)
class Point:
    """One community on one factor."""

    who: str
    is_own: bool
    mean: float


@dataclass(frozen=True)
class Rise:
    """A community that rose on a factor, and what it did in between."""

    who: str
    address: str
    is_own: bool
    factor: str
    before: float
    now: float
    when: str
    done: tuple[str, ...]


def newest_each(rounds: Iterable[SharedRound]) -> list[SharedRound]:
    """The first round of each community that has something to show; `rounds` come newest first.

    By name, those without a name last: the order says nothing of who does better.
    """
    found: dict[int, SharedRound] = {}
    for one in rounds:
        if one.community not in found and any(means_of(one).values()):
            found[one.community] = one
    return sorted(found.values(), key=lambda one: (one.who == UNNAMED, one.who.lower(), one.when, one.n or 0))


def means_of(found: SharedRound) -> dict[str, float]:
    """By the code of a factor, the group score that may be shown."""
    return {one["code"]: one["mean"] for one in found.factors if not one["hidden"] and one["mean"] is not None}


def points_on(code: str, rounds: Sequence[SharedRound]) -> list[Point]:
    """The communities on one factor; none where fewer than three can be shown."""
    pairs = [(one, means_of(one).get(code)) for one in rounds]
    found = [Point(one.who, one.is_own, mean) for one, mean in pairs if mean is not None]
    return found if len(found) >= FEWEST else []


def rises_in(rounds: Iterable[SharedRound], done: Mapping[tuple[int, str], Sequence[str]]) -> list[Rise]:
    """Who rose clearly on which factor, the newest first.

    `done` maps a round and a factor to what was chosen after that round and carried out since.
    """
    return [
        Rise(
            who=one.who,
            address=one.address,
            is_own=one.is_own,
            factor=factor["code"],
            before=change["before"],
            now=change["now"],
            when=one.when,
            done=tuple(done.get((one.before, factor["code"]), ())),
        )
        for one in rounds
        for factor in one.factors
        if one.before is not None and (change := factor.get("change")) and _rose(factor, change)
    ]


def _rose(factor: Mapping[str, Any], change: Mapping[str, Any]) -> bool:
    is_shown = not factor["hidden"] and not change["hidden"]
    return is_shown and bool(change["is_clear"]) and (change["delta"] or 0) > 0


def without_names(text: str, names: Iterable[str]) -> str:
    """The same words with the names of people struck out, whole and in parts; short words like «de» stay."""
    pieces = {part.strip(AROUND) for name in names for part in (name, *name.split())}
    parts = {part for part in pieces if len(part) >= SHORTEST_NAME}
    # A name begins with a capital; «bakker» in a sentence is a trade.
    wanted = sorted((part for part in parts if part[0].isupper()), key=len, reverse=True)
    if not wanted:
        return text
    struck = re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)", NAME, text)
    return re.sub(rf"{re.escape(NAME)}(?:\s+{re.escape(NAME)})+", NAME, struck)
