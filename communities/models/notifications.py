"""What reaches people: notices on the site, letters by mail, and how much of it they want."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Notice(models.Model):
    """Something that is meant for one person. `key` makes it once per person, whatever happens twice."""

    class Kind(models.TextChoices):
        MENTION = "vermelding", "iemand noemt u"
        REPLY = "antwoord", "een antwoord op wat u schreef of volgt"
        INVITATION = "uitnodiging", "u bent uitgenodigd, of uw aanvraag is beslist"
        COMMITMENT = "toezegging", "uw eigen toezegging"
        MODERATION = "moderatie", "een besluit over wat u schreef"
        REQUEST = "aanvraag", "iemand wil lid worden van uw community"
        EVENT = "bijeenkomst", "een bijeenkomst waar u komt"
        NEWS = "nieuws", "nieuws, vragen en bronnen"
        HOUSE = "huis", "uw account en uw gegevens"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    community = models.ForeignKey("Community", models.CASCADE, null=True, blank=True, related_name="notices")
    kind = models.CharField("soort", max_length=12, choices=Kind)
    key = models.CharField(max_length=120)
    title = models.CharField("titel", max_length=200)
    text = models.TextField("tekst", blank=True)
    path = models.CharField("adres op deze site", max_length=300)
    created_at = models.DateTimeField("gemaakt op", default=timezone.now)
    read_at = models.DateTimeField("gelezen op", null=True, blank=True)

    class Meta:
        verbose_name = "bericht aan iemand"
        verbose_name_plural = "berichten aan mensen"
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once")]
        indexes = [models.Index(fields=["user", "-created_at"], condition=Q(read_at=None), name="notice_unread")]

    def __str__(self) -> str:
        return self.title


class Channel(models.TextChoices):
    """How a kind of notice reaches somebody outside the site."""

    AT_ONCE = "meteen", "meteen een mail"
    WEEKLY = "week", "in het weekoverzicht"
    NEVER = "niet", "niet per mail"


DEFAULT_CHANNELS: dict[str, str] = {
    kind: Channel.WEEKLY.value if kind == "nieuws" else Channel.AT_ONCE.value for kind in Notice.Kind.values
}
"""How each kind reaches somebody who chose nothing: few mails, and only about what is meant for them."""

ALWAYS = frozenset({Notice.Kind.HOUSE})
"""Kinds that cannot be switched off: about one's own account and data one must hear."""


class NotificationChoice(models.Model):
    """One cell of somebody's matrix; without a row the default of the kind holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_choices")
    kind = models.CharField("soort", max_length=12, choices=Notice.Kind)
    channel = models.CharField("hoe", max_length=8, choices=Channel)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "keuze voor berichten"
        verbose_name_plural = "keuzes voor berichten"
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notification_choice_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()} {self.get_channel_display()}"


ABOUT_LETTERS = {
    **{kind.value: str(kind.label) for kind in Notice.Kind},
    "week": "weekoverzicht",
    "kampioen": "vraag aan een bedrijf",
    "panel": "bewonerspanel",
    "ronde": "vragenlijst",
    "herinnering": "herinnering aan een vragenlijst",
    "stemlink": "stemmen over een budget",
    "stembewijs": "stemmen over een budget",
}
"""Every kind of letter in words: those of notices, and those that go without a notice."""


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters, by the moments that count."""

    def due(self, now: datetime | None = None) -> "LetterQuerySet":
        """Those that should be tried now, or at another moment."""
        return self.filter(state=Letter.State.WAITING, next_try_at__lte=now or timezone.now())

    def stuck(self) -> "LetterQuerySet":
        """Those that were tried and not sent: what a coordinator should know of.

        Without reminders of a questionnaire, and without receipts of a vote: who gets one has not answered, or has
        voted, and that is nobody’s to see.
        """
        stuck = Q(state=Letter.State.FAILED) | Q(state=Letter.State.WAITING, n_tries__gt=0)
        return self.filter(stuck).exclude(kind__in=["herinnering", "stembewijs"])


class Letter(models.Model):
    """A mail on its way. It waits in the database until the mail server took it; its words are wiped when it is sent.

    `key` makes a letter once, whatever happens twice. `user` is empty for somebody without an account.
    """

    class State(models.TextChoices):
        WAITING = "wacht", "nog niet verzonden"
        SENT = "verzonden", "verzonden"
        FAILED = "mislukt", "niet gelukt"

    key = models.CharField(max_length=160, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="letters")
    community = models.ForeignKey("Community", models.CASCADE, null=True, blank=True, related_name="letters")
    kind = models.CharField("soort", max_length=12)
    address = models.EmailField("aan")
    subject = models.CharField("onderwerp", max_length=200)
    text = models.TextField("tekst", blank=True)
    html = models.TextField("opgemaakt", blank=True)
    unsubscribe_link = models.CharField("link om af te melden", max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    n_tries = models.PositiveSmallIntegerField("pogingen", default=0)
    next_try_at = models.DateTimeField("volgende poging", default=timezone.now)
    created_at = models.DateTimeField("gemaakt op", default=timezone.now)
    sent_at = models.DateTimeField("verzonden op", null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "mail"
        verbose_name_plural = "mails"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["next_try_at"], condition=Q(state="wacht"), name="letter_due")]
        constraints = [
            models.CheckConstraint(condition=~Q(state="verzonden") | Q(sent_at__isnull=False), name="letter_sent_at")
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def masked_address(self) -> str:
        """Enough of the address to recognise it by: `a…@example.org`."""
        name, _, domain = self.address.rpartition("@")
        return f"{name[:1]}…@{domain}"

    @property
    def about(self) -> str:
        """What it is about, without its words."""
        return ABOUT_LETTERS[self.kind]


class Digest(models.Model):
    """That somebody got the weekly digest of the week that begins on `week`; one a week, whatever happens twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    week = models.DateField("week vanaf")
    n_items = models.PositiveSmallIntegerField("aantal")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "weekoverzicht"
        verbose_name_plural = "weekoverzichten"
        constraints = [
            models.UniqueConstraint(fields=["user", "week"], name="digest_once_a_week"),
            models.CheckConstraint(condition=Q(n_items__gt=0), name="digest_never_empty"),
        ]

    def __str__(self) -> str:
        return f"Weekoverzicht van {self.week} voor {self.user}"
