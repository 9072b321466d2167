"""The face of a community, its settings, and lists of communities."""

from django.urls import URLPattern, path

from communities.views import community_settings, faces, house, mine

urlpatterns: list[URLPattern] = [
    path("c/", house.community_list, name="community_list"),
    path("c/nieuw/", house.community_create, name="community_create"),
    path("mijn/", mine.my_page, name="my_page"),
    path("c/<slug:slug>/huisstijl.css", faces.face_stylesheet, name="face_stylesheet"),
    path("c/<slug:slug>/logo", faces.face_logo, name="face_logo"),
    path("c/<slug:slug>/omslag", faces.face_cover, name="face_cover"),
    path("c/<slug:slug>/instellingen/", community_settings.settings_general, name="settings_general"),
    path("c/<slug:slug>/instellingen/gezicht/", community_settings.settings_face, name="settings_face"),
    path("c/<slug:slug>/instellingen/privacy/", community_settings.settings_privacy, name="settings_privacy"),
    path("c/<slug:slug>/instellingen/stoppen/", community_settings.settings_end, name="settings_end"),
    path("c/<slug:slug>/instellingen/hervatten/", community_settings.settings_resume, name="settings_resume"),
]
