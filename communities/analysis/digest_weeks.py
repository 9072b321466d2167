"""Which week a digest is of, and of which moments it tells. Weeks begin on Monday at eight, Dutch time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOUR = time(8)
LONGEST_BACK = 3
"""Weeks: who heard of nothing for longer than this is told of the last week only."""
DAYS_AHEAD = 14


@dataclass(frozen=True)
class DigestWeek:
    """The week of a digest that is made at `now`: it tells of what happened up to and with `until`.

    Everything is counted from `until` and not from now, so that a digest that is made late, or again after a stop
    halfway, says the same.
    """

    monday: date
    until: datetime
    now: datetime

    @property
    def earliest(self) -> datetime:
        """The furthest back that any digest of this week tells of."""
        return _eight_o_clock(self.monday - timedelta(weeks=LONGEST_BACK))

    @property
    def ahead_until(self) -> datetime:
        """The last moment of the agenda that this digest tells of."""
        return self.until + timedelta(days=DAYS_AHEAD)

    def since(self, last: date | None) -> datetime:
        """From when a digest tells to somebody whose last digest was of the week of `last`."""
        weeks = (self.monday - last).days // 7 if last else 1
        return _eight_o_clock(self.monday - timedelta(weeks=weeks if 1 <= weeks <= LONGEST_BACK else 1))


def week_of(now: datetime) -> DigestWeek:
    """The week that began last, at or before `now`."""
    local = now.astimezone(AMSTERDAM)
    monday = local.date() - timedelta(days=local.weekday())
    if local < _eight_o_clock(monday):
        monday -= timedelta(weeks=1)
    return DigestWeek(monday, _eight_o_clock(monday), now)


def by_since(week: DigestWeek, last: Mapping[int, date | None]) -> dict[datetime, list[int]]:
    """Readers (with the week of their last digest) together by from when they are to be told; at most three groups."""
    groups: dict[datetime, list[int]] = {}
    for reader, monday in last.items():
        groups.setdefault(week.since(monday), []).append(reader)
    return groups


def _eight_o_clock(day: date) -> datetime:
    return datetime.combine(day, HOUR, tzinfo=AMSTERDAM)
