"""Addresses of open answers."""

from django.urls import URLPattern, path

from succesfactoren.views import open_answers

ANSWERS = "c/<slug:slug>/rondes/<int:round_id>/antwoorden/"

urlpatterns: list[URLPattern] = [
    path(ANSWERS, open_answers.open_answer_list, name="open_answer_list"),
    path(f"{ANSWERS}<uuid:answer_id>/", open_answers.open_answer_edit, name="open_answer_edit"),
]
