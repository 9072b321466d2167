"""Communities side by side: on each factor a line from 1 to 5 with a dot for each, and all of it as one table."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from lib.charts.ink import heading
from lib.svg import tag
from lib.tables import Cell, Column, Table
from succesfactoren.analysis.learning import Point, Rise, SharedRound, means_of, points_on
from succesfactoren.analysis.levels import one_decimal
from succesfactoren.models import Factor

LOWEST, SPAN = 1.0, 4.0
LANES = (0.0, -0.8, 0.8, -1.6, 1.6)
"""Where dots stand that would cover each other, in ems from the middle."""
TOO_CLOSE = 0.035
HEIGHT = 4.4


@dataclass(frozen=True)
class FactorRow:
    """One factor: the line with its dots, the same in words, and who rose on it."""

    code: str
    name: str
    explanation: str
    svg: SafeString | str
    words: str
    rises: Sequence[Rise]


def factor_rows(factors: Sequence[Factor], rounds: Sequence[SharedRound], rises: Sequence[Rise]) -> list[FactorRow]:
    """A row for each factor, in their own order; without a line, and without who rose, where fewer than three
    communities can be shown."""
    return [
        _row(one, points_on(one.code, rounds), [rise for rise in rises if rise.factor == one.code]) for one in factors
    ]


def _row(factor: Factor, points: Sequence[Point], rises: Sequence[Rise]) -> FactorRow:
    words = _words(points) if points else ""
    svg: SafeString | str = _line(factor.name, words, points) if points else ""
    return FactorRow(factor.code, factor.name, factor.explanation, svg, words, rises if points else ())


def _words(points: Sequence[Point]) -> str:
    """«7 communities, van 2,6 tot en met 3,9. Uw community: 3,4.»"""
    means = [one.mean for one in points]
    whole = f"{len(points)} communities, van {one_decimal(min(means))} tot en met {one_decimal(max(means))}."
    own = [f"{one.who}: {one_decimal(one.mean)}." for one in points if one.is_own]
    return " ".join([whole, *own])


def _line(name: str, words: str, points: Sequence[Point]) -> SafeString:
    grid = [_upright(i / SPAN) for i in range(int(SPAN) + 1)]
    across = tag("line", x1="0%", x2="100%", y1="50%", y2="50%", class_="axis")
    # One's own last, so that no other dot covers it.
    ordered = sorted(zip(points, _lanes(points), strict=True), key=lambda pair: pair[0].is_own)
    dots = [_dot(point, lane) for point, lane in ordered]
    plot = tag("svg", *grid, across, *dots, y="0", width="100%", height="100%", overflow="visible")
    drawn = tag("svg", heading(name, words), plot, class_="chart chart-profiles", role="img", height=f"{HEIGHT}em")
    return mark_safe(drawn)  # noqa: S308  # our own drawing; lib.svg escapes every text


def _lanes(points: Sequence[Point]) -> list[float]:
    """For each point a lane where it does not cover the ones that stand there already."""
    chosen: list[tuple[float, float]] = []
    for point in points:
        at = _share(point.mean)
        free = [lane for lane in LANES if all(lane != other or abs(at - x) > TOO_CLOSE for x, other in chosen)]
        chosen.append((at, free[0] if free else LANES[0]))
    return [lane for _, lane in chosen]


def _upright(share: float) -> str:
    return tag("line", x1=f"{share:.0%}", x2=f"{share:.0%}", y1="0%", y2="100%", class_="axis")


def _dot(point: Point, lane: float) -> str:
    place = {"cx": f"{_share(point.mean) * 100:.2f}%", "cy": f"{HEIGHT / 2 + lane:.2f}em"}
    return tag("circle", **place, r="0.5em" if point.is_own else "0.36em", class_="us" if point.is_own else "other-dot")


def _share(mean: float) -> float:
    return (mean - LOWEST) / SPAN


def profiles_table(factors: Sequence[Factor], rounds: Sequence[SharedRound], title: str = "per community") -> Table:
    """One row a community with its score on each factor; in words where there are too few answers."""
    columns = [
        Column("community", "Community"),
        Column("ronde", "Ronde gesloten in"),
        Column("deelnemers", "Deelnemers", "number", 0),
        *(Column(one.code, one.name, "number", 1) for one in factors),
    ]
    return Table(f"Scores van 1 tot 5, {title}", columns, [_table_row(one, factors) for one in rounds])


def _table_row(found: SharedRound, factors: Sequence[Factor]) -> tuple[Cell, ...]:
    means = means_of(found)
    who = f"{found.who} (uw community)" if found.is_own else found.who
    return who, found.when, found.n, *(means.get(one.code, "te weinig antwoorden") for one in factors)
