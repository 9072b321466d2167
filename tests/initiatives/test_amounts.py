"""Amounts of money as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.analysis.amounts import MOST_CENTS, AmountError, as_typed, typed_cents


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1500", 150_000),
        ("1.500", 150_000),
        ("€ 1.500,50", 150_050),
        (" 1.500,5 ", 150_050),
        ("1500,-", 150_000),
        ("25.000 euro", 2_500_000),
        ("0,07", 7),
        ("1.234.567,89", 123_456_789),
    ],
)
def test_what_people_type_is_understood(typed, cents):
    assert typed_cents(typed) == cents


@pytest.mark.parametrize("typed", ["", "1.5", "1,500", "1.50", "-5", "10.00,5", "tien", "1 500.00", "1.0000", "٣"])
def test_what_may_mean_two_things_is_asked_again(typed):
    with pytest.raises(AmountError):
        typed_cents(typed)


def test_too_many_noughts_are_seen():
    with pytest.raises(AmountError, match="nullen"):
        typed_cents("1000000000,01")


@given(st.integers(0, MOST_CENTS))
def test_what_is_written_is_read_back(cents):
    assert typed_cents(as_typed(cents)) == cents
