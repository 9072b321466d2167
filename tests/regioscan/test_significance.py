"""Differences from a benchmark: funnels, spread between regions, many tests."""

from math import isfinite

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from regioscan.analysis.intervals import EVENTS, SHARE, exact_poisson, wilson
from regioscan.analysis.significance import (
    Counted,
    benjamini_hochberg,
    compare,
    exact_score,
    expected_by_chance,
    funnel_limits,
    null_errors,
    spread,
    two_sided,
)

SEED = 4_401


def regions_by_chance(n_regions: int, extra: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Percentages of regions around 12 that differ by chance, and by `extra` of themselves, with their errors."""
    random = np.random.default_rng(SEED)
    sizes = random.integers(500, 100_000, n_regions)
    own = np.clip(random.normal(0.12, extra, n_regions), 0.001, 0.999)
    return 100 * random.binomial(sizes, own) / sizes, null_errors(12, 100, sizes, SHARE)


def test_chance_alone_gives_no_extra_spread():
    found = spread(*regions_by_chance(342)[:1], 12, regions_by_chance(342)[1])
    assert not found.is_wider
    assert found.phi == pytest.approx(1, abs=0.15)


def test_the_spread_between_regions_is_found_back():
    values, errors = regions_by_chance(342, extra=0.02)
    found = spread(values, 12, errors)
    assert found.is_wider
    assert found.tau2**0.5 == pytest.approx(2, abs=0.3)  # put in as 2 percentage points


def test_with_the_spread_most_regions_are_ordinary():
    values, errors = regions_by_chance(342, extra=0.02)
    found = spread(values, 12, errors)
    without = [compare(value, 12, error).is_significant for value, error in zip(values, errors, strict=True)]
    with_it = [
        compare(value, 12, error, found.tau2).is_significant for value, error in zip(values, errors, strict=True)
    ]
    assert sum(without) > 171
    assert sum(with_it) < 35


@pytest.mark.parametrize("values", [[], [3.0], [3.0, 3.0, 3.0], [float("nan"), 3.0]])
def test_too_little_to_know_a_spread(values):
    assert spread(np.array(values), 3.0, np.ones(len(values))).tau2 == 0


@given(st.lists(st.tuples(st.floats(0, 100), st.just(0.0) | st.floats(1e-6, 10)), max_size=40), st.floats(0, 100))
def test_a_spread_is_a_number_and_never_negative(rows, benchmark):
    values, errors = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    found = spread(values, benchmark, errors)
    assert isfinite(found.phi)
    assert isfinite(found.tau2)
    assert found.tau2 >= 0


def test_z_and_its_chance():
    found = compare(14.2, 11.8, 1.2)
    assert found.statistic == pytest.approx(2)
    assert found.p == pytest.approx(2 * stats.norm.sf(2))
    assert not found.is_significant
    assert compare(14.2, 11.8, 1.2, threshold=0.05).is_significant


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(1e-3, 1e3))
def test_a_test_mirrors(value, benchmark, error):
    one, other = compare(value, benchmark, error), compare(-value, -benchmark, error)
    assert one.p == other.p
    assert one.statistic == -other.statistic
    assert 0 <= one.p <= 1


@pytest.mark.parametrize("row", [(None, 1, 1), (1, None, 1), (1, 1, None), (1, 2, 0), (1, 2, float("nan"))])
def test_nothing_to_test(row):
    assert compare(*row) is None


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_threshold_is_that_of_scipy(chances):
    adjusted = stats.false_discovery_control(chances)
    threshold = benjamini_hochberg(chances)
    flagged = [p <= threshold for p in chances]
    clear = np.abs(adjusted - 0.05) > 1e-9
    assert np.array_equal(np.array(flagged)[clear], (adjusted <= 0.05)[clear])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_threshold_is_the_border_itself_and_not_a_chance(chances):
    threshold, n = benjamini_hochberg(chances), len(chances)
    n_clear = sum(p <= threshold for p in chances)
    assert threshold == pytest.approx(0.05 * max(n_clear, 1) / n)


def test_no_tests_means_no_flags():
    assert benjamini_hochberg([]) == 0.05
    assert benjamini_hochberg([None, None]) == 0.05
    assert benjamini_hochberg([0.0001]) == 0.05
    assert benjamini_hochberg([0.2, 0.3, None]) == 0.025
    assert benjamini_hochberg([0.0001, 0.02, 0.9, 0.8]) == 0.025
    assert expected_by_chance(45) == pytest.approx(2.25)


@given(st.integers(1_000, 50_000), st.floats(0.01, 0.99))
def test_a_region_on_the_limit_of_the_funnel_has_the_benchmark_on_the_end_of_its_interval(n, p):
    low, high = funnel_limits(p, 1, np.array([float(n)]), SHARE)
    if low[0] > 0:
        assert wilson(low[0] * n, n).high == pytest.approx(p, abs=1e-9)
    if high[0] < 1:
        assert wilson(high[0] * n, n).low == pytest.approx(p, abs=1e-9)


@given(st.floats(0.1, 4_000))
def test_a_count_on_the_limit_has_the_expected_number_on_the_end_of_its_interval(expected):
    low, high = funnel_limits(expected, 1, np.ones(1), EVENTS)
    if low[0] > 0:
        assert exact_poisson(low[0]).high == pytest.approx(expected, rel=1e-5)
    assert exact_poisson(high[0]).low == pytest.approx(expected, rel=1e-5)


def test_the_limits_hold_on_where_the_exact_ones_end():
    low, high = funnel_limits(1, 1, np.array([4_999.0, 5_001.0]), EVENTS)
    assert low[0] == pytest.approx(low[1], rel=1e-3)
    assert high[0] == pytest.approx(high[1], rel=1e-3)


@given(st.integers(1, 10**7), st.sampled_from([SHARE, EVENTS]), st.floats(0, 50))
def test_more_spread_never_narrows_the_funnel(n, chance, tau2):
    sizes = np.array([float(n)])
    low, high = funnel_limits(12, 100, sizes, chance, tau2=1e-12)
    wide_low, wide_high = funnel_limits(12, 100, sizes, chance, tau2=tau2 + 1e-12)
    assert 0 <= wide_low[0] <= low[0] <= 12 <= high[0] <= wide_high[0]


def test_the_chance_of_a_normal_score():
    assert two_sided(1.959964) == pytest.approx(0.05, abs=1e-6)
    assert two_sided(-3.090232) == pytest.approx(0.002, abs=1e-6)


def test_three_burglaries_in_a_hundred_homes_are_no_headline():
    """0,5 expected: P(X ≥ 3) = 1 − e^−0,5 (1 + 0,5 + 0,125) = 0,01439, twice that is 0,02878; z would say 0,0004."""
    error = float(null_errors(5, 1_000, [100], EVENTS)[0])
    found = compare(30, 5, error, counted=Counted(1_000, 100, EVENTS))
    assert (found.name, found.p) == ("exacte toets", pytest.approx(0.02878, abs=1e-5))
    assert not found.is_significant
    assert compare(30, 5, error).is_significant


def test_two_of_two_is_nothing_special_at_a_half():
    """P(X ≥ 4) of 4 at 0,5 = 1/16, twice that is 0,125; z would be 2, p 0,046."""
    error = float(null_errors(50, 100, [4], SHARE)[0])
    found = compare(100, 50, error, counted=Counted(100, 4, SHARE))
    assert found.p == pytest.approx(0.125)
    assert compare(0, 50, error, counted=Counted(100, 4, SHARE)).statistic == pytest.approx(-found.statistic)
    assert compare(50, 50, error, counted=Counted(100, 4, SHARE)).p == 1


def test_where_enough_is_expected_a_share_is_tested_by_the_normal_curve():
    error = float(null_errors(12, 100, [1_000], SHARE)[0])
    found = compare(14.2, 12, error, counted=Counted(100, 1_000, SHARE))
    assert (found.name, found.statistic) == ("z-toets", pytest.approx(2.2 / error))


def test_spread_between_regions_takes_from_an_exact_score_what_it_takes_from_z():
    """Three where 0,5 are expected: exact z = 2,187; error √0,5 and τ² = 0,5 halve the precision, so z / √2."""
    counted, error = Counted(1, 1, EVENTS), 0.5**0.5
    alone, with_it = compare(3, 0.5, error, counted=counted), compare(3, 0.5, error, 0.5, counted=counted)
    assert alone.statistic == pytest.approx(2.187, abs=1e-3)
    assert with_it.statistic == pytest.approx(alone.statistic / 2**0.5)
    assert with_it.name == "exacte toets met spreiding tussen regio’s"


@pytest.mark.parametrize("chance", [SHARE, EVENTS])
@pytest.mark.parametrize("alpha", [0.05, 0.002])
@pytest.mark.parametrize("apart", [0.0, 0.3])
def test_the_test_and_the_limits_of_the_funnel_never_contradict_each_other(chance, alpha, apart):
    """Of every small number, at every level: outside the limits exactly where p is under their chance."""
    checked = 0
    for n in (1, 2, 5, 13, 40, 100, 700):
        for level in (0.0005, 0.005, 0.02, 0.1, 0.45, 0.8, 0.99):
            tau2 = (apart * level) ** 2
            low, high = funnel_limits(level, 1, np.array([float(n)]), chance, alpha, tau2)
            error = float(null_errors(level, 1, [n], chance)[0])
            for x in range(min(n, 60) + 1):
                found = compare(x / n, level, error, tau2, alpha, counted=Counted(1, n, chance))
                is_outside = bool(x / n < low[0] or x / n > high[0])
                assert is_outside == found.is_significant, (n, level, x, found.p, low, high)
                checked += 1
    assert checked > 1_000


def test_the_error_of_the_benchmark_counts_as_that_of_the_region_does():
    """Errors of 3 and 4 are one of 5: a difference of 10 is 2 of those."""
    found = compare(20, 10, 3, benchmark_error=4)
    assert found.statistic == pytest.approx(2)


@given(st.floats(0, 200), st.floats(1e-6, 50), st.sampled_from([SHARE, EVENTS]), st.integers(1, 10_000))
def test_an_exact_score_is_a_number_or_nothing(value, benchmark, chance, n):
    found = exact_score(value, benchmark, Counted(100, n, chance))
    assert found is None or isfinite(found)


def false_positives(n_others: int, *, is_estimated: bool) -> float:
    """How often one of 1 + `n_others` ordinary regions is flagged at 5 % beside the others together."""
    random = np.random.default_rng(SEED)
    flagged, rounds = 0, 4_000
    for _ in range(rounds // 10):
        sizes = random.integers(5_000, 60_000, 342)
        values = 100 * random.binomial(sizes, np.clip(random.normal(0.12, 0.01, 342), 0, 1)) / sizes
        together = float((values * sizes).sum() / sizes.sum())
        tau2 = spread(values, together, null_errors(together, 100, sizes, SHARE)).tau2 if is_estimated else 1.0
        for _ in range(10):
            chosen = random.choice(342, n_others + 1, replace=False)
            own, weights = chosen[0], sizes[chosen[1:]]
            benchmark = float((values[chosen[1:]] * weights).sum() / weights.sum())
            error, of_all = null_errors(benchmark, 100, [sizes[own], weights.sum()], SHARE)
            beside = (of_all**2 + tau2 * (weights**2).sum() / weights.sum() ** 2) ** 0.5
            found = compare(values[own], benchmark, error, tau2, 0.05, benchmark_error=beside)
            flagged += found.is_significant
    return flagged / rounds


@pytest.mark.parametrize("n_others", [4, 10])
@pytest.mark.parametrize("is_estimated", [False, True])
def test_of_ordinary_regions_one_in_twenty_is_flagged_also_beside_a_small_group(n_others, is_estimated):
    assert 0.03 < false_positives(n_others, is_estimated=is_estimated) <= 0.07
