"""Margins that the source published with a value."""

from django.db import models
from django.db.models import F, Q


class Margin(models.Model):
    """The interval that the source published with a value (95 %), in the unit of the value. Never computed by us."""

    pk = models.CompositePrimaryKey("indicator_id", "period", "region_id")
    indicator = models.ForeignKey("regioscan.Indicator", models.CASCADE, db_index=False, related_name="+")
    region = models.ForeignKey("regioscan.Region", models.CASCADE, related_name="+")
    snapshot = models.ForeignKey("regioscan.Snapshot", models.CASCADE, related_name="+")
    period = models.SmallIntegerField()
    low = models.FloatField("ondergrens")
    high = models.FloatField("bovengrens")

    class Meta:
        verbose_name = "marge"
        verbose_name_plural = "marges"
        constraints = [models.CheckConstraint(condition=Q(low__lte=F("high")), name="margin_low_to_high")]

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.period}/{self.region_id}: {self.low}–{self.high}"
