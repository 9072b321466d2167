"""The stakeholder map and interests."""

from django.urls import URLPattern, path

from communities.views import interests, stakeholder_import, stakeholders

MAP = "traject/<int:trajectory_id>/belanghebbenden"
ONE = f"{MAP}/<int:stakeholder_id>"

urlpatterns: list[URLPattern] = [
    path(f"{MAP}/", stakeholders.stakeholder_map, name="stakeholder_map"),
    path(f"{MAP}.csv", stakeholders.stakeholder_export, {"kind": "csv"}, name="stakeholder_csv"),
    path(f"{MAP}.xlsx", stakeholders.stakeholder_export, {"kind": "xlsx"}, name="stakeholder_xlsx"),
    path(f"{MAP}/nieuw/", stakeholders.stakeholder_new, name="stakeholder_new"),
    path(f"{MAP}/inlezen/", stakeholder_import.stakeholder_import, name="stakeholder_import"),
    path(
        f"{MAP}/inlezen/voorbeeld.csv",
        stakeholder_import.stakeholder_import_example,
        name="stakeholder_import_example",
    ),
    path(f"{ONE}/", stakeholders.stakeholder_detail, name="stakeholder_detail"),
    path(f"{ONE}/wijzigen/", stakeholders.stakeholder_edit, name="stakeholder_edit"),
    path(f"{ONE}/verwijderen/", stakeholders.stakeholder_remove, name="stakeholder_remove"),
    path(f"{ONE}/belangen/", stakeholders.interest_save, name="interest_save"),
    path("c/<slug:slug>/belangen/", interests.interest_list, name="interest_list"),
    path("c/<slug:slug>/mijn-belangen/", interests.my_interests, name="my_interests"),
]
