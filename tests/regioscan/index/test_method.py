"""A method is read strictly, and the same content is the same method."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioscan.analysis.index.method import (
    MethodError,
    Normalisation,
    checked,
    content_hash,
    method_content,
    with_theme_weights,
)
from regioscan.analysis.index.reading import parse_method
from tests.regioscan.index.invented import method


def content() -> dict:
    return json.loads(json.dumps(method_content(method())))


def refused(changed: object) -> list[str]:
    with pytest.raises(MethodError) as caught:
        parse_method(changed)
    return caught.value.sentences


def test_a_method_that_is_written_and_read_is_the_same():
    assert parse_method(content()) == method()


def test_a_whole_number_and_the_same_decimal_number_make_the_same_method():
    other = content()
    other["themes"][0]["indicators"][0] |= {"weight": 1, "low": 0, "high": 100}
    assert content_hash(method_content(parse_method(other))) == content_hash(content())


def test_the_order_of_keys_changes_no_hash_but_a_weight_does():
    turned = dict(reversed(content().items()))
    assert content_hash(turned) == content_hash(content())
    assert content_hash(method_content(method(themes=(1, 1, 2)))) != content_hash(content())


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("normalistaion",), "z", "Methode: de sleutel «normalistaion» is onbekend."),
        (("normalisation",), "zz", "Methode: «normalisation» moet een van goalposts"),
        (("coverage",), "veel", "Methode: «coverage» moet een getal zijn."),
        (("coverage",), True, "Methode: «coverage» moet een getal zijn."),
        (("coverage",), 1.2, "Het deel dat bekend moet zijn"),
        (("floor",), 100, "De ondergrens van de meetkundige schaal"),
        (("max_age",), 1.5, "Methode: «max_age» moet een geheel getal zijn."),
        (("max_age",), -1, "De hoogste leeftijd"),
        (("base_years",), ["2024"], "Methode: «base_years» moet een lijst van jaren zijn."),
        (("themes",), "alles", "Methode: «themes» moet een lijst zijn."),
        (("themes",), [], "Geen enkel thema heeft een gewicht"),
        (("themes", 0), 7, "Thema 1 is geen verzameling"),
        (("themes", 0, "essential"), "nee", "Thema 1: «essential» moet ja of nee zijn."),
        (("themes", 0, "weight"), -1, "Thema «t0» heeft een gewicht onder nul."),
        (("themes", 0, "indicators"), [], "Thema «t0» heeft geen indicator"),
        (("themes", 1, "code"), "t0", "Thema «t0» staat er meer dan eens in."),
        (("themes", 0, "indicators", 0, "code"), "", "Thema «t0», indicator 1: «code» moet een tekst zijn."),
        (("themes", 0, "indicators", 0, "code"), "i1", "Indicator «i1» staat er meer dan eens in."),
        (("themes", 0, "indicators", 0, "direction"), 2, "Indicator «i0» heeft een richting"),
        (("themes", 0, "indicators", 0, "weight"), -1, "Indicator «i0» heeft een gewicht onder nul."),
        (("themes", 0, "indicators", 0, "weight"), 10**400, "indicator 1: «weight» moet een getal zijn."),
        (("themes", 0, "indicators", 0, "low"), 100, "Indicator «i0» heeft een bovengrens die niet boven"),
        (("themes", 0, "indicators", 0, "high"), None, "Indicator «i0» mist een onder- of bovengrens."),
        (("themes", 0, "indicators", 0, "log"), True, "Indicator «i0» telt logaritmisch"),
    ],
)
def test_what_is_wrong_with_a_method_is_said_in_words(path, value, sentence):
    changed = content()
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert any(sentence in one for one in refused(changed))


def test_every_fault_is_named_at_once():
    changed = copy.deepcopy(content())
    del changed["themes"][0]["code"]
    changed["coverage"] = None
    assert refused(changed) == ["Thema 1: «code» ontbreekt.", "Methode: «coverage» moet een getal zijn."]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["themes", "code", "indicators", "weight", "direction", "low"]), inner)
        ),
        max_leaves=12,
    )
)
def test_nonsense_is_refused_and_never_breaks(nonsense):
    assert refused(nonsense)


def test_effective_weights_are_multiplied_down_the_tree_and_make_one():
    found = method(sizes=(2, 1), weights=(1, 3, 1), themes=(1, 3)).effective_weights
    assert found == pytest.approx({"i0": 0.25 * 0.25, "i1": 0.75 * 0.25, "i2": 0.75})


def test_other_theme_weights_make_another_method_and_wrong_ones_are_refused():
    assert [theme.weight for theme in with_theme_weights(method(), {"t0": 60, "t2": 40}).themes] == [60, 0, 40]
    for wrong in ({"t9": 1}, {"t0": -1, "t1": 2}, {"t0": 0}, {}):
        with pytest.raises(MethodError):
            with_theme_weights(method(), wrong)


def test_a_target_is_needed_where_scores_are_distances_to_it():
    with pytest.raises(MethodError, match="mist een doel"):
        checked(method(normalisation=Normalisation.TARGET))
