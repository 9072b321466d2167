"""Counting: once, out of all ballots; afterwards nothing leads from a person to a ballot, and the page says why."""

import json
import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.models import Letter, LogEntry
from initiatives.access.voting import account_hash, address_hash, receipt_code, right_by_code
from initiatives.actions.counting import MOST_PATIENCE, PATIENCE, CountingError, count_budget, count_due_budgets
from initiatives.actions.paper_ballots import PaperError, Typed, drop_paper, type_paper
from initiatives.actions.vote_roll import make_codes
from initiatives.actions.voting import enter_as_member, save_draft, send_ballot
from initiatives.analysis.pabulib import read_pabulib
from initiatives.analysis.result_words import turnout_words
from initiatives.models import Ballot, ElectionResult, PaperBallot, VoteRight
from tests.communities.town import join, make_community, make_trajectory
from tests.factories import make_verified_user
from tests.initiatives.voting_scene import (
    after,
    cast,
    chosen,
    hand_out,
    make_coordinator,
    make_member,
    make_right,
    make_vote,
)

N_PEOPLE = 24


@pytest.fixture
def community(db):
    return make_community()


def path(budget, view):
    return reverse(f"initiatives:{view}", args=[budget.community.slug, budget.pk])


def counted(budget, by=None):
    with after(budget):
        result = count_budget(budget=budget, by=by)
    budget.refresh_from_db()
    return result


# ── What is counted ───────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("rule", "winners", "others"),
    [("gelijke delen", {"1", "2", "4"}, {"1", "2", "3"}), ("meeste stemmen", {"1", "2", "3"}, {"1", "2", "4"})],
)
def test_both_rules_are_counted_and_that_of_the_budget_decides(community, rule, winners, others):
    """Six people want the same three, four want something else: from the top the six get all of the money."""
    budget = make_vote(community, (300_000, 300_000, 400_000, 400_000), rule=rule, ballot_kind="mandje")
    for number in range(10):
        cast(budget, number, *(["1", "2", "3"] if number < 6 else ["4"]))
    figures = counted(budget).figures
    assert (figures["ours"]["rule"], figures["rule"]) == (rule, rule)
    assert (set(figures["winners"]), set(figures["other"]["winners"])) == (winners, others)
    assert figures["cost"] + figures["left"] == 1_000_000
    assert (figures["comparison"]["only_ours"], figures["comparison"]["only_other"]) == (
        sorted(winners - others), sorted(others - winners),
    )  # fmt: skip
    turnout = {"n_may": None, "n_sent": 10, "n_blank": 0, "n_counted": 10, "n_paper": 0, "n_invalid": 0}
    assert figures["turnout"] == turnout | {"n_undone": 0}


def test_drafts_do_not_count_and_blank_votes_are_turnout_only(community):
    budget = make_vote(community)
    for number in range(5):
        cast(budget, number, "1", "2", "3")
    cast(budget, 5)
    save_draft(right=make_right(budget, "concept@example.org"), choices=chosen("4", "5", "1"))
    figures = counted(budget).figures
    assert (figures["turnout"]["n_sent"], figures["turnout"]["n_blank"]) == (6, 1)
    assert {one["code"]: one["votes"] for one in figures["projects"]} == {"1": 5, "2": 5, "3": 5, "4": 0, "5": 0}
    assert Ballot.objects.count() == 6


def test_of_few_voters_the_votes_of_each_project_stay_hidden(community):
    budget = make_vote(community)
    for number in range(4):
        cast(budget, number, "1", "2", "3")
    figures = counted(budget).figures
    assert figures["hidden"]
    assert {one["votes"] for one in figures["projects"]} == {None}
    assert {one["why"] for one in figures["projects"]} == {"Gekozen.", "Niet gekozen."}
    assert figures["winners"]


def test_a_vote_in_which_nobody_voted_has_no_winners_and_says_so(community):
    budget = make_vote(community)
    figures = counted(budget, make_coordinator(community)).figures
    assert figures["winners"] == []
    client = Client()
    client.force_login(budget.community.memberships.get(role="coordinator").user)
    page = client.get(path(budget, "election_result")).content.decode()
    assert "Er is geen plan gekozen" in page
    assert "Niemand heeft gestemd" in page


