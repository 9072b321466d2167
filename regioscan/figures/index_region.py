"""The vitality index of one region, taken apart: themes, indicators, observations; values with words, no HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lib.text import number
from regioscan.analysis.index.change_split import Cause
from regioscan.analysis.index.matrix import Reason
from regioscan.analysis.index.robustness import Place
from regioscan.analysis.wording import counted
from regioscan.figures.scan import REASONS, REMARKS
from regioscan.frames import Provenance, Reading
from regioscan.models import Indicator, MethodVersion, Region
from regioscan.models.observations import Status

BEYOND_LOW, BEYOND_HIGH = "onder de ondergrens", "boven de bovengrens"
OTHER_DEFINITION = "anders omschreven dan de cijfers waar de grenzen uit komen"
CANNOT_BE_SPLIT = (
    "Beide jaren zijn gerekend met de cijfers van nu. Van een vervangen cijfer bewaren wij de oude waarde niet; "
    "hoeveel herziening en andere grenzen uitmaken, is hier dus niet te zeggen. Van een rapport zijn de cijfers wel "
    "bewaard: op de bladzijde van dat rapport staat wat sindsdien is herzien."
)
"""What a split of a change can tell, and what not."""
NOT_A_CHANGE = "Het deel door een andere omschrijving is geen verandering in het gebied: het cijfer meet iets anders."
BALANCED = 1.0
"""With the themes less than this many points apart in effect, they are called about equally strong."""
SCORED_KINDS = (
    Region.Kind.MUNICIPALITY,
    Region.Kind.COROP,
    Region.Kind.PROVINCE,
    Region.Kind.COUNTRY,
    Region.Kind.CUSTOM,
)
"""Of wijken and buurten too few figures are counted, and too many estimated, for an index."""
NOT_FOR_PARTS = (
    "Wijken en buurten krijgen geen vitaliteitsindex. Veel cijfers bestaan alleen per gemeente, of zijn voor een "
    "wijk of buurt geschat."
)
NO_PLACE_FOR_LARGER = (
    "Een gebied van meer gemeenten krijgt een index met dezelfde grenzen, maar geen plaats: in een groot gebied vallen "
    "hoge en lage cijfers tegen elkaar weg, en dan is een vergelijking met losse gemeenten niet eerlijk."
)
NO_METHOD = "Er is nog geen vitaliteitsindex: er is nog geen methode vastgelegd."
NO_YEAR = "Er is nog geen vitaliteitsindex: van te weinig cijfers is een jaar geladen."


@dataclass(frozen=True)
class IndexCell:
    """One indicator in the index of a region, down to its observation."""

    code: str
    indicator: Indicator | None
    weight: float
    """Its share (0–1) of the index of this region; 0 where it does not count here."""
    usual_weight: float
    """Its share of the index when everything is known."""
    low: float | None
    high: float | None
    """The goalposts, in the unit of the indicator."""
    is_higher_better: bool
    reading: Reading | None
    score: float | None
    against: float | None
    """The score of the middle municipality."""
    points: float | None
    reason: str
    is_carried: bool
    beyond: str
    provenance: Provenance | None
    is_other_definition: bool = False
    """Whether the value is defined otherwise than those that the goalposts were taken from."""

    @property
    def name(self) -> str:
        """The name of the indicator; its code when it is no longer declared."""
        return self.indicator.name if self.indicator else self.code

    @property
    def value_text(self) -> str:
        """The value with its unit; "" where there is none."""
        if self.indicator is None or self.reading is None or self.reading.value is None:
            return ""
        return f"{number(self.reading.value, self.indicator.decimals)} {self.indicator.unit}"

    @property
    def weight_text(self) -> str:
        """Its share of the index here; in words where it does not count."""
        return f"{number(100 * self.weight, 1)} %" if self.weight else "telt niet mee"

    @property
    def zero_text(self) -> str:
        """The value that gives no points."""
        return self._post(self.low if self.is_higher_better else self.high)

    @property
    def hundred_text(self) -> str:
        """The value that gives all points."""
        return self._post(self.high if self.is_higher_better else self.low)

    def _post(self, value: float | None) -> str:
        """With as many decimals as the goalpost has, and at least those of the indicator."""
        least = self.indicator.decimals if self.indicator else 1
        fits = (places for places in range(least, least + 4) if value is not None and round(value, places) == value)
        return number(value, next(fits, least))

    @property
    def remarks(self) -> tuple[str, ...]:
        """What must be known of the value: an older year, an estimate, cut off at a goalpost."""
        if self.reading is None or self.reading.value is None:
            return ()
        found = [f"cijfer van {self.reading.period}"] if self.is_carried else []
        remark = REMARKS.get(Status(self.reading.status))
        others = [remark or "", self.beyond, OTHER_DEFINITION if self.is_other_definition else ""]
        return (*found, *(one for one in others if one))


@dataclass(frozen=True)
class IndexTheme:
    """One theme of the index."""

    code: str
    name: str
    weight: float
    is_essential: bool
    score: float | None
    against: float | None
    points: float | None
    known: float
    reason: str
    cells: tuple[IndexCell, ...]

    @property
    def known_percent(self) -> float:
        """The share of the weight of the theme that is known, 0–100."""
        return 100 * self.known


@dataclass(frozen=True)
class Similar:
    """A municipality that is alike in structure, with its index (or why there is none) and how sure the order is."""

    region: Region
    index: float | None
    reason: str
    order: str
    """Seen from ours: «ligt voor», «niet te onderscheiden»; "" where ours has no place."""


@dataclass(frozen=True)
class IndexChange:
    """The change since a year earlier, by cause; the points add up to `change`."""

    from_year: int
    before: float | None
    change: float | None
    causes: tuple[tuple[Cause, float], ...]
    reason: str

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be said beside the causes; nothing where there is no change to split."""
        if self.change is None:
            return ()
        is_redefined = any(cause is Cause.DEFINITION for cause, _ in self.causes)
        return (NOT_A_CHANGE, CANNOT_BE_SPLIT) if is_redefined else (CANNOT_BE_SPLIT,)


