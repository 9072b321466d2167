"""What a trajectory stands on: the region, what people want of it, and who takes part."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from communities.access.agenda import TargetFigure, figures_of
from communities.access.people import frontrunner_cover, organisations_in, people_of
from communities.access.scan import standing_readings
from communities.access.trajectories import settled_ambition_of
from communities.analysis.gaps import funnel
from communities.charts.agenda import target_cards, target_strip
from communities.models import AgendaItem, AgendaTarget, AmbitionConsent, Stakeholder, Trajectory, User
from initiatives.access.partners import n_who_want
from initiatives.reports.chapters import MOST_ROWS_WHOLE, Block, Chapter, Content, Count, Line, Marks
from lib.charts import Bar, BarChart, LineChart, Strip
from lib.tables import Cell, Column, Table
from lib.text import join_words, long_date, number
from regioscan.analysis.wording import lower_first
from regioscan.charts.specs import spark, strip, strip_of_parts, theme_bar, trend
from regioscan.exports import figures_table, themes_table
from regioscan.figures import Figure, region_scan
from regioscan.figures.own_parts import OwnParts, own_parts
from regioscan.figures.receipts import opening_of
from regioscan.figures.scan import Scan

OF_THEMES = ("thema", "score", "verandering", "woorden")
THEME_BARS = (
    "De score is het gemiddelde van de cijfers, van 0 tot 100. 50 is de middelste regio, 100 de gunstigste. "
    "De dunne lijn loopt van het minst naar het meest gunstige cijfer."
)
MOST_TRENDS = 4
MOST_TARGETS_WHOLE = 10
"""As many goals stand on one page, whatever is above them."""
MOMENTS = [("begin", "Begin"), ("nu", "Nu"), ("doel", "Doel")]
NO_CREDIT = "Een cijfer over alle inwoners is nooit alleen het werk van dit traject."

TARGET_STRIPS = "Op elke lijn is de korte streep het begin, de lange streep het doel, en de stip waar het nu staat."


# ── The region ────────────────────────────────────────────────────────────────────────────────────────────────────
def _region(trajectory: Trajectory, _: User) -> Content:
    community = trajectory.community
    scan = region_scan(community.region)
    found = ["".join(piece.text for piece in one.pieces) for one in opening_of(scan)]
    if not scan.n_known:
        return Content(f"Van {community.region.name} zijn nog geen cijfers geladen")
    whole = f"Cijfers tot en met {scan.newest}." if scan.newest else ""
    against = f" Vergeleken met {scan.comparison.description}." if scan.comparison and scan.has_others else ""
    readings = [
        Line(one.theme.name if one.theme else "De hele regio", one.text) for one in standing_readings(community).all
    ]
    blocks = [Block("Wat de cijfers zeggen", words=found[1:])] if found[1:] else []
    if trends := _standing_out(scan):
        blocks.append(Block("Wat het meest opvalt, door de jaren", charts=trends))
    if readings:
        blocks.append(Block("Wat de adviseur erin leest", lines=readings))
    has_places = any(theme.place.place is not None for theme in scan.themes)
    if has_places:
        themes = _only(themes_table(scan), OF_THEMES)
        bars = Marks("Minder gunstig naar gunstiger", [theme_bar(one) for one in scan.themes])
        blocks.append(
            Block(
                "Per thema",
                [f"{whole}{against}", THEME_BARS],
                table=themes,
                marks=[bars],
                is_kept_whole=True,
                is_paper_only=True,
            )
        )
    blocks += _figures(scan, "" if has_places else f"{whole}{against}")
    sheets = [themes_table(scan), figures_table(scan)]
    title = found[0].rstrip(".") if found else f"Zo staat {community.region.name} ervoor"
    return Content(title, blocks=blocks, sheets=sheets)


def _standing_out(scan: Scan) -> list[LineChart]:
    """The course of the figures that stand out most, two a row."""
    chosen = scan.highlights
    ranked = zip_longest(chosen.strong, chosen.care, chosen.changed)
    codes = dict.fromkeys(one.code for rank in ranked for one in rank if one)
    drawn = [chart for code in codes if (chart := trend(scan.figures[code], scan))]
    return drawn[: min(MOST_TRENDS, len(drawn) // 2 * 2)] or drawn


def _figures(scan: Scan, said: str) -> list[Block]:
    """Every figure with a value, by theme: what it is now, and where that stands. The workbook says where each comes
    from."""
    parts = None if scan.has_others else own_parts(scan)
    blocks = []
    for theme in scan.themes:
        known = [one for one in theme.figures if one.value is not None]
        if known and theme.theme:
            blocks.append(_figures_of(theme.theme.name, known, parts))
    if not blocks:
        return []
    place = f" Een streep is een van onze {parts.plural}, de stip is het geheel." if parts and parts.values else ""
    words = f"{said}{place}".strip()
    return [replace(blocks[0], words=[words] if words else ()), *blocks[1:]]


def _figures_of(theme: str, known: Sequence[Figure], parts: OwnParts | None) -> Block:
    columns = [Column("cijfer", "Cijfer"), Column("waarde", "Waarde"), Column("jaar", "Jaar", "year")]
    rows: list[list[Cell]] = [[one.name, f"{one.value_text} {one.indicator.unit}", one.period] for one in known]
    if any(one.verdict for one in known):
        columns.append(Column("oordeel", "In woorden"))
        rows = [[*row, one.verdict] for row, one in zip(rows, known, strict=True)]
    heading = f"Onder onze {parts.plural}" if parts else "Plaats onder de andere"
    drawn = [Marks("Verloop", [spark(one) for one in known]), Marks(heading, [_place(one, parts) for one in known])]
    marks = [one for one in drawn if any(one.drawn)]
    whole = len(rows) <= MOST_ROWS_WHOLE
    table = Table(f"Alle cijfers van het thema {lower_first(theme)}", columns, rows)
    return Block(theme, table=table, marks=marks, is_kept_whole=whole, is_paper_only=True)


def _place(figure: Figure, parts: OwnParts | None) -> Strip | None:
    """Its place among other regions; of a region that has none to stand among, among its own parts. What lies outside
    those is their sum, and has no place among them."""
    if parts is None:
        return strip(figure)
    values = parts.values.get(figure.code)
    if not values or figure.value is None or not min(values) <= figure.value <= max(values):
        return None
    return strip_of_parts(figure, values, parts.plural)


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
    lead, blocks, sheets = [], [], []
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
        found = _target_figures(trajectory)
        if found:
            blocks.append(_targets(found))
            sheets.append(_target_sheet(found))
    if not blocks:
        return Content("De ambitie en de agenda zijn nog niet vastgesteld")
    agenda = f"{number(len(items))} veranderingen op de agenda" if len(items) != 1 else "Eén verandering op de agenda"
    counts = [
        Count(number(len(items)), "verandering op de agenda" if len(items) == 1 else "veranderingen op de agenda")
    ]
    title = agenda if items else "De ambitie staat, de agenda nog niet"
    return Content(title, lead, blocks, sheets, counts if items else ())


def _looked_at(item: AgendaItem) -> str:
    """The goal, and through which lens nobody looked yet."""
    empty = item.empty_lenses
    missing = f" Nog niet bekeken door de lens {join_words(empty)}." if empty else ""
    return f"{item.goal}{missing}".strip()


def _target_figures(trajectory: Trajectory) -> list[TargetFigure]:
    targets = AgendaTarget.objects.filter(
        item__community=trajectory.community, item__state=AgendaItem.State.ADOPTED
    ).select_related("indicator__theme", "indicator__weight", "item")
    ordered = targets.order_by("item__position", "item", "indicator__position")
    return figures_of(trajectory.community.region, ordered)


def _targets(found: Sequence[TargetFigure]) -> Block:
    columns = [
        Column("cijfer", "Cijfer"),
        Column("nu", "Nu"),
        Column("sinds", "Sinds het begin"),
        Column("doel", "Naar het doel"),
    ]
    rows = [
        (card.title, f"{card.value} {card.unit}".strip() or card.reason, card.verdict, " ".join(card.lines))
        for card in target_cards(list(found))
    ]
    strips = Marks("Van begin naar doel", [target_strip(one) for one in found])
    has_strips = any(strips.drawn)
    return Block(
        "Waaraan wij het zien",
        [NO_CREDIT, TARGET_STRIPS] if has_strips else [NO_CREDIT],
        table=Table("Doelen van de veranderagenda", columns, rows),
        marks=[strips] if has_strips else (),
        is_kept_whole=len(rows) <= MOST_TARGETS_WHOLE,
        is_paper_only=True,
    )


def _target_sheet(found: Sequence[TargetFigure]) -> Table:
    """The same as values, with their years."""
    columns = [
        Column("verandering", "Verandering"),
        Column("cijfer", "Cijfer"),
        Column("eenheid", "Eenheid"),
        *(column for key, label in MOMENTS for column in _moment_columns(key, label)),
    ]
    rows: list[list[Cell]] = []
    for one in found:
        moments = (one.course.baseline, one.course.now, one.course.target)
        values = [cell for moment in moments for cell in ((moment.value, moment.year) if moment else (None, None))]
        rows.append([one.target.item.title, one.target.indicator.name, one.target.indicator.unit, *values])
    return Table("Doelen van de veranderagenda", columns, rows)


def _moment_columns(key: str, label: str) -> list[Column]:
    return [Column(key, label, "number"), Column(f"jaar_{key}", f"Jaar: {label.lower()}", "year")]


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
        rows = [(str(labels[step.engagement]).capitalize(), step.n_here, step.n_at_least) for step in steps]
        table = Table("Belanghebbenden naar betrokkenheid", columns, rows)
        blocks.append(Block("Coalitie", table=table, charts=[_funnel(rows)], is_kept_whole=True))
    people = "1 mens" if n_people == 1 else f"{number(n_people)} mensen"
    groups = "1 organisatie" if n_organisations == 1 else f"{number(n_organisations)} organisaties"
    counts = [
        Count(number(n_people), "mens doet mee" if n_people == 1 else "mensen doen mee"),
        Count(number(n_organisations), "organisatie" if n_organisations == 1 else "organisaties"),
    ]
    n_willing = n_who_want(community)
    if n_willing:
        counts.append(Count(number(n_willing), "mens zei «ik wil»" if n_willing == 1 else "mensen zeiden «ik wil»"))
    return Content(f"{people} en {groups} doen mee", blocks=blocks, counts=counts)


def _funnel(rows: Sequence[tuple[str, int, int]]) -> BarChart:
    """How many came at least so far."""
    counted = join_words([f"{label.lower()} {number(n)}" for label, _, n in rows])
    return BarChart(
        title="Hoeveel belanghebbenden minstens zover kwamen",
        alt=f"Belanghebbenden die minstens zover kwamen: {counted}.",
        bars=tuple(Bar(label, n, is_ours=True) for label, _, n in rows),
    )


REGION = Chapter("regio", "De regio", _region)
AMBITION = Chapter("ambitie", "Ambitie en agenda", _ambition)
PEOPLE = Chapter("mensen", "Mensen en coalitie", _people)
