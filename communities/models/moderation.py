"""Keeping a community liveable: complaints, measures with a reason, and objections."""

from django.conf import settings
from django.db import models
from django.db.models import Q


def _one_of(*names: str) -> Q:
    """Exactly one of these foreign keys is filled."""
    condition = Q(pk__in=[])
    for name in names:
        condition |= Q(**{f"{other}__isnull": other != name for other in names})
    return condition


def _named_with_number() -> Q:
    """A thing of a higher floor has a kind and a number, or neither: see `communities.access.subjects`."""
    return Q(thing_kind="", thing_id__isnull=True) | (~Q(thing_kind="") & Q(thing_id__isnull=False))


class Complaint(models.Model):
    """Somebody says that something should not stand there; also open to people without an account."""

    class Reason(models.TextChoices):
        RUDE = "onbeleefd", "het is kwetsend of onbeleefd"
        PRIVATE = "privacy", "er staan persoonlijke gegevens in"
        UNTRUE = "onjuist", "het klopt niet"
        SPAM = "reclame", "het is reclame"
        ILLEGAL = "strafbaar", "het is volgens mij verboden"
        OTHER = "anders", "iets anders"

    class State(models.TextChoices):
        OPEN = "open", "wacht op een besluit"
        UPHELD = "gegrond", "gegrond"
        DISMISSED = "ongegrond", "ongegrond"

    community = models.ForeignKey("Community", models.CASCADE, related_name="complaints")
    post = models.ForeignKey("Post", models.CASCADE, null=True, blank=True, related_name="complaints")
    comment = models.ForeignKey("Comment", models.CASCADE, null=True, blank=True, related_name="complaints")
    membership = models.ForeignKey("Membership", models.CASCADE, null=True, blank=True, related_name="complaints")
    event = models.ForeignKey("Event", models.CASCADE, null=True, blank=True, related_name="complaints")
    document = models.ForeignKey("Document", models.CASCADE, null=True, blank=True, related_name="complaints")
    thing_kind = models.CharField("soort", max_length=20, blank=True, editable=False)
    thing_id = models.PositiveBigIntegerField("nummer", null=True, blank=True, editable=False)
    """A thing of a higher floor, which this floor does not know: what it is, `communities.access.subjects` says."""
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="complaints"
    )
    reason = models.CharField("wat is er mis", max_length=12, choices=Reason)
    text = models.TextField("toelichting", max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    created_at = models.DateTimeField("gemeld op", auto_now_add=True)
    decided_at = models.DateTimeField("besloten op", null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "melding"
        verbose_name_plural = "meldingen"
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=_one_of("post", "comment", "membership", "event", "document", "thing_id"),
                name="complaint_about_one",
            ),
            models.CheckConstraint(condition=_named_with_number(), name="complaint_thing_has_kind"),
            models.CheckConstraint(condition=Q(state="open") | Q(decided_at__isnull=False), name="complaint_decided"),
        ]

    def __str__(self) -> str:
        return f"Melding in {self.community}: {self.get_reason_display()}"


class Measure(models.Model):
    """What a coordinator did about something, with the reason that its author got, and the author's objection."""

    class Kind(models.TextChoices):
        HIDE = "verbergen", "verborgen"
        BLOCK = "blokkeren", "geblokkeerd"

    class Objection(models.TextChoices):
        NONE = "", "geen bezwaar"
        OPEN = "open", "bezwaar gemaakt"
        UPHELD = "gegrond", "bezwaar gegrond: teruggedraaid"
        DISMISSED = "ongegrond", "bezwaar ongegrond"

    community = models.ForeignKey("Community", models.CASCADE, related_name="measures")
    kind = models.CharField("maatregel", max_length=10, choices=Kind)
    post = models.ForeignKey("Post", models.CASCADE, null=True, blank=True, related_name="measures")
    comment = models.ForeignKey("Comment", models.CASCADE, null=True, blank=True, related_name="measures")
    membership = models.ForeignKey("Membership", models.CASCADE, null=True, blank=True, related_name="measures")
    thing_kind = models.CharField("soort", max_length=20, blank=True, editable=False)
    thing_id = models.PositiveBigIntegerField("nummer", null=True, blank=True, editable=False)
    """A thing of a higher floor, which this floor does not know: what it is, `communities.access.subjects` says."""
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    """Who made that thing: who gets the reason, and may object."""
    reason = models.TextField("reden", max_length=1000)
    state_before = models.CharField("hoe het was", max_length=12, blank=True, editable=False)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField("genomen op", auto_now_add=True)
    undone_at = models.DateTimeField("teruggedraaid op", null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    objection = models.CharField("bezwaar", max_length=10, choices=Objection, default=Objection.NONE, blank=True)
    objection_text = models.TextField("bezwaar van de schrijver", max_length=2000, blank=True)
    objection_at = models.DateTimeField("bezwaar op", null=True, blank=True)
    answer_text = models.TextField("antwoord op het bezwaar", max_length=2000, blank=True)

    class Meta:
        verbose_name = "maatregel"
        verbose_name_plural = "maatregelen"
        ordering = ["-taken_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=_one_of("post", "comment", "membership", "thing_id"), name="measure_about_one"
            ),
            models.CheckConstraint(condition=_named_with_number(), name="measure_thing_has_kind"),
            models.UniqueConstraint(
                fields=["thing_kind", "thing_id"],
                condition=Q(undone_at=None, thing_id__isnull=False),
                name="measure_of_thing_stands_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="measure_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} in {self.community}"
