"""Initiatives: proposing, reading, changing, from stage to stage."""

from django.urls import URLPattern, path

from initiatives.views import initiatives, stages

ONE = "c/<slug:slug>/initiatieven/<int:initiative_id>/"

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/initiatieven/nieuw/", initiatives.initiative_propose, name="initiative_propose"),
    path(ONE, initiatives.initiative_detail, name="initiative_detail"),
    path(f"{ONE}wijzigen/", initiatives.initiative_edit, name="initiative_edit"),
    path(f"{ONE}fase/", stages.initiative_stage, name="initiative_stage"),
    path(f"{ONE}plaatsen/", initiatives.initiative_place, name="initiative_place"),
    path(f"{ONE}verbergen/", initiatives.initiative_hide, name="initiative_hide"),
]
