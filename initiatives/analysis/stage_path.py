"""The way that an initiative went, as stations: done, now, ahead. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

STATIONS = ("idee", "verkend", "willen", "doen", "gerealiseerd")
STOPPED = "gestopt"


@dataclass(frozen=True)
class Move:
    """One change of stage."""

    before: str
    after: str
    on: date


@dataclass(frozen=True)
class Station:
    """A stage on the way: `state` is done, now, stopped (here it ended) or ahead; `since` the day it was reached."""

    stage: str
    state: str
    since: date | None


def stations(stage: str, moves: Sequence[Move], proposed_on: date) -> list[Station]:
    """The five stages with how far it is; `moves` in the order in which they were made.

    Of a stage that was passed over or left again to go back, the day is unknown (None).
    """
    here = _last_before_stop(moves) if stage == STOPPED else stage
    at = STATIONS.index(here)
    reached = {"idee": proposed_on}
    for move in moves:
        reached[move.after] = move.on
    states = ["done" if place < at else "ahead" for place in range(len(STATIONS))]
    states[at] = "stopped" if stage == STOPPED else "now"
    return [
        Station(one, state, None if state == "ahead" else reached.get(one))
        for one, state in zip(STATIONS, states, strict=True)
    ]


def _last_before_stop(moves: Sequence[Move]) -> str:
    found = (move.before for move in reversed(moves) if move.after == STOPPED)
    return next(found, STATIONS[0])
