"""How strong the cooperation is, over the rounds. Reads nothing but outcomes, which have passed the suppression."""

from collections.abc import Sequence

from django.utils import timezone

from communities.models import Trajectory, User
from initiatives.reports.chapters import Block, Chapter, Content, Line
from lib.tables import Cell, Column, Table
from lib.text import long_date
from succesfactoren.analysis.headline import headline
from succesfactoren.exports.outcome_sheets import NOTE, factor_table
from succesfactoren.models import Instrument, Round

TOO_FEW = "te weinig antwoorden"
PURPOSES = [Instrument.Purpose.FACTORS, Instrument.Purpose.COOPERATION]


def _strength(trajectory: Trajectory, reader: User) -> Content:
    rounds = [one for one in _closed(trajectory) if reader.has_perm("succesfactoren.view_result", one)]
    if not rounds:
        return Content("Er is nog geen ronde gesloten")
    newest = rounds[-1]
    lines = [Line(one.name, headline(one.outcome.figures), _closed_on(one)) for one in rounds]
    blocks = [Block("De rondes", [NOTE], lines)]
    for instrument, held in _by_instrument(rounds):
        if any(one.outcome.main_table["factors"] for one in held):
            blocks.append(Block(instrument, table=_side_by_side(instrument, held)))
    sheets = [_sheet(one) for one in rounds if one.outcome.main_table["factors"]]
    return Content(headline(newest.outcome.figures).rstrip("."), blocks=blocks, sheets=sheets)


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


def _side_by_side(name: str, rounds: Sequence[Round]) -> Table:
    """One row a factor, one column a round; words stand where too few people answered."""
    columns = [Column("onderdeel", "Onderdeel")]
    columns += [Column(f"ronde_{at}", one.name, "number", 1) for at, one in enumerate(rounds)]
    names: dict[str, str] = {}
    means: list[dict[str, Cell]] = []
    for one in rounds:
        factors = one.outcome.main_table["factors"]
        names |= {factor["code"]: factor["name"] for factor in factors}
        means.append({f["code"]: TOO_FEW if f["hidden"] or f["mean"] is None else f["mean"] for f in factors})
    rows = [[label, *(found.get(code, "niet gevraagd") for found in means)] for code, label in names.items()]
    return Table(f"{name}, gemiddelden van 1 tot en met 5", columns, rows, [NOTE])


def _sheet(round: Round) -> Table:
    """All that may be shown of the factors of one round."""
    table = factor_table(round.outcome.figures, round.outcome.main_table, {})
    return Table(f"{round.name}: onderdelen", table.columns, table.rows, [NOTE])


STRENGTH = Chapter("samenwerking", "Hoe sterk is de samenwerking", _strength)
