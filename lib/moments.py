"""Days and clock times as the Dutch write them, and what is typed taken to a moment."""

from datetime import UTC, date, datetime, time

from lib.text import AMSTERDAM, long_date

FIRST_DAY = date(1900, 1, 1)
YEARS_AHEAD = 50
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


class MomentError(ValueError):
    """There is no such moment; the text says why, in Dutch."""


def check_days(*days: date | None) -> None:
    """Raise MomentError for a day before 1900 or more than fifty years ahead: that is a slip, and no page can draw it.

    A moment counts as its day; None as nothing said.
    """
    today = datetime.now(AMSTERDAM).date()
    for day in days:
        if day is None:
            continue
        is_too_late = (day.year - YEARS_AHEAD, day.month, day.day) > (today.year, today.month, today.day)
        if day.year < FIRST_DAY.year or is_too_late:
            raise MomentError(
                f"Klopt het jaar? Kies een dag vanaf {FIRST_DAY.year}, en ten hoogste {YEARS_AHEAD} jaar vooruit."
            )


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
