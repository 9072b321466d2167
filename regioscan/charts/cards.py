"""What the components of a page get: figures, themes and findings as plain texts, drawings and addresses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.safestring import SafeString, mark_safe

from lib.charts import Chart, LineChart, to_key, to_notes, to_svg
from lib.text import long_date, number
from regioscan.analysis.findings import Finding
from regioscan.analysis.wording import counted, theme_words
from regioscan.charts import specs
from regioscan.figures import Figure, Scan, ThemeScan
from regioscan.frames import Provenance


@dataclass(frozen=True)
class FigureCard:
    """One figure for components/figure.html."""

    code: str
    title: str
    title_url: str
    value: str
    unit: str
    year: str
    reason: str
    verdict: str
    lines: tuple[str, ...]
    strip: SafeString | str
    spark: SafeString | str
    since: str
    fallback: str = ""
    about_url: str = ""
    about: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class TrendCard:
    """One figure of a theme page."""

    figure: Figure
    card: FigureCard
    chart: LineChart | None
    csv_url: str
    explore_url: str


@dataclass(frozen=True)
class ThemeCard:
    """One theme for components/theme_bar.html."""

    name: str
    url: str
    lens: str
    verdict: str
    svg: SafeString | str
    note: str
    score: str
    change: str
    since: str
    known: str


@dataclass(frozen=True)
class FindingPiece:
    """A part of a sentence, with an address where it names a figure."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Sample:
    """What one colour of a map means."""

    sample: SafeString
    label: str


