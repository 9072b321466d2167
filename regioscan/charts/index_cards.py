"""The vitality index as the pages show it: bars per theme for components/theme_bar.html."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from lib.charts import to_svg
from lib.text import number
from regioscan.charts.cards import ThemeCard
from regioscan.charts.index_specs import beside_middle, index_theme_bar
from regioscan.figures.index_region import IndexTheme, RegionIndex
from regioscan.models import Region


@dataclass(frozen=True)
class IndexSummary:
    """The index on the page of the region: words, bars, and where all of it stands."""

    found: RegionIndex
    bars: list[ThemeCard]
    url: str


def index_address(region: Region, year: int | None = None) -> str:
    """The page of the index of a region."""
    address = reverse("regioscan:index_detail", args=[region.code])
    return f"{address}?jaar={year}" if year else address


def theme_bars(found: RegionIndex, address: str) -> list[ThemeCard]:
    """A bar per theme, in the order of the method; without a score the reason stands there."""
    return [_bar(theme, address) for theme in found.themes]


def summary(found: RegionIndex) -> IndexSummary:
    """The index for the page of the region."""
    asked = found.year if found.years and found.year != found.years[0] else None
    url = index_address(found.region, asked)
    return IndexSummary(found, theme_bars(found, url), url)


def _bar(theme: IndexTheme, address: str) -> ThemeCard:
    drawn = index_theme_bar(theme)
    lens = next((cell.indicator.lens for cell in theme.cells if cell.indicator and cell.indicator.lens), "mens")
    svg: SafeString | str = mark_safe(to_svg(drawn)) if drawn else ""  # noqa: S308  # our own svg
    n_known = sum(cell.score is not None for cell in theme.cells)
    return ThemeCard(
        name=theme.name,
        url=f"{address}#thema-{theme.code}",
        lens=lens,
        verdict=beside_middle(theme),
        svg=svg,
        note=theme.reason,
        score=number(theme.score),
        change="",
        since="",
        known=f"{n_known} van {len(theme.cells)}",
    )
