"""Exact bootstrap intervals: the worked figures, enumeration of every draw, and laws."""

from collections import Counter
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from succesfactoren.analysis.intervals import GRID, difference_interval, mean_distribution, mean_interval
from tests.succesfactoren.answers import MISSING, marks, repeated, some_counts

grid_scores = st.sampled_from(sorted({Fraction(total, k) for k in (3, 4, 5) for total in range(k, 5 * k + 1)}))
few = st.lists(grid_scores, min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("counted", "mean", "error", "low", "high"),
    [
        ((2, 0, 0, 9, 10), 4.190, 0.2485, 3.667, 4.619), ((2, 1, 6, 10, 1), 3.350, 0.2267, 2.90, 3.75),
        ((0, 1, 0, 10, 9), 4.350, 0.1624, 4.00, 4.65), ((0, 0, 1, 5, 4), 4.300, 0.2025, 3.90, 4.70),
    ],
)  # fmt: skip
def test_worked_intervals(counted, mean, error, low, high):
    found = mean_interval(repeated(*counted))
    assert (found.mean, found.low, found.high) == pytest.approx((mean, low, high), abs=5e-4)
    assert found.error == pytest.approx(error, abs=5e-5)


def drawn(values: list[Fraction]) -> dict[Fraction, Fraction]:
    """Every mean that n draws out of n values can have, with its chance: by writing out every draw."""
    n = len(values)
    means = Counter(sum(draw) / n for draw in product(values, repeat=n))
    return {mean: Fraction(times, n**n) for mean, times in means.items()}


def smallest(chances: dict[Fraction, Fraction], chance: Fraction) -> float:
    below = Fraction(0)
    for value in sorted(chances):
        below += chances[value]
        if below >= chance:
            return float(value)
    raise AssertionError("chances do not add up")


def floats(values: list[Fraction]) -> list[float]:
    return [float(value) for value in values]


@given(few)
@settings(max_examples=50, deadline=None)
def test_the_interval_is_that_of_writing_out_every_draw(values):
    found, chances = mean_interval(floats(values)), drawn(values)
    assert found.mean == pytest.approx(float(sum(values) / len(values)))
    assert found.low == pytest.approx(smallest(chances, Fraction(25, 1000)))
    assert found.high == pytest.approx(smallest(chances, Fraction(975, 1000)))


@given(few)
@settings(max_examples=30, deadline=None)
def test_the_chances_are_those_of_writing_out_every_draw(values):
    found = mean_distribution(floats(values))
    chances = drawn(values)
    expected = [float(chances.get(Fraction(int(total), GRID * found.n), Fraction(0))) for total in found.sums]
    assert np.allclose(found.chances, expected, atol=1e-15)


@given(st.lists(marks, min_size=1, max_size=4), st.lists(marks, min_size=1, max_size=4))
@settings(max_examples=50, deadline=None)
def test_the_interval_of_a_difference_is_that_of_writing_out_every_draw(one, other):
    left, right = drawn([Fraction(mark) for mark in one]), drawn([Fraction(mark) for mark in other])
    chances: Counter[Fraction] = Counter()
    for (a, p), (b, q) in product(left.items(), right.items()):
        chances[a - b] += p * q
    found = difference_interval(one, other)
    assert found.low == pytest.approx(smallest(chances, Fraction(25, 1000)))
    assert found.high == pytest.approx(smallest(chances, Fraction(975, 1000)))


def test_the_smallest_value_that_reaches_the_chance_counts_also_when_it_reaches_it_exactly():
    # Two of ten differ: the chance to draw neither of them is .8¹⁰, and that very chance is asked for.
    found = mean_interval([1.0] * 8 + [2.0] * 2, confidence=1 - 2 * 0.8**10)
    assert found.low == 1.0
    assert difference_interval([1.0] * 8 + [2.0] * 2, [1.0], confidence=1 - 2 * 0.8**10).low == 0.0


def test_a_mix_of_denominators_is_as_a_simulation_says():
    chance = np.random.default_rng(5)
    scores = np.array([2.2, 3.4, 13 / 3, 3.75, 2.5, 4.6, 3.0, 11 / 3, 1.8, 4.25, 3.2, 5.0])
    means = chance.choice(scores, (200_000, len(scores))).mean(axis=1)
    found = mean_interval(scores)
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(means, [0.025, 0.975])), abs=0.02)


@given(some_counts)
@settings(max_examples=50)
def test_the_mean_lies_in_its_interval_and_the_interval_on_the_scale(counted):
    found = mean_interval(repeated(*counted))
    values = repeated(*counted)
    assert values.min() <= found.low <= found.mean + 1e-9
    assert found.mean - 1e-9 <= found.high <= values.max()


@given(some_counts)
@settings(max_examples=50)
def test_more_confidence_is_a_wider_interval(counted):
    found, strict = mean_interval(repeated(*counted)), mean_interval(repeated(*counted), 0.99)
    assert strict.low <= found.low
    assert strict.high >= found.high


@given(st.lists(marks, min_size=1, max_size=30), st.randoms())
@settings(max_examples=50)
def test_the_order_of_answers_changes_nothing_and_nor_do_missing_ones(values, chance):
    mixed = [*values, MISSING]
    chance.shuffle(mixed)
    assert mean_interval(mixed) == mean_interval(values)


@given(some_counts, st.integers(-1, 1))
@settings(max_examples=50)
def test_the_interval_moves_along_with_the_values(counted, shift):
    found, moved = mean_interval(repeated(*counted)), mean_interval(repeated(*counted) + shift)
    assert (moved.low, moved.high) == pytest.approx((found.low + shift, found.high + shift))


@given(some_counts, some_counts)
@settings(max_examples=50)
def test_a_difference_mirrors_when_the_groups_change_places_up_to_a_step(one, other):
    found = difference_interval(repeated(*one), repeated(*other))
    turned = difference_interval(repeated(*other), repeated(*one))
    step = 1 / min(sum(one), sum(other))
    assert (found.low, found.high) == pytest.approx((-turned.high, -turned.low), abs=step)


@pytest.mark.parametrize("values", [[4], [4, 4, 4], [3.4] * 7])
def test_the_same_answer_of_all_collapses_the_interval_and_says_so(values):
    found = mean_interval(values)
    assert found.is_collapsed
    assert found.low == found.mean == found.high == values[0]
    assert found.error == 0


def test_without_answers_there_is_no_interval():
    assert mean_interval([]) is None
    assert mean_interval([MISSING]) is None
    assert difference_interval([], [3]) is None
    assert not mean_interval([1, 2]).is_collapsed


def test_fewer_than_fifteen_is_a_small_number():
    assert mean_interval([1, 2] * 7).is_small
    assert not mean_interval([1, 2] * 8).is_small


def test_two_thousand_answers_agree_with_the_normal_curve():
    scores = np.random.default_rng(7).integers(3, 16, 2_000) / 3
    found, expected = mean_interval(scores), 1.959964 * scores.std() / np.sqrt(2_000)
    assert (found.mean - found.low, found.high - found.mean) == pytest.approx((expected, expected), rel=0.01)
    assert mean_distribution(scores).chances.sum() == pytest.approx(1, abs=1e-10)
    difference = difference_interval(scores, scores[:1_500])
    other = scores[:1_500].std() / np.sqrt(1_500)
    assert difference.width / 2 == pytest.approx(1.959964 * np.hypot(found.error, other), rel=0.01)
