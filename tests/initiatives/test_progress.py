"""How far a measure is, in words without false precision; and numbers as the Dutch write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.analysis.progress import Moment, Progress, has_line, moments, read_number, write_number


def at(value: float, day: int) -> Moment:
    return Moment(value, date(2026, 1, day))


def progress(baseline: float | None, now: float | None, target: float | None) -> Progress:
    return Progress(
        at(baseline, 1) if baseline is not None else None,
        at(now, 10) if now is not None else None,
        Moment(target, date(2027, 1, 1)) if target is not None else None,
        "kilo",
    )


@pytest.mark.parametrize(
    ("baseline", "now", "target", "words"),
    [
        (0, 50, 100, "Ongeveer halverwege. Het doel is 100 kilo op 1 januari 2027."),
        (100, 65, 0, "Ongeveer een derde van de weg. Het doel is 0 kilo op 1 januari 2027."),
        (100, 0, 0, "Het doel is bereikt. Het doel is 0 kilo op 1 januari 2027."),
        (0, 2, 100, "Nog ongeveer waar het begon. Het doel is 100 kilo op 1 januari 2027."),
        (0, 99, 100, "Bijna bij het doel. Het doel is 100 kilo op 1 januari 2027."),
        (50, 40, 100, "Verder van het doel dan bij het begin. Het doel is 100 kilo op 1 januari 2027."),
        (50, 50, 50, "Het doel is blijven waar het was (50 kilo op 1 januari 2027): dat lukt tot nu toe."),
        (None, 40, 100, "Het begin is niet gemeten, dus hoeveel er veranderde is niet te zeggen. Het doel is 100 kilo"
                        " op 1 januari 2027."),
        (5, 40, None, "Meer dan bij het begin (5 kilo op 1 januari 2026). Er is geen doel gesteld."),
        (5, None, None, "Er is nog niet gemeten."),
    ],
)  # fmt: skip
def test_how_far_it_is(baseline, now, target, words):
    assert progress(baseline, now, target).sentence() == words


def test_what_is_not_known_is_no_judgement():
    assert progress(None, 40, 100).is_reached is None
    assert progress(0, 120, 100).is_reached is True
    assert progress(100, 20, 10).is_reached is False
    early = Progress(at(5, 20), at(9, 10), at(50, 30), "")
    assert (early.way, early.sentence()) == (
        None,
        "Na het begin is nog niet gemeten. Het doel is 50 op 30 januari 2026.",
    )
    assert progress(0, 10, 100).is_overdue(date(2027, 2, 1))
    assert not progress(0, 100, 100).is_overdue(date(2027, 2, 1))


finite = st.floats(-1e6, 1e6)


@given(finite, finite, finite)
def test_turning_the_direction_around_changes_no_word(begin, now, goal):
    ours, turned = progress(begin, now, goal), progress(-begin, -now, -goal)
    assert (ours.way, ours.is_reached) == (turned.way, turned.is_reached)
    assert (
        ours.sentence().split(" Het doel is ")[0].split("(")[0]
        == turned.sentence().split(" Het doel is ")[0].split("(")[0]
    )


def test_what_was_measured_on_the_first_day_is_the_first_point():
    points = moments(at(5, 1), [at(9, 3), at(6, 1)])
    assert [one.value for one in points] == [6, 9]
    assert (has_line(points), has_line([*points, at(1, 4)])) == (False, True)


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("12,5", 12.5), ("1.250", 1250), ("1.250,5", 1250.5), ("12.345.678", 12345678), ("2.5", 2.5),
     ("0.125", 0.125), (" -3,0 ", -3), ("−3", -3), ("1 250", 1250), ("0", 0), ("-0", 0)],
)  # fmt: skip
def test_a_number_as_the_dutch_write_it(text, value):
    assert read_number(text) == value


@pytest.mark.parametrize(
    "text", ["", "-", ",5", "5,", "1,2,3", "1.25.3", "1.25,3", "€ 5", "1e5", "nan", "²", "9999999999999"]
)
def test_what_is_no_number(text):
    assert read_number(text) is None


@given(st.floats(-1e11, 1e11).map(lambda value: round(value, 4)))
def test_what_is_written_is_read_back(value):
    assert read_number(write_number(value)) == pytest.approx(value, abs=1e-9)
