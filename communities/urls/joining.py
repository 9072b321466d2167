"""Joining, inviting, house rules and members."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
