"""Cells as numbers or reasons, and what may be done with them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regioscan.connectors import base
from regioscan.connectors.base import MISSING, NO_DENOMINATOR, NOT_APPLICABLE, SUPPRESSED
from regioscan.connectors.figures import HAS_VALUE, added, divided, from_numbers, from_texts, without_single_noise
from regioscan.connectors.units import factor
from regioscan.models.observations import Status


def _of(*cells):
    return from_texts(cells)


def test_the_codes_of_the_connectors_are_those_of_the_database():
    names = ["FINAL", "PROVISIONAL", "MODELLED", "SUPPRESSED", "MISSING", "NOT_APPLICABLE", "NO_DENOMINATOR"]
    assert {name: getattr(base, name) for name in names} == {name: Status[name].value for name in names}


def test_a_division_keeps_reasons_and_never_divides_by_zero():
    ratio = divided(_of("6", ".", "5", "0", ""), _of("3", "2", "", "0", "."))
    assert ratio.reasons.tolist() == [HAS_VALUE, SUPPRESSED, MISSING, NO_DENOMINATOR, MISSING]
    assert ratio.values[0] == 2.0
    assert np.isnan(ratio.values[1:]).all()


def test_a_sum_with_a_reason_in_it_has_that_reason():
    total = added([_of("1", "2"), _of("3", "."), _of("5", "6")])
    assert (total.values[0], total.reasons.tolist()) == (9.0, [HAS_VALUE, SUPPRESSED])


def test_an_empty_cell_means_what_the_source_means_by_it():
    assert from_texts(["", None, "  "], empty=NOT_APPLICABLE).reasons.tolist() == [NOT_APPLICABLE] * 3
    assert from_texts(["", None, "  "]).reasons.tolist() == [MISSING] * 3


@pytest.mark.parametrize(("value", "decimals", "mended"), [
    (7888.2001953125, 1, 7888.2), (2.1, 1, 2.1), (2.123456789, 1, 2.123456789), (17407585.0, 0, 17407585.0),
    (0.5, 0, 0.5), (7888.2001953125, None, 7888.2001953125),
])  # fmt: skip
def test_only_the_noise_of_a_single_float_is_taken_away(value, decimals, mended):
    assert without_single_noise(from_numbers([value]), decimals).values.tolist() == [mended]


@given(st.lists(st.one_of(st.none(), st.floats(), st.integers(), st.text(max_size=5), st.booleans()), max_size=20))
@settings(max_examples=80, deadline=None)
def test_whatever_json_holds_is_a_finite_value_a_reason_or_named(cells):
    figures = from_numbers(cells)
    has_value = figures.reasons == HAS_VALUE
    assert np.isfinite(figures.values[has_value]).all()
    assert np.isnan(figures.values[~has_value]).all()
    assert [row for row, _ in figures.bad] == np.flatnonzero(figures.reasons == -1).tolist()


@pytest.mark.parametrize(("stated", "expected", "times"), [
    ("aantal", "", 1.0), ("x 1 000 euro", "x 1 000 euro", 1.0), ("x 1 000 euro", "euro", 1000.0),
    ("euro", "x 1 000 euro", 0.001), ("1 000 banen", "aantal", 1000.0), ("per 1 000 inwoners", "%", 0.1),
    ("", "euro", 1.0), ("X  1 000 Euro", "", 1.0),
    ("onzen", "", None), ("km", "euro", None), ("km", "onzen", None),
])  # fmt: skip
def test_a_unit_is_converted_within_its_kind_and_an_unknown_one_is_refused(stated, expected, times):
    assert factor(stated, expected) == (None if times is None else pytest.approx(times))
