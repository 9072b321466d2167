"""An invented country of full size: 17,000 regions, 120 indicators, and the wide file that fills them."""

import io
from datetime import UTC, date, datetime

import numpy as np
import numpy.typing as npt

from regioscan.connectors.base import Delivery
from regioscan.models import Distribution, Indicator, IndicatorKey, Observation, Region, Snapshot, Source, Theme

YEAR = 2024
N_REGIONS, N_INDICATORS = 17_000, 120
EMPTY = 0.10
RETRIEVED_AT = datetime(2026, 1, 1, tzinfo=UTC)
KINDS = (("GM", "gemeente", 342), ("WK", "wijk", 3_200), ("BU", "buurt", 17_000 - 342 - 3_200 - 1))


def make_country() -> Source:
    """Regions, indicators and the source that declares where they stand; made once."""
    source, is_new = Source.objects.get_or_create(
        code="bench", defaults={"name": "bench", "publisher": "bench", "delivers": "cijfers", "licence": "-"}
    )
    if is_new:
        Region.objects.bulk_create([_region(code, kind) for code, kind in _codes()])
        theme = Theme.objects.order_by("position").first()
        indicators = Indicator.objects.bulk_create([_indicator(number, theme) for number in range(N_INDICATORS)])
        IndicatorKey.objects.bulk_create([_key(source, indicator) for indicator in indicators])
    return source


def remove_country() -> None:
    """Take it away again, with every figure."""
    Observation.objects.all().delete()
    for model in (Distribution, Snapshot, Region):
        model.objects.all().delete()
    Indicator.objects.filter(code__startswith="bench-").delete()
    Source.objects.filter(code="bench").delete()


def wide_file(seed: int = 1, changed: float = 0.0) -> bytes:
    """The table as the statistics office dumps it: `;`, padded codes, decimal point, a tenth empty; 2.04 million cells.

    `changed` is the share of cells that differs from the file with the same seed.
    """
    values = _values(seed, changed)
    header = ";".join(["ID", "WijkenEnBuurten", *(f"Topic{number}_{number + 1}" for number in range(N_INDICATORS))])
    out = io.StringIO()
    out.write(header + "\n")
    for row, ((code, _), line) in enumerate(zip(_codes(), values, strict=True)):
        cells = ";".join("" if np.isnan(value) else f"{value:.1f}" for value in line)
        out.write(f"{row};{code:<10};{cells}\n")
    return out.getvalue().encode()


def delivery(content: bytes) -> Delivery:
    """The file alone, whose columns are known by the names in their keys."""
    return Delivery({"TypedDataSet.csv": content}, "bench", RETRIEVED_AT)


def _codes() -> list[tuple[str, str]]:
    codes = [("NL00", "land")]
    for prefix, kind, n_of_kind in KINDS:
        width = {"GM": 4, "WK": 6, "BU": 8}[prefix]
        codes += [(f"{prefix}{number:0{width}d}", kind) for number in range(n_of_kind)]
    return codes


def _region(code: str, kind: str) -> Region:
    return Region(code=code, name=f"Regio {code}", kind=kind, valid_from=date(2000, 1, 1), search_name=code.lower())


def _key(source: Source, indicator: Indicator) -> IndicatorKey:
    path = f"Bench > {indicator.name}"
    return IndicatorKey(indicator=indicator, source=source, year_from=2000, year_to=2100, path=path)


def _indicator(number: int, theme: Theme | None) -> Indicator:
    return Indicator(
        code=f"bench-{number}",
        name=f"Topic {number}",
        position=1000 + number,
        theme=theme,
        lens="mens",
        unit="%",
        decimals=1,
        direction=(-1, 0, 1)[number % 3],
        aggregation="NONE",
        definition="bench",
        source_name="bench",
        licence="-",
        influence="context",
    )


def _values(seed: int, changed: float) -> npt.NDArray[np.float64]:
    random = np.random.default_rng(seed)
    values = random.uniform(0, 100, (N_REGIONS, N_INDICATORS)).round(1)
    values[random.random(values.shape) < EMPTY] = np.nan
    other = random.random(values.shape) < changed
    values[other] = (values[other] * 0.9).round(1)
    return values
