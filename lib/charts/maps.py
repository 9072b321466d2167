"""A map's classes: which areas are in which, how each looks, and what it is called."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lib.charts.scales import as_shown, class_bounds, shown
from lib.charts.specs import Area, Choropleth
from lib.svg import clean

BETTER_TO_WORSE = ("better-2", "better-1", "middle", "worse-1", "worse-2")
# Which of the five steps are used when there are fewer classes.
STEPS = {0: (), 1: (2,), 2: (1, 3), 3: (1, 2, 3), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
RAMP_STEPS = {0: (), 1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Class:
    """A class of a map: its look, its bounds in words, and the areas in it."""

    look: str
    label: str
    areas: tuple[Area, ...]

    @property
    def is_hatched(self) -> bool:
        """Whether it is one of the two worse classes."""
        return self.look.startswith("worse")


def classes(chart: Choropleth) -> list[Class]:
    """The classes of a map from low to high, and last the areas without a number. Each class has areas."""
    known = [(area, as_shown(area.value, chart.decimals)) for area in chart.areas if area.value is not None]
    bounds = class_bounds([value for _, value in known])
    n = len(bounds) + 1 if known else 0
    members: list[list[Area]] = [[] for _ in range(n)]
    values: list[set[float]] = [set() for _ in range(n)]
    for area, value in known:
        at = bisect_right(bounds, value)
        members[at].append(area)
        values[at].add(value)
    labels = _class_labels(chart, bounds, values)
    looks = class_looks(n, chart.direction)
    made = [Class(look, label, tuple(areas)) for look, label, areas in zip(looks, labels, members, strict=True)]
    unknown = tuple(area for area in chart.areas if area.value is None)
    return [*made, Class(UNKNOWN, "geen cijfer", unknown)] if unknown else made


def class_looks(n: int, direction: int) -> list[str]:
    """The looks of `n` classes from low to high."""
    if direction == 0:
        return [f"ramp-{step}" for step in RAMP_STEPS[n]]
    looks = [BETTER_TO_WORSE[step] for step in STEPS[n]]
    return looks if direction < 0 else looks[::-1]


def _class_labels(chart: Choropleth, bounds: Sequence[float], values: Sequence[set[float]]) -> list[str]:
    """`minder dan 1,1`, `1,1 tot 1,3`, `2,2 km of meer`; the value where a class holds only one; words at both ends."""
    said = [shown(bound, chart.decimals) for bound in bounds]
    labels = [f"minder dan {said[0]}"] if said else ["alle gebieden"]
    labels += [f"{low} tot {high}" for low, high in pairwise(said)]
    labels += [f"{said[-1]} {chart.unit}".strip() + " of meer"] if said else []
    for i, only in enumerate(values):
        if len(only) == 1:
            unit = chart.unit if i == len(values) - 1 else ""
            labels[i] = f"{shown(next(iter(only)), chart.decimals)} {unit}".strip()
    if chart.direction and len(values) > 1:
        good, bad = (0, -1) if chart.direction < 0 else (-1, 0)
        labels[good] += " (gunstigst)"
        labels[bad] += " (minst gunstig)"
    return labels[: len(values)]


def value_in_words(chart: Choropleth, area: Area) -> str:
    """The value with its unit, or why there is none."""
    if area.value is None:
        return clean(area.reason) or "geen cijfer"
    return f"{shown(area.value, chart.decimals)} {chart.unit}".strip()
