"""Worked figures for intervals, funnels, trends and gaps."""

import numpy as np
import pytest

from regioscan.analysis.gap import gap
from regioscan.analysis.intervals import EVENTS, SHARE, Interval, byar, exact_poisson, newcombe, wilson
from regioscan.analysis.significance import benjamini_hochberg, funnel_limits
from regioscan.analysis.trend import mann_kendall, theil_sen


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [
        # Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I,
        # method 3 (Wilson).
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # By hand from the formula in the documentation of PHEindicatormethods (phe_proportion).
        (12, 100, 0.06999, 0.19812),
        (0, 20, 0, 0.16113),
        (20, 20, 0.83887, 1),
    ],
)
def test_shares(x, n, low, high):
    found = wilson(x, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("x", "low", "high"),
    [
        # Garwood, Fiducial limits for the Poisson distribution, Biometrika 28 (1936); printed in most tables of
        # statistics with these decimals.
        (0, 0, 3.6889),
        (1, 0.0253, 5.5716),
        (3, 0.6187, 8.7673),
        (5, 1.6235, 11.6683),
    ],
)
def test_few_events(x, low, high):
    found = exact_poisson(x)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_ten_events():
    """By hand from the formula in the documentation of PHEindicatormethods (phe_rate)."""
    found = byar(10, 1)
    assert (found.low, found.high) == pytest.approx((4.7874, 18.3915), abs=1e-4)


def test_a_difference_of_shares():
    """Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17
    (1998), table II, method 10: 56/70 − 48/80 and 9/10 − 3/10."""
    for (a, n), (b, m), expected in [((56, 70), (48, 80), (0.0524, 0.3339)), ((9, 10), (3, 10), (0.1705, 0.8090))]:
        found = newcombe(a / n, wilson(a, n), b / m, wilson(b, m))
        assert (found.low, found.high) == pytest.approx(expected, abs=5e-5)


def test_a_funnel():
    """Spiegelhalter, Funnel plots (Statistics in Medicine 24, 2005): p ± 1,96·√(p(1−p)/n) with p = 0,12 and n = 250."""
    low, high = funnel_limits(0.12, 1, np.array([250.0]), SHARE)
    assert (low[0], high[0]) == pytest.approx((0.07972, 0.16028), abs=5e-6)


def test_a_funnel_of_events():
    """The inversion of Garwood's table: whoever counts 3 lies just on a limit where 8,7673 or 0,6187 are expected."""
    low, high = funnel_limits(1, 1, np.array([8.76727306, 0.61867212]), EVENTS)
    assert low[0] * 8.76727306 == pytest.approx(3, abs=1e-5)
    assert high[1] * 0.61867212 == pytest.approx(3, abs=1e-5)


def test_many_tests_at_once():
    """Benjamini and Hochberg, Controlling the false discovery rate (Journal of the Royal Statistical Society B 57,
    1995), section 3.2: of these fifteen the four smallest pass at 5 %."""
    chances = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528]
    assert benjamini_hochberg([*chances, 0.7590, 1.0]) == pytest.approx(0.05 * 4 / 15)


def test_a_row_that_only_rises():
    """Kendall's table for five points: the chance of S = 10 or -10 is 2 out of 5! = 120 orders."""
    assert mann_kendall([1, 2, 3, 4, 5]) == pytest.approx(2 / 120)


def test_a_slope():
    """By hand: the pairs of (0, 1), (1, 3), (2, 2), (3, 6) have slopes 2, −1, 4, ½, 1½ and 5⁄3; the median is 1,583."""
    assert theil_sen([(0, 1), (1, 3), (2, 2), (3, 6)]) == pytest.approx((1.5 + 5 / 3) / 2)


def test_a_gap_in_people():
    """14,2 % beside 11,8 % of 18 250 inhabitants: (0,142 − 0,118) · 18 250 = 438."""
    assert gap(14.2, 11.8, 100, 18_250, Interval(13.7, 14.7)).amount == pytest.approx(438)
