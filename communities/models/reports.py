"""Regioscan reports: who asked for which, and the frozen files."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse


def report_path(report: "Report", filename: str) -> str:
    """Where a file of a report is kept; the address cannot be guessed and is never served directly."""
    return f"reports/{report.public_id}/{filename}"


class Report(models.Model):
    """A regioscan report of one region: asked for once, made by the worker, then never changed.

    `request_key` is a hash of what was asked, of whom it is, and of the figures it rests on: the same request twice is
    one report, and new figures give a new one.
    """

    class Visibility(models.TextChoices):
        MINE = "eigen", "alleen voor mij"
        PUBLIC = "openbaar", "voor iedereen"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey("regioscan.Region", models.PROTECT, related_name="reports", verbose_name="regio")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reports", verbose_name="aangevraagd door"
    )
    visibility = models.CharField("zichtbaar", max_length=8, choices=Visibility, default=Visibility.MINE)
    period = models.PositiveSmallIntegerField("cijfers tot en met")
    benchmark = models.CharField("vergelijken met", max_length=20)
    chapters = models.JSONField("hoofdstukken", default=list)
    request_key = models.CharField(max_length=64, unique=True)
    job = models.OneToOneField("regioscan.Job", models.PROTECT, related_name="report", null=True)
    created_at = models.DateTimeField("aangevraagd op", auto_now_add=True)
    made_at = models.DateTimeField("gemaakt op", null=True, blank=True)
    pdf = models.FileField(upload_to=report_path, blank=True)
    xlsx = models.FileField(upload_to=report_path, blank=True)
    pdf_size = models.PositiveIntegerField("grootte PDF", default=0)
    xlsx_size = models.PositiveIntegerField("grootte XLSX", default=0)
    pdf_sha256 = models.CharField("controlegetal PDF", max_length=64, blank=True)
    n_pages = models.PositiveSmallIntegerField("bladzijden", default=0)

    class Meta:
        verbose_name = "rapport"
        verbose_name_plural = "rapporten"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at=None) | (~Q(pdf="") & ~Q(xlsx="")), name="report_made_has_files"
            ),
        ]

    def __str__(self) -> str:
        return f"Regioscan {self.region.name}, cijfers tot en met {self.period}"

    def get_absolute_url(self) -> str:
        """The page that shows progress, and the downloads once there."""
        return reverse("config:report_detail", args=[self.public_id])
