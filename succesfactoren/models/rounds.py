"""Rounds: when is asked, of whom, and how it is kept. What was promised at opening is fixed by a trigger."""

from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

if TYPE_CHECKING:
    from communities.models import Community


class Assessment(models.Model):
    """One instrument followed over rounds: of the whole trajectory, or of one initiative, coalition or village."""

    trajectory = models.ForeignKey("communities.Trajectory", models.CASCADE, related_name="assessments")
    instrument = models.ForeignKey("Instrument", models.RESTRICT, related_name="assessments")
    subject = models.CharField("waarover", max_length=120, blank=True)
    """The initiative, coalition or village; also fills “[dorp]” in the sentences. Empty: the trajectory itself."""
    place = models.ForeignKey("regioscan.Region", models.PROTECT, null=True, blank=True, related_name="+")
    """Where the people live who are asked, for figures beside the answers."""
    themes = models.ManyToManyField("regioscan.Theme", blank=True, related_name="+", verbose_name="thema’s")
    shares_profile_at = models.DateTimeField("deelt de uitkomst met andere communities sinds", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "meting"
        verbose_name_plural = "metingen"
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["trajectory", "instrument", "subject"], name="assessment_once")]

    def __str__(self) -> str:
        return self.subject or self.trajectory.name

    @property
    def about(self) -> str:
        """What “[dorp]” in the sentences stands for: the subject, else the place, else nothing."""
        return self.subject or (self.place.name if self.place else "")

    @property
    def community(self) -> "Community":
        """The community whose cooperation is measured."""
        return self.trajectory.community


class RoundQuerySet(models.QuerySet["Round"]):
    """Rounds, by the moments that count."""

    def open(self) -> "RoundQuerySet":
        """Those that can be answered now; the same condition as `Round.is_open`."""
        return self.filter(opened_at__isnull=False, closed_at=None, closes_at__gt=timezone.now())

    def closed(self) -> "RoundQuerySet":
        """Those whose outcome has been made; the same condition as `Round.is_closed`."""
        return self.filter(closed_at__isnull=False)

    def published(self) -> "RoundQuerySet":
        """Those that members may read; the same condition as `Round.is_published`."""
        return self.closed().filter(published_at__isnull=False)

    def due_to_open(self) -> "RoundQuerySet":
        """Planned ones whose moment has come."""
        return self.filter(planned_at__isnull=False, opened_at=None, opens_at__lte=timezone.now())

    def due_to_close(self) -> "RoundQuerySet":
        """Open ones whose moment has come."""
        return self.filter(opened_at__isnull=False, closed_at=None, closes_at__lte=timezone.now())


