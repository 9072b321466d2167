"""From the top until the money is gone."""

from hypothesis import given

from initiatives.analysis.elections import Election, Project, pointing
from initiatives.analysis.greedy import greedy
from tests.initiatives.slow_count import small_election
from tests.initiatives.test_equal_shares import FORMAT_PAGE, reds_and_blues
from tests.initiatives.votes import votes


def test_the_format_page_from_the_top():
    outcome = greedy(FORMAT_PAGE)
    assert (outcome.winners, outcome.cost) == (("4", "5"), 2_400_00)


def test_a_small_majority_takes_everything():
    assert all(code.startswith("rood") for code in greedy(reds_and_blues()).winners)
    assert len(greedy(reds_and_blues()).winners) == 10


def test_what_does_not_fit_is_passed_over_and_the_next_one_is_looked_at():
    election = small_election({"a": 60, "b": 50, "c": 40}, [["a", "b", "c"], ["a", "b"], ["a"]], 100)
    assert [(turn.code, turn.left, turn.is_chosen) for turn in greedy(election).turns] == [
        ("a", 100, True),
        ("b", 40, False),
        ("c", 40, True),
    ]


def test_equal_votes_are_settled_by_cost_and_then_by_the_lot():
    election = small_election({"a": 20, "b": 10, "c": 10}, [["a", "b", "c"]], 20, "cba")
    assert [turn.code for turn in greedy(election).turns] == ["c", "b", "a"]


def test_points_are_added_up():
    election = Election(
        (Project("a", 10), Project("b", 10)), (pointing({"a": 1}, 3), pointing({"b": 9})), 10, ("a", "b")
    )
    assert greedy(election).winners == ("b",)


@given(votes)
def test_it_never_spends_more_than_there_is_and_leaves_nothing_that_fits(election):
    outcome = greedy(election)
    left = election.budget - outcome.cost
    assert left >= 0
    assert all(election.by_code[one].cost > left for one in set(election.running) - set(outcome.winners))
