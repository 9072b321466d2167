"""Addresses of conversations."""

from django.urls import URLPattern, path

from succesfactoren.views import conversations

TALK = "c/<slug:slug>/gesprekken/<int:conversation_id>/"

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/gesprekken/", conversations.conversation_list, name="conversation_list"),
    path("c/<slug:slug>/gesprekken/nieuw/", conversations.conversation_new, name="conversation_new"),
    path(TALK, conversations.conversation_detail, name="conversation_detail"),
    path(f"{TALK}invullen/", conversations.conversation_fill, name="conversation_fill"),
    path(f"{TALK}advies/", conversations.conversation_advice, name="conversation_advice"),
    path(f"{TALK}delen/", conversations.conversation_share, name="conversation_share"),
    path(f"{TALK}weghalen/", conversations.conversation_remove, name="conversation_remove"),
]
