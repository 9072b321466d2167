"""The regioscan inside a community."""

from django.urls import URLPattern, path

from communities.views import scan

READING = "c/<slug:slug>/regioscan/duiding/<int:reading_id>/"

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/regioscan/", scan.scan_detail, name="scan_detail"),
    path("c/<slug:slug>/regioscan/duiding/", scan.reading_write, name="reading_write"),
    path(f"{READING}publiceren/", scan.reading_publish, name="reading_publish"),
    path(f"{READING}intrekken/", scan.reading_withdraw, name="reading_withdraw"),
    path("c/<slug:slug>/regioscan/versies/<slug:theme_code>/", scan.reading_history, name="reading_history"),
]
