"""One theme a spread: the figures on the left page, their course on the right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from regioscan.analysis.findings import highlights, highlights_title
from regioscan.analysis.wording import lower_first, theme_words
from regioscan.charts.specs import spark, strip, trend
from regioscan.figures import Figure, Scan, ThemeScan
from regioscan.figures.own_readings import OwnReadings, OwnWords
from regioscan.figures.receipts import theme_findings
from regioscan.frames import Reading
from regioscan.models import Annotation, Region
from regioscan.reports.chapters import Chapter, Content, Entry
from regioscan.reports.draft import Draft, Plate
from regioscan.reports.marking import marked

STRIP_WIDTH = 46
SPARK_WIDTH = 16
TREND_WIDTH = 82
MOST_TRENDS = 4
LONG = 8
"""A theme with more figures than this fills its left page, and its charts follow wherever the table ends."""
BENCHMARKS = [Region.Kind.MUNICIPALITY, Region.Kind.PROVINCE, Region.Kind.COUNTRY]


@dataclass(frozen=True)
class Row:
    """One figure of the table: beside it what the regions around have, in the order of the columns."""

    figure: Figure
    beside: tuple[str, ...]
    strip: Plate | None
    spark: Plate | None


@dataclass(frozen=True)
class Course:
    """A figure through the years, drawn and in a sentence."""

    figure: Figure
    plate: Plate
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Spread:
    """Everything of one theme."""

    found: ThemeScan
    position: int
    title: str
    findings: Sequence[str]
    own_readings: Sequence[Annotation | OwnWords]
    words: str
    rows: Sequence[Row]
    courses: Sequence[Sequence[Course]]
    """Two a row."""
    n_without_course: int
    has_derived: bool
    """Whether a value in the table needs the note below it."""
    has_chance: bool
    """Whether an interval by chance stands in the table; and one that the source published."""
    has_published: bool

    @property
    def anchor(self) -> str:
        """Where the contents point to."""
        return f"thema-{self.found.theme.code}"

    @property
    def is_long(self) -> bool:
        """Whether the table fills the left page."""
        return len(self.rows) > LONG


def _themes(draft: Draft) -> Content:
    scan = draft.scan
    around, written = _beside(scan), draft.own_readings
    spreads = [_spread(draft, found, position, around, written) for position, found in enumerate(scan.themes, start=1)]
    entries = [Entry(one.found.theme.name, one.anchor, one.title if scan.comparison else "") for one in spreads]
    return {"spreads": spreads, "around": around, "entries": entries, "n_themes": len(spreads)}


def _beside(scan: Scan) -> list[Region]:
    """The regions that get a column: the nearest one that ours lies in, and the country."""
    around = [one for kind in BENCHMARKS for one in scan.around if one.kind == kind]
    return around if len(around) < 3 else [around[0], around[-1]]


def _spread(draft: Draft, found: ThemeScan, position: int, around: Sequence[Region], written: OwnReadings) -> Spread:
    courses = _courses(draft, found)
    title, findings = _sentences(draft.scan, found)
    certain = [one.certainty for one in found.figures if one.certainty and one.certainty.interval]
    kinds = {one.is_published for one in certain}
    return Spread(
        found=found,
        position=position,
        title=title,
        findings=findings,
        own_readings=written.of(found.theme.code),
        words=theme_words(found.place.place),
        rows=[_row(draft, figure, around) for figure in found.figures],
        courses=[courses[start : start + 2] for start in range(0, len(courses), 2)],
        n_without_course=len(found.figures) - len(courses),
        has_derived=any(reading.is_derived for figure in found.figures for reading in _printed(figure)),
        has_chance=False in kinds,
        has_published=True in kinds,
    )


def _sentences(scan: Scan, found: ThemeScan) -> tuple[str, list[str]]:
    """The title and the paragraph of a theme, by the same rules as those of the whole region."""
    facts = [figure.fact for figure in found.figures if figure.value is not None]
    chosen = highlights(facts)
    if scan.comparison is None:
        return found.theme.name, []
    return highlights_title(chosen), [finding.text for finding in theme_findings(scan, found)]


def _row(draft: Draft, figure: Figure, around: Sequence[Region]) -> Row:
    readings = {one.region.pk: one.reading for one in figure.benchmarks}
    beside = tuple(marked(readings.get(one.pk), figure.decimals, "geen cijfer") for one in around)
    place = strip(figure)
    bare = replace(place, low=None, high=None) if place else None
    name = lower_first(figure.name)
    course = draft.plate(spark(figure), SPARK_WIDTH, lead=f"Een kleine lijn toont hoe {name} door de jaren verliep.")
    spot = draft.plate(
        bare, STRIP_WIDTH, lead=f"Een stip toont de plaats van {draft.scan.region.name} onder de andere."
    )
    return Row(figure, beside, spot, course)


def _printed(figure: Figure) -> list[Reading]:
    return [*([figure.reading] if figure.reading else []), *(one.reading for one in figure.benchmarks)]


def _courses(draft: Draft, found: ThemeScan) -> list[Course]:
    """The key figures through the years: those that stand out or changed first, then the others in order."""
    chosen = highlights([figure.fact for figure in found.figures if figure.value is not None])
    first = [fact.code for fact in (*chosen.strong, *chosen.care, *chosen.changed)]
    ordered = sorted(found.figures, key=lambda figure: first.index(figure.code) if figure.code in first else len(first))
    charts = [(figure, chart) for figure in ordered if (chart := trend(figure, draft.scan))][:MOST_TRENDS]
    plates = [(figure, draft.plate(chart, TREND_WIDTH), chart.notes) for figure, chart in charts]
    return [Course(figure, plate, notes) for figure, plate, notes in plates if plate]


THEMES = Chapter(
    "themas",
    "Thema’s",
    "regioscan/print/themes.html",
    _themes,
    "Elk thema op twee bladzijden: de cijfers in een tabel, en hun verloop in grafieken.",
    is_optional=True,
)
