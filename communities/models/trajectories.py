"""The programme that an advisor runs: phases with steps, a shared ambition, and an agreement on who does what."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

if TYPE_CHECKING:
    from communities.models.communities import Community
    from communities.models.organisations import Organisation


class PhaseKind(models.TextChoices):
    """The five phases, in order."""

    EXPLORE = "verkennen", "Verkennen"
    WANT = "willen", "Willen"
    ACCELERATE = "versnellen", "Versnellen"
    DO = "doen", "Doen"
    SECURE = "borgen", "Borgen"


class Trajectory(models.Model):
    """A programme of a community, from the first talk to lasting ownership."""

    community = models.ForeignKey("Community", models.CASCADE, related_name="trajectories")
    name = models.CharField("naam", max_length=120)
    commissioners: "models.ManyToManyField[Organisation, Any]" = models.ManyToManyField(
        "Organisation", related_name="commissioned_trajectories", verbose_name="opdrachtgevers", blank=True
    )
    advisors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="advised_trajectories", verbose_name="adviseurs", blank=True
    )
    phase = models.CharField("fase", max_length=12, choices=PhaseKind, default=PhaseKind.EXPLORE)
    started_on = models.DateField("begonnen op")
    ends_on = models.DateField("loopt tot", null=True, blank=True)
    shares_stakeholders = models.BooleanField("opdrachtgevers mogen de krachtenkaart zien", default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "traject"
        verbose_name_plural = "trajecten"
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("started_on")), name="trajectory_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The advisor's desk."""
        return reverse("config:desk", args=[self.pk])


class Phase(models.Model):
    """One of the five phases of a trajectory. It is done when `done_on` is filled."""

    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="phases")
    kind = models.CharField("fase", max_length=12, choices=PhaseKind)
    position = models.PositiveSmallIntegerField("volgorde")
    starts_on = models.DateField("vanaf", null=True, blank=True)
    done_on = models.DateField("klaar op", null=True, blank=True)
    summary = models.CharField("in één zin", max_length=200, blank=True)

    class Meta:
        verbose_name = "fase"
        verbose_name_plural = "fasen"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["trajectory", "kind"], name="phase_once")]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.trajectory.community


class Step(models.Model):
    """A step of a phase; made from a template (communities/data/steps.toml), then the advisor's own."""

    class State(models.TextChoices):
        OPEN = "open", "nog niet begonnen"
        BUSY = "bezig", "bezig"
        DONE = "klaar", "klaar"
        SKIPPED = "overgeslagen", "overgeslagen"

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField("volgorde", default=0)
    title = models.CharField("stap", max_length=140)
    explanation = models.TextField("toelichting", max_length=1000, blank=True)
    due_on = models.DateField("uiterlijk", null=True, blank=True)
    state = models.CharField("stand", max_length=12, choices=State, default=State.OPEN)
    done_on = models.DateField("klaar op", null=True, blank=True)

    class Meta:
        verbose_name = "stap"
        verbose_name_plural = "stappen"
        ordering = ["phase__position", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="klaar") | Q(done_on__isnull=False), name="step_done_has_date")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.phase.community


class Ambition(models.Model):
    """The shared sentence, in versions; a version that was put to the partners is never changed."""

    class State(models.TextChoices):
        DRAFT = "concept", "concept"
        ASKED = "voorgelegd", "voorgelegd aan de partners"
        SETTLED = "vastgesteld", "vastgesteld"

    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="ambitions")
    version = models.PositiveSmallIntegerField("versie")
    text = models.TextField("onze ambitie", max_length=600)
    explanation = models.TextField("toelichting", max_length=2000, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField("geschreven op", auto_now_add=True)
    settled_at = models.DateTimeField("vastgesteld op", null=True, blank=True)

    class Meta:
        verbose_name = "ambitie"
        verbose_name_plural = "ambities"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["trajectory", "version"], name="ambition_version_once"),
            models.CheckConstraint(
                condition=~Q(state="vastgesteld") | Q(settled_at__isnull=False), name="ambition_settled_at"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.trajectory.community


class AmbitionConsent(models.Model):
    """What a partner says of a version of the ambition, by one of its people."""

    class Answer(models.TextChoices):
        YES = "eens", "eens"
        YES_BUT = "kanttekening", "eens, met een kanttekening"
        NO = "oneens", "niet eens"

    ambition = models.ForeignKey(Ambition, models.CASCADE, related_name="consents")
    organisation = models.ForeignKey("Organisation", models.CASCADE, related_name="+")
    answer = models.CharField("antwoord", max_length=12, choices=Answer)
    remark = models.CharField("kanttekening", max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField("op", auto_now=True)

    class Meta:
        verbose_name = "instemming"
        verbose_name_plural = "instemmingen"
        ordering = ["organisation__name"]
        constraints = [models.UniqueConstraint(fields=["ambition", "organisation"], name="ambition_consent_once")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_answer_display()}"


class Agreement(models.Model):
    """Ownership and light organisation on one page, in versions; a version that was confirmed is never changed."""

    trajectory = models.ForeignKey(Trajectory, models.CASCADE, related_name="agreements")
    version = models.PositiveSmallIntegerField("versie")
    decides = models.TextField("wie beslist", max_length=1000)
    does = models.TextField("wie doet", max_length=1000)
    pays = models.TextField("wie betaalt", max_length=1000)
    directs = models.TextField("wie regisseert het proces", max_length=1000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField("voorgelegd op", null=True, blank=True)
    created_at = models.DateTimeField("geschreven op", auto_now_add=True)

    class Meta:
        verbose_name = "afspraken"
        verbose_name_plural = "afspraken"
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["trajectory", "version"], name="agreement_version_once")]

    def __str__(self) -> str:
        return f"Afspraken van {self.trajectory}, versie {self.version}"

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.trajectory.community


class AgreementConfirmation(models.Model):
    """That a partner confirms the agreement, by one of its people."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="confirmations")
    organisation = models.ForeignKey("Organisation", models.CASCADE, related_name="+")
    remark = models.CharField("opmerking", max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField("op", auto_now_add=True)

    class Meta:
        verbose_name = "bevestiging"
        verbose_name_plural = "bevestigingen"
        ordering = ["organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="agreement_confirmation_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} bevestigt {self.agreement}"
