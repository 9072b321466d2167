"""Works the recipes out: values for every region and year, and what of them would be published.

A region larger than a neighbourhood gets what follows from its parts by the rule of the indicator, computed before
anything is rounded or left out. So the parts add up, except for what rounding and secrecy do, as with real figures.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from regioscan.catalogue import IndicatorEntry
from regioscan.connectors.base import (
    FINAL,
    MISSING,
    MODELLED,
    NO_DENOMINATOR,
    NOT_APPLICABLE,
    PROVISIONAL,
    SUPPRESSED,
)
from regioscan.example.people import YEARS, Floats, People, smooth_field
from regioscan.example.places import Places
from regioscan.example.recipes import Recipe

# Figures that follow from two counts: numerator, denominator, per how many.
RATIOS = {
    "grijze-druk": ("65", "inwoners-15-65", 100),
    "kinderen": ("kinderen", "inwoners", 100),
    "eenpersoonshuishoudens": ("eenpersoonshuishoudens", "huishoudens", 100),
    "bedrijfsvestigingen": ("bedrijfsvestigingen-aantal", "inwoners", 1000),
}
COUNTED = ("bevolkingsgroei", *RATIOS)
SMALL_KINDS = ("wijk", "buurt")
LEVELS = {
    "buurt": ("land", "gemeente", "wijk", "buurt"),
    "gemeente": ("land", "gemeente"),
    "corop": ("land",),
}
"""Kinds of regions that a figure is published for, by the smallest."""
UPPER = ("provincie", "corop")
"""These have only what cannot be computed from municipalities; the platform computes the rest itself."""
PLAIN = Recipe("", "level", 0, {}, 0, 0, (YEARS[0], YEARS[-1], 1), 0.1, "buurt", least=10)
GONE_SHARE = 0.003
"""Share of cells in districts and neighbourhoods that simply are not there."""


@dataclass(frozen=True)
class Grid:
    """All regions from the country down, and which neighbourhoods lie in each."""

    codes: Sequence[str]
    kinds: npt.NDArray[np.str_]
    within: Floats
    """Region × neighbourhood: 1 where the neighbourhood lies in the region. The first row is the country."""


@dataclass(frozen=True)
class Block:
    """One indicator: values and statuses of some regions (places in `Grid.codes`) in some years."""

    indicator: str
    regions: npt.NDArray[np.intp]
    years: Sequence[int]
    values: Floats
    statuses: npt.NDArray[np.int64]
    step: float


def make_grid(places: Places) -> Grid:
    """Country, province, COROP areas, municipalities, districts, neighbourhoods, in this order."""
    members = list(places.neighbourhoods())
    chains = [
        (places.country.code, places.province.code, town.corop, town.code, district.code, buurt.code)
        for town, district, buurt in members
    ]
    codes = [*dict.fromkeys(code for level in zip(*chains, strict=True) for code in level)]
    kind_of = {code: kind for chain in chains for code, kind in zip(chain, _KINDS, strict=True)}
    within = np.array([[float(code in chain) for chain in chains] for code in codes])
    return Grid(codes, np.array([kind_of[code] for code in codes]), within)


_KINDS = ("land", "provincie", "corop", "gemeente", "wijk", "buurt")


class Workshop:
    """Makes the block of every indicator; each has its own stream of chance, so that a new one changes no other."""

    def __init__(self, places: Places, people: People, seeds: Floats, recipes: Sequence[Recipe], seed: int) -> None:
        self.grid = make_grid(places)
        self._recipes = {recipe.code: recipe for recipe in recipes}
        self._traits, self._seeds, self._seed = people.traits, seeds, seed
        self._towns = self.grid.within[self.grid.kinds == "gemeente"].argmax(axis=0)
        self._counts = {**people.counts, "werkenden": self._workers(people.counts["inwoners-15-65"])}
        within = np.vstack([self._country(places.country_inhabitants), self.grid.within[1:]])
        self.grid = replace(self.grid, within=within)
        self._sums = {code: self._summed(count) for code, count in self._counts.items()}

    def make(self, indicator: IndicatorEntry) -> Block:
        """The block of an indicator; raises KeyError when there is no recipe for it."""
        if indicator.aggregation == "SUM":
            return self.count_block(indicator.code)
        if indicator.code in COUNTED:
            return self.counted_block(indicator.code)
        return self.block(indicator, self._recipes[indicator.code])

    def count_block(self, code: str) -> Block:
        """A count: whole in municipalities, rounded at random to a multiple of five below."""
        values, rng = self._sums[code].copy(), self._rng(code, "rounding")
        small = np.isin(self.grid.kinds, SMALL_KINDS)
        five = np.floor(values / 5) * 5
        rounded = five + 5 * (rng.random(values.shape) < (values - five) / 5)
        values[small] = rounded[small]
        if code == "inwoners":
            towns = self.grid.kinds == "gemeente"
            values[towns] += np.round(values[towns] * 0.0004)  # people without a known neighbourhood
        statuses = np.full(values.shape, FINAL)
        statuses[:, -1] = PROVISIONAL
        shown = self._shown(LEVELS["buurt"])
        return Block(code, shown, YEARS, values[shown], statuses[shown], 1)

    def counted_block(self, code: str) -> Block:
        """A rate of two counts."""
        if code == "bevolkingsgroei":
            earlier = self._sums["inwoners-vijf-jaar-eerder"]
            values = _divide(self._sums["inwoners"] - earlier, earlier) * 100
        else:
            numerator, denominator, per = RATIOS[code]
            values = _divide(self._sums[numerator], self._sums[denominator]) * per
        return self._publish(replace(PLAIN, code=code), values, NO_DENOMINATOR, LEVELS["buurt"])

    def block(self, indicator: IndicatorEntry, recipe: Recipe) -> Block:
        """A figure made from its recipe, for every region by the rule of the indicator."""
        values = self._in_neighbourhoods(recipe)
        if recipe.code == "corporatiewoningen":
            values = values * (100 - self._in_neighbourhoods(self._recipes["koopwoningen"])) / 100
        weights = self._counts[indicator.weight or "inwoners"]
        if recipe.per:
            values = self._by_chance(recipe, values, weights)
        grid_values = _divide(self.grid.within @ (weights * values), self.grid.within @ weights)
        none = NO_DENOMINATOR if indicator.aggregation == "RATIO" else NOT_APPLICABLE
        levels = (*LEVELS[recipe.lowest], *(UPPER if indicator.aggregation == "NONE" else ()))
        return self._publish(recipe, grid_values, none, levels, indicator.weight)

    def _rng(self, code: str, purpose: str = "") -> np.random.Generator:
        return np.random.default_rng([self._seed, zlib.crc32(f"{code} {purpose}".encode())])

    def _summed(self, count: Floats) -> Floats:
        """Region × year, in whole numbers."""
        sums: Floats = np.rint(self.grid.within @ count)
        return sums

    def _country(self, inhabitants: int) -> Floats:
        """How often the country holds a place like each neighbourhood: so it is near this province, but not the same.

        All figures of the country follow from this one row, so they agree with each other. It has few factory towns.
        """
        rng = self._rng("country")
        towns = np.exp(0.35 * rng.standard_normal(self._towns.max() + 1))[self._towns]
        often = towns * np.exp(0.35 * rng.standard_normal(len(self._seeds)) + 0.12 * self._traits["urban"][:, 0])
        often = np.where(self._traits["closing"].any(axis=1), 0.15 * often, often)
        row: Floats = often * inhabitants / (often @ self._counts["inwoners"][:, 0])
        return row

    def _workers(self, people: Floats) -> Floats:
        """How many have work; some of them are older than 65."""
        return np.round(people * 1.06 * self._in_neighbourhoods(self._recipes["arbeidsparticipatie"]) / 100)

    def _in_neighbourhoods(self, recipe: Recipe) -> Floats:
        """Neighbourhood × year: base, traits, events, trend and noise, put through the curve of the shape."""
        rng, years = self._rng(recipe.code), np.arange(len(YEARS))
        n = len(self._seeds)
        effect = sum(strength * self._traits[name] for name, strength in recipe.traits.items())
        lasting = 0.6 * smooth_field(self._seeds, rng) + 0.8 * rng.standard_normal(n)
        passing = 0.25 * rng.standard_normal((n, len(years)))
        drift = (0.03 * recipe.noise * rng.standard_normal(len(set(self._towns))))[self._towns]
        noise = recipe.noise * (lasting[:, None] + passing) + drift[:, None] * years
        return _shaped(recipe, effect + recipe.trend * years + noise)

    def _by_chance(self, recipe: Recipe, rates: Floats, weights: Floats) -> Floats:
        """Rates of whole numbers of events, as they fall."""
        expected = weights * rates / recipe.per
        events = np.minimum(self._rng(recipe.code, "chance").poisson(expected), weights)
        return np.nan_to_num(_divide(events, weights) * recipe.per)

    def _shown(self, kinds: Sequence[str]) -> npt.NDArray[np.intp]:
        return np.flatnonzero(np.isin(self.grid.kinds, kinds))

    def _publish(self, recipe: Recipe, values: Floats, none: int, kinds: Sequence[str], weight: str = "") -> Block:
        """The years of the recipe for regions of these kinds; `none` is the reason where nothing can be divided by."""
        years = [year for year in recipe.periods() if year in YEARS]
        shown = self._shown(kinds)
        statuses = self._statuses(recipe, values, weight)
        statuses[np.isnan(values)] = none
        part = np.ix_(shown, np.array([YEARS.index(year) for year in years]))
        return Block(recipe.code, shown, years, values[part], statuses[part], recipe.step)

    def _statuses(self, recipe: Recipe, values: Floats, weight: str) -> npt.NDArray[np.int64]:
        """For every region and year of YEARS the status; later rules go before earlier ones."""
        statuses = np.full(values.shape, FINAL)
        small, towns = np.isin(self.grid.kinds, SMALL_KINDS), self.grid.kinds[:, None] == "gemeente"
        last = max(year for year in recipe.periods() if year in YEARS)
        statuses[:, YEARS.index(last)] = PROVISIONAL
        if recipe.modelled:
            statuses[small] = MODELLED
        small = small[:, None]
        statuses[small & (self._rng(recipe.code, "gone").random(values.shape) < GONE_SHARE)] = MISSING
        if recipe.secret:
            events = values * self._sums[weight] / recipe.per
            statuses[small & (events <= recipe.secret)] = SUPPRESSED
        statuses[self._sums[recipe.least_of] < recipe.least] = SUPPRESSED
        statuses[towns & (self._sums["inwoners"] < recipe.smallest)] = MISSING
        if recipe.absent:
            statuses[[recipe.absent[2:] in region[2:6] for region in self.grid.codes]] = MISSING
        return statuses


def _divide(above: Floats, below: Floats) -> Floats:
    """NaN where there is nothing to divide by."""
    divided: Floats = np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below > 0)
    return divided


def _shaped(recipe: Recipe, moved: Floats) -> Floats:
    """The base moved along the curve of the recipe's shape."""
    if recipe.shape == "share":
        odds = recipe.base / (100 - recipe.base) * np.exp(moved)
        return 100 * odds / (1 + odds)
    if recipe.shape == "level":
        amount: Floats = recipe.base * np.exp(moved)
        return amount
    return recipe.base + moved
