"""The count, and its result."""

from django.urls import URLPattern, path

from initiatives.views import counting

BUDGET = "c/<slug:slug>/budget/<int:budget_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{BUDGET}tellen/", counting.election_count, name="election_count"),
    path(f"{BUDGET}uitslag/", counting.election_result, name="election_result"),
    path(f"{BUDGET}uitslag.pb", counting.election_pb, name="election_pb"),
    path(f"{BUDGET}uitslag.csv", counting.election_csv, name="election_csv"),
    path(f"{BUDGET}uitslag.xlsx", counting.election_xlsx, name="election_xlsx"),
    path(f"{BUDGET}uitslag.json", counting.election_json, name="election_json"),
]
