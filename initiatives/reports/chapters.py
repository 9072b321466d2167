"""What a chapter of the report of a trajectory is: a finding as its title, words, and tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from communities.models import Trajectory, User
from lib.tables import Table


@dataclass(frozen=True)
class Line:
    """Something with a name and what is to be said of it. `mark` is a word that stands before it, such as a stage."""

    name: str
    text: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Block:
    """A part of a chapter under its own heading."""

    heading: str
    words: Sequence[str] = ()
    lines: Sequence[Line] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Content:
    """What a chapter says. `sheets` are tables that only the workbook holds, because paper is too small for them."""

    finding: str
    lead: Sequence[str] = ()
    blocks: Sequence[Block] = ()
    sheets: Sequence[Table] = ()

    @property
    def tables(self) -> list[Table]:
        """All tables, those on paper first."""
        return [*(block.table for block in self.blocks if block.table), *self.sheets]


@dataclass(frozen=True)
class Chapter:
    """One chapter: its code in an address and a form, what it is called, and how it is gathered."""

    code: str
    title: str
    gather: Callable[[Trajectory, User], Content]
    """What it says of a trajectory, as the person who asks for the report may see it."""
