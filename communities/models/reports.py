"""Regioscan reports: who asked for which, and the frozen files."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from lib.check_codes import spaced_code


def report_path(report: "Report", filename: str) -> str:
    """Where a file of a report is kept; the address cannot be guessed and is never served directly."""
    return f"reports/{report.public_id}/{filename}"


class Report(models.Model):
    """A regioscan report of one region: asked for once, made by the worker, then never changed.

    `request_key` is a hash of what was asked, of whom it is, and of the figures it rests on: the same request twice is
    one report, and new figures give a new one. `record` is what was attached to the PDF as `rapport.json`, and
    `check_code` the beginning of its hash: printed in the PDF, to find the report again at `/verifieer/`. A report
    with a `community` has that community's face.
    """

    class Visibility(models.TextChoices):
        MINE = "eigen", "alleen voor mij"
        COMMUNITY = "leden", "voor de leden van een community"
        PUBLIC = "openbaar", "voor iedereen"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey("regioscan.Region", models.PROTECT, related_name="reports", verbose_name="regio")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="reports",
        verbose_name="aangevraagd door",
    )
    community = models.ForeignKey(
        "Community", models.CASCADE, null=True, blank=True, related_name="reports", verbose_name="community"
    )
    visibility = models.CharField("zichtbaar", max_length=8, choices=Visibility, default=Visibility.MINE)
    period = models.PositiveSmallIntegerField("cijfers tot en met")
    benchmark = models.CharField("vergelijken met", max_length=60)
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
    check_code = models.CharField("controlecode", max_length=12, blank=True, default="")
    record = models.JSONField("het rapport als gegevens", null=True, blank=True)
    n_pages = models.PositiveSmallIntegerField("bladzijden", default=0)

    class Meta:
        verbose_name = "rapport"
        verbose_name_plural = "rapporten"
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["pdf_sha256"], name="report_pdf_sha256"),
            models.Index(fields=["check_code"], name="report_check_code"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at=None) | (~Q(pdf="") & ~Q(xlsx="")), name="report_made_has_files"
            ),
            models.CheckConstraint(
                condition=~Q(visibility="leden") | Q(community__isnull=False), name="report_for_members_has_community"
            ),
        ]

    def __str__(self) -> str:
        return f"Regioscan {self.region.name}, cijfers tot en met {self.period}"

    def get_absolute_url(self) -> str:
        """The page that shows progress, and the downloads once there."""
        return reverse("config:report_detail", args=[self.public_id])

    @property
    def code(self) -> str:
        """What is printed in the PDF to verify it by: number and check, in groups of four; "" without a check."""
        return spaced_code(str(self.public_id), self.check_code) if self.check_code else ""

    @property
    def short_number(self) -> str:
        """The part of the number that people read out."""
        return str(self.public_id)[:8]
