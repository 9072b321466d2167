"""Notices, the matrix of mail, and stopping mail."""

from django.urls import URLPattern, path

from communities.views import notices

urlpatterns: list[URLPattern] = [
    path("mijn/berichten/", notices.notice_list, name="notice_list"),
    path("mijn/berichten/gelezen/", notices.notice_read_all, name="notice_read_all"),
    path("mijn/berichten/instellingen/", notices.notice_settings, name="notice_settings"),
    path("mijn/berichten/<int:notice_id>/", notices.notice_open, name="notice_open"),
    path("mijn/berichten/<int:notice_id>/gelezen/", notices.notice_read, name="notice_read"),
    path("afmelden/<str:token>/", notices.unsubscribe, name="unsubscribe"),
    path("c/<slug:slug>/post/", notices.letter_list, name="letter_list"),
    path("c/<slug:slug>/post/<int:letter_id>/opnieuw/", notices.letter_retry, name="letter_retry"),
]
