"""Background work. The truth about a job is here and not in the broker, which may lose it."""

from datetime import datetime

from django.db import models
from django.db.models import Q


class JobQuerySet(models.QuerySet["Job"]):
    """Questions about jobs that are asked in more than one place."""

    def unfinished(self) -> "JobQuerySet":
        """Jobs that are waiting or running."""
        return self.filter(state__in=Job.UNFINISHED)

    def expired(self, now: datetime) -> "JobQuerySet":
        """Running jobs whose worker has not been heard of since its lease ended."""
        return self.filter(state=Job.State.RUNNING, lease_until__lt=now)


class Job(models.Model):
    """A piece of work for the worker: what, how far, which attempt, and until when the worker holds it."""

    class State(models.TextChoices):
        WAITING = "wacht", "wacht"
        RUNNING = "bezig", "bezig"
        DONE = "klaar", "klaar"
        FAILED = "mislukt", "mislukt"

    UNFINISHED = [State.WAITING, State.RUNNING]

    kind = models.CharField("soort", max_length=40)
    key = models.CharField("sleutel", max_length=120)
    payload = models.JSONField("opdracht", default=dict)
    state = models.CharField("stand", max_length=8, choices=State, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField("poging", default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    progress = models.PositiveSmallIntegerField("voortgang in procenten", default=0)
    step = models.CharField("stap", max_length=200, blank=True)
    message = models.TextField("melding", blank=True)
    queued_at = models.DateTimeField("aangevraagd op", auto_now_add=True)
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    started_at = models.DateTimeField("begonnen op", null=True, blank=True)
    finished_at = models.DateTimeField("klaar op", null=True, blank=True)
    heartbeat_at = models.DateTimeField("laatste teken van leven", null=True, blank=True)
    lease_until = models.DateTimeField("vastgehouden tot", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "taak"
        verbose_name_plural = "taken"
        ordering = ["-queued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state__in=["wacht", "bezig"]), name="job_one_unfinished"
            ),
            models.CheckConstraint(
                condition=~Q(state="bezig") | Q(lease_until__isnull=False), name="job_running_has_lease"
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress_percent"),
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="job_state_lease")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.get_state_display()}"

    @property
    def is_unfinished(self) -> bool:
        """Waiting or running; the same as `JobQuerySet.unfinished`."""
        return self.state in self.UNFINISHED
