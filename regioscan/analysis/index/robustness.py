"""How firmly a region holds its place: the index made a thousand times with other choices and other chance.

The probabilities are shares of the versions that were made: they say what the ranking owes to choices and sampling, not
what will happen.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lib.text import number
from regioscan.analysis.index.field import Field, Ranks, make_field, ranks
from regioscan.analysis.index.matrix import Floats, Matrix
from regioscan.analysis.index.method import Method
from regioscan.analysis.index.varying import Varied, all_of, check, versions

DRAWS = 1_000
LOW, HIGH = 0.05, 0.95
SURE, LIKELY = 0.95, 0.80
WIDEST = 1 / 3
"""An interval that takes more than this part of the field gives no place."""


@dataclass(frozen=True)
class Place:
    """Between which places a region stands in nine of ten versions, its middle place, and how probable it stands high.

    `p_top_quarter` and `p_above` are the shares of the versions in which it is in the top quarter and above the middle.
    """

    low: int
    median: int
    high: int
    n_regions: int
    p_top_quarter: float
    p_above: float

    @property
    def is_band(self) -> bool:
        """Whether the interval is so wide that a place would say more than is known."""
        return self.high - self.low + 1 > WIDEST * self.n_regions

    @property
    def words(self) -> str:
        """«plaats 40 tot 95 van 342; waarschijnlijk boven het midden», or only a band."""
        middle = _middle_words(self.p_above)
        if self.is_band:
            return f"{self._band}; {middle}"
        places = number(self.low) if self.low == self.high else f"{number(self.low)} tot {number(self.high)}"
        return f"plaats {places} van {number(self.n_regions)}; {middle}"

    @property
    def _band(self) -> str:
        thirds = ("bovenste", "middelste", "onderste")
        first, last = (min(2, int(3 * (place - 1) / self.n_regions)) for place in (self.low, self.high))
        if last - first == 2:
            return "geen plaats te noemen: van de bovenste tot de onderste groep"
        if first == last:
            return f"geen plaats te noemen: ergens in de {thirds[first]} groep"
        return f"geen plaats te noemen: in de {thirds[first]} of de {thirds[last]} groep"


@dataclass(frozen=True)
class Robustness:
    """The places of the ranked regions over all versions.

    `regions` are their rows in the matrix; `ranks` (n × versions, uint16) their places; `varied` and `seed` make the
    same again. Everything is asked by row of the matrix; a region without an index has no answer (None).
    """

    regions: npt.NDArray[np.intp]
    ranks: Ranks
    low: npt.NDArray[np.intp]
    median: npt.NDArray[np.intp]
    high: npt.NDArray[np.intp]
    p_top_quarter: Floats
    p_above: Floats
    varied: Varied
    seed: int

    @property
    def n_ranked(self) -> int:
        """How many regions have a place."""
        return len(self.regions)

    @property
    def n_versions(self) -> int:
        """How many versions were made."""
        return int(self.ranks.shape[1])

    def place(self, region: int) -> Place | None:
        """The place of a region, or None when it has no index."""
        at = self._at(region)
        if at is None:
            return None
        low, median, high = int(self.low[at]), int(self.median[at]), int(self.high[at])
        return Place(low, median, high, self.n_ranked, float(self.p_top_quarter[at]), float(self.p_above[at]))

    def p_ahead(self, region: int, other: int) -> float | None:
        """The share of the versions in which `region` stands above `other`, half of those in which they are equal."""
        at, than = self._at(region), self._at(other)
        if at is None or than is None:
            return None
        mine, theirs = self.ranks[at], self.ranks[than]
        return float((mine < theirs).mean() + (mine == theirs).mean() / 2)

    def _at(self, region: int) -> int | None:
        at = int(np.searchsorted(self.regions, region))
        return at if at < len(self.regions) and self.regions[at] == region else None


def simulate(
    method: Method,
    matrix: Matrix,
    errors: Floats | None = None,
    seed: int = 1,
    draws: int = DRAWS,
    varied: Varied | None = None,
    reference: Matrix | None = None,
    groups: npt.NDArray[np.integer] | None = None,
) -> Robustness:
    """The places of the regions in `draws` versions of the index; the same seed gives the same places.

    `errors` (n × m, as `matrix`) are standard errors of the figures, NaN or 0 where unknown; `groups` (n,) the group of
    each region, for filling in. Without `varied` everything is varied that can be. Figures are moved by chance on
    scales that stay as they were fitted on the reference set. Raises VariationError on a step that is not there.
    """
    varied = varied or all_of(method, errors is not None, groups is not None)
    check(varied, method, errors is not None, groups is not None)
    if draws < 1:
        raise ValueError("at least one version is needed")
    field = make_field(method, varied, matrix, reference, errors, groups)
    random = np.random.default_rng(seed)
    picks = random.random((draws, len(varied.factors)))
    for name in ("weights", "sampling_error"):
        if name in varied.factors:  # every version has its own weights and its own chance
            picks[:, varied.factors.index(name)] = (np.arange(draws) + 0.5) / draws
    noise = random.uniform(-1, 1, (draws, len(method.indicators) + len(method.themes)))
    return _summed_up(field, ranks(field, versions(varied, picks, noise, field.weights), seed), varied, seed)


def pair_words(p_ahead: float | None) -> str:
    """«ligt voor», «ligt waarschijnlijk voor», «niet te onderscheiden», or the same for behind."""
    if p_ahead is None:
        return "niet te vergelijken"
    if max(p_ahead, 1 - p_ahead) < LIKELY:
        return "niet te onderscheiden"
    side = "voor" if p_ahead > 0.5 else "achter"
    return f"ligt {side}" if max(p_ahead, 1 - p_ahead) >= SURE else f"ligt waarschijnlijk {side}"


def rank_words(found: Robustness, region: int) -> str:
    """The place of a region in words; empty when it has no index."""
    place = found.place(region)
    return place.words if place else ""


def _summed_up(field: Field, places: Ranks, varied: Varied, seed: int) -> Robustness:
    of_region = np.ascontiguousarray(places.T)
    ordered = np.sort(of_region, axis=1, kind="stable")  # for two bytes that is a radix sort
    last, n_ranked = places.shape[0] - 1, field.n_regions
    middle = (n_ranked + 1) / 2
    above = (of_region < middle).mean(axis=1) + (of_region == middle).mean(axis=1) / 2
    return Robustness(
        regions=field.regions,
        ranks=of_region,
        low=ordered[:, int(LOW * last)].astype(np.intp),
        median=ordered[:, last // 2].astype(np.intp),
        high=ordered[:, int(np.ceil(HIGH * last))].astype(np.intp),
        p_top_quarter=np.asarray((of_region <= n_ranked / 4).mean(axis=1)),
        p_above=np.asarray(above),
        varied=varied,
        seed=seed,
    )


def _middle_words(p_above: float) -> str:
    if LIKELY > p_above > 1 - LIKELY:
        return "niet te onderscheiden van het midden"
    side = "boven" if p_above > 0.5 else "onder"
    sure = max(p_above, 1 - p_above) >= SURE
    return f"{side} het midden" if sure else f"waarschijnlijk {side} het midden"
