"""Initiatives: what people in a region do together, from an idea to what came of it."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from initiatives.analysis.roll_up import UNDER_WAY
from initiatives.analysis.workflow import ENDS

if TYPE_CHECKING:
    from communities.models import Community

QUIET_DAYS = 45


class Stage(models.TextChoices):
    """How far an initiative is. Which change is allowed stands in `initiatives.analysis.workflow`."""

    IDEA = "idee", "Idee"
    EXPLORED = "verkend", "Verkend"
    WANTED = "willen", "Willen"
    DOING = "doen", "Doen"
    DONE = "gerealiseerd", "Gerealiseerd"
    STOPPED = "gestopt", "Gestopt"


def quiet_since(today: date) -> date:
    """The day since which nothing was heard of what is quiet today."""
    return today - timedelta(days=QUIET_DAYS)


# What is the matter with an initiative: every list, every counter and every mark begins with these.
PLACED = Q(placed_at__isnull=False, hidden_because="")
WAITING = Q(placed_at=None, hidden_because="")
HIDDEN = ~Q(hidden_because="")
GOING_ON = PLACED & ~Q(stage__in=ENDS)
BLOCKED = GOING_ON & ~Q(blocked_because="")
ASKING_HELP = GOING_ON & ~Q(asks_help="")


def quiet_now() -> Q:
    """Under way, and nothing heard for 45 days; the same condition as `Initiative.is_quiet`."""
    return PLACED & Q(stage__in=UNDER_WAY, heard_on__lte=quiet_since(timezone.localdate()))


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    """Initiatives, by what counts."""

    def placed(self) -> "InitiativeQuerySet":
        """Those that others may see; the same condition as `Initiative.is_placed`."""
        return self.filter(PLACED)

    def waiting(self) -> "InitiativeQuerySet":
        """First ones of new members, at which nobody who runs the community looked yet."""
        return self.filter(WAITING)

    def hidden(self) -> "InitiativeQuerySet":
        """Those that were taken out of sight."""
        return self.filter(HIDDEN)

    def going_on(self) -> "InitiativeQuerySet":
        """Not at their end, ideas too; the same condition as `Initiative.is_going_on`."""
        return self.filter(GOING_ON)

    def under_way(self) -> "InitiativeQuerySet":
        """Those that somebody is working on; the same condition as `Initiative.is_under_way`."""
        return self.placed().filter(stage__in=UNDER_WAY)

    def blocked(self) -> "InitiativeQuerySet":
        """Something keeps it from going on; the same condition as `Initiative.is_blocked`."""
        return self.filter(BLOCKED)

    def asking_help(self) -> "InitiativeQuerySet":
        """Something is needed; the same condition as `Initiative.wants_help`."""
        return self.filter(ASKING_HELP)

    def quiet(self) -> "InitiativeQuerySet":
        """Under way, and nothing heard for 45 days; the same condition as `Initiative.is_quiet`."""
        return self.filter(quiet_now())


class Initiative(models.Model):
    """One initiative. Where it is shown exactly, roughly or not at all; a place is never kept more exactly than that.

    What is said of it are posts of the community, what was promised are its commitments, what was written down are
    its documents: an initiative has links to them (`initiatives.models.links`), and nothing of its own kind.
    """

    class Place(models.TextChoices):
        EXACT = "precies", "precies op de kaart"
        NEAR = "ongeveer", "ongeveer: ergens binnen een kilometer"
        REGION = "regio", "de hele regio, zonder punt op de kaart"

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="initiatives")
    title = models.CharField("naam", max_length=120)
    summary = models.CharField("in één zin", max_length=240)
    description = models.TextField("beschrijving", max_length=20_000, blank=True)
    """HTML that was cleaned when it was saved."""
    stage = models.CharField("fase", max_length=12, choices=Stage, default=Stage.IDEA)
    stage_since = models.DateField("in deze fase sinds", default=timezone.localdate)
    started_on = models.DateField("begonnen op", null=True, blank=True)
    ends_on = models.DateField("klaar op", null=True, blank=True)
    themes = models.ManyToManyField("regioscan.Theme", related_name="initiatives", blank=True, verbose_name="thema’s")
    agenda_items = models.ManyToManyField(
        "communities.AgendaItem", related_name="initiatives", blank=True, verbose_name="agendapunten"
    )
    for_people = models.TextField("wat betekent dit voor mensen", max_length=600, blank=True)
    for_environment = models.TextField("wat betekent dit voor het milieu", max_length=600, blank=True)
    for_economy = models.TextField("wat betekent dit voor de economie", max_length=600, blank=True)
    lead = models.ForeignKey(
        "communities.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="led_initiatives",
        verbose_name="trekkende organisatie",
    )
    place_kind = models.CharField("waar", max_length=10, choices=Place, default=Place.REGION)
    place_name = models.CharField("dorp, wijk of plek", max_length=80, blank=True)
    latitude = models.FloatField("breedtegraad", null=True, blank=True)
    longitude = models.FloatField("lengtegraad", null=True, blank=True)
    is_public = models.BooleanField("bezoekers mogen dit zien", default=False)
    """Chosen in a public community. What begins in a private one stays of its members, whatever that becomes."""
    blocked_because = models.CharField("waardoor loopt het vast", max_length=240, blank=True)
    asks_help = models.CharField("welke hulp is nodig", max_length=240, blank=True)
    heard_on = models.DateField("laatst iets van gehoord op", default=timezone.localdate)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="initiatives")
    placed_at = models.DateTimeField("geplaatst op", null=True, blank=True)
    """Empty as long as the coordinator has not yet looked at the first proposal of a new member."""
    hidden_because = models.CharField("waarom verborgen", max_length=300, blank=True)
    adopted_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="adoptions", verbose_name="overgenomen van"
    )
    created_at = models.DateTimeField("voorgesteld op", auto_now_add=True)
    changed_at = models.DateTimeField("gewijzigd op", auto_now=True)
    version = models.PositiveIntegerField("versie", default=1)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = "initiatief"
        verbose_name_plural = "initiatieven"
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["community", "stage", "-changed_at"], name="initiative_by_stage")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="initiative_has_title"),
            models.CheckConstraint(
                condition=Q(place_kind="regio", latitude=None, longitude=None)
                | (~Q(place_kind="regio") & Q(latitude__isnull=False, longitude__isnull=False)),
                name="initiative_region_has_no_point",
            ),
            models.CheckConstraint(
                condition=Q(started_on=None) | Q(ends_on=None) | Q(started_on__lte=models.F("ends_on")),
                name="initiative_starts_before_end",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the initiative."""
        return reverse("initiatives:initiative_detail", args=[self.community.slug, self.pk])

    @property
    def is_placed(self) -> bool:
        """Others may see it; the same condition as `InitiativeQuerySet.placed`."""
        return self.placed_at is not None and not self.hidden_because

    @property
    def is_going_on(self) -> bool:
        """Not at its end, an idea too; the same condition as `InitiativeQuerySet.going_on`."""
        return self.is_placed and self.stage not in ENDS

    @property
    def is_blocked(self) -> bool:
        """Something keeps it from going on; the same condition as `InitiativeQuerySet.blocked`."""
        return self.is_going_on and bool(self.blocked_because)

    @property
    def wants_help(self) -> bool:
        """Something is needed; the same condition as `InitiativeQuerySet.asking_help`."""
        return self.is_going_on and bool(self.asks_help)

    @property
    def is_under_way(self) -> bool:
        """Somebody is working on it; the same condition as `InitiativeQuerySet.under_way`."""
        return self.is_placed and self.stage in UNDER_WAY

    @property
    def is_quiet(self) -> bool:
        """Nothing heard for 45 days; the same condition as `InitiativeQuerySet.quiet`."""
        return self.is_under_way and self.heard_on <= quiet_since(timezone.localdate())

    @cached_property
    def shown_pictures(self) -> "list[InitiativePicture]":
        """Its pictures that others see, in order; the first is its face. One question, however often it is asked."""
        return list(self.pictures.shown())

    @property
    def empty_lenses(self) -> list[str]:
        """The lenses through which nobody has looked at this yet."""
        looked = {"mens": self.for_people, "milieu": self.for_environment, "economie": self.for_economy}
        return [lens for lens, words in looked.items() if not words.strip()]


