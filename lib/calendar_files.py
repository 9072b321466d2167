"""Calendar files (RFC 5545), as Outlook, Google and Apple read them. No names of people who come go into one."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vText

PRODUCT = "-//Regiokracht//Agenda//NL"
ASK_AGAIN_AFTER = timedelta(hours=6)
LAST_WITH_A_NEXT = date.max - timedelta(days=1)
CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar.

    `uid` never changes and is unlike that of any other thing; `sequence` goes up when the time or the place changes.
    `starts` and `ends` are two moments with a time zone, or two dates: then it lasts whole days, the last one included.
    `url` is a whole address; it is also written below the description, for programs that do not show it.
    """

    uid: str
    title: str
    starts: date | datetime
    ends: date | datetime
    url: str
    description: str = ""
    place: str = ""
    sequence: int = 0
    is_cancelled: bool = False


def calendar_file(entries: Iterable[Entry], *, name: str, now: datetime | None = None) -> bytes:
    """The entries as a calendar with this name; moments are written in UTC, which knows no summer time.

    Raises ValueError for a moment without a time zone, and for an end before its start.
    """
    stamp = now or datetime.now(UTC)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # The first is how programs have named a calendar for twenty years, the second is how the norm does (RFC 7986).
    for title in ("x-wr-calname", "name"):
        calendar.add(title, vText(_line(name)))
    calendar.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for entry in entries:
        calendar.add_component(_event(entry, stamp))
    return bytes(calendar.to_ical())


def _event(entry: Entry, stamp: datetime) -> Event:
    found = Event()
    found.add("uid", entry.uid)
    found.add("sequence", entry.sequence)
    found.add("dtstamp", stamp.astimezone(UTC))
    _add_times(found, entry)
    found.add("summary", _line(entry.title))
    found.add("description", "\n\n".join(part for part in (_plain(entry.description), entry.url) if part))
    found.add("url", entry.url)
    if entry.place:
        found.add("location", _line(entry.place))
    found.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    return found


def _add_times(found: Event, entry: Entry) -> None:
    starts, ends = entry.starts, entry.ends
    first: date
    last: date
    if isinstance(starts, datetime) and isinstance(ends, datetime):
        if starts.tzinfo is None or ends.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {entry.uid}")
        first, last = starts.astimezone(UTC), ends.astimezone(UTC)
    elif isinstance(starts, datetime) or isinstance(ends, datetime):
        raise ValueError(f"a moment and a date: {entry.uid}")
    else:
        # The end of a whole day is the first day that is free again. A whole day does not make somebody busy.
        first, last = starts, min(ends, LAST_WITH_A_NEXT) + timedelta(days=1)
        found.add("transp", "TRANSPARENT")
    if last < first:
        raise ValueError(f"it ends before it starts: {entry.uid}")
    found.add("dtstart", first)
    found.add("dtend", last)


def _plain(text: str) -> str:
    """Text without the signs that steer a machine and are not read; lines stay lines."""
    lines = text.splitlines()
    return "\n".join("".join(sign for sign in line if unicodedata.category(sign) != "Cc") for line in lines).strip()


def _line(text: str) -> str:
    """Plain text on one line."""
    return " ".join(_plain(text).split())
