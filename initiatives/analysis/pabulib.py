"""Votes as `.pb` files, the format of pabulib.org that researchers and counting tools read. Pure.

Three parts – META, PROJECTS, VOTES – each with a line of column names, and `;` between columns. Money is in whole or
hundredth currency units there, and in cents here. Read are yes-or-no votes (`approval`, `choose-1`) and points
(`cumulative`, `scoring`); strictly: whatever the file says of itself has to be true of it.

What we write has no personal data: voters are numbered after their ballots have been sorted by content, so that neither
the number nor the order says who voted, or when.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from io import StringIO

from initiatives.analysis.elections import Ballot, Election, Project, approving, pointing

Row = dict[str, str]

WITH_POINTS = {"cumulative", "scoring"}
YES_OR_NO = {"approval", "choose-1"}
REQUIRED = {"META": ("key", "value"), "PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}
BOUNDS = ("min_length", "max_length", "max_sum_cost", "max_sum_points")
SELECTED = {True: "1", False: "0"}


class PabulibError(ValueError):
    """What is wrong with a file, in Dutch, with the number of the line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"Regel {line}: {message}")
        self.line = line


@dataclass(frozen=True)
class PabulibFile:
    """An election with what the file says about it."""

    election: Election
    meta: Mapping[str, str]
    selected: tuple[str, ...] | None
    """The winners that the file names; None where it names none."""


@dataclass
class _Part:
    line: int
    rows: list[tuple[int, Row]] = field(default_factory=list)


def read_pabulib(text: str, lot: Iterable[str] | None = None) -> PabulibFile:
    """The election of a `.pb` file; raises PabulibError with the line of what is wrong.

    A file holds no lot: where none is given the order of the projects in the file settles ties of equal cost. A lot
    that is not of exactly these projects raises ValueError.
    """
    parts = _parts(text)
    meta = _Meta(parts["META"])
    kind = meta.text("vote_type")
    if kind not in YES_OR_NO | WITH_POINTS:
        raise PabulibError(meta.line("vote_type"), f"«{kind}» is geen soort stem die wij kunnen tellen (vote_type).")
    budget = _cents(meta.line("budget"), meta.text("budget"))
    projects = _projects(parts["PROJECTS"])
    bounds = {name: meta.count(name) for name in BOUNDS}
    ballots = [_checked(line, row, kind, projects, bounds) for line, row in _distinct(parts["VOTES"], "voter_id")]
    for name, part in (("num_projects", parts["PROJECTS"]), ("num_votes", parts["VOTES"])):
        if meta.count(name) not in (None, len(part.rows)):
            raise PabulibError(part.line, f"Hier staan {len(part.rows)} regels; {name} zegt {meta.count(name)}.")
    order = tuple(lot) if lot is not None else tuple(projects)
    election = Election(tuple(projects.values()), tuple(ballots), budget, order)
    return PabulibFile(election, meta.texts, _said_of_projects(parts["PROJECTS"], election))


def _parts(text: str) -> dict[str, _Part]:
    """Part → its rows with their lines. An empty line is passed over."""
    found: dict[str, _Part] = {}
    columns: list[str] | None = None
    part = ""
    for line, cells in _lines(text):
        if cells[0].upper() in REQUIRED and len(cells) == 1:
            part, columns = cells[0].upper(), None
            if part in found:
                raise PabulibError(line, f"{part} staat er twee keer.")
            found[part] = _Part(line)
        elif not part:
            raise PabulibError(line, "Een .pb-bestand begint met META.")
        elif columns is None:
            columns = _columns(line, part, cells)
        else:
            found[part].rows.append((line, _row(line, part, columns, cells)))
    if missing := [part for part in REQUIRED if part not in found]:
        raise PabulibError(len(text.splitlines()), f"Het deel {missing[0]} ontbreekt.")
    return found


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";", strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise PabulibError(reader.line_num, f"Deze regel is niet te lezen ({error}).") from error


def _columns(line: int, part: str, cells: list[str]) -> list[str]:
    columns = [cell.lower() for cell in cells]
    if missing := [name for name in REQUIRED[part] if name not in columns]:
        raise PabulibError(line, f"In {part} ontbreekt de kolom {missing[0]}.")
    if len(set(columns)) < len(columns):
        raise PabulibError(line, f"In {part} staat een kolom twee keer.")
    return columns


def _row(line: int, part: str, columns: list[str], cells: list[str]) -> Row:
    if len(cells) != len(columns):
        raise PabulibError(line, f"Deze regel heeft {len(cells)} kolommen; {part} heeft er {len(columns)}.")
    return dict(zip(columns, cells, strict=True))


def _distinct(part: _Part, column: str) -> Iterator[tuple[int, Row]]:
    seen: set[str] = set()
    for line, row in part.rows:
        if not row[column] or row[column] in seen:
            what = f"staat er twee keer: {row[column]}" if row[column] else "is leeg"
            raise PabulibError(line, f"{column} {what}.")
        seen.add(row[column])
        yield line, row


class _Meta:
    """What the file says of itself, with the lines where it does."""

    def __init__(self, part: _Part) -> None:
        self.part_line = part.line
        self.found = {row["key"]: (line, row["value"]) for line, row in _distinct(part, "key")}
        self.texts = {key: value for key, (_, value) in self.found.items()}

    def line(self, key: str) -> int:
        return self.found.get(key, (self.part_line, ""))[0]

    def text(self, key: str) -> str:
        return self.texts.get(key, "")

    def count(self, key: str) -> int | None:
        return _count(self.line(key), self.texts[key]) if key in self.texts else None


