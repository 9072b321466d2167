"""A country with a province, a few municipalities and their parts, and figures as publishing leaves them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from regioscan.models import Boundary, Distribution, Indicator, Observation, Region
from regioscan.models.observations import Status
from tests import factories

Values = Mapping[tuple[str, int], float | Status]
"""(code of a region, year) → a value, or the reason why there is none."""


def make_land(n_municipalities: int = 5) -> dict[str, Region]:
    """Regions by code: NL00, PV01, GM0001… of which GM0001 has two wijken, WK000101 and WK000102."""
    country = factories.make_region("NL00", "Nederland", "land")
    province = factories.make_region("PV01", "Merenland", "provincie", parent=country)
    names = ["Waalmeer", "Hogewaard", "Meerkamp", "Elzendam", "Zandhove", "Lindestede", "Broekerveld"]
    found = [country, province]
    for number in range(n_municipalities):
        found.append(factories.make_region(f"GM{number + 1:04d}", names[number], parent=province))
    for number in (1, 2):
        found.append(factories.make_region(f"WK00010{number}", f"Wijk 0{number}", "wijk", parent=found[2]))
    return {region.code: region for region in found}


def publish(indicator: Indicator, values: Values, regions: Mapping[str, Region], **fields: object) -> None:
    """Observations as publishing leaves them, with the distributions per year and kind."""
    snapshot = fields.get("snapshot") or factories.make_snapshot()
    status = fields.get("status", Status.FINAL)
    Observation.objects.bulk_create(
        Observation(
            indicator=indicator,
            region=regions[code],
            period=year,
            value=None if isinstance(value, Status) else value,
            status=value if isinstance(value, Status) else status,
            snapshot=snapshot,
        )
        for (code, year), value in values.items()
    )
    if status != Status.CALCULATED:
        _distribute(indicator, values, regions)


def _distribute(indicator: Indicator, values: Values, regions: Mapping[str, Region]) -> None:
    groups: dict[tuple[int, str], list[float]] = defaultdict(list)
    for (code, year), value in values.items():
        if not isinstance(value, Status):
            groups[year, regions[code].kind].append(value)
    for (year, kind), known in groups.items():
        ordered = np.sort(np.array(known, dtype="<f8"))
        Distribution.objects.create(
            indicator=indicator, period=year, kind=kind, n_regions=len(known), values=ordered.tobytes()
        )


def row(
    codes: Sequence[str], values: Sequence[float | Status], year: int = 2024
) -> dict[tuple[str, int], float | Status]:
    """One year of values, in the order of the codes."""
    return {(code, year): value for code, value in zip(codes, values, strict=True)}


def municipalities(count: int = 5) -> list[str]:
    """The codes of the first municipalities."""
    return [f"GM{number + 1:04d}" for number in range(count)]


def draw(region: Region, west: float = 5.0) -> None:
    """Give the region a square outline."""
    ring = [[west, 52.0], [west + 0.2, 52.0], [west + 0.2, 52.15], [west, 52.15], [west, 52.0]]
    Boundary.objects.create(
        region=region,
        geometry={"type": "Polygon", "coordinates": [ring]},
        label_lon=west + 0.1,
        label_lat=52.07,
        snapshot=factories.make_snapshot(),
    )
