"""Impact: the chain of an initiative (activity → result → change) with measures. No credit for population figures."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

if TYPE_CHECKING:
    from communities.models import Community


class Level(models.TextChoices):
    """How far along the chain something stands."""

    OUTPUT = "output", "wat wij doen (output)"
    OUTCOME = "outcome", "wat het oplevert (outcome)"
    IMPACT = "impact", "wat het verandert (impact)"


class ChainLink(models.Model):
    """One sentence of the chain."""

    initiative = models.ForeignKey("Initiative", models.CASCADE, related_name="chain")
    level = models.CharField("plek in de keten", max_length=8, choices=Level)
    text = models.CharField("in één zin", max_length=240)
    position = models.PositiveSmallIntegerField("volgorde", default=0)

    class Meta:
        verbose_name = "schakel"
        verbose_name_plural = "schakels"
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="chain_link_has_text")]

    def __str__(self) -> str:
        return self.text

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.initiative.community


class ImpactMeasure(models.Model):
    """What is measured: where it began, where it should go, by whom. People who may be the same are never added."""

    class Counts(models.TextChoices):
        VISITS = "deelnames", "deelnames: dezelfde mensen kunnen vaker tellen"
        PEOPLE = "mensen", "unieke deelnemers: iedereen telt één keer"
        OTHER = "anders", "iets anders dan mensen"

    initiative = models.ForeignKey("Initiative", models.CASCADE, related_name="measures")
    level = models.CharField("plek in de keten", max_length=8, choices=Level)
    name = models.CharField("wat meten wij", max_length=140)
    unit = models.CharField("eenheid", max_length=30)
    counts = models.CharField("wat telt", max_length=10, choices=Counts, default=Counts.OTHER)
    indicator = models.ForeignKey(
        "regioscan.Indicator",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="cijfer van de regioscan waaraan dit raakt",
    )
    source = models.CharField("bron", max_length=140)
    measured_by = models.CharField("wie meet", max_length=120)
    baseline_value = models.FloatField("beginwaarde", null=True, blank=True)
    baseline_on = models.DateField("begin gemeten op", null=True, blank=True)
    target_value = models.FloatField("doel", null=True, blank=True)
    target_on = models.DateField("doel op", null=True, blank=True)

    class Meta:
        verbose_name = "maat"
        verbose_name_plural = "maten"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(baseline_value=None, baseline_on=None)
                | Q(baseline_value__isnull=False, baseline_on__isnull=False),
                name="measure_baseline_has_day",
            ),
            models.CheckConstraint(
                condition=Q(target_value=None, target_on=None) | Q(target_value__isnull=False, target_on__isnull=False),
                name="measure_target_has_day",
            ),
            models.UniqueConstraint(F("initiative"), Lower("name"), Lower("unit"), name="measure_once_an_initiative"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.initiative.community


class Measurement(models.Model):
    """One value on one day."""

    measure = models.ForeignKey(ImpactMeasure, models.CASCADE, related_name="measurements")
    on = models.DateField("gemeten op", default=timezone.localdate)
    value = models.FloatField("waarde")
    """How it stood up to and including that day, not what came in since the day before."""
    remark = models.CharField("toelichting", max_length=240, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "meting van een maat"
        verbose_name_plural = "metingen van maten"
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["measure", "on"], name="measurement_once_a_day")]

    def __str__(self) -> str:
        return f"{self.measure} op {self.on}"

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.measure.initiative.community
