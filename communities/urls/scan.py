"""The regioscan inside a community, own readings and the portfolio."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
