"""Whether a combination of sums can be carried by few people: exact, against trying every set of people."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from succesfactoren.analysis.carriers import PRIME, exact_rank, is_carried, is_carried_by_enough
from succesfactoren.analysis.suppression import Survey
from tests.succesfactoren.attacker import fewest_found, generated


def test_a_sum_that_vanishes_modulo_the_prime_is_not_overlooked():
    sums = np.array([[1] * 10, [PRIME] + [0] * 9])

    assert exact_rank(sums) is None
    assert not is_carried(sums, 5)


def test_ranks_with_relations_in_fractions_are_proven():
    assert exact_rank(np.array([[2, 2, 0], [3, 3, 0], [0, 0, 7]])) == 2
    assert exact_rank(np.zeros((2, 3), np.int64)) == 0


def test_two_sums_together_can_be_lighter_than_each():
    sums = np.array(
        [
            [0, 0, 1, 1, 1, 1, 1, 1, 0, 0],
            [1, 1, 0, 0, 1, 1, 1, 0, 0, 0],
            [1, 0, 1, 0, 1, 0, 0, 1, 1, 1],
            [0, 0, 0, 1, 0, 1, 0, 0, 1, 1],
        ]
    )

    assert fewest_found(sums[:, :, None]) is not None
    assert not is_carried(sums, 5)


def test_heavy_kinds_carry_nothing_light():
    two_by_two = np.array([[1, 1, 1, 1], [1, 1, 0, 0], [1, 0, 1, 0]])

    assert is_carried_by_enough(two_by_two, np.array([5, 5, 5, 5]), 5)
    assert is_carried_by_enough(two_by_two, np.array([1, 4, 9, 9]), 5)
    assert not is_carried_by_enough(two_by_two, np.array([1, 3, 9, 9]), 5)


@settings(max_examples=120)
@given(st.integers(0, 2**32), st.integers(5, 12), st.integers(1, 5))
def test_the_verdict_on_any_sums_is_that_of_trying_every_set_of_people(seed, n, n_sums):
    sums = np.random.default_rng(seed).integers(0, 2 + seed % 2, (n_sums, n))
    has_light = fewest_found(sums[:, :, None]) is not None

    assert not (has_light and is_carried(sums, 5))


def test_hardly_ever_is_more_hidden_than_needed():
    drawn = [_sums_of(generated(seed, 12 + seed % 3, 2, 1, 0.0)) for seed in range(60)]

    safe = [one for one in drawn if fewest_found(one[:, :, None]) is None]

    assert len(safe) >= 3
    assert sum(is_carried(one, 5) for one in safe) >= 0.9 * len(safe)


def _sums_of(survey: Survey) -> np.ndarray:
    rows = [survey.groups[one] == group for one in survey.groups for group in sorted(set(survey.groups[one]))]
    return np.array([np.ones(len(survey.groups)), *rows], np.int64)
