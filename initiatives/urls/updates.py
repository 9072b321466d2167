"""News, documents and pictures of an initiative."""

from django.urls import URLPattern, path

from initiatives.views import pictures, updates

INITIATIVE = "c/<slug:slug>/initiatieven/<int:initiative_id>/"
PICTURE = f"{INITIATIVE}fotos/<int:picture_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{INITIATIVE}nieuws/", updates.update_list, name="update_list"),
    path(f"{INITIATIVE}nieuws/nieuw/", updates.update_write, name="update_write"),
    path(f"{INITIATIVE}documenten/nieuw/", updates.initiative_document_place, name="initiative_document_place"),
    path(f"{INITIATIVE}fotos/", pictures.picture_list, name="picture_list"),
    path(f"{PICTURE}bestand/", pictures.picture_file, name="picture_file"),
    path(f"{PICTURE}plaats/", pictures.picture_move, name="picture_move"),
    path(f"{PICTURE}weg/", pictures.picture_remove, name="picture_remove"),
]
