"""How the parts of a region differ, for a region that lies among no others because we put it together."""

from dataclasses import dataclass

from regioscan import frames
from regioscan.figures.comparing import PLURALS
from regioscan.figures.scan import Scan
from regioscan.models import Region

LEAST_PARTS = 3
"""With fewer there is nothing to see on a strip."""


@dataclass(frozen=True)
class OwnParts:
    """What the parts of a region are called, and per figure what they have in its year."""

    plural: str
    values: dict[str, list[float]]


def own_parts(scan: Scan) -> OwnParts:
    """The parts of the region of this scan; without values where there are fewer than `LEAST_PARTS` of them."""
    inside = frames.parts(scan.region)
    kinds = {Region.Kind(one.kind) for one in inside}
    years = {figure.code: figure.reading.period for figure in scan.figures.values() if figure.reading}
    known = frames.readings(
        [figure.indicator.pk for figure in scan.figures.values()], set(years.values()), [one.pk for one in inside]
    )
    values = {
        code: [
            reading.value
            for one in inside
            for reading in known[scan.figures[code].indicator.pk, one.pk]
            if reading.period == year and reading.value is not None
        ]
        for code, year in years.items()
    }
    enough = {code: found for code, found in values.items() if len(found) >= LEAST_PARTS}
    return OwnParts(PLURALS[kinds.pop()] if len(kinds) == 1 else "delen", enough)
