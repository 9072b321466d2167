"""Trajectories: steps, ambition and agreement."""

from django.urls import URLPattern, path

from communities.views import agreements, ambitions, trajectories

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/traject/nieuw/", trajectories.trajectory_start, name="trajectory_start"),
    path("traject/<int:trajectory_id>/gegevens/", trajectories.trajectory_edit, name="trajectory_edit"),
    path("traject/<int:trajectory_id>/fase/", trajectories.phase_enter, name="phase_enter"),
    path("traject/<int:trajectory_id>/stappen/", trajectories.step_list, name="step_list"),
    path("traject/<int:trajectory_id>/stappen/<int:step_id>/", trajectories.step_edit, name="step_edit"),
    path("traject/<int:trajectory_id>/stappen/<int:step_id>/verplaats/", trajectories.step_move, name="step_move"),
    path("traject/<int:trajectory_id>/stappen/<int:step_id>/stand/", trajectories.step_state, name="step_state"),
    path("traject/<int:trajectory_id>/ambitie/", ambitions.ambition_edit, name="ambition_edit"),
    path("traject/<int:trajectory_id>/ambitie/voorleggen/", ambitions.ambition_put, name="ambition_put"),
    path("traject/<int:trajectory_id>/ambitie/vaststellen/", ambitions.ambition_settle, name="ambition_settle"),
    path("c/<slug:slug>/ambitie/", ambitions.ambition_detail, name="ambition_detail"),
    path("c/<slug:slug>/ambitie/antwoord/", ambitions.ambition_answer, name="ambition_answer"),
    path("traject/<int:trajectory_id>/afspraken/", agreements.agreement_edit, name="agreement_edit"),
    path("traject/<int:trajectory_id>/afspraken/voorleggen/", agreements.agreement_publish, name="agreement_publish"),
    path(
        "traject/<int:trajectory_id>/afspraken/bevestigen/",
        agreements.agreement_confirm_for,
        name="agreement_confirm_for",
    ),
    path("c/<slug:slug>/afspraken/", agreements.agreement_detail, name="agreement_detail"),
    path("c/<slug:slug>/afspraken/bevestigen/", agreements.agreement_confirm, name="agreement_confirm"),
    path("c/<slug:slug>/afspraken.pdf", agreements.agreement_pdf, name="agreement_pdf"),
]
