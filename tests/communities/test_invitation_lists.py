"""Inviting a list: every line judged, nothing sent before somebody looked."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from communities.forms.invitations import read_guests
from communities.models import Community, Invitation, Letter
from tests.communities.town import Town, make_organisation, make_town


@pytest.fixture
def town(db, settings, tmp_path) -> Town:
    """Two communities and everybody."""
    settings.MEDIA_ROOT = tmp_path
    return make_town()


def _path(name: str, community: Community) -> str:
    return reverse(f"communities:{name}", args=[community.slug])


LIST = (
    "Naam;E-mail;Organisatie;Rol\r\n"
    "Zoë Café;zoe@example.org;Bakkerij De Kade;koploper\r\n"
    "=HYPERLINK(1);h@example.org;;\r\n"
    "Geen Adres;dit is niets;;\r\n"
    "Dubbel;ZOE@example.org;;\r\n"
    "Al Lid;member@example.org;;\r\n"
    "Onbekend;o@example.org;Bestaat Niet;\r\n"
    "Baas;b@example.org;;baas\r\n"
    ";kort@example.org;;Coördinator\r\n"
)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig"])
def test_each_line_of_a_list_is_judged_by_line_and_column(town, encoding):
    bakery = make_organisation("Bakkerij De Kade")
    found = read_guests(LIST.encode(encoding), town.private)
    assert [
        (line, one.email, one.name, one.role, one.is_frontrunner, one.organisation) for line, one in found.guests
    ] == [
        (2, "zoe@example.org", "Zoë Café", "deelnemer", True, bakery),
        (9, "kort@example.org", "", "coordinator", False, None),
    ]
    assert [(one.line, one.column) for one in found.mistakes] == [
        (3, "Naam"),
        (4, "E-mail"),
        (5, "E-mail"),
        (6, "E-mail"),
        (7, "Organisatie"),
        (8, "Rol"),
    ]
    assert str(found.mistakes[2]) == "Regel 5, E-mail: Dit adres staat ook op regel 2."


def test_nothing_is_sent_before_it_was_looked_at(town):
    make_organisation("Bakkerij De Kade")
    client, path = town.clients["coordinator"], _path("invitation_import", town.private)
    page = client.post(path, {"bestand": SimpleUploadedFile("lijst.csv", LIST.encode("cp1252"))})
    html = page.content.decode()
    assert page.status_code == 200
    assert "Verstuur 2 uitnodigingen" in html
    assert "Regel 8, Rol: Kies deelnemer, koploper, opdrachtgever of coördinator." in html
    assert (Invitation.objects.count(), Letter.objects.count()) == (0, 0)
    seal = re.search(r'name="lijst" value="([^"]+)"', html)[1]
    for _ in range(2):
        assert client.post(path, {"lijst": seal}).status_code == 302
    assert sorted(Invitation.objects.values_list("email", "is_frontrunner")) == [
        ("kort@example.org", False),
        ("zoe@example.org", True),
    ]
    assert Letter.objects.count() == 2


def test_a_list_that_was_changed_on_the_way_or_is_of_another_community_is_not_sent(town):
    client = town.clients["coordinator"]
    page = client.post(
        _path("invitation_import", town.private),
        {"bestand": SimpleUploadedFile("lijst.csv", b"e-mail\nnieuw@example.org\n")},
    )
    seal = re.search(r'name="lijst" value="([^"]+)"', page.content.decode())[1]
    client.post(_path("invitation_import", town.private), {"lijst": seal[:-2] + "xx"})
    client.post(_path("invitation_import", town.public), {"lijst": seal})
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"\xff\xfe\x00", b"naam\nPiet\n", b'e-mail\n"open'])
def test_a_file_that_is_no_list_says_why(town, content):
    found = read_guests(content, town.private)
    assert found.guests == []
    assert len(found.mistakes) >= 1


def test_an_organisation_of_which_there_are_two_needs_its_place(town):
    for place in ("Waalmeer", "Elzendam"):
        factories_made = make_organisation(f"De Brug {place}", place=place)
        type(factories_made).objects.filter(pk=factories_made.pk).update(name="De Brug")
    content = b"e-mail;organisatie\na@example.org;De Brug\nb@example.org;de brug (elzendam)\n"
    found = read_guests(content, town.private)
    assert [str(one) for one in found.mistakes] == [
        "Regel 2, Organisatie: Er zijn er meer met deze naam. Schrijf: naam (plaats)."
    ]
    assert [one.organisation.place for _, one in found.guests] == ["Elzendam"]
