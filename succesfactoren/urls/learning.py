"""Addresses of learning."""

from django.urls import URLPattern, path

from succesfactoren.views import learning as views

SHARING = "c/<slug:slug>/succesfactoren/delen"

urlpatterns: list[URLPattern] = [
    path("succesfactoren/leren/", views.learning, name="learning"),
    path(f"{SHARING}/", views.profile_sharing, name="profile_sharing"),
    path(f"{SHARING}/<int:assessment_id>/", views.profile_share, name="profile_share"),
]
