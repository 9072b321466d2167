"""Two people about one need: answering, agreeing by both, kept or not, and who never reads along."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from communities.models import Letter, LogEntry, Membership, Notice, NotificationChoice
from initiatives.access.market import MatchCounts, match_counts, n_fulfilled
from initiatives.actions.listings import close_listing
from initiatives.actions.matches import (
    MOST_A_DAY,
    MatchConflict,
    MatchError,
    agree,
    answer_listing,
    ask_about_matches,
    propose,
    say_failed,
    say_fulfilled,
    write_message,
)
from initiatives.models import Match
from tests.communities.town import make_town
from tests.initiatives.scene import make_listing

SECRET = "kwetterzwam"
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=14)


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def owner(town):
    return town.people["member"]


@pytest.fixture
def helper(town):
    return town.people["frontrunner"]


@pytest.fixture
def talk(town, owner, helper):
    """A need of the member, answered by the frontrunner."""
    return answer_listing(listing=make_listing(town.public, owner), by=helper, message=f"Dat kan ik, {SECRET}")


def agreed(match, what="Twee avonden helpen", day=SOON):
    propose(match=match, by=match.other, what=what, promised_on=day)
    return agree(match=match, by=match.listing.owner, what=what, promised_on=day)


def told(user):
    return [one.title for one in Notice.objects.filter(user=user).order_by("pk")]


def path(match, name="match_detail"):
    return reverse(f"initiatives:{name}", args=[match.community.slug, match.pk])


def test_who_answers_begins_a_talk_and_the_owner_gets_the_message(talk, owner, helper):
    assert (talk.state, talk.other, talk.message) == ("in gesprek", helper, f"Dat kan ik, {SECRET}")
    assert told(owner) == ["Er is een antwoord op uw vraag “Wie weet hoe je een naaimachine afstelt?”"]
    assert SECRET in Letter.objects.get(user=owner).text
    assert SECRET not in Notice.objects.get(user=owner).text


def test_answering_twice_is_one_talk(talk, helper):
    assert answer_listing(listing=talk.listing, by=helper, message="Nog eens") == talk


@pytest.mark.django_db(transaction=True)
def test_answering_twice_at_once_is_one_talk():
    town = make_town()
    need = make_listing(town.public, town.people["member"])

    def send(_):
        try:
            return answer_listing(listing=need, by=town.people["frontrunner"], message="Ik kom").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(send, range(2)))) == 1
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("name", ["member", "stranger", "administrator"])
def test_the_owner_and_who_does_not_belong_do_not_answer(town, talk, name):
    with pytest.raises(PermissionDenied):
        answer_listing(listing=talk.listing, by=town.people[name], message="Ik")


def test_what_left_the_board_is_not_answered(town, talk, owner):
    close_listing(listing=talk.listing, by=owner)
    with pytest.raises(MatchError, match="niet meer op het bord"):
        answer_listing(listing=talk.listing, by=town.people["commissioner"], message="Ik")


def test_both_agree_to_the_same_words_and_the_same_day(talk, owner, helper):
    first = propose(match=talk, by=helper, what="Twee avonden helpen", promised_on=SOON)
    assert (first.state, bool(first.other_agreed_at), first.owner_agreed_at) == ("in gesprek", True, None)
    done = agree(match=talk, by=owner, what="Twee avonden helpen", promised_on=SOON)
    assert (done.state, done.what, done.promised_on) == ("match", "Twee avonden helpen", SOON)
    assert told(owner)[1:] == ["Er is een voorstel voor een afspraak met u"]
    assert told(helper) == ["Uw afspraak staat: u bent het samen eens"]


def test_who_proposes_the_same_as_the_other_agrees_and_who_changes_it_asks_again(talk, owner, helper):
    propose(match=talk, by=helper, what="Eén avond", promised_on=SOON)
    changed = propose(match=talk, by=owner, what="Twee avonden", promised_on=SOON)
    assert (changed.state, changed.other_agreed_at) == ("in gesprek", None)
    assert propose(match=talk, by=helper, what="Twee avonden", promised_on=SOON).state == "match"


def test_nobody_agrees_to_words_that_they_did_not_read(talk, owner, helper):
    propose(match=talk, by=helper, what="Eén avond", promised_on=SOON)
    propose(match=talk, by=helper, what="Tien avonden", promised_on=SOON)
    with pytest.raises(MatchConflict):
        agree(match=talk, by=owner, what="Eén avond", promised_on=SOON)
    assert Match.objects.get().state == "in gesprek"


def test_nobody_agrees_alone(talk, helper):
    propose(match=talk, by=helper, what="Eén avond", promised_on=SOON)
    assert agree(match=talk, by=helper, what="Eén avond", promised_on=SOON).state == "in gesprek"
    with pytest.raises(IntegrityError, match="match_agreed_by_both"), transaction.atomic():
        Match.objects.update(state="match")


def test_sent_twice_tells_once(talk, owner, helper):
    for _ in range(2):
        propose(match=talk, by=helper, what="Eén avond", promised_on=SOON)
    for _ in range(2):
        agree(match=talk, by=owner, what="Eén avond", promised_on=SOON)
    for _ in range(2):
        say_fulfilled(match=talk, by=owner)
    assert (len(told(owner)), len(told(helper))) == (2, 2)


@pytest.mark.parametrize(
    ("what", "days"), [("Vijftig euro geven: 50 euro", 3), ("Helpen", -1), ("Helpen", 800), ("", 3)]
)
def test_a_proposal_is_no_money_and_has_a_day_that_comes(talk, helper, what, days):
    with pytest.raises(MatchError):
        propose(match=talk, by=helper, what=what, promised_on=TODAY + timedelta(days=days))


def test_it_counts_once_both_say_that_it_was_done(town, talk, owner, helper):
    agreed(talk)
    assert (say_fulfilled(match=talk, by=owner).state, n_fulfilled(town.public)) == ("match", 0)
    assert (say_fulfilled(match=talk, by=helper).state, n_fulfilled(town.public)) == ("waargemaakt", 1)
    assert (n_fulfilled(town.private), match_counts(town.public)) == (0, MatchCounts(n_fulfilled=1))
    page = town.login("commissioner").get(reverse("initiatives:listing_list", args=[town.public.slug]))
    assert "<h1>1 afspraak waargemaakt</h1>" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_both_say_so_at_once_and_it_counts():
    town = make_town()
    people = [town.people["member"], town.people["frontrunner"]]
    talk = answer_listing(listing=make_listing(town.public, people[0]), by=people[1], message="Ik kom")
    agreed(talk)

    def send(by):
        try:
            say_fulfilled(match=talk, by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(send, people))
    assert Match.objects.get().state == "waargemaakt"


def test_one_says_that_it_failed_with_why_and_it_can_begin_again(town, talk, owner, helper):
    agreed(talk)
    say_fulfilled(match=talk, by=owner)
    with pytest.raises(MatchError, match="waarom"):
        say_failed(match=talk, by=helper, because=" ")
    failed = say_failed(match=talk, by=helper, because="Mijn rug")
    assert (failed.state, failed.failed_because, n_fulfilled(town.public)) == ("niet gelukt", "Mijn rug", 0)
    with pytest.raises(MatchError):
        say_fulfilled(match=talk, by=helper)
    assert answer_listing(listing=talk.listing, by=helper, message="Nu wel") != talk


def test_a_talk_without_an_agreement_is_not_kept(talk, owner):
    with pytest.raises(MatchError):
        say_fulfilled(match=talk, by=owner)


@pytest.mark.parametrize("name", ["commissioner", "coordinator", "administrator", "stranger"])
def test_nobody_else_reads_or_changes_it_also_not_who_runs_the_community(town, talk, name):
    agreed(talk, what=f"Het grote {SECRET} bouwen")
    person, client = town.people[name], town.login(name)
    assert client.get(path(talk)).status_code in {403, 404}
    for route in ("match_propose", "match_agree", "match_write", "match_outcome"):
        assert client.post(path(talk, route), {"antwoord": "gelukt"}).status_code in {403, 404}
    with pytest.raises(PermissionDenied):
        say_failed(match=talk, by=person, because="zomaar")
    board = reverse("initiatives:listing_list", args=[town.public.slug])
    lists = [board, board + "mijn/", board.rstrip("/") + ".csv", talk.listing.get_absolute_url()]
    assert not any(SECRET in client.get(one).content.decode() for one in lists)
    assert SECRET in town.login("member").get(path(talk)).content.decode()


def test_the_log_does_not_say_who_talks_to_whom(talk, owner, helper):
    agreed(talk)
    say_failed(match=talk, by=owner, because="Griep")
    lines = LogEntry.objects.filter(object_kind="afspraak")
    assert [one.actor_id for one in lines] == [None] * 4


def test_each_sees_the_name_and_never_the_address_of_the_other(town, talk, owner, helper):
    for me, them in (("member", helper), ("frontrunner", owner)):
        html = town.login(me).get(path(talk)).content.decode()
        assert them.name in html
        assert them.email not in html


def test_who_left_the_community_does_not_open_it_any_more(town, talk, helper):
    Membership.objects.filter(user=helper, community=town.public).update(status="geblokkeerd")
    assert town.login("frontrunner").get(path(talk)).status_code == 403
    assert town.login("member").get(path(talk)).status_code == 200


def test_a_message_goes_by_letter_once_and_stays_nowhere_on_the_site(town, talk, owner, helper):
    assert write_message(match=talk, by=owner, text="Bel mij op 06") is True
    assert write_message(match=talk, by=owner, text="Bel mij op 06") is False
    letter = Letter.objects.get(user=helper)
    assert ("Bel mij op 06" in letter.text, owner.email in letter.text) == (True, False)
    assert [one.text for one in Notice.objects.filter(user=helper)] == [""]
    for number in range(MOST_A_DAY - 1):
        write_message(match=talk, by=owner, text=f"Bericht {number}")
    with pytest.raises(MatchError, match="vandaag al"):
        write_message(match=talk, by=owner, text="Nog een")


def test_a_message_that_would_not_arrive_is_not_sent(talk, owner, helper):
    NotificationChoice.objects.create(user=helper, kind="antwoord", channel="niet")
    with pytest.raises(MatchError, match="krijgt geen mail"):
        write_message(match=talk, by=owner, text="Hallo")


@pytest.mark.parametrize(("days", "expected"), [(-6, 0), (-7, 2), (-30, 2)])
def test_both_are_asked_a_week_after_the_day(talk, days, expected):
    agreed(talk)
    Match.objects.update(promised_on=TODAY + timedelta(days=days))
    assert ask_about_matches() == expected


def test_each_is_asked_once_and_not_who_already_said_so(talk, owner, helper):
    agreed(talk)
    say_fulfilled(match=talk, by=owner)
    later = SOON + timedelta(days=7)
    assert [ask_about_matches(today=later + timedelta(days=more)) for more in (0, 1, 90)] == [1, 0, 0]
    letter = Letter.objects.get(user=helper, key__contains="asked")
    assert ("Twee avonden helpen" in letter.text, "Laat weten hoe het ging" in letter.text) == (True, True)


def test_without_a_day_it_is_asked_after_two_months(talk):
    agreed(talk)
    Match.objects.update(promised_on=None)
    assert [ask_about_matches(today=TODAY + timedelta(days=days)) for days in (59, 60)] == [0, 2]


def test_the_pages_walk_from_an_answer_to_a_kept_promise(town, owner):
    need, me, them = make_listing(town.public, owner), town.login("frontrunner"), town.login("member")
    answer = reverse("initiatives:listing_answer", args=[town.public.slug, need.pk])
    assert me.post(answer, {"message": ""}).status_code == 400
    assert me.post(answer, {"message": "Ik help"}).status_code == 302
    match = Match.objects.get()
    assert them.post(path(match, "match_propose"), {"what": "", "promised_on": ""}).status_code == 400
    them.post(path(match, "match_propose"), {"what": "Eén avond", "promised_on": SOON.isoformat()})
    seen = me.get(path(match)).context["seen"]
    html = str(seen["promised_on"])
    assert f'value="{SOON.isoformat()}"' in html
    me.post(path(match, "match_agree"), {"what": seen.initial["what"], "promised_on": SOON.isoformat()})
    for client in (me, them):
        client.post(path(match, "match_outcome"), {"antwoord": "gelukt"})
    match.refresh_from_db()
    assert (match.state, match.what) == ("waargemaakt", "Eén avond")
    assert "<h1>Waargemaakt</h1>" in me.get(path(match)).content.decode()
