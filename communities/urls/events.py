"""The agenda, and calendar feeds."""

from django.urls import URLPattern, path

from communities.views import events as views

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/agenda/", views.event_list, name="event_list"),
    path("c/<slug:slug>/agenda.ics", views.event_feed, name="event_feed"),
    path("c/<slug:slug>/agenda/nieuw/", views.event_create, name="event_create"),
    path("c/<slug:slug>/agenda/<int:event_id>/", views.event_detail, name="event_detail"),
    path("c/<slug:slug>/agenda/<int:event_id>/afspraak.ics", views.event_file, name="event_file"),
    path("c/<slug:slug>/agenda/<int:event_id>/wijzigen/", views.event_edit, name="event_edit"),
    path("c/<slug:slug>/agenda/<int:event_id>/afgelasten/", views.event_cancel, name="event_cancel"),
    path("c/<slug:slug>/agenda/<int:event_id>/antwoord/", views.event_answer, name="event_answer"),
    path("mijn/agenda/", views.own_calendar, name="own_calendar"),
    path("agenda/<str:token>.ics", views.calendar_feed, name="calendar_feed"),
]
