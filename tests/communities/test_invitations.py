"""Inviting: by mail, by link, by list; and what somebody does with an invitation."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.access.joining import invitations_of
from communities.actions import invitations
from communities.actions.house_rules import publish_rules
from communities.actions.invitations import Guest
from communities.actions.joining import Accepted, JoiningError, ask_to_join
from communities.models import Community, Invitation, JoinRequest, Letter, Membership, Role, User
from lib.tokens import hash_token
from tests import factories
from tests.communities.town import Town, make_community, make_organisation, make_town
from tests.communities.town import join as put_in
from tests.traps import passed


@pytest.fixture
def town(db, settings, tmp_path) -> Town:
    """Two communities and everybody; nobody's attempts are counted from another test."""
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    found = make_town()
    Community.objects.update(legal_basis="algemeen-belang")
    for community in (found.public, found.private):
        community.refresh_from_db()
    return found


def _path(name: str, community: Community, *args: object) -> str:
    return reverse(f"communities:{name}", args=[community.slug, *args])


def _invite(town: Town, email: str = "stranger@example.org", **fields: object) -> tuple[Invitation, str]:
    """A personal invitation to the private community, and the token out of its letter."""
    guest = Guest(email, **fields)
    made = invitations.invite(by=town.people["coordinator"], community=town.private, guest=guest)
    return made, _token_in(Letter.objects.get(address=email.lower(), state="wacht"))


def _token_in(letter: Letter) -> str:
    return re.search(r"/uitnodiging/([\w-]{27})/", letter.text)[1]


def _link(town: Town, **fields: object) -> tuple[Invitation, str]:
    wanted = {"label": "Poster", "asks_questions": False, "days": 30} | fields
    return invitations.make_link(by=town.people["coordinator"], community=town.private, **wanted)


def _open(client: Client, token: str) -> object:
    return client.get(reverse("communities:invitation_open", args=[token]))


# ── By mail ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_without_an_open_invitation_the_page_leads_to_my_page(town):
    page = town.clients["member"].get(reverse("communities:invitation")).content.decode()
    assert "Er is geen uitnodiging geopend" in page
    assert f'href="{reverse("communities:my_page")}">«Mijn»' in page


def test_an_invitation_is_a_letter_and_only_the_hash_of_its_token_is_kept(town):
    bank = make_organisation("Bank aan het Meer")
    made, token = _invite(town, name="Stien", role=Role.COMMISSIONER, organisation=bank, message="Kom erbij!")
    letter = Letter.objects.get()
    assert (letter.address, letter.kind, letter.community) == ("stranger@example.org", "uitnodiging", town.private)
    assert "Kom erbij!" in letter.text
    assert "opdrachtgever" in letter.text
    assert made.token_hash == hash_token(token)
    assert token not in str(Invitation.objects.values().get(pk=made.pk))


def test_opening_the_link_changes_nothing_however_often(town):
    made, token = _invite(town)
    before = Invitation.objects.values().get(pk=made.pk)
    for client in (Client(), Client(), town.clients["stranger"]):
        answer = _open(client, token)
        assert (answer.status_code, answer.url) == (302, "/uitnodiging/")
        page = client.get("/uitnodiging/")
        assert page.status_code == 200
        assert token not in page.content.decode()
        assert "no-store" in page["Cache-Control"]
    assert Invitation.objects.values().get(pk=made.pk) == before
    assert not Membership.objects.filter(user=town.people["stranger"]).exists()


def test_who_accepts_gets_the_role_and_the_organisation_once(town):
    bank = make_organisation("Bank aan het Meer")
    made, token = _invite(town, role=Role.COMMISSIONER, organisation=bank)
    client = town.clients["stranger"]
    _open(client, token)
    assert client.post("/uitnodiging/", {}).url == town.private.get_absolute_url()
    member = Membership.objects.get(user=town.people["stranger"], community=town.private)
    assert (member.role, member.organisation, member.invitation, member.is_trusted) == (
        "opdrachtgever",
        bank,
        made,
        True,
    )
    assert member.speaks_for_organisation, "the coordinator who invited named the organisation"
    made.refresh_from_db()
    assert made.state == "aangenomen"
    # The same link again, by somebody else who reads the same mail.
    _open(town.clients["visitor"], token)
    assert "al gebruikt" in town.clients["visitor"].get("/uitnodiging/").content.decode()


