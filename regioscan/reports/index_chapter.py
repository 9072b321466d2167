"""The vitality index in the report: the score taken apart, and the sheet of its method."""

from dataclasses import dataclass

from regioscan.charts.index_specs import beside_middle, contribution_chart, index_theme_bar
from regioscan.figures.index import region_index
from regioscan.figures.index_matrix import get_frame
from regioscan.figures.index_region import SCORED_KINDS, IndexTheme
from regioscan.figures.method_sheet import method_sheet
from regioscan.models import Region
from regioscan.reports.chapters import Chapter, Content
from regioscan.reports.draft import Draft, Plate

BAR_WIDTH = 52
CHART_WIDTH = 165


@dataclass(frozen=True)
class ThemeRow:
    """A theme of the index with its bar, or with the reason why it has no score."""

    found: IndexTheme
    bar: Plate | None
    words: str


def _index(draft: Draft) -> Content | None:
    """None where there is no method, or where regions of this kind get no index."""
    scan = draft.scan
    if Region.Kind(scan.region.kind) not in SCORED_KINDS:
        return None
    found = region_index(scan.region, scan.period)
    if found.version is None or not found.themes:
        return None
    rows = [ThemeRow(one, draft.plate(index_theme_bar(one), BAR_WIDTH), beside_middle(one)) for one in found.themes]
    return {"found": found, "rows": rows, "chart": draft.plate(contribution_chart(found), CHART_WIDTH)}


def _method_sheet(draft: Draft) -> Content | None:
    """Only together with an index: a method without an outcome explains nothing."""
    frame = get_frame() if _index(draft) else None
    return {"sheet": method_sheet(frame)} if frame else None


INDEX = Chapter(
    "vitaliteitsindex",
    "Vitaliteitsindex",
    "regioscan/print/index.html",
    _index,
    "De index uit elkaar gehaald: thema’s, cijfers, grenzen, gewichten en wat ontbreekt.",
    is_optional=True,
)
INDEX_METHOD = Chapter(
    "methode-index",
    "Methode van de index",
    "regioscan/print/index_method.html",
    _method_sheet,
    "Van elk cijfer in de index de grenzen en het gewicht, en alle toetsen van de methode.",
    is_optional=True,
)
