"""The stakeholder map: who matters, how far they are, and what they hope and fear."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from communities.models.organisations import Sector

ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]

if TYPE_CHECKING:
    from communities.models.communities import Community


class Stakeholder(models.Model):
    """An organisation or person that matters to a trajectory. `None` for influence or interest is: not yet judged."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisatie", "organisatie"
        PERSON = "persoon", "persoon"

    class Engagement(models.TextChoices):
        UNKNOWN = "onbekend", "onbekend"
        INFORMED = "geinformeerd", "geïnformeerd"
        WILLING = "wil", "wil"
        FRONTRUNNER = "koploper", "koploper"
        DOING = "doet", "doet"

    trajectory = models.ForeignKey("Trajectory", models.CASCADE, related_name="stakeholders")
    kind = models.CharField("soort", max_length=12, choices=Kind, default=Kind.ORGANISATION)
    name = models.CharField("naam", max_length=160)
    organisation = models.ForeignKey(
        "Organisation", models.SET_NULL, null=True, blank=True, related_name="stakeholders", verbose_name="organisatie"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="stakeholders"
    )
    sector = models.CharField("sector", max_length=12, choices=Sector)
    function = models.CharField("functie", max_length=80, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    influence = models.PositiveSmallIntegerField("invloed", null=True, blank=True, validators=ONE_TO_FIVE)
    interest = models.PositiveSmallIntegerField("belang", null=True, blank=True, validators=ONE_TO_FIVE)
    engagement = models.CharField("betrokkenheid", max_length=12, choices=Engagement, default=Engagement.UNKNOWN)
    notes = models.TextField("aantekeningen", max_length=2000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField("gewijzigd op", auto_now=True)

    class Meta:
        verbose_name = "belanghebbende"
        verbose_name_plural = "belanghebbenden"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["trajectory", "kind", "name", "email"], name="stakeholder_once"),
            models.CheckConstraint(
                condition=(Q(influence=None) | Q(influence__range=(1, 5)))
                & (Q(interest=None) | Q(interest__range=(1, 5))),
                name="stakeholder_one_to_five",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.trajectory.community


class Interest(models.Model):
    """What a stakeholder hopes to win and fears to lose, at one of three levels."""

    class Level(models.TextChoices):
        PERSON = "persoon", "van de persoon"
        ORGANISATION = "organisatie", "van de organisatie"
        REGION = "regio", "van de regio als geheel"

    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="interests")
    level = models.CharField("niveau", max_length=12, choices=Level)
    hopes = models.TextField("hoopt te winnen", max_length=1000, blank=True)
    fears = models.TextField("vreest te verliezen", max_length=1000, blank=True)
    is_shared = models.BooleanField("leden mogen dit lezen", default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "belang"
        verbose_name_plural = "belangen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["stakeholder", "level"], name="interest_once_per_level"),
            models.CheckConstraint(condition=~Q(hopes="", fears=""), name="interest_says_something"),
        ]

    def __str__(self) -> str:
        return f"Belang {self.get_level_display()}: {self.stakeholder}"

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.stakeholder.community
