"""The report of a trajectory: all floors in one file, frozen when it is made."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from lib.check_codes import spaced_code

if TYPE_CHECKING:
    from communities.models import Community


def report_path(report: "TrajectoryReport", filename: str) -> str:
    """Where a file of a report is kept; the address cannot be guessed and is never served directly."""
    return f"trajectories/{report.public_id}/{filename}"


class TrajectoryReportQuerySet(models.QuerySet["TrajectoryReport"]):
    """Reports of trajectories, by what can be downloaded."""

    def made(self) -> "TrajectoryReportQuerySet":
        """Those whose files are there; the same condition as `TrajectoryReport.is_made`."""
        return self.filter(made_at__isnull=False)


class TrajectoryReport(models.Model):
    """A report of one trajectory: asked for by who runs it, made by the worker, then never changed (trigger).

    A correction is a new report: it names the one that it comes after. `check_code` is the beginning of the hash of the
    tables that are attached to the PDF: printed in it, to find the report again at `/verifieer/`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trajectory = models.ForeignKey("communities.Trajectory", models.CASCADE, related_name="trajectory_reports")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="aangevraagd door"
    )
    chapters = models.JSONField("hoofdstukken", default=list)
    after = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="na")
    job = models.OneToOneField("regioscan.Job", models.PROTECT, related_name="trajectory_report", null=True)
    created_at = models.DateTimeField("aangevraagd op", auto_now_add=True)
    made_at = models.DateTimeField("gemaakt op", null=True, blank=True)
    pdf = models.FileField(upload_to=report_path, blank=True)
    xlsx = models.FileField(upload_to=report_path, blank=True)
    pdf_size = models.PositiveIntegerField("grootte PDF", default=0)
    xlsx_size = models.PositiveIntegerField("grootte XLSX", default=0)
    pdf_sha256 = models.CharField("controlegetal PDF", max_length=64, blank=True)
    check_code = models.CharField("controlecode", max_length=12, blank=True, default="")
    n_pages = models.PositiveSmallIntegerField("bladzijden", default=0)

    objects = TrajectoryReportQuerySet.as_manager()

    class Meta:
        verbose_name = "trajectrapport"
        verbose_name_plural = "trajectrapporten"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["pdf_sha256"], name="trajectory_report_pdf_sha256"),
            models.Index(fields=["check_code"], name="trajectory_report_check_code"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at=None) | (~Q(pdf="") & ~Q(xlsx="")), name="trajectory_report_made_has_files"
            )
        ]

    def __str__(self) -> str:
        return f"Rapport van {self.trajectory.name}"

    def get_absolute_url(self) -> str:
        """The page that shows progress, and the downloads once there."""
        return reverse("config:trajectory_report", args=[self.public_id])

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.trajectory.community

    @property
    def is_made(self) -> bool:
        """The files are there and will not change any more; the same condition as `TrajectoryReportQuerySet.made`."""
        return self.made_at is not None

    @property
    def code(self) -> str:
        """What is printed in the PDF to verify it by: number and check, in groups of four; "" without a check."""
        return spaced_code(str(self.public_id), self.check_code) if self.check_code else ""

    @property
    def short_number(self) -> str:
        """The part of the number that people read out."""
        return str(self.public_id)[:8]
