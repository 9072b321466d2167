"""Hidden champions: small firms of great value that policy does not reach, found by nomination."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from communities.models.organisations import Sector

if TYPE_CHECKING:
    from communities.models.communities import Community


class ChampionQuerySet(models.QuerySet["Champion"]):
    """Champions, by who may know of them."""

    def shown(self) -> "ChampionQuerySet":
        """Those that members may see; the same condition as `Champion.is_shown`."""
        return self.filter(consent=Champion.Consent.YES)


class Champion(models.Model):
    """A firm that others named. Members see it only after the firm itself said yes."""

    class Consent(models.TextChoices):
        NOT_ASKED = "niet-gevraagd", "nog niet gevraagd"
        ASKED = "gevraagd", "gevraagd"
        YES = "ja", "wil zichtbaar zijn"
        NO = "nee", "wil niet zichtbaar zijn"

    community = models.ForeignKey("Community", models.CASCADE, related_name="champions")
    name = models.CharField("naam van het bedrijf", max_length=160)
    sector = models.CharField("sector", max_length=12, choices=Sector)
    place = models.CharField("plaats", max_length=80, blank=True)
    contact_email = models.EmailField("e-mailadres van het bedrijf", blank=True)
    website = models.URLField("website", blank=True)
    description = models.TextField("wat maakt dit bedrijf bijzonder", max_length=1000, blank=True)
    consent = models.CharField("toestemming", max_length=14, choices=Consent, default=Consent.NOT_ASKED)
    consent_token_hash = models.CharField(max_length=64, blank=True)
    consent_asked_at = models.DateTimeField("gevraagd op", null=True, blank=True)
    consent_at = models.DateTimeField("geantwoord op", null=True, blank=True)
    agenda_items = models.ManyToManyField(
        "AgendaItem", related_name="champions", blank=True, verbose_name="hoort bij agendapunt"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ChampionQuerySet.as_manager()

    class Meta:
        verbose_name = "verborgen kampioen"
        verbose_name_plural = "verborgen kampioenen"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["community", "name", "place"], name="champion_once"),
            models.CheckConstraint(
                condition=~Q(consent__in=["ja", "nee"]) | Q(consent_at__isnull=False),
                name="champion_consent_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shown(self) -> bool:
        """Said yes, so that members may see it; the same condition as `ChampionQuerySet.shown`."""
        return self.consent == self.Consent.YES


class Nomination(models.Model):
    """Somebody names a firm and says why; the sector of the nominator's organisation is kept as it was."""

    champion = models.ForeignKey(Champion, models.CASCADE, related_name="nominations")
    nominated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="nominations")
    organisation = models.ForeignKey("Organisation", models.SET_NULL, null=True, blank=True, related_name="+")
    sector = models.CharField("sector van wie nomineert", max_length=12, choices=Sector)
    reason = models.TextField("waarom", max_length=600)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "nominatie"
        verbose_name_plural = "nominaties"
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["champion", "nominated_by"], name="nomination_once")]

    def __str__(self) -> str:
        return f"Nominatie van {self.champion}"

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.champion.community
