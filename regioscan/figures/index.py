"""The vitality index of regions by the method in use: from frames to scores, ranks and what made them change.

What holds for all municipalities together (the matrix, and a thousand ways in which the index might have come out) is
kept in the cache per method, state of the figures and year. With the cache away everything is computed anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from lib.text import number
from regioscan import frames
from regioscan.analysis.index.carry import definition_start
from regioscan.analysis.index.change_split import Moment, causes_of, change_split
from regioscan.analysis.index.decompose import Parts, contributions, theme_contributions
from regioscan.analysis.index.matrix import Bools, Floats, Matrix
from regioscan.analysis.index.robustness import Robustness, pair_words, rank_words, simulate
from regioscan.analysis.index.scoring import Scores, score
from regioscan.analysis.index.varying import varied_words
from regioscan.analysis.theme_draws import draw_index, draw_themes, interval
from regioscan.figures.index_matrix import (
    Frame,
    Material,
    breaks_of,
    fetch,
    get_frame,
    groups_to_fill,
    latest,
    material,
    municipalities,
)
from regioscan.figures.index_region import (
    BEYOND_HIGH,
    BEYOND_LOW,
    NO_METHOD,
    NO_PLACE_FOR_LARGER,
    NO_YEAR,
    NOT_FOR_PARTS,
    SCORED_KINDS,
    IndexCell,
    IndexChange,
    IndexTheme,
    RegionIndex,
    Similar,
    cell_reason,
    chance_words,
    index_reason,
    theme_reason,
)
from regioscan.figures.keeping import keep, key_of
from regioscan.frames import Provenance, Readings
from regioscan.models import MethodVersion, Peer, Region

MOST_SIMILAR = 5
FEWEST_RANKED = 5
"""With fewer municipalities a place says nothing (as for a single figure)."""
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class National:
    """All municipalities in a year: what they were scored from, their scores, and those of the middle one."""

    frame: Frame
    material: Material
    scores: Scores

    @property
    def year(self) -> int:
        """The year of the index."""
        return self.material.year

    @property
    def errors(self) -> Floats | None:
        """The standard errors of the figures; None where none is known."""
        return self.material.errors if self.material.errors.any() else None

    @property
    def n_moving(self) -> int:
        """Of how many indicators it is known how far chance could move them."""
        return int(self.material.errors.any(axis=0).sum())

    def groups(self) -> npt.NDArray[np.int64] | None:
        """The group of every municipality, for filling in; None where none is known."""
        return groups_to_fill(self.material, self.frame.method.max_age)

    def row_of(self, region: int) -> int | None:
        """Where a municipality stands in the arrays; None for another kind of region."""
        return self.material.regions.index(region) if region in self.material.regions else None


def national(frame: Frame, year: int) -> National:
    """All municipalities of `year`, scored."""
    found = kept(frame, year, "matrix", lambda: material(frame, year, [one.pk for one in municipalities(year)]))
    return National(frame, found, score(frame.method, found.matrix))


def robustness(whole: National) -> Robustness | None:
    """The places of all municipalities in a thousand versions of the index; None with fewer than two to rank."""
    if int(whole.scores.index.known.sum()) < FEWEST_RANKED:
        return None
    return kept(whole.frame, whole.year, "places", lambda: _simulated(whole))


def _simulated(whole: National) -> Robustness:
    return simulate(whole.frame.method, whole.material.matrix, whole.errors, groups=whole.groups())


def kept(frame: Frame, year: int, what: str, make: Callable[[], Kept]) -> Kept:
    """From the cache, or made and put there: per method, state of the figures and year."""
    return keep(index_key(frame, year, what), make)


def index_key(frame: Frame, year: int, *what: object) -> str:
    """The key of what follows from all municipalities in a year by this method."""
    return key_of("index", frame.version.sha256, frame.state, year, *what)


def warm() -> None:
    """Compute what the first reader after a publication would wait for."""
    frame = get_frame()
    if frame is not None and frame.newest is not None:
        robustness(national(frame, frame.newest))


def region_index(region: Region, year: int | None = None, version: MethodVersion | None = None) -> RegionIndex:
    """The index of a region in `year` by the method in use or by `version`; by default of the newest year, and where
    `year` has too few new figures, of the latest year before it.

    There is always an answer: without an index, `reason` says why in a sentence.
    """
    if Region.Kind(region.kind) not in SCORED_KINDS:
        return RegionIndex(region, reason=NOT_FOR_PARTS)
    frame = get_frame(version)
    if frame is None:
        return RegionIndex(region, reason=NO_METHOD)
    years = frame.all_years
    chosen = next((one for one in years if year is None or one <= year), None)
    if chosen is None:
        return RegionIndex(region, frame.version, reason=NO_YEAR)
    return _built(region, national(frame, chosen), years)


def all_indices(found: RegionIndex) -> list[float]:
    """The index of every municipality that has one, in the year and by the method of `found`."""
    if found.version is None or found.year is None:
        return []
    frame = get_frame(found.version)
    known = national(frame, found.year).scores.index.listed() if frame else []
    return [value for value in known if value is not None]


def score_row(whole: National, own: Matrix) -> Scores:
    """Other regions against the same municipalities: their own figures, by the national goalposts."""
    return score(whole.frame.method, own, whole.material.matrix)


@dataclass(frozen=True)
class _Own:
    """One region: its readings, its scores, and those of the middle municipality on the same figures."""

    region: Region
    readings: Readings
    scores: Scores
    middle: Scores


def _built(region: Region, whole: National, years: Sequence[int]) -> RegionIndex:
    frame, year = whole.frame, whole.year
    fetched = fetch(frame, year - 1, year, [region.pk])
    now, before = (material(frame, one, [region.pk], fetched) for one in (year, year - 1))
    scores = score_row(whole, now.matrix)
    middle = _middle_of_same(whole, now)
    by_theme = theme_contributions(scores, 0, middle)
    row, places = whole.row_of(region.pk), robustness(whole)
    themes = _themes(_Own(region, fetched.readings, scores, middle), whole, by_theme)
    lacking = [theme.name for theme in themes if theme.is_essential and theme.score is None]
    return RegionIndex(
        region=region,
        version=frame.version,
        year=year,
        years=tuple(years),
        index=scores.index.value(0),
        arithmetic=scores.arithmetic.value(0),
        middle=middle.index.value(0),
        reason=index_reason(scores.index.reason(0), float(scores.known[0]), frame.method.coverage, lacking),
        known=float(scores.known[0]),
        themes=themes,
        interval=_interval(whole, now) if scores.index.value(0) is not None else None,
        place=places.place(row) if places and row is not None else None,
        place_text=_place_text(region, row, places),
        varied_text=_varied_text(places) if row is not None else "",
        chance_text=chance_words(whole.n_moving, len(frame.codes)),
        change=_change(whole, before, now),
        similar=_similar(region, whole, row, places),
        points_total=by_theme.total,
        cells_by_code={cell.code: cell for theme in themes for cell in theme.cells},
    )


def _themes(own: _Own, whole: National, by_theme: Parts) -> tuple[IndexTheme, ...]:
    frame, scores, middle = whole.frame, own.scores, own.middle
    cells = _cells(own, whole)
    points = {part.code: part.points for part in by_theme.parts}
    total = sum(theme.weight for theme in frame.method.themes)
    found = []
    for at, (theme, columns) in enumerate(zip(frame.method.themes, frame.method.columns, strict=True)):
        known = float(scores.known_themes[0, at])
        found.append(
            IndexTheme(
                code=theme.code,
                name=frame.version.content["names"].get(theme.code, theme.code),
                weight=theme.weight / total,
                is_essential=theme.essential,
                score=scores.themes.value(0, at),
                against=middle.themes.value(0, at),
                points=points.get(theme.code),
                known=known,
                reason=theme_reason(scores.themes.reason(0, at), known, frame.method.coverage),
                cells=tuple(cells[columns]),
            )
        )
    return tuple(found)


def _cells(own: _Own, whole: National) -> list[IndexCell]:
    frame, year, scores, middle = whole.frame, whole.year, own.scores, own.middle
    origins = _origins(frame, year, own.region)
    points = {part.code: part.points for part in contributions(scores, 0, middle).parts}
    usual = frame.method.effective_weights
    cells = []
    for at, spec in enumerate(frame.method.indicators):
        indicator = frame.indicators.get(spec.code)
        reading = latest(own.readings, indicator, own.region.pk, year, frame.method.max_age)
        unclipped = float(scores.unclipped[0, at])
        is_low = (unclipped < 0) == (spec.direction > 0)
        cells.append(
            IndexCell(
                code=spec.code,
                indicator=indicator,
                weight=float(scores.effective[0, at]),
                usual_weight=usual[spec.code],
                low=spec.low,
                high=spec.high,
                is_higher_better=spec.direction > 0,
                reading=reading,
                score=scores.normalised.value(0, at),
                against=middle.normalised.value(0, at),
                points=points.get(spec.code),
                reason=cell_reason(reading, scores.normalised.reason(0, at), frame.method.max_age, year),
                is_carried=bool(scores.carried[0, at]),
                beyond=(BEYOND_LOW if is_low else BEYOND_HIGH) if scores.beyond[0, at] else "",
                is_other_definition=bool(
                    indicator and reading and frame.is_other_definition(indicator, reading.period)
                ),
                provenance=origins.get((indicator.pk, reading.period)) if indicator and reading else None,
            )
        )
    return cells


def _origins(frame: Frame, year: int, region: Region) -> dict[tuple[int, int], Provenance]:
    years = range(year - frame.method.max_age, year + 1)
    ids = [one.pk for one in frame.indicators.values()]
    return {(key[0], key[1]): origin for key, origin in frames.origins(ids, years, [region.pk]).items()}


def _change(whole: National, before: Material, now: Material) -> IndexChange:
    """The change since the year before, by cause: by the same method and the same goalposts."""
    method, reference = whole.frame.method, whole.material.matrix
    split = change_split(
        Moment(method, before.matrix, reference),
        Moment(method, now.matrix, reference),
        causes_of(before.matrix, now.matrix, crossed=_crossed(whole.frame, before.year, now.year)),
    )[0]
    start = score(method, before.matrix, reference).index
    reason = ""
    if split.change is None:
        which = (
            f"over {before.year} is er geen index" if start.value(0) is None else "een stap daartussen heeft geen index"
        )
        reason = f"De verandering sinds {before.year} is niet bekend: {which}."
    return IndexChange(before.year, start.value(0), split.change, tuple(sorted(split.points.items())), reason)


def _crossed(frame: Frame, before: int, now: int) -> Bools:
    """Which indicators have a break in their definition between two years."""
    breaks = [breaks_of(frame.indicators[code]) if code in frame.indicators else [] for code in frame.codes]
    return np.array([definition_start(cuts, before) != definition_start(cuts, now) for cuts in breaks], dtype=np.bool_)


def _varied_text(places: Robustness | None) -> str:
    """In how many versions a place was found, and what differs between them."""
    if places is None:
        return ""
    return f"De plaats is {number(places.n_versions)} keer opnieuw bepaald. {varied_words(places.varied.factors)}"


def _interval(whole: National, own: Material) -> tuple[float, float] | None:
    """What chance in its own figures and slightly other weights might have made of the index of one region."""
    method = whole.frame.method
    return interval(draw_index(method, draw_themes(method, own.matrix, own.errors, whole.material.matrix)), 0)


def _place_text(region: Region, row: int | None, places: Robustness | None) -> str:
    """The place among all municipalities in words, or why there is none."""
    if region.kind != Region.Kind.MUNICIPALITY:
        return NO_PLACE_FOR_LARGER
    if places is None or row is None:
        return "Er zijn te weinig gemeenten met een index om een plaats te noemen."
    words = rank_words(places, row)
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _similar(region: Region, whole: National, row: int | None, places: Robustness | None) -> tuple[Similar, ...]:
    """The municipalities that are most alike in structure, by the newest set of peers."""
    peers = Peer.objects.filter(region=region, position__lte=MOST_SIMILAR).select_related("peer")
    ordered = list(peers.order_by("-peer_set__made_at", "-peer_set_id", "position")[:MOST_SIMILAR])
    found = []
    for one in (peer for peer in ordered if peer.peer_set_id == ordered[0].peer_set_id):
        at = whole.row_of(one.peer_id)
        if at is not None:
            order = pair_words(places.p_ahead(row, at)) if places and row is not None else ""
            index = whole.scores.index
            found.append(Similar(one.peer, index.value(at), index.words(at), order))
    return tuple(found)


def _middle_of_same(whole: National, own: Material) -> Scores:
    """A municipality with the median of all on every indicator that is known of ours: gaps add nothing."""
    matrix = whole.material.matrix
    is_known = np.isfinite(matrix.values)
    medians = np.full((1, len(matrix.codes)), np.nan)
    for at in range(len(matrix.codes)):
        if is_known[:, at].any() and np.isfinite(own.matrix.values[0, at]):
            medians[0, at] = np.median(matrix.values[is_known[:, at], at])
    return score_row(whole, Matrix(matrix.codes, medians))
