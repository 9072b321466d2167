"""Answers. Nothing here knows who gave them: no user, no ticket, no address, no moment, no order.

A response is one row, so that all of a round can be laid down anew in a random order (`actions.mixing`): neither the
place of a row in the table nor the number of the transaction that wrote it then says who sent it. Open answers stand
loose from the other answers. A trigger refuses a code or a link in an anonymous round.
"""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Response(models.Model):
    """What one person answered. `answers` maps the code of a statement to its answer.

    1–5 for a statement, the key(s) of a choice, a number; null means “weet ik niet”; what is not there was skipped.
    `groups` maps the code of a group question to the key chosen. `was_quick`: filled in within a minute.
    `code` only in a confidential round: the same person keeps the same code over the rounds of one assessment.
    """

    class Door(models.TextChoices):
        INVITED = "uitnodiging", "op uitnodiging"
        OPEN = "open", "via de open link"
        PAPER = "papier", "op papier"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey("Round", models.CASCADE, related_name="responses")
    door = models.CharField(max_length=12, choices=Door, default=Door.INVITED)
    answers = models.JSONField(default=dict)
    groups = models.JSONField(default=dict)
    is_complete = models.BooleanField(default=True)
    was_quick = models.BooleanField(default=False)
    code = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name = "antwoorden"
        verbose_name_plural = "antwoorden"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "code"], condition=Q(code__isnull=False), name="response_one_per_code"
            ),
            models.CheckConstraint(
                condition=Q(is_complete=True) | Q(code__isnull=False), name="response_draft_is_confidential"
            ),
        ]

    def __str__(self) -> str:
        return "Antwoorden"


class OpenAnswer(models.Model):
    """An answer in words. Shown to others only after the coordinator has read it, with names struck out."""

    class State(models.TextChoices):
        NEW = "nieuw", "nog niet gelezen"
        SHOWN = "getoond", "wordt getoond"
        WITHHELD = "achtergehouden", "wordt niet getoond"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey("Round", models.CASCADE, related_name="open_answers")
    statement = models.ForeignKey("Statement", models.RESTRICT, related_name="open_answers")
    text = models.TextField("antwoord", max_length=2000)
    shown_text = models.TextField("zoals getoond", max_length=2000, blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.NEW)
    code = models.UUIDField(null=True, blank=True)
    """Only in a confidential round, so that somebody can change or withdraw their words until it closes."""

    class Meta:
        verbose_name = "open antwoord"
        verbose_name_plural = "open antwoorden"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="open_answer_has_text")]

    def __str__(self) -> str:
        return "Open antwoord"


class Pseudonym(models.Model):
    """Confidential rounds only: which code belongs to which address. Wiped on the day that was promised."""

    assessment = models.ForeignKey("Assessment", models.CASCADE, related_name="pseudonyms")
    email = models.EmailField("e-mailadres")
    code = models.UUIDField(default=uuid4, unique=True)
    purge_on = models.DateField("wissen op")

    class Meta:
        verbose_name = "pseudoniem"
        verbose_name_plural = "pseudoniemen"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["assessment", "email"], name="pseudonym_once")]

    def __str__(self) -> str:
        return "Pseudoniem"


class PaperSheet(models.Model):
    """A sheet typed in by two people. Where they agree it becomes a response, and what they typed is wiped."""

    round = models.ForeignKey("Round", models.CASCADE, related_name="sheets")
    number = models.PositiveIntegerField("nummer van het vel")
    first = models.JSONField(null=True, blank=True)
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    second = models.JSONField(null=True, blank=True)
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    is_done = models.BooleanField("verwerkt", default=False)

    class Meta:
        verbose_name = "papieren vragenlijst"
        verbose_name_plural = "papieren vragenlijsten"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="paper_sheet_once"),
            models.CheckConstraint(
                condition=Q(first_by=None) | Q(second_by=None) | ~Q(first_by=F("second_by")),
                name="paper_sheet_two_people",
            ),
            models.CheckConstraint(
                condition=Q(is_done=False) | Q(first=None, second=None), name="paper_sheet_done_is_wiped"
            ),
        ]

    def __str__(self) -> str:
        return f"Vel {self.number}"


class SentMark(models.Model):
    """A number that a browser drew at a meeting and that sent its answers: it does not send them twice by accident.

    Says nothing of who or what, has no moment, and is wiped when the round closes.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    round = models.ForeignKey("Round", models.CASCADE, related_name="sent_marks")

    class Meta:
        verbose_name = "verstuurd vanaf een bijeenkomst"
        verbose_name_plural = "verstuurd vanaf bijeenkomsten"
        ordering = ["pk"]

    def __str__(self) -> str:
        return "Verstuurd"
