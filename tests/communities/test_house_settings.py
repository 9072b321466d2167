"""The settings of a community, and making one."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.utils import timezone

from communities.actions.house import (
    HouseError,
    PictureChange,
    change_face,
    change_general,
    change_privacy,
    create_community,
    end_community,
    resume_community,
)
from communities.models import (
    Community,
    Invitation,
    Letter,
    LogEntry,
    Membership,
    Role,
)
from lib.pictures import redraw
from tests import factories
from tests.communities.house_scene import address, face_form, make_coordinator, make_run_community, png, upload
from tests.communities.town import join, make_organisation, make_trajectory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(db):
    """Somebody who runs the community."""
    return make_coordinator()


@pytest.fixture
def community(coordinator, settings, tmp_path):
    """A public community with a coordinator."""
    settings.MEDIA_ROOT = tmp_path
    return make_run_community(coordinator)


@pytest.fixture
def administrator(db):
    """Who makes communities."""
    return factories.make_verified_user("beheer@example.org", is_staff=True)


@pytest.mark.parametrize("name", ["settings_general", "settings_face", "settings_privacy", "settings_end"])
def test_every_page_of_the_settings_leads_to_the_log_and_the_register(client, community, coordinator, name):
    client.force_login(coordinator)
    html = client.get(address(name, community)).content.decode()
    for there in ("log_list", "processing_register"):
        assert f'href="{address(there, community)}"' in html


def test_the_face_is_changed_by_a_form_and_the_page_says_what_was_derived(client, community, coordinator):
    client.force_login(coordinator)
    sent = face_form(
        logo=upload(b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9'/></svg>"),
        cover=upload(png()),
        cover_alt="Het meer bij avond",
        cover_credit="Jan de Wit",
    )
    response = client.post(address("settings_face", community), sent, follow=True)
    community.refresh_from_db()
    assert community.primary_colour == "#57204a"
    assert community.logo.name.endswith(".png")
    assert "Uw tweede kleur #f5b80c is op papier niet goed te lezen" in response.content.decode()
    assert LogEntry.objects.get().action == "wijzigt gezicht"


def test_a_picture_keeps_nothing_of_the_name_it_came_with(client, community, coordinator):
    client.force_login(coordinator)
    sent = face_form(logo=upload(png(), "../../Jan zijn logo.php.png"))
    client.post(address("settings_face", community), sent)
    community.refresh_from_db()
    assert community.logo.name.startswith(f"communities/{community.pk}/face/logo-")
    assert "Jan" not in community.logo.name


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (upload(b"", "leeg.png"), "leeg"),
        (upload(b"<?php echo 1;", "logo.png"), "niet te lezen"),
        (upload(b"<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>", "a.svg"), "foto"),
        (upload(b"GIF89a" + b"\0" * 50, "logo.png"), "geen PNG, JPEG of WebP"),
    ],
)
def test_what_is_no_picture_is_refused_beside_its_field(client, community, coordinator, sent, says):
    client.force_login(coordinator)
    response = client.post(address("settings_face", community), face_form(logo=sent))
    community.refresh_from_db()
    assert response.status_code == 400
    assert says in response.context["form"].errors["logo"][0]
    assert not community.logo


def test_a_cover_needs_words_and_a_maker(client, community, coordinator):
    client.force_login(coordinator)
    response = client.post(address("settings_face", community), face_form(cover=upload(png())))
    assert set(response.context["form"].errors) == {"cover_alt", "cover_credit"}


def test_a_picture_that_is_replaced_or_taken_away_is_gone(community, coordinator, django_capture_on_commit_callbacks):
    def set_logo(change: PictureChange) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            found = change_face(
                by=coordinator,
                community=community,
                colours=("#57204a", "#f5b80c"),
                cover_words=("", ""),
                logo=change,
                cover=PictureChange(),
            )
        return found.logo.name

    first = set_logo(PictureChange(redraw(io.BytesIO(png()), max_side=50)))
    second = set_logo(PictureChange(redraw(io.BytesIO(png("#ff0000")), max_side=50)))
    assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)
    assert set_logo(PictureChange()) == second
    assert set_logo(PictureChange(is_removed=True)) == ""
    assert not default_storage.exists(second)


@pytest.mark.parametrize("colour", ["red", "#12345", "#gggggg", "#fff", "url(x)"])
def test_what_is_no_colour_is_refused(client, community, coordinator, colour):
    client.force_login(coordinator)
    response = client.post(address("settings_face", community), face_form(primary_colour=colour))
    assert "primary_colour" in response.context["form"].errors


def test_the_general_settings_are_changed_and_logged(client, community, coordinator):
    client.force_login(coordinator)
    sent = {
        "name": "  Waalmeer   vooruit ",
        "tagline": "Samen",
        "about": "Wij doen het.",
        "visibility": "besloten",
        "join_policy": "open",
    }
    assert client.post(address("settings_general", community), sent).status_code == 302
    community.refresh_from_db()
    assert (community.name, community.visibility, community.join_policy) == ("Waalmeer vooruit", "besloten", "open")
    assert list(LogEntry.objects.values_list("action", "actor_id")) == [("wijzigt instellingen", coordinator.pk)]


def test_nothing_changed_leaves_no_line(community, coordinator):
    change_general(by=coordinator, community=community, name=community.name)
    assert not LogEntry.objects.exists()


def test_a_mistake_in_the_form_does_not_change_what_the_frame_shows(client, community, coordinator):
    client.force_login(coordinator)
    sent = {"name": "Iets anders", "visibility": "onzin", "join_policy": "open"}
    response = client.post(address("settings_general", community), sent)
    assert response.status_code == 400
    assert response.context["community"].name == "Waalmeer aan zet"


def test_only_organisations_of_the_community_can_answer_for_the_data(client, community, coordinator):
    own, foreign = make_organisation("Gemeente Waalmeer", kind="gemeente"), make_organisation("Vreemde Bank")
    make_trajectory(community).commissioners.add(own)
    client.force_login(coordinator)
    sent = {"legal_basis": "algemeen-belang", "privacy_email": "privacy@example.org", "retention_days": 90}
    refused = client.post(address("settings_privacy", community), sent | {"controller": foreign.pk})
    assert "controller" in refused.context["form"].errors
    client.post(address("settings_privacy", community), sent | {"controller": own.pk})
    community.refresh_from_db()
    assert (community.controller, community.retention_days) == (own, 90)


def test_ending_asks_for_the_name_and_can_be_undone(client, community, coordinator):
    client.force_login(coordinator)
    page = address("settings_end", community)
    assert client.post(page, {"naam": "Iets anders"}).status_code == 400
    community.refresh_from_db()
    assert community.is_active
    client.post(page, {"naam": "waalmeer  AAN zet"})
    community.refresh_from_db()
    assert community.ended_on == timezone.localdate()
    client.post(address("settings_resume", community))
    community.refresh_from_db()
    assert community.is_active
    assert sorted(LogEntry.objects.values_list("action", flat=True)) == ["hervat", "stopt"]


def test_ending_twice_is_ending_once(community, coordinator):
    end_community(by=coordinator, community=community)
    end_community(by=coordinator, community=community)
    assert LogEntry.objects.filter(action="stopt").count() == 1


def test_a_community_that_ended_before_it_began_ends_on_its_first_day(community, coordinator):
    Community.objects.filter(pk=community.pk).update(started_on=timezone.localdate() + timedelta(days=30))
    ended = end_community(by=coordinator, community=community)
    assert ended.ended_on == ended.started_on


@pytest.mark.parametrize(
    "verb",
    [
        lambda by, community: change_general(by=by, community=community, name="x"),
        lambda by, community: change_privacy(by=by, community=community, retention_days=30),
        lambda by, community: end_community(by=by, community=community),
        lambda by, community: resume_community(by=by, community=community),
        lambda by, community: change_face(
            by=by,
            community=community,
            colours=("#000000", "#ffffff"),
            cover_words=("", ""),
            logo=PictureChange(),
            cover=PictureChange(),
        ),
        lambda by, community: create_community(
            by=by, region=community.region, name="x", slug="x", coordinator="x@example.org"
        ),
    ],
)
def test_a_member_changes_nothing_of_the_house(community, verb):
    member = factories.make_verified_user("lid@example.org")
    join(community, member)
    with pytest.raises(PermissionDenied):
        verb(member, community)
    community.refresh_from_db()
    assert (community.name, community.ended_on, Community.objects.count()) == ("Waalmeer aan zet", None, 1)


def test_a_setting_of_another_kind_is_refused(community, coordinator):
    with pytest.raises(ValueError, match="slug"):
        change_general(by=coordinator, community=community, slug="anders")


def test_a_new_community_is_private_and_its_coordinator_is_invited(client, administrator):
    region = factories.make_region("GM0268", "Nijmegen")
    client.force_login(administrator)
    sent = {"region": "gm0268", "name": "Nijmegen samen", "slug": "nijmegen", "coordinator": "Co@Example.org"}
    response = client.post("/c/nieuw/", sent)
    made = Community.objects.get()
    assert response.url == "/c/nijmegen/"
    assert (made.region, made.visibility) == (region, "besloten")
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.community) == ("co@example.org", Role.COORDINATOR, made)
    assert Letter.objects.get().address == "co@example.org"
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"region": "GM9999"}, "region"),
        ({"slug": "nieuw"}, "slug"),
        ({"slug": "waalmeer"}, "slug"),
        ({"slug": "met spatie"}, "slug"),
        ({"coordinator": "geen adres"}, "coordinator"),
        ({"name": ""}, "name"),
    ],
)
def test_what_cannot_be_made_is_said_beside_its_field(client, community, administrator, changed, field):
    client.force_login(administrator)
    sent = {"region": community.region.code, "name": "Nog een", "slug": "nog-een", "coordinator": "co@example.org"}
    response = client.post("/c/nieuw/", sent | changed)
    assert (response.status_code, list(response.context["form"].errors)) == (400, [field])
    assert Community.objects.count() == 1


def test_two_at_once_with_one_address_make_one(community, administrator):
    with pytest.raises(HouseError, match="Kies een ander"):
        create_community(
            by=administrator, region=community.region, name="x", slug=community.slug, coordinator="co@example.org"
        )
    assert Invitation.objects.count() == 0
