"""Notices, the matrix of mail, and stopping mail."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
