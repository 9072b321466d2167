"""The index of organising strength, the roles of ACTIE, the layers of interest."""

from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from succesfactoren.analysis.roles import fitting_roles, interest_layers
from succesfactoren.analysis.strength import strength
from tests.succesfactoren.answers import frame

means = st.floats(1, 5)


def test_the_worked_index():
    found = strength(4.2, 3.8, 3.4, 2.2)
    assert (found.drive, found.effort) == pytest.approx((0.75, 0.45))
    assert found.index == pytest.approx(58.1, abs=0.05)


def test_one_side_that_is_nothing_leaves_nothing():
    found = strength(5, 5, 1, 1)
    assert (found.drive, found.effort, found.index) == (1, 0, 0)


def test_the_middle_everywhere_is_fifty():
    assert strength(3, 3, 3, 3).index == pytest.approx(50)


@pytest.mark.parametrize("place", range(4))
def test_without_one_part_there_is_no_index(place):
    parts = [3.0, 3.0, 3.0, 3.0]
    parts[place] = None
    assert strength(*parts) is None


@pytest.mark.parametrize("mean", [0.99, 5.01, -1])
def test_a_mean_outside_the_scale_is_refused(mean):
    with pytest.raises(ValueError, match="is not a mean of marks"):
        strength(mean, 3, 3, 3)


@given(means, means, means, means)
@settings(max_examples=50)
def test_the_index_is_at_most_the_plain_mean(obe, oov, obr, oca):
    found = strength(obe, oov, obr, oca)
    plain = 100 * ((obe + oov + obr + oca) / 4 - 1) / 4
    assert 0 <= found.index <= plain + 1e-9
    assert found.index**2 == pytest.approx(prod([obe + oov - 2, obr + oca - 2]) / 64 * 10_000, abs=1e-6)


@given(means, means, means, means, st.floats(0, 1))
@settings(max_examples=50)
def test_more_of_a_part_is_never_less_strength(obe, oov, obr, oca, more):
    assert strength(min(5, obe + more), oov, obr, oca).index >= strength(obe, oov, obr, oca).index - 1e-9


@pytest.mark.parametrize(
    ("parts", "reading"),
    [
        ((4, 4, 2, 2), "Bewoners willen wel, maar missen tijd of middelen."),
        ((2, 2, 4, 4), "Bewoners kunnen veel, maar zien het nut nog niet."),
        ((2, 2, 2, 2), "Begin klein en laat snel resultaat zien."),
        ((4, 4, 4, 4), "Geef bewoners ruimte, budget en zeggenschap."),
        ((3, 3, 3, 3), "Geef bewoners ruimte, budget en zeggenschap."),
    ],
)
def test_both_sides_are_read_together(parts, reading):
    assert strength(*parts).reading == reading


STRONG = {"ANI": 3.0, "CON": 3.0, "TOE": 3.0, "INB": 3.0, "EMP": 3.0}
STIMULATE = "Help de groep om op gang te komen. Maak het klein en leuk."
FACILITATE = "De groep wil wel. Geef ruimte, contacten of middelen en laat de groep zelf doen."
TOGETHER = "De groep kan het zelf. Spreek af wie wat doet en werk samen als gelijken."
OWN_HOUSE = "Het knelpunt zit bij de organisaties. Regel dit eerst."


@pytest.mark.parametrize(
    ("other", "sentences"),
    [
        ({}, [TOGETHER]),
        ({"ANI": 2.9}, [STIMULATE]),
        ({"ANI": 2.9, "CON": 1.0}, [STIMULATE]),
        ({"CON": 2.9}, [FACILITATE]),
        ({"TOE": 2.9}, [FACILITATE]),
        ({"INB": 2.9}, [TOGETHER, OWN_HOUSE]),
        ({"EMP": 2.9, "ANI": 1.0}, [STIMULATE, OWN_HOUSE]),
        ({"ANI": None}, []),
        ({"ANI": None, "INB": 2.0}, [OWN_HOUSE]),
        ({"CON": None}, []),
        ({"CON": None, "TOE": 2.0}, [FACILITATE]),
        ({"INB": None, "EMP": None}, [TOGETHER]),
        ({"ANI": 3 - 1e-13}, [TOGETHER]),
    ],
)
def test_the_role_that_fits(other, sentences):
    assert [role.sentence for role in fitting_roles(STRONG | other)] == sentences


def test_the_roles_have_names():
    assert [role.name for role in fitting_roles({"ANI": 4, "CON": 4, "TOE": 4, "INB": 1})] == [
        "samen doen (coproductie)", "eigen huis op orde"
    ]  # fmt: skip


def test_the_layers_of_interest_stay_apart():
    rows = frame((5, 4, 1, None), (5, 3, 2, None), (5, None, 3, None), code="BEL")
    found = interest_layers(rows)
    assert [(layer.code, layer.about, layer.n, layer.mean) for layer in found] == [
        ("BEL1", "de persoon", 3, 5.0), ("BEL2", "de organisatie", 2, 3.5),
        ("BEL3", "de regio", 3, 2.0), ("BEL4", "het resultaat", 0, None),
    ]  # fmt: skip
