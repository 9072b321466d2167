"""The parts of a regioscan: a figure with its comparison, a theme with its figures, and the whole."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from lib.text import number
from regioscan.analysis.change import Change, Point
from regioscan.analysis.comparing_groups import GroupValue
from regioscan.analysis.findings import Fact, Finding, Highlights
from regioscan.analysis.position import Floats, Standing, ThemePlace
from regioscan.analysis.wording import amount, change_sentence, group_sentence, mean_name, verdict
from regioscan.analysis.worked import Worked
from regioscan.figures.certainty import Certainty, tests_sentence
from regioscan.figures.comparing import DEFAULT, Comparison, usual
from regioscan.figures.course import Course
from regioscan.figures.facts import fact_of
from regioscan.figures.fallback import Fallback
from regioscan.frames import Provenance, Reading
from regioscan.models import Indicator, Region, Theme
from regioscan.models.observations import Status

REASONS = {
    Status.SUPPRESSED: "Het cijfer is onderdrukt: het gaat om te weinig mensen, woningen of bedrijven om het te tonen.",
    Status.MISSING: "De bron geeft voor dit gebied geen cijfer.",
    Status.NOT_APPLICABLE: "Dit cijfer is op dit gebied niet van toepassing.",
    Status.NO_DENOMINATOR: "Er is geen noemer: er is in dit gebied niets om het aantal door te delen.",
}
SHORT_UNIT = 6
NOT_LOADED = "Voor dit gebied is nog geen cijfer geladen."
REMARKS = {
    Status.PROVISIONAL: "voorlopig cijfer",
    Status.MODELLED: "geschat met een model",
    Status.CALCULATED: "door ons berekend uit de delen",
    Status.ESTIMATED: "geschat",
}


def reason_for(reading: Reading | None) -> str:
    """Why there is no value, in one sentence; "" where there is one."""
    if reading is None:
        return NOT_LOADED
    return "" if reading.value is not None else REASONS[Status(reading.status)]


@dataclass(frozen=True)
class Benchmark:
    """The same figure, in the same year, of a region that ours lies in."""

    region: Region
    name: str
    reading: Reading

    @property
    def value(self) -> float | None:
        """The value, in the unit of the figure."""
        return self.reading.value

    @property
    def is_calculated(self) -> bool:
        """Whether we calculated it ourselves from the parts."""
        return self.reading.status == Status.CALCULATED


@dataclass(frozen=True)
class Figure:
    """One indicator of one region: the latest known value, or the reason why there is none."""

    indicator: Indicator
    comparison: Comparison | None
    reading: Reading | None
    newer: Reading | None = None
    """A later year of which we only know why there is no value."""
    benchmarks: tuple[Benchmark, ...] = ()
    peers: Floats = field(default_factory=lambda: np.empty(0), compare=False)
    group: GroupValue | None = None
    """What the regions it is compared with have, ours not counted."""
    rest: float | None = None
    """The country without this region, where that can be computed; `rest_weight` is the weight it rests on."""
    rest_weight: float | None = None
    standing: Standing | None = None
    place: float | None = None
    place_before: float | None = None
    is_too_old: bool = False
    trend: tuple[Point, ...] = ()
    courses: tuple[Course, ...] = ()
    """Through the years: this region first, then those around it."""
    change: Change | None = None
    provenance: Provenance | None = None
    certainty: Certainty | None = None
    """How certain it is; None where nobody asked."""
    fallback: Fallback | None = None
    """What a larger area has, where a wijk or buurt has no figure; counted nowhere."""
    worked: Worked | None = None
    """How we calculated it from parts, or why that was not possible."""

    @property
    def code(self) -> str:
        """The code of the indicator."""
        return self.indicator.code

    @property
    def name(self) -> str:
        """The name of the indicator."""
        return self.indicator.name

    @property
    def unit(self) -> str:
        """The unit of the value."""
        return self.indicator.unit

    @property
    def short_unit(self) -> str:
        """The unit where it fits behind a number; longer ones are said once, below it."""
        return self.unit if len(self.unit) <= SHORT_UNIT else ""

    @property
    def decimals(self) -> int:
        """How many decimals are shown."""
        return self.indicator.decimals

    @property
    def period(self) -> int | None:
        """The year of the value, or of the reason."""
        return self.reading.period if self.reading else None

    @property
    def value(self) -> float | None:
        """The value, unrounded."""
        return self.reading.value if self.reading else None

    @property
    def value_text(self) -> str:
        """The value as the reader sees it, without its unit; "" where there is none."""
        return number(self.value, self.decimals)

    @property
    def year_text(self) -> str:
        """The year with what must be known about the value: «2024, voorlopig cijfer»."""
        return ", ".join(part for part in (str(self.period or ""), self.remark) if part)

    @property
    def reason(self) -> str:
        """Why there is no value, in words; "" where there is one."""
        return self.worked_reason or reason_for(self.reading)

    @property
    def worked_reason(self) -> str:
        """Why a value could not be calculated from the parts; "" where that is not why there is none."""
        if self.worked is None or self.reading is None or self.reading.value is not None:
            return ""
        status = self.reading.status
        return self.worked.why_none(
            self.decimals,
            self.short_unit,
            is_suppressed=status == Status.SUPPRESSED,
            has_denominator=status != Status.NO_DENOMINATOR,
        )

    @property
    def remark(self) -> str:
        """«voorlopig cijfer» and the like; "" for a definitive value."""
        if self.reading is None:
            return ""
        beside = self.worked.remarks(self.decimals) if self.worked and self.reading.value is not None else ()
        return ", ".join(part for part in (REMARKS.get(Status(self.reading.status), ""), *beside) if part)

    @property
    def verdict(self) -> str:
        """Where the region stands, in words; "" without a value or for a country."""
        if self.value is None or self.comparison is None or self.comparison.is_alone:
            return ""
        return verdict(self.standing, self.judged_direction, self.comparison.words, self.unit)

    @property
    def judged_direction(self) -> int:
        """Which way is better; 0 where a test says that the difference is not clear, so that nothing is judged."""
        test = self.certainty.test if self.certainty else None
        return 0 if test is not None and not test.is_significant else self.indicator.direction

    @property
    def headline(self) -> str:
        """The finding as a title: «Netto arbeidsparticipatie: hoger dan in 290 van de 341 andere gemeenten»."""
        if self.value is None:
            return f"{self.name}: geen cijfer"
        place = self.verdict.split(". ")[0].rstrip(".")
        return f"{self.name}: {place[:1].lower()}{place[1:]}" if self.standing and place else self.name

    @property
    def change_text(self) -> str:
        """What it was some years ago, in words; "" where that is not known."""
        return change_sentence(self.change, self.decimals, self.short_unit) if self.change else ""

    @property
    def newer_text(self) -> str:
        """Why a later year has no value, in words; "" where there is no later year."""
        if self.newer is None:
            return ""
        return f"Over {self.newer.period} is er geen cijfer. {REASONS[Status(self.newer.status)]}"

    @property
    def national(self) -> Benchmark | None:
        """The same figure of the country."""
        return self._benchmark(Region.Kind.COUNTRY)

    @property
    def benchmark_texts(self) -> list[str]:
        """«Nederland: 3,4 %» for every benchmark with a value; says which were calculated by us."""
        return [self._benchmark_text(one, one.value) for one in self.benchmarks if one.value is not None]

    @property
    def group_text(self) -> str:
        """What the others have together, and the middle one of them; "" where there is nobody to compare with."""
        if self.group is None or self.comparison is None or self.value is None:
            return ""
        weight = self.indicator.weight
        of = f"de rest van {self.comparison.label}" if self.comparison.code == DEFAULT else "de groep"
        middle = (self.comparison.words.middle or f"middelste {self.comparison.words.singular}").capitalize()
        unit = (self.decimals, self.short_unit)
        return group_sentence(self.group, mean_name(weight.unit if weight else ""), of, middle, unit)

    @property
    def has_enough_others(self) -> bool:
        """Whether enough other regions have this figure for a score and a judgement."""
        return self.standing is not None and self.standing.has_enough_others

    @property
    def fact(self) -> Fact:
        """What the rules that make findings need to know."""
        return fact_of(self)

    def _benchmark(self, kind: str) -> Benchmark | None:
        return next((one for one in self.benchmarks if one.region.kind == kind), None)

    def _benchmark_text(self, one: Benchmark, value: float) -> str:
        ours = " (door ons berekend)" if one.is_calculated else ""
        return f"{one.name}: {amount(value, self.decimals, self.short_unit)}{ours}"


@dataclass(frozen=True)
class ThemeScan:
    """A theme with its figures. `place` is the mean place: not an index, only where the figures stand on average."""

    theme: Theme
    figures: tuple[Figure, ...]
    place: ThemePlace
    place_change: float | None

    @property
    def n_known(self) -> int:
        """The number of figures with a value."""
        return sum(figure.value is not None for figure in self.figures)

    @property
    def no_place_reason(self) -> str:
        """Why there is no mean place, in words; "" where there is one."""
        if self.place.place is not None:
            return ""
        if not self.place.n_figures:
            return "Geen score: bij deze cijfers is hoger niet gunstiger of ongunstiger."
        if self.n_known and not any(figure.standing for figure in self.figures):
            return "Geen score: er zijn geen andere regio’s om mee te vergelijken."
        if self.n_known and not any(figure.has_enough_others for figure in self.figures):
            return "Geen score: er zijn te weinig andere regio’s om mee te vergelijken."
        if self.place.n_figures == 1:
            return "Geen score: het enige cijfer dat meetelt, is niet bekend of niet recent genoeg."
        known = self.place.n_known
        count = f"zijn er {known}" if known > 1 else f"is er {known or 'geen'}"
        return f"Geen score: van de {self.place.n_figures} cijfers die meetellen {count} bekend en recent genoeg."


@dataclass(frozen=True)
class Scan:
    """Everything that is shown of a region."""

    region: Region
    period: int | None
    """The year that was asked for: no later figures are shown. None for the latest."""
    years: tuple[int, ...]
    """The years in which this region has a value, ascending."""
    comparison: Comparison | None
    comparisons: tuple[Comparison, ...]
    around: tuple[Region, ...]
    themes: tuple[ThemeScan, ...]
    highlights: Highlights
    findings: tuple[Finding, ...]
    themes_title: str
    highlights_title: str

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """All figures by code, in order."""
        return {figure.code: figure for theme in self.themes for figure in theme.figures}

    @property
    def themes_by_place(self) -> list[ThemeScan]:
        """The most favourable theme first; themes without a place last."""
        return sorted(self.themes, key=lambda one: (one.place.place is None, -(one.place.place or 0)))

    @property
    def usual_comparison(self) -> str | None:
        """The code of the comparison that needs not be named in the address."""
        found = usual(self.comparisons)
        return found.code if found else None

    @property
    def newest(self) -> int | None:
        """The latest year of any figure shown."""
        return max((f.period for f in self.figures.values() if f.value is not None and f.period), default=None)

    @property
    def n_known(self) -> int:
        """The number of figures with a value."""
        return sum(theme.n_known for theme in self.themes)

    @cached_property
    def tests_text(self) -> str:
        """How many differences were tested, and how many chance alone would give; "" without tests."""
        return tests_sentence(list(self.figures.values()))

    @cached_property
    def has_others(self) -> bool:
        """Whether there is any other region to compare with."""
        return any(figure.standing for figure in self.figures.values())
