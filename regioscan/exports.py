"""Figures as tables of raw values, for CSV, XLSX and the table beside a chart.

Every row names the delivery its value was really read in: that need not be the source an indicator usually has.
"""

from collections.abc import Sequence

from django.conf import settings

from lib.tables import Cell, Column, Table
from lib.text import long_date
from regioscan.analysis.certainty_words import BY_CHANCE, PUBLISHED
from regioscan.analysis.intervals import Interval
from regioscan.analysis.wording import theme_words
from regioscan.figures import Figure, Scan, ThemeScan
from regioscan.figures.certainty import UNTESTED, Certainty
from regioscan.figures.comparing import PLURALS
from regioscan.figures.course import Course, status_word
from regioscan.figures.ranking import Parts, Ranking
from regioscan.figures.scan import reason_for
from regioscan.figures.sources import SourceReport
from regioscan.frames import Provenance, Reading, origins
from regioscan.models import Indicator, Region

NOT_AN_INDEX = "De score (0 tot 100, 50 is de middelste regio) is geen index: elk cijfer telt even zwaar."
INVENTED = "De cijfers zijn verzonnen. De gewone bron levert het echte cijfer."
NEVER_LOADED = "Over dit jaar is geen cijfer geladen."
NEVER = "niet geladen"

VALUE = [
    Column("waarde", "Waarde", "number"),
    Column("eenheid", "Eenheid"),
    Column("stand", "Soort waarde"),
    Column("reden", "Waarom geen waarde"),
]
CERTAINTY = [
    Column("ondergrens", "Ondergrens (95 %)", "number"),
    Column("bovengrens", "Bovengrens (95 %)", "number"),
    Column("soort_marge", "Soort marge"),
]
JUDGED = [
    Column("betrouwbaarheid", "Betrouwbaarheid (A, B, C of X)"),
    Column("verschil_duidelijk", "Verschil duidelijk"),
    Column("trend", "Trend"),
]
WORKED = [
    Column("bekend_deel", "Berekend uit de delen: bekend deel (0 tot 1)", "number"),
    Column("fout_door_afronden", "Standaardfout door afronden bij de bron", "number"),
    Column("laagste_deel", "Laagste deel", "number"),
    Column("hoogste_deel", "Hoogste deel", "number"),
]
NOT_OURS, NO_BOUNDS, NO_ERROR = "niet door ons berekend", "niet van toepassing", "geen waarde"
NO_MARGIN, NOT_KNOWN, NO_COMPARISON = "geen marge", "niet bekend", "geen vergelijking"
ORIGIN = [
    Column("bron", "Bron"),
    Column("levering", "Nummer van de levering"),
    Column("opgehaald", "Opgehaald op"),
    Column("licentie", "Licentie"),
]


def figures_table(scan: Scan) -> Table:
    """All figures of a region with comparison, source and licence."""
    columns = [
        Column("regio", "Regio"),
        Column("regiocode", "Code"),
        Column("thema", "Thema"),
        Column("cijfer", "Cijfer"),
        Column("cijfercode", "Code van het cijfer"),
        Column("jaar", "Jaar", "year"),
        *VALUE,
        Column("nederland", "Nederland", "number"),
        Column("nederland_stand", "Nederland: soort waarde"),
        Column("provincie", "Provincie", "number"),
        Column("provincie_stand", "Provincie: soort waarde"),
        Column("rest_van_nederland", "Rest van Nederland", "number"),
        Column("vergeleken_met", "Vergeleken met"),
        Column("groep_gemiddelde", "Groep: gemiddelde over iedereen samen", "number"),
        Column("groep_mediaan", "Groep: middelste regio", "number"),
        Column("groep_p25", "Groep: een kwart is lager dan", "number"),
        Column("groep_p75", "Groep: een kwart is hoger dan", "number"),
        Column("lager_in", "Lager in", "number", 0),
        Column("gelijk_in", "Even hoog in", "number", 0),
        Column("hoger_in", "Hoger in", "number", 0),
        Column("aandeel_lager", _share_heading(scan), "number"),
        Column("oordeel", "In woorden"),
        *CERTAINTY,
        *JUDGED,
        *WORKED,
        *ORIGIN,
    ]
    rows = [
        (
            *_who(scan.region),
            theme.theme.name,
            figure.name,
            figure.code,
            figure.period or NEVER,
            *_figure_cells(figure, scan),
        )
        for theme in scan.themes
        for figure in theme.figures
    ]
    return Table(f"Cijfers van {scan.region.title}", columns, rows)


