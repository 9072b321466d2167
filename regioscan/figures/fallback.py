"""The figure of a larger area where a wijk or buurt has none: shown with its own level, and counted nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lib.text import with_unit
from regioscan.models import Indicator, Region

if TYPE_CHECKING:
    from regioscan.frames import Reading, Readings

SMALL = (Region.Kind.DISTRICT, Region.Kind.NEIGHBOURHOOD)
LEVELS = (Region.Kind.DISTRICT, Region.Kind.MUNICIPALITY)


@dataclass(frozen=True)
class Fallback:
    """What the nearest larger area has. It is no figure of the region: no score, comparison or finding uses it."""

    region: Region
    reading: Reading
    decimals: int
    unit: str

    @property
    def text(self) -> str:
        """«Cijfer van de wijk Centrum (2023): 12,3 %», with its own level and year."""
        value = with_unit(self.reading.value or 0.0, self.decimals, self.unit)
        return f"Cijfer van de {self.region.title} ({self.reading.period}): {value}"


def fallback_of(
    indicator: Indicator, region: Region, around: Sequence[Region], readings: Readings, period: int | None
) -> Fallback | None:
    """The latest value, up to and including `period`, of the nearest wijk or gemeente that `region` lies in.

    None for larger regions, where nothing is known, and for counts: those of a larger area say nothing of a part.
    """
    if region.kind not in SMALL or indicator.aggregation == Indicator.Aggregation.SUM:
        return None
    for one in around:
        rows = readings.get((indicator.pk, one.pk), ()) if one.kind in LEVELS else ()
        known = [row for row in rows if row.value is not None and (period is None or row.period <= period)]
        if known:
            return Fallback(one, known[-1], indicator.decimals, indicator.unit)
    return None
