"""Members, organisations and frontrunners."""

from django.urls import URLPattern, path

from communities.views import members, people

urlpatterns: list[URLPattern] = [
    path("c/<slug:slug>/mensen/", people.person_list, name="person_list"),
    path("c/<slug:slug>/mensen/<int:membership_id>/", people.person_detail, name="person_detail"),
    path("c/<slug:slug>/organisaties/", people.organisation_list, name="organisation_list"),
    path("c/<slug:slug>/organisaties/nieuw/", members.organisation_new, name="organisation_new"),
    path("c/<slug:slug>/koplopers/", people.frontrunner_list, name="frontrunner_list"),
    path("c/<slug:slug>/mijn-lidmaatschap/", people.own_membership, name="own_membership"),
    path("c/<slug:slug>/mijn-lidmaatschap/zichtbaar/", people.own_visibility, name="own_visibility"),
    path("c/<slug:slug>/leden/", members.member_list, name="member_list"),
    path("c/<slug:slug>/leden/<int:membership_id>/", members.member_edit, name="member_edit"),
    path("c/<slug:slug>/leden.csv", members.member_export, name="member_export"),
    path("c/<slug:slug>/toegang.csv", members.access_review, name="access_review"),
]
