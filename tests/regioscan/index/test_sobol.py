"""Sensitivities: known answers of a known function, and edges without division by zero."""

import numpy as np
import pytest

from regioscan.analysis.index.method import Aggregation, Normalisation
from regioscan.analysis.index.sobol import evaluate, sensitivity, sobol
from regioscan.analysis.index.varying import VariationError, Varied
from tests.regioscan.index.invented import figures, matrix, method

NAMES = ("weights", "normalisation", "aggregation")


def of_function(model, runs=20_000):
    random = np.random.default_rng(1)
    a, b = random.random((2, runs, 3))
    return sensitivity(NAMES, *evaluate(model, a, b))


def test_a_sum_has_the_shares_of_its_variances():
    found = of_function(lambda x: x[:, 0] + 2 * x[:, 1])
    assert [factor.first for factor in found.factors] == pytest.approx([0.2, 0.8, 0], abs=0.03)
    assert [factor.total for factor in found.factors] == pytest.approx([0.2, 0.8, 0], abs=0.03)
    assert found.words == "het meest maakt uit: de manier van scoren"


def test_the_function_of_ishigami_has_its_published_indices():
    def ishigami(x):
        angle = np.pi * (2 * x - 1)
        return np.sin(angle[:, 0]) + 7 * np.sin(angle[:, 1]) ** 2 + 0.1 * angle[:, 2] ** 4 * np.sin(angle[:, 0])

    found = of_function(ishigami)
    assert [factor.first for factor in found.factors] == pytest.approx([0.3139, 0.4424, 0], abs=0.03)
    assert [factor.total for factor in found.factors] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.03)


def test_without_variance_nothing_matters():
    found = of_function(lambda x: np.ones(len(x)), 50)
    assert (found.words, found.mean_shift, found.variance) == ("niets maakt verschil", 1, 0)
    assert {(factor.first, factor.total) for factor in found.factors} == {(None, None)}


def test_failed_runs_are_counted_and_left_out():
    found = of_function(lambda x: np.where(x[:, 0] > 0.9, np.nan, x[:, 1]), 5_000)
    assert found.n_runs == 25_000
    assert found.n_failed == pytest.approx(2_500, rel=0.1)
    assert found.factors[1].first == pytest.approx(1, abs=0.05)
    nothing = of_function(lambda x: np.full(len(x), np.nan), 10)
    assert (nothing.mean_shift, nothing.words) == (None, "geen enkele versie gaf een index")


def test_the_index_tells_which_choice_matters_and_the_same_seed_the_same():
    varied = Varied(
        weights=0.25,
        normalisations=(Normalisation.GOALPOSTS, Normalisation.Z, Normalisation.PERCENTILE),
        aggregations=(Aggregation.ARITHMETIC, Aggregation.GEOMETRIC),
    )
    found, again = (sobol(method(), figures(60), runs=64, varied=varied) for _ in range(2))
    assert found == again
    assert [factor.name for factor in found.factors] == list(NAMES)
    assert found.n_runs == 64 * 5
    assert found.n_failed == 0
    assert found.mean_shift > 0
    assert all(0 <= factor.first <= 1 and 0 <= factor.total <= 1 for factor in found.factors)


def test_one_step_gives_a_shift_and_no_comparison():
    found = sobol(method(), figures(20), runs=16, varied=Varied(weights=0.25))
    assert found.factors[0].first is None
    assert found.mean_shift > 0
    assert found.words.startswith("alleen de gewichten is gevarieerd")


@pytest.mark.parametrize("values", [np.full((3, 9), np.nan), np.full((1, 9), 5.0), np.empty((0, 9))])
def test_nobody_to_rank_gives_no_answer_and_no_exception(values):
    found = sobol(method(), matrix(values), runs=4)
    assert (found.words, found.mean_shift) == ("niets maakt verschil", None)
    assert sobol(method(), figures(5), runs=4, varied=Varied()).words == "niets maakt verschil"


def test_a_version_without_any_weight_left_is_a_failed_run():
    base = method(sizes=(1, 1), themes=(1, 0))
    found = sobol(base, figures(8, 2), runs=32, varied=Varied(weights=0.2, leave_out=True))
    assert found.n_failed > 0


def test_a_step_that_is_not_there_is_an_error():
    with pytest.raises(VariationError):
        sobol(method(), figures(5), varied=Varied(sampling_error=True))