def themes_table(scan: Scan) -> Table:
    """The score per theme."""
    columns = [
        Column("thema", "Thema"),
        Column("lens", "Lens"),
        Column("score", "Score", "number", 0),
        Column("laagste", "Minst gunstige cijfer", "number", 0),
        Column("hoogste", "Gunstigste cijfer", "number", 0),
        Column("verandering", "Sinds een jaar eerder", "number", 0),
        Column("woorden", "In woorden"),
        Column("bekend", "Cijfers bekend", "number", 0),
        Column("cijfers", "Cijfers in dit thema", "number", 0),
    ]
    return Table(f"Thema’s van {scan.region.title}", columns, [_theme_row(one) for one in scan.themes], [NOT_AN_INDEX])


def trend_table(scan: Scan, figures: Sequence[Figure]) -> Table:
    """The figures of one theme through the years, for the region and the regions around it: one row a value."""
    columns = [
        Column("regio", "Regio"),
        Column("cijfer", "Cijfer"),
        Column("cijfercode", "Code van het cijfer"),
        Column("jaar", "Jaar", "year"),
        *VALUE,
        *CERTAINTY,
        *ORIGIN,
    ]
    found = origins(*_named_in(figures))
    rows = [
        (course.name, figure.name, figure.code, year, *_value(reading, figure.indicator, _why_not(reading)),
         *_band_cells(figure, year, course),
         *_origin(found.get((figure.indicator.pk, year, course.region.pk))))
        for figure in figures
        for course in figure.courses
        for year, reading in course.years
    ]  # fmt: skip
    return Table(f"Verloop in {scan.region.title}", columns, rows)


def parts_table(parts: Parts, region: Region) -> Table:
    """The parts of a region for one figure."""
    name = f"{parts.indicator.name} in {parts.period}"
    columns = [
        Column("gebied", "Gebied"),
        Column("code", "Code"),
        Column("cijfer", "Cijfer"),
        Column("jaar", "Jaar", "year"),
        *VALUE,
        Column("verschil", f"Verschil met {region.name}", "number"),
        Column("aandeel", f"Aandeel in {region.name} (%)", "number"),
        *ORIGIN,
    ]
    found = origins([parts.indicator.pk], [parts.period], [part.region.pk for part in parts.parts])
    rows = [
        (*_who(part.region), parts.indicator.name, parts.period, *_value(part.reading, parts.indicator, part.reason),
         part.difference, part.percent, *_origin(found.get((parts.indicator.pk, parts.period, part.region.pk))))
        for part in parts.parts
    ]  # fmt: skip
    return Table(f"{name}: de delen van {region.title}", columns, rows)


def ranking_table(ranking: Ranking) -> Table:
    """All regions of one kind for one figure in one year."""
    indicator = ranking.indicator
    columns = [
        Column("plaats", "Plaats", "number", 0),
        Column("plaats_laag", "Door toeval: van plaats", "number", 0),
        Column("plaats_hoog", "Door toeval: tot en met plaats", "number", 0),
        Column("regio", "Regio"),
        Column("code", "Code"),
        Column("ligt_in", "Ligt in"),
        Column("jaar", "Jaar", "year"),
        *VALUE,
        *ORIGIN,
    ]
    found = origins([indicator.pk], [ranking.period], ranking.column.regions.tolist())
    rows = [
        (place.shown_rank, place.low, place.high, *_who(place.region),
         str(place.region.parent.title if place.region.parent else ""),
         ranking.period, *_value(place.reading, indicator, place.reason),
         *_origin(found.get((indicator.pk, ranking.period, place.region.pk))))
        for place in ranking.places()
    ]  # fmt: skip
    return Table(f"{indicator.name} in {ranking.period}", columns, rows)


