"""Moderation: complaints, measures with a reason, objections judged by somebody else, and everything can be undone."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from communities.access.house import waiting_in
from communities.access.moderation import Subject
from communities.actions.moderation import (
    ModerationError,
    answer_objection,
    block,
    complain,
    dismiss_complaint,
    hide,
    object_to,
    undo,
    uphold_complaint,
)
from communities.models import Comment, Complaint, LogEntry, Measure, Membership, Notice, Post, Role
from tests import factories
from tests.access_rows.documents import make_document
from tests.access_rows.events import make_event
from tests.communities.town import Town, join, make_community, make_town
from tests.traps import passed


@pytest.fixture
def community(db):
    return make_community()


@pytest.fixture
def coordinator(community):
    user = factories.make_verified_user(name="Co Eerste")
    join(community, user, role=Role.COORDINATOR)
    return user


@pytest.fixture
def second(community):
    user = factories.make_verified_user(name="Co Tweede")
    join(community, user, role=Role.COORDINATOR)
    return user


@pytest.fixture
def author(community):
    user = factories.make_verified_user(name="Anna Auteur")
    join(community, user)
    return user


@pytest.fixture
def post(community, author):
    return Post.objects.create(community=community, author=author, title="Koop nu", audience="openbaar")


def state_of(thing) -> str:
    return type(thing).objects.get(pk=thing.pk).state


def told(user) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("title", flat=True))


# ── Complaints ──


def test_the_same_complaint_twice_is_one_and_the_coordinators_hear(post, community, coordinator, member):
    first, again = [
        complain(by=member, community=community, subject=Subject(post=post), reason="reclame", text="Spam")
        for _ in range(2)
    ]
    assert first == again
    assert told(coordinator) == ["Er is een melding in Waalmeer"]
    assert waiting_in(community).n_reports == 1


def test_what_is_dismissed_stays_and_the_reporter_hears(post, community, coordinator, member):
    complaint = complain(by=member, community=community, subject=Subject(post=post), reason="reclame", text="")
    dismiss_complaint(by=coordinator, complaint=complaint)
    assert (state_of(post), state_of(complaint)) == ("gepubliceerd", "ongegrond")
    assert told(member) == ["Er is beslist over uw melding in Waalmeer"]
    assert waiting_in(community).n_reports == 0


def test_what_was_cancelled_or_removed_is_settled_by_saying_so_once(community, coordinator, member, author):
    event = make_event(community, organiser=author)
    complaint = complain(by=member, community=community, subject=Subject(event=event), reason="reclame", text="")
    with pytest.raises(PermissionDenied):
        uphold_complaint(by=author, complaint=complaint)
    for _ in range(2):
        uphold_complaint(by=coordinator, complaint=complaint)
    assert (state_of(complaint), waiting_in(community).n_reports) == ("gegrond", 0)
    assert told(member) == ["Er is beslist over uw melding in Waalmeer"]
    assert LogEntry.objects.filter(action="handelt melding af").count() == 1


def test_a_complaint_is_about_exactly_one_thing(community, post, author):
    event = make_event(community, organiser=author)
    for about in ({}, {"post": post, "event": event}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Complaint.objects.create(community=community, reason="reclame", **about)
    assert Complaint.objects.create(community=community, reason="reclame", event=event).pk


def test_hiding_settles_every_complaint_about_it(post, community, coordinator, member):
    complain(by=member, community=community, subject=Subject(post=post), reason="reclame", text="")
    complain(by=None, community=community, subject=Subject(post=post), reason="onjuist", text="")
    hide(by=coordinator, thing=post, reason="Regel 2: geen reclame")
    assert set(Complaint.objects.values_list("state", flat=True)) == {"gegrond"}


# ── Measures ──


def test_the_author_hears_the_reason_and_how_to_object(post, author, coordinator):
    measure = hide(by=coordinator, thing=post, reason="Regel 2: geen reclame")
    notice = Notice.objects.get(user=author)
    assert (notice.kind, "Regel 2: geen reclame" in notice.text) == (Notice.Kind.MODERATION, True)
    assert notice.path == reverse("communities:objection", args=["waalmeer", measure.pk])


def test_hiding_twice_is_once(post, coordinator, author):
    assert hide(by=coordinator, thing=post, reason="a") == hide(by=coordinator, thing=post, reason="b")
    assert (state_of(post), len(told(author))) == ("verborgen", 1)


def test_what_its_author_removed_cannot_be_hidden(post, coordinator):
    Post.objects.update(state=Post.State.REMOVED)
    with pytest.raises(ModerationError, match="al verwijderd"):
        hide(by=coordinator, thing=post, reason="a")


def test_a_member_hides_nothing(post, author):
    with pytest.raises(PermissionDenied):
        hide(by=author, thing=post, reason="a")
    assert state_of(post) == "gepubliceerd"


def test_undoing_shows_it_again_but_not_what_its_author_removed(post, author, coordinator):
    comment = Comment.objects.create(post=post, author=author, text="Hallo")
    measures = [hide(by=coordinator, thing=thing, reason="a") for thing in (post, comment)]
    Comment.objects.update(state=Post.State.REMOVED)
    assert len(undo(by=coordinator, measures=measures)) == 2
    assert undo(by=coordinator, measures=measures) == []
    assert (state_of(post), state_of(comment)) == ("gepubliceerd", "verwijderd")


@pytest.mark.parametrize("state", ["gepubliceerd", "wacht"])
def test_undoing_puts_it_back_as_it_was_and_publishes_nothing_new(post, author, coordinator, state):
    comment = Comment.objects.create(post=post, author=author, text="Hallo", state=state)
    Post.objects.update(state=state)
    undo(by=coordinator, measures=[hide(by=coordinator, thing=thing, reason="a") for thing in (post, comment)])
    assert (state_of(post), state_of(comment)) == (state, state)


def test_a_draft_is_nobody_elses_business(post, coordinator, client):
    Post.objects.update(state="concept", title="Geheim plan")
    client.force_login(coordinator)
    path = reverse("communities:post_hide", args=["waalmeer", post.pk])
    release = reverse("communities:post_release", args=["waalmeer", post.pk])
    answers = [client.get(path), client.post(path, {"reason": "a"}), client.post(release)]
    assert [(one.status_code, "Geheim plan" in one.content.decode()) for one in answers] == [(404, False)] * 3
    with pytest.raises(ModerationError, match="concept"):
        hide(by=coordinator, thing=post, reason="a")
    assert state_of(post) == "concept"


def test_who_is_blocked_loses_everything_at_once_and_gets_it_back(community, author, coordinator, client):
    client.force_login(author)
    page = reverse("communities:complaint_create", args=["waalmeer"])
    community.visibility = "besloten"
    community.save()
    before = client.get(page).status_code
    measures = block(by=coordinator, members=[community.memberships.get(user=author)], reason="Spam")
    during = client.get(page).status_code
    undo(by=coordinator, measures=measures)
    assert (before, during, client.get(page).status_code) == (400, 404, 400)


def test_spam_of_many_is_blocked_and_hidden_in_one_go_and_undone_in_one(community, coordinator):
    members = [join(community, factories.make_user(), bio="www.koop.example", is_trusted=False) for _ in range(3)]
    posts = [Post.objects.create(community=community, author=one.user, title="Koop", state="wacht") for one in members]
    measures = block(by=coordinator, members=members, reason="Reclame", hides=True)
    assert len(measures) == 6
    assert {state_of(one) for one in posts} == {"verborgen"}
    undo(by=coordinator, measures=measures)
    assert {state_of(one) for one in posts} == {"wacht"}
    assert community.memberships.filter(status=Membership.Status.BLOCKED).count() == 0


def test_a_coordinator_blocks_neither_themselves_nor_another(community, coordinator, second):
    for user in (coordinator, second):
        with pytest.raises(ModerationError, match="andere coördinator"):
            block(by=coordinator, members=[community.memberships.get(user=user)], reason="a")


# ── Objections ──


@pytest.fixture
def measure(post, coordinator):
    return hide(by=coordinator, thing=post, reason="Regel 2")


def test_only_the_author_objects_and_once(measure, author, second):
    with pytest.raises(PermissionDenied):
        object_to(by=second, measure=measure, text="Hoezo")
    first = object_to(by=author, measure=measure, text="Het is geen reclame")
    again = object_to(by=author, measure=measure, text="En nog iets")
    assert (first.objection, again.objection_text) == ("open", "Het is geen reclame")
    assert waiting_in(measure.community).n_reports == 1


def test_who_took_the_measure_does_not_judge_it_where_somebody_else_can(measure, author, coordinator, second):
    object_to(by=author, measure=measure, text="Nee")
    with pytest.raises(ModerationError, match="nam dit besluit zelf"):
        answer_objection(by=coordinator, measure=measure, is_upheld=False, text="Toch")
    answer_objection(by=second, measure=measure, is_upheld=False, text="Toch")
    assert Measure.objects.get().objection == "ongegrond"
    assert told(author)[-1] == "Er is antwoord op uw bezwaar in Waalmeer"


def test_the_only_coordinator_answers_all_the_same(measure, author, coordinator):
    object_to(by=author, measure=measure, text="Nee")
    answer_objection(by=coordinator, measure=measure, is_upheld=False, text="Toch")
    assert Measure.objects.get().answer_text == "Toch"


def test_nobody_judges_their_own_case(community, coordinator, second):
    own = Post.objects.create(community=community, author=second, title="Van mij")
    measure = object_to(by=second, measure=hide(by=coordinator, thing=own, reason="a"), text="Nee")
    with pytest.raises(ModerationError, match="gaat over u"):
        answer_objection(by=second, measure=measure, is_upheld=True, text="Ja")


def test_an_objection_that_is_upheld_takes_the_measure_back(measure, post, author, second):
    object_to(by=author, measure=measure, text="Nee")
    done = answer_objection(by=second, measure=measure, is_upheld=True, text="U heeft gelijk")
    assert (done.objection, done.undone_by, state_of(post)) == ("gegrond", second, "gepubliceerd")


def test_who_was_blocked_in_a_private_community_can_still_object(community, author, coordinator, client):
    community.visibility = "besloten"
    community.save()
    [measure] = block(by=coordinator, members=[community.memberships.get(user=author)], reason="Regel 4")
    client.force_login(author)
    path = reverse("communities:objection", args=["waalmeer", measure.pk])
    assert "Regel 4" in client.get(path).content.decode()
    assert client.post(path, {"text": "Dat was ik niet"}).status_code == 302
    assert Measure.objects.get().objection_text == "Dat was ik niet"


# ── The pages ──


@pytest.fixture
def town(db) -> Town:
    return make_town()


@pytest.mark.parametrize(
    ("person", "audience", "expected"),
    [("visitor", "openbaar", 200), ("visitor", "leden", 404), ("member", "leden", 200), ("stranger", "leden", 404)],
)
def test_one_complains_only_about_what_one_may_read(town, person, audience, expected):
    shown = Post.objects.create(community=town.public, author=town.people["member"], title="Hoi", audience=audience)
    path = reverse("communities:complaint_create", args=[town.public.slug])
    assert town.clients[person].get(f"{path}?bericht={shown.pk}").status_code == expected


def test_one_does_not_complain_about_what_is_of_another_community(town):
    foreign = Post.objects.create(community=town.private, author=town.people["member"], title="Geheim")
    path = reverse("communities:complaint_create", args=[town.public.slug])
    assert town.clients["member"].get(f"{path}?bericht={foreign.pk}").status_code == 404


def test_a_visitor_does_not_learn_of_members_who_do_not_show_themselves(town):
    shy = town.public.memberships.get(user=town.people["member"])
    path = reverse("communities:complaint_create", args=[town.public.slug])
    answers = [town.clients[one].get(f"{path}?lid={shy.pk}").status_code for one in ("visitor", "frontrunner")]
    assert answers == [404, 200]


def test_the_queue_shows_what_waits_and_lets_it_through(town):
    author = town.public.memberships.get(user=town.people["member"])
    Membership.objects.filter(pk=author.pk).update(is_trusted=False)
    held = Post.objects.create(community=town.public, author=author.user, title="Mijn eerste", state="wacht")
    queue = reverse("communities:moderation", args=[town.public.slug])
    assert "Mijn eerste" in town.clients["coordinator"].get(queue).content.decode()
    town.clients["coordinator"].post(reverse("communities:post_release", args=[town.public.slug, held.pk]))
    author.refresh_from_db()
    assert (state_of(held), author.is_trusted) == ("gepubliceerd", True)


def test_hiding_without_a_reason_is_refused_in_words(town):
    shown = Post.objects.create(community=town.public, author=town.people["member"], title="Hoi")
    path = reverse("communities:post_hide", args=[town.public.slug, shown.pk])
    answer = town.clients["coordinator"].post(path, {"reason": " "})
    assert (answer.status_code, state_of(shown)) == (400, "gepubliceerd")
    assert "Zonder reden kan niemand bezwaar maken" in answer.content.decode()


def test_a_member_of_another_community_cannot_be_blocked_from_here(town):
    foreign = join(town.private, factories.make_user())
    path = reverse("communities:member_block", args=[town.public.slug])
    town.clients["coordinator"].post(path, {"lid": foreign.pk, "reason": "a"})
    foreign.refresh_from_db()
    assert foreign.status == Membership.Status.ACTIVE


def test_the_answer_to_a_complaint_leads_back_to_the_community(town):
    shown = Post.objects.create(community=town.public, author=town.people["member"], title="Hoi", audience="openbaar")
    path = reverse("communities:complaint_create", args=[town.public.slug])
    answer = town.clients["frontrunner"].post(f"{path}?bericht={shown.pk}", {"reason": "onjuist"} | passed())
    assert answer.url == town.public.get_absolute_url()
    assert Complaint.objects.get().reporter == town.people["frontrunner"]


@pytest.mark.parametrize("kind", ["bijeenkomst", "document"])
def test_an_event_and_a_document_are_reported_from_their_page_and_settled_in_the_queue(town, kind):
    make = {"bijeenkomst": make_event, "document": make_document}[kind]
    shown = make(town.public, title="Koop nu", audience="openbaar")
    path = f"{reverse('communities:complaint_create', args=[town.public.slug])}?{kind}={shown.pk}"
    pages = [town.clients[who].get(shown.get_absolute_url()).content.decode() for who in ("member", "coordinator")]
    assert [path in page for page in pages] == [True, False]
    assert town.clients["member"].post(path, {"reason": "reclame"} | passed()).status_code == 302
    queue = town.clients["coordinator"].get(reverse("communities:moderation", args=[town.public.slug]))
    complaint = Complaint.objects.get()
    done = reverse("communities:complaint_uphold", args=[town.public.slug, complaint.pk])
    assert [words in queue.content.decode() for words in ("Koop nu", f'formaction="{done}"')] == [True, True]
    answer = town.clients["coordinator"].post(done, follow=True).content.decode()
    assert (state_of(complaint), "u hebt er iets aan gedaan" in answer) == ("gegrond", True)


@pytest.mark.parametrize("kind", ["bijeenkomst", "document"])
def test_nobody_reports_an_event_or_document_that_they_cannot_see(town, kind):
    make = {"bijeenkomst": make_event, "document": make_document}[kind]
    path = reverse("communities:complaint_create", args=[town.public.slug])
    things = [make(town.public, audience="leden"), make(town.private, audience="openbaar")]
    found = [
        town.clients[who].get(f"{path}?{kind}={one.pk}").status_code for one in things for who in ("visitor", "member")
    ]
    assert found == [404, 200, 404, 404]


def test_the_word_to_look_for_is_the_word_of_the_links(town):
    path = reverse("communities:complaint_create", args=[town.public.slug])
    assert "kies daar «Meld»" in town.clients["visitor"].get(path).content.decode()
    shown = Post.objects.create(community=town.public, title="Hoi", audience="openbaar")
    assert ">Meld<" in town.clients["visitor"].get(shown.get_absolute_url()).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_hide_at_once_take_one_measure():
    community = make_community()
    pair = [factories.make_user() for _ in range(2)]
    for user in pair:
        join(community, user, role=Role.COORDINATOR)
    shown = Post.objects.create(community=community, author=factories.make_user(), title="Koop nu")

    def act(user):
        hide(by=user, thing=shown, reason="Reclame")
        connection.close()

    threads = [threading.Thread(target=act, args=[user]) for user in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Measure.objects.count() == 1
