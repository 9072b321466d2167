"""What an advisor reads in the figures, for the people of one community."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ThemeReading(models.Model):
    """An advisor's own reading of a theme, or of the region as a whole, in versions; marked as theirs wherever shown.

    A published version is never changed; the newest published one stands on the page and in the report.
    """

    community = models.ForeignKey("Community", models.CASCADE, related_name="readings")
    theme = models.ForeignKey("regioscan.Theme", models.PROTECT, null=True, blank=True, related_name="readings")
    version = models.PositiveSmallIntegerField("versie")
    text = models.TextField("tekst", max_length=2000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField("geschreven op", auto_now_add=True)
    published_at = models.DateTimeField("gepubliceerd op", null=True, blank=True)
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    class Meta:
        verbose_name = "eigen duiding"
        verbose_name_plural = "eigen duidingen"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "theme", "version"], nulls_distinct=False, name="reading_version_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="reading_has_text"),
        ]

    def __str__(self) -> str:
        return f"Duiding van {self.theme or 'de regio'} in {self.community}"
