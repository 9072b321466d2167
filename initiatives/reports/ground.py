"""What a trajectory stands on: the region, what people want of it, and who takes part."""

from collections import Counter

from communities.access.agenda import figures_of
from communities.access.people import frontrunner_cover, organisations_in, people_of
from communities.access.scan import standing_readings
from communities.access.trajectories import settled_ambition_of
from communities.analysis.gaps import funnel
from communities.charts.agenda import target_cards
from communities.models import AgendaItem, AgendaTarget, AmbitionConsent, Stakeholder, Trajectory, User
from initiatives.reports.chapters import Block, Chapter, Content, Line
from lib.tables import Cell, Column, Table
from lib.text import join_words, long_date, number
from regioscan.exports import figures_table, themes_table
from regioscan.figures import region_scan
from regioscan.figures.receipts import opening_of
from regioscan.figures.scan import Scan

OF_THEMES = ("thema", "score", "verandering", "woorden")
NO_CREDIT = "Een cijfer over alle inwoners is nooit alleen het werk van dit traject."


# ── The region ────────────────────────────────────────────────────────────────────────────────────────────────────
def _region(trajectory: Trajectory, _: User) -> Content:
    community = trajectory.community
    scan = region_scan(community.region)
    found = ["".join(piece.text for piece in one.pieces) for one in opening_of(scan)]
    if not scan.n_known:
        return Content(f"Van {community.region.name} zijn nog geen cijfers geladen")
    whole = f"Cijfers tot en met {scan.newest}." if scan.newest else ""
    against = f" Vergeleken met {scan.comparison.description}." if scan.comparison else ""
    readings = [
        Line(one.theme.name if one.theme else "De hele regio", one.text) for one in standing_readings(community).all
    ]
    themes = themes_table(scan)
    blocks = [Block("Wat de cijfers zeggen", words=found[1:])] if found[1:] else []
    if any(theme.place.place is not None for theme in scan.themes):
        blocks.append(Block("Per thema", [f"{whole}{against}"], table=_only(themes, OF_THEMES)))
    if readings:
        blocks.append(Block("Wat de adviseur erin leest", lines=readings))
    blocks.append(Block("Alle cijfers", [f"{whole}{against}"], table=_figures(scan)))
    title = found[0].rstrip(".") if found else f"Zo staat {community.region.name} ervoor"
    return Content(title, blocks=blocks, sheets=[figures_table(scan)])


def _figures(scan: Scan) -> Table:
    """Every figure with a value: what it is now, and where that stands. The workbook says where each comes from."""
    columns = [Column("cijfer", "Cijfer"), Column("jaar", "Jaar", "year"), Column("waarde", "Waarde")]
    known = [one for theme in scan.themes for one in theme.figures if one.value is not None]
    rows: list[list[Cell]] = [[one.name, one.period, f"{one.value_text} {one.indicator.unit}"] for one in known]
    if any(one.verdict for one in known):
        columns.append(Column("oordeel", "In woorden"))
        rows = [[*row, one.verdict] for row, one in zip(rows, known, strict=True)]
    return Table(f"Cijfers van {scan.region.title}", columns, rows)


def _only(table: Table, keys: tuple[str, ...]) -> Table:
    """The columns that fit on paper; the workbook has the whole table."""
    at = [place for place, column in enumerate(table.columns) if column.key in keys]
    columns = [table.columns[place] for place in at]
    return Table(table.title, columns, [[row[place] for place in at] for row in table.rows], table.notes)


