"""A small invented province, for pages and journeys: three municipalities, their wijken and buurten, five years."""

from regioscan.loading.derived import refresh_distributions
from regioscan.models import Boundary, Indicator, Observation, Region, Snapshot
from regioscan.models.observations import Status
from tests import factories

YEARS = range(2020, 2025)
MUNICIPALITIES = [("GM9001", "Waalmeer"), ("GM9002", "’s-Gravenbroek"), ("GM9003", "Súdermar")]


def make_province(n_municipalities: int = 3, n_indicators: int = 3) -> Region:
    """Make and publish it; returns the first municipality."""
    country = factories.make_region("NL00", "Verzonnen land", "land")
    province = factories.make_region("PV90", "Merenland", "provincie", parent=country)
    snapshot = factories.make_snapshot(origin="verzonnen voorbeeldcijfers")
    municipalities = [_make_municipality(number, province, snapshot) for number in range(n_municipalities)]
    regions = [country, province, *Region.objects.filter(kind__in=["gemeente", "wijk", "buurt"]).order_by("code")]
    for number in range(n_indicators):
        _observe_everywhere(_make_indicator(number), regions, number, snapshot)
    refresh_distributions([(one, year) for one in Indicator.objects.values_list("pk", flat=True) for year in YEARS])
    return municipalities[0]


def _make_municipality(number: int, province: Region, snapshot: Snapshot) -> Region:
    code, name = MUNICIPALITIES[number] if number < len(MUNICIPALITIES) else (f"GM9{number + 1:03d}", f"Dorp {number}")
    municipality = factories.make_region(code, name, parent=province)
    district = factories.make_region(f"WK{code[2:]}00", f"Wijk 00 {name}", "wijk", parent=municipality)
    for part in range(2):
        factories.make_region(
            f"BU{code[2:]}000{part}", f"{name} {'Noord' if part else 'Zuid'}", "buurt", parent=district
        )
    west, south = 5 + number * 0.2, 52.0
    ring = [[west, south], [west + 0.2, south], [west + 0.2, south + 0.15], [west, south + 0.15], [west, south]]
    Boundary.objects.create(
        region=municipality,
        geometry={"type": "Polygon", "coordinates": [ring]},
        label_lon=west + 0.1,
        label_lat=south + 0.07,
        snapshot=snapshot,
    )
    return municipality


def _make_indicator(number: int) -> Indicator:
    theme = factories.make_theme(
        ["arbeid", "wonen", "onderwijs"][number % 3], ["Arbeid", "Wonen", "Onderwijs"][number % 3]
    )
    names = ["Mensen met betaald werk", "Lege woningen", "Inwoners"]
    return factories.make_indicator(
        f"cijfer-{number}",
        names[number] if number < 3 else f"Cijfer {number}",
        theme=theme,
        direction=[1, -1, 0][number % 3],
    )


def _observe_everywhere(indicator: Indicator, regions: list[Region], number: int, snapshot: Snapshot) -> None:
    """The second buurt of each municipality is suppressed in the last year, the first one is missing in the first."""
    rows = []
    for position, region in enumerate(regions):
        for year in YEARS:
            value, status = 40 + 3 * number + position + 0.5 * (year - 2020), Status.FINAL
            if region.kind == "buurt" and year == YEARS[-1] and region.code.endswith("1"):
                value, status = None, Status.SUPPRESSED
            if region.kind == "buurt" and year == YEARS[0] and region.code.endswith("0"):
                value, status = None, Status.MISSING
            rows.append(
                Observation(
                    indicator=indicator, region=region, period=year, value=value, status=status, snapshot=snapshot
                )
            )
    Observation.objects.bulk_create(rows)
