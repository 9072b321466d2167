"""The agenda of a community."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from lib.moments import from_until


class EventQuerySet(models.QuerySet["Event"]):
    """Events, by the moments that count."""

    def coming(self) -> "EventQuerySet":
        """Those that are not over yet, the next one first; the same condition as `Event.is_coming`."""
        return self.filter(ends_at__gte=timezone.now()).order_by("starts_at", "pk")

    def past(self) -> "EventQuerySet":
        """Those that are over, the last one first."""
        return self.filter(ends_at__lt=timezone.now()).order_by("-starts_at", "-pk")


class Event(models.Model):
    """Something to come to. A cancelled one stays, so that calendars hear of it."""

    class Audience(models.TextChoices):
        PUBLIC = "openbaar", "iedereen"
        MEMBERS = "leden", "alleen leden"
        FRONTRUNNERS = "koplopers", "alleen koplopers"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.ForeignKey("Community", models.CASCADE, related_name="events")
    organiser = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="organised_events")
    title = models.CharField("wat", max_length=140)
    body = models.TextField("waar gaat het over", blank=True)
    place = models.CharField("waar", max_length=120, blank=True)
    address = models.CharField("adres", max_length=200, blank=True)
    online_link = models.URLField("link om online mee te doen", max_length=500, blank=True)
    starts_at = models.DateTimeField("begint op")
    ends_at = models.DateTimeField("eindigt op")
    capacity = models.PositiveIntegerField("aantal plaatsen", null=True, blank=True)
    audience = models.CharField("voor wie", max_length=10, choices=Audience, default=Audience.MEMBERS)
    sequence = models.PositiveIntegerField("wijziging", default=0, editable=False)
    cancelled_at = models.DateTimeField("afgelast op", null=True, blank=True)
    cancelled_because = models.CharField("reden van afgelasten", max_length=300, blank=True)
    announced_at = models.DateTimeField("gemeld op", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("gemaakt op", auto_now_add=True)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="dutch")
        + SearchVector("body", "place", weight="B", config="dutch"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "bijeenkomst"
        verbose_name_plural = "bijeenkomsten"
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["community", "starts_at"], name="event_agenda"),
            GinIndex(fields=["search"], name="event_search"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_start"),
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gt=0), name="event_has_room"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the event."""
        return reverse("communities:event_detail", args=[self.community.slug, self.pk])

    @property
    def is_coming(self) -> bool:
        """Not over yet; the same condition as `EventQuerySet.coming`."""
        return self.ends_at >= timezone.now()

    @property
    def is_answerable(self) -> bool:
        """Whether somebody can still say that they come."""
        return self.is_coming and self.cancelled_at is None

    @property
    def when(self) -> str:
        """Day and hours, in words."""
        return from_until(self.starts_at, self.ends_at)

    @property
    def where(self) -> str:
        """Place and address on one line; "" where it is only online."""
        return ", ".join(part for part in (self.place, self.address) if part)


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Answers, by what they say."""

    def coming(self) -> "AttendanceQuerySet":
        """Of those who have a place."""
        return self.filter(answer=Attendance.Answer.COMES)

    def waiting(self) -> "AttendanceQuerySet":
        """Of those who wait for a place, who asked first first."""
        return self.filter(answer=Attendance.Answer.WAITS).order_by("answered_at", "pk")


class Attendance(models.Model):
    """Whether somebody comes. Who finds it full waits, and moves up in the order of asking."""

    class Answer(models.TextChoices):
        COMES = "komt", "komt"
        WAITS = "wachtlijst", "staat op de wachtlijst"
        STAYS_AWAY = "komt-niet", "komt niet"

    event = models.ForeignKey(Event, models.CASCADE, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="attendances")
    answer = models.CharField("antwoord", max_length=10, choices=Answer)
    answered_at = models.DateTimeField("geantwoord op", default=timezone.now)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = "aanmelding"
        verbose_name_plural = "aanmeldingen"
        ordering = ["answered_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.get_answer_display()}: {self.event}"


class CalendarFeed(models.Model):
    """The address of somebody's own calendar feed; a new key makes the old address stop working."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "agendafeed"
        verbose_name_plural = "agendafeeds"

    def __str__(self) -> str:
        return f"Agenda van {self.user}"
