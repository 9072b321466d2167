"""Observations: one long table, kept narrow because it may hold fifty million rows."""

from django.db import models
from django.db.models import Q


class Status(models.IntegerChoices):
    """What kind of value this is, or why there is none. Below 10 there is a value, from 10 on there is a reason."""

    FINAL = 1, "definitief"
    PROVISIONAL = 2, "voorlopig"
    MODELLED = 3, "geschat met een model"
    CALCULATED = 4, "door ons berekend uit de delen"
    ESTIMATED = 5, "geschat met aandelen van de adressen"
    SUPPRESSED = 10, "onderdrukt"
    MISSING = 11, "ontbreekt"
    NOT_APPLICABLE = 12, "niet van toepassing"
    NO_DENOMINATOR = 13, "geen noemer"


class Observation(models.Model):
    """The value of an indicator in a region in a year, or the reason why there is none.

    The foreign keys are not enforced by the database: that would make loading eight times slower. Staging checks
    them instead, and a test tries to get a dangling row in. Fields stand widest first, so that a row takes 52 bytes.
    The key includes the value (see migration 0002), so that reading figures touches the index alone.
    """

    pk = models.CompositePrimaryKey("indicator_id", "period", "region_id")
    value = models.FloatField(null=True)
    indicator = models.ForeignKey("regioscan.Indicator", models.DO_NOTHING, db_constraint=False, db_index=False)
    region = models.ForeignKey("regioscan.Region", models.DO_NOTHING, db_constraint=False, db_index=False)
    snapshot = models.ForeignKey("regioscan.Snapshot", models.DO_NOTHING, db_constraint=False, db_index=False)
    period = models.SmallIntegerField()
    status = models.SmallIntegerField(choices=Status)

    class Meta:
        verbose_name = "waarneming"
        verbose_name_plural = "waarnemingen"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__lt=10, value__isnull=False) | Q(status__gte=10, value__isnull=True),
                name="observation_value_or_reason",
            ),
            # PostgreSQL sorts NaN above every number, so this keeps NaN and infinity out.
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gt=-1e300, value__lt=1e300), name="observation_finite"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.period}/{self.region_id}: {self.value}"


class Distribution(models.Model):
    """All values of one indicator in one year for regions of one kind, sorted: enough to say where a region stands.

    Made when figures are published. `values` is a little-endian float64 array, ascending, without missing values.
    Values that we calculated ourselves are not in it.
    """

    indicator = models.ForeignKey("regioscan.Indicator", models.CASCADE)
    period = models.SmallIntegerField()
    kind = models.CharField(max_length=10)
    n_regions = models.PositiveIntegerField()
    values = models.BinaryField()

    class Meta:
        verbose_name = "verdeling"
        verbose_name_plural = "verdelingen"
        constraints = [models.UniqueConstraint(fields=["indicator", "period", "kind"], name="distribution_once")]

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.period}/{self.kind}: {self.n_regions}"
