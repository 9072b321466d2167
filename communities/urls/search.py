"""Searching what one may see."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
