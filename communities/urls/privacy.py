"""One's own data, the privacy statement of a community, and the log."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
