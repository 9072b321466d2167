"""Where a budget is, and the one thing that somebody can do there."""

import pytest

from initiatives.analysis.budget_path import AT, Standing, next_step, stations
from initiatives.models import BudgetRound


def test_every_phase_has_its_place_on_the_way():
    assert set(AT) == set(BudgetRound.Phase.values)


def test_the_way_is_done_before_and_ahead_after_where_it_is():
    assert [state for _, state in stations("stemmen")] == ["done", "done", "now", "ahead", "ahead"]
    assert {state for _, state in stations("voorbereiden")} == {"ahead"}


MEMBER = {"is_inside": True}
RUNS = {"may_run": True, "is_inside": True}


@pytest.mark.parametrize(
    ("standing", "step"),
    [
        ({"phase": "voorbereiden", "is_announced": False, **RUNS}, "aankondigen"),
        ({"phase": "voorbereiden", **MEMBER}, ""),
        ({"phase": "insturen", "may_propose": True, **MEMBER}, "insturen"),
        ({"phase": "insturen", "may_propose": True, **RUNS}, "insturen"),
        # What is judged can no longer be changed by who sent it in: until the day that was promised that is no hurry.
        ({"phase": "insturen", "may_propose": True, "n_undecided": 1, **RUNS}, "insturen"),
        ({"phase": "insturen"}, "meedoen"),
        ({"phase": "insturen", **MEMBER}, ""),
        ({"phase": "toetsen", "n_undecided": 1, "n_on_ballot": 4, **RUNS}, "toetsen"),
        ({"phase": "toetsen", "n_on_ballot": 1, **RUNS}, "te weinig"),
        ({"phase": "toetsen", "n_on_ballot": 2, **RUNS}, "openen"),
        ({"phase": "toetsen", "n_on_ballot": 2, "is_vote_over": True, **RUNS}, "verzetten"),
        ({"phase": "toetsen", "n_on_ballot": 2, "is_opened": True, **RUNS}, ""),
        ({"phase": "toetsen", "n_undecided": 1, **MEMBER}, ""),
        ({"phase": "stemmen"}, "stemmen"),
        ({"phase": "stemmen", **RUNS}, "stemmen"),
        ({"phase": "tellen", **RUNS}, "tellen"),
        ({"phase": "tellen", "n_undone_papers": 1, **RUNS}, "papier"),
        ({"phase": "tellen", "n_undone_papers": 1, "is_counted": True, **RUNS}, "publiceren"),
        ({"phase": "tellen", "is_counted": True, **RUNS}, "publiceren"),
        ({"phase": "tellen", "is_counted": True, **MEMBER}, ""),
        ({"phase": "uitslag", **RUNS}, "verantwoorden"),
        ({"phase": "uitslag"}, "uitslag"),
        ({"phase": "verantwoording", **RUNS}, "uitslag"),
    ],
)
def test_each_reader_has_one_thing_to_do(standing, step):
    assert next_step(Standing(**standing)) == step
