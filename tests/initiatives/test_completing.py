"""Add1 and the filling: worked figures, laws, and every step counted slowly."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from initiatives.analysis.completing import complete, usual_step
from initiatives.analysis.equal_shares import Utility, equal_shares
from initiatives.analysis.greedy import greedy
from tests.initiatives.slow_count import slow_add1, small_election
from tests.initiatives.test_equal_shares import FORMAT_PAGE, reds_and_blues
from tests.initiatives.votes import votes

utilities = st.sampled_from(list(Utility))
EURO = 100


def test_add1_completes_the_format_page():
    by_cost, by_number = (complete(FORMAT_PAGE, utility, step=EURO) for utility in Utility)
    assert (by_cost.winners, by_cost.cost) == (("4", "1"), 2_000_00)
    assert (by_number.winners, by_number.cost) == (("1", "2", "5"), 2_400_00)


def test_add1_makes_five_against_five_at_three_steps_and_overspends_at_eighteen():
    completed = complete(reds_and_blues(), step=EURO)
    assert completed.first.share == 100 * EURO
    assert completed.overspent_share == 118 * EURO
    assert completed.n_steps == 17
    assert sorted(completed.winners) == [f"{colour}{number}" for colour in ("blauw", "rood") for number in range(5)]
    assert len(equal_shares(reds_and_blues(), share=Fraction(102 * EURO)).codes) == 9
    assert len(equal_shares(reds_and_blues(), share=Fraction(103 * EURO)).codes) == 10


def test_a_step_that_is_not_small_overspends_at_once():
    completed = complete(reds_and_blues(), step=100 * EURO)
    assert (completed.n_steps, len(completed.winners)) == (0, 9)


@pytest.mark.parametrize("is_added", [True, False])
def test_the_example_of_equalshares_net_is_completed_to_exactly_the_budget(is_added):
    election = small_election(
        {"1": 5_000_00, "2": 10_000_00, "3": 85_000_00}, [["1", "2"], ["1"], ["3"], ["1", "2", "3"]], 100_000_00
    )
    completed = complete(election, is_added=is_added, is_filled=True)
    assert (completed.winners, completed.cost) == (("1", "2", "3"), 100_000_00)
    assert completed.filled == (() if is_added else ("3",))


@pytest.mark.parametrize(("budget", "n", "step"), [(1_070_000_00, 2_553, 100), (100_000_00, 15_000, 1), (90, 1, 1)])
def test_the_usual_step_is_round_and_at_most_a_hundredth_of_the_share(budget, n, step):
    """The first is Świecie, which took 1 złoty."""
    assert usual_step(small_election({"a": 1}, [["a"]] * n, budget)) == step


def test_a_step_of_nothing_is_refused():
    with pytest.raises(ValueError, match="one cent"):
        complete(FORMAT_PAGE, step=0)


def test_a_free_project_that_somebody_wants_is_done_outside_the_rule():
    election = small_election({"gratis": 0, "ongewenst": 0, "a": 10}, [["gratis"], ["a"]], 20)
    assert complete(election).winners == ("gratis", "a")
    assert greedy(election).winners == ("gratis", "a")


def test_without_ballots_nothing_is_completed():
    completed = complete(small_election({"a": 10}, [], 100), is_filled=True)
    assert (completed.winners, completed.n_steps, completed.cost) == ((), 0, 0)


def test_where_everything_fits_everything_is_done():
    # One supporter would need 90 steps of 1 beyond his share of 10 to pay for a alone: no step can overspend.
    election = small_election({"a": 90, "b": 10}, [["a"], *[["b"]] * 9], 100)
    completed = complete(election, step=1)
    assert (set(completed.winners), completed.overspent_share) == ({"a", "b"}, None)


def test_steps_that_cannot_overspend_are_skipped_and_the_last_affordable_one_is_kept():
    # Only at a share of a million could the one supporter of b pay for it.
    election = small_election({"a": 99, "b": 100_000_000}, [["b"], *[["a"]] * 99], 100_000_000)
    completed = complete(election, step=1)
    assert completed.run.codes == ("a",)
    assert completed.run.share == 99_999_999
    assert completed.overspent_share == 100_000_000


@settings(max_examples=150)
@given(votes, utilities, st.integers(1, 5))
def test_it_keeps_what_counting_every_step_keeps(election, utility, step):
    completed = complete(election, utility, step=step)
    slow = slow_add1(election, utility, step, most_steps=60)
    if slow is None:
        assert completed.overspent_share is None or completed.n_steps >= 59
    else:
        assert (set(completed.run.codes), completed.n_steps) == slow


@given(votes, utilities, st.booleans(), st.booleans())
def test_it_never_costs_more_than_there_is(election, utility, is_added, is_filled):
    completed = complete(election, utility, is_added=is_added, is_filled=is_filled)
    assert completed.cost == election.cost_of(completed.winners) <= election.budget
    assert len(set(completed.winners)) == len(completed.winners)


@given(votes, utilities)
def test_after_the_filling_nothing_that_competed_still_fits(election, utility):
    completed = complete(election, utility, is_filled=True)
    left = election.budget - completed.cost
    assert all(election.by_code[one].cost > left for one in set(election.running) - set(completed.winners))


@given(votes, utilities)
def test_filling_only_adds(election, utility):
    plain, filled = (complete(election, utility, is_filled=flag) for flag in (False, True))
    assert filled.winners[: len(plain.winners)] == plain.winners
    assert filled.run == plain.run
