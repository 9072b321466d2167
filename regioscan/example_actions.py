"""Loads the invented province by the same road as real deliveries: receive, check, publish."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction

from regioscan.actions import load_delivery
from regioscan.catalogue import Catalogue
from regioscan.connectors.base import Delivery
from regioscan.example import FIRST_YEAR, ORIGIN, Example, make_example
from regioscan.models import Region, Snapshot, Source

REGIONS, BOUNDARIES, FIGURES = "voorbeeld-regios", "voorbeeld-grenzen", "voorbeeld-cijfers"
EXAMPLE_SOURCES = (REGIONS, BOUNDARIES, FIGURES)


class RealRegionsError(Exception):
    """There are real regions; invented ones may never stand among them."""


def is_example_loaded() -> bool:
    """Whether all three deliveries of the example have been published."""
    published = Snapshot.objects.filter(state=Snapshot.State.PUBLISHED, source__code__in=EXAMPLE_SOURCES)
    return published.values("source").distinct().count() == len(EXAMPLE_SOURCES)


@transaction.atomic
def load_example(*, catalogue: Catalogue, retrieved_at: datetime, by: str) -> list[Snapshot]:
    """Load the invented regions, outlines and figures; all of it or nothing. Returns the published snapshots.

    The catalogue must have been stored. Raises RealRegionsError where regions stand that are not from the example, and
    SourceError when a delivery is refused.
    """
    if not is_example_loaded() and Region.objects.exists():
        raise RealRegionsError("Er staan al regio's in de database. Verzonnen regio's mogen daar niet tussen staan.")
    example = make_example(catalogue.indicators)
    return [
        load_delivery(
            source=Source.objects.get(code=code),
            delivery=Delivery(files, ORIGIN, retrieved_at),
            period=period,
            by=by,
        )
        for code, files, period in _deliveries(example)
    ]


def _deliveries(example: Example) -> Iterator[tuple[str, Mapping[str, bytes], int | None]]:
    """Source, files and year of each delivery, in the order in which they lean on each other."""
    yield REGIONS, example.regions, FIRST_YEAR
    yield BOUNDARIES, example.boundaries, None
    yield FIGURES, example.figures, None
