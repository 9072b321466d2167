"""Who is in an initiative."""

from django.urls import URLPattern, path

from initiatives.views import partners

ONE = "c/<slug:slug>/initiatieven/<int:initiative_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{ONE}wie/", partners.partner_list, name="partner_list"),
    path(f"{ONE}wie/<int:partner_id>/weg/", partners.partner_remove, name="partner_remove"),
    path(f"{ONE}ik-wil/", partners.willing, name="willing"),
    path(f"{ONE}volgen/", partners.initiative_follow, name="initiative_follow"),
]
