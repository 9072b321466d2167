"""Addresses of advice."""

from django.urls import URLPattern, path

from succesfactoren.views import advice

RESULT = "c/<slug:slug>/succesfactoren/<int:round_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{RESULT}advies/", advice.round_advice, name="round_advice"),
    path(f"{RESULT}oordeel/", advice.round_rating, name="round_rating"),
]
