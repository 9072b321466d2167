"""How strong the cooperation is, over the rounds. Reads nothing but outcomes, which have passed the suppression."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from communities.models import Trajectory, User
from initiatives.reports.chapters import Block, Chapter, Content, Count, Line, Marks
from lib.tables import Cell, Column, Table
from lib.text import long_date, number
from succesfactoren.analysis import outcome_shape as shape
from succesfactoren.analysis.headline import headline
from succesfactoren.analysis.levels import one_decimal
from succesfactoren.analysis.result_words import level_title
from succesfactoren.analysis.roles import LAYERS, SHOWN_APART
from succesfactoren.charts.dots import Dot
from succesfactoren.charts.result_rows import factor_dot
from succesfactoren.exports.outcome_sheets import NOTE, factor_table
from succesfactoren.models import Instrument, Round

TOO_FEW = "te weinig antwoorden"
NOT_ASKED = "niet gevraagd"
PURPOSES = [Instrument.Purpose.FACTORS, Instrument.Purpose.COOPERATION]
LEVELS = "Nog niet, begin, onderweg, sterk"
MOST_ROUNDS = 3
"""As many stand beside each other on paper, the newest; the workbook has all."""


@dataclass(frozen=True)
class Scored:
    """What one round says of one factor, or of one statement where those are always shown apart."""

    code: str
    name: str
    mean: float | None
    dot: Dot | None
    level: str = ""


def _strength(trajectory: Trajectory, reader: User) -> Content:
    rounds = [one for one in _closed(trajectory) if reader.has_perm("succesfactoren.view_result", one)]
    if not rounds:
        return Content("Er is nog geen ronde gesloten")
    newest = rounds[-1]
    lines = [Line(one.name, headline(one.outcome.figures), _closed_on(one)) for one in rounds]
    blocks, sheets = [Block("De rondes", lines=lines)], []
    for instrument, held in _by_instrument(rounds):
        if any(one.outcome.main_table["factors"] for one in held):
            blocks.append(_drawn(instrument, held[-MOST_ROUNDS:]))
            sheets.append(_side_by_side(instrument, held)[0])
    sheets += [_sheet(one) for one in rounds if one.outcome.main_table["factors"]]
    words = "ronde over de samenwerking" if len(rounds) == 1 else "rondes over de samenwerking"
    counts = [Count(number(len(rounds)), words)]
    return Content(headline(newest.outcome.figures).rstrip("."), blocks=blocks, sheets=sheets, counts=counts)


def _closed(trajectory: Trajectory) -> list[Round]:
    found = Round.objects.closed().filter(
        assessment__trajectory=trajectory, assessment__subject="", assessment__instrument__purpose__in=PURPOSES
    )
    whole = found.select_related("outcome", "version", "assessment__trajectory__community")
    return list(whole.order_by("closed_at", "pk"))


def _closed_on(round: Round) -> str:
    return f"gesloten op {long_date(timezone.localdate(round.closed_at))}"


def _by_instrument(rounds: Sequence[Round]) -> list[tuple[str, list[Round]]]:
    found: dict[str, list[Round]] = {}
    for one in rounds:
        found.setdefault(one.version.name, []).append(one)
    return list(found.items())


def _drawn(name: str, rounds: Sequence[Round]) -> Block:
    """The rounds side by side, and of the newest a dot in each row, hollow where the round before stood."""
    table, marks = _side_by_side(name, rounds)
    before = " De open stip is de ronde daarvoor." if any(one and one.last is not None for one in marks) else ""
    words = [f"De stip is {rounds[-1].name}, met marge.{before}"] if any(marks) else []
    drawn = [Marks(LEVELS, marks)] if any(marks) else []
    return Block(name, words, table=_as_read(table), marks=drawn, is_kept_whole=True, is_paper_only=True)


def _as_read(table: Table) -> Table:
    """Means rounded as on the pages of the rounds: a mean just under a level does not read as that level."""
    rows = [[one_decimal(value) if isinstance(value, float) else value for value in row] for row in table.rows]
    return Table(table.title, table.columns, rows, table.notes)


def _side_by_side(name: str, rounds: Sequence[Round]) -> tuple[Table, list[Dot | None]]:
    """One row a factor, one column a round; words stand where too few people answered. And the dots of the newest."""
    scored = [{one.code: one for one in _scored(found.outcome.main_table)} for found in rounds]
    names = {code: one.name for found in scored for code, one in found.items()}
    columns = [Column("onderdeel", "Onderdeel")]
    columns += [Column(f"ronde_{at}", one.name, "number", 1) for at, one in enumerate(rounds)]
    rows: list[list[Cell]] = [[label, *(_cell(found.get(code)) for found in scored)] for code, label in names.items()]
    newest = [scored[-1].get(code) for code in names]
    if any(one and one.level for one in newest):
        columns.append(Column("niveau", "Niveau"))
        rows = [[*row, one.level if one else None] for row, one in zip(rows, newest, strict=True)]
    table = Table(f"{name}: gemiddelden van 1 tot en met 5", columns, rows, [NOTE])
    return table, [one.dot if one else None for one in newest]


def _cell(one: Scored | None) -> Cell:
    if one is None:
        return NOT_ASKED
    return TOO_FEW if one.mean is None else one.mean


def _scored(table: shape.Table) -> Iterator[Scored]:
    for factor in table["factors"]:
        if factor["code"] == SHOWN_APART:
            yield from (_layer(one, factor["name"]) for one in table["statements"] if one["factor"] == SHOWN_APART)
            continue
        mean = None if factor["hidden"] else factor["mean"]
        dot = factor_dot(factor, mean) if mean is not None else None
        yield Scored(factor["code"], factor["name"], mean, dot, level_title(factor["level_words"]))


def _layer(one: shape.StatementOutcome, factor: str) -> Scored:
    """A statement of the factor whose mean would hide which layer stays behind."""
    name = f"{factor}: {LAYERS.get(one['code'], one['text'])}"
    mean = None if one["hidden"] else one["mean"]
    dot = Dot(name, mean, one["low"], one["high"]) if mean is not None else None
    return Scored(one["code"], name, mean, dot)


def _sheet(round: Round) -> Table:
    """All that may be shown of the factors of one round."""
    table = factor_table(round.outcome.figures, round.outcome.main_table, {})
    return Table(f"{round.name}: onderdelen", table.columns, table.rows, [NOTE])


STRENGTH = Chapter("samenwerking", "Hoe sterk is de samenwerking", _strength)
