"""Addresses of the residents' panel."""

from django.urls import URLPattern, path

from succesfactoren.views import panel, panel_people

ALL = "c/<slug:slug>/panel"
PEOPLE = f"{ALL}/leden"
ANSWERS = f"{ALL}/antwoorden"

urlpatterns: list[URLPattern] = [
    path(f"{ALL}/", panel.panel_join, name="panel_join"),
    path("panel/<str:token>/", panel.panel_member, name="panel_member"),
    path(f"{PEOPLE}/", panel_people.panel_people, name="panel_people"),
    path(f"{PEOPLE}/inlezen/", panel_people.panel_import, name="panel_import"),
    path(f"{PEOPLE}/voorbeeld.csv", panel_people.panel_example, name="panel_example"),
    path(f"{PEOPLE}/verwijderen/", panel_people.panel_remove, name="panel_remove"),
    path(f"{ANSWERS}/", panel.panel_answers, name="panel_answers"),
    path(f"{ANSWERS}/<int:round_id>/", panel.panel_aftermath, name="panel_aftermath"),
]