# ── When, and by whom ─────────────────────────────────────────────────────────────────────────────────────────────
def test_nobody_counts_before_the_end_and_only_who_runs_it_counts(community):
    budget = make_vote(community)
    cast(budget, 1, "1", "2", "3")
    coordinator = make_coordinator(community)
    with pytest.raises(CountingError):
        count_budget(budget=budget, by=coordinator)
    member, _ = make_member(budget)
    with after(budget), pytest.raises(PermissionDenied):
        count_budget(budget=budget, by=member)
    assert not ElectionResult.objects.exists()
    counted(budget, coordinator)
    with after(budget):
        again = count_budget(budget=budget, by=coordinator)
    assert again.pk == ElectionResult.objects.get().pk
    with pytest.raises(IntegrityError), transaction.atomic():
        ElectionResult.objects.update(figures={})


def test_the_clock_counts_what_nobody_counted_and_leaves_unfinished_paper_alone(community):
    budget, with_paper = make_vote(community), make_vote(community, name="Met papier")
    PaperBallot.objects.create(budget=with_paper, number=1)
    with after(budget):
        assert count_due_budgets() == 0
    with time_machine.travel(budget.vote_until + PATIENCE * 2):
        assert count_due_budgets() == 1
    assert ElectionResult.objects.get().budget == budget


def test_after_sixty_days_it_is_counted_without_the_paper_that_is_not_done_and_the_turnout_says_so(community):
    """As long as it is not counted a vote leads to its voter."""
    budget = make_vote(community)
    cast(budget, 1, "1", "2", "3")
    hand_out(budget, 1)
    type_paper(by=make_coordinator(community), budget=budget, number=1, typed=Typed(chosen("1", "2", "3")))
    with time_machine.travel(budget.vote_until + MOST_PATIENCE - timedelta(hours=1)):
        assert count_due_budgets() == 0
    with time_machine.travel(budget.vote_until + MOST_PATIENCE):
        with pytest.raises(CountingError, match="Eén papieren biljet is nog niet af"):
            count_budget(budget=budget, by=make_coordinator(community))
        assert count_due_budgets() == 1
    turnout = ElectionResult.objects.get().figures["turnout"]
    assert (turnout["n_sent"], turnout["n_undone"]) == (1, 1)
    assert "1 biljet telt niet mee" in turnout_words(turnout)
    assert not PaperBallot.objects.exists()
    assert Ballot.objects.get().key == ""


def test_in_a_community_that_ended_paper_that_was_begun_can_still_be_finished_or_wiped(community):
    budget = make_vote(community)
    hand_out(budget, 3)
    first, second = make_coordinator(community), make_coordinator(community)
    typed = Typed(chosen("1", "2", "3"))
    for number in (1, 2):
        type_paper(by=first, budget=budget, number=number, typed=typed)
    type(community).objects.update(ended_on=timezone.localdate())
    second = type(second).objects.get(pk=second.pk)
    assert type_paper(by=second, budget=budget, number=1, typed=typed).is_done
    drop_paper(by=second, paper=PaperBallot.objects.get(number=2))
    with pytest.raises(PaperError, match="afgesloten"):
        type_paper(by=second, budget=budget, number=3, typed=typed)
    assert [one.number for one in PaperBallot.objects.all()] == [1]


def test_who_voted_and_left_may_still_count_among_those_who_could(community):
    budget = make_vote(community, rights="leden")
    for _ in range(3):
        member, right = make_member(budget)
        send_ballot(right=right, choices=chosen("1", "2", "3"))
        member.memberships.update(status="vertrokken", left_at=timezone.now())
    turnout = counted(budget).figures["turnout"]
    assert (turnout["n_sent"], turnout["n_may"]) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_counting_twice_at_once_is_one_count():
    budget = make_vote(make_community())
    cast(budget, 1, "1", "2", "3")
    start = threading.Barrier(4)

    def act(_: int) -> int:
        start.wait()
        try:
            return count_budget(budget=budget, by=None).pk
        finally:
            connection.close()

    with after(budget), ThreadPoolExecutor(4) as pool:
        made = set(pool.map(act, range(4)))
    assert made == {ElectionResult.objects.get().pk}


def seven_who_can_vote(budget):
    """Of each kind of vote: who can vote without having shown themselves yet, as a function that lets them."""
    who = [f"stemmer{number}@example.org" for number in range(7)]
    if budget.rights == "code":
        codes = make_codes(by=make_coordinator(budget.community), budget=budget, number=7)
        return lambda: [right_by_code(code) for code in codes]
    if budget.rights == "lijst":
        rights = [make_right(budget, one) for one in who]
        return lambda: rights
    if budget.rights == "leden":
        members = [make_verified_user() for _ in who]
        for one in members:
            join(budget.community, one)
        return lambda: [enter_as_member(budget=budget, user=one) for one in members]
    return lambda: [make_right(budget, one) for one in who]


