"""What is a ballot, what is an election, and who may compete."""

from fractions import Fraction

import pytest

from initiatives.analysis.elections import (
    SWIECIE,
    Ballot,
    BallotError,
    Election,
    Project,
    approving,
    check_approval,
    check_basket,
    check_points,
    euros,
    pointing,
)
from tests.initiatives.slow_count import small_election

FOUR = [Project("bank", 1_000_00), Project("boom", 2_500_00), Project("feest", 400_00), Project("pad", 9_000_50)]


def test_three_projects_are_a_ballot_whatever_their_order():
    assert check_approval(["pad", "bank", "boom"], FOUR) == approving(["bank", "boom", "pad"])


def test_all_projects_are_enough_where_there_are_fewer_than_three():
    assert check_approval(["bank", "boom"], FOUR[:2]).codes == {"bank", "boom"}


@pytest.mark.parametrize("check", [check_approval, lambda codes, on: check_basket(codes, on, 1)])
def test_nothing_is_an_abstention(check):
    assert check([], FOUR) == Ballot(())


def test_no_points_are_an_abstention():
    assert check_points({"bank": 0}, FOUR) == Ballot(())


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (["bank", "boom"], "U koos 2 plannen. Kies er minstens 3."),
        (["bank"], "U koos 1 plan. Kies er minstens 3."),
        (["bank", "bank", "boom"], "U koos een plan twee keer. Kies elk plan hooguit één keer."),
        (
            ["bank", "boom", "weg"],
            "U koos een plan dat niet (meer) op het stembiljet staat. Laad de bladzijde opnieuw.",
        ),
    ],
)
def test_a_wrong_choice_is_said_in_dutch(codes, said):
    with pytest.raises(BallotError) as caught:
        check_approval(codes, FOUR)
    assert str(caught.value) == said


def test_a_basket_may_cost_exactly_the_budget():
    assert check_basket(["bank", "pad"], FOUR, 10_000_50).codes == {"bank", "pad"}


def test_a_basket_that_costs_a_cent_too_much_says_how_much():
    with pytest.raises(BallotError) as caught:
        check_basket(["bank", "pad"], FOUR, 10_000_49)
    assert str(caught.value) == (
        "Uw mandje kost € 10.000,50. Dat is € 0,01 meer dan het budget van € 10.000,49. Haal een plan uit uw mandje."
    )


def test_ten_points_over_three_projects_are_a_ballot():
    assert check_points({"pad": 5, "bank": 3, "boom": 2, "feest": 0}, FOUR) == pointing(
        {"bank": 3, "boom": 2, "pad": 5}
    )


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ({"bank": 5, "boom": 2, "pad": 2}, "U hebt nog 1 punt te verdelen. Verdeel alle 10 punten."),
        ({"bank": 5, "boom": 5, "pad": 2}, "U gaf 2 punten te veel. U hebt 10 punten om te verdelen."),
        ({"bank": 10}, "U koos 1 plan. Kies er minstens 3."),
        ({"bank": 11, "boom": -1}, "Een plan kan niet minder dan 0 punten krijgen."),
    ],
)
def test_wrong_points_are_said_in_dutch(points, said):
    with pytest.raises(BallotError) as caught:
        check_points(points, FOUR)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    "wrong",
    [
        {"projects": (Project("a", 1), Project("a", 2)), "lot": ("a", "a")},
        {"lot": ()},
        {"lot": ("b",)},
        {"budget": -1},
        {"projects": (Project("a", -1),)},
        {"threshold": 0},
        {"ballots": (approving("b"),)},
        {"ballots": (approving("a", 0),)},
        {"ballots": (Ballot((("a", 1), ("a", 1))),)},
        {"ballots": (Ballot((("a", 0),)),)},
    ],
)
def test_what_cannot_be_an_election_is_refused(wrong):
    right = {"projects": (Project("a", 1),), "ballots": (approving("a"),), "budget": 1, "lot": ("a",)}
    assert Election(**right).n == 1
    with pytest.raises(ValueError):
        Election(**right | wrong)


def test_the_threshold_of_swiecie_excludes_what_was_excluded():
    """14.7 % of the votes for 48.2 % of the money: a third of that is 16.07 %."""
    ballots = [["a"]] * 147 + [["b"]] * 853
    assert small_election({"a": 482, "b": 1}, ballots, 1000, threshold=SWIECIE).running == ("b",)
    assert small_election({"a": 482, "b": 1}, ballots, 1000).running == ("b", "a")


def test_exactly_the_threshold_is_enough():
    # 300/(3 × 1000) is one vote in ten.
    assert small_election({"a": 300, "b": 1}, [["a"], *[["b"]] * 9], 1000, threshold=3).running == ("b", "a")
    assert small_election({"a": 301, "b": 1}, [["a"], *[["b"]] * 9], 1000, threshold=3).running == ("b",)


def test_what_costs_more_than_there_is_or_nobody_wants_does_not_compete():
    election = small_election({"duur": 101, "precies": 100, "niemand": 1}, [["duur", "precies"]], 100)
    assert election.running == ("precies",)


@pytest.mark.parametrize(
    ("cents", "text"),
    [(140_000, "€ 1.400"), (Fraction(70_000, 3), "€ 233,33"), (5, "€ 0,05"), (Fraction(199, 2), "€ 1"), (0, "€ 0")],
)
def test_amounts_are_written_the_dutch_way(cents, text):
    assert euros(cents) == text
