"""Joining, inviting and house rules."""

from django.urls import URLPattern, path

from communities.views import house_rules, invitations, invited, joining

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/lid-worden/", joining.join, name="join"),
    path("c/<slug:slug>/vertrekken/", joining.leave, name="leave"),
    path("mijn/aanvragen/", joining.my_requests, name="my_requests"),
    path("mijn/aanvragen/<int:request_id>/intrekken/", joining.my_request_withdraw, name="my_request_withdraw"),
    path("c/<slug:slug>/aanvragen/", joining.join_request_list, name="join_request_list"),
    path("c/<slug:slug>/aanvragen.csv", joining.join_request_export, name="join_request_export"),
    path("c/<slug:slug>/aanvragen/vragen/", joining.question_list, name="question_list"),
    path("c/<slug:slug>/aanvragen/<int:request_id>/toelaten/", joining.join_request_admit, name="join_request_admit"),
    path("c/<slug:slug>/aanvragen/<int:request_id>/afwijzen/", joining.join_request_refuse, name="join_request_refuse"),
    path("c/<slug:slug>/huisregels/", house_rules.rules_detail, name="rules_detail"),
    path("c/<slug:slug>/huisregels/nieuw/", house_rules.rules_publish, name="rules_publish"),
    path("c/<slug:slug>/huisregels/akkoord/", house_rules.rules_accept, name="rules_accept"),
    path("c/<slug:slug>/uitnodigingen/", invitations.invitation_list, name="invitation_list"),
    path("c/<slug:slug>/uitnodigingen/nieuw/", invitations.invitation_new, name="invitation_new"),
    path("c/<slug:slug>/uitnodigingen/link/", invitations.invitation_link_new, name="invitation_link_new"),
    path("c/<slug:slug>/uitnodigingen/lijst/", invitations.invitation_import, name="invitation_import"),
    path("c/<slug:slug>/uitnodigingen/voorbeeld.csv", invitations.invitation_example, name="invitation_example"),
    path("c/<slug:slug>/uitnodigingen/<int:invitation_id>/", invitations.invitation_link, name="invitation_link"),
    path(
        "c/<slug:slug>/uitnodigingen/<int:invitation_id>/qr.<slug:kind>",
        invitations.invitation_qr,
        name="invitation_qr",
    ),
    path(
        "c/<slug:slug>/uitnodigingen/<int:invitation_id>/opnieuw/",
        invitations.invitation_renew,
        name="invitation_renew",
    ),
    path(
        "c/<slug:slug>/uitnodigingen/<int:invitation_id>/intrekken/",
        invitations.invitation_revoke,
        name="invitation_revoke",
    ),
    path("uitnodiging/", invited.invitation, name="invitation"),
    path("uitnodiging/afslaan/", invited.invitation_decline, name="invitation_decline"),
    path("uitnodiging/<str:token>/", invited.invitation_open, name="invitation_open"),
]
