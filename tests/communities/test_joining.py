"""Joining: at once, by asking, house rules, consent, and leaving."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from communities.access.joining import waiting_requests
from communities.actions import joining
from communities.actions.house_rules import accept_rules, publish_rules
from communities.actions.joining import Accepted, JoiningError, join
from communities.models import Community, Consent, JoinRequest, LogEntry, Membership, Notice, Role
from tests import factories
from tests.communities.town import Town, make_community, make_town
from tests.communities.town import join as put_in


@pytest.fixture
def town(db, settings, tmp_path) -> Town:
    """Two communities and everybody."""
    settings.MEDIA_ROOT = tmp_path
    return make_town()


def _set(community: Community, **fields: object) -> Community:
    for name, value in fields.items():
        setattr(community, name, value)
    community.save()
    return community


def _path(name: str, community: Community, *args: object) -> str:
    return reverse(f"communities:{name}", args=[community.slug, *args])


def _ask(town: Town, **fields: object) -> JoinRequest:
    """The stranger asks to join the public community."""
    _set(town.public, join_policy="aanvraag", legal_basis="algemeen-belang")
    return joining.ask_to_join(
        by=town.people["stranger"],
        community=town.public,
        accepted=Accepted(),
        **({"answers": [("Waarom?", "Ik woon hier.")]} | fields),
    )


def _wave(question: int) -> dict[str, str]:
    return {f"question_{question}": "Ik woon hier."}


# ── Open ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_visitor_is_asked_to_make_an_account_and_comes_back(town):
    _set(town.public, join_policy="open")
    path = _path("join", town.public)
    html = town.clients["visitor"].get(path).content.decode()
    assert f"/account/signup/?next={path}" in html
    sent = town.clients["visitor"].post(path, {})
    assert (sent.status_code, sent.url) == (302, f"/account/login/?next={path}")


def test_an_open_community_lets_in_at_once_and_keeps_what_was_agreed_to(town):
    _set(town.public, join_policy="open", legal_basis="toestemming")
    rules = publish_rules(by=town.people["coordinator"], community=town.public, text="Wees aardig.")
    client = town.clients["stranger"]
    sent = {"rules_id": rules.pk, "accepts_rules": "on", "accepts_privacy": "on"}
    assert client.post(_path("join", town.public), sent).url == town.public.get_absolute_url()
    member = Membership.objects.get(community=town.public, user=town.people["stranger"])
    assert (member.status, member.role, member.accepted_rules, member.is_trusted) == (
        "actief",
        "deelnemer",
        rules,
        False,
    )
    consents = Consent.objects.filter(user=member.user, community=town.public).order_by("pk")
    assert [(one.subject, one.is_given, one.wording) for one in consents] == [
        ("huisregels", True, "Ik heb de huisregels gelezen (versie 1) en houd mij eraan."),
        ("privacy", True, "Ik vind het goed dat Waalmeer mijn gegevens gebruikt zoals in de privacyverklaring staat."),
    ]
    assert LogEntry.objects.filter(action="wordt lid", actor_id=member.user_id).count() == 1


@pytest.mark.parametrize("missing", ["accepts_rules", "accepts_privacy"])
def test_without_a_yes_nobody_gets_in(town, missing):
    _set(town.public, join_policy="open", legal_basis="toestemming")
    rules = publish_rules(by=town.people["coordinator"], community=town.public, text="Wees aardig.")
    sent = {"rules_id": rules.pk, "accepts_rules": "on", "accepts_privacy": "on"}
    del sent[missing]
    assert town.clients["stranger"].post(_path("join", town.public), sent).status_code == 400
    assert not Membership.objects.filter(community=town.public, user=town.people["stranger"]).exists()
    assert not Consent.objects.exists() or Consent.objects.get().user == town.people["coordinator"]


def test_consent_is_not_asked_where_it_is_not_the_basis(town):
    _set(town.public, join_policy="open", legal_basis="algemeen-belang")
    html = town.clients["stranger"].get(_path("join", town.public)).content.decode()
    assert "accepts_privacy" not in html
    town.clients["stranger"].post(_path("join", town.public), {})
    assert Membership.objects.filter(community=town.public, user=town.people["stranger"]).exists()
    assert not Consent.objects.exists()


def test_rules_that_changed_while_reading_are_shown_again(town):
    _set(town.public, join_policy="open", legal_basis="algemeen-belang")
    old = publish_rules(by=town.people["coordinator"], community=town.public, text="Wees aardig.")
    new = publish_rules(by=town.people["coordinator"], community=town.public, text="Wees heel aardig.")
    page = town.clients["stranger"].post(_path("join", town.public), {"rules_id": old.pk, "accepts_rules": "on"})
    assert page.status_code == 400
    assert f'name="rules_id" value="{new.pk}"' in page.content.decode()
    assert not Membership.objects.filter(community=town.public, user=town.people["stranger"]).exists()


def test_who_has_no_name_gives_one(town):
    _set(town.public, join_policy="open", legal_basis="algemeen-belang")
    nameless = factories.make_verified_user()
    client = town.clients["visitor"]
    client.force_login(nameless)
    assert client.post(_path("join", town.public), {"name": ""}).status_code == 400
    client.post(_path("join", town.public), {"name": "Noor Smit"})
    nameless.refresh_from_db()
    assert (nameless.name, nameless.memberships.count()) == ("Noor Smit", 1)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_is_one_membership():
    community = make_community(join_policy="open", legal_basis="algemeen-belang")
    user = factories.make_verified_user(name="Twee Keer")

    def once(_: int) -> int:
        try:
            return join(by=user.__class__.objects.get(pk=user.pk), community=community, accepted=Accepted()).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(once, range(4)))
    assert len(found) == 1
    assert Membership.objects.filter(community=community, user=user).count() == 1


def test_a_private_community_does_not_exist_for_a_stranger_who_wants_in(town):
    _set(town.private, join_policy="open")
    for method in ("get", "post"):
        assert getattr(town.clients["stranger"], method)(_path("join", town.private)).status_code == 404
    with pytest.raises(PermissionDenied):
        join(by=town.people["stranger"], community=town.private, accepted=Accepted(to_privacy=True))


def test_by_invitation_only_says_so_and_takes_nothing(town):
    _set(town.public, join_policy="uitnodiging", legal_basis="algemeen-belang")
    page = town.clients["stranger"].get(_path("join", town.public))
    assert "Lid worden kan alleen met een uitnodiging." in page.content.decode()
    assert town.clients["stranger"].post(_path("join", town.public), {}).status_code == 403
    assert not Membership.objects.filter(user=town.people["stranger"]).exists()


def test_a_blocked_person_does_not_come_back_by_the_front_door(town):
    _set(town.public, join_policy="open", legal_basis="algemeen-belang")
    put_in(town.public, town.people["stranger"], status="geblokkeerd")
    page = town.clients["stranger"].post(_path("join", town.public), {})
    assert page.status_code == 400
    assert Membership.objects.get(user=town.people["stranger"]).status == "geblokkeerd"


def test_what_has_ended_takes_nobody_in(town):
    _set(town.public, join_policy="open", legal_basis="algemeen-belang", ended_on="2026-01-01")
    with pytest.raises(JoiningError, match="gestopt"):
        join(by=town.people["stranger"], community=town.public, accepted=Accepted())


# ── Asking ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_asking_keeps_the_answers_and_tells_the_coordinators(town):
    _set(town.public, join_policy="aanvraag", legal_basis="algemeen-belang")
    question = town.public.join_questions.create(text="Waarom?", position=1)
    client = town.clients["stranger"]
    assert client.post(_path("join", town.public), {}).status_code == 400
    assert client.post(_path("join", town.public), _wave(question.pk)).status_code == 302
    request = waiting_requests(town.public).get()
    assert request.answers == [{"question": "Waarom?", "answer": "Ik woon hier."}]
    told = Notice.objects.get(kind="aanvraag")
    assert (told.user, told.path) == (town.people["coordinator"], _path("join_request_list", town.public))
    page = client.get(_path("join", town.public)).content.decode()
    assert "meestal binnen 3 werkdagen" in page
    assert "Ik woon hier." in page


def test_asking_twice_is_asking_once(town):
    first, second = _ask(town), _ask(town, answers=[("Waarom?", "Nog eens.")])
    assert (first.pk, second.answers[0]["answer"]) == (second.pk, "Ik woon hier.")
    assert Notice.objects.filter(kind="aanvraag").count() == 1


def test_a_question_that_goes_away_stays_with_its_answer(town):
    request = _ask(town)
    joining.set_questions(by=town.people["coordinator"], community=town.public, questions=[("Anders?", False)])
    request.refresh_from_db()
    assert request.answers == [{"question": "Waarom?", "answer": "Ik woon hier."}]
    assert [(one.text, one.is_required) for one in town.public.join_questions.all()] == [("Anders?", False)]


def test_who_is_admitted_is_a_member_with_the_rules_that_they_read(town):
    rules = publish_rules(by=town.people["coordinator"], community=town.public, text="Wees aardig.")
    _set(town.public, join_policy="aanvraag", legal_basis="algemeen-belang")
    request = joining.ask_to_join(
        by=town.people["stranger"], community=town.public, accepted=Accepted(rules_id=rules.pk), answers=[]
    )
    client = town.clients["coordinator"]
    for _ in range(2):
        assert client.post(_path("join_request_admit", town.public, request.pk)).status_code == 302
    member = Membership.objects.get(community=town.public, user=town.people["stranger"])
    assert (member.accepted_rules, member.admitted_by) == (rules, town.people["coordinator"])
    assert Notice.objects.filter(user=member.user, kind="uitnodiging").count() == 1
    assert town.login("stranger").get(_path("person_list", town.public)).status_code == 200


def test_who_is_refused_reads_why(town):
    request = _ask(town)
    client = town.clients["coordinator"]
    client.post(_path("join_request_refuse", town.public, request.pk), {"reason": " "})
    request.refresh_from_db()
    assert request.state == "wacht"
    client.post(_path("join_request_refuse", town.public, request.pk), {"reason": "Nu is het vol."})
    request.refresh_from_db()
    assert (request.state, request.reason, request.decided_by) == (
        "afgewezen",
        "Nu is het vol.",
        town.people["coordinator"],
    )
    told = Notice.objects.get(user=town.people["stranger"])
    assert (told.text, told.path) == ("Nu is het vol.", "/mijn/aanvragen/")
    assert "Nu is het vol." in town.clients["stranger"].get("/mijn/aanvragen/").content.decode()


def test_what_was_refused_cannot_be_admitted_by_a_page_that_stood_open(town):
    request = _ask(town)
    joining.refuse(by=town.people["coordinator"], request=request, reason="Vol.")
    with pytest.raises(JoiningError, match="al afgewezen"):
        joining.admit(by=town.people["coordinator"], request=request)


def test_a_request_can_be_withdrawn_by_who_asked_only(town):
    request = _ask(town)
    path = reverse("communities:my_request_withdraw", args=[request.pk])
    assert town.clients["member"].post(path).status_code == 404
    assert town.clients["stranger"].post(path).status_code == 302
    request.refresh_from_db()
    assert request.state == "ingetrokken"
    assert not waiting_requests(town.public).exists()


def test_only_a_coordinator_decides(town):
    request = _ask(town)
    for name in ("member", "commissioner", "foreign_coordinator", "stranger"):
        with pytest.raises(PermissionDenied):
            joining.admit(by=town.people[name], request=request)


def test_the_export_holds_answers_and_no_formulas(town):
    request = _ask(town, answers=[("Waarom?", "=HYPERLINK(1)"), ("En?", "Ja")])
    joining.refuse(by=town.people["coordinator"], request=request, reason="Vol.")
    sent = town.clients["coordinator"].get(_path("join_request_export", town.public))
    rows = list(csv.DictReader(io.StringIO(sent.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 1
    assert (rows[0]["naam"], rows[0]["stand"], rows[0]["Waarom?"], rows[0]["En?"]) == (
        "Stranger",
        "afgewezen",
        "'=HYPERLINK(1)",
        "Ja",
    )
    assert LogEntry.objects.filter(action="downloadt aanvragen").count() == 1


def test_the_questions_page_keeps_lines_in_order(town):
    sent = {"required_questions": "Waarom?\n\n  Wat  brengt u mee?", "other_questions": "Nog iets?"}
    town.clients["coordinator"].post(_path("question_list", town.public), sent)
    assert [(one.text, one.is_required) for one in town.public.join_questions.all()] == [
        ("Waarom?", True),
        ("Wat brengt u mee?", True),
        ("Nog iets?", False),
    ]
    many = {"required_questions": "\n".join(f"Vraag {n}?" for n in range(9))}
    assert town.clients["coordinator"].post(_path("question_list", town.public), many).status_code == 400
    assert town.public.join_questions.count() == 3


# ── Leaving ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_leaves_is_gone_and_may_come_back_as_a_participant(town):
    _set(town.public, join_policy="open", legal_basis="algemeen-belang")
    frontrunner = town.people["frontrunner"]
    Membership.objects.filter(user=frontrunner, community=town.public).update(is_shown_to_visitors=True)
    town.clients["frontrunner"].post(_path("leave", town.public))
    member = Membership.objects.get(user=frontrunner, community=town.public)
    assert (member.status, member.is_shown_to_visitors, member.left_at is None) == ("vertrokken", False, False)
    assert [(one.subject, one.is_given) for one in Consent.objects.filter(user=frontrunner)] == [("zichtbaar", False)]
    assert town.login("frontrunner").get(_path("person_list", town.public)).status_code == 403
    join(by=frontrunner, community=town.public, accepted=Accepted())
    member.refresh_from_db()
    assert (member.status, member.role, member.is_frontrunner) == ("actief", Role.MEMBER, False)


def test_leaving_takes_back_the_consent_on_which_the_data_rest(town):
    _set(town.public, legal_basis="toestemming")
    joining.leave(by=town.people["member"], community=town.public)
    joining.leave(by=town.people["member"], community=town.public)
    kept = Consent.objects.filter(user=town.people["member"])
    assert [(one.subject, one.is_given) for one in kept] == [("privacy", False)]


def test_who_is_about_to_leave_reads_where_texts_are_taken_away(town):
    page = town.clients["member"].get(_path("leave", town.public)).content.decode()
    assert f'href="{reverse("config:own_records")}"' in page


def test_the_last_coordinator_cannot_leave(town):
    page = town.clients["coordinator"].post(_path("leave", town.public), follow=True)
    assert joining.LAST_COORDINATOR in page.content.decode()
    assert Membership.objects.get(user=town.people["coordinator"], community=town.public).status == "actief"
    put_in(town.public, town.people["stranger"], role=Role.COORDINATOR)
    town.clients["coordinator"].post(_path("leave", town.public))
    assert Membership.objects.get(user=town.people["coordinator"], community=town.public).status == "vertrokken"


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_leave_at_once_leave_one_behind():
    community = make_community()
    users = [factories.make_verified_user() for _ in range(2)]
    for user in users:
        put_in(community, user, role=Role.COORDINATOR)

    def go(user: object) -> str:
        try:
            joining.leave(by=user.__class__.objects.get(pk=user.pk), community=community)
        except JoiningError:
            return "blijft"
        finally:
            connection.close()
        return "weg"

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(go, users))
    assert found == ["blijft", "weg"]
    assert community.memberships.active().count() == 1


# ── House rules ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_version_is_never_changed_and_the_same_text_is_the_same_version(town):
    by = town.people["coordinator"]
    first = publish_rules(by=by, community=town.public, text="Wees aardig.\r\n")
    assert publish_rules(by=by, community=town.public, text="Wees aardig.") == first
    second = publish_rules(by=by, community=town.public, text="Wees heel aardig.")
    first.refresh_from_db()
    assert (first.version, first.text, second.version) == (1, "Wees aardig.", 2)
    old = town.clients["visitor"].get(_path("rules_detail", town.public), {"versie": "1"}).content.decode()
    assert "Wees aardig." in old
    assert "Deze versie geldt niet meer." in old


def test_new_rules_come_first_for_members_and_not_for_who_wrote_them(town):
    rules = publish_rules(by=town.people["coordinator"], community=town.public, text="Wees aardig.")
    member, writer = town.people["member"], town.people["coordinator"]
    for one in (member, writer):
        one.forget_memberships()
    assert not member.has_perm("communities.contribute", Community.objects.get(pk=town.public.pk))
    assert writer.has_perm("communities.contribute", Community.objects.get(pk=town.public.pk))
    goes_to = _path("own_membership", town.public)
    page = town.clients["member"].get(_path("rules_accept", town.public), {"next": goes_to})
    assert "Wees aardig." in page.content.decode()
    sent = {"rules_id": rules.pk, "accepts_rules": "on", "next": goes_to}
    assert town.clients["member"].post(_path("rules_accept", town.public), sent).url == goes_to
    member.forget_memberships()
    assert member.has_perm("communities.contribute", Community.objects.get(pk=town.public.pk))
    assert Consent.objects.filter(user=member, subject="huisregels").count() == 1


def test_agreeing_leads_nowhere_else(town):
    rules = publish_rules(by=town.people["coordinator"], community=town.public, text="Wees aardig.")
    sent = {"rules_id": rules.pk, "accepts_rules": "on", "next": "https://elders.example/"}
    assert town.clients["member"].post(_path("rules_accept", town.public), sent).url == town.public.get_absolute_url()


def test_agreeing_to_an_older_version_does_not_count(town):
    old = publish_rules(by=town.people["coordinator"], community=town.public, text="Wees aardig.")
    publish_rules(by=town.people["coordinator"], community=town.public, text="Wees heel aardig.")
    with pytest.raises(JoiningError):
        accept_rules(by=town.people["member"], community=town.public, rules_id=old.pk)
    assert Membership.objects.get(user=town.people["member"], community=town.public).accepted_rules is None


def test_who_may_not_write_yet_is_led_to_the_rules_and_back(town):
    publish_rules(by=town.people["coordinator"], community=town.public, text="Wees aardig.")
    path = reverse("communities:post_write", args=[town.public.slug])
    answer = town.clients["member"].get(path)
    assert answer.status_code == 302
    assert answer.url == f"{_path('rules_accept', town.public)}?next={path.replace('/', '%2F')}"
