"""Trajectories: steps, ambition and agreement."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
