"""What an initiative works towards, and the friendly question when nothing is heard of it."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from initiatives.analysis.workflow import ENDS, STOPPED

if TYPE_CHECKING:
    from communities.models import Community


OPEN = Q(done_on=None) & ~Q(initiative__stage__in=ENDS)
"""Somebody may still reach it; the same condition as `Milestone.is_open`."""

LAPSED = Q(done_on=None, initiative__stage=STOPPED)
"""Not reached when the initiative stopped: it counts nowhere; the same condition as `Milestone.has_lapsed`."""


def late_now() -> Q:
    """Still to be reached, and the day has passed; the same condition as `Milestone.is_late`."""
    return OPEN & Q(due_on__lt=timezone.localdate())


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    """Milestones, by the moments that count."""

    def late(self) -> "MilestoneQuerySet":
        """Those whose day has passed; the same condition as `Milestone.is_late`."""
        return self.filter(late_now())

    def kept(self) -> "MilestoneQuerySet":
        """Without those that lapsed; the opposite of `Milestone.has_lapsed`."""
        return self.exclude(LAPSED)


class Milestone(models.Model):
    """A moment that an initiative works towards."""

    initiative = models.ForeignKey("Initiative", models.CASCADE, related_name="milestones")
    title = models.CharField("mijlpaal", max_length=140)
    due_on = models.DateField("wanneer")
    done_on = models.DateField("bereikt op", null=True, blank=True)
    version = models.PositiveIntegerField("versie", default=1)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = "mijlpaal"
        verbose_name_plural = "mijlpalen"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="milestone_has_title"),
            models.UniqueConstraint(fields=["initiative", "title", "due_on"], name="milestone_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.initiative.community

    @property
    def is_open(self) -> bool:
        """Somebody may still reach it: of an initiative that ended nobody waits for a milestone."""
        return self.done_on is None and self.initiative.stage not in ENDS

    @property
    def has_lapsed(self) -> bool:
        """Not reached when the initiative stopped; `MilestoneQuerySet.kept` leaves these out."""
        return self.done_on is None and self.initiative.stage == STOPPED

    @property
    def is_late(self) -> bool:
        """Still to be reached, and the day has passed; the same condition as `MilestoneQuerySet.late`."""
        return self.is_open and self.due_on < timezone.localdate()


class QuietQuestion(models.Model):
    """“Hoe gaat het?”, by mail with three buttons, after 45 days without news. One waits at a time."""

    class Answer(models.TextChoices):
        FINE = "goed", "gaat goed"
        HELP = "hulp", "hulp nodig"
        STOPPED = "gestopt", "gestopt"

    initiative = models.ForeignKey("Initiative", models.CASCADE, related_name="quiet_questions")
    asked_on = models.DateField("gevraagd op", default=timezone.localdate)
    answer = models.CharField("antwoord", max_length=8, choices=Answer, blank=True)
    answered_on = models.DateField("beantwoord op", null=True, blank=True)

    class Meta:
        verbose_name = "vraag aan een stil initiatief"
        verbose_name_plural = "vragen aan stille initiatieven"
        ordering = ["-asked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative"], condition=Q(answer=""), name="quiet_question_one_waits"),
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None) | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="quiet_question_answered_on",
            ),
        ]

    def __str__(self) -> str:
        return f"Hoe gaat het met {self.initiative}?"
