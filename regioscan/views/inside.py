"""Who lives behind the averages, for the pages of a region and of a theme."""

from typing import Any

from django.urls import reverse

from regioscan.charts.cards import ScanCards
from regioscan.charts.inside import inside_card
from regioscan.figures.inside import inside_average

TABLE = "achter-het-gemiddelde"


def inside_context(drawn: ScanCards, theme: str = "") -> dict[str, Any]:
    """For templates/regioscan/_inside.html: all figures, or those of the theme with this code."""
    scan = drawn.scan
    found = {
        code: one
        for code, one in inside_average(scan).items()
        if not theme or (one.figure.indicator.theme and one.figure.indicator.theme.code == theme)
    }
    urls = {code: drawn.figure_url(code) for code in found}
    files = {kind: reverse("regioscan:region_export", args=[scan.region.code, TABLE, kind]) for kind in ("csv", "xlsx")}
    return {
        "inside": inside_card(scan, found, urls),
        "inside_csv": files["csv"] + drawn.query,
        "inside_xlsx": files["xlsx"] + drawn.query,
    }
