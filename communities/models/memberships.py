"""Who belongs to which community, in what role."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Role(models.TextChoices):
    """What somebody is in a community; being a frontrunner comes on top of it."""

    MEMBER = "deelnemer", "deelnemer"
    COMMISSIONER = "opdrachtgever", "opdrachtgever"
    COORDINATOR = "coordinator", "coördinator"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, by the moments that count."""

    def active(self) -> "MembershipQuerySet":
        """Those who belong now; the same condition as `Membership.is_active`."""
        return self.filter(status=Membership.Status.ACTIVE, user__is_active=True)


class Membership(models.Model):
    """Somebody in a community. A person who leaves keeps the row, so that what they did keeps its place."""

    class Status(models.TextChoices):
        ACTIVE = "actief", "lid"
        BLOCKED = "geblokkeerd", "geblokkeerd"
        LEFT = "vertrokken", "vertrokken"

    class Volume(models.TextChoices):
        EVERYTHING = "alles", "alles"
        IMPORTANT = "belangrijk", "alleen wat belangrijk is"
        NOTHING = "niets", "niets"

    community = models.ForeignKey("Community", models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField("rol", max_length=14, choices=Role, default=Role.MEMBER)
    organisation = models.ForeignKey(
        "Organisation", models.SET_NULL, null=True, blank=True, related_name="memberships", verbose_name="organisatie"
    )
    speaks_for_organisation = models.BooleanField("mag namens de organisatie spreken", default=False)
    status = models.CharField(max_length=12, choices=Status, default=Status.ACTIVE)
    is_frontrunner = models.BooleanField("koploper", default=False)
    frontrunner_for = models.CharField("waarvoor loopt u voorop", max_length=160, blank=True)
    function = models.CharField("functie", max_length=80, blank=True)
    bio = models.TextField("over mij", max_length=600, blank=True)
    is_shown_to_visitors = models.BooleanField("bezoekers mogen mijn naam zien", default=False)
    is_trusted = models.BooleanField("eerste bijdrage is goedgekeurd", default=False)
    volume = models.CharField("berichten", max_length=10, choices=Volume, default=Volume.EVERYTHING)
    accepted_rules = models.ForeignKey(
        "HouseRules", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="akkoord met huisregels"
    )
    invitation = models.ForeignKey("Invitation", models.SET_NULL, null=True, blank=True, related_name="memberships")
    admitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    joined_at = models.DateTimeField("lid sinds", auto_now_add=True)
    left_at = models.DateTimeField("vertrokken op", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "lidmaatschap"
        verbose_name_plural = "lidmaatschappen"
        ordering = ["user__name"]
        constraints = [
            models.UniqueConstraint(fields=["community", "user"], name="membership_once"),
            models.CheckConstraint(
                condition=~Q(status="vertrokken") | Q(left_at__isnull=False), name="membership_left_has_moment"
            ),
        ]
        indexes = [models.Index(fields=["community", "status", "role"], name="membership_by_role")]

    def __str__(self) -> str:
        return f"{self.user} in {self.community}"

    @property
    def is_active(self) -> bool:
        """Belongs now; the same condition as `MembershipQuerySet.active`."""
        return self.status == self.Status.ACTIVE and self.user.is_active

    @property
    def is_coordinator(self) -> bool:
        """Runs this community."""
        return self.role == Role.COORDINATOR

    @property
    def role_words(self) -> str:
        """The role as others read it: being a frontrunner goes before being a participant."""
        if self.is_frontrunner and self.role == Role.MEMBER:
            return "koploper"
        return f"{self.get_role_display()} en koploper" if self.is_frontrunner else self.get_role_display()
