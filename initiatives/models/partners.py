"""Who is in an initiative: partners with a role, who said “ik wil”, and who follows it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from communities.models import Community


class Partner(models.Model):
    """An organisation or person that takes part, with a role."""

    class Role(models.TextChoices):
        LEADS = "trekt", "trekt"
        DOES = "doet", "doet mee"
        PAYS = "betaalt", "betaalt mee"
        ADVISES = "adviseert", "denkt mee"

    initiative = models.ForeignKey("Initiative", models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        "communities.Organisation", models.CASCADE, null=True, blank=True, related_name="+", verbose_name="organisatie"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="persoon"
    )
    role = models.CharField("rol", max_length=10, choices=Role, default=Role.DOES)
    since = models.DateField("sinds", auto_now_add=True)

    class Meta:
        verbose_name = "partner"
        verbose_name_plural = "partners"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "organisation", "user"], nulls_distinct=False, name="partner_once"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(user__isnull=False), name="partner_is_somebody"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.user)

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.initiative.community


class Willing(models.Model):
    """Somebody who said “ik wil”, before anyone has to promise: the coalition of the willing."""

    initiative = models.ForeignKey("Initiative", models.CASCADE, related_name="willing")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    why = models.CharField("waarom", max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "wil meedoen"
        verbose_name_plural = "willen meedoen"
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["initiative", "user"], name="willing_once")]

    def __str__(self) -> str:
        return f"{self.user} wil meedoen"


class InitiativeFollow(models.Model):
    """Somebody who wants to hear of an initiative."""

    initiative = models.ForeignKey("Initiative", models.CASCADE, related_name="follows")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "volger van een initiatief"
        verbose_name_plural = "volgers van initiatieven"
        constraints = [models.UniqueConstraint(fields=["initiative", "user"], name="initiative_follow_once")]

    def __str__(self) -> str:
        return f"{self.user} volgt {self.initiative}"