def _projects(part: _Part) -> dict[str, Project]:
    return {
        row["project_id"]: Project(row["project_id"], _cents(line, row["cost"]), row.get("name", ""))
        for line, row in _distinct(part, "project_id")
    }


def _cents(line: int, text: str) -> int:
    """An amount in cents; the file writes a point before the hundredths."""
    try:
        cents = Decimal(text) * 100
    except InvalidOperation:
        raise PabulibError(line, f"«{text}» is geen bedrag.") from None
    if not cents.is_finite() or cents < 0 or cents != cents.to_integral_value():
        raise PabulibError(line, f"«{text}» is geen bedrag in hele centen.")
    return int(cents)


def _count(line: int, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise PabulibError(line, f"«{text}» is geen heel getal.")
    return int(text)


def _checked(
    line: int, row: Row, kind: str, projects: Mapping[str, Project], bounds: Mapping[str, int | None]
) -> Ballot:
    """The ballot of a row, within the bounds that the file itself sets."""
    ballot = _ballot(line, row, kind)
    if unknown := sorted(ballot.codes - set(projects)):
        raise PabulibError(line, f"{unknown[0]} is geen plan van dit bestand.")
    length = len(ballot.choices)
    amounts: dict[str, int | Fraction] = {
        "min_length": length,
        "max_length": length,
        # Money is whole or hundredth currency units in the file, and cents here.
        "max_sum_cost": Fraction(sum(projects[code].cost for code in ballot.codes), 100),
        "max_sum_points": sum(given for _, given in ballot.choices) if kind in WITH_POINTS else 0,
    }
    for name, amount in amounts.items():
        bound = bounds[name]
        if bound is not None and (amount < bound if name == "min_length" else amount > bound):
            raise PabulibError(line, f"Deze stem is in strijd met {name} = {bound}.")
    return ballot


def _ballot(line: int, row: Row, kind: str) -> Ballot:
    codes = [code.strip() for code in row["vote"].split(",")] if row["vote"] else []
    if len(set(codes)) < len(codes):
        raise PabulibError(line, "Deze stem noemt een plan twee keer.")
    if kind not in WITH_POINTS:
        return approving(codes)
    points = [_count(line, given.strip()) for given in row.get("points", "").split(",")] if codes else []
    if len(points) != len(codes):
        raise PabulibError(line, f"Deze stem noemt {len(codes)} plannen en geeft {len(points)} keer punten.")
    return pointing(dict(zip(codes, points, strict=True)))


def _said_of_projects(part: _Part, election: Election) -> tuple[str, ...] | None:
    """The winners of the file; and its own counts of votes have to be right."""
    for line, row in part.rows:
        for column, counted in (("votes", election.votes), ("score", election.scores)):
            code = row["project_id"]
            if row.get(column) and _count(line, row[column]) != counted[code]:
                raise PabulibError(line, f"{column} zegt {row[column]}; in de stemmen staan er {counted[code]}.")
    if not any("selected" in row for _, row in part.rows):
        return None
    return tuple(row["project_id"] for _, row in part.rows if row["selected"] == "1")


def write_pabulib(election: Election, meta: Mapping[str, str], winners: Iterable[str] | None = None) -> str:
    """The election as a `.pb` file.

    `meta` has what we cannot know (description, country, unit, rule, dates …). Numbers, budget and kind of vote are
    filled in here, and whoever gives them too is overruled. Raises ValueError for a code that the format cannot hold.
    """
    if wrong := [code for code in election.by_code if set(code) & set(',;\r\n"') or code != code.strip() or not code]:
        raise ValueError(f"A .pb file cannot hold the code {wrong[0]!r}.")
    ours = {
        "num_projects": str(len(election.projects)),
        "num_votes": str(sum(ballot.times for ballot in election.ballots)),
        "budget": _amount(election.budget),
        "vote_type": "cumulative" if election.has_points else "approval",
        "currency": "EUR",
    }
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerows([["META"], ["key", "value"]])
    writer.writerows([key, _one_line(value)] for key, value in ({**meta, **ours}).items())
    writer.writerow(["PROJECTS"])
    writer.writerows(_project_rows(election, None if winners is None else set(winners)))
    writer.writerow(["VOTES"])
    writer.writerows(_vote_rows(election))
    return out.getvalue()


def _project_rows(election: Election, winners: set[str] | None) -> Iterator[list[str]]:
    yield ["project_id", "cost", "votes", "score", "name", *([] if winners is None else ["selected"])]
    for project in election.projects:
        code = project.code
        said = [] if winners is None else [SELECTED[code in winners]]
        counts = [str(election.votes[code]), str(election.scores[code])]
        yield [code, _amount(project.cost), *counts, _one_line(project.name), *said]


def _vote_rows(election: Election) -> Iterator[list[str]]:
    yield ["voter_id", "vote", *(["points"] if election.has_points else [])]
    contents = sorted(one.choices for one in election.ballots for _ in range(one.times))
    for number, choices in enumerate(contents, 1):
        points = [",".join(str(given) for _, given in choices)] if election.has_points else []
        yield [str(number), ",".join(code for code, _ in choices), *points]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _amount(cents: int) -> str:
    return f"{cents // 100}" + (f".{cents % 100:02d}" if cents % 100 else "")
