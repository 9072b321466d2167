"""Commitments and the route map."""

from django.urls import URLPattern, path

from communities.views import commitment_link, commitments, route_map

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/routekaart/", route_map.route_map, name="route_map"),
    path("c/<slug:slug>/routekaart.csv", route_map.route_map_export, {"kind": "csv"}, name="route_map_csv"),
    path("c/<slug:slug>/routekaart.xlsx", route_map.route_map_export, {"kind": "xlsx"}, name="route_map_xlsx"),
    path("c/<slug:slug>/routekaart.json", route_map.route_map_export, {"kind": "json"}, name="route_map_json"),
    path("c/<slug:slug>/routekaart.ics", route_map.route_map_calendar, name="route_map_calendar"),
    path("c/<slug:slug>/routekaart.pdf", route_map.route_map_pdf, name="route_map_pdf"),
    path("c/<slug:slug>/toezeggingen/nieuw/", commitments.commitment_new, name="commitment_new"),
    path("c/<slug:slug>/toezeggingen/<int:commitment_id>/", commitments.commitment_detail, name="commitment_detail"),
    path(
        "c/<slug:slug>/toezeggingen/<int:commitment_id>/wijzigen/", commitments.commitment_edit, name="commitment_edit"
    ),
    path(
        "c/<slug:slug>/toezeggingen/<int:commitment_id>/stand/", commitments.commitment_state, name="commitment_state"
    ),
    path("mijn/toezeggingen/", commitments.my_commitments, name="my_commitments"),
    path("toezegging/<str:token>/klaar/", commitment_link.commitment_done, name="commitment_done"),
]
