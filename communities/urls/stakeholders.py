"""The stakeholder map and interests."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
