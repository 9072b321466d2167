"""Days and clock times in Dutch."""

from contextlib import nullcontext
from datetime import UTC, date, datetime, time

import pytest
import time_machine

from lib.moments import MomentError, check_days, clock, day_and_date, dutch_moment, from_until


def test_a_moment_is_written_in_dutch_time():
    evening = datetime(2026, 3, 4, 23, 5, tzinfo=UTC)
    assert (clock(evening), day_and_date(evening)) == ("0.05", "donderdag 5 maart 2026")


def test_one_day_is_named_once_and_two_days_both():
    starts = datetime(2026, 7, 3, 7, 30, tzinfo=UTC)
    assert from_until(starts, starts.replace(hour=9, minute=0)) == "vrijdag 3 juli 2026, van 9.30 tot 11.00 uur"
    over_midnight = from_until(starts, datetime(2026, 7, 3, 22, 0, tzinfo=UTC))
    assert over_midnight == "van vrijdag 3 juli 2026, 9.30 uur tot en met zaterdag 4 juli 2026, 0.00 uur"


@pytest.mark.parametrize(
    ("day", "hour", "in_utc"),
    [
        (date(2026, 1, 5), time(9, 0), datetime(2026, 1, 5, 8, 0, tzinfo=UTC)),
        (date(2026, 7, 5), time(9, 0), datetime(2026, 7, 5, 7, 0, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(3, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_what_is_typed_is_dutch_time(day, hour, in_utc):
    assert dutch_moment(day, hour).astimezone(UTC) == in_utc


def test_the_hour_that_is_skipped_is_refused_in_words():
    with pytest.raises(MomentError, match=r"2\.30 uur bestaat dan niet"):
        dutch_moment(date(2026, 3, 29), time(2, 30))


@pytest.mark.parametrize(
    ("day", "is_believable"),
    [
        (date(1899, 12, 31), False),
        (date(1900, 1, 1), True),
        (date(2078, 2, 28), True),
        (date(2078, 3, 1), False),
        (datetime(9999, 12, 31, 23, tzinfo=UTC), False),
        (date.max, False),
        (None, True),
    ],
)
@time_machine.travel("2028-02-29T12:00:00+00:00")
def test_a_day_of_which_the_year_must_be_a_slip_is_refused(day, is_believable):
    with nullcontext() if is_believable else pytest.raises(MomentError, match="Klopt het jaar"):
        check_days(day)
