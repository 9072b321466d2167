"""Addresses of the ground floor. Names of pages stand before codes of regions, so that no region can hide them."""

from django.urls import path, register_converter

from regioscan import views

app_name = "regioscan"


class RegionCode:
    """`GM0344`, `BU03440101`: letters and digits; capitals or not."""

    regex = "[A-Za-z]{2}[A-Za-z0-9-]{1,14}"

    def to_python(self, value: str) -> str:
        """As it was asked: the view leads on to the address in capitals."""
        return value

    def to_url(self, value: str) -> str:
        """As it is stored."""
        return value


class FileKind:
    """In which form a table is downloaded."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        """As it was asked."""
        return value

    def to_url(self, value: str) -> str:
        """As it is named."""
        return value


register_converter(RegionCode, "region")
register_converter(FileKind, "file")

urlpatterns = [
    path("", views.region_list, name="region_list"),
    path("regios.<file:kind>", views.region_list_export, name="region_list_export"),
    path("bronnen/", views.source_list, name="source_list"),
    path("bronnen/bronnen.<file:kind>", views.source_export, name="source_export"),
    path("open-data/", views.open_data, name="open_data"),
    path("indicatoren/", views.indicator_list, name="indicator_list"),
    path("indicatoren/cijfers.<file:kind>", views.indicator_list_export, name="indicator_list_export"),
    path("indicatoren/<slug:code>/", views.indicator_detail, name="indicator_detail"),
    path("indicatoren/<slug:code>/ranglijst.<file:kind>", views.indicator_export, name="indicator_export"),
    path("vergelijk/", views.compare, name="compare"),
    path("vergelijk/naast-elkaar.<file:kind>", views.compare_export, name="compare_export"),
    path("groepen/", views.group_list, name="group_list"),
    path("groepen/<slug:code>/", views.group_detail, name="group_detail"),
    path("methode/", views.method_list, name="method_list"),
    path("methode/<slug:code>/", views.method_detail, name="method_detail"),
    path("methode/<slug:code>/methode.json", views.method_json, name="method_json"),
    path("methode/<slug:code>/indicatoren.<file:kind>", views.method_export, name="method_export"),
    path("gewichten/", views.weight_dialogue, name="weight_dialogue"),
    path("gewichten/ranglijst.<file:kind>", views.weight_export, name="weight_export"),
    path("<region:code>/vitaliteit/", views.index_detail, name="index_detail"),
    path("<region:code>/vitaliteit/index.<file:kind>", views.index_export, name="index_export"),
    path("<region:code>/vergelijkbaar/", views.peer_list, name="peer_list"),
    path("<region:code>/vergelijkbaar.<file:kind>", views.peer_export, name="peer_export"),
    path("<region:code>/", views.region_detail, name="region_detail"),
    path("<region:code>/bevindingen/", views.finding_list, name="finding_list"),
    path("<region:code>/ontbreekt/", views.gap_list, name="gap_list"),
    path("<region:code>/samenstelling/", views.region_definition, name="region_definition"),
    path("<region:code>/<slug:table>.<file:kind>", views.region_export, name="region_export"),
    path("<region:code>/<slug:theme>/", views.theme_detail, name="theme_detail"),
    path("<region:code>/<slug:theme>/verloop.<file:kind>", views.trend_export, name="trend_export"),
    path("<region:code>/<slug:theme>/<slug:indicator>/verken.json", views.chart_explore, name="chart_explore"),
]
