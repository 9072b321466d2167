"""Weights that readers set themselves, and the reviewed method: read strictly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioscan.analysis.dialogue import (
    LONGEST_NAME,
    MOST_GROUPS,
    WeightError,
    WeightSet,
    checked,
    doubled,
    equal_shares,
    read_group,
    read_groups,
    read_set,
)
from regioscan.catalogue import CatalogueError, read_catalogue
from regioscan.method_catalogue import read_method

REVIEWED = read_method()


def test_a_set_of_weights_survives_the_way_to_an_address_and_back():
    mine = checked([50, 25.5, 24.5], 3, "  De   bank ")
    assert mine == WeightSet("De bank", (50.0, 25.5, 24.5))
    assert mine.address == "De bank:50,25.5,24.5"
    assert read_group(mine.address, 3) == mine
    assert read_set(mine.text, 3).weights == mine.weights


def test_weights_that_are_not_100_together_are_refused_with_their_sum():
    with pytest.raises(WeightError, match="samen 90,5"):
        checked([50, 40.5], 2)


@pytest.mark.parametrize(
    "hostile",
    ["", "50", "50,50,0", "nan,50", "1e2,0", "-10,110", "inf,0", "50;50", "50,50)", "٥٠,50", "5" * 300, "50,\x0050"],
)
def test_a_set_that_cannot_be_is_refused(hostile):
    with pytest.raises(WeightError):
        read_set(hostile, 2)


@pytest.mark.parametrize(
    "hostile",
    [
        ":50,50",
        "50,50",
        "a" * (LONGEST_NAME + 1) + ":50,50",
        "<script>:50,50",
        "a\u202eb:50,50",
        "a\x00b:50,50",
        "a:b:1",
    ],
)
def test_a_group_that_cannot_be_is_refused(hostile):
    with pytest.raises(WeightError):
        read_group(hostile, 2)


def test_groups_are_few_and_each_has_its_own_name():
    with pytest.raises(WeightError, match="dezelfde naam"):
        read_groups(["Bank:50,50", "bank:40,60"], 2)
    with pytest.raises(WeightError, match="ten hoogste"):
        read_groups([f"Groep {number}:50,50" for number in range(MOST_GROUPS + 1)], 2)


@given(n=st.integers(1, 12))
def test_ready_made_weights_add_up_to_100(n):
    assert checked(equal_shares(n), n).weights == equal_shares(n)
    for theme in range(n):
        assert sum(doubled(n, theme)) == 100
        assert max(doubled(n, theme)) == doubled(n, theme)[theme]


def test_the_reviewed_method_names_indicators_that_have_a_direction_and_leaves_wealth_out():
    indicators = {one.code: one for one in read_catalogue().indicators}
    assert {one.code for one in REVIEWED.indicators} <= {code for code, one in indicators.items() if one.direction}
    assert REVIEWED.left_out == ("woz-waarde", "koopwoningen", "hbo-wo")
    assert {indicators[code].direction for code in REVIEWED.left_out} == {0}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('code = "leegstand"', 'code = "armoede"', "declared twice"),
        ("weight = 1\nessential", "weight = 0\nessential", "above zero"),
        ("coverage = 0.65", "coverage = 1.5", "coverage"),
        ('theme = "onderwijs"', 'theme = "school"', "does not exist"),
        ("max_age = 3", "max_age = 3\nextra = 1", "unknown field"),
        ('code = "armoede"', 'code = "woz-waarde"', "both counted and left out"),
        ("essential = true", 'essential = "yes"', "must be bool"),
    ],
)
def test_a_mistake_in_the_method_is_named(tmp_path, old, new, message):
    text = (read_method.__globals__["DATA_FOLDER"] / "index.toml").read_text()
    assert old in text
    (tmp_path / "index.toml").write_text(text.replace(old, new, 1))
    with pytest.raises(CatalogueError, match=message):
        read_method(tmp_path)
