"""What a reader may choose on a page, as links whose address is the state, and the words around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from lib.text import join_words, number, with_unit
from regioscan import frames
from regioscan.analysis.wording import PeerWords, counted, theme_words
from regioscan.charts.cards import ScanCards, scan_query
from regioscan.figures import Scan, ThemeScan
from regioscan.figures.comparing import peer_words
from regioscan.figures.ranking import Ranking
from regioscan.figures.sources import SourceReport
from regioscan.forms import SEARCH_KINDS
from regioscan.frames import MAX_FOUND
from regioscan.models import Indicator, Region

INHABITANTS = "inwoners"
UNKNOWN_TO_PEOPLE = {Region.Kind.COROP, Region.Kind.DISTRICT}
NO_FIGURES = (
    "Hier komen de cijfers van deze regio. "
    "Zij zijn er zodra een beheerder een bron heeft geladen waarin deze regio staat."
)


@dataclass(frozen=True)
class Option:
    """A link of which one is the present state."""

    label: str
    url: str
    is_current: bool
    about: str = ""
    """What this choice means, in a sentence."""


def comparison_options(scan: Scan) -> list[Option]:
    """With whom to compare; nothing to choose with one option or none."""
    if len(scan.comparisons) < 2:
        return []
    current = scan.comparison.code if scan.comparison else ""
    return [
        Option(one.label, scan_query(scan, met=one.code) or "?", one.code == current, one.explanation)
        for one in scan.comparisons
    ]


def year_options(scan: Scan) -> list[Option]:
    """Up to which year the figures go; the latest first."""
    if len(scan.years) < 2:
        return []
    newest = scan.years[-1]
    current = scan.period or newest
    return [
        Option(str(year), scan_query(scan, jaar=None if year == newest else year) or "?", year == current)
        for year in reversed(scan.years)
    ]


def theme_options(scan: Scan, current: str) -> list[Option]:
    """The themes of the region, with this one marked."""
    drawn = ScanCards(scan)
    codes = {theme.theme.code: theme.theme.name for theme in scan.themes}
    return [Option(name, drawn.theme_url(code), code == current) for code, name in codes.items()]


def figure_options(scan: Scan, current: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Per theme (code, name, whether it is this one) of the figures that the region has."""
    return [
        (theme.theme.name, [(one.code, one.name, one.code == current) for one in theme.figures if one.period])
        for theme in scan.themes
        if any(one.period for one in theme.figures)
    ]


def kind_options(counts: Mapping[str, int], current: str) -> list[Option]:
    """The kinds of region that there are, with how many."""
    return [
        Option(f"{capital(peer_words(kind).plural)} ({number(counts[kind])})", f"?soort={kind}", kind == current)
        for kind in SEARCH_KINDS
        if counts.get(kind)
    ]


def kind_words(kind: str) -> PeerWords:
    """What regions of this kind are called; for gemeenten when there are none."""
    return peer_words(kind or Region.Kind.MUNICIPALITY)


def usual_kind(counts: Mapping[str, int]) -> str:
    """The kind to list when none is asked: gemeenten, else the largest kind that there is."""
    if counts.get(Region.Kind.MUNICIPALITY):
        return Region.Kind.MUNICIPALITY
    return next((kind.value for kind in SEARCH_KINDS if counts.get(kind)), Region.Kind.MUNICIPALITY)


def slice_options(ranking: Ranking, slices: list[tuple[str, int, int]]) -> tuple[list[Option], list[Option]]:
    """For a ranking: the kinds of region, and for this kind the years."""
    kinds = [
        Option(capital(peer_words(kind).plural), f"?soort={kind}", kind == ranking.kind)
        for kind, _ in groupby(slices, key=lambda one: one[0])
    ]
    years = [
        Option(str(year), f"?soort={kind}&jaar={year}", year == ranking.period)
        for kind, year, _ in slices
        if kind == ranking.kind
    ]
    return kinds, years


