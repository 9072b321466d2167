"""Verdicts in words."""

import numpy as np
import pytest

from regioscan.analysis.change import Change
from regioscan.analysis.position import standing
from regioscan.analysis.wording import (
    PeerWords,
    change_sentence,
    counted,
    lower_first,
    theme_words,
    verdict,
)

MUNICIPALITIES = PeerWords("gemeente", "gemeenten")
SIMILAR = PeerWords("vergelijkbare gemeente", "vergelijkbare gemeenten", holds_us=False)
TEN = np.arange(1.0, 11.0)


@pytest.mark.parametrize(
    ("value", "direction", "words"),
    [
        (9.0, 1, "Hoger dan in 8 van de 9 andere gemeenten. Dat is gunstig."),
        (9.0, -1, "Hoger dan in 8 van de 9 andere gemeenten. Dat is ongunstig."),
        (9.0, 0, "Hoger dan in 8 van de 9 andere gemeenten."),
        (2.0, 1, "Lager dan in 8 van de 9 andere gemeenten. Dat is ongunstig."),
        (2.0, -1, "Lager dan in 8 van de 9 andere gemeenten. Dat is gunstig."),
        (10.0, 1, "Het hoogst van de 10 gemeenten. Dat is gunstig."),
        (1.0, 0, "Het laagst van de 10 gemeenten."),
        (5.0, 1, "In het midden van de 10 gemeenten."),
    ],
)
def test_a_verdict_follows_the_place_and_the_direction(value, direction, words):
    assert verdict(standing(TEN, value), direction, MUNICIPALITIES) == words


@pytest.mark.parametrize(
    ("values", "value", "words"),
    [
        ([1, 2, 3, 4, 9], 9.0, "Hoger dan in alle 4 vergelijkbare gemeenten."),
        ([1, 2, 9], 9.0, "Hoger dan in beide vergelijkbare gemeenten."),
        ([1, 9], 9.0, "Hoger dan in de vergelijkbare gemeente."),
        ([1, 2, 3, 9, 9], 9.0, "Hoger dan in 3 van de 4 vergelijkbare gemeenten, even hoog als in 1."),
        ([1, 2, 3, 4, 9], 4.0, "Hoger dan in 3 van de 4 vergelijkbare gemeenten."),
        ([1, 2, 3, 4, 9], 3.0, "In het midden tussen de 4 vergelijkbare gemeenten."),
        ([3, 3, 3, 3], 3.0, "Even hoog als in alle 3 vergelijkbare gemeenten."),
    ],
)
def test_a_region_is_not_one_of_those_that_are_like_it(values, value, words):
    assert verdict(standing(np.array(values, dtype=float), value), 0, SIMILAR) == words


def test_how_the_others_are_called_follows_who_is_counted():
    assert (MUNICIPALITIES.another, SIMILAR.another) == ("andere gemeente", "vergelijkbare gemeente")
    assert (MUNICIPALITIES.the_others, SIMILAR.the_others) == ("de andere gemeenten", "de vergelijkbare gemeenten")
    assert (MUNICIPALITIES.together(4), SIMILAR.together(4)) == ("5 gemeenten", "4 vergelijkbare gemeenten")
    assert verdict(None, 1, SIMILAR) == "Er is geen vergelijkbare gemeente met dit cijfer om mee te vergelijken."


def test_distances_are_far_or_near():
    assert verdict(standing(TEN, 9.0), -1, MUNICIPALITIES, "km").startswith("Verder dan in 8 van de 9")
    assert verdict(standing(TEN, 2.0), -1, MUNICIPALITIES, "km").startswith("Dichterbij dan in 8 van de 9")
    assert verdict(standing(TEN, 1.0), 0, MUNICIPALITIES, "km") == "Het dichtstbij van de 10 gemeenten."
    assert verdict(standing(np.array([3.0] * 4), 3.0), 0, MUNICIPALITIES, "km") == (
        "Even ver als in alle 3 andere gemeenten."
    )


def test_ties_are_told():
    found = standing(np.array([1.0, 1.0, 1.0, 3.0, 3.0, 4.0]), 3.0)
    words = verdict(found, 1, MUNICIPALITIES)
    assert words == "Hoger dan in 3 van de 5 andere gemeenten, even hoog als in 1. Dat is gunstig."


def test_a_shared_top_is_told():
    found = standing(np.array([1.0, 1.0, 1.0, 1.0, 4.0, 4.0]), 4.0)
    assert verdict(found, 0, MUNICIPALITIES) == "Samen met 1 andere gemeente het hoogst van de 6 gemeenten."


def test_when_all_are_equal_nothing_is_favourable():
    found = standing(np.array([3.0, 3.0, 3.0]), 3.0)
    assert verdict(found, 1, MUNICIPALITIES) == "Even hoog als in beide andere gemeenten."


@pytest.mark.parametrize(("n_others", "judgement"), [(3, ""), (4, " Dat is gunstig.")])
def test_a_judgement_needs_four_others(n_others, judgement):
    found = standing(np.arange(1.0, n_others + 2), n_others + 1.0)
    assert verdict(found, 1, MUNICIPALITIES) == f"Het hoogst van de {n_others + 1} gemeenten.{judgement}"


def test_without_others_there_is_nothing_to_compare_with():
    assert verdict(None, 1, MUNICIPALITIES) == "Er is geen andere gemeente met dit cijfer om mee te vergelijken."


def test_the_container_is_named():
    words = verdict(standing(TEN, 9.0), 0, PeerWords("gemeente", "gemeenten", "in Merenland"))
    assert words == "Hoger dan in 8 van de 9 andere gemeenten in Merenland."


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Afstand tot de huisarts", "afstand tot de huisarts"),
        ("WOZ-waarde", "WOZ-waarde"),
        ("Wmo-cliënten", "Wmo-cliënten"),
        ("BBP per inwoner", "BBP per inwoner"),
        ("Eenzaam", "eenzaam"),
        ("", ""),
    ],
)
def test_a_name_inside_a_sentence_keeps_its_abbreviations(name, inside):
    assert lower_first(name) == inside


def test_a_change_that_rounding_hides_is_not_called_a_change():
    assert change_sentence(Change(2019, 4.41, 2024, 4.44), 1, "%") == "In 2019 was het ook 4,4 %."
    assert change_sentence(Change(2019, 4.4, 2024, 2.1), 1, "%") == "In 2019 was het 4,4 %."


def test_words_of_a_theme():
    assert [theme_words(place) for place in (None, 30.0, 50.0, 61.0)] == [
        "geen score",
        "minder gunstig",
        "ongeveer gelijk",
        "gunstiger",
    ]


def test_counts_in_words():
    assert [counted(n, "cijfer", "cijfers") for n in (0, 1, 2)] == ["geen cijfers", "1 cijfer", "2 cijfers"]
