"""Lists of municipalities that went up in others: which, in which, from what day, and what share of the addresses.

Two shapes are known, both CSV with the columns datum, gm_oud, naam_oud, gm_nieuw, naam_nieuw, soort: one with the share
of the addresses (aandeel_adressen), one with the share of the places (aandeel_woonplaatsen), which is less exact.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite

from lib.text import number
from regioscan.connectors.base import Delivery, SourceError, SuccessionList, SuccessionRow
from regioscan.connectors.codes import clean_code, kind_of
from regioscan.connectors.figures import ProblemList
from regioscan.connectors.received import is_json, is_xlsx, merge, read_csv

COLUMNS = ("datum", "gm_oud", "naam_oud", "gm_nieuw", "naam_nieuw")
SHARE = "aandeel"
BY_ADDRESSES = "aandeel_adressen"
RENAMING = "naamswijziging"
TOLERANCE = 0.01
"""The shares of one old municipality may miss 1 by this much: they were rounded, or some addresses were not found."""
KIND_IN_NAME = re.compile(r"\s*\(gemeente\)$")

Group = tuple[str, date]
"""An old municipality and the day on which it went up in others."""
Record = Mapping[str, object]


@dataclass(frozen=True)
class File:
    """One list read."""

    rows: Sequence[SuccessionRow]
    columns: Sequence[str]
    is_by_addresses: bool
    n_renamed: int


def tidy_successions(delivery: Delivery) -> SuccessionList:
    """All successions in the delivery, once each, with shares that add up to 1; raises SourceError.

    A line that cannot be read is a problem, and so are all lines of an old municipality whose shares do not add up.
    Where two lists tell of the same old municipality and day, the one by addresses counts. Changes of name are no
    successions; they become a note.
    """
    problems = ProblemList()
    files = sorted(
        (_read(content, problems) for content in merge(delivery.files).values()),
        key=lambda one: not one.is_by_addresses,
    )
    groups: dict[Group, list[SuccessionRow]] = {}
    n_again = 0
    for file in files:
        found = _grouped(file.rows, problems)
        n_again += len(found.keys() & groups.keys())
        groups |= {group: rows for group, rows in found.items() if group not in groups}
    rows = [row for rows in groups.values() for row in _whole(rows, problems)]
    if not rows and not problems.problems:
        raise SourceError("In deze lijst staat geen enkele herindeling.")
    columns = sorted({column for file in files for column in file.columns})
    return SuccessionList(rows, columns, problems.problems, _notes(sum(file.n_renamed for file in files), n_again))


def _read(content: bytes, problems: ProblemList) -> File:
    if is_json(content) or is_xlsx(content):
        raise SourceError("Lever de lijst van herindelingen aan als CSV.")
    csv = read_csv(content)
    share = next((name for name in csv.header if name.startswith(SHARE)), "")
    if missing := [name for name in (*COLUMNS, share or SHARE) if name not in csv.header]:
        raise SourceError(f"De lijst van herindelingen mist de kolommen: {', '.join(missing)}.")
    records = list(zip(csv.lines.tolist(), csv.records(), strict=True))
    changes = [(line, record) for line, record in records if _text(record, "soort") != RENAMING]
    rows = list(_rows(changes, share, problems))
    return File(rows, csv.header, share == BY_ADDRESSES, len(records) - len(changes))


def _rows(records: Sequence[tuple[int, Record]], share_column: str, problems: ProblemList) -> Iterator[SuccessionRow]:
    for line, record in records:
        on, share = _day(_text(record, "datum")), _share(_text(record, share_column))
        old, new = clean_code(_text(record, "gm_oud")), clean_code(_text(record, "gm_nieuw"))
        wrong = next((name for name, code in (("gm_oud", old), ("gm_nieuw", new)) if kind_of(code) != "gemeente"), "")
        if on is None:
            problems.add(line, "datum", _text(record, "datum"), "dit is geen datum; schrijf 2021-01-01")
        elif wrong:
            problems.add(line, wrong, _text(record, wrong), "dit is geen code van een gemeente")
        elif share is None:
            problems.add(line, share_column, _text(record, share_column), "het aandeel is geen getal tussen 0 en 1")
        else:
            names = (_name(record, "naam_oud"), _name(record, "naam_nieuw"))
            yield SuccessionRow(old, names[0], new, names[1], on, share, line)


def _grouped(rows: Sequence[SuccessionRow], problems: ProblemList) -> dict[Group, list[SuccessionRow]]:
    groups: dict[Group, list[SuccessionRow]] = {}
    for row in rows:
        group = groups.setdefault((row.old, row.on), [])
        if any(other.new == row.new for other in group):
            problems.add(row.line, "gm_oud", row.old, "deze herindeling staat er dubbel in; de eerste is gebruikt")
        else:
            group.append(row)
    return groups


def _whole(rows: Sequence[SuccessionRow], problems: ProblemList) -> list[SuccessionRow]:
    """The rows of one old municipality with shares that add up to exactly 1; none when they are too far from that."""
    total = sum(row.share for row in rows)
    if abs(total - 1) > TOLERANCE:
        for row in rows:
            reason = f"de aandelen van {row.old_name} ({row.old}) tellen op tot {number(total, 3)} en niet tot 1"
            problems.add(row.line, SHARE, number(row.share, 3), reason)
        return []
    return [replace(row, share=1.0 if len(rows) == 1 else row.share / total) for row in rows]


def _notes(n_renamed: int, n_again: int) -> list[str]:
    notes = [f"{n_renamed} naamswijzigingen zijn geen herindeling en zijn overgeslagen."] if n_renamed else []
    if n_again:
        notes.append(f"Van {n_again} gemeenten staat dezelfde herindeling in twee lijsten; die naar adressen telt.")
    return notes


def _text(record: Record, name: str) -> str:
    return str(record.get(name) or "").strip()


def _name(record: Record, name: str) -> str:
    return KIND_IN_NAME.sub("", _text(record, name))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _share(text: str) -> float | None:
    try:
        share = float(text.replace(",", "."))
    except ValueError:
        return None
    return share if isfinite(share) and 0 < share <= 1 else None
