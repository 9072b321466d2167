"""Ways in: asking to join, and being invited."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from communities.models.memberships import Role


class JoinQuestion(models.Model):
    """What a community asks of people who want to join."""

    community = models.ForeignKey("Community", models.CASCADE, related_name="join_questions")
    position = models.PositiveSmallIntegerField("volgorde", default=0)
    text = models.CharField("vraag", max_length=200)
    is_required = models.BooleanField("verplicht", default=True)

    class Meta:
        verbose_name = "vraag bij aanmelden"
        verbose_name_plural = "vragen bij aanmelden"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class JoinRequest(models.Model):
    """Somebody who asks to join. `answers` is a list of {"question", "answer"} as they were asked and given."""

    class State(models.TextChoices):
        WAITING = "wacht", "wacht op antwoord"
        ADMITTED = "toegelaten", "toegelaten"
        REFUSED = "afgewezen", "afgewezen"
        WITHDRAWN = "ingetrokken", "ingetrokken"

    community = models.ForeignKey("Community", models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests")
    answers = models.JSONField("antwoorden", default=list)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    reason = models.TextField("reden", max_length=1000, blank=True)
    invitation = models.ForeignKey("Invitation", models.SET_NULL, null=True, blank=True, related_name="join_requests")
    accepted_rules = models.ForeignKey(
        "HouseRules", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="akkoord met huisregels"
    )
    created_at = models.DateTimeField("gevraagd op", auto_now_add=True)
    decided_at = models.DateTimeField("beslist op", null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "aanvraag"
        verbose_name_plural = "aanvragen"
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"], condition=Q(state="wacht"), name="join_request_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(state="wacht") | Q(decided_at__isnull=False), name="join_request_decided_has_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} vraagt om lid te worden van {self.community}"

    @property
    def is_waiting(self) -> bool:
        """Nobody decided yet, and it was not withdrawn."""
        return self.state == self.State.WAITING


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, by the moments that count."""

    def open(self) -> "InvitationQuerySet":
        """Those that can still be accepted; the same condition as `Invitation.is_open`."""
        unanswered = self.filter(accepted_at=None, declined_at=None, revoked_at=None)
        return unanswered.filter(expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A way in: for one address, or a link for many. Only the hash of the token is kept.

    Opening the link changes nothing; accepting does. `asks_questions` tells the two kinds of link apart: at once, or
    as a request with the community's questions.
    """

    community = models.ForeignKey("Community", models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField("e-mailadres", blank=True)
    name = models.CharField("naam", max_length=120, blank=True)
    label = models.CharField("waarvoor is deze link", max_length=120, blank=True)
    role = models.CharField("rol", max_length=14, choices=Role, default=Role.MEMBER)
    is_frontrunner = models.BooleanField("als koploper", default=False)
    organisation = models.ForeignKey(
        "Organisation", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="organisatie"
    )
    message = models.TextField("persoonlijk bericht", max_length=1000, blank=True)
    asks_questions = models.BooleanField("stelt eerst de vragen", default=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField("gemaakt op", auto_now_add=True)
    sent_at = models.DateTimeField("verstuurd op", null=True, blank=True)
    expires_at = models.DateTimeField("geldig tot")
    accepted_at = models.DateTimeField("aangenomen op", null=True, blank=True)
    declined_at = models.DateTimeField("afgeslagen op", null=True, blank=True)
    revoked_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "email"],
                condition=~Q(email="") & Q(accepted_at=None, revoked_at=None, declined_at=None),
                name="invitation_one_open_per_address",
            ),
            models.CheckConstraint(
                condition=~Q(email="") | Q(role="deelnemer", is_frontrunner=False),
                name="invitation_link_gives_no_rights",
            ),
        ]

    def __str__(self) -> str:
        return f"Uitnodiging voor {self.email or self.label or 'iedereen met de link'}"

    @property
    def is_link(self) -> bool:
        """For everybody who has the link, and not for one address."""
        return not self.email

    @property
    def is_open(self) -> bool:
        """Can still be accepted; the same condition as `InvitationQuerySet.open`."""
        return self.state in {"nog niet verzonden", "verzonden", "open"}

    @property
    def state(self) -> str:
        """How it stands, in the words of the list."""
        moments = [
            (self.accepted_at, "aangenomen"),
            (self.declined_at, "afgeslagen"),
            (self.revoked_at, "ingetrokken"),
            (self.expires_at <= timezone.now(), "verlopen"),
            (self.is_link, "open"),
            (self.sent_at, "verzonden"),
        ]
        return next((words for is_so, words in moments if is_so), "nog niet verzonden")
