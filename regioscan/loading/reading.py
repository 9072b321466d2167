"""From the raw bytes of a delivery to what its connector makes of it."""

from regioscan.connectors import registry
from regioscan.connectors.base import Delivery, Key, SourceError
from regioscan.connectors.registry import Tidied
from regioscan.loading import deliveries
from regioscan.models import Indicator, IndicatorKey, Snapshot, Source


def read_delivery(snapshot: Snapshot) -> Delivery:
    """The stored bytes as a delivery; raises SourceError when they are not what was received."""
    with snapshot.file.open("rb") as stored:
        content = stored.read()
    if deliveries.checksum(content) != snapshot.sha256:
        raise SourceError("Het bewaarde bestand van deze levering is beschadigd. Haal de levering opnieuw op.")
    files = deliveries.unpack(snapshot.file_name, content)
    return Delivery(files, snapshot.origin, snapshot.retrieved_at)


def tidy(source: Source, delivery: Delivery, period: int | None) -> Tidied:
    """What the connector of this source makes of a delivery; raises SourceError."""
    return registry.tidy(source.code, source.delivers, delivery, keys_of(source, period), period)


def keys_of(source: Source, period: int | None) -> list[Key]:
    """Where the declared indicators stand in this source, in the table of this year (None: in the newest one).

    A source of figures without declared places, such as an own table, names indicators by their codes.
    """
    if source.delivers != Source.Delivers.OBSERVATIONS:
        return []
    declared = IndicatorKey.objects.filter(source=source).select_related("indicator").order_by("indicator", "year_from")
    if not declared:
        return [Key(code, code) for code in Indicator.objects.order_by("code").values_list("code", flat=True)]
    if period is not None:
        declared = declared.filter(year_from__lte=period, year_to__gte=period)
    newest = {key.indicator.code: key for key in declared}
    return [Key(code, key.path, key.divide_by, key.multiply_by) for code, key in newest.items()]
