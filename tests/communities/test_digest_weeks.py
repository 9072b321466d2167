"""Which week a digest is of, and how the beginning of a text is cut."""

from datetime import UTC, date, datetime, timedelta

import pytest

from communities.analysis.digest_weeks import week_of
from communities.letters.excerpts import first_sentences

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        (datetime(2026, 11, 23, 6, 59, tzinfo=UTC), date(2026, 11, 16)),
        (datetime(2026, 11, 23, 7, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 29, 22, 0, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 7, 6, 5, 59, tzinfo=UTC), date(2026, 6, 29)),
        (datetime(2026, 7, 6, 6, 0, tzinfo=UTC), date(2026, 7, 6)),
    ],
)
def test_a_week_begins_on_monday_at_eight_in_the_netherlands(now, monday):
    assert week_of(now).monday == monday


@pytest.mark.parametrize(
    ("last", "days_back"),
    [(None, 7), (date(2026, 11, 16), 7), (date(2026, 11, 9), 14), (date(2026, 11, 2), 21), (date(2026, 10, 26), 7)],
)
def test_a_digest_tells_from_the_last_one_but_not_of_months(last, days_back):
    week = week_of(MONDAY)
    assert week.since(last) == week.until - days_back * DAY


def test_the_night_the_clock_changes_makes_no_gap():
    week = week_of(datetime(2026, 10, 26, 8, 0, tzinfo=UTC))
    assert week.since(None).astimezone(UTC) == datetime(2026, 10, 19, 6, 0, tzinfo=UTC)
    assert week.until.astimezone(UTC) == datetime(2026, 10, 26, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kort.", "Kort."),
        ("Een hele zin. Nog een zin die te lang is.", "Een hele zin."),
        ("Woorden zonder einde die maar doorgaan", "Woorden zonder einde…"),
        ("Nee. Daarna komt een lange zin zonder punt", "Nee. Daarna komt een…"),
        ("Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Aaaaaaaaaaaaaaaaaaaaaaa…"),
    ],
)
def test_a_text_is_cut_at_a_sentence_or_else_at_a_word(text, expected):
    assert first_sentences(text, 24) == expected
