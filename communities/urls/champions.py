"""Hidden champions."""

from django.urls import URLPattern, path

from communities.views import champion_consent, champions

ALL = "c/<slug:slug>/verborgen-kampioenen"
ONE = f"{ALL}/<int:champion_id>"

urlpatterns: list[URLPattern] = [
    path(f"{ALL}/", champions.champion_list, name="champion_list"),
    path(f"{ALL}/noem/", champions.champion_nominate, name="champion_nominate"),
    path(f"{ONE}/", champions.champion_detail, name="champion_detail"),
    path(f"{ONE}/wijzigen/", champions.champion_edit, name="champion_edit"),
    path(f"{ONE}/vragen/", champions.champion_ask, name="champion_ask"),
    path("kampioen/<str:token>/", champion_consent.champion_consent, name="champion_consent"),
]
