"""Commitments and the route map."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
