"""What is not known of a region, with the reasons counted. Nothing is asked of the database: the scan knows it all."""

from collections.abc import Sequence
from dataclasses import dataclass

from regioscan.analysis.wording import counted
from regioscan.figures.scan import NOT_LOADED, REASONS, Benchmark, Figure, Scan
from regioscan.models.observations import Status

NEWER = "Wij weten dit wel van een eerder jaar, maar niet van het nieuwste."
OLD = "Het cijfer is meer dan vier jaar ouder dan het nieuwste, en telt daarom niet mee voor zijn thema."


@dataclass(frozen=True)
class GapGroup:
    """Figures that lack for one reason: its word, what it means, and which figures."""

    code: str
    name: str
    meaning: str
    figures: tuple[Figure, ...]

    @property
    def counted(self) -> str:
        """«7 cijfers»."""
        return counted(len(self.figures), "cijfer", "cijfers")


@dataclass(frozen=True)
class Gaps:
    """What is missing of the figures that we show. A figure stands in one group only."""

    n_figures: int
    n_known: int
    missing: tuple[GapGroup, ...]
    behind: tuple[GapGroup, ...]

    @property
    def n_missing(self) -> int:
        """Figures without any value."""
        return self.n_figures - self.n_known

    @property
    def title(self) -> str:
        """How large the gap is, in a sentence."""
        if not self.n_figures:
            return "Er zijn nog geen cijfers beschreven"
        if not self.n_missing:
            return f"Alle {self.n_figures} cijfers zijn bekend"
        return f"Van {counted(self.n_figures, 'cijfer', 'cijfers')} kennen wij er {self.n_missing} niet"


def gaps(scan: Scan) -> Gaps:
    """The figures without a value by reason, and those that are known of an earlier year only."""
    figures = list(scan.figures.values())
    lacking = [figure for figure in figures if figure.value is None]
    known = [figure for figure in figures if figure.value is not None]
    newer = [figure for figure in known if figure.newer is not None]
    old = [figure for figure in known if figure.newer is None and figure.is_too_old]
    behind = (
        GapGroup("nieuwste-jaar", "nieuwste jaar ontbreekt", NEWER, tuple(newer)),
        GapGroup("verouderd", "verouderd", OLD, tuple(old)),
    )
    return Gaps(
        len(figures), len(known), tuple(_by_reason(lacking)), tuple(group for group in behind if group.figures)
    )  # fmt: skip


def nearest_known(figure: Figure) -> Benchmark | None:
    """The nearest region around ours with this figure in that year: it is a figure of that region, not of ours."""
    return next((one for one in figure.benchmarks if one.value is not None), None)


def _by_reason(figures: Sequence[Figure]) -> list[GapGroup]:
    """One group a reason, those we never loaded last."""
    found = []
    for status, meaning in REASONS.items():
        members = tuple(one for one in figures if one.reading and one.reading.status == status)
        found.append(GapGroup(status.name.lower().replace("_", "-"), Status(status).label, meaning, members))
    never = tuple(one for one in figures if one.reading is None)
    found.append(GapGroup("niet-geladen", "niet geladen", NOT_LOADED, never))
    return [group for group in found if group.figures]
