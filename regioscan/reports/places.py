"""Where in the region: a map of one figure, and a table of the key figures of all parts."""

from dataclasses import dataclass

from regioscan.analysis.findings import parts_title
from regioscan.analysis.wording import counted
from regioscan.charts.specs import area_map
from regioscan.figures import Figure, Scan
from regioscan.figures.comparing import peer_words
from regioscan.figures.course import NEVER_LOADED
from regioscan.figures.ranking import Parts, default_figure, region_parts
from regioscan.frames import boundaries
from regioscan.models import Region
from regioscan.reports.chapters import Chapter, Content
from regioscan.reports.draft import Draft
from regioscan.reports.marking import marked

MAP_WIDTH, MAP_HEIGHT = 170, 102
MOST_COLUMNS = 5


@dataclass(frozen=True)
class PartRow:
    """One part with its key figures, in the order of the columns; a word where there is no value."""

    region: Region
    cells: tuple[str, ...]


def _map(draft: Draft) -> Content | None:
    code = default_figure(draft.scan)
    found = region_parts(draft.scan, code) if code else None
    if found is None:
        return None
    regions = [part.region for part in found.parts]
    title = parts_title(found.indicator.name, found.known, is_count=found.is_count, unit=found.indicator.unit)
    drawn = area_map(found.indicator, title, regions, found.readings, boundaries([one.pk for one in regions]))
    plate = draft.plate(drawn, MAP_WIDTH, MAP_HEIGHT)
    return {"parts": found, "plate": plate, "title": title} if plate else None


def _parts(draft: Draft) -> Content | None:
    columns = _columns(draft.scan)
    if not columns:
        return None
    regions = sorted((part.region for part in columns[0].parts), key=lambda one: one.search_name)
    cells = [_cells(found) for found in columns]
    words = peer_words(regions[0].kind)
    figures = draft.scan.figures
    return {
        "title": f"{counted(len(regions), words.singular, words.plural)} in {draft.scan.region.name} naast elkaar",
        "columns": [(found, _whole(figures[found.indicator.code])) for found in columns],
        "has_derived": any(found.has_derived or _is_derived(figures[found.indicator.code]) for found in columns),
        "rows": [PartRow(region, tuple(column[region.pk] for column in cells)) for region in regions],
    }


def _columns(scan: Scan) -> list[Parts]:
    """The key figures that are known of at least half of the parts: at most five.

    First what asks attention and what stands out, then what changed, then the other figures in order.
    """
    chosen = scan.highlights
    first = [fact.code for fact in (*chosen.care[:2], *chosen.strong[:2], *chosen.changed)]
    columns: list[Parts] = []
    for code in dict.fromkeys([*first, *scan.figures]):
        found = region_parts(scan, code)
        if found and len(found.known) * 2 >= len(found.parts):
            columns.append(found)
        if len(columns) == MOST_COLUMNS:
            break
    return columns


def _whole(figure: Figure) -> str:
    return marked(figure.reading, figure.decimals, NEVER_LOADED)


def _is_derived(figure: Figure) -> bool:
    return figure.reading is not None and figure.reading.is_derived


def _cells(found: Parts) -> dict[int, str]:
    """What is printed per part: its number, or the word for why there is none."""
    return {one.region.pk: marked(one.reading, found.indicator.decimals, NEVER_LOADED) for one in found.parts}


MAP = Chapter(
    "kaart",
    "De regio op de kaart",
    "regioscan/print/map.html",
    _map,
    "Een kaart van het cijfer dat het meest opvalt, als de grenzen bekend zijn.",
    is_optional=True,
)
PARTS = Chapter(
    "delen",
    "De delen van de regio",
    "regioscan/print/parts.html",
    _parts,
    "De belangrijkste cijfers van alle gemeenten, wijken of buurten in de regio.",
    is_optional=True,
)
