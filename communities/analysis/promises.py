"""What may become of a promise, and how much of the whole is done: one definition for every page."""

from dataclasses import dataclass
from datetime import date, timedelta

PROMISED, BUSY, DONE, LAPSED = "toegezegd", "bezig", "klaar", "vervallen"

CHANGES = {
    PROMISED: (BUSY, DONE, LAPSED),
    BUSY: (DONE, PROMISED, LAPSED),
    DONE: (BUSY,),
    LAPSED: (PROMISED,),
}
"""From each state to which others; the usual one first. Done and lapsed can be taken back: people make mistakes."""

BEFORE = timedelta(days=7)
AFTER = timedelta(days=1)
STALE = timedelta(days=14)
"""Who was never reminded of what is late for longer than this, is not reminded any more."""


def may_become(state: str, wanted: str) -> bool:
    """Whether a promise may go from one state to another."""
    return wanted in CHANGES.get(state, ())


@dataclass(frozen=True)
class RollUp:
    """How much of the whole is done. What lapsed does not count: nobody waits for it any more."""

    n_done: int = 0
    n_open: int = 0
    n_late: int = 0
    n_lapsed: int = 0

    @property
    def n_counted(self) -> int:
        """The whole: what is done and what still must be."""
        return self.n_done + self.n_open

    @property
    def sentence(self) -> str:
        """`17 van 25 klaar`; nothing where there is nothing to count."""
        return f"{self.n_done} van {self.n_counted} klaar" if self.n_counted else ""


def reminder_due(promised_on: date, due_on: date, today: date) -> str | None:
    """Which reminder an open promise asks for today: `vooraf`, `te-laat` or none.

    Beforehand from seven days on, unless it was promised within those days: then nobody has forgotten it yet. Also a
    day or more later than planned, for a machine may have stood still.
    """
    if today < due_on:
        return "vooraf" if today >= due_on - BEFORE and promised_on < due_on - BEFORE else None
    late = today - due_on
    return "te-laat" if AFTER <= late <= STALE else None
