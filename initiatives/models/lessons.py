"""What was learned when an initiative ended; findable by others, by factor, theme and stage."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from communities.models import Community


class LessonQuerySet(models.QuerySet["Lesson"]):
    """Lessons, by who may read them."""

    def shown(self) -> "LessonQuerySet":
        """Those that are not hidden."""
        return self.filter(hidden_because="")


class Lesson(models.Model):
    """One lesson of one initiative, written when it was finished or stopped."""

    initiative = models.OneToOneField("Initiative", models.CASCADE, related_name="lesson")
    what_worked = models.TextField("wat werkte", max_length=2_000, blank=True)
    what_not = models.TextField("wat werkte niet", max_length=2_000, blank=True)
    advice = models.TextField("wat raadt u anderen aan", max_length=2_000)
    factor_code = models.CharField("bij welke succesfactor hoort dit", max_length=20, blank=True)
    """Code of a factor of the house's own instrument, the same in each of its versions."""
    is_shared = models.BooleanField("andere communities mogen dit lezen", default=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Who wrote it first; others may amend it."""
    written_at = models.DateTimeField("geschreven op", auto_now_add=True)
    version = models.PositiveIntegerField("versie", default=1)
    hidden_because = models.CharField("waarom verborgen", max_length=300, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("advice", "what_worked", "what_not", config="dutch"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = "les"
        verbose_name_plural = "lessen"
        ordering = ["-written_at", "-pk"]
        indexes = [GinIndex(fields=["search"], name="lesson_search")]
        constraints = [models.CheckConstraint(condition=~Q(advice=""), name="lesson_advises")]

    def __str__(self) -> str:
        return f"Les van {self.initiative}"

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.initiative.community
