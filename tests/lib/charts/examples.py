"""One chart of each kind, small enough to read."""

from lib.charts import (
    Area,
    Bar,
    BarChart,
    Break,
    Choropleth,
    Funnel,
    FunnelLimits,
    FunnelPoint,
    Histogram,
    LineChart,
    Mark,
    Series,
    Sparkline,
    Strip,
    ThemeBar,
)

OURS = Series("Waalmeer", ((2019, 70.2), (2020, None), (2021, 71.4), (2022, 72.5)), is_ours=True)
NATION = Series("Nederland", ((2019, 68.9), (2020, 68.4), (2021, 70.4), (2022, 72.2)))

LINES = LineChart(
    title="Mensen met betaald werk",
    alt="In Waalmeer steeg het van 70,2 in 2019 naar 72,5 procent in 2022.",
    unit="%",
    decimals=1,
    series=(OURS, NATION),
    breaks=(Break(2021, "er wordt anders geteld."),),
    notes=("Mensen van 15 tot 75 jaar.",),
)
BARS = BarChart(
    title="Woninginbraak",
    alt="Van hoog naar laag.",
    unit="per 1.000",
    decimals=1,
    bars=(Bar("Meerkamp", 3.04), Bar("Waalmeer", 2.1, is_ours=True), Bar("Kornwerd", None, reason="onderdrukt")),
    mark=Mark("Nederland", 1.7),
)
HISTOGRAM = Histogram(
    title="Verdeling van het inkomen",
    alt="De meeste gemeenten zitten rond 30.",
    unit="× 1.000 euro",
    decimals=1,
    values=(24.0, 28.5, 29.0, 30.0, 31.5, 33.0, 36.0),
    marker=Mark("Waalmeer", 31.5),
    counted="gemeenten",
)
STRIP = Strip(
    title="Betaald werk",
    alt="Waalmeer: 74,8. De andere lopen van 69,8 tot 76,0.",
    value=74.8,
    peers=(69.8, 71.0, 73.1, 76.0),
    median=72.05,
    low=69.8,
    high=76.0,
    decimals=1,
)
SPARK = Sparkline(title="Verloop", alt="Van 70,2 in 2019 naar 72,5 in 2022", points=OURS.points, decimals=1)
THEME = ThemeBar(title="Wonen", alt="Wonen: 42,6, marge 40,1 tot 45,1", value=42.6, low=40.1, high=45.1)


def square(west: float, south: float, side: float = 0.1) -> list[list[float]]:
    """A closed ring of (longitude, latitude)."""
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def make_map(values: list[float | None], direction: int = -1, decimals: int = 1, unit: str = "km") -> Choropleth:
    """A row of squares with these values."""
    areas = tuple(
        Area(f"GM{i:04}", f"Gemeente {i}", (square(5 + i * 0.1, 52),), value, "" if value is not None else "onderdrukt",
             f"/regioscan/GM{i:04}/")
        for i, value in enumerate(values)
    )  # fmt: skip
    return Choropleth(
        title="Afstand tot de huisarts", alt="Het verst is Gemeente 5.", unit=unit, decimals=decimals, areas=areas,
        direction=direction,
    )  # fmt: skip


MAP = make_map([1.0, 1.2, 1.4, 1.6, 1.9, 2.6, None])

SIZES = (500.0, 4_000.0, 40_000.0)
FUNNEL = Funnel(
    title="Koopwoningen naar aantal woningen",
    alt="Waalmeer ligt boven de grenzen.",
    unit="%",
    decimals=1,
    size_label="woningen",
    points=(
        FunnelPoint("Kornwerd", 500, 55.0),
        FunnelPoint("Waalmeer", 4_000, 66.0, is_ours=True),
        FunnelPoint("Meerkamp", 40_000, 58.0),
    ),
    limits=(
        FunnelLimits("Toeval, 95 %", SIZES, (53.7, 56.5, 57.5), (62.3, 59.5, 58.5)),
        FunnelLimits("Toeval en gewone spreiding, 95 %", SIZES, (51.0, 53.0, 54.0), (65.0, 63.0, 62.0), is_wide=True),
    ),
    benchmark=Mark("Nederland", 58.0),
    counted="gemeenten",
    notes=("De grenzen zijn die van 2024.",),
)
BANDED = Series(
    "Waalmeer", OURS.points, is_ours=True, band=((2019, 68.9, 71.5), (2021, 70.1, 72.7), (2022, 71.2, 73.8))
)

ALL = (LINES, BARS, HISTOGRAM, FUNNEL, STRIP, SPARK, THEME, MAP)
EXPLORED = {"lijn": LINES, "balken": BARS, "verdeling": HISTOGRAM, "trechter": FUNNEL, "kaart": MAP}