def test_house_rules_and_consent_are_asked_of_who_is_invited(town):
    town.private.legal_basis = "toestemming"
    town.private.save()
    rules = publish_rules(by=town.people["coordinator"], community=town.private, text="Wees aardig.")
    _, token = _invite(town)
    client = town.clients["stranger"]
    _open(client, token)
    assert client.post("/uitnodiging/", {"rules_id": rules.pk}).status_code == 400
    sent = {"rules_id": rules.pk, "accepts_rules": "on", "accepts_privacy": "on"}
    assert client.post("/uitnodiging/", sent).status_code == 302
    assert Membership.objects.get(user=town.people["stranger"]).accepted_rules == rules


@pytest.mark.django_db(transaction=True)
def test_two_who_accept_at_once_is_one_membership():
    community = make_community(legal_basis="algemeen-belang", visibility="besloten")
    coordinator, user = factories.make_verified_user(), factories.make_verified_user(name="Twee Keer")
    put_in(community, coordinator, role=Role.COORDINATOR)
    made = invitations.invite(by=coordinator, community=community, guest=Guest(user.email))

    def once(_: int) -> int:
        try:
            fresh = User.objects.get(pk=user.pk)
            return invitations.accept(by=fresh, invitation=made, accepted=Accepted()).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(once, range(4)))) == 1
    assert Membership.objects.filter(user=user).count() == 1


def test_without_an_account_one_is_made_first_and_then_the_invitation_waits(town):
    _, token = _invite(town, "nieuw@example.org")
    client = Client()
    _open(client, token)
    page = client.get("/uitnodiging/").content.decode()
    assert "/account/signup/?next=/uitnodiging/" in page
    assert "n…@example.org" in page
    sent = {"email": "nieuw@example.org", "password1": "een-lang-wachtwoord-42", "next": "/uitnodiging/"}
    assert client.post("/account/signup/?next=/uitnodiging/", sent | passed()).status_code == 302
    code = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]
    confirmed = client.post("/account/confirm-email/", {"code": code})
    assert (confirmed.status_code, confirmed.url) == (302, "/uitnodiging/")
    assert client.post("/uitnodiging/", {"name": "Nieuw Gezicht"}).status_code == 302
    member = Membership.objects.get(user__email="nieuw@example.org")
    assert (member.community, member.user.name) == (town.private, "Nieuw Gezicht")


def test_a_personal_invitation_is_not_for_another_address_and_says_what_to_do(town):
    made, token = _invite(town, "iemand@example.org")
    client = town.clients["stranger"]
    _open(client, token)
    page = client.get("/uitnodiging/").content.decode()
    assert "De uitnodiging is voor i…@example.org. U bent ingelogd als stranger@example.org." in page
    assert client.post("/uitnodiging/", {}).status_code == 400
    assert not Membership.objects.filter(user=town.people["stranger"]).exists()
    # An address that is theirs too, and confirmed.
    address = EmailAddress.objects.create(user=town.people["stranger"], email="iemand@example.org", verified=False)
    assert client.post("/uitnodiging/", {}).status_code == 400
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    assert client.post("/uitnodiging/", {}).status_code == 302
    made.refresh_from_db()
    assert made.state == "aangenomen"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"expires_at": timezone.now() - timedelta(minutes=1)}, "Zij is verlopen."),
        ({"revoked_at": timezone.now()}, "Zij is ingetrokken."),
        ({"declined_at": timezone.now()}, "Zij is afgeslagen."),
        ({"accepted_at": timezone.now()}, "De uitnodiging is al gebruikt."),
    ],
)
def test_what_is_over_lets_nobody_in_and_says_so(town, fields, words):
    made, token = _invite(town)
    Invitation.objects.filter(pk=made.pk).update(**fields)
    client = town.clients["stranger"]
    _open(client, token)
    assert words in client.get("/uitnodiging/").content.decode()
    assert client.post("/uitnodiging/", {}).status_code == 400
    assert not Membership.objects.filter(user=town.people["stranger"]).exists()


def test_a_blocked_person_does_not_come_back_by_a_link(town):
    put_in(town.private, town.people["stranger"], status="geblokkeerd")
    _, token = _link(town)
    client = town.clients["stranger"]
    _open(client, token)
    assert "toegang tot deze community gestopt" in client.get("/uitnodiging/").content.decode()
    assert client.post("/uitnodiging/", {}).status_code == 400
    assert Membership.objects.get(user=town.people["stranger"]).status == "geblokkeerd"


