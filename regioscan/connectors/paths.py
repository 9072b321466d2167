"""Finding an indicator's column by its path of titles, never by its number, and reading the column's unit.

Numbered keys drift: the office adds a column, and `AfstandTotGroteSupermarkt_107` becomes `_113`. Titles stay, and
when they change a declared path is simply not found, which is told in a note instead of giving wrong figures.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regioscan.connectors.base import Key, SourceError

PLUS = " + "
OR = " | "
LEVEL = " > "
ARROW = re.compile(r"\s*(?:>|/)\s*")
NUMBERED = re.compile(r"(?:k_)?(?P<stem>.+?)_\d+")
TOPIC = "Topic"


@dataclass(frozen=True)
class Column:
    """A column of figures: its name as received, the titles above and of it, and what the source says of its numbers.

    `paths` holds one path, or several where a column is known by the titles of more than one year, or none.
    """

    name: str
    paths: Sequence[str] = ()
    unit: str = ""
    decimals: int | None = None


def canonical(path: str) -> str:
    """A path in one spelling: lower case, single spaces, levels parted by a slash.

    A slash within a title is then also a parting of levels, on both sides of every comparison, so that StatLine's
    files, which join titles by slashes, can be matched too.
    """
    levels = ARROW.split(" ".join(path.split()).casefold())
    return "/".join(level for level in levels if level)


def squashed(title: str) -> str:
    """The letters and digits of a title, as the office makes a key of it: «Wmo-cliënten» and `WmoClienten` are one."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    return "".join(c for c in plain if c.isalnum() and c.isascii())


def columns_of_tree(rows: Sequence[Mapping[str, Any]]) -> list[Column]:
    """The topics of a v3 table with their paths, out of the tree that DataProperties describes."""
    by_id = {str(row["ID"]): row for row in rows}
    topics = [row for row in rows if row.get("Type") == TOPIC]
    return [
        Column(
            name=str(row["Key"]),
            paths=(LEVEL.join(_titles(row, by_id)),),
            unit=str(row.get("Unit") or "").strip(),
            decimals=_whole(row.get("Decimals")),
        )
        for row in topics
    ]


def _whole(value: object) -> int | None:
    return int(str(value)) if str(value).isdigit() else None


def _titles(row: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The titles from the outermost group to this row; raises SourceError when the groups run in a circle."""
    titles: list[str] = []
    at: Mapping[str, Any] | None = row
    while at is not None:
        titles.append(" ".join(str(at.get("Title") or "").split()))
        if len(titles) > len(by_id):
            raise SourceError("De groepen in DataProperties verwijzen in een kring. Download de tabel opnieuw.")
        parent = at.get("ParentID")
        at = None if parent is None else by_id.get(str(parent))
    return titles[::-1]


@dataclass(frozen=True)
class Found:
    """A key with the columns it asks for: the value is the sum of `parts`, divided by the sum of `divisors` if any."""

    key: Key
    parts: Sequence[Column]
    divisors: Sequence[Column]

    @property
    def columns(self) -> list[Column]:
        """All columns needed."""
        return [*self.parts, *self.divisors]


class Index:
    """Looks up columns by path, by the end of a path, or by the letters of a single title."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._whole: dict[str, set[str]] = defaultdict(set)
        self._ends: dict[str, set[str]] = defaultdict(set)
        self._letters: dict[str, set[str]] = defaultdict(set)
        self._untitled: dict[str, set[str]] = defaultdict(set)
        self._columns = {column.name: column for column in columns}
        for column in columns:
            for path in column.paths:
                self._add_path(column.name, path)
            if not column.paths:
                match = NUMBERED.fullmatch(column.name)
                self._untitled[squashed(match["stem"] if match else column.name)].add(column.name)

    def _add_path(self, name: str, path: str) -> None:
        levels = canonical(path).split("/")
        self._whole["/".join(levels)].add(name)
        for start in range(1, len(levels)):
            self._ends["/".join(levels[start:])].add(name)
        for title in (levels[-1], path.rsplit(LEVEL, 1)[-1]):
            self._letters[squashed(title)].add(name)

    def find(self, path: str) -> Column | None:
        """The column of `path`, or None; raises SourceError when more than one fits.

        A file without titles is matched on the last title alone, so that title must be unique in the file.
        """
        wanted = canonical(path)
        last = squashed(path.rsplit(LEVEL, 1)[-1])
        fitting: set[str] = (
            self._whole.get(wanted)
            or self._ends.get(wanted)
            or (set() if "/" in wanted else self._letters.get(last, set()))
            or self._untitled.get(last, set())
        )
        if len(fitting) > 1:
            names = " en ".join(sorted(fitting)[:2])
            raise SourceError(f"Het pad «{path}» past op meer dan één kolom ({names}). Geef het hele pad van titels.")
        return next((self._columns[name] for name in fitting), None)


def find_columns(keys: Sequence[Key], columns: Sequence[Column]) -> tuple[list[Found], list[str]]:
    """The keys that this table can fill, and a note for each that it cannot; raises SourceError when none is found."""
    index = Index(columns)
    found: list[Found] = []
    notes: list[str] = []
    for key in keys:
        missing, match = _find_one(key, index)
        if match:
            found.append(match)
        else:
            notes.append(f"Indicator «{key.indicator}» staat niet in deze levering: kolom «{missing}» is er niet.")
    if keys and not found:
        raise SourceError(
            "Geen enkele indicator van deze bron staat in deze levering. Controleer of dit het goede bestand is. "
            f"De eerste kolommen zijn: {', '.join(column.name for column in columns[:5]) or 'geen'}."
        )
    return found, notes


def _find_one(key: Key, index: Index) -> tuple[str, Found | None]:
    """The path that is not there, or the columns."""
    parts = _first_complete(key.path, index)
    divisors = _first_complete(key.divide_by, index) if key.divide_by else []
    if parts is None:
        return key.path, None
    if divisors is None:
        return key.divide_by, None
    return "", Found(key, parts, divisors)


def _first_complete(paths: str, index: Index) -> list[Column] | None:
    """The columns of the first alternative of which every path is there."""
    for alternative in paths.split(OR):
        columns = [index.find(path) for path in alternative.split(PLUS)]
        found = [column for column in columns if column is not None]
        if len(found) == len(columns):
            return found
    return None
