"""Vraag en aanbod: what people need and offer – never money – and the matches that came of it."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

if TYPE_CHECKING:
    from communities.models import Community

DAYS_ON_THE_BOARD = 180
LIVE = ("in gesprek", "match")


def on_the_board() -> Q:
    """Not closed, hidden or past its day; the same condition as `Listing.is_open`."""
    return Q(closed_at=None, hidden_because="", expires_on__gte=timezone.localdate())


def last_day() -> date:
    """The day on which a listing leaves the board, unless somebody chooses another one."""
    return timezone.localdate() + timedelta(days=DAYS_ON_THE_BOARD)


class ListingQuerySet(models.QuerySet["Listing"]):
    """Needs and offers, by what may be answered."""

    def open(self) -> "ListingQuerySet":
        """Those on the board; the same condition as `Listing.is_open`."""
        return self.filter(on_the_board())


class Listing(models.Model):
    """A need or an offer of one member, for themselves, an organisation or an initiative."""

    class Side(models.TextChoices):
        NEED = "vraag", "vraag"
        OFFER = "aanbod", "aanbod"

    class Kind(models.TextChoices):
        KNOWLEDGE = "kennis", "kennis"
        PEOPLE = "mensen", "mensen"
        MEANS = "middelen", "middelen"
        SPACE = "ruimte", "ruimte"
        NETWORK = "netwerk", "netwerk"

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="listings")
    initiative = models.ForeignKey(
        "Initiative", models.SET_NULL, null=True, blank=True, related_name="listings", verbose_name="initiatief"
    )
    side = models.CharField("vraag of aanbod", max_length=8, choices=Side)
    kind = models.CharField("soort", max_length=10, choices=Kind)
    title = models.CharField("waar gaat het om", max_length=140)
    text = models.TextField("toelichting", max_length=2_000, blank=True)
    theme = models.ForeignKey(
        "regioscan.Theme", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="thema"
    )
    place = models.CharField("plaats", max_length=80, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="listings")
    organisation = models.ForeignKey(
        "communities.Organisation", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="organisatie"
    )
    expires_on = models.DateField("op het bord tot en met", default=last_day)
    closed_at = models.DateTimeField("van het bord op", null=True, blank=True)
    hidden_because = models.CharField("waarom verborgen", max_length=300, blank=True)
    created_at = models.DateTimeField("geplaatst op", auto_now_add=True)
    version = models.PositiveIntegerField("versie", default=1)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = "vraag of aanbod"
        verbose_name_plural = "vraag en aanbod"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["community", "side", "kind"], name="listing_on_board")]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="listing_has_title")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the need or the offer."""
        return reverse("initiatives:listing_detail", args=[self.community.slug, self.pk])

    @property
    def is_open(self) -> bool:
        """On the board; the same condition as `ListingQuerySet.open`."""
        return self.closed_at is None and not self.hidden_because and self.expires_on >= timezone.localdate()


class Market(models.Model):
    """A meeting at which deals are made on the spot (beursvloer)."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="markets")
    name = models.CharField("naam", max_length=120)
    opens_at = models.DateTimeField("begint")
    closes_at = models.DateTimeField("eindigt")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "beursvloer"
        verbose_name_plural = "beursvloeren"
        ordering = ["-opens_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="market_ends_after_start")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the market: before, during and after it."""
        return reverse("initiatives:market_detail", args=[self.community.slug, self.pk])

    @property
    def is_open(self) -> bool:
        """Deals can be written down now."""
        return self.opens_at <= timezone.now() < self.closes_at

    @property
    def is_over(self) -> bool:
        """What came of it can be seen."""
        return timezone.now() >= self.closes_at


class MatchQuerySet(models.QuerySet["Match"]):
    """Matches, by what came of them."""

    def live(self) -> "MatchQuerySet":
        """Those that two people still have to do with; the same condition as `Match.is_live`."""
        return self.filter(state__in=LIVE)

    def fulfilled(self) -> "MatchQuerySet":
        """Those of which both said that it was done; the same condition as `Match.is_fulfilled`."""
        return self.filter(state="waargemaakt")


class Match(models.Model):
    """Two people about one listing. Agreed when both say so, and “waargemaakt” only when both say that too."""

    class State(models.TextChoices):
        TALKING = "in gesprek", "in gesprek"
        AGREED = "match", "afgesproken"
        FULFILLED = "waargemaakt", "waargemaakt"
        FAILED = "niet gelukt", "niet gelukt"

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="matches")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="matches")
    """Who answered; the other side of the listing's owner."""
    message = models.TextField("eerste bericht", max_length=1_000, blank=True)
    """What `other` wrote to the owner; empty where a deal was written down at a market."""
    market = models.ForeignKey(Market, models.SET_NULL, null=True, blank=True, related_name="matches")
    what = models.CharField("wat spreekt u af", max_length=240, blank=True)
    promised_on = models.DateField("voor wanneer", null=True, blank=True)
    state = models.CharField("stand", max_length=14, choices=State, default=State.TALKING)
    owner_agreed_at = models.DateTimeField(null=True, blank=True)
    other_agreed_at = models.DateTimeField(null=True, blank=True)
    owner_fulfilled_at = models.DateTimeField(null=True, blank=True)
    other_fulfilled_at = models.DateTimeField(null=True, blank=True)
    failed_because = models.CharField("waarom niet", max_length=240, blank=True)
    asked_on = models.DateField("gevraagd of het lukte op", null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="opgeschreven door",
    )
    """Who wrote it down at a market, with both people present: their word stands for both confirmations."""
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = "afspraak"
        verbose_name_plural = "afspraken"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["match", "waargemaakt"])
                | (~Q(what="") & Q(owner_agreed_at__isnull=False, other_agreed_at__isnull=False)),
                name="match_agreed_by_both",
            ),
            models.CheckConstraint(
                condition=~Q(state="waargemaakt")
                | Q(owner_fulfilled_at__isnull=False, other_fulfilled_at__isnull=False),
                name="match_fulfilled_by_both",
            ),
            models.CheckConstraint(condition=~Q(state="niet gelukt") | ~Q(failed_because=""), name="match_failed_why"),
            models.UniqueConstraint(
                fields=["listing", "other"], condition=~Q(state="niet gelukt"), name="match_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.what or str(self.listing)

    def get_absolute_url(self) -> str:
        """The page that only the two can open."""
        return reverse("initiatives:match_detail", args=[self.listing.community.slug, self.pk])

    @property
    def is_live(self) -> bool:
        """The two still have to do with it; the same condition as `MatchQuerySet.live`."""
        return self.state in LIVE

    @property
    def is_fulfilled(self) -> bool:
        """Both said that it was done; the same condition as `MatchQuerySet.fulfilled`."""
        return self.state == self.State.FULFILLED

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.listing.community