def as_it_is_read(response):
    """A page without what is new each time it is asked for."""
    assert response.status_code == 200, response.request["PATH_INFO"]
    return re.sub(
        r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"', "", response.content.decode()
    )


def everything_that_is_read(budget, trajectory, clients):
    """Where and who → the page, of every page that could tell how the vote goes."""
    home = budget.community.get_absolute_url()
    open_ones = [
        budget.get_absolute_url(),
        path(budget, "vote"),
        home,
        f"/api/v1/communities/{home.split('/')[2]}/budgetten",
    ]
    run = ["voter_list", "vote_codes", "paper_ballot_list"]
    own = [path(budget, view) for view in run] + [
        reverse("config:desk", args=[trajectory.pk]),
        reverse("config:portfolio"),
    ]
    asked = [(who, one) for who in clients for one in open_ones] + [("coordinator", one) for one in own]
    if budget.rights == "leden":
        asked.append(("member", path(budget, "ballot")))
    return {one: as_it_is_read(clients[one[0]].get(one[1])) for one in asked}


@pytest.mark.parametrize("rights", ["leden", "e-mail", "lijst", "code"])
def test_before_the_count_every_page_is_the_same_with_no_votes_and_with_seven(community, rights):
    """Not for who runs it and the site either; a number anywhere would be a stand."""
    budget, trajectory = make_vote(community, rights=rights), make_trajectory(community)
    clients = {"visitor": Client(), "member": Client(), "coordinator": Client()}
    member, coordinator = make_verified_user(), make_coordinator(community)
    join(community, member)
    coordinator.is_staff = True
    coordinator.save()
    clients["member"].force_login(member)
    clients["coordinator"].force_login(coordinator)
    voters = seven_who_can_vote(budget)
    if rights == "leden":
        clients["member"].post(path(budget, "vote"))
    with time_machine.travel(timezone.now(), tick=False):
        before = everything_that_is_read(budget, trajectory, clients)
        for right in voters():
            send_ballot(right=right, choices=chosen("1", "2", "3"))
        assert Ballot.objects.filter(is_sent=True).count() == 7
        after_voting = everything_that_is_read(budget, trajectory, clients)
    assert {one: page for one, page in after_voting.items() if page != before[one]} == {}
    for view in ("election_result", "election_csv", "election_xlsx", "election_json", "election_pb"):
        assert clients["coordinator"].get(path(budget, view)).status_code in {403, 404}


