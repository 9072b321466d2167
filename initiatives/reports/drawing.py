"""From the chapters of a report to what its pages show: every chart drawn in the colours of the community."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe

from initiatives.reports.chapters import Block, Chapter, Content, Mark, Marks
from lib.charts import Chart, Palette, Sparkline, Strip, ThemeBar, to_notes, to_svg
from lib.svg import tag
from lib.tables import Cell, Column, Table
from regioscan.analysis.wording import lower_first
from succesfactoren.charts.dots import Dot, dot_plot
from succesfactoren.charts.pens import PaperPen

CHART_WIDTH, HALF_WIDTH = 150.0, 82.0
WIDTHS: Mapping[type[Mark], tuple[str, float]] = {
    Sparkline: ("sparks", 15.0),
    Strip: ("strips", 37.0),
    ThemeBar: ("bars", 60.0),
    Dot: ("dots", 60.0),
}
"""Of a drawing in a table: what its column is called in the style sheet, and how wide it is drawn in millimetres."""

LEADS: Mapping[type[Mark], str] = {
    Sparkline: "Een kleine lijn toont hoe {} door de jaren verliep.",
    Strip: "Een stip op een lijn toont de plaats van {}.",
    ThemeBar: "Een balk toont de score van {}.",
}
"""What kind of drawing it is, for who hears its text without seeing the column above it."""


@dataclass(frozen=True)
class Plate:
    """A chart on the page."""

    title: str
    picture: SafeString
    notes: Sequence[str]


@dataclass(frozen=True)
class Row:
    """A row of a table, with the drawings after its first cell."""

    cells: Sequence[Cell]
    pictures: Sequence[SafeString | str]


@dataclass(frozen=True)
class DrawnColumn:
    """A column of drawings; `kind` says how wide it is."""

    heading: str
    kind: str


@dataclass(frozen=True)
class DrawnBlock:
    """A block with its charts drawn."""

    block: Block
    plates: Sequence[Plate]
    notes: Sequence[str]
    """What must be said of several charts, once."""
    columns: Sequence[Column]
    drawn_columns: Sequence[DrawnColumn]
    rows: Sequence[Row]

    @property
    def is_paired(self) -> bool:
        """Its charts stand two beside each other."""
        return len(self.plates) > 1


@dataclass(frozen=True)
class DrawnChapter:
    """A chapter with its charts drawn. One that follows a short one stands on the same page."""

    chapter: Chapter
    content: Content
    blocks: Sequence[DrawnBlock]
    opens_page: bool


@dataclass
class DrawingBoard:
    """Draws, and keeps what was drawn by the address with which the pages call it."""

    palette: Palette
    images: dict[str, str] = field(default_factory=dict)

    def chapters(self, built: Sequence[tuple[Chapter, Content]]) -> list[DrawnChapter]:
        """All charts of these chapters."""
        before = [False, *(content.is_short for _, content in built)]
        return [
            DrawnChapter(chapter, content, [self._block(block) for block in content.blocks], not is_after_short)
            for (chapter, content), is_after_short in zip(built, before, strict=False)
        ]

    def keep(self, drawing: str) -> str:
        """Take a drawing into the report; returns its address."""
        address = f"chart:{len(self.images) + 1}"
        self.images[address] = drawing
        return address

    def _block(self, block: Block) -> DrawnBlock:
        width = HALF_WIDTH if len(block.charts) > 1 else CHART_WIDTH
        notes = Counter(note for one in block.charts for note in to_notes(one))
        shared = [note for note, n in notes.items() if n > 1]
        plates = [
            Plate(one.title, self._chart(one, width), [note for note in to_notes(one) if note not in shared])
            for one in block.charts
        ]
        table = block.table or Table("", [], [])
        pictures = [[self._mark(one) for one in column.drawn] for column in block.marks]
        rows = [Row(cells, [column[at] for column in pictures]) for at, cells in enumerate(table.rows)]
        return DrawnBlock(block, plates, shared, table.columns, [_column(one) for one in block.marks], rows)

    def _mark(self, mark: Mark | None) -> SafeString | str:
        if mark is None:
            return ""
        _, width = WIDTHS[type(mark)]
        if isinstance(mark, Dot):
            return mark_safe(dot_plot(mark, PaperPen(self.palette, self.images, width)))  # noqa: S308  # our own drawing
        return self._chart(mark, width, LEADS[type(mark)].format(lower_first(mark.title)))

    def _chart(self, chart: Chart, width: float, lead: str = "") -> SafeString:
        address = self.keep(to_svg(chart, "print", width=width, palette=self.palette))
        # Our own drawing: every text in it has been escaped by lib.svg.
        return mark_safe(tag("img", src=address, alt=f"{lead} {chart.alt or chart.title}".strip()))  # noqa: S308


def _column(marks: Marks) -> DrawnColumn:
    kinds = [WIDTHS[type(one)][0] for one in marks.drawn if one is not None]
    return DrawnColumn(marks.heading, kinds[0] if kinds else "")