def picture_path(picture: "InitiativePicture", filename: str) -> str:
    """Where a picture is kept; never served directly."""
    return f"communities/{picture.initiative.community_id}/initiatives/{filename}"


class PictureQuerySet(models.QuerySet["InitiativePicture"]):
    """Pictures of initiatives, by who may see them."""

    def shown(self) -> "PictureQuerySet":
        """Those that whoever may see the initiative sees too."""
        return self.filter(hidden_because="")


class InitiativePicture(models.Model):
    """A picture of an initiative, drawn anew when it was handed in, so that nothing is hidden in it."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="pictures")
    file = models.ImageField("bestand", upload_to=picture_path, width_field="width", height_field="height")
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    alt = models.CharField("wat staat erop", max_length=200)
    credit = models.CharField("maker", max_length=120, blank=True)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    position = models.PositiveSmallIntegerField("volgorde", default=0)
    hidden_because = models.CharField("waarom verborgen", max_length=300, blank=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = "foto van een initiatief"
        verbose_name_plural = "foto’s van initiatieven"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.alt

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.initiative.community


class StageChange(models.Model):
    """From one stage to the next: who, when, why."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="stage_changes")
    before = models.CharField("van", max_length=12, choices=Stage)
    after = models.CharField("naar", max_length=12, choices=Stage)
    on = models.DateField("op", default=timezone.localdate)
    why = models.CharField("waarom", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "stap naar een fase"
        verbose_name_plural = "stappen naar een fase"
        ordering = ["on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(before=models.F("after")), name="stage_change_changes")]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"
