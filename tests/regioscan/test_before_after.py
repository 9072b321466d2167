"""A region before and after a day, beside similar regions: worked figures, laws, chance, refusals and words."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioscan.analysis import before_after as ba
from regioscan.analysis.before_after import BeforeAfter, Refusal, Uncertainty, before_after
from regioscan.analysis.before_after_words import (
    REFUSALS,
    Words,
    course,
    earlier_words,
    headline,
    many_words,
    margin_words,
    no_cause,
    refusal_words,
    years_words,
)
from regioscan.analysis.intervals import Interval

DAY = date(2022, 5, 1)
YEARS = range(2019, 2026)
CHANGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8)
"""Ten peers; mean 0.9, variance 0.3667 (n − 1), so that s·√(1 + 1/10) = 0.6351 and t(0.975; 9) = 2.2622."""
WORDS = Words(1, "%", "vergelijkbare gemeenten", "het begin van het traject")


def step(before: float, after: float, years=YEARS) -> dict[int, float]:
    """A course that is one thing before 2022 and another from 2023 on; 2022 itself is far off and must not count."""
    return {year: before if year < 2022 else after if year > 2022 else 999.0 for year in years}


def peers(changes=CHANGES, years=YEARS) -> list[dict[int, float]]:
    return [step(50.0, 50.0 + one, years) for one in changes]


def found_of(ours, others=None, **facts) -> BeforeAfter:
    result = before_after(ours, others if others is not None else peers(), DAY, **facts)
    assert isinstance(result, BeforeAfter)
    return result


def test_the_worked_figure():
    found = found_of(step(60.0, 63.0)).found
    assert (found.first, found.then) == ((2019, 2020, 2021), (2023, 2024, 2025))
    assert (found.own, round(found.others, 9), round(found.difference, 9)) == (3.0, 0.9, 2.1)
    assert found.interval.low == pytest.approx(2.1 - 2.262157 * 0.635085, abs=1e-5)
    assert found.interval.high == pytest.approx(2.1 + 2.262157 * 0.635085, abs=1e-5)
    assert (found.n_less, found.n_more, found.is_clear) == (10, 0, True)


def test_our_own_margin_makes_it_wider_once_it_is_more_than_theirs():
    def width(own, theirs=None):
        errors = [dict.fromkeys(YEARS, theirs)] * 10 if theirs is not None else ()
        sure = Uncertainty(dict.fromkeys(YEARS, own), errors)
        return found_of(step(60.0, 63.0), uncertainty=sure).found.interval.width

    # Three years at either side: the square error of the change is 2·e²/3.
    plain = found_of(step(60.0, 63.0)).found.interval.width
    assert width(0.3, 0.3) == pytest.approx(plain)
    assert width(1.5, 0.3) == pytest.approx(2 * 2.262157 * np.sqrt(0.366667 - 0.06 + 1.5 + 0.0366667), abs=1e-4)
    assert width(0.3, 0.0) > plain
    assert width(5.0) > width(2.0) > plain


def test_stand_ins_that_share_regions_count_for_fewer():
    def interval(overlap):
        return found_of(step(60.0, 63.0), uncertainty=Uncertainty({}, (), overlap)).found.interval

    assert interval(0.02).width > interval(0.0).width
    assert interval(0.2) is None
    assert interval(1.0) is None


def test_with_fewer_than_eight_others_there_is_no_interval_and_with_two_nothing():
    assert found_of(step(60.0, 63.0), peers(CHANGES[:7])).found.interval is None
    assert found_of(step(60.0, 63.0), peers(CHANGES[:8])).found.interval is not None
    assert before_after(step(60.0, 63.0), peers(CHANGES[:2]), DAY) == Refusal(ba.NO_GROUP)


def test_another_region_counts_only_with_all_the_years():
    others = peers()
    del others[0][2020]
    found = found_of(step(60.0, 63.0), others).found
    assert (found.changes[0], found.n_others) == (None, 9)
    for one in others[1:8]:
        one[2025] = float("nan")
    assert before_after(step(60.0, 63.0), others, DAY) == Refusal(ba.NO_OTHERS)


def test_others_that_all_went_the_same_way_give_no_interval():
    assert found_of(step(60.0, 63.0), peers([1.0] * 10)).found.interval is None


def test_the_year_of_the_day_counts_only_when_it_began_with_it():
    found = before_after(step(60.0, 63.0), peers(), date(2023, 1, 1))
    assert (found.found.first, found.found.then) == ((2020, 2021, 2022), (2023, 2024, 2025))


@pytest.mark.parametrize(
    ("years", "facts", "expected"),
    [
        (range(2021, 2026), {}, Refusal(ba.NO_BEFORE, 2022)),
        (range(2019, 2023), {}, Refusal(ba.NO_AFTER, 2022)),
        (YEARS, {"breaks": [2023]}, Refusal(ba.BREAK_AFTER, 2023)),
        (YEARS, {"breaks": [2021]}, Refusal(ba.BREAK_BEFORE, 2021)),
        (YEARS, {"methods": dict.fromkeys(YEARS, ba.MODELLED)}, Refusal(ba.BY_MODEL)),
        (YEARS, {"methods": {2025: ba.CALCULATED}}, Refusal(ba.OTHER_METHOD)),
    ],
)
def test_it_is_refused(years, facts, expected):
    assert before_after(step(60.0, 63.0, years), peers(), DAY, **facts) == expected
    assert "{" not in refusal_words(expected, "vergelijkbare gemeenten")


def test_a_break_that_leaves_years_enough_only_shortens_them():
    found = found_of(step(60.0, 63.0), breaks=[2020, 2025]).found
    assert (found.first, found.then) == ((2020, 2021), (2023, 2024))


def test_longer_ago_shows_whether_it_already_went_another_way():
    years = range(2014, 2026)
    ours = {year: 60.0 + (year - 2014) * 2 for year in years}
    # What a peer does later is laid in another order, so that longer ago their spread is the same and not the cause.
    others = [step(50.0, 50.0 + one, years) | {y: 50.0 - CHANGES[-1 - n] for y in (2016, 2017, 2018)}
              for n, one in enumerate(CHANGES)]  # fmt: skip
    found = found_of(ours, others)
    assert (found.earlier.first, found.earlier.then) == ((2016, 2017, 2018), (2019, 2020, 2021))
    assert found.earlier.is_clear
    assert "ging het hier al duidelijk anders dan daar" in earlier_words(found, WORDS)
    assert found_of(step(60.0, 63.0)).earlier is None


courses = st.lists(st.floats(-50, 50), min_size=10, max_size=14)


@given(courses, st.floats(-20, 20), st.floats(-100, 100), st.floats(0.1, 10))
def test_neither_the_level_nor_the_order_nor_the_unit_matters(changes, own, level, unit):
    base = found_of(step(10.0, 10.0 + own), peers(changes)).found
    moved = [{year: value + level for year, value in one.items()} for one in peers(changes)]
    same = found_of(step(10.0 + level, 10.0 + level + own), moved[::-1]).found
    assert same.difference == pytest.approx(base.difference, abs=1e-6)
    scaled = [{year: value * unit for year, value in one.items()} for one in peers(changes)]
    other = found_of({year: value * unit for year, value in step(10.0, 10.0 + own).items()}, scaled).found
    assert other.difference == pytest.approx(base.difference * unit, abs=1e-6)
    if base.interval is not None and same.interval is not None and base.interval.width > 1e-6:
        assert same.interval.width == pytest.approx(base.interval.width, rel=1e-3, abs=1e-6)
        assert other.interval.width == pytest.approx(base.interval.width * unit, rel=1e-3, abs=1e-6)


@given(courses)
def test_a_region_that_goes_as_they_do_differs_by_nothing(changes):
    found = found_of(step(0.0, float(np.mean(changes))), peers(changes)).found
    assert found.difference == pytest.approx(0, abs=1e-6)
    assert not found.is_clear or found.interval.width < 1e-6


@pytest.mark.parametrize("shape", ["normal", "heavy", "small"])
def test_where_nothing_began_at_most_seven_in_a_hundred_are_flagged(shape):
    draw = np.random.default_rng(20261122)
    n_runs, n_flags = 800, 0
    for _ in range(n_runs):
        noise = draw.standard_t(5, (11, 7)) if shape == "heavy" else draw.normal(size=(11, 7))
        if shape == "small":
            # Ours is a small region: three times as uncertain as theirs, and its margin says so.
            noise[0] *= 3
        values = 50 + draw.normal(0, 5, (11, 1)) + draw.normal(0, 0.3, (11, 1)) * np.arange(7) + noise
        rows = [dict(zip(YEARS, row, strict=True)) for row in values.tolist()]
        own = dict.fromkeys(YEARS, 3.0 if shape == "small" else 1.0)
        sure = Uncertainty(own, [dict.fromkeys(YEARS, 1.0)] * 10)
        n_flags += found_of(rows[0], rows[1:], uncertainty=sure).found.is_clear
    assert n_flags / n_runs <= 0.07
    assert n_flags > 0


def moved_of(own: float, theirs: float, reach: float | None) -> ba.Moved:
    """A finding with these changes: ten others around `theirs`, and an interval of this reach."""
    found = found_of(step(60.0, 60.0 + own), peers([one - 0.9 + theirs for one in CHANGES])).found
    interval = None if reach is None else Interval(found.difference - reach, found.difference + reach)
    return replace(found, interval=interval)


@pytest.mark.parametrize(
    ("own", "theirs", "reach", "words"),
    [
        (2.1, 0.9, 0.9, "steeg hier 1,2 procentpunt sterker dan in vergelijkbare gemeenten (tussen 0,3 en 2,1)."),
        (0.9, 2.1, 0.9, "steeg hier 1,2 procentpunt minder dan in vergelijkbare gemeenten (tussen 0,3 en 2,1)."),
        (-2.1, -0.9, 0.9, "daalde hier 1,2 procentpunt sterker dan in vergelijkbare gemeenten (tussen 0,3 en 2,1)."),
        (-0.9, -2.1, 0.9, "daalde hier 1,2 procentpunt minder dan in vergelijkbare gemeenten (tussen 0,3 en 2,1)."),
        (1.0, -1.0, 0.9, "steeg hier, en in vergelijkbare gemeenten niet: een verschil van 2,0 procentpunt (tussen"),
        (0.0, -2.0, 0.9, "bleef hier gelijk, en in vergelijkbare gemeenten daalde het: een verschil van 2,0"),
        (2.1, 0.9, 1.9, "veranderde hier niet duidelijk anders dan in vergelijkbare gemeenten: het verschil ligt tussen"
                        " −0,7 en 3,1 procentpunt en kan toeval zijn."),
        (2.1, 0.9, None, "steeg hier meer dan in alle 10 vergelijkbare gemeenten."),
        (0.1, 5.0, None, "steeg hier meer dan in geen van de 10 vergelijkbare gemeenten."),
        (0.0, 5.0, None, "bleef hier gelijk; het steeg in alle 10 vergelijkbare gemeenten."),
    ],
)  # fmt: skip
def test_the_finding_in_words(own, theirs, reach, words):
    assert f"Dit cijfer {words}" in headline(moved_of(own, theirs, reach), WORDS)


def test_no_sentence_names_a_cause():
    told = [
        *REFUSALS.values(),
        no_cause("het traject"),
        many_words(40),
        *(headline(moved_of(own, 0.9, reach), WORDS) for own in (-2, 0, 3) for reach in (0.1, 9, None)),
        course(moved_of(2, 1, 1), WORDS),
        margin_words(moved_of(2, 1, 1), WORDS),
        margin_words(moved_of(2, 1, None), WORDS),
        earlier_words(found_of(step(60.0, 63.0)), WORDS),
    ]
    forbidden = ("dankzij", "doordat", "leidde tot", "effect", "zorgde", "verdienste", "daardoor")
    assert [(one, word) for one in told for word in forbidden if word in one.casefold()] == []
    assert "kan dit cijfer niet zeggen" in no_cause("het traject")
    assert many_words(1) == ""


def test_years_in_words():
    assert years_words([2024]) == "in 2024"
    assert years_words([2019, 2020, 2021]) == "gemiddeld over 2019 tot en met 2021"
    assert years_words([2016, 2020]) == "gemiddeld over 2016 en 2020"
