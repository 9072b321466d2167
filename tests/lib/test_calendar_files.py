"""Calendar files, read back by the same library and by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest

from lib.calendar_files import Entry, calendar_file

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
COFFEE = Entry(
    uid="1@voorbeeld.nl",
    title="Koffie",
    starts=datetime(2026, 3, 5, 9, 30, tzinfo=AMSTERDAM),
    ends=datetime(2026, 3, 5, 11, 0, tzinfo=AMSTERDAM),
    url="https://voorbeeld.nl/c/waalmeer/agenda/1/",
    description="Wij praten bij.",
    place="De Kade, Waalmeer",
)


def read(*entries: Entry) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(calendar_file(entries, name="Waalmeer", now=NOW)).events


def test_everything_is_read_back():
    (event,) = read(COFFEE)
    assert (str(event["uid"]), str(event["summary"]), str(event["location"])) == (
        "1@voorbeeld.nl",
        "Koffie",
        "De Kade, Waalmeer",
    )
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (COFFEE.starts, COFFEE.ends)
    assert (event.decoded("dtstamp"), event["sequence"], event["status"]) == (NOW, 0, "CONFIRMED")


def test_the_link_is_in_the_url_and_below_the_description():
    (event,) = read(COFFEE)
    assert event["url"] == COFFEE.url
    assert event["description"] == f"Wij praten bij.\n\n{COFFEE.url}"


def test_a_change_and_a_cancellation_are_told_with_the_same_uid():
    before, after = read(COFFEE, replace(COFFEE, sequence=3, is_cancelled=True))
    assert (after["uid"], after["sequence"], after["status"]) == (before["uid"], 3, "CANCELLED")


def test_an_all_day_entry_ends_at_the_first_free_day_and_makes_nobody_busy():
    (event,) = read(replace(COFFEE, starts=date(2026, 3, 31), ends=date(2026, 4, 1)))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 3, 31), date(2026, 4, 2))
    assert event["transp"] == "TRANSPARENT"


@pytest.mark.parametrize(
    ("starts", "written"),
    [
        (datetime(2026, 3, 29, 1, 30, tzinfo=AMSTERDAM), b"DTSTART:20260329T003000Z"),
        (datetime(2026, 3, 29, 3, 30, tzinfo=AMSTERDAM), b"DTSTART:20260329T013000Z"),
        (datetime(2026, 10, 25, 2, 30, fold=0, tzinfo=AMSTERDAM), b"DTSTART:20261025T003000Z"),
        (datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=AMSTERDAM), b"DTSTART:20261025T013000Z"),
    ],
)
def test_the_nights_the_clock_moves_are_right(starts, written):
    content = calendar_file([replace(COFFEE, starts=starts, ends=datetime(2026, 12, 1, tzinfo=UTC))], name="x", now=NOW)
    assert written in content.split(b"\r\n")


def test_lines_are_short_and_nothing_in_a_text_becomes_a_line_of_the_file():
    nasty = "é" * 200 + "\r\nEND:VEVENT\nBEGIN:VEVENT;,\\ \x00\x1b" + "\u2028ATTENDEE:x"
    content = calendar_file([replace(COFFEE, title=nasty, description=nasty, place=nasty)], name=nasty, now=NOW)
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert [line for line in lines if line.startswith((b"BEGIN:", b"END:", b"ATTENDEE"))] == [
        b"BEGIN:VCALENDAR",
        b"BEGIN:VEVENT",
        b"END:VEVENT",
        b"END:VCALENDAR",
    ]
    assert [sign for sign in (b"\x00", b"\x1b") if sign in content] == []
    assert "é" * 200 in content.replace(b"\r\n ", b"").decode()


def test_an_empty_calendar_is_still_a_calendar_with_a_name():
    calendar = icalendar.Calendar.from_ical(calendar_file([], name="Waalmeer", now=NOW))
    assert (calendar.events, calendar["x-wr-calname"]) == ([], "Waalmeer")


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (datetime(2026, 3, 5, 9, 30), datetime(2026, 3, 5, 11, 0)),
        (datetime(2026, 3, 5, 11, 0, tzinfo=UTC), datetime(2026, 3, 5, 9, 0, tzinfo=UTC)),
        (date(2026, 3, 5), datetime(2026, 3, 5, 9, 0, tzinfo=UTC)),
        (date(2026, 3, 5), date(2026, 3, 3)),
    ],
)
def test_what_cannot_be_put_in_a_calendar_is_refused(starts, ends):
    with pytest.raises(ValueError, match="1@voorbeeld"):
        calendar_file([replace(COFFEE, starts=starts, ends=ends)], name="x", now=NOW)


def test_the_last_day_that_there_is_breaks_no_file():
    (event,) = read(replace(COFFEE, starts=date.max, ends=date.max))
    assert event.decoded("dtstart") == date.max
