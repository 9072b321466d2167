"""The .pb format: what is read, what is refused with its line, and what we write."""

from dataclasses import replace

import pytest
from hypothesis import given

from initiatives.analysis.elections import Ballot, Election, Project, approving, pointing
from initiatives.analysis.pabulib import PabulibError, read_pabulib, write_pabulib
from tests.initiatives.slow_count import split_ballots
from tests.initiatives.votes import votes

APPROVAL = """META
key;value
description;Dorpsbudget
num_projects;2
num_votes;3
budget;2500.50
vote_type;approval
PROJECTS
project_id;cost;votes;name;selected
7;600;2;"Bank; met uitzicht";1
12;1000.25;1;Boom;0
VOTES
voter_id;vote
a;7,12
b;7
c;
"""
POINTS = """META
key;value
num_projects;2
num_votes;2
budget;100
vote_type;cumulative
max_sum_points;10
PROJECTS
project_id;cost
7;60
12;50
VOTES
voter_id;vote;points
a;7,12;4,6
b;12;10
"""


def test_a_vote_is_read():
    found = read_pabulib(APPROVAL)
    assert found.election == Election(
        (Project("7", 600_00, "Bank; met uitzicht"), Project("12", 1000_25, "Boom")),
        (approving(["7", "12"]), approving(["7"]), Ballot(())),
        2500_50,
        ("7", "12"),
    )
    assert (found.selected, found.meta["description"], found.election.n) == (("7",), "Dorpsbudget", 2)


def test_points_are_read():
    assert read_pabulib(POINTS).election.ballots == (pointing({"7": 4, "12": 6}), pointing({"12": 10}))


def test_the_lot_is_taken_where_it_is_known():
    assert read_pabulib(POINTS, ["12", "7"]).election.lot == ("12", "7")


def test_a_file_of_windows_with_a_mark_at_the_start_is_read_too():
    assert read_pabulib("\ufeff" + APPROVAL.replace("\n", "\r\n")) == read_pabulib(APPROVAL)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("META\n", "", "Regel 1: Een .pb-bestand begint met META."),
        ("approval", "ordinal", "Regel 7: «ordinal» is geen soort stem die wij kunnen tellen (vote_type)."),
        ("num_votes;3", "num_votes;4", "Regel 12: Hier staan 3 regels; num_votes zegt 4."),
        ("num_projects;2", "num_projects;twee", "Regel 4: «twee» is geen heel getal."),
        ("budget;2500.50", "budget;2.500,50", "Regel 6: «2.500,50» is geen bedrag."),
        ("budget;2500.50", "budget;NaN", "Regel 6: «NaN» is geen bedrag in hele centen."),
        ("budget;2500.50\n", "", "Regel 1: «» is geen bedrag."),
        ("1000.25", "1000.255", "Regel 11: «1000.255» is geen bedrag in hele centen."),
        ("1000.25", "-1", "Regel 11: «-1» is geen bedrag in hele centen."),
        ("12;1000.25;1", "12;1000.25;2", "Regel 11: votes zegt 2; in de stemmen staan er 1."),
        ("12;1000.25", "7;1000.25", "Regel 11: project_id staat er twee keer: 7."),
        (";Boom;0", ";Boom", "Regel 11: Deze regel heeft 4 kolommen; PROJECTS heeft er 5."),
        ("project_id;cost", "project_id;prijs", "Regel 9: In PROJECTS ontbreekt de kolom cost."),
        ("votes;name", "name;name", "Regel 9: In PROJECTS staat een kolom twee keer."),
        ("b;7", "b;7,8", "Regel 15: 8 is geen plan van dit bestand."),
        ("b;7", "b;7,7", "Regel 15: Deze stem noemt een plan twee keer."),
        ("b;7", "a;7", "Regel 15: voter_id staat er twee keer: a."),
        ("b;7", ";7", "Regel 15: voter_id is leeg."),
        ("VOTES\nvoter_id;vote\na;7,12\nb;7\nc;\n", "", "Regel 11: Het deel VOTES ontbreekt."),
        ("VOTES", "META", "Regel 12: META staat er twee keer."),
        ("approval", "approval\nmin_length;1", "Regel 17: Deze stem is in strijd met min_length = 1."),
        ("approval", "approval\nmax_length;1", "Regel 15: Deze stem is in strijd met max_length = 1."),
        ("approval", "approval\nmax_sum_cost;1600", "Regel 15: Deze stem is in strijd met max_sum_cost = 1600."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(old, new, said):
    assert old in APPROVAL
    with pytest.raises(PabulibError) as caught:
        read_pabulib(APPROVAL.replace(old, new, 1))
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("4,6", "4", "Regel 14: Deze stem noemt 2 plannen en geeft 1 keer punten."),
        ("4,6", "4,vijf", "Regel 14: «vijf» is geen heel getal."),
        ("4,6", "4,7", "Regel 14: Deze stem is in strijd met max_sum_points = 10."),
    ],
)
def test_wrong_points_are_said_with_their_line(old, new, said):
    with pytest.raises(PabulibError) as caught:
        read_pabulib(POINTS.replace(old, new, 1))
    assert str(caught.value) == said


def test_a_quote_that_is_never_closed_is_refused():
    with pytest.raises(PabulibError, match=r"^Regel \d+: Deze regel is niet te lezen"):
        read_pabulib(APPROVAL.replace('uitzicht"', "uitzicht"))


def test_a_lot_that_misses_a_project_is_refused():
    with pytest.raises(ValueError, match="The lot"):
        read_pabulib(POINTS, ["12"])


def test_a_vote_is_written_with_numbers_for_voters_in_the_order_of_their_choices():
    election = Election(
        (Project("7", 600_00, "Bank;\nmet uitzicht"), Project("12", 1000_25, "Boom")),
        (approving(["7"], 2), approving(["12", "7"])),
        2500_50,
        ("7", "12"),
    )
    assert write_pabulib(election, {"description": "Dorpsbudget", "budget": "0"}, ["7"]) == (
        "META\nkey;value\ndescription;Dorpsbudget\nbudget;2500.50\nnum_projects;2\nnum_votes;3\n"
        "vote_type;approval\ncurrency;EUR\n"
        'PROJECTS\nproject_id;cost;votes;score;name;selected\n7;600;3;3;"Bank; met uitzicht";1\n12;1000.25;1;1;Boom;0\n'
        "VOTES\nvoter_id;vote\n1;12,7\n2;7\n3;7\n"
    )


@pytest.mark.parametrize("code", ["a,b", "a;b", "a\nb", 'a"b', " a", ""])
def test_a_code_that_the_format_cannot_hold_is_refused(code):
    with pytest.raises(ValueError, match="cannot hold"):
        write_pabulib(Election((Project(code, 1),), (), 1, (code,)), {})


@given(votes)
def test_what_is_written_is_read_back(election):
    again = read_pabulib(write_pabulib(election, {}), election.lot).election
    apart = sorted(one.choices for one in split_ballots(election).ballots)
    assert again == replace(election, ballots=tuple(Ballot(one) for one in apart), threshold=None)


@given(votes)
def test_the_order_of_voting_cannot_be_seen_in_what_is_written(election):
    turned = replace(election, ballots=election.ballots[::-1])
    assert write_pabulib(turned, {}) == write_pabulib(election, {})