class Round(models.Model):
    """One time of asking. Made, planned, open, closed, published: each a moment, in that order."""

    class Kind(models.TextChoices):
        FIRST = "nulmeting", "nulmeting"
        MIDDLE = "tussenmeting", "tussenmeting"
        LAST = "eindmeting", "eindmeting"
        PULSE = "pols", "korte pols"
        OWN = "eigen", "eigen naam"

    class Mode(models.TextChoices):
        ANONYMOUS = "anoniem", "anoniem"
        CONFIDENTIAL = "vertrouwelijk", "vertrouwelijk"

    class Audience(models.TextChoices):
        MEMBERS = "leden", "leden van de community"
        PANEL = "panel", "bewonerspanel"
        LIST = "lijst", "een eigen lijst van adressen"
        NOBODY = "bijeenkomst", "alleen met een link op een bijeenkomst"

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="rounds")
    version = models.ForeignKey("InstrumentVersion", models.RESTRICT, related_name="rounds")
    kind = models.CharField("soort ronde", max_length=14, choices=Kind, default=Kind.FIRST)
    name = models.CharField("naam", max_length=80)
    mode = models.CharField("hoe wij antwoorden bewaren", max_length=14, choices=Mode, default=Mode.ANONYMOUS)
    purge_on = models.DateField("koppeling wissen op", null=True, blank=True)
    opens_at = models.DateTimeField("open vanaf")
    closes_at = models.DateTimeField("open tot")
    audience = models.CharField("wie wij vragen", max_length=14, choices=Audience, default=Audience.MEMBERS)
    minimum_group = models.PositiveSmallIntegerField("kleinste groep", default=5)
    minimum_detail = models.PositiveSmallIntegerField("kleinste groep voor details", default=10)
    group_questions = models.JSONField("vragen naar de groep", default=list, blank=True)
    """As `InstrumentVersion.group_questions`, copied when the round is made and fixed at opening."""
    open_link_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    open_link_from = models.DateTimeField("link geldig vanaf", null=True, blank=True)
    open_link_until = models.DateTimeField("link geldig tot", null=True, blank=True)
    merges_doors = models.BooleanField(
        "antwoorden van een bijeenkomst meetellen in hetzelfde gemiddelde", default=False
    )
    n_reminders = models.PositiveSmallIntegerField("verstuurde herinneringen", default=0)
    planned_at = models.DateTimeField("klaargezet op", null=True, blank=True)
    opened_at = models.DateTimeField("geopend op", null=True, blank=True)
    closed_at = models.DateTimeField("gesloten op", null=True, blank=True)
    published_at = models.DateTimeField("gepubliceerd op", null=True, blank=True)
    is_for_everyone = models.BooleanField("ook bezoekers mogen de uitkomst lezen", default=False)
    aftermath = models.TextField("wat wij met de antwoorden deden", max_length=4000, blank=True)
    aftermath_at = models.DateTimeField("verteld op", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "ronde"
        verbose_name_plural = "rondes"
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="round_has_name"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="round_closes_after_opening"),
            models.CheckConstraint(condition=Q(minimum_group__gte=5), name="round_minimum_group"),
            models.CheckConstraint(
                condition=Q(minimum_detail__gte=10) & Q(minimum_detail__gte=F("minimum_group")),
                name="round_minimum_detail",
            ),
            models.CheckConstraint(
                condition=Q(mode="anoniem", purge_on=None) | Q(mode="vertrouwelijk", purge_on__isnull=False),
                name="round_confidential_has_purge_day",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opened_at__isnull=False), name="round_closed_was_opened"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(closed_at__isnull=False), name="round_published_was_closed"
            ),
            models.CheckConstraint(
                condition=Q(is_for_everyone=False) | Q(published_at__isnull=False),
                name="round_public_is_published",
            ),
            models.CheckConstraint(
                condition=Q(open_link_hash=None)
                | (Q(open_link_from__isnull=False) & Q(open_link_until__gt=F("open_link_from"))),
                name="round_open_link_has_window",
            ),
            models.CheckConstraint(condition=Q(n_reminders__lte=2), name="round_two_reminders"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def community(self) -> "Community":
        """The community whose round it is."""
        return self.assessment.trajectory.community

    @property
    def is_anonymous(self) -> bool:
        """Nothing leads from an answer to a person, nor for the administrator of the database."""
        return self.mode == self.Mode.ANONYMOUS

    @property
    def is_at_meeting(self) -> bool:
        """Nobody is asked by mail: answers come in by the link of a meeting, or on paper."""
        return self.audience == self.Audience.NOBODY

    @property
    def is_open(self) -> bool:
        """Can be answered now; the same condition as `RoundQuerySet.open`."""
        return self.opened_at is not None and self.closed_at is None and self.closes_at > timezone.now()

    @property
    def is_closed(self) -> bool:
        """The outcome has been made; the same condition as `RoundQuerySet.closed`."""
        return self.closed_at is not None

    @property
    def is_published(self) -> bool:
        """Members may read it; the same condition as `RoundQuerySet.published`."""
        return self.is_closed and self.published_at is not None

    @property
    def state(self) -> str:
        """How it stands, in the words of the list."""
        moments = [
            (self.is_published, "gepubliceerd"),
            (self.is_closed, "gesloten"),
            (self.is_open, "open"),
            (self.opened_at, "wordt gesloten"),
            (self.planned_at, "gepland"),
        ]
        return next((words for is_so, words in moments if is_so), "in voorbereiding")


class Ticket(models.Model):
    """The right of one invited person to answer once. It says used or not, and has no moment of anything.

    The address is needed to send and to remind; at closing it is wiped. `group` is the kind of stakeholder as the
    invitation knew it, for the response by group only; an answer never carries it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="tickets")
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField("e-mailadres", blank=True)
    group = models.CharField("groep", max_length=60, blank=True)
    is_used = models.BooleanField("gebruikt", default=False)
    n_reminders = models.PositiveSmallIntegerField("herinneringen", default=0)

    class Meta:
        verbose_name = "toegang tot een ronde"
        verbose_name_plural = "toegangen tot rondes"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "email"], condition=~Q(email=""), name="ticket_once_per_address"),
            models.CheckConstraint(condition=Q(n_reminders__lte=2), name="ticket_two_reminders"),
        ]

    def __str__(self) -> str:
        return "Toegang"