# ── Ambition and agenda ───────────────────────────────────────────────────────────────────────────────────────────
def _ambition(trajectory: Trajectory, _: User) -> Content:
    community = trajectory.community
    ambition = settled_ambition_of(community)
    items = list(community.agenda_items.filter(state=AgendaItem.State.ADOPTED).select_related("theme"))
    lead, blocks = [], []
    if ambition is not None:
        lead.append(f"«{ambition.text}»")
        answers = Counter(ambition.consents.values_list("answer", flat=True))
        agreed = answers[AmbitionConsent.Answer.YES] + answers[AmbitionConsent.Answer.YES_BUT]
        settled = f" op {long_date(ambition.settled_at)}" if ambition.settled_at else ""
        words = f"Versie {ambition.version}, vastgesteld{settled}. {number(agreed)} partners stemden ermee in"
        but = answers[AmbitionConsent.Answer.YES_BUT]
        blocks.append(Block("Instemming", [f"{words}{f', {number(but)} met een kanttekening' if but else ''}."]))
    if items:
        lines = [Line(one.title, _looked_at(one), one.theme.name) for one in items]
        blocks.append(Block("Veranderagenda", lines=lines))
        blocks.append(Block("Waaraan wij het zien", [NO_CREDIT], table=_targets(trajectory)))
    if not blocks:
        return Content("De ambitie en de agenda zijn nog niet vastgesteld")
    agenda = f"{number(len(items))} veranderingen op de agenda" if len(items) != 1 else "Eén verandering op de agenda"
    return Content(agenda if items else "De ambitie staat, de agenda nog niet", lead, blocks)


def _looked_at(item: AgendaItem) -> str:
    """The goal, and through which lens nobody looked yet."""
    empty = item.empty_lenses
    missing = f" Nog niet bekeken door de lens {join_words(empty)}." if empty else ""
    return f"{item.goal}{missing}".strip()


def _targets(trajectory: Trajectory) -> Table:
    region = trajectory.community.region
    targets = AgendaTarget.objects.filter(
        item__community=trajectory.community, item__state=AgendaItem.State.ADOPTED
    ).select_related("indicator__theme", "indicator__weight", "item")
    found = figures_of(region, targets.order_by("item__position", "item", "indicator__position"))
    columns = [
        Column("cijfer", "Cijfer"),
        Column("nu", "Nu"),
        Column("sinds", "Sinds het begin"),
        Column("doel", "Naar het doel"),
    ]
    rows = [
        (card.title, f"{card.value} {card.unit}".strip() or card.reason, card.verdict, " ".join(card.lines))
        for card in target_cards(found)
    ]
    return Table("Doelen van de veranderagenda", columns, rows)


# ── People ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _people(trajectory: Trajectory, _: User) -> Content:
    """Counts and organisations: names of people do not stand in a file that is kept when they leave."""
    community = trajectory.community
    n_people, n_organisations = people_of(community).count(), organisations_in(community).count()
    cover = frontrunner_cover(community)
    blocks = []
    if cover.covered:
        lines = [
            Line(one.label.capitalize(), "1 koploper" if one.n == 1 else f"{one.n} koplopers") for one in cover.covered
        ]
        missing = join_words([one.label for one in cover.missing])
        words = [f"Nog geen koploper uit: {missing}."] if missing else ["Uit elke sector loopt iemand voorop."]
        blocks.append(Block("Koplopers", words, lines))
    steps = funnel(Stakeholder.objects.filter(trajectory=trajectory).values_list("engagement", flat=True))
    if trajectory.shares_stakeholders and any(step.n_here for step in steps):
        labels = dict(Stakeholder.Engagement.choices)
        columns = [
            Column("betrokkenheid", "Betrokkenheid"),
            Column("hier", "Staat hier", "number", 0),
            Column("minstens", "Kwam minstens zover", "number", 0),
        ]
        rows = [(str(labels[step.engagement]), step.n_here, step.n_at_least) for step in steps]
        blocks.append(Block("Coalitie", table=Table("Belanghebbenden naar betrokkenheid", columns, rows)))
    people = "1 mens" if n_people == 1 else f"{number(n_people)} mensen"
    groups = "1 organisatie" if n_organisations == 1 else f"{number(n_organisations)} organisaties"
    return Content(f"{people} en {groups} doen mee", blocks=blocks)


REGION = Chapter("regio", "De regio", _region)
AMBITION = Chapter("ambitie", "Ambitie en agenda", _ambition)
PEOPLE = Chapter("mensen", "Mensen en coalitie", _people)