def indicators_table(indicators: Sequence[Indicator]) -> Table:
    """What every figure means: the list of definitions."""
    columns = [
        Column("thema", "Thema"),
        Column("cijfer", "Cijfer"),
        Column("code", "Code"),
        Column("eenheid", "Eenheid"),
        Column("richting", "Richting"),
        Column("omschrijving", "Omschrijving"),
        Column("teller", "Teller"),
        Column("noemer", "Noemer"),
        Column("rekenregel", "Rekenregel"),
        Column("invloed", "Invloed"),
        Column("bron", "Gewone bron"),
        Column("licentie", "Licentie van die bron"),
    ]
    rows = [
        (one.theme.name if one.theme else "", one.name, one.code, one.unit, one.get_direction_display(), one.definition,
         one.numerator, one.denominator, one.get_aggregation_display(), one.get_influence_display(), one.source_name,
         one.licence)
        for one in indicators
    ]  # fmt: skip
    return Table("Alle cijfers van de regioscan", columns, rows, [INVENTED] if settings.EXAMPLE_FIGURES else [])


def sources_table(reports: Sequence[SourceReport]) -> Table:
    """Per source: the last delivery, the next one expected, how much it gave and how much was refused."""
    columns = [
        Column("bron", "Bron"),
        Column("uitgever", "Uitgever"),
        Column("licentie", "Licentie"),
        Column("laatste", "Laatste levering"),
        Column("jaar", "Nieuwste jaar", "year"),
        Column("volgende", "Volgende verwacht"),
        Column("dekking", "Dekking"),
        Column("geweigerd", "Geweigerde regels", "number", 0),
        Column("stand", "Stand"),
    ]
    return Table("Bronnen van de regioscan", columns, [_source_row(report) for report in reports])


def regions_table(regions: Sequence[Region]) -> Table:
    """A list of regions with their codes."""
    columns = [
        Column("regio", "Regio"),
        Column("code", "Code"),
        Column("soort", "Soort"),
        Column("ligt_in", "Ligt in"),
        Column("vanaf", "Geldig vanaf"),
    ]
    rows = [
        (*_who(one), one.get_kind_display(), one.parent.title if one.parent else "", one.valid_from.isoformat())
        for one in regions
    ]
    return Table("Regio’s", columns, rows)


def _who(region: Region) -> tuple[str, str]:
    return region.name, region.code


def _value(reading: Reading | None, indicator: Indicator, reason: str) -> tuple[Cell, Cell, Cell, Cell]:
    status = status_word(reading)
    if reading is None or reading.value is None:
        return status, indicator.unit, status, reason
    return reading.value, indicator.unit, status, ""


def _figure_cells(figure: Figure, scan: Scan) -> list[Cell]:
    cells: list[Cell] = [*_value(figure.reading, figure.indicator, figure.reason)]
    cells += [*_beside(figure, scan, Region.Kind.COUNTRY), *_beside(figure, scan, Region.Kind.PROVINCE)]
    found = figure.standing
    cells.append("niet te berekenen" if figure.rest is None else figure.rest)
    if found and figure.comparison:
        cells.append(figure.comparison.words.together(found.n_others))
        group = figure.group
        known = [group.mean, group.median, group.low, group.high] if group else [None] * 4
        cells += ["niet te berekenen" if one is None else one for one in known]
        cells += [found.n_lower, found.n_equal, found.n_higher, found.percentile]
    else:
        cells += [NO_COMPARISON] * 9
    cells += [figure.verdict or "geen oordeel", *_certainty_cells(figure), *_worked_cells(figure)]
    return [*cells, *_origin(figure.provenance)]


