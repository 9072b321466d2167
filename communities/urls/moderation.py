"""Complaints, measures and objections."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
