"""The face of a community: its stylesheet and its pictures, and how they are changed."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from communities.access.faces import cover_path, face_of, logo_path, stylesheet_path
from communities.actions.house import (
    PictureChange,
    change_face,
)
from communities.models import (
    Community,
)
from lib.pictures import redraw
from tests.communities.house_scene import address, make_coordinator, make_run_community, png

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


def test_the_stylesheet_has_every_shade_under_the_names_of_the_tokens(client, community):
    community.primary_colour, community.accent_colour = "#57204a", "#f5b80c"
    community.save()
    response = client.get(stylesheet_path(community))
    face, css = face_of(community), response.content.decode()
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert f"--face-primary: {face.cover};" in css
    assert f"--primary: {face.dark_primary};" in css.split("prefers-color-scheme: dark")[1]
    assert css.count("{") == css.count("}")


def test_the_stylesheet_of_a_public_community_may_be_kept_by_everyone(client, community, coordinator):
    client.force_login(coordinator)
    assert client.get(stylesheet_path(community))["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_stylesheet_of_a_private_community_is_kept_by_nobody(client, community, coordinator):
    community.visibility = Community.Visibility.PRIVATE
    community.save()
    client.force_login(coordinator)
    assert "no-store" in client.get(stylesheet_path(community))["Cache-Control"]


def test_another_colour_is_another_address(community):
    before = stylesheet_path(community)
    community.accent_colour = "#112233"
    assert stylesheet_path(community) != before


def test_every_page_of_a_community_has_its_face_and_others_have_none(client, community):
    assert stylesheet_path(community) in client.get(community.get_absolute_url()).content.decode()
    assert "huisstijl.css" not in client.get("/").content.decode()


def test_a_picture_is_served_as_what_it_is_and_can_do_nothing(client, community, coordinator):
    picture = redraw(io.BytesIO(png()), max_side=100)
    change_face(
        by=coordinator,
        community=community,
        colours=("#57204a", "#f5b80c"),
        cover_words=("Een meer", "Jan"),
        logo=PictureChange(),
        cover=PictureChange(picture),
    )
    community.refresh_from_db()
    response = client.get(cover_path(community))
    assert b"".join(response.streaming_content) == picture.content
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert response["Cache-Control"].startswith("public")


def test_a_picture_of_a_private_community_is_there_for_members_only(client, community, coordinator):
    community.logo.save("logo.png", SimpleUploadedFile("logo.png", png()))
    community.visibility = Community.Visibility.PRIVATE
    community.save()
    assert client.get(logo_path(community)).status_code == 404
    client.force_login(coordinator)
    response = client.get(logo_path(community))
    assert (response.status_code, "no-store" in response["Cache-Control"]) == (200, True)


@pytest.mark.parametrize("kept", ["", "communities/1/face/weg.png", "communities/1/face/logo.svg"])
def test_a_picture_that_is_not_there_is_not_found(client, community, kept):
    Community.objects.filter(pk=community.pk).update(logo=kept)
    assert client.get(address("face_logo", community)).status_code == 404
