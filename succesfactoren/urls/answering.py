"""Addresses of answering: the links that carry a right, and the clean address behind them."""

from django.urls import URLPattern, path

from succesfactoren.views import answering, answering_face

CLEAN = "vragenlijst/invullen/<int:round_id>"

urlpatterns: list[URLPattern] = [
    path(f"{CLEAN}/", answering.questionnaire, name="questionnaire"),
    path(f"{CLEAN}/nog-iemand/", answering.questionnaire_next, name="questionnaire_next"),
    path(f"{CLEAN}/vergeten/", answering.questionnaire_forget, name="questionnaire_forget"),
    path(f"{CLEAN}/intrekken/", answering.questionnaire_withdraw, name="questionnaire_withdraw"),
    path(f"{CLEAN}/bedankt/", answering.questionnaire_receipt, name="questionnaire_receipt"),
    path(f"{CLEAN}/huisstijl.css", answering_face.questionnaire_stylesheet, name="questionnaire_stylesheet"),
    path(f"{CLEAN}/logo", answering_face.questionnaire_logo, name="questionnaire_logo"),
    path("vragenlijst/open/<str:open_token>/", answering.meeting_open, name="meeting_open"),
    path("vragenlijst/<str:token>/", answering.ticket_open, name="ticket_open"),
]
