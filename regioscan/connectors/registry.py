"""Which connector serves which source: `fetch` gets a delivery, `tidy` says what is in one, whoever delivered it."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lib.http import Fetcher, FetchError, Limits
from lib.tables import TableError, read_xlsx_rows
from regioscan.connectors import (
    boundaries,
    cbs_files,
    cbs_odata_v3,
    cbs_odata_v4,
    cbs_regions,
    own_table,
    successions,
)
from regioscan.connectors.base import BoundarySet, Cells, Delivery, Key, RegionList, SourceError, SuccessionList
from regioscan.connectors.dimensions import is_region
from regioscan.connectors.paths import NUMBERED
from regioscan.connectors.received import delimiter_of, is_json, is_xlsx, merge, text_of
from regioscan.connectors.wide import with_modelled

REGIONS, BOUNDARIES, FIGURES, SUCCESSIONS = "regios", "grenzen", "cijfers", "opvolging"
KWB, HEALTH, REGION_LIST, OUTLINES, OWN_TABLE = "cbs-kwb", "rivm-gezondheid", "cbs-regios", "grenzen", "tabel"
STANDARD_LIMITS = Limits()
TABLES = Path(__file__).resolve().parent.parent / "data" / "tables.toml"
# The health monitor asks people in every municipality; below that, a model estimates.
MODELLED_KINDS = {HEALTH: frozenset({"wijk", "buurt"})}

Tidied = Cells | RegionList | BoundarySet | SuccessionList
Progress = Callable[[int, int, str], None]
TidyFigures = Callable[[Delivery, Sequence[Key], int | None], Cells]


@dataclass(frozen=True)
class Order:
    """What is asked of a source: the year, the interface, and where an unfinished fetch is kept."""

    year: int
    api: str
    resume_folder: Path | None
    on_progress: Progress


def fetch(
    source_code: str,
    *,
    period: int | None,
    api: str = "v3",
    base_url: str = "",
    resume_folder: Path | None = None,
    on_progress: Progress = cbs_odata_v3.no_progress,
    limits: Limits = STANDARD_LIMITS,
) -> Delivery:
    """Get a source over the network; raises SourceError.

    `api` is v3 or v4; `base_url` replaces the office's own address (a mirror, a newer host); what an unfinished run
    fetched is kept in `resume_folder` and used by the next. `on_progress` hears rows so far, rows expected (0 when
    unknown) and what is being done.
    """
    if source_code not in _FETCHES:
        raise SourceError("Deze bron wordt niet opgehaald. Lever een bestand aan (--file).")
    if period is None:
        raise SourceError("Geef het jaar dat u wilt ophalen (--period 2023).")
    if api not in {"v3", "v4"} or (api == "v4" and source_code != KWB):
        raise SourceError(f"De bron «{source_code}» is niet op te halen met «{api}». Kies --api v3.")
    order = Order(period, api, resume_folder, on_progress)
    try:
        return _FETCHES[source_code](lambda url, hosts: _fetcher(base_url or url, hosts, limits), order)
    except FetchError as error:
        raise SourceError(str(error)) from error


def _fetcher(url: str, hosts: frozenset[str], limits: Limits) -> Fetcher:
    return Fetcher(url, also_known_as=hosts, limits=limits)


Connect = Callable[[str, frozenset[str]], Fetcher]
"""Makes a fetcher for an address and the host names that mean the same."""


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(TABLES.read_text(encoding="utf-8"))


def _kwb_table(fetcher: Fetcher, year: int) -> str:
    """The table of a year: the reviewed one, else what the catalogue has under the title."""
    kwb = _tables()["kwb"]
    known = kwb["tables"].get(str(year))
    return str(known) if known else cbs_odata_v3.find_table(fetcher, kwb["title"].format(year=year))


def _fetch_kwb(connect: Connect, order: Order) -> Delivery:
    if order.api == "v4":
        newer = connect(cbs_odata_v4.BASE_URL, cbs_odata_v4.HOSTS)
        known = _tables()["kwb"]["tables"].get(str(order.year))
        if known is None:
            raise SourceError(f"De tabel van {order.year} is nog niet bekend. Probeer --api v3, die zoekt op titel.")
        return cbs_odata_v4.fetch_table(newer, known, resume_folder=order.resume_folder, on_progress=order.on_progress)
    fetcher = connect(cbs_odata_v3.BASE_URL, cbs_odata_v3.HOSTS)
    return cbs_odata_v3.fetch_table(
        fetcher,
        _kwb_table(fetcher, order.year),
        resume_folder=order.resume_folder,
        on_progress=order.on_progress,
    )


def _fetch_health(connect: Connect, order: Order) -> Delivery:
    health = _tables()["health"]
    return cbs_odata_v3.fetch_table(
        connect(cbs_odata_v3.THIRD_PARTY_URL, cbs_odata_v3.HOSTS),
        health["table"],
        choice={name: code.format(year=order.year) for name, code in health["choice"].items()},
        resume_folder=order.resume_folder,
        on_progress=order.on_progress,
    )


def _fetch_regions(connect: Connect, order: Order) -> Delivery:
    fetcher = connect(cbs_odata_v3.BASE_URL, cbs_odata_v3.HOSTS)
    return cbs_regions.fetch_regions(
        fetcher,
        year=order.year,
        kwb_table=_kwb_table(fetcher, order.year),
        resume_folder=order.resume_folder,
        on_progress=order.on_progress,
    )


def _fetch_boundaries(connect: Connect, order: Order) -> Delivery:
    fetcher = connect(boundaries.BASE_URL, boundaries.HOSTS)
    return boundaries.fetch_boundaries(fetcher, year=order.year, on_progress=order.on_progress)


_FETCHES: dict[str, Callable[[Connect, Order], Delivery]] = {
    KWB: _fetch_kwb,
    HEALTH: _fetch_health,
    REGION_LIST: _fetch_regions,
    OUTLINES: _fetch_boundaries,
}


def tidy(source_code: str, delivers: str, delivery: Delivery, keys: Sequence[Key], period: int | None) -> Tidied:
    """What is in a delivery; raises SourceError.

    `delivers` is what the source gives: regios, grenzen, cijfers or opvolging. The shape of the files is told from
    their content, so one source may come from either interface or as a file saved by hand, gzipped or not.
    """
    if delivers == REGIONS:
        return cbs_regions.tidy_regions(delivery, period)
    if delivers == BOUNDARIES:
        return boundaries.tidy_boundaries(delivery)
    if delivers == SUCCESSIONS:
        return successions.tidy_successions(delivery)
    if source_code == OWN_TABLE:
        return own_table.tidy_own_table(delivery, keys, period)
    cells = shape_of(delivery)(delivery, keys, period)
    return with_modelled(cells, MODELLED_KINDS.get(source_code, frozenset()))


def shape_of(delivery: Delivery) -> TidyFigures:
    """The function that reads a delivery of figures, told from the content of its files; raises SourceError."""
    contents = list(merge(delivery.files).values())
    others = [content for content in contents if not is_json(content)]
    if not others:
        is_v4 = any(b"@odata.context" in content[:2_000] + content[-2_000:] for content in contents)
        return cbs_odata_v4.tidy_table if is_v4 else cbs_odata_v3.tidy_table
    header = next((names for names in map(_header, others) if "ParentID" not in names), [])
    if set(cbs_files.KWB_REGION_COLUMNS) & set(header):
        return cbs_files.tidy_kwb_workbook
    if any(is_region(name) for name in header) and any(NUMBERED.fullmatch(name) for name in header):
        return cbs_files.tidy_dump
    if own_table.is_own_table(header) or is_xlsx(others[0]):
        return own_table.tidy_own_table
    return cbs_files.tidy_statline


def _header(content: bytes) -> list[str]:
    """The names of the columns of a CSV or a workbook."""
    if is_xlsx(content):
        try:
            first = next(read_xlsx_rows(content), ())
        except TableError as error:
            raise SourceError(str(error)) from error
        return ["" if cell is None else str(cell).strip() for cell in first]
    line = text_of(content).lstrip("\r\n").split("\n", 1)[0]
    return [name.strip().strip('"').strip() for name in line.split(delimiter_of(line))]
