"""Communities: a region's own place, with its own face and its own rules."""

import re

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

COLOUR = RegexValidator(re.compile(r"^#[0-9a-f]{6}\Z"), "Een kleur is een # met zes cijfers of letters a tot en met f.")


def face_path(community: "Community", filename: str) -> str:
    """Where a picture of the face is kept; never served directly."""
    return f"communities/{community.pk}/face/{filename}"


class Community(models.Model):
    """A region's own place. Its colours are kept as chosen; the readable shades are derived (lib/colours.py)."""

    class Visibility(models.TextChoices):
        PUBLIC = "openbaar", "Iedereen mag de openbare bladzijden lezen, ook zonder account"
        PRIVATE = "besloten", "Alleen leden weten dat deze community bestaat"

    class JoinPolicy(models.TextChoices):
        OPEN = "open", "Iedereen met een account mag direct lid worden"
        REQUEST = "aanvraag", "Wie lid wil worden, vraagt het aan; een coördinator beslist"
        INVITATION = "uitnodiging", "Alleen wie is uitgenodigd, kan lid worden"

    class LegalBasis(models.TextChoices):
        PUBLIC_TASK = "algemeen-belang", "taak van algemeen belang (artikel 6 lid 1 onder e AVG)"
        INTEREST = "gerechtvaardigd-belang", "gerechtvaardigd belang (artikel 6 lid 1 onder f AVG)"
        CONSENT = "toestemming", "toestemming (artikel 6 lid 1 onder a AVG)"

    region = models.ForeignKey("regioscan.Region", models.PROTECT, related_name="communities", verbose_name="regio")
    slug = models.SlugField("kort adres", max_length=60, unique=True)
    name = models.CharField("naam", max_length=80)
    tagline = models.CharField("ondertitel", max_length=160, blank=True)
    about = models.TextField("waar gaat het over", max_length=4000, blank=True)
    logo = models.ImageField("logo", upload_to=face_path, blank=True)
    cover = models.ImageField("omslagfoto", upload_to=face_path, blank=True)
    cover_credit = models.CharField("maker van de omslagfoto", max_length=120, blank=True)
    cover_alt = models.CharField("wat staat er op de omslagfoto", max_length=200, blank=True)
    primary_colour = models.CharField("hoofdkleur", max_length=7, default="#0e4b55", validators=[COLOUR])
    accent_colour = models.CharField("tweede kleur", max_length=7, default="#b23c14", validators=[COLOUR])
    visibility = models.CharField("zichtbaar", max_length=10, choices=Visibility, default=Visibility.PRIVATE)
    join_policy = models.CharField("lid worden", max_length=12, choices=JoinPolicy, default=JoinPolicy.REQUEST)
    controller = models.ForeignKey(
        "Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="controlled_communities",
        verbose_name="verantwoordelijk voor de persoonsgegevens",
    )
    legal_basis = models.CharField("grondslag", max_length=24, choices=LegalBasis, default=LegalBasis.CONSENT)
    privacy_email = models.EmailField("adres voor vragen over privacy", blank=True)
    retention_days = models.PositiveSmallIntegerField("dagen bewaren na het einde", default=180)
    started_on = models.DateField("begonnen op", null=True, blank=True)
    ended_on = models.DateField("gestopt op", null=True, blank=True)
    anonymised_on = models.DateField("zonder namen sinds", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("gemaakt op", auto_now_add=True)

    class Meta:
        verbose_name = "community"
        verbose_name_plural = "communities"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="community_has_name"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(started_on=None) | Q(ended_on__gte=models.F("started_on")),
                name="community_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The front page."""
        return reverse("config:community_home", args=[self.slug])

    @property
    def is_active(self) -> bool:
        """Still going on: what is over can be read and not written."""
        return self.ended_on is None

    @cached_property
    def newest_rules_id(self) -> int | None:
        """The house rules that hold now; None where there are none."""
        return self.house_rules.order_by("-version").values_list("pk", flat=True).first()

    @property
    def is_public(self) -> bool:
        """Whether strangers may know of it."""
        return self.visibility == self.Visibility.PUBLIC


class HouseRules(models.Model):
    """A version of the house rules; never changed, for people have agreed to it."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="house_rules")
    version = models.PositiveSmallIntegerField("versie")
    text = models.TextField("huisregels", max_length=8000)
    published_by = models.ForeignKey("User", models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField("gepubliceerd op", auto_now_add=True)

    class Meta:
        verbose_name = "huisregels"
        verbose_name_plural = "huisregels"
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["community", "version"], name="house_rules_version_once")]

    def __str__(self) -> str:
        return f"Huisregels van {self.community}, versie {self.version}"
