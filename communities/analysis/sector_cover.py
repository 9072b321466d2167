"""In which corners of society somebody leads the way, and in which nobody does."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class SectorCount:
    """A sector and how many stand in it."""

    code: str
    label: str
    n: int

    @property
    def marks(self) -> str:
        """A dot for each, so that a table can be seen as a picture; no more than fit on a line."""
        return "●" * min(self.n, 12)


@dataclass(frozen=True)
class SectorCover:
    """All sectors in their own order, and how many belong to none of them."""

    sectors: tuple[SectorCount, ...]
    n_without: int

    @property
    def covered(self) -> list[SectorCount]:
        """Sectors with at least one."""
        return [one for one in self.sectors if one.n]

    @property
    def missing(self) -> list[SectorCount]:
        """Sectors with nobody."""
        return [one for one in self.sectors if not one.n]


def sector_cover(found: Iterable[str | None], sectors: Sequence[tuple[str, str]]) -> SectorCover:
    """Count `found`, a code or None each, over `sectors` (code, label); a code that is no sector counts as none."""
    counts = Counter(found)
    cover = tuple(SectorCount(code, label, counts[code]) for code, label in sectors)
    return SectorCover(cover, counts.total() - sum(one.n for one in cover))