def _worked_cells(figure: Figure) -> list[Cell]:
    """How what we calculated came about: the known part, the error by rounding, and the lowest and highest part."""
    found = figure.worked
    if found is None:
        return [NOT_OURS] * len(WORKED)
    ends = [NO_BOUNDS if end is None else end for end in (found.low, found.high)]
    return [found.share, NO_ERROR if found.rounding_error is None else found.rounding_error, *ends]


def _certainty_cells(figure: Figure) -> list[Cell]:
    """How certain a figure is: the margin and what it is, the class, whether the difference is clear, and the trend."""
    found = figure.certainty or Certainty()
    return [
        *_margin_cells(found.interval, is_published=found.is_published),
        found.reliability or NOT_KNOWN,
        found.clear if figure.comparison and figure.value is not None else UNTESTED,
        found.trend_kind or "geen cijfer",
    ]


def _margin_cells(interval: Interval | None, *, is_published: bool) -> tuple[Cell, Cell, Cell]:
    if interval is None:
        return NO_MARGIN, NO_MARGIN, NO_MARGIN
    return interval.low, interval.high, PUBLISHED if is_published else BY_CHANCE


def _band_cells(figure: Figure, year: int, course: Course) -> tuple[Cell, Cell, Cell]:
    """The margin of one year of the region itself; those of the regions around are not worked out."""
    found = figure.certainty
    is_own = bool(figure.courses) and course is figure.courses[0]
    if found is None or not is_own:
        return NO_MARGIN, NO_MARGIN, NO_MARGIN
    return _margin_cells(dict(found.band).get(year), is_published=year in found.published_years)


def _beside(figure: Figure, scan: Scan, kind: Region.Kind) -> tuple[Cell, Cell]:
    """Value and kind of value of the region of `kind` around ours, in the year of the figure."""
    reading = next((one.reading for one in figure.benchmarks if one.region.kind == kind), None)
    if reading is None:
        lies_in_one = any(one.kind == kind for one in scan.around)
        why = "geen cijfer over dit jaar" if lies_in_one else "niet van toepassing"
        return why, why
    value, _, status, _ = _value(reading, figure.indicator, "")
    return value, status


def _share_heading(scan: Scan) -> str:
    plural = scan.comparison.words.plural if scan.comparison else PLURALS[Region.Kind(scan.region.kind)]
    return f"Aandeel {plural} met een lager cijfer (0 tot 1, gelijk telt half)"


def _named_in(figures: Sequence[Figure]) -> tuple[list[int], list[int], list[int]]:
    """The indicators, the years and the regions of all courses."""
    courses: list[Course] = [course for figure in figures for course in figure.courses]
    years = {row.period for course in courses for row in course.readings}
    return [one.indicator.pk for one in figures], sorted(years), sorted({course.region.pk for course in courses})


def _why_not(reading: Reading | None) -> str:
    return reason_for(reading) if reading else NEVER_LOADED


def _origin(found: Provenance | None) -> tuple[str, str, str, str]:
    """Source, delivery, day and licence; in words where nothing was ever read."""
    if found is None:
        return NEVER, NEVER, NEVER, NEVER
    return found.source_name, str(found.snapshot), found.retrieved_at.date().isoformat(), found.licence


def _theme_row(one: ThemeScan) -> list[Cell]:
    place = one.place
    numbers: list[Cell] = [place.place, place.low, place.high, one.place_change]
    if place.place is None:
        numbers = ["geen score", "", "", ""]
    lens = one.theme.get_lens_display()
    return [one.theme.name, lens, *numbers, theme_words(place.place), one.n_known, len(one.figures)]


def _source_row(report: SourceReport) -> list[Cell]:
    last = report.last
    return [
        report.source.name,
        report.source.publisher,
        report.source.licence,
        long_date(last.retrieved_at) if last else "nog niets",
        report.counts.newest_year,
        long_date(report.expected_on) if report.expected_on else "",
        report.coverage,
        report.n_rejected,
        report.state,
    ]