def test_nobody_is_invited_who_is_in_already_blocked_or_invited(town):
    put_in(town.private, town.people["stranger"], status="geblokkeerd")
    for email, words in {
        "member@example.org": invitations.ALREADY_MEMBER,
        "STRANGER@example.org": invitations.IS_BLOCKED,
    }.items():
        with pytest.raises(JoiningError, match=words):
            invitations.invite(by=town.people["coordinator"], community=town.private, guest=Guest(email))
    _invite(town, "nieuw@example.org")
    page = town.clients["coordinator"].post(
        _path("invitation_new", town.private), {"email": "Nieuw@example.org", "role": "deelnemer"}
    )
    assert page.status_code == 400
    assert invitations.ALREADY_INVITED in page.content.decode()
    assert Letter.objects.count() == 1


def test_saying_no_needs_no_account_and_tells_the_inviter(town):
    made, token = _invite(town)
    client = Client()
    _open(client, token)
    client.post(reverse("communities:invitation_decline"))
    made.refresh_from_db()
    assert made.state == "afgeslagen"
    assert town.people["coordinator"].notices.get().title.startswith("stranger@example.org doet niet mee")


def test_sending_again_makes_a_new_link_and_the_old_one_stops(town):
    made, old = _invite(town)
    Invitation.objects.filter(pk=made.pk).update(expires_at=timezone.now() - timedelta(days=1))
    town.clients["coordinator"].post(_path("invitation_renew", town.private, made.pk))
    new = _token_in(Letter.objects.exclude(text__contains=old).get())
    assert _open(Client(), old).status_code == 404
    assert _open(Client(), new).status_code == 302
    made.refresh_from_db()
    assert made.is_open


def test_a_revoked_invitation_stops_a_page_that_stood_open(town):
    made, token = _invite(town)
    client = town.clients["stranger"]
    _open(client, token)
    town.clients["coordinator"].post(_path("invitation_revoke", town.private, made.pk))
    assert client.post("/uitnodiging/", {}).status_code == 400
    assert not Membership.objects.filter(user=town.people["stranger"]).exists()


def test_the_list_says_when_a_letter_has_not_left_yet(town):
    _invite(town)
    client, path = town.clients["coordinator"], _path("invitation_list", town.private)
    assert "Nog niet verzonden" in client.get(path).content.decode()
    Letter.objects.update(state="verzonden", sent_at=timezone.now())
    assert "Verzonden" in client.get(path).content.decode()
    Letter.objects.update(state="mislukt")
    assert "Niet te bezorgen" in client.get(path).content.decode()


def test_guessing_is_stopped_and_a_good_link_is_not_counted(town, settings):
    settings.ACCOUNT_RATE_LIMITS = {"invitation": "3/m/ip"}
    _, token = _invite(town)
    assert [_open(Client(), token).status_code for _ in range(5)] == [302] * 5
    assert [_open(Client(), f"nee{n}").status_code for n in range(5)] == [404, 404, 404, 429, 429]
    assert _open(Client(), token).status_code == 429


# ── By link ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_link_lets_many_in_as_participants_and_is_not_used_up(town):
    made, token = _link(town)
    others = [factories.make_verified_user(name=f"Nummer {n}") for n in range(2)]
    for user in others:
        client = Client()
        client.force_login(user)
        _open(client, token)
        assert client.post("/uitnodiging/", {}).status_code == 302
    found = Membership.objects.filter(invitation=made)
    assert [(one.role, one.is_trusted, one.admitted_by) for one in found] == [
        ("deelnemer", False, town.people["coordinator"])
    ] * 2
    assert Invitation.objects.get(pk=made.pk).state == "open"
    page = town.clients["coordinator"].get(_path("invitation_list", town.private)).content.decode()
    assert "2 kwamen binnen" in page


@pytest.mark.parametrize("fields", [{"role": "coordinator"}, {"is_frontrunner": True}])
def test_the_database_refuses_a_link_that_gives_rights(town, fields):
    made, _ = _link(town)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=made.pk).update(**fields)


def test_a_link_never_lowers_a_role(town):
    made, _ = _link(town)
    invitations.accept(by=town.people["commissioner"], invitation=made, accepted=Accepted())
    member = Membership.objects.get(user=town.people["commissioner"], community=town.private)
    assert member.role == Role.COMMISSIONER


