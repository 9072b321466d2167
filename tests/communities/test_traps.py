"""Programs that fill in forms are caught, and people are never asked for a puzzle."""

import pytest
from django import forms
from django.core import mail, signing
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from communities.access.moderation import members_with_links
from communities.forms import trap
from communities.forms.trap import Trapped
from communities.models import Comment, Complaint, LogEntry, Post, User
from tests import factories
from tests.communities.town import join, make_community
from tests.traps import passed


class WordForm(Trapped):
    word = forms.CharField()


class StrictForm(WordForm):
    is_strict = True


def sent(form=WordForm, **fields) -> Trapped:
    query = QueryDict(mutable=True)
    query.update({"word": "hallo"} | fields)
    bound = form(query)
    bound.is_valid()
    return bound


def test_a_person_who_takes_time_is_not_suspect():
    assert not sent(**passed(3)).is_suspect


def test_a_person_who_left_the_page_open_for_a_week_is_not_suspect():
    assert not sent(**passed(7 * 24 * 3600)).is_suspect


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"moment": "verzonnen"},
        {"moment": signing.dumps(0, salt="iets anders")},
        passed(10) | {"homepage": "https://koop.example"},
    ],
)
def test_a_program_is_suspect(fields):
    form = sent(**fields)
    assert (form.is_valid(), form.is_suspect) == (True, True)


def test_what_is_sent_within_two_seconds_is_suspect():
    assert sent(**passed(1)).is_suspect


def test_a_strict_form_says_what_to_do_and_takes_it_the_second_time(monkeypatch):
    first = sent(StrictForm)
    assert first.errors["__all__"] == [trap.TOO_QUICK]
    later = trap.now() + 5
    monkeypatch.setattr(trap, "now", lambda: later)
    again = sent(StrictForm, moment=first["moment"].value())
    assert again.is_valid()


def test_the_field_for_programs_is_not_for_people():
    html = str(WordForm()["homepage"])
    assert 'aria-hidden="true"' in html
    assert 'tabindex="-1"' in html
    assert WordForm()["homepage"].is_hidden


# ── Where they stand ──


def test_a_program_makes_no_account(client, db):
    fields = {"email": "robot@example.org", "password1": factories.PASSWORD}
    page = client.post(reverse("account_signup"), fields)
    assert trap.TOO_QUICK in page.content.decode()
    client.post(reverse("account_signup"), fields | passed() | {"homepage": "x"})
    assert (User.objects.count(), mail.outbox) == (0, [])


@pytest.fixture
def post(db):
    community = make_community()
    author = factories.make_verified_user(name="Anna")
    join(community, author)
    return Post.objects.create(community=community, author=author, title="Hoi", audience="openbaar")


def complain(client, post, **fields):
    path = reverse("communities:complaint_create", args=[post.community.slug])
    return client.post(f"{path}?bericht={post.pk}", {"reason": "onjuist", "text": "Klopt niet"} | fields)


def test_a_visitor_complains_and_a_program_gets_the_same_answer_for_nothing(client, post):
    answers = {complain(client, post, **passed()).status_code, complain(client, post).status_code}
    assert answers == {302}
    assert Complaint.objects.get().text == "Klopt niet"


def test_a_visitor_complains_only_so_often(client, post, settings):
    settings.ACCOUNT_RATE_LIMITS = {"complain": "2/h/ip"}
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
    answers = [complain(Client(**elsewhere), post, text=str(n), **passed()).status_code for n in range(3)]
    assert answers == [302, 302, 429]


def test_nobody_writes_faster_than_a_person_can(post, settings):
    settings.ACCOUNT_RATE_LIMITS = {"write": "2/m/user"}
    writer = factories.make_verified_user()
    client = Client()
    client.force_login(writer)
    answers = [complain(client, post, text=str(n), **passed()).status_code for n in range(3)]
    assert answers == [302, 302, 429]
    assert LogEntry.objects.filter(actor_id=writer.pk).count() == 2


@pytest.mark.parametrize(
    ("fields", "state"),
    [({}, "gepubliceerd"), ({"seconds": 10}, "gepubliceerd"), ({"seconds": 0}, "wacht"), ({"homepage": "x"}, "wacht")],
)
def test_a_comment_that_a_program_seems_to_have_sent_waits_for_a_look(post, fields, state):
    client = Client()
    client.force_login(post.author)
    path = reverse("communities:comment_write", args=[post.community.slug, post.pk])
    hidden = passed(fields["seconds"]) if "seconds" in fields else fields
    client.post(path, {"text": "Goed idee"} | hidden)
    assert Comment.objects.get().state == state


@pytest.mark.parametrize(
    ("fields", "status"), [({}, 302), ({"seconds": 10}, 302), ({"seconds": 0}, 400), ({"homepage": "x"}, 400)]
)
def test_a_program_does_not_join(db, fields, status):
    community = make_community(join_policy="open", legal_basis="algemeen-belang")
    robot = factories.make_verified_user(name="Rob Ot")
    client = Client()
    client.force_login(robot)
    hidden = passed(fields["seconds"]) if "seconds" in fields else fields
    answer = client.post(reverse("communities:join", args=[community.slug]), hidden)
    assert (answer.status_code, community.memberships.count()) == (status, int(status == 302))


# ── New accounts with a link ──


@pytest.mark.parametrize("words", ["zie https://koop.example", "www.koop.example", "koop op goedkoop.shop"])
def test_a_new_member_with_a_link_in_the_text_about_them_is_listed(db, words):
    community = make_community()
    join(community, factories.make_user(name="Gewoon Iemand"), bio="Ik woon hier. Al lang.", is_trusted=False)
    suspect = join(community, factories.make_user(), bio=words, is_trusted=False)
    join(community, factories.make_user(), bio=words, is_trusted=True)
    assert list(members_with_links(community)) == [suspect]
