"""What may be added over initiatives: laws, and the words that say what was done."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.analysis.adding_up import (
    LIST,
    RANGE,
    SUM,
    WHY_NOT_AMOUNT,
    WHY_NOT_IMPACT,
    WHY_NOT_TWICE,
    Contribution,
    add_up,
    is_amount,
    plain,
)


def one(value: float | None = 10.0, who: int = 1, **facts: str) -> Contribution:
    wanted = {"name": "Apparaten", "unit": "stuks", "counts": "anders", "level": "output"} | facts
    return Contribution(f"Initiatief {who}", who, value=value, **wanted)


amounts = st.lists(st.one_of(st.none(), st.floats(0, 1e6)), min_size=2, max_size=8)


@given(amounts, st.randoms(use_true_random=False))
def test_a_sum_is_that_of_what_is_known_in_any_order(values, shuffle: Random):
    parts = [one(value, who) for who, value in enumerate(values)]
    (found,) = add_up(parts)
    shuffle.shuffle(parts)
    (again,) = add_up(parts)
    known = [value for value in values if value is not None]
    assert (found.total, found.kind) == (again.total, again.kind)
    assert found.kind == (SUM if len(known) > 1 else LIST)
    if found.total is not None:
        assert found.total == pytest.approx(sum(known))
    assert found.n_unknown == len(values) - len(known)


@given(st.lists(st.sets(st.integers(0, 60), min_size=1), min_size=2, max_size=6))
def test_however_people_overlap_their_number_lies_in_the_range(groups):
    (found,) = add_up(one(len(group), who, counts="mensen") for who, group in enumerate(groups))
    assert (found.kind, found.total) == (RANGE, None)
    assert found.low <= len(set.union(*groups)) <= found.high


def test_visits_are_added_and_called_so():
    (found,) = add_up([one(30, 1, counts="deelnames", unit="keer"), one(12, 2, counts="deelnames", unit="Keer")])
    assert (found.total, found.words) == (42, "samen 42 deelnames (keer)")
    assert "dezelfde mensen" in found.reason


def test_people_are_a_range_with_the_reason():
    (found,) = add_up([one(40, 1, counts="mensen", unit="mensen"), one(55, 2, counts="mensen", unit="mensen")])
    assert found.words == "tussen 55 en 95 mensen"
    assert "minstens zoveel als bij het grootste initiatief" in found.reason


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ([one(60, 1, unit="%"), one(40, 2, unit="%")], WHY_NOT_AMOUNT),
        ([one(7, 1, name="Rapportcijfer"), one(8, 2, name="rapportcijfer")], WHY_NOT_AMOUNT),
        ([one(60, 1, level="impact"), one(40, 2, level="impact")], WHY_NOT_IMPACT),
        ([one(60, 1), one(40, 1)], WHY_NOT_TWICE),
    ],
)  # fmt: skip
def test_what_cannot_be_added_is_a_list_with_the_reason(parts, reason):
    (found,) = add_up(parts)
    assert (found.kind, found.total, found.low, found.words, found.reason) == (LIST, None, None, "", reason)


def test_only_the_same_thing_is_laid_together():
    found = add_up([one(1, 1), one(2, 2, unit="kilo"), one(3, 3, counts="mensen"), one(4, 4, name=" apparaten ")])
    assert [(len(group.parts), group.total) for group in found] == [(2, 5), (1, None), (1, None)]


def test_one_initiative_shows_its_own_value_and_unknown_is_not_nought():
    assert add_up([one(1250.0)])[0].words == "1.250 stuks"
    assert add_up([one(None)])[0].words == "nog niet gemeten"
    (found,) = add_up([one(5, 1), one(None, 2)])
    assert (found.kind, found.words, found.n_unknown) == (LIST, "", 1)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("kilo", True), ("percelen", True), ("gemiddeld", False), ("km/uur", False), ("€ per jaar", False)],
)
def test_which_units_are_amounts(unit, expected):
    assert is_amount("Wat", unit) is expected


@pytest.mark.parametrize(
    ("value", "shown"), [(3.0, "3"), (3.5, "3,5"), (3.456, "3,46"), (1250.0, "1.250"), (-0.2, "−0,2")]
)
def test_as_many_decimals_as_needed(value, shown):
    assert plain(value) == shown
