"""Who leaves, is blocked or keeps asking: nothing of theirs turns up later, and nobody is called again and again."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.actions import joining
from communities.actions.erasure import erase_account
from communities.actions.house_rules import publish_rules
from communities.actions.joining import Accepted, JoiningError
from communities.actions.moderation import ModerationError, block, undo
from communities.actions.people import propose_organisation
from communities.actions.stream import announce_scheduled_posts
from communities.models import Comment, Complaint, Measure, Membership, Notice, Post, Role, User
from tests import factories
from tests.access_rows.stream import make_post
from tests.communities.town import join, make_community
from tests.communities.voices import client_of, kinds_of, someone

Status = Membership.Status


@pytest.fixture
def community(db, settings, tmp_path):
    """An open community whose data do not rest on consent."""
    settings.MEDIA_ROOT = tmp_path
    return make_community(join_policy="open", legal_basis="algemeen-belang")


@pytest.fixture
def chief(community) -> User:
    return someone(community, "Coen", role=Role.COORDINATOR)


@pytest.fixture
def ans(community) -> User:
    return someone(community, "Ans")


def place_of(user: User) -> Membership:
    return Membership.objects.get(user=user)


def path_to(name: str, community, *args: object) -> str:
    return reverse(f"communities:{name}", args=[community.slug, *args])


# ── What was planned ──────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def planned(community, ans) -> Post:
    """A post of Ans for tomorrow; of others there is one as well."""
    tomorrow = timezone.now() + timedelta(days=1)
    make_post(community, title="Van een ander", publish_at=tomorrow)
    return make_post(community, author=ans, title="Morgen", body="<p>Geheim</p>", publish_at=tomorrow)


@pytest.mark.parametrize("way", ["leave", "block", "block and undo"])
def test_what_somebody_planned_does_not_appear_after_they_are_gone(community, chief, ans, planned, way, time_machine):
    if way == "leave":
        joining.leave(by=ans, community=community)
    else:
        measures = block(by=chief, members=[place_of(ans)], reason="Regel 1")
        undo(by=chief, measures=measures if way == "block and undo" else [])
    time_machine.move_to(timezone.now() + timedelta(days=2))
    assert announce_scheduled_posts() == 1
    planned.refresh_from_db()
    assert (planned.state, planned.announced_at, planned.version) == ("concept", None, 2)
    assert "Morgen" not in Client().get(path_to("post_list", community)).content.decode()


def test_what_is_out_already_stays_when_somebody_leaves(community, chief, ans):
    post = make_post(community, author=ans)
    joining.leave(by=ans, community=community)
    post.refresh_from_db()
    assert (post.state, post.version) == ("gepubliceerd", 1)


def test_what_was_planned_goes_with_an_account_that_leaves_its_texts_behind(community, chief, ans, planned):
    out = make_post(community, author=ans, body="<p>Gelezen</p>")
    erase_account(by=ans, user=ans, removes_texts=False)
    planned.refresh_from_db(), out.refresh_from_db()
    assert (planned.state, planned.body, planned.author) == ("verwijderd", "", None)
    assert (out.state, out.body) == ("gepubliceerd", "<p>Gelezen</p>")


# ── Leaving before being blocked ──────────────────────────────────────────────────────────────────────────────────
def test_who_left_is_blocked_all_the_same_and_what_they_wrote_hidden(community, chief, ans):
    post = make_post(community, author=ans)
    comment = Comment.objects.create(post=make_post(community), author=ans, text="Koop nu")
    joining.leave(by=ans, community=community)
    page = path_to("member_block", community)
    assert "Ans (vertrokken)" in client_of(chief).get(f"{page}?lid={place_of(ans).pk}").content.decode()
    client_of(chief).post(page, {"lid": place_of(ans).pk, "reason": "Reclame", "hides": "on"})
    post.refresh_from_db(), comment.refresh_from_db()
    assert (place_of(ans).status, post.state, comment.state) == (Status.BLOCKED, "verborgen", "verborgen")
    with pytest.raises(JoiningError, match="gestopt"):
        joining.join(by=ans, community=community, accepted=Accepted())
    undo(by=chief, measures=list(Measure.objects.all()))
    post.refresh_from_db()
    assert (place_of(ans).status, place_of(ans).left_at is None, post.state) == (Status.LEFT, False, "gepubliceerd")


def test_a_coordinator_is_not_blocked_and_one_who_left_is(community, chief):
    other = someone(community, "Kees", role=Role.COORDINATOR)
    with pytest.raises(ModerationError):
        block(by=chief, members=[place_of(other)], reason="a")
    joining.leave(by=other, community=community)
    assert len(block(by=chief, members=[place_of(other)], reason="a")) == 1


def test_the_page_to_hide_something_leads_to_who_wrote_it(community, chief, ans):
    post = make_post(community, author=ans)
    joining.leave(by=ans, community=community)
    page = client_of(chief).get(path_to("post_hide", community, post.pk)).content.decode()
    assert f"{path_to('member_block', community)}?lid={place_of(ans).pk}" in page


@pytest.mark.parametrize(("objection", "is_trusted"), [("", False), ("ongegrond", False), ("gegrond", True)])
def test_who_was_blocked_and_comes_back_is_looked_at_anew(community, chief, ans, objection, is_trusted):
    undo(by=chief, measures=block(by=chief, members=[place_of(ans)], reason="Regel 1"))
    Measure.objects.update(objection=objection)
    ans.forget_memberships()
    joining.leave(by=ans, community=community)
    assert joining.join(by=ans, community=community, accepted=Accepted()).is_trusted is is_trusted


def test_who_was_never_blocked_keeps_the_trust_they_had(community, chief, ans):
    joining.leave(by=ans, community=community)
    assert joining.join(by=ans, community=community, accepted=Accepted()).is_trusted


# ── Asking again and again ────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("end", ["refuse", "withdraw"])
def test_who_was_refused_or_took_it_back_asks_again_after_a_day(community, chief, end, time_machine):
    time_machine.move_to(datetime(2026, 3, 5, 9, 5, tzinfo=ZoneInfo("Europe/Amsterdam")))
    community.join_policy = "aanvraag"
    community.save()
    asker = factories.make_verified_user(name="Vraagt")
    asked = {"by": asker, "community": community, "accepted": Accepted(), "answers": []}
    request = joining.ask_to_join(**asked)
    if end == "refuse":
        joining.refuse(by=chief, request=request, reason="Vol.")
    else:
        joining.withdraw_request(by=asker, request=request)
    with pytest.raises(JoiningError, match=r"opnieuw vragen vanaf 6 maart 2026 om 9\.05 uur"):
        joining.ask_to_join(**asked)
    page = client_of(asker).post(path_to("join", community), {})
    assert (page.status_code, "6 maart 2026 om 9.05 uur" in page.content.decode()) == (400, True)
    assert kinds_of(chief) == ["aanvraag"]
    time_machine.move_to(datetime(2026, 3, 6, 9, 6, tzinfo=ZoneInfo("Europe/Amsterdam")))
    assert joining.ask_to_join(**asked).is_waiting


def test_an_account_complains_only_so_often_from_wherever(community, ans, settings):
    settings.ACCOUNT_RATE_LIMITS = {"complain": "9/h/ip", "complain_as_member": "2/h/user"}
    page = f"{path_to('complaint_create', community)}?bericht={make_post(community).pk}"
    client = client_of(ans)
    sent = [{"reason": "onjuist", "text": str(number)} for number in range(3)]
    answers = [client.post(page, one, REMOTE_ADDR=f"198.51.100.{n}").status_code for n, one in enumerate(sent)]
    assert (answers, Complaint.objects.count()) == ([302, 302, 429], 2)
    assert client_of(someone(community, "Bo")).post(page, sent[0]).status_code == 302


def test_proposing_organisations_calls_the_coordinator_once_a_day(community, chief, ans, time_machine):
    start = datetime(2026, 3, 5, 23, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
    time_machine.move_to(start)
    told = [len(propose_organisation(by=ans, membership=place_of(ans), name=f"Firma {n}")) for n in range(3)]
    time_machine.move_to(start + timedelta(hours=1))
    told.append(len(propose_organisation(by=ans, membership=place_of(ans), name="Firma 0")))
    assert (told, Notice.objects.filter(user=chief).count()) == ([1, 0, 0, 1], 2)


# ── Without a membership ──────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("has_rules", [True, False])
@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("own_membership", {"name": "A", "function": "", "bio": "", "organisation": ""}),
        ("own_visibility", {"is_shown": "on"}),
        ("leave", {}),
        ("rules_accept", {"rules_id": "1", "accepts_rules": "on"}),
        ("join", {}),
        ("member_list", {}),
        ("person_list", {}),
    ],
)
def test_an_administrator_without_a_membership_gets_an_answer(community, chief, name, sent, has_rules):
    if has_rules:
        publish_rules(by=chief, community=community, text="Wees aardig.")
    boss = factories.make_verified_user(is_staff=True)
    client, page = client_of(boss), path_to(name, community)
    assert {client.get(page).status_code, client.post(page, sent).status_code} <= {200, 302, 400, 405}


def test_an_administrator_without_a_membership_is_not_blocked_by_way_of_one(community, chief):
    boss = factories.make_verified_user(is_staff=True)
    join(community, boss, status=Status.LEFT, left_at=timezone.now())
    with pytest.raises(ModerationError):
        block(by=boss, members=[place_of(boss)], reason="a")
