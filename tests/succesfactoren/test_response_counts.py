"""The response of an open round: how many of each group answered, without telling who."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from succesfactoren.analysis.response_counts import GroupResponse, response_by_group


def test_small_groups_are_invited_together_and_answers_are_told_in_steps():
    response = response_by_group(
        {"Bewoners": 12, "Ondernemers": 7, "Gemeente": 6, "Bank": 2, "Zorg": 1},
        {"Bewoners": 7, "Ondernemers": 0, "Gemeente": 6, "Bank": 1},
    )

    assert (response.n_invited, response.n_from, response.n_to) == (28, 14, 14)
    assert response.groups == (
        GroupResponse("Bewoners", 12, 5, 9),
        GroupResponse("Ondernemers", 7, 0, 4),
        GroupResponse("overige", 9, 5, 9),
    )


@pytest.mark.parametrize(
    ("n_answered", "steps", "words"),
    [
        (0, (0, 4), "0 tot en met 4"),
        (4, (0, 4), "0 tot en met 4"),
        (14, (10, 14), "10 tot en met 14"),
        (15, (15, 20), "15 tot en met 20"),
        (20, (15, 20), "15 tot en met 20"),
    ],
)
def test_while_a_round_is_open_also_the_total_is_told_in_steps(n_answered, steps, words):
    response = response_by_group({"a": 20}, {"a": n_answered}, is_final=False)

    assert (response.n_from, response.n_to) == steps
    assert response.words == words


def test_the_final_total_is_one_number():
    assert response_by_group({"a": 2000}, {"a": 1234}).words == "1.234"


@given(st.lists(st.tuples(st.integers(0, 30), st.floats(0, 1)), min_size=1, max_size=5), st.booleans())
def test_no_step_and_no_total_says_that_all_or_none_of_a_group_answered(drawn, is_final):
    invited = {str(at): n for at, (n, _) in enumerate(drawn)}
    answered = {str(at): round(n * share) for at, (n, share) in enumerate(drawn)}

    response = response_by_group(invited, answered, is_final=is_final)

    told = [one for one in response.groups if one.n_from is not None]
    for one in told:
        lowest = response.n_from - sum(other.n_to for other in told if other is not one)
        highest = response.n_to - sum(other.n_from for other in told if other is not one)
        assert max(one.n_from, lowest) < one.n_invited
        assert min(one.n_to, highest) > 0


def test_under_five_invited_nothing_is_told():
    assert response_by_group({"a": 4}, {"a": 2}).n_from is None


def test_more_answers_than_invitations_are_refused():
    with pytest.raises(ValueError, match="invited"):
        response_by_group({"a": 6}, {"a": 7})
