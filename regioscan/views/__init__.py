"""Pages and downloads of the regioscan. All of them are public: facts are for everybody."""

from regioscan.views.compare import compare, compare_export
from regioscan.views.definitions import region_definition
from regioscan.views.downloads import (
    chart_explore,
    indicator_export,
    indicator_list_export,
    region_export,
    region_list_export,
    source_export,
    trend_export,
)
from regioscan.views.index import index_detail, index_export
from regioscan.views.indicators import indicator_detail, indicator_list, source_list
from regioscan.views.methods import method_detail, method_export, method_json, method_list
from regioscan.views.open_data import open_data
from regioscan.views.peers import group_detail, group_list, peer_export, peer_list
from regioscan.views.receipts import finding_list, gap_list
from regioscan.views.regions import region_detail, region_list, theme_detail
from regioscan.views.weights import weight_dialogue, weight_export

__all__ = [
    "chart_explore",
    "compare",
    "compare_export",
    "finding_list",
    "gap_list",
    "group_detail",
    "group_list",
    "index_detail",
    "index_export",
    "indicator_detail",
    "indicator_export",
    "indicator_list",
    "indicator_list_export",
    "method_detail",
    "method_export",
    "method_json",
    "method_list",
    "open_data",
    "peer_export",
    "peer_list",
    "region_definition",
    "region_detail",
    "region_export",
    "region_list",
    "region_list_export",
    "source_export",
    "source_list",
    "theme_detail",
    "trend_export",
    "weight_dialogue",
    "weight_export",
]
