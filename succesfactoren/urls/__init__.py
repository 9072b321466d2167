"""Addresses of this floor, one module a subject."""

from django.urls import URLPattern

from succesfactoren.urls import (
    advice,
    answering,
    conversations,
    instruments,
    learning,
    open_answers,
    panel,
    paper,
    results,
    rounds,
)

app_name = "succesfactoren"
urlpatterns: list[URLPattern] = [
    *instruments.urlpatterns,
    *rounds.urlpatterns,
    *paper.urlpatterns,
    *answering.urlpatterns,
    *results.urlpatterns,
    *open_answers.urlpatterns,
    *advice.urlpatterns,
    *conversations.urlpatterns,
    *panel.urlpatterns,
    *learning.urlpatterns,
]
