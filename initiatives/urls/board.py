"""The four views of one address, and what can be taken along."""

from django.urls import URLPattern, path

from initiatives.views import board

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/initiatieven/", board.initiative_list, name="initiative_list"),
    path("c/<slug:slug>/initiatieven.csv", board.initiatives_export, {"kind": "csv"}, name="initiatives_csv"),
    path("c/<slug:slug>/initiatieven.xlsx", board.initiatives_export, {"kind": "xlsx"}, name="initiatives_xlsx"),
    path("c/<slug:slug>/initiatieven.json", board.initiatives_export, {"kind": "json"}, name="initiatives_json"),
]