# ── Ballots that know nobody ──────────────────────────────────────────────────────────────────────────────────────
def xmins(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xmin::text FROM initiatives_{table}")  # noqa: S608  - our own names
        return [row[0] for row in cursor.fetchall()]


def order_of(table: str, column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM initiatives_{table} ORDER BY ctid")  # noqa: S608  - our own names
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_after_counting_nothing_leads_from_a_person_to_a_ballot():
    """Every voter casts a ballot of their own, so that the ballots say whose they are to who can put them in order."""
    budget = make_vote(make_community(), costs=(10_000,) * 13)
    given, codes = [], {}
    for number in range(N_PEOPLE):
        picks = sorted({"1", "2", str(3 + number % 11), str(3 + (number * 5 + number // 11) % 11)}, key=int)
        ballot = cast(budget, number, *picks, *(["13"] if len(picks) < 3 else []))
        given.append(",".join(sorted(ballot.choices)))
        codes[number] = receipt_code(ballot)
    _, member_right = make_member(budget)
    save_draft(right=member_right, choices=chosen("1"))
    linked = Counter(xmins("ballot"))
    assert sum(linked[one] == 1 for one in xmins("voteright")) >= N_PEOPLE, "while open the rows do lead to each other"
    old_ballots = set(Ballot.objects.values_list("pk", flat=True))
    old_rights = set(VoteRight.objects.values_list("pk", flat=True))
    emails = [f"stemmer{number:03}@example.org" for number in range(N_PEOPLE)]
    assert Letter.objects.filter(key__startswith=f"stem-{budget.pk}-").count() == N_PEOPLE
    counted(budget)

    assert len(set(xmins("ballot"))) == len(set(xmins("voteright"))) == 1
    assert not old_ballots & set(Ballot.objects.values_list("pk", flat=True))
    assert not old_rights & set(VoteRight.objects.values_list("pk", flat=True))
    assert set(Ballot.objects.values_list("key", "receipt_hash", "is_paper", "is_sent")) == {("", "", False, True)}
    kept = VoteRight.objects.values_list("user", "email", "has_draft", "is_paper", "is_invited", "is_reminded")
    assert set(kept) == {(None, "", False, False, False, False)}
    assert Counter(VoteRight.objects.values_list("has_voted", flat=True)) == {True: N_PEOPLE, False: 1}
    hashes = set(VoteRight.objects.values_list("voter_hash", flat=True))
    assert not hashes & {address_hash(budget, email) for email in emails}, "not even with the secret of the site"
    assert account_hash(budget, member_right.user_id) not in hashes
    assert not Letter.objects.filter(key__startswith=f"stem-{budget.pk}-").exists()
    now = [",".join(sorted(choices)) for choices in Ballot.objects.values_list("choices", flat=True)]
    assert sorted(now) == sorted(given)
    places = [given.index(",".join(sorted(json.loads(one)))) for one in order_of("ballot", "choices::text")]
    rising = sum(before < behind for before, behind in pairwise(places))
    assert 3 <= rising <= N_PEOPLE - 4, "rising or falling everywhere would be an order"
    receipts = order_of("countedreceipt", "receipt_hash")
    assert receipts == sorted(receipts), "in an order that follows from nothing that is known"
    client = Client()
    for number in (0, 7, 23):
        page = client.post(path(budget, "receipt_check"), {"code": codes[number]}).content.decode()
        assert "Uw stem is meegeteld" in page
    assert not LogEntry.objects.exclude(action="telt de stemmen").exists()


# ── The page and the files ────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def published(community):
    """A counted budget that everybody may see, with twelve ballots."""
    budget = make_vote(community)
    for number in range(12):
        cast(budget, number, *(["1", "2", "3"] if number < 7 else ["4", "5", "3"]))
    result = counted(budget)
    budget.published_at = budget.counted_at
    budget.save(update_fields=["published_at"])
    return budget, result


def test_the_page_tells_what_came_out_why_and_how_it_was_counted(published):
    budget, result = published
    page = Client().get(path(budget, "election_result")).content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    for project in result.figures["projects"]:
        assert project["why"] in text
        assert project["why_other"] in text
    assert "Wat als de meeste stemmen eerst gingen?" in text
    assert "daarna het lot: 5, 4, 3, 2, 1" in text
    assert "12 mensen stemden" in text
    assert page.count("money-won") == len(result.figures["winners"])


def test_the_files_say_what_the_page_says_and_the_ballots_have_no_names(published):
    budget, result = published
    rows = Client().get(path(budget, "election_csv")).content.decode("utf-8-sig").splitlines()
    assert len([row for row in rows if row]) >= 6
    assert Client().get(path(budget, "election_xlsx")).content.startswith(b"PK")
    read = read_pabulib(Client().get(path(budget, "election_pb")).content.decode(), lot=budget.lot)
    assert read.meta["comment"].startswith("#1: Add1 gave every voter 1.00 EUR more in each step")
    assert set(read.selected) == set(result.figures["winners"])
    assert {one["code"]: one["votes"] for one in result.figures["projects"]} == dict(read.election.votes)
    assert read.election.n == 12


def test_of_few_ballots_the_file_is_not_handed_out_and_the_page_says_why(community):
    budget = make_vote(community)
    for number in range(9):
        cast(budget, number, "1", "2", "3")
    counted(budget)
    budget.published_at = budget.counted_at
    budget.save(update_fields=["published_at"])
    assert Client().get(path(budget, "election_pb")).status_code == 404
    assert "minder dan 10 mensen" in Client().get(path(budget, "election_result")).content.decode()


def test_a_rare_choice_keeps_the_file_of_all_ballots_at_home_and_the_page_says_why(community):
    budget = make_vote(community)
    for number in range(12):
        cast(budget, number, "1", "2", "3" if number < 11 else "4")
    counted(budget)
    budget.published_at = budget.counted_at
    budget.save(update_fields=["published_at"])
    refused = Client().get(path(budget, "election_pb"))
    assert refused.status_code == 404
    assert "1 tot 4 mensen" in refused.content.decode()
    page = Client().get(path(budget, "election_result")).content.decode()
    assert "1 tot 4 mensen" in page
    assert path(budget, "election_pb") not in page
