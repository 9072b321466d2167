"""Addresses of rounds."""

from django.urls import URLPattern, path

from succesfactoren.views import round_invitations as invitations
from succesfactoren.views import rounds

ROUND = "c/<slug:slug>/rondes/<int:round_id>/"

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/rondes/", rounds.round_list, name="round_list"),
    path("c/<slug:slug>/rondes/nieuw/", rounds.round_new, name="round_new"),
    path("c/<slug:slug>/rondes/voorbeeld.csv", invitations.round_invite_example, name="round_invite_example"),
    path(ROUND, rounds.round_detail, name="round_detail"),
    path(f"{ROUND}wijzigen/", rounds.round_edit, name="round_edit"),
    path(f"{ROUND}klaarzetten/", rounds.round_plan, name="round_plan"),
    path(f"{ROUND}openen/", rounds.round_open, name="round_open"),
    path(f"{ROUND}sluiten/", rounds.round_close, name="round_close"),
    path(f"{ROUND}weghalen/", rounds.round_cancel, name="round_cancel"),
    path(f"{ROUND}uitnodigen/", invitations.round_invite, name="round_invite"),
    path(f"{ROUND}herinneren/", invitations.round_remind, name="round_remind"),
    path(f"{ROUND}opnieuw/", invitations.round_resend, name="round_resend"),
    path(f"{ROUND}link/", invitations.round_link, name="round_link"),
    path(f"{ROUND}link/qr.<str:kind>", invitations.round_link_qr, name="round_link_qr"),
]
