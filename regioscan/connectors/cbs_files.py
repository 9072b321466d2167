"""Files that people download by hand: dumps of a v3 table, StatLine's CSV, the yearly workbook of key figures (KWB).

Each `tidy_*` takes a delivery with one table (and, for a dump, perhaps its description) and gives cells.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from regioscan.connectors.base import MISSING, NOT_APPLICABLE, Cells, Delivery, Key, SourceError
from regioscan.connectors.cbs_odata_v3 import Parts, layout_of, rows_of
from regioscan.connectors.codes import clean_code, kind_of
from regioscan.connectors.dimensions import is_period
from regioscan.connectors.figures import HAS_VALUE, from_texts
from regioscan.connectors.paths import Column
from regioscan.connectors.received import is_json, is_xlsx, json_of, merge, read_csv, require_fields, rows_of_xlsx
from regioscan.connectors.sheets import Layout, Sheet, sheet_of_csv, sheet_of_workbook, wide_of
from regioscan.connectors.wide import cells_of

KWB_COLUMNS = Path(__file__).resolve().parent.parent / "data" / "kwb_columns.toml"
KWB_REGION_COLUMNS = ("gwb_code_10", "gwb_code")
CODE_ENDING = " (code)"
TITLE_WITH_UNIT = re.compile(r"(?P<path>.+) \((?P<unit>[^()]*)\)")
SAMPLE = 500


def tidy_dump(delivery: Delivery, keys: Sequence[Key], period: int | None = None) -> Cells:
    """Cells of a v3 table saved as CSV or workbook, with the numbered keys as header; raises SourceError.

    With the table's DataProperties in the same delivery, columns are found by their titles. Without, they are found
    by the name in their key, which must then be unique in the file: `Appartement_48` and `_56` cannot be told apart.
    In a workbook, as in every untyped table, an empty cell means that the figure cannot occur or was not asked.
    """
    parts = Parts()
    sheets: list[Sheet] = []
    for content in merge(delivery.files).values():
        properties = _properties(content)
        if properties is not None:
            parts.properties += properties
        elif is_xlsx(content):
            sheets.append(sheet_of_workbook(rows_of_xlsx(content), NOT_APPLICABLE))
        else:
            sheets.append(sheet_of_csv(read_csv(content), MISSING))
    sheet = _only(sheets)
    return cells_of(wide_of(sheet, layout_of(sheet.names, parts), period), keys)


def _only(sheets: Sequence[Sheet]) -> Sheet:
    if len(sheets) != 1:
        raise SourceError(f"De levering bevat {len(sheets)} tabellen met cijfers. Lever er één tegelijk aan.")
    return sheets[0]


def _properties(content: bytes) -> list[dict[str, object]] | None:
    """The rows of DataProperties, as JSON or as CSV; None when this file is something else."""
    if is_json(content):
        rows: list[dict[str, object]] = [*rows_of(json_of(content))]
        described = rows if rows and "ParentID" in rows[0] else []
        require_fields(described, "ID", "Title", "Key")
        return described
    if is_xlsx(content) or b'"ParentID"' not in content[:500]:
        return None
    records = read_csv(content).records()
    require_fields(records, "ID", "Title", "Key")
    return records


def tidy_statline(delivery: Delivery, keys: Sequence[Key], period: int | None = None) -> Cells:
    """Cells of a StatLine CSV «met statistische symbolen»; raises SourceError.

    Its header joins titles by slashes and ends in the unit. A region must have its code: names are no key, for there
    are two places called Hengelo. An empty cell means that the figure cannot occur.
    """
    [content] = _one_file(delivery)
    sheet = sheet_of_csv(read_csv(content), NOT_APPLICABLE)
    names = [name for name in sheet.names if f"{name}{CODE_ENDING}" not in sheet.names]
    topics = [_statline_column(name) for name in names if _is_numeric(sheet, name) and not _is_period(name)]
    topic_names = {column.name for column in topics}
    dimensions = [name for name in names if name not in topic_names]
    region = next((name for name in dimensions if _holds_codes(sheet, name)), None)
    if region is None:
        raise SourceError(
            "Dit bestand noemt regio's alleen bij hun naam, en namen zijn niet uniek. "
            "Download het opnieuw en kies bij de regio's ook «code»."
        )
    moment = next((name for name in dimensions if _is_period(name)), None)
    others = [name for name in dimensions if name not in {region, moment} and not _is_label(name, region)]
    return cells_of(wide_of(sheet, Layout(region, topics, moment, others), period), keys)


def _one_file(delivery: Delivery) -> list[bytes]:
    files = list(merge(delivery.files).values())
    if len(files) != 1:
        raise SourceError(f"De levering bevat {len(files)} bestanden. Lever er één tegelijk aan.")
    return files


def _is_period(name: str) -> bool:
    return is_period(name.removesuffix(CODE_ENDING))


def _is_label(name: str, region: str) -> bool:
    return f"{name}{CODE_ENDING}" == region


def _is_numeric(sheet: Sheet, name: str) -> bool:
    """Whether the first cells are figures or reasons, with at least one figure or a unit in the header."""
    read = from_texts(sheet.cells(name)[:SAMPLE])
    return not read.bad and (bool((read.reasons == HAS_VALUE).any()) or bool(TITLE_WITH_UNIT.fullmatch(name)))


def _holds_codes(sheet: Sheet, name: str) -> bool:
    codes = [clean_code(code) for code in sheet.texts(name)[:SAMPLE] if code.strip()]
    return sum(bool(kind_of(code)) for code in codes) > len(codes) / 2


def _statline_column(name: str) -> Column:
    match = TITLE_WITH_UNIT.fullmatch(name)
    return Column(name, (match["path"],), match["unit"]) if match else Column(name, (name,))


def tidy_kwb_workbook(delivery: Delivery, keys: Sequence[Key], period: int | None = None) -> Cells:
    """Cells of the yearly workbook «Kerncijfers wijken en buurten»; raises SourceError.

    Values are padded text, with a decimal comma in some columns and a point in others; «.», nothing and in 2022 a
    lone comma are missing. Short column names are translated to titles by `regioscan/data/kwb_columns.toml`.
    """
    [content] = _one_file(delivery)
    sheet = sheet_of_workbook(rows_of_xlsx(content), MISSING)
    region = next((name for name in KWB_REGION_COLUMNS if name in sheet.names), None)
    if region is None:
        raise SourceError(f"Het bestand mist de kolom «{KWB_REGION_COLUMNS[0]}». Is dit de KWB van het CBS?")
    known = kwb_columns()
    topics = [known[name] for name in sheet.names if name in known]
    return cells_of(wide_of(sheet, Layout(region, topics), period), keys)


@cache
def kwb_columns() -> Mapping[str, Column]:
    """The workbook's columns that have been looked up: short name → titles in the editions of the table, and unit."""
    declared = tomllib.loads(KWB_COLUMNS.read_text(encoding="utf-8"))["column"]
    return {name: Column(name, tuple(entry["paths"]), entry["unit"]) for entry in declared for name in entry["names"]}
