"""The privacy statement of a community, its register, and its log. One's own records stand in config."""

from django.urls import URLPattern, path

from communities.views import privacy

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/privacy/", privacy.privacy_statement, name="privacy_statement"),
    path("c/<slug:slug>/verwerkingsregister/", privacy.processing_register, name="processing_register"),
    path("c/<slug:slug>/logboek/", privacy.log_list, name="log_list"),
    path("c/<slug:slug>/logboek.csv", privacy.log_export, name="log_export"),
]
