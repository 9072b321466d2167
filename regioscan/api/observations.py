"""Waarnemingen: values with where they come from, or why there is none."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from ninja import Query, Router

from lib.tables import Cell, Column, Table
from lib.text import number
from regioscan.api import asked, readings, replies
from regioscan.api.addresses import address, link_header, links, paging_links
from regioscan.api.csvw import described
from regioscan.api.cube import as_cube, narrowed
from regioscan.api.formats import CSVW_METADATA, form_of, json_reply, moment, offer, streamed_reply, table_reply
from regioscan.api.problems import Refused, Wrong
from regioscan.api.selection import Selection, select
from regioscan.exports import INVENTED

router = Router(tags=["Waarnemingen"], by_alias=True)
PATH = "/waarnemingen"
NAME = "regioscan-waarnemingen"
MAX_FILE_ROWS = {"csv": 100_000, "csvw": 100_000, "xlsx": 2_000}
"""XLSX is made in memory, a hundred times as slowly as CSV."""
MAX_ROWS_BEFORE = 100_000
"""The database counts off all rows before a page."""
MAX_CUBE_CELLS = 100_000
COLUMNS = [
    Column("indicator", "Code van het cijfer"),
    Column("naam", "Cijfer"),
    Column("regio", "Code van de regio"),
    Column("regioNaam", "Regio"),
    Column("regioGeldigVanaf", "Regio geldig vanaf"),
    Column("periode", "Jaar", "year"),
    Column("waarde", "Waarde", "number"),
    Column("eenheid", "Eenheid"),
    Column("status", "Soort waarde"),
    Column("reden", "Waarom geen waarde"),
    Column("ondergrens", "Ondergrens van de bron (95 %)", "number"),
    Column("bovengrens", "Bovengrens van de bron (95 %)", "number"),
    Column("bekendDeel", "Bekend deel van het gewicht (0 tot 1)", "number"),
    Column("levering", "Nummer van de levering", "number", 0),
    Column("bron", "Bron"),
    Column("licentie", "Licentie"),
]


@offer(
    router,
    PATH,
    ["", "json"],
    reply=replies.ObservationsReply,
    name="observation_list",
    summary="Waarnemingen, een bladzijde tegelijk",
)
def observation_list(request: HttpRequest, query: Query[asked.ObservationsAsked]) -> HttpResponseBase:
    """Cijfers van regio’s, met status, marge, levering, bron en licentie. Een leeg cijfer heeft altijd een reden.

    Noem ten minste één indicator of één regio.
    """
    form = form_of(request)
    selection = select(query)
    mark = _mark(request, selection)
    if (same := _same_as_before(request, mark)) is not None:
        return same
    if form == "xlsx":
        _refuse_more_than(MAX_FILE_ROWS[form], query.aantal, "regels")
    _refuse_far_pages(query)
    n_rows = readings.count(selection)
    n_pages = -(-n_rows // query.aantal)
    rows = readings.page_of(selection, (query.pagina - 1) * query.aantal, query.aantal)
    paging = paging_links(request, query.pagina, n_pages)
    if form != "json":
        reply: HttpResponseBase = table_reply(_table(selection, rows), form, NAME)
        reply["Link"] = link_header(paging)
    else:
        sources = readings.deliveries()
        body = {
            "waarnemingen": [readings.as_plain(row, selection, sources[row.snapshot]) for row in rows],
            "pagina": query.pagina,
            "aantal": len(rows),
            "totaal": n_rows,
            "isVoorbeeld": settings.EXAMPLE_FIGURES,
            "_links": paging,
        }
        reply = json_reply(body, link=link_header(paging))
    return _marked(reply, mark)


@offer(
    router,
    PATH,
    ["csv", "csvw", "xlsx"],
    reply=replies.CsvMetadata,
    name="observation_list",
    summary="Waarnemingen in één bestand",
)
def observation_file(request: HttpRequest, query: Query[asked.ObservationFileAsked]) -> HttpResponseBase:
    """Alles wat gevraagd is in één bestand: voor een Nederlandse spreadsheet (csv, xlsx) of voor programma’s (csvw)."""
    form = form_of(request)
    selection = select(query)
    mark = _mark(request, selection)
    if (same := _same_as_before(request, mark)) is not None:
        return same
    _refuse_more_than(MAX_FILE_ROWS[form], readings.count(selection), "regels")
    rows = readings.all_of(selection)
    if form == "xlsx":
        reply: HttpResponseBase = table_reply(_table(selection, rows), form, NAME)
    else:
        reply = streamed_reply(COLUMNS, _cells(selection, rows), form, NAME)
    if form == "csvw":
        metadata = address(f"{PATH}.csv-metadata.json") + _question(request)
        reply["Link"] = f'<{metadata}>; rel="describedby"; type="{CSVW_METADATA}"'
    return _marked(reply, mark)


@offer(
    router,
    PATH,
    ["csv-metadata.json"],
    reply=replies.CsvMetadata,
    name="observation_list",
    summary="Beschrijving van het CSV-bestand",
)
def observation_metadata(request: HttpRequest, query: Query[asked.ObservationFileAsked]) -> HttpResponseBase:
    """Wat elke kolom van `waarnemingen.csvw` bij dezelfde vraag betekent (CSV on the Web)."""
    selection = select(query)
    issued = readings.last_published_at()
    sources = sorted({one.source_name for one in selection.indicators.values()})
    licences = sorted({one.licence for one in selection.indicators.values()})
    notes = [INVENTED] if settings.EXAMPLE_FIGURES else []
    body = described(f"waarnemingen.csvw{_question(request)}", COLUMNS, sources, licences, issued, notes)
    return json_reply(body, CSVW_METADATA)


@offer(
    router,
    PATH,
    ["jsonstat"],
    reply=replies.JsonStat,
    name="observation_list",
    summary="Waarnemingen als JSON-stat 2.0",
)
def observation_cube(request: HttpRequest, query: Query[asked.ObservationFileAsked]) -> HttpResponseBase:
    """Een blok van indicator × regio × jaar. Een cel zonder waarde is leeg en heeft een status met een reden."""
    selection = select(query)
    mark = _mark(request, selection)
    if (same := _same_as_before(request, mark)) is not None:
        return same
    _refuse_more_than(MAX_CUBE_CELLS, readings.count(selection), "cellen")
    rows = list(readings.all_of(selection))
    cut = narrowed(selection, rows, _named(selection, query))
    _refuse_more_than(MAX_CUBE_CELLS, cut.n_cells, "cellen")
    cube = as_cube(cut, rows, readings.deliveries(), _about_all())
    return _marked(json_reply(cube), mark)


def _named(selection: Selection, query: asked.ObservationFileAsked) -> Selection:
    """What was asked for by name, and so is in the answer even when nothing is known of it."""
    return Selection(
        selection.indicators if query.indicator else {},
        selection.places if query.regio else {},
        selection.years if query.periode else [],
    )


def _about_all() -> dict[str, Any]:
    published = readings.last_published_at()
    told: dict[str, Any] = {"updated": moment(published)} if published else {}
    if settings.EXAMPLE_FIGURES:
        told["note"] = [INVENTED]
    return told | {
        "extension": {"isVoorbeeld": settings.EXAMPLE_FIGURES, "_links": links(docs=address("/openapi.json"))}
    }


def _table(selection: Selection, rows: Iterable[readings.Row]) -> Table:
    notes = [INVENTED] if settings.EXAMPLE_FIGURES else []
    return Table("Waarnemingen", COLUMNS, list(_cells(selection, rows)), notes)


def _cells(selection: Selection, rows: Iterable[readings.Row]) -> Iterator[list[Cell]]:
    sources: dict[int, readings.Delivery] = {}
    for row in rows:
        # After the first row: from then on no row can be of a delivery that is not among them.
        sources = sources or readings.deliveries()
        told = readings.as_plain(row, selection, sources[row.snapshot])
        told |= {"naam": selection.indicators[row.indicator].name, "regioNaam": selection.places[row.region].name}
        yield [told[column.key] for column in COLUMNS]


def _refuse_more_than(limit: int, n_asked: int, what: str) -> None:
    if n_asked > limit:
        detail = (
            f"Dit worden {number(n_asked)} {what}; in deze vorm mogen het er {number(limit)} zijn. "
            f"Vraag minder indicatoren, regio’s of jaren tegelijk, of {address(f'{PATH}.csv')} (tot "
            f"{number(MAX_FILE_ROWS['csv'])} regels) of bladzijden."
        )
        raise Refused(400, detail, [Wrong("indicator", "too_large", detail)])


def _refuse_far_pages(query: asked.ObservationsAsked) -> None:
    if (query.pagina - 1) * query.aantal > MAX_ROWS_BEFORE:
        detail = (
            f"Bladzijden gaan tot regel {number(MAX_ROWS_BEFORE)}. Vraag minder indicatoren, regio’s of jaren, "
            f"of alles in één bestand: {address(f'{PATH}.csv')}."
        )
        raise Refused(400, detail, [Wrong("pagina", "too_large", detail)])


def _same_as_before(request: HttpRequest, mark: str) -> HttpResponseBase | None:
    """304 when the reader still has the answer, found before any observation is read."""
    found = get_conditional_response(request, etag=mark)
    return found if found is not None and found.status_code == 304 else None


def _marked(reply: HttpResponseBase, mark: str) -> HttpResponseBase:
    reply["ETag"] = mark
    return reply


def _mark(request: HttpRequest, selection: Selection) -> str:
    return selection.mark(f"{request.path} {form_of(request)}", request.GET.urlencode())


def _question(request: HttpRequest) -> str:
    query = request.GET.urlencode(safe=",")
    return f"?{query}" if query else ""
