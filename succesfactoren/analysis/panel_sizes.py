"""How large the groups of a panel are, without telling of a few people who they are."""

from collections.abc import Mapping
from dataclasses import dataclass

FEWEST = 5


@dataclass(frozen=True)
class Sizes:
    """The groups that may be named, largest first; `others` is how many people the rest holds together."""

    named: list[tuple[str, int]]
    others: int


def merge_small(counts: Mapping[str, int], fewest: int = FEWEST) -> Sizes:
    """Take groups of fewer than `fewest` people together; the total of all stays what it was.

    Where what is taken together is itself too small, the smallest named group goes along (of equal ones the last by
    name), because whoever knows the total could work it out. Empty groups play no part.
    """
    there = {name: n for name, n in counts.items() if n > 0}
    named = sorted(((name, n) for name, n in there.items() if n >= fewest), key=lambda one: (-one[1], one[0]))
    others = sum(n for n in there.values() if n < fewest)
    while 0 < others < fewest and named:
        others += named.pop()[1]
    return Sizes(named, others)
