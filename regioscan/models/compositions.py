"""Regions that people put together themselves, what happened to borders, and how calculated values came about."""

from django.db import models
from django.db.models import F, Q


class Composition(models.Model):
    """One version of what a custom region consists of: which regions, made by whom, and why.

    The region itself keeps its code and address; its figures follow the newest version.
    """

    region = models.ForeignKey("regioscan.Region", models.CASCADE, related_name="compositions")
    version = models.PositiveSmallIntegerField("versie")
    members = models.ManyToManyField("regioscan.Region", related_name="+", verbose_name="delen")
    reason = models.CharField("waarom", max_length=300)
    made_by = models.CharField("gemaakt door", max_length=200)
    made_at = models.DateTimeField("gemaakt op", auto_now_add=True)

    class Meta:
        verbose_name = "samenstelling"
        verbose_name_plural = "samenstellingen"
        ordering = ["region", "-version"]
        constraints = [models.UniqueConstraint(fields=["region", "version"], name="composition_version_once")]

    def __str__(self) -> str:
        return f"{self.region.name}, versie {self.version}"


class Succession(models.Model):
    """From a day on, a share of an old region belongs to a new one; the shares of an old region add up to 1.

    At a full merger the share is 1. At a split it is the share of the addresses, and what is computed with it is an
    estimate.
    """

    old = models.ForeignKey("regioscan.Region", models.CASCADE, related_name="successions")
    new = models.ForeignKey("regioscan.Region", models.CASCADE, related_name="origins")
    on = models.DateField("met ingang van")
    share = models.FloatField("aandeel")
    snapshot = models.ForeignKey("regioscan.Snapshot", models.PROTECT)

    class Meta:
        verbose_name = "opvolging"
        verbose_name_plural = "opvolgingen"
        ordering = ["on", "old", "new"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "on"], name="succession_once"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="succession_share"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="succession_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Calculation(models.Model):
    """How a value that we calculated from parts came about, or why it could not be: beside an observation.

    `share` (0–1) is the part of the weight that was known. `rounding_error` is the standard error, in the unit of the
    value, of parts that were rounded at random. `low` and `high` are the lowest and highest part where the rule is
    BOUNDS: what is asked for lies between them.
    """

    pk = models.CompositePrimaryKey("indicator_id", "period", "region_id")
    indicator = models.ForeignKey("regioscan.Indicator", models.CASCADE, db_index=False, related_name="+")
    region = models.ForeignKey("regioscan.Region", models.CASCADE, related_name="+")
    period = models.SmallIntegerField()
    share = models.FloatField("bekend deel")
    n_parts = models.PositiveIntegerField("delen")
    n_known = models.PositiveIntegerField("delen met een waarde")
    rounding_error = models.FloatField("fout door afronden", null=True)
    low = models.FloatField("laagste deel", null=True)
    high = models.FloatField("hoogste deel", null=True)

    class Meta:
        verbose_name = "berekening"
        verbose_name_plural = "berekeningen"
        constraints = [models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="calculation_share")]

    def __str__(self) -> str:
        return f"{self.indicator_id}/{self.period}/{self.region_id}: {self.n_known} van {self.n_parts} delen"
