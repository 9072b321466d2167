"""The sheet of a frozen method: what it consists of, and every test of it on the newest figures of municipalities."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from lib.text import join_words, number
from regioscan import frames
from regioscan.analysis.comparing_groups import size_class
from regioscan.analysis.index.diagnose import Diagnosis, IndicatorCheck, Pair, ThemeCheck, diagnose
from regioscan.analysis.index.matrix import Floats
from regioscan.analysis.index.method import IndicatorSpec, Treatment, content_hash
from regioscan.analysis.index.sobol import Sensitivity, sobol
from regioscan.analysis.index.treat import kurtosis, passes, skewness
from regioscan.analysis.index.varying import FACTOR_WORDS, varied_words
from regioscan.figures.index import FEWEST_RANKED, National, kept, national
from regioscan.figures.index_matrix import Frame
from regioscan.figures.index_region import chance_words
from regioscan.models import Indicator, MethodVersion

NOT_COMPARED = (
    "De index is nog niet vergeleken met andere maten, zoals de sociaal-economische status van het CBS of de "
    "Leefbaarometer. Wij weten dus nog niet of hij met die maten samengaat."
)
INHABITANTS = "inwoners"
TOO_FEW = "Er zijn te weinig gemeenten met een index voor deze toetsen."
SKEWED, NOT_SKEWED, UNTESTED = "scheef", "niet scheef", "niet getoetst"


@dataclass(frozen=True)
class SheetRow:
    """One indicator: what is laid down, and what the newest figures of all municipalities say of it."""

    spec: IndicatorSpec
    indicator: Indicator | None
    theme: str
    effective: float
    n_base: int | None
    """How many values the goalposts were taken from."""
    check: IndicatorCheck | None
    skew: float | None
    kurtosis: float | None
    shape: str
    n_low: int
    n_high: int
    """How many municipalities lie below and above the goalposts."""

    @property
    def name(self) -> str:
        """The name of the indicator; its code when it is no longer declared."""
        return self.indicator.name if self.indicator else self.spec.code

    @property
    def unit(self) -> str:
        """The unit of its goalposts."""
        return self.indicator.unit if self.indicator else ""

    @property
    def decimals(self) -> int:
        """With how many decimals its goalposts are shown: one more than its figures, as they may lie in between."""
        return self.indicator.decimals + 1 if self.indicator else 2

    @property
    def n_beyond(self) -> int:
        """How many municipalities lie beyond a goalpost."""
        return self.n_low + self.n_high

    @property
    def available_percent(self) -> float | None:
        """The share of the municipalities with a figure that is recent enough, 0–100."""
        return 100 * self.check.available if self.check else None

    @property
    def effective_percent(self) -> float:
        """Its share of the index, 0–100."""
        return 100 * self.effective


@dataclass(frozen=True)
class CoverageRow:
    """Of the municipalities of one size: how many there are, have an index, and how much is known of them (0–1)."""

    name: str
    n_regions: int
    n_with_index: int
    known: float

    @property
    def known_percent(self) -> float:
        """The mean share of the indicators that is known, 0–100."""
        return 100 * self.known


@dataclass(frozen=True)
class MethodSheet:
    """Everything that is known of a method. Without a year there are no figures to test it on."""

    version: MethodVersion
    frame: Frame
    year: int | None
    rows: tuple[SheetRow, ...]
    coverage: tuple[CoverageRow, ...] = ()
    diagnosis: Diagnosis | None = None
    sensitivity: Sensitivity | None = None
    n_ranked: int = 0
    no_tests: str = ""
    chance_text: str = ""
    """Of how many figures it is known how far chance could move them; "" without figures to test on."""

    @property
    def is_intact(self) -> bool:
        """Whether the content still has the hash that it was frozen with."""
        return content_hash(self.version.content) == self.version.sha256

    @property
    def not_compared(self) -> str:
        """What was not done, said plainly."""
        return NOT_COMPARED

    @property
    def coverage_percent(self) -> float:
        """The share of the weight that must be known, 0–100."""
        return 100 * self.frame.method.coverage

    @property
    def factors(self) -> list[tuple[str, str, str]]:
        """Every varied choice with the two shares in words."""
        found = self.sensitivity.factors if self.sensitivity else ()
        return [(one.words, _share(one.first), _share(one.total)) for one in found]

    @property
    def varied_text(self) -> str:
        """What differs from version to version, in a sentence; "" where nothing was varied."""
        return varied_words([one.name for one in self.sensitivity.factors] if self.sensitivity else [])

    @property
    def not_varied_text(self) -> str:
        """What could differ and does not, in a sentence; "" where everything does."""
        found = {one.name for one in self.sensitivity.factors} if self.sensitivity else set()
        left = [words for name, words in FACTOR_WORDS.items() if name not in found]
        return f"Niet gevarieerd: {join_words(left)}." if left else ""

    @property
    def treats(self) -> bool:
        """Whether ways of scoring without goalposts treat outliers."""
        return self.frame.method.treatment is Treatment.BEYOND_GOALPOSTS

    @property
    def fills(self) -> bool:
        """Whether what is missing is filled in in part of the versions."""
        return any(one.name == "imputation" for one in (self.sensitivity.factors if self.sensitivity else ()))

    @property
    def other_years(self) -> list[tuple[str, list[int]]]:
        """The indicators whose goalposts were not taken from all base years, with the years that they do rest on."""
        known, base = self.version.content.get("goalpost_years", {}), list(self.frame.method.base_years)
        return [(row.name, known[row.spec.code]) for row in self.rows if known.get(row.spec.code, base) != base]

    @property
    def themes(self) -> list[tuple[str, float, bool, ThemeCheck | None, str]]:
        """Name, weight (0–100), whether it is essential, the check, and the share of the first component in words."""
        checks = {one.code: one for one in self.diagnosis.themes} if self.diagnosis else {}
        names, total = self.version.content["names"], sum(theme.weight for theme in self.frame.method.themes)
        return [
            (
                names.get(theme.code, theme.code),
                100 * theme.weight / total,
                theme.essential,
                checks.get(theme.code),
                _first_share(checks.get(theme.code)),
            )
            for theme in self.frame.method.themes
        ]

    @property
    def pairs(self) -> list[tuple[str, str, Pair]]:
        """The pairs within a theme that stand out, with their names: those that say the same or work against."""
        names = {row.spec.code: row.name for row in self.rows}
        found = self.diagnosis.pairs if self.diagnosis else ()
        return [(names[one.one], names[one.other], one) for one in found if one.flag]

    @property
    def flagged(self) -> list[SheetRow]:
        """The indicators of which something stands out."""
        return [row for row in self.rows if row.check and row.check.flags]

    @property
    def first_component(self) -> float | None:
        """The share of all differences between theme scores that the first component holds, 0–100."""
        found = self.diagnosis.components if self.diagnosis else None
        return 100 * found.shares[0] if found and found.shares else None


def method_sheet(frame: Frame) -> MethodSheet:
    """The sheet of the method of `frame`, tested on its newest year; the tests are kept per state of the figures."""
    year = frame.newest
    if year is None:
        return MethodSheet(frame.version, frame, None, _rows(frame, None, None), no_tests=TOO_FEW)
    whole = national(frame, year)
    n_ranked = int(whole.scores.index.known.sum())
    if n_ranked < FEWEST_RANKED:
        return MethodSheet(frame.version, frame, year, _rows(frame, whole, None), no_tests=TOO_FEW)
    people = _people(whole)
    found = kept(frame, year, "diagnosis", lambda: diagnose(frame.method, whole.material.matrix, people))
    return MethodSheet(
        version=frame.version,
        frame=frame,
        year=year,
        rows=_rows(frame, whole, found),
        coverage=_coverage(whole, people),
        diagnosis=found,
        sensitivity=kept(frame, year, "sobol", lambda: _sensitivity(whole)),
        n_ranked=n_ranked,
        chance_text=chance_words(whole.n_moving, len(frame.codes)),
    )


def _sensitivity(whole: National) -> Sensitivity:
    return sobol(whole.frame.method, whole.material.matrix, whole.errors, groups=whole.groups())


def _people(whole: National) -> Floats:
    """The number of inhabitants of every municipality, in the newest year that is known; NaN where it is not."""
    indicator = Indicator.objects.filter(code=INHABITANTS).values_list("pk", flat=True)
    years = range(whole.year - whole.frame.method.max_age, whole.year + 1)
    found = frames.readings(list(indicator), years, whole.material.regions)
    newest = {region: rows[-1].value for (_, region), rows in found.items()}
    known = [newest.get(region) for region in whole.material.regions]
    return np.array([np.nan if value is None else value for value in known], dtype=np.float64)


def _rows(frame: Frame, whole: National | None, found: Diagnosis | None) -> tuple[SheetRow, ...]:
    content = frame.version.content
    checks = {one.code: one for one in found.indicators} if found else {}
    weights = frame.method.effective_weights
    themes = [content["names"].get(theme.code, theme.code) for theme in frame.method.themes for _ in theme.counted]
    rows = []
    for at, (spec, theme) in enumerate(zip(frame.method.indicators, themes, strict=True)):
        values = whole.material.matrix.values[:, at] if whole else np.empty(0)
        known = values[np.isfinite(values)]
        rows.append(
            SheetRow(
                spec=spec,
                indicator=frame.indicators.get(spec.code),
                theme=theme,
                effective=weights[spec.code],
                n_base=content["n_values"].get(spec.code),
                check=checks.get(spec.code),
                skew=skewness(known) if len(known) > 2 else None,
                kurtosis=kurtosis(known) if len(known) > 3 else None,
                shape=_shape(known),
                n_low=int((known < spec.low).sum()) if spec.low is not None else 0,
                n_high=int((known > spec.high).sum()) if spec.high is not None else 0,
            )
        )
    return tuple(rows)


def _share(share: float | None) -> str:
    return "niet te zeggen" if share is None else f"{number(100 * share)} %"


def _first_share(check: ThemeCheck | None) -> str:
    found = check.components if check else None
    return _share(found.shares[0] if found and found.shares else None)


def _shape(known: Floats) -> str:
    if len(known) < 4:
        return UNTESTED
    return NOT_SKEWED if passes(known) else SKEWED


def _coverage(whole: National, people: Floats) -> tuple[CoverageRow, ...]:
    """By size: small municipalities miss more, and that is no accident."""
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for at, inhabitants in enumerate(people):
        known = size_class(float(inhabitants)) if np.isfinite(inhabitants) else None
        groups[(known.number, known.name) if known else (99, "aantal inwoners niet bekend")].append(at)
    has_index, is_known = whole.scores.index.known, whole.scores.normalised.known
    return tuple(
        CoverageRow(name, len(rows), int(has_index[rows].sum()), float(is_known[rows].mean()))
        for (_, name), rows in sorted(groups.items())
    )
