"""What people do: initiatives, promises, budgets, what it changed and what was learned."""

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser

from communities.access.commitments import commitments_of
from communities.access.commitments import roll_up as promises_roll_up
from communities.models import AgendaItem, Trajectory, User
from initiatives.access.board import count_by_stage, in_order
from initiatives.access.board_cards import Card, cards_of, with_counts, with_rows
from initiatives.access.impact import Beginning, before_and_after, measured_in
from initiatives.access.initiatives import initiatives_of
from initiatives.access.lessons import lessons_of
from initiatives.analysis.elections import euros
from initiatives.analysis.result_words import money_words, title_of, turnout_words
from initiatives.analysis.roll_up import roll_up
from initiatives.charts.impact import short_line
from initiatives.exports.board import initiatives_table
from initiatives.exports.impact import compared_table, measured_table
from initiatives.exports.results import project_table
from initiatives.models import BudgetRound
from initiatives.reports.chapters import Block, Chapter, Content, Line
from lib.tables import Column, Table
from lib.text import join_words, long_date, number
from regioscan.analysis.before_after import Refusal
from regioscan.figures.before_after import FigureBeforeAfter

NOT_A_CAUSE = (
    "Naast vergelijkbare regio’s, voor en na het begin van het traject. Een verschil is geen bewijs van oorzaak."
)


# ── Initiatives and promises ──────────────────────────────────────────────────────────────────────────────────────
def _doing(trajectory: Trajectory, _: User) -> Content:
    community = trajectory.community
    placed = initiatives_of(community).placed()
    counts = roll_up(count_by_stage(placed))
    # As a visitor reads them: names of people do not stand in a file that is kept when they leave.
    cards = cards_of(AnonymousUser(), community, with_counts(with_rows(in_order(placed, "fase"))))
    promises = promises_roll_up(commitments_of(community))
    blocks = []
    if cards:
        columns = [
            Column("initiatief", "Initiatief"),
            Column("fase", "Fase"),
            Column("trekker", "Trekker"),
            Column("mijlpalen", "Mijlpalen"),
            Column("stand", "Wat is er aan de hand"),
        ]
        rows = [
            (
                card.initiative.title,
                card.stage_label,
                card.who,
                _reached(card),
                _signs(card.initiative),
            )
            for card in cards
        ]
        blocks.append(Block("Alle initiatieven", table=Table("Initiatieven naar fase", columns, rows)))
    if promises.n_counted:
        late = f" {number(promises.n_late)} daarvan zijn te laat." if promises.n_late > 1 else ""
        late = " Eén daarvan is te laat." if promises.n_late == 1 else late
        blocks.append(Block("Toezeggingen", [f"{promises.sentence}.{late}"]))
    if not blocks:
        return Content("Er is nog geen initiatief")
    title = counts.sentence or f"Toezeggingen: {promises.sentence}"
    return Content(title, blocks=blocks, sheets=[initiatives_table(community.name, cards, for_members=False)])


def _signs(initiative: Any) -> str:
    """What is the matter, without anybody's words; `with_rows` says what is late."""
    found = [
        (getattr(initiative, "is_late", False), "te laat"),
        (initiative.is_quiet, "stil"),
        (initiative.blocked_because and initiative.is_under_way, "loopt vast"),
        (initiative.asks_help and initiative.is_under_way, "vraagt hulp"),
    ]
    return ", ".join(words for holds, words in found if holds)


def _reached(card: Card) -> str:
    one: Any = card.initiative  # with_counts adds the two
    return f"{number(one.n_milestones_done)} van {number(one.n_milestones)}" if one.n_milestones else "–"


# ── Budgets ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _money(trajectory: Trajectory, _: User) -> Content:
    budgets = list(BudgetRound.objects.filter(community=trajectory.community).published().select_related("result"))
    if not budgets:
        return Content("Er is nog geen budget verdeeld")
    blocks, sheets = [], []
    for one in budgets:
        figures = one.result.figures
        titles = {project["code"]: project for project in figures["projects"]}
        won = [Line(titles[code]["title"], euros(titles[code]["cost"])) for code in figures["winners"]]
        words = [f"{title_of(figures)}.", money_words(figures), turnout_words(figures["turnout"])]
        words += [one.account] if one.account else []
        blocks.append(Block(f"{one.name}, {one.area}", words, won))
        table = project_table(figures)
        sheets.append(Table(f"{one.name}: projecten", table.columns, table.rows, table.notes))
    amount = sum(one.result.figures["cost"] for one in budgets)
    times = "één budget" if len(budgets) == 1 else f"{number(len(budgets))} budgetten"
    return Content(f"Bewoners verdeelden {euros(amount)} in {times}", blocks=blocks, sheets=sheets)