def test_a_link_with_questions_is_a_request_also_into_a_private_community(town):
    question = town.private.join_questions.create(text="Waarom?", position=1)
    made, token = _link(town, asks_questions=True)
    client = town.clients["stranger"]
    _open(client, token)
    assert client.post("/uitnodiging/", {}).status_code == 400
    assert client.post("/uitnodiging/", {f"question_{question.pk}": "Daarom."}).url == "/mijn/aanvragen/"
    request = JoinRequest.objects.get(user=town.people["stranger"])
    assert (request.state, request.invitation) == ("wacht", made)
    assert not Membership.objects.filter(user=town.people["stranger"]).exists()
    assert town.private.name in client.get("/mijn/aanvragen/").content.decode()
    # Until somebody decides the community itself stays unknown.
    assert client.get(town.private.get_absolute_url()).status_code == 404


def test_the_link_is_shown_to_its_maker_with_a_code_and_to_nobody_else(town):
    client = town.clients["coordinator"]
    sent = {"label": "Poster", "kind": "direct", "days": "30"}
    shown = client.post(_path("invitation_link_new", town.private), sent, follow=True)
    address = re.search(r"http://[^<\s]+/uitnodiging/[\w-]{27}/", shown.content.decode())[0]
    made = Invitation.objects.get(label="Poster")
    assert hash_token(address.split("/")[-2]) == made.token_hash
    svg = client.get(_path("invitation_qr", town.private, made.pk, "svg"))
    assert (svg["Content-Type"], svg.content[:5]) == ("image/svg+xml", b"<?xml")
    png = client.get(_path("invitation_qr", town.private, made.pk, "png"))
    assert png.content.startswith(b"\x89PNG")
    other = town.clients["administrator"].get(_path("invitation_link", town.private, made.pk)).content.decode()
    assert "/uitnodiging/" not in other
    assert "niet meer te zien" in other


def test_only_a_coordinator_invites(town):
    for name in ("member", "commissioner", "foreign_coordinator"):
        sent = {"email": "x@example.org", "role": "deelnemer"}
        answer = town.clients[name].post(_path("invitation_new", town.private), sent)
        assert answer.status_code in {403, 404}
    assert not Invitation.objects.exists()


# ── Of a coordinator who is none any more ─────────────────────────────────────────────────────────────────────────
def _no_coordinator_any_more(town: Town) -> None:
    """Somebody else runs the private community now."""
    town.private.memberships.filter(role=Role.COORDINATOR).update(role=Role.MEMBER)
    put_in(town.private, town.people["foreign_coordinator"], role=Role.COORDINATOR)


@pytest.mark.parametrize("is_link", [True, False])
def test_an_invitation_ends_with_the_right_of_who_sent_it(town, is_link):
    made, token = _link(town) if is_link else _invite(town)
    client = town.clients["stranger"]
    _open(client, token)
    assert "Ja, ik doe mee" in client.get("/uitnodiging/").content.decode()
    _no_coordinator_any_more(town)
    page = client.get("/uitnodiging/").content.decode()
    assert "ingetrokken: wie u uitnodigde, is geen coördinator meer" in page
    assert "Ja, ik doe mee" not in page
    assert client.post("/uitnodiging/", {}).status_code == 400
    assert not Membership.objects.filter(user=town.people["stranger"]).exists()
    new = town.login("foreign_coordinator")
    listed = new.get(_path("invitation_list", town.private)).content.decode()
    assert "Ingetrokken: wie uitnodigde is geen coördinator meer" in listed
    new.post(_path("invitation_renew", town.private, made.pk))
    made.refresh_from_db()
    assert invitations.check_usable(town.people["stranger"], made) is None


def test_a_link_with_questions_ends_with_the_right_of_who_made_it_too(town):
    made, _ = _link(town, asks_questions=True)
    _no_coordinator_any_more(town)
    made = Invitation.objects.get(pk=made.pk)
    with pytest.raises(JoiningError, match="geen coördinator meer"):
        ask_to_join(
            by=town.people["stranger"], community=town.private, accepted=Accepted(), answers=[], invitation=made
        )
    assert JoinRequest.objects.count() == 0


def test_an_administrator_who_invited_vouches_without_being_a_member(town):
    made = invitations.invite(
        by=town.people["administrator"], community=town.private, guest=Guest("stranger@example.org")
    )
    assert invitations.check_usable(town.people["stranger"], made) is None
    assert invitations_of(town.private).get().backed is True
