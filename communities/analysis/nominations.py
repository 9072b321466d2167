"""Which firms are named from the most corners of society: being known outside one's own sector is what counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """A firm, its sector, and the sector of each person who named it."""

    key: int
    sector: str
    nominating_sectors: Sequence[str]


@dataclass(frozen=True)
class Ranked:
    """A firm in the ranking. `place` is shared by who has equally many sectors; then `is_tied`."""

    key: int
    n_sectors: int
    n_nominations: int
    place: int
    is_tied: bool


def outside_sectors(candidate: Candidate) -> set[str]:
    """The sectors that name the firm, its own left out: colleagues praise each other easily."""
    return set(candidate.nominating_sectors) - {candidate.sector}


def rank(candidates: Iterable[Candidate]) -> list[Ranked]:
    """Most distinct outside sectors first; equal numbers share a place, and the next place is skipped (1, 2, 2, 4).

    Nothing else decides, also not the number of nominations: ties stay ties, and stand in order of key.
    """
    found = list(candidates)
    sizes = {one.key: len(outside_sectors(one)) for one in found}
    counts = list(sizes.values())
    ranked = [
        Ranked(
            key=one.key,
            n_sectors=sizes[one.key],
            n_nominations=len(one.nominating_sectors),
            place=1 + sum(other > sizes[one.key] for other in counts),
            is_tied=counts.count(sizes[one.key]) > 1,
        )
        for one in found
    ]
    return sorted(ranked, key=lambda one: (one.place, one.key))
