"""Addresses of instruments."""

from django.urls import URLPattern, path

from succesfactoren.views import instrument_editor as editor
from succesfactoren.views import instruments as views

ONE = "c/<slug:slug>/vragenlijsten/<int:instrument_id>"
DRAFT = f"{ONE}/bewerken"
QUESTION = f"{DRAFT}/vraag/<int:statement_id>"
PART = f"{DRAFT}/onderdeel/<int:factor_id>"
GROUP = f"{DRAFT}/groepsvraag/<slug:group_code>"

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/vragenlijsten/", views.instrument_list, name="instrument_list"),
    path("c/<slug:slug>/vragenlijsten/nieuw/", views.instrument_new, name="instrument_new"),
    path(f"{ONE}/", views.instrument_detail, name="instrument_detail"),
    path(f"{ONE}/nieuwe-versie/", views.instrument_draft, name="instrument_draft"),
    path(f"{ONE}/vaststellen/", views.instrument_settle, name="instrument_settle"),
    path(f"{ONE}/weggooien/", views.instrument_discard, name="instrument_discard"),
    path(f"{ONE}/aanbieden/", views.instrument_offer, name="instrument_offer"),
    path(f"{ONE}/voorbeeld/", views.instrument_preview, name="instrument_preview"),
    path(f"{DRAFT}/", views.instrument_edit, name="instrument_edit"),
    path(f"{DRAFT}/inleiding/", editor.instrument_words, name="instrument_words"),
    path(f"{DRAFT}/vraag/nieuw/<slug:kind>/", editor.question_new, name="question_new"),
    path(f"{QUESTION}/", editor.question_edit, name="question_edit"),
    path(f"{QUESTION}/plaats/", editor.question_move, name="question_move"),
    path(f"{QUESTION}/weg/", editor.question_remove, name="question_remove"),
    path(f"{DRAFT}/onderdeel/nieuw/", editor.part_new, name="part_new"),
    path(f"{PART}/", editor.part_edit, name="part_edit"),
    path(f"{PART}/plaats/", editor.part_move, name="part_move"),
    path(f"{PART}/weg/", editor.part_remove, name="part_remove"),
    path(f"{DRAFT}/groepsvraag/nieuw/", editor.group_question_new, name="group_question_new"),
    path(f"{GROUP}/", editor.group_question_edit, name="group_question_edit"),
    path(f"{GROUP}/weg/", editor.group_question_remove, name="group_question_remove"),
]
