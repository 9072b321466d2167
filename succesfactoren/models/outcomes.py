"""What a round led to: the outcome as it may be shown, the advisor's own view, and what people will do."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from succesfactoren.analysis.main_table import main_table
from succesfactoren.analysis.outcome_shape import Table

if TYPE_CHECKING:
    from communities.models import Community


class Outcome(models.Model):
    """The figures of a closed round after suppression: the only thing that pages, files and the API read.

    Made once, at closing; a trigger refuses a change. `figures` has the shape of `analysis.outcome.Outcome`.
    """

    round = models.OneToOneField("Round", models.CASCADE, related_name="outcome")
    figures = models.JSONField()
    method = models.CharField("rekenwijze", max_length=12)
    made_at = models.DateTimeField("gemaakt op", auto_now_add=True)

    class Meta:
        verbose_name = "uitkomst"
        verbose_name_plural = "uitkomsten"

    def __str__(self) -> str:
        return f"Uitkomst van {self.round}"

    @property
    def main_table(self) -> Table:
        """The population that the outcome is about first of all."""
        return main_table(self.figures["tables"])


class AdvisorRating(models.Model):
    """The level of a factor as the advisor sees it, apart from what people answered."""

    round = models.ForeignKey("Round", models.CASCADE, related_name="ratings")
    factor = models.ForeignKey("Factor", models.RESTRICT, related_name="+")
    level = models.PositiveSmallIntegerField("niveau")
    remark = models.CharField("waaraan u dat ziet", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "oordeel van de adviseur"
        verbose_name_plural = "oordelen van de adviseur"
        ordering = ["factor__position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "factor"], name="advisor_rating_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="advisor_rating_level"),
        ]

    def __str__(self) -> str:
        return f"{self.factor}: niveau {self.level}"


class ChosenIntervention(models.Model):
    """What was chosen to do about a factor. It leads to a promise; the next round shows whether it was kept."""

    round = models.ForeignKey("Round", models.CASCADE, related_name="chosen")
    factor = models.ForeignKey("Factor", models.RESTRICT, related_name="+")
    text = models.CharField("wat wij doen", max_length=300)
    is_own = models.BooleanField("eigen of gewijzigde tekst", default=False)
    commitment = models.ForeignKey(
        "communities.Commitment", models.SET_NULL, null=True, related_name="interventions", verbose_name="toezegging"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "gekozen advies"
        verbose_name_plural = "gekozen adviezen"
        ordering = ["factor__position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="chosen_intervention_has_text"),
            models.UniqueConstraint(fields=["round", "factor", "text"], name="chosen_intervention_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Conversation(models.Model):
    """One answer per statement, agreed by a group that sits together. No loose answers are kept, and no names."""

    assessment = models.ForeignKey("Assessment", models.CASCADE, related_name="conversations")
    version = models.ForeignKey("InstrumentVersion", models.RESTRICT, related_name="conversations")
    held_on = models.DateField("gehouden op")
    present = models.CharField("wie zaten er aan tafel", max_length=300, blank=True)
    answers = models.JSONField(default=dict)
    """Maps the code of a statement to 1–5, or null for “weten wij niet”."""
    remarks = models.JSONField(default=dict)
    """Maps the code of a factor to what the group wants to remember of the talk."""
    is_shared = models.BooleanField("leden mogen dit lezen", default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version_number = models.PositiveIntegerField("versie", default=1)

    class Meta:
        verbose_name = "gesprek"
        verbose_name_plural = "gesprekken"
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"Gesprek van {self.held_on:%d-%m-%Y}"

    @property
    def community(self) -> "Community":
        """The community in which the talk was held."""
        return self.assessment.community
