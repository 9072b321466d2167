"""The change agenda: what a region wants to change, and by which figures it will be seen."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse

if TYPE_CHECKING:
    from communities.models.communities import Community


class AgendaItem(models.Model):
    """One thing that should change, under a theme, looked at through all three lenses."""

    class State(models.TextChoices):
        PROPOSED = "voorstel", "voorstel"
        ADOPTED = "vastgesteld", "vastgesteld"
        ENDED = "afgesloten", "afgesloten"

    class Lens(models.TextChoices):
        PEOPLE = "mens", "mens"
        ENVIRONMENT = "milieu", "milieu"
        ECONOMY = "economie", "economie"

    community = models.ForeignKey("Community", models.CASCADE, related_name="agenda_items")
    theme = models.ForeignKey("regioscan.Theme", models.PROTECT, related_name="agenda_items", verbose_name="thema")
    lens = models.CharField("lens", max_length=8, choices=Lens)
    title = models.CharField("wat willen wij veranderen", max_length=140)
    goal = models.TextField("doel", max_length=1000, blank=True)
    for_people = models.TextField("wat betekent dit voor mensen", max_length=600, blank=True)
    for_environment = models.TextField("wat betekent dit voor het milieu", max_length=600, blank=True)
    for_economy = models.TextField("wat betekent dit voor de economie", max_length=600, blank=True)
    state = models.CharField("stand", max_length=12, choices=State, default=State.PROPOSED)
    position = models.PositiveSmallIntegerField("volgorde", default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_on = models.DateField("afgesloten op", null=True, blank=True)

    class Meta:
        verbose_name = "agendapunt"
        verbose_name_plural = "agendapunten"
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="agenda_item_has_title")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the item."""
        return reverse("communities:agenda_item_detail", args=[self.community.slug, self.pk])

    @property
    def empty_lenses(self) -> list[str]:
        """The lenses through which nobody has looked at this yet."""
        looked = {"mens": self.for_people, "milieu": self.for_environment, "economie": self.for_economy}
        return [lens for lens, words in looked.items() if not words.strip()]


class AgendaTarget(models.Model):
    """A figure of the regioscan by which an agenda item will be seen, from where it stood to where it should go."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="targets")
    indicator = models.ForeignKey("regioscan.Indicator", models.PROTECT, related_name="agenda_targets")
    baseline_value = models.FloatField("beginwaarde", null=True, blank=True)
    baseline_period = models.PositiveSmallIntegerField("beginjaar", null=True, blank=True)
    target_value = models.FloatField("doelwaarde", null=True, blank=True)
    target_period = models.PositiveSmallIntegerField("doeljaar", null=True, blank=True)

    class Meta:
        verbose_name = "doelcijfer"
        verbose_name_plural = "doelcijfers"
        ordering = ["indicator__position"]
        constraints = [
            models.UniqueConstraint(fields=["item", "indicator"], name="agenda_target_once"),
            models.CheckConstraint(
                condition=Q(target_value=None) | Q(target_period__isnull=False), name="agenda_target_has_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} bij {self.item}"

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.item.community
