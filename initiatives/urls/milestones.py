"""Milestones and promises of an initiative, and the question when it is quiet."""

from django.urls import URLPattern, path

from initiatives.views import milestones, quiet

ONE = "c/<slug:slug>/initiatieven/<int:initiative_id>/"
MILESTONE = f"{ONE}mijlpalen/<int:milestone_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{ONE}mijlpalen/", milestones.milestone_list, name="milestone_list"),
    path(f"{ONE}mijlpalen/nieuw/", milestones.milestone_new, name="milestone_new"),
    path(MILESTONE, milestones.milestone_edit, name="milestone_edit"),
    path(f"{MILESTONE}bereikt/", milestones.milestone_reach, name="milestone_reach"),
    path(f"{MILESTONE}weghalen/", milestones.milestone_remove, name="milestone_remove"),
    path(f"{ONE}toezeggingen/nieuw/", milestones.initiative_promise, name="initiative_promise"),
    path("hoe-gaat-het/<str:token>/", quiet.quiet_answer, name="quiet_answer"),
]
