"""Complaints, the queue, measures and objections."""

from django.urls import URLPattern, path

from communities.views import moderation

QUEUE = "c/<slug:slug>/moderatie/"

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/melden/", moderation.complaint_create, name="complaint_create"),
    path(QUEUE, moderation.moderation, name="moderation"),
    path(f"{QUEUE}melding/<int:complaint_id>/afwijzen/", moderation.complaint_dismiss, name="complaint_dismiss"),
    path(f"{QUEUE}melding/<int:complaint_id>/afgehandeld/", moderation.complaint_uphold, name="complaint_uphold"),
    path(f"{QUEUE}bericht/<int:post_id>/verbergen/", moderation.post_hide, name="post_hide"),
    path(f"{QUEUE}reactie/<int:comment_id>/verbergen/", moderation.comment_hide, name="comment_hide"),
    path(f"{QUEUE}<slug:subject>/<int:thing_id>/verberg/", moderation.thing_hide, name="thing_hide"),
    path(f"{QUEUE}bericht/<int:post_id>/vrijgeven/", moderation.post_release, name="post_release"),
    path(f"{QUEUE}reactie/<int:comment_id>/vrijgeven/", moderation.comment_release, name="comment_release"),
    path(f"{QUEUE}blokkeren/", moderation.member_block, name="member_block"),
    path(f"{QUEUE}terugdraaien/", moderation.measure_undo, name="measure_undo"),
    path("c/<slug:slug>/bezwaar/<int:measure_id>/", moderation.objection, name="objection"),
    path("c/<slug:slug>/bezwaar/<int:measure_id>/antwoord/", moderation.objection_answer, name="objection_answer"),
]
