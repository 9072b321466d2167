"""Levels, scores near an edge, and the fixed sentences of a score."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from succesfactoren.analysis.intervals import MeanInterval, mean_interval
from succesfactoren.analysis.levels import kept_score, level_of, level_words, one_decimal, score_words, span_words
from succesfactoren.analysis.sentences import HIDDEN_FOR_ANOTHER, margin_words, score_sentence, too_few_sentence
from tests.succesfactoren.answers import repeated

scores = st.floats(1, 5)


@pytest.mark.parametrize(
    ("score", "level"), [(1, 1), (1.999, 1), (2, 2), (2.999, 2), (3, 3), (3.999, 3), (4, 4), (5, 4)]
)
def test_a_level_is_the_floor_of_the_unrounded_score(score, level):
    assert level_of(score) == level


def test_what_a_sum_of_floats_loses_costs_no_level():
    assert level_of(0.1 * 3 + 2.7) == 3
    assert level_of(3 - 1e-15) == 3


@given(scores, st.sampled_from([1, 2]))
def test_what_is_kept_of_a_score_reads_like_the_score(score, decimals):
    kept = kept_score(score, decimals)
    assert (level_of(kept), one_decimal(kept)) == (level_of(score), one_decimal(score))


def test_a_score_is_not_rounded_twice():
    assert kept_score(3.2469, 2) == 3.2


def test_the_levels_have_names():
    assert [level_words(level) for level in (1, 2, 3, 4)] == [
        "niveau 1: Nog niet", "niveau 2: Begin", "niveau 3: Onderweg", "niveau 4: Sterk"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (3.4, "3,4"), (2.999, "3,0 (net onder 3)"), (2.996, "3,0 (net onder 3)"), (2.97, "2,97"), (2.95, "2,95"),
        (2.949, "2,9"), (3.0, "3,00"), (3.04, "3,04"), (3.05, "3,05"), (3.06, "3,1"), (1.96, "1,96"),
        (3.996, "4,0 (net onder 4)"), (5, "5,0"), (1, "1,0"), (4.98, "5,0"), (3.25, "3,3"), (3.35, "3,4"),
    ],
)  # fmt: skip
def test_a_score_near_an_edge_reads_so_that_its_level_is_clear(score, words):
    assert score_words(score) == words


def test_a_half_is_rounded_up_also_where_floats_fall_short():
    assert one_decimal(3.3499999999999996) == "3,4"
    assert one_decimal(2.25) == "2,3"


@given(scores)
def test_a_score_never_reads_as_a_higher_level_without_saying_so(score):
    words = score_words(score)
    read = float(words.split()[0].replace(",", "."))
    assert "net onder" in words or level_of(read) == level_of(score)
    assert abs(read - score) <= 0.05 + 1e-9


@given(scores, scores)
def test_a_higher_score_is_never_a_lower_level(one, other):
    low, high = sorted((one, other))
    assert 1 <= level_of(low) <= level_of(high) <= 4


def test_an_interval_over_an_edge_names_both_levels():
    assert span_words(2.8, 3.2) == "tussen niveau 2 en 3"
    assert span_words(2.8, 3.0) == "tussen niveau 2 en 3"
    assert span_words(1.5, 3.2) == "tussen niveau 1 en 3"
    assert span_words(3.0, 3.9) == ""


def interval(mean, low, high, n=20):
    return MeanInterval(n, mean, low, high, 0.1, is_collapsed=low == high)


def test_the_sentence_of_a_score():
    assert score_sentence("Leiderschap", interval(3.4, 3.1, 3.7)) == (
        "Op Leiderschap geeft de groep gemiddeld een 3,4. Houd rekening met een marge: tussen 3,1 en 3,7. "
        "Dat is niveau 3: Onderweg."
    )


def test_the_sentence_of_a_score_between_two_levels():
    assert score_sentence("Innovatie", interval(2.999, 2.8, 3.2)) == (
        "Op Innovatie geeft de groep gemiddeld een 3,0 (net onder 3). "
        "Houd rekening met een marge: tussen 2,8 en 3,2. Dat is tussen niveau 2 en 3."
    )


def test_the_sentence_where_all_have_the_same_score():
    assert score_sentence("Innovatie", mean_interval(repeated(0, 0, 0, 12))) == (
        "Op Innovatie geeft de groep gemiddeld een 4,0. Iedereen kwam op dezelfde score uit. Dat is niveau 4: Sterk."
    )


def test_the_margin_of_a_statement():
    assert margin_words(interval(3.4, 3.1, 3.7, n=15)) == "3,1 tot 3,7"
    assert margin_words(interval(3.4, 3.1, 3.7, n=14)) == "3,1 tot 3,7 (klein aantal)"
    assert margin_words(mean_interval(repeated(0, 0, 0, 20))) == "Iedereen gaf hetzelfde antwoord."


def test_the_sentences_for_what_is_not_shown():
    assert too_few_sentence() == "Er zijn te weinig antwoorden om dit te laten zien (minder dan 5)."
    assert too_few_sentence(8) == "Er zijn te weinig antwoorden om dit te laten zien (minder dan 8)."
    assert HIDDEN_FOR_ANOTHER == "Deze groep laten we niet zien, zodat niemand herkenbaar is."
