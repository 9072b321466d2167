"""What people agreed to, and what they asked to have of us."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


def export_path(export: "DataExport", filename: str) -> str:
    """Where an export waits; never served directly."""
    return f"exports/{export.public_id}/{filename}"


class Consent(models.Model):
    """That somebody agreed to something, or took it back; a line is never changed."""

    class Subject(models.TextChoices):
        PRIVACY = "privacy", "de privacyverklaring van een community"
        RULES = "huisregels", "de huisregels van een community"
        VISIBLE = "zichtbaar", "zichtbaar zijn voor bezoekers"
        DIGEST = "weekoverzicht", "het weekoverzicht ontvangen"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    community = models.ForeignKey("Community", models.CASCADE, null=True, blank=True, related_name="consents")
    subject = models.CharField("waarover", max_length=14, choices=Subject)
    is_given = models.BooleanField("gegeven")
    wording = models.CharField("zoals het gevraagd werd", max_length=300)
    at = models.DateTimeField("op", auto_now_add=True)

    class Meta:
        verbose_name = "toestemming"
        verbose_name_plural = "toestemmingen"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_subject_display()} {'gegeven' if self.is_given else 'ingetrokken'}"


class DataExport(models.Model):
    """A zip with everything we hold of somebody; made on request, gone after a few days."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    job = models.OneToOneField("regioscan.Job", models.SET_NULL, null=True, related_name="data_export")
    file = models.FileField(upload_to=export_path, blank=True)
    size = models.PositiveIntegerField("grootte in bytes", default=0)
    created_at = models.DateTimeField("gevraagd op", auto_now_add=True)
    made_at = models.DateTimeField("gemaakt op", null=True, blank=True)
    expires_at = models.DateTimeField("te downloaden tot", null=True, blank=True)

    class Meta:
        verbose_name = "download van eigen gegevens"
        verbose_name_plural = "downloads van eigen gegevens"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(made_at=None) | models.Q(expires_at__isnull=False), name="export_made_expires"
            )
        ]

    def __str__(self) -> str:
        return f"Gegevens van {self.user}"

    @property
    def is_there(self) -> bool:
        """May be downloaded now."""
        return self.expires_at is not None and self.expires_at > timezone.now() and bool(self.file)


class RetentionWarning(models.Model):
    """That somebody was told that their data will be anonymised on a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="retention_warnings")
    community = models.ForeignKey("Community", models.CASCADE, null=True, blank=True, related_name="+")
    due_on = models.DateField("wordt anoniem op")
    warned_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "waarschuwing voor het einde van de bewaartermijn"
        verbose_name_plural = "waarschuwingen voor het einde van de bewaartermijn"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "community", "due_on"], nulls_distinct=False, name="retention_warning_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: anoniem op {self.due_on}"