@dataclass(frozen=True)
class Drawing:
    """A chart whose numbers stand in a list beside it: the drawing, its key and its notes."""

    svg: SafeString
    key: tuple[Sample, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Three figures under one name: sterk, aandacht or verandert."""

    name: str
    icon: str
    tone: str
    cards: Sequence[FigureCard]
    empty: str


class ScanCards:
    """The cards of one regioscan. A figure is drawn once, however often a page shows it."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.query = scan_query(scan)
        self._drawn: dict[str, FigureCard] = {}
        self._figures = scan.figures

    def theme_url(self, code: str) -> str:
        """The page of a theme, for the same year and the same comparison."""
        return f"{self._address}{code}/{self.query}"

    def figure_url(self, code: str) -> str:
        """Where a figure stands on the page of its theme; "" for no figure."""
        theme = self._figures[code].indicator.theme if code else None
        return f"{self.theme_url(theme.code)}#{code}" if theme else ""

    def figure(self, code: str, *, about: bool = False) -> FigureCard:
        """A figure with everything that must be said of it; with `about` also its definition and source."""
        if code not in self._drawn:
            self._drawn[code] = self._figure(self._figures[code])
        card = self._drawn[code]
        if not about:
            return card
        figure = self._figures[code]
        return replace(card, about=about_figure(figure), about_url=figure.indicator.get_absolute_url())

    @cached_property
    def themes(self) -> dict[str, ThemeCard]:
        """By code: every theme with its mean place, or the reason why there is none."""
        return {found.theme.code: self._theme(found) for found in self.scan.themes}

    def _theme(self, found: ThemeScan) -> ThemeCard:
        place = found.place.place
        moved = found.place_change if place is not None else None
        return ThemeCard(
            name=found.theme.name,
            url=self.theme_url(found.theme.code),
            lens=found.theme.lens,
            verdict=theme_words(place),
            svg=_svg(specs.theme_bar(found)),
            note=found.no_place_reason if self.scan.has_others else "",
            score=number(place),
            change=number(moved, signed=True) if moved is not None else "",
            since="een jaar eerder",
            known=f"{found.n_known} van {len(found.figures)}",
        )

    def all_figures(self) -> list[tuple[ThemeCard, list[FigureCard]]]:
        """Every figure, per theme."""
        return [
            (self.themes[theme.theme.code], [self.figure(one.code) for one in theme.figures])
            for theme in self.scan.themes
        ]

    def trend(self, figure: Figure) -> TrendCard:
        """A figure with its course through the years, and where that can be fetched and explored."""
        theme = figure.indicator.theme
        address = f"{self._address}{theme.code if theme else ''}/"
        return TrendCard(
            figure=figure,
            card=self.figure(figure.code),
            chart=specs.trend(figure, self.scan),
            csv_url=f"{address}verloop.csv{scan_query(self.scan, cijfer=figure.code)}",
            explore_url=f"{address}{figure.code}/verken.json{self.query}",
        )

    def groups(self) -> list[Group]:
        """Sterk, aandacht and verandert, with three figures each or a sentence that says why there are none."""
        chosen = self.scan.highlights
        declared = [
            ("Sterk", "op", "strong", chosen.strong, "Geen cijfer staat duidelijk gunstiger dan elders."),
            ("Aandacht", "let-op", "care", chosen.care, "Geen cijfer staat duidelijk minder gunstig dan elders."),
            ("Verandert", "wissel", "", chosen.changed, "Geen van de overige cijfers veranderde duidelijk."),
        ]
        return [
            Group(name, icon, tone, [self.figure(fact.code, about=True) for fact in facts], "" if facts else empty)
            for name, icon, tone, facts, empty in declared
        ]

    def finding(self, found: Finding) -> list[FindingPiece]:
        """The pieces of a sentence with, for a named figure, the address where it stands."""
        return [FindingPiece(piece.text, self.figure_url(piece.figure)) for piece in found.pieces]

    @cached_property
    def _address(self) -> str:
        return self.scan.region.get_absolute_url()

    def _figure(self, figure: Figure) -> FigureCard:
        course = specs.spark(figure)
        since = next((year for year, value in course.points if value is not None), None) if course else None
        return FigureCard(
            code=figure.code,
            title=figure.name,
            title_url=self.figure_url(figure.code),
            value=figure.value_text,
            unit=figure.short_unit,
            year=_below(figure),
            reason=figure.reason,
            verdict=figure.verdict if self.scan.has_others else "",
            lines=figure_lines(figure),
            strip=_svg(specs.strip(figure)),
            spark=_svg(course),
            since=f"sinds {since}" if course else "",
            fallback=f"{figure.fallback.text}." if figure.fallback else "",
        )


def figure_lines(figure: Figure) -> tuple[str, ...]:
    """What is said under the verdict: the regions around ours with the change, and years without a value."""
    around = ", ".join(figure.benchmark_texts)
    around = f"{around[:1].upper()}{around[1:]}." if around else ""
    beside = " ".join(line for line in (around, figure.change_text) if line)
    certain = figure.certainty.line if figure.certainty else ""
    return tuple(line for line in (beside, figure.group_text, certain, figure.newer_text) if line)


def about_figure(figure: Figure) -> tuple[tuple[str, str], ...]:
    """Definition, denominator, source, licence and freshness, as terms with their words."""
    indicator, origin = figure.indicator, figure.provenance
    terms = [
        ("Wat", indicator.definition),
        ("Per", indicator.denominator),
        ("Richting", indicator.get_direction_display()),
        *(_origin(origin) if origin else [("Gewone bron", indicator.source_name)]),
    ]
    return tuple((term, words) for term, words in terms if words)


def _origin(origin: Provenance) -> list[tuple[str, str]]:
    """Of the delivery the value was really read in, whatever source its indicator usually has."""
    return [
        ("Bron", origin.source_name),
        ("Licentie", origin.licence),
        ("Opgehaald", f"{long_date(origin.retrieved_at)}, levering {origin.snapshot}"),
    ]


def scan_query(scan: Scan, **changes: str | int | None) -> str:
    """The part of the address behind the path that keeps the state of a scan; "" where nothing differs from usual."""
    from_scan = {"met": scan.comparison.code if scan.comparison else None, "jaar": scan.period}
    state = {**from_scan, **changes}
    if state["met"] == scan.usual_comparison:
        state["met"] = None
    words = [f"{name}={value}" for name, value in state.items() if value]
    return f"?{'&'.join(words)}" if words else ""


def known_text(scan: Scan) -> str:
    """«38 van 44 cijfers bekend»."""
    return f"{scan.n_known} van {counted(len(scan.figures), 'cijfer', 'cijfers')} bekend"


def drawing(chart: Chart | None) -> Drawing | None:
    """The drawing of a chart that stands beside its own list."""
    if chart is None:
        return None
    key = tuple(Sample(mark_safe(entry.sample), entry.label) for entry in to_key(chart))  # noqa: S308  # our own svg
    return Drawing(mark_safe(to_svg(chart)), key, tuple(to_notes(chart)))  # noqa: S308  # our own svg


def _below(figure: Figure) -> str:
    if figure.value is None or figure.short_unit:
        return figure.year_text
    return f"{figure.unit}, {figure.year_text}"


def _svg(chart: Chart | None) -> SafeString | str:
    # Our own drawing: every text in it has been escaped by lib.charts.
    return mark_safe(to_svg(chart)) if chart else ""  # noqa: S308
