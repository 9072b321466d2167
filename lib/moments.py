"""Days and clock times as the Dutch write them, and what is typed taken to a moment."""

from datetime import UTC, date, datetime, time

from lib.text import AMSTERDAM, long_date

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


class MomentError(ValueError):
    """There is no such moment; the text says why, in Dutch."""


def clock(moment: datetime) -> str:
    """`9.30`, in Dutch time."""
    local = moment.astimezone(AMSTERDAM)
    return f"{local.hour}.{local.minute:02}"


def day_and_date(moment: date | datetime) -> str:
    """`donderdag 5 maart 2026`; a moment is first taken to Dutch time."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(AMSTERDAM).date()
    return f"{WEEKDAYS[moment.weekday()]} {long_date(moment)}"


def from_until(starts: datetime, ends: datetime) -> str:
    """`donderdag 5 maart 2026, van 9.30 tot 11.00 uur`; over more than one day both days are named."""
    if starts.astimezone(AMSTERDAM).date() == ends.astimezone(AMSTERDAM).date():
        return f"{day_and_date(starts)}, van {clock(starts)} tot {clock(ends)} uur"
    return f"van {day_and_date(starts)}, {clock(starts)} uur tot en met {day_and_date(ends)}, {clock(ends)} uur"


def dutch_moment(day: date, hour: time) -> datetime:
    """The moment at which a Dutch clock shows `hour` on `day`.

    In the night that the clock goes back an hour comes twice: this is the first of the two. Raises MomentError in the
    night that the clock goes forward, for the hour that is not there.
    """
    moment = datetime.combine(day, hour, tzinfo=AMSTERDAM)
    if moment.astimezone(UTC).astimezone(AMSTERDAM).replace(tzinfo=None) != moment.replace(tzinfo=None):
        shown = f"{hour.hour}.{hour.minute:02} uur"
        raise MomentError(f"In deze nacht gaat de klok een uur vooruit. {shown} bestaat dan niet.")
    return moment
