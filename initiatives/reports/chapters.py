"""What a chapter of the report of a trajectory is: a finding as its title, words, charts, and tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from communities.models import Trajectory, User
from lib.charts import Chart, Sparkline, Strip, ThemeBar, to_table
from lib.tables import Table
from succesfactoren.charts.dots import Dot

Mark = Sparkline | Strip | ThemeBar | Dot
"""What is small enough to stand in a table."""
FEW_LINES = 5
MOST_ROWS_WHOLE = 5
"""A table with as many rows is not broken over two pages."""


@dataclass(frozen=True)
class Line:
    """Something with a name and what is to be said of it. `mark` is a word that stands before it, such as a stage."""

    name: str
    text: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Marks:
    """A column of drawings in a table: one for each row, None where there is nothing to draw."""

    heading: str
    drawn: Sequence[Mark | None]


@dataclass(frozen=True)
class Block:
    """A part of a chapter under its own heading.

    `charts` stand above the table, which says the same where there is one; else the workbook does. `marks` are columns
    of drawings in the table itself, after its first column; the other columns say the same.
    """

    heading: str
    words: Sequence[str] = ()
    lines: Sequence[Line] = ()
    table: Table | None = None
    charts: Sequence[Chart] = ()
    marks: Sequence[Marks] = ()
    is_kept_whole: bool = False
    """It is short enough to stand on one page, and should."""
    is_paper_only: bool = False
    """Its table is worded for paper; the workbook has the same as values, among the sheets."""

    @property
    def tables(self) -> list[Table]:
        """What the workbook gets of it: its own table; else what its charts draw, as tables."""
        if self.is_paper_only:
            return []
        return [self.table] if self.table else [to_table(chart) for chart in self.charts]


@dataclass(frozen=True)
class Count:
    """A large figure, and what it counts."""

    figure: str
    words: str


@dataclass(frozen=True)
class Content:
    """What a chapter says. `sheets` are tables that only the workbook holds, because paper is too small for them."""

    finding: str
    lead: Sequence[str] = ()
    blocks: Sequence[Block] = ()
    sheets: Sequence[Table] = ()
    counts: Sequence[Count] = ()
    """What stands at the front of the report, in large figures."""

    @property
    def is_short(self) -> bool:
        """Too little for a page of its own."""
        if any(block.charts for block in self.blocks):
            return False
        n_rows = sum(1 + len(block.table.rows) for block in self.blocks if block.table)
        n_lines = sum(1 + len(block.words) + len(block.lines) for block in self.blocks)
        return len(self.lead) + n_rows + n_lines <= FEW_LINES

    @property
    def tables(self) -> list[Table]:
        """All tables of the workbook, those on paper first."""
        return [*(table for block in self.blocks for table in block.tables), *self.sheets]


@dataclass(frozen=True)
class Chapter:
    """One chapter: its code in an address and a form, what it is called, and how it is gathered."""

    code: str
    title: str
    gather: Callable[[Trajectory, User], Content]
    """What it says of a trajectory, as the person who asks for the report may see it."""
