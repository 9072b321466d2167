"""How certain figures are, in words: the same numbers always give the same sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioscan.analysis.certainty_words import (
    gap_noun,
    gap_sentence,
    interval_words,
    many_tests_sentence,
    rough,
    trend_sentence,
)
from regioscan.analysis.gap import Gap
from regioscan.analysis.intervals import Interval
from regioscan.analysis.trend import trend_test


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (438, "440"),
        (347, "350"),
        (532, "530"),
        (7.4, "7"),
        (12.4, "12"),
        (-1_234_567, "1.200.000"),
        (0.3, "minder dan 1"),
    ],
)
def test_amounts_are_told_in_two_figures(amount, words):
    assert rough(amount) == words


def test_a_gap_in_words():
    assert gap_sentence(Gap(438, 347, 532), "inwoners", "de rest van Nederland") == (
        "Dat zijn ongeveer 440 inwoners meer dan met het cijfer van de rest van Nederland, 95 van de 100 keer tussen "
        "350 en 530."
    )
    assert gap_sentence(Gap(-438, -532, -347), "inwoners", "Utrecht").endswith(
        "minder dan met het cijfer van Utrecht, 95 van de 100 keer tussen 350 en 530."
    )
    assert gap_sentence(Gap(20, -30, 70), "woningen", "Utrecht").endswith("tussen 30 minder en 70 meer.")
    assert gap_sentence(Gap(20, None, None), "woningen", "Utrecht").endswith("cijfer van Utrecht.")


@given(st.floats(-1e9, 1e9, allow_nan=False))
def test_an_amount_in_words_has_no_sign(amount):
    assert "−" not in rough(amount)


@pytest.mark.parametrize(
    ("numerator", "words"),
    [
        ("mensen met een bijstandsuitkering, tot de AOW", "440 mensen met een bijstandsuitkering meer dan"),
        ("woningen met zonnepanelen", "440 woningen met zonnepanelen meer dan"),
        ("volwassenen die ernstig eenzaam zijn", "440 meer (volwassenen die ernstig eenzaam zijn) dan"),
        ("inwoners jonger dan 15 jaar", "440 meer (inwoners jonger dan 15 jaar) dan"),
        ("volwassenen met een BMI van 25 of hoger", "440 meer (volwassenen met een BMI van 25 of hoger) dan"),
        ("woningen waar niemand woont", "440 meer (woningen waar niemand woont) dan"),
        ("", "440 meer dan"),
    ],
)
def test_a_gap_counts_what_the_numerator_counts(numerator, words):
    assert words in gap_sentence(Gap(438, None, None), gap_noun(numerator), "Utrecht")


def test_an_interval_never_reads_as_one_number():
    assert interval_words(Interval(50.62, 51.38), 0, "%") == "50,6 tot 51,4 %"
    assert interval_words(Interval(50.0, 50.0), 0, "%") == "50,000 tot 50,000 %"


def test_no_tests_no_sentence():
    assert many_tests_sentence(0, 0) == ""
    assert "ongeveer" not in many_tests_sentence(40, 1)
    assert "2 verschillen" in many_tests_sentence(40, 1)


def test_a_trend_in_words_is_favourable_by_its_direction():
    falling = trend_test([(2018 + i, -float(i)) for i in range(6)])
    assert trend_sentence(falling, 1) == "Daalt van 2018 tot en met 2023 (ongunstig)."
    assert trend_sentence(falling, -1) == "Daalt van 2018 tot en met 2023 (gunstig)."
    assert trend_sentence(falling, 0) == "Daalt van 2018 tot en met 2023."
    flat = trend_test([(2018 + i, float(i % 2)) for i in range(6)])
    assert trend_sentence(flat, 1) == "Geen duidelijke trend van 2018 tot en met 2023."
