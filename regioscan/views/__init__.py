"""Pages and downloads of the regioscan. All of them are public: facts are for everybody."""

from regioscan.views.downloads import (
    chart_explore,
    indicator_export,
    indicator_list_export,
    region_export,
    region_list_export,
    source_export,
    trend_export,
)
from regioscan.views.indicators import indicator_detail, indicator_list, source_list
from regioscan.views.regions import region_detail, region_list, theme_detail

__all__ = [
    "chart_explore",
    "indicator_detail",
    "indicator_export",
    "indicator_list",
    "indicator_list_export",
    "region_detail",
    "region_export",
    "region_list",
    "region_list_export",
    "source_export",
    "source_list",
    "theme_detail",
    "trend_export",
]
