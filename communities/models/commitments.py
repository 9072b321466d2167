"""Commitments: one kind of promise for the whole platform. Who, what, when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

OPEN_STATES = ("toegezegd", "bezig")
OPEN = Q(state__in=OPEN_STATES)


def late_now() -> Q:
    """Open ones whose day has passed; the same condition as `Commitment.is_late`."""
    return OPEN & Q(due_on__lt=timezone.localdate())


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Commitments, by the moments that count."""

    def open(self) -> "CommitmentQuerySet":
        """Those that still must be done; the same condition as `Commitment.is_open`."""
        return self.filter(OPEN)

    def late(self) -> "CommitmentQuerySet":
        """Open ones whose day has passed; the same condition as `Commitment.is_late`."""
        return self.filter(late_now())


class Commitment(models.Model):
    """A promise: an organisation or person, one sentence, a date. Late is not a state but a fact of the calendar."""

    class State(models.TextChoices):
        PROMISED = "toegezegd", "toegezegd"
        BUSY = "bezig", "bezig"
        DONE = "klaar", "klaar"
        LAPSED = "vervallen", "vervallen"

    OPEN_STATES = OPEN_STATES

    community = models.ForeignKey("Community", models.CASCADE, related_name="commitments")
    trajectory = models.ForeignKey(
        "Trajectory", models.SET_NULL, null=True, blank=True, related_name="commitments", verbose_name="traject"
    )
    organisation = models.ForeignKey(
        "Organisation", models.SET_NULL, null=True, blank=True, related_name="commitments", verbose_name="organisatie"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name="wie",
    )
    what = models.CharField("wat", max_length=200)
    starts_on = models.DateField("vanaf", null=True, blank=True)
    due_on = models.DateField("wanneer klaar")
    state = models.CharField("stand", max_length=10, choices=State, default=State.PROMISED)
    lapsed_because = models.CharField("waarom vervallen", max_length=300, blank=True)
    evidence = models.TextField("waaruit blijkt het", max_length=1000, blank=True)
    evidence_link = models.URLField("adres van het bewijs", max_length=500, blank=True)
    agenda_item = models.ForeignKey(
        "AgendaItem", models.SET_NULL, null=True, blank=True, related_name="commitments", verbose_name="agendapunt"
    )
    step = models.ForeignKey(
        "Step", models.SET_NULL, null=True, blank=True, related_name="commitments", verbose_name="stap"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField("toegezegd op", auto_now_add=True)
    done_on = models.DateField("klaar op", null=True, blank=True)
    changed_at = models.DateTimeField("gewijzigd op", auto_now=True)
    version = models.PositiveIntegerField("versie", default=1)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = "toezegging"
        verbose_name_plural = "toezeggingen"
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["community", "state", "due_on"], name="commitment_due")]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="commitment_says_what"),
            models.CheckConstraint(
                condition=~Q(state="klaar") | Q(done_on__isnull=False), name="commitment_done_has_date"
            ),
            models.CheckConstraint(
                condition=~Q(state="vervallen") | ~Q(lapsed_because=""), name="commitment_lapsed_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(starts_on__lte=models.F("due_on")), name="commitment_starts_before_due"
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        """The page of the commitment."""
        return reverse("communities:commitment_detail", args=[self.community.slug, self.pk])

    @property
    def is_open(self) -> bool:
        """Still must be done; the same condition as `CommitmentQuerySet.open`."""
        return self.state in self.OPEN_STATES

    @property
    def is_late(self) -> bool:
        """Open, and its day has passed; the same condition as `CommitmentQuerySet.late`."""
        return self.is_open and self.due_on < timezone.localdate()