# ── What changed ──────────────────────────────────────────────────────────────────────────────────────────────────
def _changed(trajectory: Trajectory, reader: User) -> Content:
    community = trajectory.community
    beginning = Beginning("traject", trajectory.name, trajectory.started_on, "het traject")
    items = AgendaItem.objects.filter(community=community, state=AgendaItem.State.ADOPTED)
    items = items.select_related("community__region", "theme")
    figures = {one.indicator.code: one for item in items for one in before_and_after(item, beginning)}
    measured = measured_in(reader, community)
    blocks, sheets = [], []
    if figures:
        blocks.append(
            Block("Cijfers van de veranderagenda, voor en na", [NOT_A_CAUSE], _side_by_side(figures, beginning))
        )
        sheets.append(compared_table("Voor en na het traject", list(figures.values())))
    if measured:
        table = measured_table(community.name, measured)
        lines = [
            Line(part.initiative, f"{part.name}: {number(part.value)} {part.unit}", theme.name)
            for theme in measured
            for one in theme.additions
            for part in one.parts
            if part.value is not None
        ]
        words = ["Mensen die bij meer initiatieven kunnen horen, tellen wij niet bij elkaar op."]
        blocks.append(Block("Wat initiatieven zelf maten", words, lines))
        sheets.append(table)
    if not blocks:
        return Content("Er is nog niets gemeten")
    return Content(_finding(figures.values()), blocks=blocks, sheets=sheets)


def _side_by_side(figures: Mapping[str, FigureBeforeAfter], beginning: Beginning) -> list[Line]:
    """One line a figure; those of which the same must be said stand together."""
    names: dict[str, list[str]] = {}
    for one in figures.values():
        names.setdefault(short_line(one, beginning.article), []).append(one.indicator.name)
    return [Line(join_words(found), words) for words, found in names.items()]


def _finding(figures: Collection[FigureBeforeAfter]) -> str:
    """What can be said of the figures beside those of similar regions; also when that is nothing."""
    if not figures:
        return "Dit maten initiatieven zelf"
    compared = [one.found.found for one in figures if not isinstance(one.found, Refusal)]
    if not compared:
        return "Of de cijfers anders liepen dan elders, is nog niet te zeggen"
    clear = sum(one.is_clear for one in compared)
    whole = "het ene cijfer" if len(compared) == 1 else f"de {number(len(compared))} cijfers"
    if not clear:
        return f"Van {whole} is niet te zeggen dat het anders liep dan in vergelijkbare regio’s"
    verb = "liep" if clear == 1 else "liepen"
    return f"{number(clear)} van {whole} {verb} anders dan in vergelijkbare regio’s"


# ── Lessons ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _lessons(trajectory: Trajectory, reader: User) -> Content:
    lessons = list(lessons_of(reader, trajectory.community))
    if not lessons:
        return Content("Er is nog geen les opgeschreven")
    lines = [Line(one.initiative.title, one.advice, one.initiative.get_stage_display()) for one in lessons]
    columns = [
        Column("initiatief", "Initiatief"),
        Column("fase", "Fase"),
        Column("werkte", "Wat werkte"),
        Column("werkte_niet", "Wat werkte niet"),
        Column("raad", "Raad aan anderen"),
        Column("op", "Geschreven op"),
    ]
    rows = [
        (
            one.initiative.title,
            one.initiative.get_stage_display(),
            one.what_worked,
            one.what_not,
            one.advice,
            long_date(one.written_at),
        )
        for one in lessons
    ]
    title = (
        "Eén les voor wie na ons komt" if len(lessons) == 1 else f"{number(len(lessons))} lessen voor wie na ons komt"
    )
    return Content(title, blocks=[Block("Raad aan anderen", lines=lines)], sheets=[Table("Lessen", columns, rows)])


DOING = Chapter("doen", "Initiatieven en toezeggingen", _doing)
MONEY = Chapter("budgetten", "Budgetten", _money)
CHANGED = Chapter("veranderd", "Wat er veranderde", _changed)
LESSONS = Chapter("lessen", "Lessen", _lessons)
