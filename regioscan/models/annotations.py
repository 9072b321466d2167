"""What an advisor adds to the figures of a region in their own words."""

from django.db import models
from django.db.models import Q


class Annotation(models.Model):
    """Somebody's own reading of a region, or of one theme of it; shown beside the findings and marked as theirs."""

    MAX_LENGTH = 2000

    region = models.ForeignKey("regioscan.Region", models.CASCADE, related_name="annotations")
    theme = models.ForeignKey("regioscan.Theme", models.CASCADE, null=True, blank=True, related_name="annotations")
    text = models.TextField("tekst", max_length=MAX_LENGTH)
    written_by = models.CharField("geschreven door", max_length=200)
    written_at = models.DateTimeField("geschreven op", auto_now_add=True)
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)
    withdrawn_by = models.CharField("ingetrokken door", max_length=200, blank=True, default="")

    class Meta:
        verbose_name = "duiding"
        verbose_name_plural = "duidingen"
        ordering = ["-written_at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="annotation_has_text")]

    def __str__(self) -> str:
        return f"{self.written_by} over {self.region}"
