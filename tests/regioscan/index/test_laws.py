"""Laws of the index that hold for every method and every set of figures."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from regioscan.analysis.index.matrix import Matrix
from regioscan.analysis.index.method import Aggregation, Normalisation, Treatment, with_theme_weights
from regioscan.analysis.index.scoring import score
from tests.regioscan.index.invented import matrices, method

steps = st.fixed_dictionaries(
    {
        "normalisation": st.sampled_from([one for one in Normalisation if one is not Normalisation.TARGET]),
        "within": st.sampled_from(list(Aggregation)),
        "between": st.sampled_from(list(Aggregation)),
        "power": st.sampled_from([-1.0, 0.0, 0.5, 2.0]),
        "treatment": st.sampled_from(list(Treatment)),
    }
)
rising = st.sampled_from([Aggregation.ARITHMETIC, Aggregation.GEOMETRIC, Aggregation.GENERALISED])


def same(one, other) -> bool:
    return np.allclose(one.index.values, other.index.values, rtol=0, atol=1e-9, equal_nan=True)


@given(matrices(), steps)
def test_every_score_lies_between_0_and_100_or_has_a_reason(drawn, chosen):
    found = score(method(**chosen), drawn)
    for part in (found.index, found.arithmetic, found.themes, found.normalised):
        known = part.values[part.known]
        assert ((known >= 0) & (known <= 100)).all()
        assert ((part.reasons > 0) == ~part.known).all()


wild = st.floats(-1e300, 1e300, allow_nan=False)


@given(st.lists(st.tuples(wild, wild, wild), min_size=1, max_size=7), steps)
def test_figures_of_any_size_give_scores_or_reasons_and_no_nonsense(rows, chosen):
    found = score(method(sizes=(2, 1), **chosen), Matrix(("i0", "i1", "i2"), np.array(rows)))
    for part in (found.index, found.themes, found.normalised):
        known = part.values[part.known]
        assert ((known >= 0) & (known <= 100)).all()
        assert ((part.reasons > 0) == ~part.known).all()


@given(matrices(), steps, st.randoms())
def test_the_order_of_regions_and_of_columns_changes_nothing(drawn, chosen, random):
    rows, columns = list(range(drawn.n_regions)), list(range(len(drawn.codes)))
    random.shuffle(rows)
    random.shuffle(columns)
    turned = Matrix(tuple(drawn.codes[at] for at in columns), drawn.values[rows][:, columns])
    first, other = score(method(**chosen), drawn), score(method(**chosen), turned)
    assert np.allclose(first.index.values[rows], other.index.values, rtol=0, atol=1e-9, equal_nan=True)


@given(matrices(), steps, st.integers(1, 1000), st.integers(0, 8))
def test_another_unit_changes_nothing(drawn, chosen, factor, column):
    values = drawn.values.copy()
    values[:, column] *= factor
    base = method(**chosen)
    code = drawn.codes[column]
    scaled = replace(
        base,
        themes=tuple(
            replace(
                theme,
                indicators=tuple(
                    replace(one, low=one.low * factor, high=one.high * factor) if one.code == code else one
                    for one in theme.indicators
                ),
            )
            for theme in base.themes
        ),
    )
    assert same(score(base, drawn), score(scaled, Matrix(drawn.codes, values)))


@given(matrices(), steps, st.floats(0.01, 100), st.floats(0.01, 100))
def test_weights_in_another_measure_change_nothing(drawn, chosen, outer, inner):
    base = method(**chosen)
    scaled = replace(
        base,
        themes=tuple(
            replace(theme, indicators=tuple(replace(one, weight=inner) for one in theme.indicators))
            for theme in base.themes
        ),
    )
    scaled = with_theme_weights(scaled, dict.fromkeys(base.theme_codes, outer))
    assert same(score(base, drawn), score(scaled, drawn))


@given(matrices(), rising, rising, st.integers(0, 8), st.integers(1, 60))
def test_a_better_figure_never_lowers_the_index(drawn, within, between, column, better):
    base = method(within=within, between=between, power=-1.0)
    direction = base.indicators[column].direction
    values = drawn.values.copy()
    values[0, column] += direction * better
    improved = Matrix(drawn.codes, values)
    before, after = score(base, drawn), score(base, improved)
    assume(before.excluded == after.excluded)  # a figure that begins to vary comes in with its own weight
    if before.index.value(0) is None:
        assert after.index.value(0) is None
    else:
        assert after.index.value(0) >= before.index.value(0) - 1e-9


@given(matrices())
def test_the_geometric_index_is_never_above_the_arithmetic_one(drawn):
    found = score(method(), drawn)
    gaps = [found.imbalance(row) for row in range(found.n_regions)]
    assert all(gap is None or gap >= -1e-9 for gap in gaps)


@given(matrices())
def test_effective_weights_add_up_to_one_and_give_the_arithmetic_index(drawn):
    found = score(method(), drawn)
    for row in np.flatnonzero(found.index.known):
        assert found.effective[row].sum() == pytest.approx(1)
        known = np.where(found.normalised.known[row], found.normalised.values[row], 0)
        assert found.effective[row] @ known == pytest.approx(found.arithmetic.value(row))
