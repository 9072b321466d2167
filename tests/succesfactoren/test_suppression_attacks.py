"""The release under attack: generated surveys, and somebody who knows all that is published."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from succesfactoren.analysis.suppression import RoundIsOpenError, Survey, paired_release, release
from tests.succesfactoren.attacker import fewest_found, generated, naive, published

SKIPPED = [0.0, 0.02, 0.08, 0.3]
surveys = st.builds(
    generated,
    seed=st.integers(0, 2**32),
    n=st.integers(0, 15),
    n_breakdowns=st.integers(0, 3),
    n_statements=st.integers(1, 4),
    skipped=st.sampled_from(SKIPPED),
)


def _sums(survey: Survey, **options: bool) -> np.ndarray:
    return published(survey, release(survey, is_closed=True).factors["f"], "f", **options)


def _carriers(combination: np.ndarray) -> int:
    return int(combination.any(axis=1).sum())


@settings(max_examples=650)
@given(surveys)
def test_no_combination_of_published_sums_speaks_of_fewer_than_five(survey):
    assert fewest_found(_sums(survey)) is None


@settings(max_examples=60)
@given(
    st.builds(
        generated,
        st.integers(0, 2**32),
        st.integers(10, 13),
        st.integers(0, 2),
        st.integers(1, 3),
        st.sampled_from(SKIPPED),
    )
)
def test_nor_do_the_distributions_add_anything(survey):
    assert fewest_found(_sums(survey, with_distributions=True)) is None


@settings(max_examples=200)
@given(
    st.builds(
        generated,
        st.integers(0, 2**32),
        st.integers(15, 80),
        st.integers(1, 5),
        st.integers(1, 5),
        st.sampled_from(SKIPPED),
    )
)
def test_differences_and_sums_of_larger_surveys_speak_of_five_or_of_nobody(survey):
    shown = release(survey, is_closed=True).factors["f"]
    sums = published(survey, shown, "f")
    n_groups = len(sums) - sum(one.is_visible for one in shown.statements.values())

    differences = [one - other for one, other in combinations(sums[:n_groups], 2)]
    added = [one + other - whole for one, other in combinations(sums[1:n_groups], 2) for whole in sums[:1]]
    skipped = [one * at - sums[n_groups:].sum(axis=0) * 60 for one in sums[:1] for at in range(1, 6)]

    assert all(_carriers(one) >= 5 or not one.any() for one in differences + added + skipped)


@settings(max_examples=150)
@given(surveys, st.integers(5, 15), st.integers(0, 2**32), st.floats(0, 0.4))
def test_the_change_of_pairs_speaks_of_nobody_who_came_or_left(before, n, seed, moved):
    after = _next_round(before, n, seed, moved)
    shown = paired_release(before, after, is_closed=True)["f"]

    assert fewest_found(_of_two_rounds(before, after, shown.is_visible)) is None


def _next_round(before: Survey, n: int, seed: int, moved: float) -> Survey:
    """Another round, by partly the same people."""
    n_statements = len(before.factors["f"])
    after = generated(seed, n, before.groups.shape[1], n_statements, 0.02)
    index = [at if draw > moved else at + 100 for at, draw in enumerate(np.random.default_rng(seed).random(n))]
    return Survey(after.marks.set_axis(index), after.groups.set_axis(index), after.factors)


def _of_two_rounds(before: Survey, after: Survey, with_pairs: bool) -> np.ndarray:
    """The sums of both rounds, and the sum of the changes, over people × marks of both rounds."""
    people = list(before.marks.index.union(after.marks.index))
    parts = []
    for survey in (before, after):
        own = _sums(survey)
        wide = np.zeros((len(own), len(people), own.shape[2]), np.int64)
        wide[:, [people.index(one) for one in survey.marks.index]] = own
        parts.append(wide)
    first, second = (np.pad(one, ((0, 0), (0, 0), sides)) for one, sides in zip(parts, _beside(parts), strict=True))
    if not with_pairs:
        return np.concatenate([first, second])
    is_pair = first[0].any(axis=1) & second[0].any(axis=1)
    return np.concatenate([first, second, ((second[0] - first[0]) * is_pair[:, None])[None]])


def _beside(parts: list[np.ndarray]) -> list[tuple[int, int]]:
    return [(0, parts[1].shape[2]), (parts[0].shape[2], 0)]


def test_a_rule_on_numbers_alone_is_caught_by_the_same_attacker():
    tried = [generated(seed, 8 + seed % 8, 1 + seed % 3, 1 + seed % 4, SKIPPED[seed % 4]) for seed in range(60)]

    caught = [
        fewest_found(published(one, naive(one, release(one, is_closed=True)).factors["f"], "f")) is not None
        for one in tried
    ]

    assert sum(caught) >= 15


def test_a_change_of_pairs_shown_without_asking_is_caught_too():
    before = generated(1, 12, 0, 1, 0.0)
    after = _next_round(before, 13, 1, 0.0)

    assert paired_release(before, after, is_closed=True)["f"].n is None
    assert fewest_found(_of_two_rounds(before, after, with_pairs=True)) is not None


def test_five_times_the_total_minus_the_statements_would_tell_what_one_skipper_answered():
    survey = generated(3, 12, 0, 3, 0.0)
    survey.marks.iloc[4, 0] = np.nan
    shown = release(survey, is_closed=True)

    assert fewest_found(published(survey, naive(survey, shown).factors["f"], "f")) is not None
    assert fewest_found(published(survey, shown.factors["f"], "f")) is None
    assert [one.is_visible for one in shown.factors["f"].statements.values()] == [False, True, True]


@settings(max_examples=100)
@given(surveys)
def test_in_time_there_is_one_moment_only(survey):
    moments = [_first(survey, n) for n in range(len(survey.marks) + 1)]

    for one in moments:
        with pytest.raises(RoundIsOpenError):
            release(one, is_closed=False)


def test_two_moments_of_an_open_round_would_tell_one_answer():
    survey = generated(5, 12, 1, 2, 0.0)
    earlier, later = (
        published(one, release(one, is_closed=True).factors["f"], "f") for one in (_first(survey, 11), survey)
    )

    both = np.concatenate([np.pad(earlier, ((0, 0), (0, 1), (0, 0))), later])

    assert fewest_found(both) is not None


def test_two_doors_merged_and_apart_would_tell_of_the_smaller_one():
    merged = generated(7, 13, 0, 2, 0.0)
    invited = published(_first(merged, 10), release(_first(merged, 10), is_closed=True).factors["f"], "f")
    paper = Survey(merged.marks[10:], merged.groups[10:], merged.factors)

    both = np.concatenate([np.pad(invited, ((0, 0), (0, 3), (0, 0))), _sums(merged)])

    assert fewest_found(_sums(merged)) is fewest_found(invited) is None
    assert not _sums(paper).any()
    assert fewest_found(both) is not None


@settings(max_examples=40)
@given(surveys, st.randoms(use_true_random=False))
def test_the_order_in_which_people_answered_changes_nothing(survey, chance):
    order = list(survey.marks.index)
    chance.shuffle(order)
    shuffled = Survey(survey.marks.loc[order], survey.groups.loc[order], survey.factors)

    assert release(shuffled, is_closed=True) == release(survey, is_closed=True)


def _first(survey: Survey, n: int) -> Survey:
    return Survey(survey.marks.iloc[:n], survey.groups.iloc[:n], survey.factors)
