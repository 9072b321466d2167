"""Regions and their outlines."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from lib.text import search_key


class RegionQuerySet(models.QuerySet["Region"]):
    """Questions about regions that are asked in more than one place."""

    def valid_on(self, day: date) -> "RegionQuerySet":
        """Regions that exist on `day`."""
        return self.filter(Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gt=day))

    def current(self) -> "RegionQuerySet":
        """Regions that have not been abolished."""
        return self.filter(valid_to__isnull=True)


class Region(models.Model):
    """An area with a name, from the country down to a neighbourhood.

    The key is (code, valid_from): a municipality that swallows another may keep its code while its area changes.
    """

    class Kind(models.TextChoices):
        COUNTRY = "land", "land"
        PROVINCE = "provincie", "provincie"
        COROP = "corop", "COROP-gebied"
        MUNICIPALITY = "gemeente", "gemeente"
        DISTRICT = "wijk", "wijk"
        NEIGHBOURHOOD = "buurt", "buurt"
        CUSTOM = "maatwerk", "maatwerkregio"

    code = models.CharField(max_length=16)
    name = models.CharField("naam", max_length=200)
    kind = models.CharField("soort", max_length=10, choices=Kind)
    valid_from = models.DateField("geldig vanaf")
    valid_to = models.DateField("geldig tot", null=True, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    search_name = models.CharField(max_length=220, editable=False)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "regio"
        verbose_name_plural = "regio's"
        ordering = ["search_name", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="region_code_valid_from"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to=None), name="region_one_current"),
            models.UniqueConstraint(
                Lower("name"), condition=Q(kind="maatwerk", valid_to=None), name="region_custom_name_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="region_valid_to_after_from"
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="region_not_own_parent"),
        ]
        indexes = [
            models.Index(fields=["kind", "search_name"], name="region_kind_name"),
            models.Index(fields=["search_name"], name="region_search_prefix", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    def save(self, **kwargs: object) -> None:
        """Keep the search key in step with the name."""
        self.search_name = search_key(self.name)
        super().save(**kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        """The dashboard of this region."""
        return reverse("regioscan:region_detail", args=[self.code])

    @property
    def title(self) -> str:
        """The name with its kind where the name alone would mislead: «gemeente Utrecht», «provincie Utrecht»."""
        if self.kind in {self.Kind.PROVINCE, self.Kind.MUNICIPALITY, self.Kind.DISTRICT, self.Kind.NEIGHBOURHOOD}:
            return f"{self.get_kind_display()} {self.name}"
        return self.name


class Boundary(models.Model):
    """The outline of a region, simplified, in WGS84, as GeoJSON geometry (Polygon or MultiPolygon)."""

    region = models.OneToOneField(Region, models.CASCADE, primary_key=True)
    geometry = models.JSONField("omtrek")
    label_lon = models.FloatField()
    label_lat = models.FloatField()
    snapshot = models.ForeignKey("regioscan.Snapshot", models.PROTECT)

    class Meta:
        verbose_name = "grens"
        verbose_name_plural = "grenzen"

    def __str__(self) -> str:
        return f"grens van {self.region}"