def trail(scan: Scan, *deeper: str) -> list[tuple[str, str]]:
    """The way from the start to this page, along the regions that this one lies in."""
    known = [one for one in reversed(scan.around) if one.kind != Region.Kind.COROP]
    around = [(one.name, one.get_absolute_url()) for one in known]
    start = [("Regioscan", reverse("regioscan:region_list")), *around]
    if not deeper:
        return [*start, (scan.region.name, "")]
    return [*start, (scan.region.name, scan.region.get_absolute_url() + scan_query(scan)), (deeper[0], "")]


def indicator_trail(indicator: Indicator | None = None) -> list[tuple[str, str]]:
    """The way to the list of figures, or to one of them."""
    start = [("Regioscan", reverse("regioscan:region_list"))]
    if indicator is None:
        return [*start, ("Alle cijfers", "")]
    return [*start, ("Alle cijfers", reverse("regioscan:indicator_list")), (indicator.name, "")]


def whereabouts(region: Region) -> str:
    """«gemeente in Gelderland», «buurt in Baarn»: the kind, and the nearest region around that people know."""
    around = (one for one in frames.containers(region) if one.kind not in UNKNOWN_TO_PEOPLE)
    nearest = next(around, None)
    return f"{region.get_kind_display()} in {nearest.name}" if nearest else region.get_kind_display()


def capital(words: str) -> str:
    """The words with a capital in front; the rest keeps its own."""
    return words[:1].upper() + words[1:]


def found_title(found: Sequence[Region]) -> str:
    """What a search gave, in a sentence."""
    if not found:
        return "Geen regio gevonden"
    if len(found) == MAX_FOUND:
        return f"De eerste {MAX_FOUND} regio’s; maak de naam langer voor minder"
    return f"{counted(len(found), 'regio', 'regio’s')} gevonden"


def theme_lead(found: ThemeScan, scan: Scan) -> str:
    """Where the theme stands, in one sentence."""
    place = found.place.place
    if place is None or scan.comparison is None:
        return found.no_place_reason
    middle = f"{scan.comparison.words.the_middle} {scan.comparison.words.where}".rstrip()
    words = {"gunstiger": "gunstiger dan", "minder gunstig": "minder gunstig dan"}.get(
        theme_words(place), "ongeveer gelijk aan"
    )
    score = f"score {number(place)}, waarbij 100 het gunstigst is"
    return f"De cijfers van {scan.region.name} zijn gemiddeld {words} {middle}: {score}."


def kicker(scan: Scan) -> str:
    """«Gemeente in Gelderland, 43.210 inwoners, cijfers tot en met 2025»."""
    parts = [capital(whereabouts(scan.region))]
    people = scan.figures.get(INHABITANTS)
    if people and people.value is not None:
        parts.append(f"{people.value_text} inwoners")
    if scan.newest:
        parts.append(f"cijfers tot en met {scan.newest}")
    return ", ".join(parts)


def spread_title(ranking: Ranking) -> str:
    """Between which values half of the regions lie."""
    indicator = ranking.indicator
    low, high = ranking.quartiles
    between = f"{number(low, indicator.decimals)} en {with_unit(high, indicator.decimals, indicator.unit)}"
    return f"De helft van de {peer_words(ranking.kind).plural} ligt tussen {between}"


def order_text(indicator: Indicator) -> str:
    """In which order a ranking stands."""
    if indicator.direction == 0:
        return "Van hoog naar laag; hoger is niet gunstiger of ongunstiger."
    return f"Gunstigste eerst: {indicator.get_direction_display()}."


def sources_lead(reports: Sequence[SourceReport]) -> str:
    """How many sources there are, and how many of them are late."""
    loaded = [report for report in reports if report.last]
    late = [report.source.name for report in loaded if report.is_late]
    if not loaded:
        return "Er is nog geen bron geladen."
    start = f"Wij gebruiken {counted(len(loaded), 'bron', 'bronnen')}."
    return (
        f"{start} Een nieuwe levering is over tijd van: {join_words(late)}." if late else f"{start} Alle zijn actueel."
    )
