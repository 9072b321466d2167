"""The face of a community, its settings, and lists of communities."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
