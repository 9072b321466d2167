"""The method sheet's own checks, against an independent library and on figures made to fail them."""

import numpy as np
import pytest

from regioscan.analysis.index.components import correlation, cronbach_alpha, principal_components
from regioscan.analysis.index.diagnose import diagnose
from tests.regioscan.index.invented import figures, matrix, method

GAP = float("nan")


def test_a_correlation_is_that_over_what_is_known_of_both():
    a, b = figures(40, 2, missing=0.2).values.T
    both = ~(np.isnan(a) | np.isnan(b))
    assert correlation(a, b) == pytest.approx(np.corrcoef(a[both], b[both])[0, 1])
    assert correlation(a[:2], b[:2]) is None
    assert correlation(a, np.where(np.isnan(b), GAP, 7.1)) is None


def test_alpha_is_k_squared_times_the_mean_covariance_over_the_sum_of_covariances():
    columns = figures(50, 4).values
    covariances = np.cov(columns, rowvar=False)
    off = covariances[~np.eye(4, dtype=bool)].mean()
    assert cronbach_alpha(columns) == pytest.approx(16 * off / covariances.sum())
    assert cronbach_alpha(columns[:, :1]) is None
    assert cronbach_alpha(columns[:2]) is None
    assert cronbach_alpha(np.ones((9, 3))) is None


def test_components_rebuild_the_correlations_and_explain_everything():
    columns = figures(60, 5).values
    found = principal_components(columns)
    loadings = np.array(found.loadings)
    assert np.allclose(loadings @ loadings.T, np.corrcoef(columns, rowvar=False))
    assert sum(found.shares) == pytest.approx(1)
    assert sum(found.eigenvalues) == pytest.approx(5)
    assert list(found.eigenvalues) == sorted(found.eigenvalues, reverse=True)
    assert (loadings.sum(axis=0) >= -1e-9).all()


@pytest.mark.parametrize("columns", [np.ones((9, 2)), np.zeros((2, 2)), np.full((9, 2), GAP), np.zeros((0, 2))])
def test_nothing_varying_or_too_few_regions_gives_no_components(columns):
    assert principal_components(columns) is None


def flags(values, population=None, **steps):
    return [one.flags for one in diagnose(method(**steps), matrix(values), population).indicators]


def test_a_forgotten_denominator_shows_in_the_correlation_with_inhabitants():
    people = np.exp(np.random.default_rng(1).normal(10, 1, 80))
    found = flags(np.column_stack([people * 0.1, figures(80, 2).values]), people)
    assert any("noemer" in flag for flag in found[0])
    assert not any("noemer" in flag for flag in [*found[1], *found[2]])


def test_poor_figures_are_flagged():
    values = figures(40).values.copy()
    values[:20, 0] = GAP
    values[:30, 2] = 0
    values[:, 4] = 12.0
    found = flags(values)
    assert "van te weinig regio’s bekend" in found[0]
    assert "meer dan de helft is nul" in found[2]
    assert "de meeste regio’s hebben de minst gunstige waarde" in found[2]
    assert found[4][0] == "geen verschil tussen de regio’s waarmee is vergeleken"


def test_indicators_that_say_the_same_or_the_opposite_are_paired():
    x = figures(40, 1).values[:, 0]
    noise = np.random.default_rng(5).normal(0, 1, (40, 2))
    found = diagnose(method(sizes=(3,)), matrix(np.column_stack([x, 100 - x + noise[:, 0], x + noise[:, 1]])))
    assert {pair.flag for pair in found.pairs} == {"zeggen bijna hetzelfde"}
    turned = diagnose(method(sizes=(2,)), matrix(np.column_stack([x, x + noise[:, 0]])))
    assert [pair.flag for pair in turned.pairs] == ["werken elkaar tegen"]
    assert "werkt de rest van het thema tegen" in turned.indicators[0].flags


def test_leaving_out_an_indicator_moves_regions_by_as_much_as_ranking_again_says():
    given = figures(20)
    found = diagnose(method(), given)
    assert all(one.rank_shift > 0 for one in found.indicators)
    alone = diagnose(method(sizes=(1,)), matrix([[1], [2], [3], [4]]))
    assert alone.indicators[0].rank_shift is None
    assert alone.themes[0].alpha is None


def test_nothing_at_all_is_diagnosed_without_an_exception():
    for values in (np.empty((0, 9)), np.full((4, 9), GAP), np.ones((1, 9)), np.ones((6, 9))):
        found = diagnose(method(), matrix(values))
        assert len(found.indicators) == 9
        assert all(one.with_index is None and one.importance is None for one in found.indicators)
