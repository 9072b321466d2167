"""News, questions and resources."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path

from communities.feeds import PostFeed
from communities.views import comments, stream

POST = "c/<slug:slug>/nieuws/<int:post_id>/"

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/nieuws/", stream.post_list, name="post_list"),
    path("c/<slug:slug>/nieuws.atom", login_not_required(PostFeed()), name="post_feed"),
    path("c/<slug:slug>/nieuws/schrijven/", stream.post_write, name="post_write"),
    path(POST, stream.post_detail, name="post_detail"),
    path(f"{POST}wijzigen/", stream.post_edit, name="post_edit"),
    path(f"{POST}verwijderen/", stream.post_remove, name="post_remove"),
    path(f"{POST}bovenaan/", stream.post_pin, name="post_pin"),
    path(f"{POST}beantwoord/", stream.post_answered, name="post_answered"),
    path(f"{POST}volgen/", stream.post_follow, name="post_follow"),
    path(f"{POST}foto/<int:picture_id>/", stream.post_picture, name="post_picture"),
    path(f"{POST}foto/<int:picture_id>/weg/", stream.post_picture_remove, name="post_picture_remove"),
    path(f"{POST}reageren/", comments.comment_write, name="comment_write"),
    path(f"{POST}reacties/<int:comment_id>/wijzigen/", comments.comment_edit, name="comment_edit"),
    path(f"{POST}reacties/<int:comment_id>/verwijderen/", comments.comment_remove, name="comment_remove"),
]
