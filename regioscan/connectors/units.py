"""What the unit behind a figure is worth, from the reviewed list in `regioscan/data/units.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST = Path(__file__).resolve().parent.parent / "data" / "units.toml"


@dataclass(frozen=True)
class Unit:
    """A unit: what kind of thing it counts, and how many of the plain unit of that kind it is."""

    kind: str
    factor: float


@cache
def known_units() -> dict[str, Unit]:
    """Every way of writing a unit that has been reviewed."""
    declared = tomllib.loads(LIST.read_text(encoding="utf-8"))["unit"]
    return {
        _spelling(written): Unit(entry["kind"], float(entry["factor"]))
        for entry in declared
        for written in entry["written"]
    }


def _spelling(unit: str) -> str:
    return " ".join(unit.split()).casefold()


def factor(stated: str, expected: str) -> float | None:
    """What to multiply figures in `stated` by to get them in `expected`; None when that cannot be known.

    A source that states no unit is taken at its word; without an expected unit the stated one only has to be known.
    """
    if not stated:
        return 1.0
    unit = known_units().get(_spelling(stated))
    if unit is None:
        return None
    if not expected:
        return 1.0
    wanted = known_units().get(_spelling(expected))
    if wanted is None or wanted.kind != unit.kind:
        return None
    return unit.factor / wanted.factor
