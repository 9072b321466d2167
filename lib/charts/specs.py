"""What a chart says, apart from how it is drawn.

One specification becomes SVG for the page, SVG for print and mail, a table, and a figure to explore. Texts are Dutch
and shown as they are (escaped). Values are unrounded; `decimals` is used when a number is shown. None means: no number,
and is never drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float | None]
Position = Sequence[float]
Ring = Sequence[Position]


@dataclass(frozen=True)
class Series:
    """One line: points (x, y) with x a year, in any order; y None where there is no number.

    `reasons` says in words, for an x, why there is none.
    """

    name: str
    points: tuple[Point, ...] = ()
    is_ours: bool = False
    reasons: tuple[tuple[float, str], ...] = ()
    band: tuple[tuple[float, float, float], ...] = ()
    """(x, low, high): how far the number could have been otherwise; a year without one has no band."""


@dataclass(frozen=True)
class Break:
    """The figures before `x` cannot be compared with those from `x` on: no line is drawn across."""

    x: float
    reason: str


@dataclass(frozen=True, kw_only=True)
class LineChart:
    """A trend: years from left to right, one line a series, ours in front.

    `holds` are points that the axes must hold too, without being drawn: so charts beside each other get the same axes.
    """

    title: str
    alt: str
    unit: str = ""
    decimals: int = 0
    series: tuple[Series, ...] = ()
    breaks: tuple[Break, ...] = ()
    holds: tuple[tuple[float, float], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bar:
    """One row of a ranking; `reason` says in words why there is no value."""

    name: str
    value: float | None
    is_ours: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Mark:
    """A value that others are held against, such as that of Nederland."""

    name: str
    value: float


@dataclass(frozen=True, kw_only=True)
class BarChart:
    """A ranking: one horizontal bar a row, in the order given, from zero."""

    title: str
    alt: str
    unit: str = ""
    decimals: int = 0
    bars: tuple[Bar, ...] = ()
    mark: Mark | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Histogram:
    """How many regions have about which value, with ours marked. `values` are those of all regions; `counted` is what
    one of them is called in the plural."""

    title: str
    alt: str
    unit: str = ""
    decimals: int = 0
    values: Sequence[float] = ()
    marker: Mark | None = None
    counted: str = "regio’s"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class FunnelPoint:
    """One region: its value, and of how many it is (the denominator)."""

    name: str
    size: float
    value: float
    is_ours: bool = False


@dataclass(frozen=True)
class FunnelLimits:
    """Between which values a region that equals the benchmark lies, for each of the `sizes` (ascending).

    `is_wide` says that the ordinary spread between regions is in it, beside chance.
    """

    name: str
    sizes: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    is_wide: bool = False


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """Regions by size: small ones lie further from the benchmark by chance alone, and the limits show how far.

    Sizes run over a scale of equal ratios. `size_label` is what they count: «inwoners».
    """

    title: str
    alt: str
    unit: str = ""
    decimals: int = 0
    size_label: str = "inwoners"
    points: tuple[FunnelPoint, ...] = ()
    limits: tuple[FunnelLimits, ...] = ()
    benchmark: Mark | None = None
    counted: str = "regio’s"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Strip:
    """Our place among the peers on one thin line that runs from `low` to `high`.

    Up to 60 peers are a tick each; of more peers the deciles are ticks, so that a tenth of them lies between two ticks.
    """

    title: str
    alt: str
    value: float | None
    peers: Sequence[float] = ()
    median: float | None = None
    low: float | None = None
    high: float | None = None
    margin: tuple[float, float] | None = None
    """How far our own value could have been otherwise."""
    unit: str = ""
    decimals: int = 0


@dataclass(frozen=True, kw_only=True)
class Sparkline:
    """The course of one figure, as small as a word. Points as in a Series."""

    title: str
    alt: str
    points: tuple[Point, ...] = ()
    unit: str = ""
    decimals: int = 0


@dataclass(frozen=True, kw_only=True)
class ThemeBar:
    """A score against its reference, with its margin when there is one.

    `low` and `high` are the ends of the margin. The bar is pale while the margin holds the reference: the difference is
    not certain then. `scale` is the part of the scores that is drawn; what lies outside it ends in an arrow.
    """

    title: str
    alt: str
    value: float | None
    low: float | None = None
    high: float | None = None
    reference: float = 50.0
    scale: tuple[float, float] = (35.0, 65.0)
    decimals: int = 1


@dataclass(frozen=True)
class Area:
    """One area of a map: rings of (longitude, latitude) in WGS84, holes included; `reason` where there is no value."""

    code: str
    name: str
    rings: Sequence[Ring]
    value: float | None
    reason: str = ""
    href: str = ""
    is_ours: bool = False


@dataclass(frozen=True, kw_only=True)
class Choropleth:
    """A map in at most five classes of about equally many areas.

    `direction` is 1 where higher is better, −1 where lower is better (blue to orange) and 0 where neither is (one
    colour, pale to full). The two worse classes carry a hatch as well.
    """

    title: str
    alt: str
    unit: str = ""
    decimals: int = 0
    areas: tuple[Area, ...] = ()
    direction: int = 0
    notes: tuple[str, ...] = ()


Chart = LineChart | BarChart | Histogram | Funnel | Strip | Sparkline | ThemeBar | Choropleth
