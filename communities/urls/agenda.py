"""The change agenda."""

from django.urls import URLPattern, path

from communities.views import agenda

ITEM = "c/<slug:slug>/veranderagenda/<int:item_id>/"

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/veranderagenda/", agenda.agenda_item_list, name="agenda_item_list"),
    path("c/<slug:slug>/veranderagenda/nieuw/", agenda.agenda_item_add, name="agenda_item_add"),
    path(ITEM, agenda.agenda_item_detail, name="agenda_item_detail"),
    path(f"{ITEM}wijzigen/", agenda.agenda_item_edit, name="agenda_item_edit"),
    path(f"{ITEM}verplaats/", agenda.agenda_item_move, name="agenda_item_move"),
    path(f"{ITEM}stand/", agenda.agenda_item_state, name="agenda_item_state"),
    path(f"{ITEM}cijfers/", agenda.agenda_target_add, name="agenda_target_add"),
    path(f"{ITEM}cijfers/<int:target_id>/", agenda.agenda_target_edit, name="agenda_target_edit"),
    path(f"{ITEM}cijfers/<int:target_id>/weg/", agenda.agenda_target_remove, name="agenda_target_remove"),
]
