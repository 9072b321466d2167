"""Addresses of this floor, one module a subject."""

from django.urls import URLPattern

from communities.urls import (
    agenda,
    champions,
    commitments,
    documents,
    events,
    house,
    joining,
    moderation,
    notices,
    people,
    privacy,
    scan,
    search,
    stakeholders,
    stream,
    trajectories,
)

app_name = "communities"
urlpatterns: list[URLPattern] = [
    *house.urlpatterns,
    *joining.urlpatterns,
    *people.urlpatterns,
    *stream.urlpatterns,
    *documents.urlpatterns,
    *events.urlpatterns,
    *search.urlpatterns,
    *notices.urlpatterns,
    *moderation.urlpatterns,
    *trajectories.urlpatterns,
    *agenda.urlpatterns,
    *stakeholders.urlpatterns,
    *champions.urlpatterns,
    *commitments.urlpatterns,
    *scan.urlpatterns,
    *privacy.urlpatterns,
]
