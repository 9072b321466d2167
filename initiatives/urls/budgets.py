"""Budgets: setting up, announcing, opening, publishing, accounting."""

from django.urls import URLPattern, path

from initiatives.views import budget_results, budgets

ONE = "c/<slug:slug>/budget/<int:budget_id>"

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/budget/", budgets.budget_list, name="budget_list"),
    path("c/<slug:slug>/budget/nieuw/", budgets.budget_new, name="budget_new"),
    path(f"{ONE}/", budgets.budget_detail, name="budget_detail"),
    path(f"{ONE}/dagen.ics", budgets.budget_calendar, name="budget_calendar"),
    path(f"{ONE}/wijzigen/", budgets.budget_edit, name="budget_edit"),
    path(f"{ONE}/aankondigen/", budgets.budget_announce, name="budget_announce"),
    path(f"{ONE}/weghalen/", budgets.budget_remove, name="budget_remove"),
    path(f"{ONE}/openen/", budgets.budget_open, name="budget_open"),
    path(f"{ONE}/publiceren/", budget_results.budget_publish, name="budget_publish"),
    path(f"{ONE}/initiatieven/", budget_results.budget_start, name="budget_start"),
    path(f"{ONE}/verantwoording/", budget_results.budget_account, name="budget_account"),
]
