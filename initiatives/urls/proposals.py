"""Ideas for a budget: sending in, changing, judging."""

from django.urls import URLPattern, path

from initiatives.views import proposals

PLANS = "c/<slug:slug>/budget/<int:budget_id>/plannen"
ONE = f"{PLANS}/<int:number>"

urlpatterns: list[URLPattern] = [
    path(f"{PLANS}/", proposals.proposal_list, name="proposal_list"),
    path(f"{PLANS}.csv", proposals.proposals_export, {"kind": "csv"}, name="proposals_csv"),
    path(f"{PLANS}.xlsx", proposals.proposals_export, {"kind": "xlsx"}, name="proposals_xlsx"),
    path(f"{PLANS}.json", proposals.proposals_export, {"kind": "json"}, name="proposals_json"),
    path(f"{PLANS}/nieuw/", proposals.proposal_new, name="proposal_new"),
    path(f"{ONE}/", proposals.proposal_detail, name="proposal_detail"),
    path(f"{ONE}/wijzigen/", proposals.proposal_edit, name="proposal_edit"),
    path(f"{ONE}/intrekken/", proposals.proposal_withdraw, name="proposal_withdraw"),
    path(f"{ONE}/plaatsen/", proposals.proposal_place, name="proposal_place"),
    path(f"{ONE}/toetsen/", proposals.proposal_judge, name="proposal_judge"),
    path(f"{ONE}/weghalen/", proposals.proposal_clear, name="proposal_clear"),
    path(f"{ONE}/verbergen/", proposals.proposal_hide, name="proposal_hide"),
]
