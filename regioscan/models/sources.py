"""Where figures come from: sources, the files received from them, and the rows that were refused."""

from django.db import models
from django.db.models import Q


class Source(models.Model):
    """A supplier of figures, regions or boundaries; declared in `regioscan/data/sources.toml`."""

    class Delivers(models.TextChoices):
        REGIONS = "regios", "regio's"
        BOUNDARIES = "grenzen", "grenzen"
        OBSERVATIONS = "cijfers", "cijfers"
        SUCCESSIONS = "opvolging", "herindelingen"

    code = models.SlugField(unique=True)
    name = models.CharField("naam", max_length=120)
    publisher = models.CharField("uitgever", max_length=120)
    delivers = models.CharField("levert", max_length=10, choices=Delivers)
    licence = models.CharField("licentie", max_length=80)
    homepage = models.URLField("website", blank=True)
    explanation = models.TextField("uitleg")
    refresh_days = models.PositiveSmallIntegerField("verwacht elke (dagen)", default=365)
    position = models.PositiveSmallIntegerField("volgorde", default=0)

    class Meta:
        verbose_name = "bron"
        verbose_name_plural = "bronnen"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


def snapshot_path(snapshot: "Snapshot", filename: str) -> str:  # noqa: ARG001 - the sender's file name is not trusted
    """Where the raw file of a snapshot is kept: named after its content, never after what the sender called it."""
    return f"snapshots/{snapshot.sha256[:2]}/{snapshot.sha256}"


class Snapshot(models.Model):
    """One delivery of a source: the raw file exactly as received, and what checking it showed."""

    class State(models.TextChoices):
        RECEIVED = "ontvangen", "ontvangen"
        CHECKED = "gecontroleerd", "gecontroleerd, klaar om te publiceren"
        PUBLISHED = "gepubliceerd", "gepubliceerd"
        REFUSED = "geweigerd", "geweigerd"
        WITHDRAWN = "ingetrokken", "ingetrokken"

    source = models.ForeignKey(Source, models.PROTECT, related_name="snapshots")
    period = models.PositiveSmallIntegerField("jaar", null=True, blank=True)
    state = models.CharField("stand", max_length=14, choices=State, default=State.RECEIVED)
    file = models.FileField("bestand", upload_to=snapshot_path)
    file_name = models.CharField("naam van het bestand", max_length=200)
    origin = models.CharField("herkomst", max_length=500)
    sha256 = models.CharField("controlegetal", max_length=64)
    size = models.PositiveBigIntegerField("grootte in bytes")
    licence = models.CharField("licentie", max_length=80)
    retrieved_at = models.DateTimeField("opgehaald op")
    retrieved_by = models.CharField("opgehaald door", max_length=200)
    fingerprint = models.CharField("vingerafdruk van de kolommen", max_length=64, blank=True)
    columns = models.JSONField("kolommen", default=list, blank=True)
    summary = models.JSONField("vergelijking met vorige levering", default=dict, blank=True)
    message = models.TextField("melding", blank=True)
    published_at = models.DateTimeField("gepubliceerd op", null=True, blank=True)
    published_by = models.CharField("gepubliceerd door", max_length=200, blank=True)

    class Meta:
        verbose_name = "levering"
        verbose_name_plural = "leveringen"
        ordering = ["-retrieved_at", "-id"]
        indexes = [models.Index(fields=["source", "period", "state"], name="snapshot_source_period")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="gepubliceerd", published_at__isnull=False)
                | (~Q(state="gepubliceerd") & (Q(state="ingetrokken") | Q(published_at=None))),
                name="snapshot_published_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.period or ''} ({self.get_state_display()})"


class RejectedRow(models.Model):
    """A cell or row of a delivery that was not taken over, with the reason in Dutch."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="rejected_rows")
    line = models.PositiveIntegerField("regel")
    column = models.CharField("kolom", max_length=200, blank=True)
    value = models.CharField("waarde", max_length=200, blank=True)
    reason = models.CharField("reden", max_length=300)

    class Meta:
        verbose_name = "geweigerde regel"
        verbose_name_plural = "geweigerde regels"
        ordering = ["snapshot", "line", "column"]

    def __str__(self) -> str:
        return f"regel {self.line}: {self.reason}"