@dataclass(frozen=True)
class RegionIndex:
    """The index of a region in a year by a frozen method; without an index `reason` says why."""

    region: Region
    version: MethodVersion | None = None
    year: int | None = None
    years: tuple[int, ...] = ()
    index: float | None = None
    arithmetic: float | None = None
    middle: float | None = None
    """The index of a municipality with the median of all on every indicator that is known here."""
    reason: str = ""
    known: float = 0.0
    themes: tuple[IndexTheme, ...] = ()
    interval: tuple[float, float] | None = None
    """What chance in the figures and slightly other weights might have made of the index (5 % to 95 %)."""
    place: Place | None = None
    place_text: str = ""
    """The place among all municipalities in words, or why there is none."""
    varied_text: str = ""
    """How the place was found: in how many versions, and what differs between them."""
    chance_text: str = ""
    """Of how many figures it is known how far chance could move them, and what that means."""
    change: IndexChange | None = None
    similar: tuple[Similar, ...] = ()
    points_total: float | None = None
    cells_by_code: Mapping[str, IndexCell] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether there is an index."""
        return self.index is not None

    @property
    def cells(self) -> list[IndexCell]:
        """All indicators, theme by theme."""
        return [cell for theme in self.themes for cell in theme.cells]

    @property
    def n_known(self) -> int:
        """How many indicators have a score."""
        return sum(cell.score is not None for cell in self.cells)

    @property
    def imbalance(self) -> float | None:
        """How far the index stays below the plain mean of the themes."""
        return None if self.index is None or self.arithmetic is None else self.arithmetic - self.index

    @property
    def headline(self) -> str:
        """What it says, as a title."""
        if self.index is None:
            return "Er is geen vitaliteitsindex"
        start = f"Vitaliteitsindex {number(self.index)} van 100"
        if self.place is None:
            return start
        words = self.place.words
        return f"{start}: {words}"

    @property
    def gap_title(self) -> str:
        """How far from a municipality that is in the middle on every figure, as a title."""
        if self.index is None or self.middle is None:
            return "Wat omhoog trekt en wat omlaag"
        gap = number(abs(self.index - self.middle), 1)
        side = "meer" if self.index > self.middle else "minder"
        return f"{gap} punt {side} dan een gemeente die op elk cijfer in het midden staat"

    @property
    def imbalance_text(self) -> str:
        """What the plain mean beside the index says, in words."""
        gap = self.imbalance
        if gap is None:
            return ""
        start = (
            f"Het gewone gemiddelde van de thema’s is {number(self.arithmetic, 1)}, de index {number(self.index, 1)}."
        )
        if gap < BALANCED:
            return f"{start} Dat ligt dicht bij elkaar: de thema’s verschillen weinig."
        return (
            f"{start} Zij liggen {number(gap, 1)} punt uit elkaar: in de index maakt een hoog thema een laag thema "
            "niet helemaal goed."
        )

    @property
    def interval_text(self) -> str:
        """Between which values the index might have come out, in words."""
        if self.interval is None:
            return ""
        low, high = (number(end, 1) for end in self.interval)
        return (
            f"In negen van de tien berekeningen, met toeval in de cijfers en iets andere gewichten, ligt de index "
            f"tussen {low} en {high}."
        )

    @property
    def change_title(self) -> str:
        """The change since a year earlier, as a title."""
        if self.change is None or self.change.change is None or self.change.before is None:
            return "De verandering is niet bekend"
        gap = number(abs(self.change.change), 1)
        if gap == "0,0":
            return f"Even hoog als in {self.change.from_year}"
        side = "hoger" if self.change.change > 0 else "lager"
        return f"{gap} punt {side} dan in {self.change.from_year}"

    @property
    def carried_text(self) -> str:
        """How many figures are older than the year of the index, in a sentence; "" when none is."""
        n_carried = sum(cell.is_carried and cell.score is not None for cell in self.cells)
        if not n_carried:
            return ""
        verb = "is" if n_carried == 1 else "zijn"
        return f"{counted(n_carried, 'cijfer', 'cijfers')} {verb} van een eerder jaar dan {self.year}."

    @property
    def missing(self) -> list[IndexCell]:
        """The indicators without a score here."""
        return [cell for cell in self.cells if cell.score is None]


def chance_words(n_moving: int, n_figures: int) -> str:
    """Of how many figures it is known how far chance could move them, in two sentences."""
    if n_moving == n_figures:
        return f"Bij alle {number(n_figures)} cijfers is bekend hoe ver toeval ze kan bewegen."
    start = (
        f"Bij {number(n_moving) if n_moving else 'geen'} van de {number(n_figures)} cijfers is bekend hoe ver toeval"
    )
    still = f"{'De andere' if n_moving else 'Zij'} staan in de berekeningen stil"
    return f"{start} het kan bewegen. {still}; de plaats en de index zijn dus eerder te zeker."


def cell_reason(reading: Reading | None, reason: Reason, max_age: int, year: int) -> str:
    """Why a cell has no score, in a sentence; "" where it has one."""
    if reason is Reason.NONE:
        return ""
    if reading is None and reason is Reason.MISSING:
        return f"Er is geen cijfer van {year - max_age} tot en met {year} geladen."
    if reading is not None and reading.value is None:
        return REASONS[Status(reading.status)]
    words = reason.words
    return f"{words[:1].upper()}{words[1:]}."


def theme_reason(reason: Reason, known: float, coverage: float) -> str:
    """Why a theme has no score, in a sentence with the share that is known; "" where it has one."""
    if reason is Reason.NONE:
        return ""
    if reason is Reason.TOO_LITTLE_KNOWN:
        return f"Te weinig bekend: {number(100 * known)} % van het gewicht, en {number(100 * coverage)} % is nodig."
    words = reason.words
    return f"{words[:1].upper()}{words[1:]}."


def index_reason(reason: Reason, known: float, coverage: float, lacking: Sequence[str]) -> str:
    """Why there is no index, in a sentence; "" where there is one."""
    if reason is Reason.NONE:
        return ""
    if reason is Reason.ESSENTIAL_MISSING and lacking:
        return f"Er is geen index, omdat een onmisbaar thema geen score heeft: {', '.join(lacking)}."
    if reason is Reason.TOO_LITTLE_KNOWN:
        return (
            f"Er is geen index: van {number(100 * known)} % van het gewicht van de thema’s is een score bekend, en "
            f"{number(100 * coverage)} % is nodig."
        )
    return f"Er is geen index: {reason.words}."
