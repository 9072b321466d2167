"""What people do: initiatives, promises, budgets, what it changed and what was learned."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser

from communities.access.commitments import commitments_of
from communities.access.commitments import roll_up as promises_roll_up
from communities.analysis.promises import RollUp
from communities.models import AgendaItem, Trajectory, User
from initiatives.access.board import count_by_stage, in_order
from initiatives.access.board_cards import Card, cards_of, with_counts, with_rows
from initiatives.access.impact import Beginning, ThemeImpact, before_and_after, measured_in
from initiatives.access.initiatives import initiatives_of
from initiatives.access.lessons import lessons_of
from initiatives.access.market import n_fulfilled
from initiatives.analysis.elections import euros
from initiatives.analysis.result_shape import ProjectFigures, ResultFigures
from initiatives.analysis.result_words import money_words, title_of, turnout_words
from initiatives.analysis.roll_up import UNDER_WAY, StageRollUp, roll_up
from initiatives.charts.impact import BeforeAfterCard, before_after_card
from initiatives.exports.board import initiatives_table
from initiatives.exports.impact import compared_table, measured_table
from initiatives.exports.results import project_table
from initiatives.models import BudgetRound, Lesson
from initiatives.models.initiatives import Stage
from initiatives.reports.chapters import MOST_ROWS_WHOLE, Block, Chapter, Content, Count, Line
from lib.charts import Bar, BarChart
from lib.tables import Cell, Column, Table
from lib.text import join_words, long_date, number
from regioscan.analysis.before_after import Refusal
from regioscan.figures.before_after import FigureBeforeAfter

NOT_A_CAUSE = (
    "Naast vergelijkbare regio’s, voor en na het begin van het traject. Een verschil is geen bewijs van oorzaak."
)

AGENDA_FIGURES = "Cijfers van de veranderagenda, voor en na"
PROMISES = ("toezegging klaar", "toezeggingen klaar")
ENOUGH_FOR_BARS = 3
MOST_BARS = 24
"""So many fit on a page."""


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
                card.who or None,
                _reached(card),
                _signs(card.initiative),
            )
            for card in cards
        ]
        blocks += _by_stage([card.initiative.stage for card in cards])
    if promises.n_counted:
        blocks.append(_promised(promises))
    if cards:
        table = Table("Initiatieven naar fase", columns, rows)
        blocks.append(Block("Alle initiatieven", table=table, is_kept_whole=len(rows) <= MOST_ROWS_WHOLE))
    if not blocks:
        return Content("Er is nog geen initiatief")
    title = counts.sentence or f"Toezeggingen: {promises.sentence}"
    sheets = [initiatives_table(community.name, cards, for_members=False)]
    return Content(title, blocks=blocks, sheets=sheets, counts=_counts(counts, promises, n_fulfilled(community)))


def _counts(counts: StageRollUp, promises: RollUp, n_kept: int) -> list[Count]:
    found = [
        (counts.n_under_way, number(counts.n_under_way), "initiatief op gang", "initiatieven op gang"),
        (counts.n_done, number(counts.n_done), "initiatief klaar", "initiatieven klaar"),
        (promises.n_counted, f"{number(promises.n_done)} van {number(promises.n_counted)}", *PROMISES),
        (n_kept, number(n_kept), "vraag of aanbod waargemaakt", "keer vraag en aanbod waargemaakt"),
    ]
    return [Count(figure, one if n == 1 else several) for n, figure, one, several in found if n]


def _promised(promises: RollUp) -> Block:
    """How many promises were kept, and how many are late."""
    late = f" {number(promises.n_late)} daarvan zijn te laat." if promises.n_late > 1 else ""
    late = " Eén daarvan is te laat." if promises.n_late == 1 else late
    found = [
        ("Klaar", promises.n_done),
        ("Nog op tijd", promises.n_open - promises.n_late),
        ("Te laat", promises.n_late),
        ("Vervallen", promises.n_lapsed),
    ]
    chart = BarChart(
        title="Hoe het met de toezeggingen staat",
        alt=f"Toezeggingen: {join_words([f'{label.lower()} {number(n)}' for label, n in found])}.",
        bars=tuple(Bar(label, n, is_ours=label == "Klaar") for label, n in found),
        notes=("Wat vervallen is, telt niet mee in het geheel.",) if promises.n_lapsed else (),
    )
    charts = [chart] if promises.n_counted >= ENOUGH_FOR_BARS else []
    return Block("Toezeggingen", [f"{promises.sentence}.{late}"], charts=charts, is_kept_whole=True)


def _by_stage(stages: Collection[str]) -> list[Block]:
    """How many initiatives are in each stage; those that count as under way stand out. A few need no chart."""
    if len(stages) < ENOUGH_FOR_BARS:
        return []
    counts = Counter(stages)
    found = [(stage.label, counts[stage.value], stage.value in UNDER_WAY) for stage in Stage]
    said = join_words([f"{label.lower()} {number(n)}" for label, n, _ in found])
    chart = BarChart(
        title="Initiatieven per fase",
        alt=f"Aantal initiatieven per fase: {said}.",
        bars=tuple(Bar(label, n, is_ours=is_under_way) for label, n, is_under_way in found),
        notes=("Vet en in kleur: wat op gang is.",),
    )
    return [Block("Waar zij staan", charts=[chart], is_kept_whole=True)]


def _signs(initiative: Any) -> str:
    """What is the matter, without anybody's words; `with_rows` says what is late."""
    found = [
        (getattr(initiative, "is_late", False), "te laat"),
        (initiative.is_quiet, "stil"),
        (initiative.is_blocked, "loopt vast"),
        (initiative.wants_help, "vraagt hulp"),
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
        blocks.append(_divided(one))
        table = project_table(one.result.figures)
        sheets.append(Table(f"{one.name}: plannen", table.columns, table.rows, table.notes))
    amount = sum(one.result.figures["cost"] for one in budgets)
    times = "één budget" if len(budgets) == 1 else f"{number(len(budgets))} budgetten"
    counts = [Count(euros(amount), "verdeelden bewoners zelf")]
    return Content(f"Bewoners verdeelden {euros(amount)} in {times}", blocks=blocks, sheets=sheets, counts=counts)


def _divided(budget: BudgetRound) -> Block:
    """What came out, with a bar for each plan; out of the frozen figures, as the table beside it."""
    figures: ResultFigures = budget.result.figures
    words = [f"{title_of(figures)}.", money_words(figures), turnout_words(figures["turnout"])]
    words += [one for one in (budget.account, figures["hidden"]) if one]
    ranked = sorted(figures["projects"], key=_most_first)
    columns = [
        Column("plan", "Plan"),
        Column("kosten", "Kosten", "number", 2 if any(one["cost"] % 100 for one in ranked) else 0, "€"),
        Column("stemmen", "Stemmen", "number", 0),
        Column("gekozen", "Gaat door"),
        Column("waarom", "Waarom"),
    ]
    rows: list[list[Cell]] = [
        [one["title"], one["cost"] / 100, one["votes"], "ja" if one["is_won"] else "nee", one["why"]] for one in ranked
    ]
    has_votes = any(one["votes"] is not None for one in ranked)
    if not has_votes:
        columns, rows = [*columns[:2], *columns[3:]], [[*row[:2], *row[3:]] for row in rows]
    charts = [_votes(ranked)] if has_votes else []
    heading, table = f"{budget.name}, {budget.area}", Table("Alle plannen", columns, rows)
    return Block(heading, words, table=table, charts=charts, is_paper_only=True)


def _most_first(one: ProjectFigures) -> tuple[bool, int]:
    return not one["is_won"], -(one["votes"] or 0)


def _votes(ranked: Sequence[ProjectFigures]) -> BarChart:
    """The votes of each plan; what is done stands out."""
    shown = ranked[:MOST_BARS]
    notes = ["Vet en in kleur: wat doorgaat. Niet het aantal stemmen alleen beslist: ook wat een plan kost telt mee."]
    if len(ranked) > len(shown):
        notes.append(f"De eerste {number(len(shown))} plannen; in de tabel staan alle {number(len(ranked))}.")
    return BarChart(
        title="Stemmen per plan",
        alt=f"Stemmen op {number(len(shown))} plannen. De tabel geeft dezelfde getallen.",
        bars=tuple(Bar(one["title"], one["votes"], one["is_won"], "niet te zeggen") for one in shown),
        notes=tuple(notes),
    )


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
        blocks += _beside(list(figures.values()), beginning)
        sheets.append(compared_table("Voor en na het traject", list(figures.values())))
    if measured:
        table = measured_table(community.name, measured)
        lines = _measured_lines(measured)
        words = ["Mensen die bij meer initiatieven kunnen horen, tellen wij niet bij elkaar op."]
        blocks.append(Block("Wat initiatieven zelf maten", words, lines))
        sheets.append(table)
    if not blocks:
        return Content("Er is nog niets gemeten")
    return Content(_finding(figures.values()), blocks=blocks, sheets=sheets)


def _measured_lines(measured: Sequence[ThemeImpact]) -> list[Line]:
    """One line a measure, with all themes that its initiative works on."""
    themes: dict[tuple[str, str], list[str]] = {}
    for theme in measured:
        for part in (part for one in theme.additions for part in one.parts):
            if part.value is not None:
                said = f"{part.name}: {number(part.value)} {part.unit}"
                themes.setdefault((part.initiative, said), []).append(theme.name)
    return [Line(initiative, said, join_words(names)) for (initiative, said), names in themes.items()]


def _beside(figures: Sequence[FigureBeforeAfter], beginning: Beginning) -> list[Block]:
    """A chart of each figure that can be compared; of the others why not, where the same must be said of several at
    once."""
    cards = [before_after_card(one, beginning.article) for one in figures]
    drawn = [card for card in cards if card.chart is not None]
    refused: dict[str, list[str]] = {}
    for card in cards:
        if card.refusal:
            refused.setdefault(card.refusal, []).append(card.title)
    lines = [Line(join_words(names), why) for why, names in refused.items()]
    if not drawn:
        return [Block(AGENDA_FIGURES, [NOT_A_CAUSE], lines)]
    shared = [line for line in drawn[0].lines if len(drawn) > 1 and all(line in card.lines for card in drawn)]
    blocks = [Block(AGENDA_FIGURES, [NOT_A_CAUSE, *shared])]
    blocks += [_before_after(card, shared) for card in drawn]
    return [*blocks, Block("Nog niet te vergelijken", lines=lines)] if lines else blocks


def _before_after(card: BeforeAfterCard, said: Collection[str]) -> Block:
    """One figure with its course; what is said of all of them is not said again."""
    words = [card.title, *(line for line in card.lines if line not in said)]
    charts = [card.chart] if card.chart else []
    return Block(card.figure.indicator.name, words, charts=charts, is_kept_whole=True)


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
    lines = [Line(one.initiative.title, _told(one), one.initiative.get_stage_display()) for one in lessons]
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
    counts = [Count(number(len(lessons)), "les opgeschreven" if len(lessons) == 1 else "lessen opgeschreven")]
    blocks = [Block("Wat zij anderen aanraden", lines=lines)]
    return Content(title, blocks=blocks, sheets=[Table("Lessen", columns, rows)], counts=counts)


def _told(lesson: Lesson) -> str:
    """The advice, and below it what worked and what did not."""
    said = [("Wat werkte: ", lesson.what_worked), ("Wat niet werkte: ", lesson.what_not)]
    return "\n".join([lesson.advice, *(f"{before}{text}" for before, text in said if text)])


DOING = Chapter("doen", "Initiatieven en toezeggingen", _doing)
MONEY = Chapter("budgetten", "Budgetten", _money)
CHANGED = Chapter("veranderd", "Wat er veranderde", _changed)
LESSONS = Chapter("lessen", "Lessen", _lessons)
