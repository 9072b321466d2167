"""Addresses of this floor, one module a subject."""

from django.urls import URLPattern

from initiatives.urls import (
    board,
    budgets,
    counting,
    impact,
    initiatives,
    lessons,
    market,
    milestones,
    partners,
    proposals,
    updates,
    voting,
)

app_name = "initiatives"
urlpatterns: list[URLPattern] = [
    *initiatives.urlpatterns,
    *partners.urlpatterns,
    *updates.urlpatterns,
    *board.urlpatterns,
    *milestones.urlpatterns,
    *market.urlpatterns,
    *impact.urlpatterns,
    *lessons.urlpatterns,
    *budgets.urlpatterns,
    *proposals.urlpatterns,
    *voting.urlpatterns,
    *counting.urlpatterns,
]
