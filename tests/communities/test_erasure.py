"""Erasing an account: afterwards no table holds the address, the name or the words of that person."""

import threading
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import connection

from communities.actions.erasure import LastCoordinator, communities_left_alone, erase_account
from communities.actions.joining import JoiningError, leave
from communities.actions.stream import write_comment
from communities.models import (
    Ambition,
    Attendance,
    Comment,
    Commitment,
    Community,
    Consent,
    Document,
    Event,
    Interest,
    Letter,
    LogEntry,
    Measure,
    Membership,
    Nomination,
    Notice,
    Post,
    Role,
    Stakeholder,
    User,
)
from regioscan.models import Annotation
from tests import factories
from tests.communities.town import join, make_community, make_organisation, make_trajectory
from tests.communities.whole_person import EMAIL, NAME, SECOND, WORD, make_whole_person, places_that_hold


@pytest.fixture
def community(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_community()


@pytest.fixture
def other(community):
    coordinator = factories.make_verified_user("ander@example.org", name="Anton Ander")
    join(community, coordinator, role=Role.COORDINATOR)
    return coordinator


@pytest.fixture
def xenia(community, other):
    return make_whole_person(community, other)


def erased(user: User, *, removes_texts: bool) -> int:
    return erase_account(by=user, user=user, removes_texts=removes_texts)


@pytest.mark.parametrize("removes_texts", [False, True])
@pytest.mark.parametrize("trace", [EMAIL, SECOND, NAME, "quispel"])
def test_no_table_holds_the_address_or_the_name(xenia, trace, removes_texts):
    assert places_that_hold(trace) != []
    erased(xenia, removes_texts=removes_texts)
    assert places_that_hold(trace) == []


def test_no_table_holds_a_word_of_who_wants_the_texts_gone(xenia):
    before = places_that_hold(WORD)
    erased(xenia, removes_texts=True)
    assert len(before) > 15
    assert places_that_hold(WORD) == []


def test_contributions_stay_without_a_name_and_nothing_else_does(xenia):
    erased(xenia, removes_texts=False)
    assert places_that_hold(WORD) == [
        "communities_ambitionconsent.remark",
        "communities_comment.text",
        "communities_commitment.lapsed_because",
        "communities_commitment.what",
        "communities_interest.hopes",
        "communities_nomination.reason",
        "communities_post.body",
        "communities_post.search",
        "communities_post.title",
        "communities_postpicture.alt",
    ]


def test_a_draft_is_no_contribution(xenia):
    erased(xenia, removes_texts=False)
    assert not Post.objects.filter(title__startswith="Concept").exists()


def test_what_stays_is_of_somebody_who_left(xenia):
    erased(xenia, removes_texts=False)
    post = Post.objects.get(title=f"Over {WORD}")
    authors = set(Comment.objects.filter(text__contains=WORD).values_list("author", flat=True))
    assert (post.author, authors) == (None, {None})
    assert Commitment.objects.get().person is None
    assert Nomination.objects.get().nominated_by is None


def test_what_others_wrote_stays_with_another_word_for_the_name(xenia, other):
    erased(xenia, removes_texts=True)
    assert Post.objects.get(author=other).title == "Hulde aan iemand die vertrok"
    assert Comment.objects.get(author=other).text == "Dank iemand die vertrok, mail mij op iemand die vertrok"
    assert Notice.objects.get(user=other, key="b").title == "iemand die vertrok antwoordde"
    assert Annotation.objects.get().written_by == "iemand die vertrok"


def test_a_comment_of_somebody_else_on_a_removed_post_stays(xenia, other):
    erased(xenia, removes_texts=True)
    post = Comment.objects.get(author=other).post
    assert (post.title, post.body, post.state) == ("Gewist op verzoek van wie het schreef", "", "verwijderd")


def test_what_is_of_the_community_stays(xenia):
    erased(xenia, removes_texts=True)
    assert (Event.objects.get().organiser, Document.objects.get().created_by) == (None, None)
    assert not Attendance.objects.exists()


def test_a_measure_stays_without_its_words(xenia):
    erased(xenia, removes_texts=False)
    measure = Measure.objects.get()
    assert (measure.reason, measure.objection_text) == ("Gewist op verzoek van wie het schreef", "")


def test_who_is_gone_is_logged_out_everywhere(xenia):
    erased(xenia, removes_texts=False)
    decoded = [session.get_decoded() for session in Session.objects.all()]
    assert [one for one in decoded if one.get("_auth_user_id") == str(xenia.pk)] == []


def test_the_log_keeps_a_number_that_leads_nowhere(xenia):
    number = erased(xenia, removes_texts=True)
    lines = LogEntry.objects.filter(actor_id=number).order_by("pk")
    assert [line.action for line in lines] == ["proeft", "verwijdert account"]
    assert not User.objects.filter(pk=number).exists()


def test_the_files_go_when_the_texts_go(xenia, settings, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        erased(xenia, removes_texts=True)
    assert sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()) == ["plan.txt"]


def test_somebody_with_the_same_name_keeps_it(xenia):
    namesake = factories.make_user("naamgenoot@example.org", name=NAME)
    erased(xenia, removes_texts=True)
    namesake.refresh_from_db()
    assert namesake.name == NAME


def test_somebody_on_the_map_with_the_same_name_stays(xenia, community):
    trajectory = community.trajectories.get()
    namesake = Stakeholder.objects.create(trajectory=trajectory, kind="persoon", name=NAME, sector="zorg")
    erased(xenia, removes_texts=True)
    assert list(Stakeholder.objects.filter(name=NAME)) == [namesake]


def test_an_organisation_on_the_map_stays_without_who_works_there(xenia):
    erased(xenia, removes_texts=False)
    line = Stakeholder.objects.get(name="De Kade")
    assert (line.user, line.email, line.function, line.notes, line.influence) == (None, "", "", "", 4)
    assert not Interest.objects.filter(stakeholder=line).exists()


@pytest.mark.parametrize("removes_texts", [False, True])
def test_what_somebody_wrote_about_another_on_the_map_stays_without_who_wrote_it_unless_asked(
    community, other, removes_texts
):
    coordinator = factories.make_verified_user("gaat@example.org", name="Greet Gaat")
    join(community, coordinator, role=Role.COORDINATOR)
    trajectory = make_trajectory(community)
    theirs, hers = (
        Stakeholder.objects.create(trajectory=trajectory, name=name, sector="zorg", user=user)
        for name, user in (("De Haven", other), ("De Werf", coordinator))
    )
    for line, writer in ((theirs, coordinator), (hers, other)):
        Interest.objects.create(
            stakeholder=line, level="organisatie", hopes="Rust", fears="Dat Greet Gaat vertrekt", changed_by=writer
        )
    erased(coordinator, removes_texts=removes_texts)
    left = [(one.stakeholder, one.changed_by, one.hopes, one.fears) for one in Interest.objects.all()]
    assert left == ([] if removes_texts else [(theirs, None, "Rust", "Dat iemand die vertrok vertrekt")])


def test_of_lines_of_an_organisation_that_become_the_same_one_stays(xenia, community):
    trajectory = community.trajectories.get()
    bare = Stakeholder.objects.create(trajectory=trajectory, name="De Kade", sector="zorg")
    erased(xenia, removes_texts=False)
    assert list(Stakeholder.objects.filter(name="De Kade")) == [bare]


def test_an_address_that_was_not_confirmed_says_nothing(community, other):
    thief = factories.make_user("thief@example.org", name="Dirk Dief")
    EmailAddress.objects.create(user=thief, email="burgemeester@example.org", verified=False)
    line = Stakeholder.objects.create(
        trajectory=make_trajectory(community),
        kind="persoon",
        name="De burgemeester",
        email="burgemeester@example.org",
        sector="overheid",
    )
    told = Post.objects.create(community=community, author=other, title="Mail burgemeester@example.org")
    erased(thief, removes_texts=True)
    told.refresh_from_db()
    assert (Stakeholder.objects.get(), told.title) == (line, "Mail burgemeester@example.org")


@pytest.mark.parametrize("name", ["de gemeente", "Jan", "Jan van dalen", "Gemeente Waalmeer", "Bakkerij De Kade"])
def test_who_takes_the_name_of_something_else_wipes_nothing(community, other, name):
    joker = factories.make_user("grap@example.org", name=name)
    join(community, joker)
    make_organisation("Gemeente Waalmeer", kind="gemeente")
    make_organisation("Bakkerij De Kade")
    kept = Post.objects.create(community=community, author=other, title=f"Hulde aan {name}")
    erased(joker, removes_texts=False)
    kept.refresh_from_db()
    assert kept.title == f"Hulde aan {name}"


def test_a_name_goes_only_where_its_owner_belonged(xenia, other):
    elsewhere = Post.objects.create(community=make_community("elders"), author=other, title=f"Onze eigen {NAME}")
    erased(xenia, removes_texts=True)
    elsewhere.refresh_from_db()
    assert elsewhere.title == f"Onze eigen {NAME}"


def test_a_name_that_somebody_else_has_too_is_left_in_what_others_wrote(xenia):
    factories.make_user(name=NAME.upper())
    erased(xenia, removes_texts=True)
    assert Post.objects.filter(title=f"Hulde aan {NAME}").exists()


def test_what_was_agreed_keeps_the_words(xenia, community):
    Ambition.objects.create(trajectory=community.trajectories.get(), version=2, text=f"Zoals {NAME} zei")
    Consent.objects.create(user=community.posts.first().author, subject="huisregels", is_given=True, wording=NAME)
    other = factories.make_user()
    Consent.objects.create(user=other, subject="huisregels", is_given=True, wording=NAME)
    Community.objects.filter(pk=community.pk).update(about=NAME)
    erased(xenia, removes_texts=True)
    assert Ambition.objects.get(version=2).text == f"Zoals {NAME} zei"
    assert Consent.objects.get(user=other).wording == NAME
    assert Community.objects.get(pk=community.pk).about == NAME


def test_who_signs_nothing_leaves_the_signatures_of_others(xenia, community):
    community.trajectories.get().advisors.clear()
    erased(xenia, removes_texts=True)
    assert Annotation.objects.get().written_by == NAME


def test_any_name_goes_from_what_the_site_told_of_what_they_did(community, other):
    jan = factories.make_user("jan@example.org", name="Jan")
    join(community, jan)
    post = Post.objects.create(community=community, author=jan, title="Hoi")
    told = {"user": other, "kind": "antwoord", "path": "/", "community": community}
    Notice.objects.create(key=f"post-{post.pk}", title="Jan schreef", **told)
    Notice.objects.create(key="post-0", title="Jan schreef", **told)
    erased(jan, removes_texts=False)
    assert list(Notice.objects.order_by("pk").values_list("title", flat=True)) == [
        "iemand die vertrok schreef",
        "Jan schreef",
    ]


@pytest.mark.parametrize(("removes_texts", "n_left"), [(False, 1), (True, 0)])
def test_what_others_were_told_goes_with_the_texts(community, other, removes_texts, n_left):
    jan = factories.make_user("jan@example.org", name="Jan")
    join(community, jan)
    comment = write_comment(
        by=jan, post=Post.objects.create(community=community, author=other, title="Hoi"), text="@Anton Ander, kwetter"
    )
    assert Notice.objects.get(user=other).key == f"comment-{comment.pk}"
    assert "kwetter" in Letter.objects.get().text
    erased(jan, removes_texts=removes_texts)
    assert (Notice.objects.count(), Letter.objects.count()) == (n_left, n_left)


def test_the_last_coordinator_stays(community, other):
    with pytest.raises(LastCoordinator) as refused:
        erased(other, removes_texts=False)
    assert refused.value.communities == [community]
    assert User.objects.filter(pk=other.pk).exists()


def test_with_a_second_coordinator_or_in_a_community_that_ended_one_may_go(community, other):
    join(community, factories.make_user(), role=Role.COORDINATOR)
    join(make_community("voorbij", ended_on="2025-06-01"), other, role=Role.COORDINATOR)
    assert communities_left_alone(other) == []
    erased(other, removes_texts=False)
    assert not User.objects.filter(pk=other.pk).exists()


def test_nobody_erases_somebody_else_but_an_administrator(xenia, other, administrator):
    with pytest.raises(PermissionDenied):
        erase_account(by=other, user=xenia, removes_texts=False)
    erase_account(by=administrator, user=xenia, removes_texts=False)
    assert not User.objects.filter(pk=xenia.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_cannot_leave_at_once():
    community = make_community()
    pair = [factories.make_user(name=f"Coördinator {number}") for number in (1, 2)]
    for user in pair:
        join(community, user, role=Role.COORDINATOR)
    outcomes = []

    def leave(user):
        try:
            erased(user, removes_texts=False)
            outcomes.append("gone")
        except LastCoordinator:
            outcomes.append("stays")
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=[user]) for user in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["gone", "stays"]
    assert Membership.objects.filter(community=community, role=Role.COORDINATOR).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_cannot_go_by_two_doors_at_once():
    community = make_community()
    pair = [factories.make_user(name=f"Coördinator {number}") for number in (1, 2)]
    for user in pair:
        join(community, user, role=Role.COORDINATOR)
    outcomes, together = [], threading.Barrier(2)

    def go(door):
        try:
            together.wait()
            door()
            outcomes.append("gone")
        except (LastCoordinator, JoiningError):
            outcomes.append("stays")
        finally:
            connection.close()

    doors = [lambda: erased(pair[0], removes_texts=False), lambda: leave(by=pair[1], community=community)]
    threads = [threading.Thread(target=go, args=[door]) for door in doors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["gone", "stays"]
    assert Membership.objects.active().filter(community=community, role=Role.COORDINATOR).count() == 1
