"""Documents in versions."""

from django.urls import URLPattern, path

from communities.views import documents

DOCUMENT = "c/<slug:slug>/documenten/<int:document_id>/"

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/documenten/", documents.document_list, name="document_list"),
    path("c/<slug:slug>/documenten/plaatsen/", documents.document_place, name="document_place"),
    path(DOCUMENT, documents.document_detail, name="document_detail"),
    path(f"{DOCUMENT}wijzigen/", documents.document_edit, name="document_edit"),
    path(f"{DOCUMENT}verwijderen/", documents.document_remove, name="document_remove"),
    path(f"{DOCUMENT}terugzetten/", documents.document_restore, name="document_restore"),
    path(f"{DOCUMENT}versies/", documents.document_version, name="document_version"),
    path(f"{DOCUMENT}<int:number>/", documents.document_download, name="document_download"),
]
