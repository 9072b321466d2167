"""Who did and saw what. The database refuses every change, and removal before a year is over (migration 0011)."""

from django.db import models


class LogEntry(models.Model):
    """One act: what, on what, with what result, from where, by whom, when (BIO2 8.15.01).

    The actor is a number and not a name: when an account is erased the number leads nowhere.
    """

    class Result(models.TextChoices):
        DONE = "gelukt", "gelukt"
        REFUSED = "geweigerd", "geweigerd"

    at = models.DateTimeField("wanneer", auto_now_add=True)
    community_id = models.BigIntegerField("community", null=True, blank=True)
    actor_id = models.BigIntegerField("wie", null=True, blank=True)
    action = models.CharField("wat", max_length=60)
    object_kind = models.CharField("waarop", max_length=60)
    object_id = models.CharField("welke", max_length=60, blank=True)
    result = models.CharField("uitkomst", max_length=10, choices=Result, default=Result.DONE)
    origin = models.CharField("vanwaar", max_length=45, blank=True)

    class Meta:
        verbose_name = "logregel"
        verbose_name_plural = "logboek"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["community_id", "-at"], name="log_of_community"),
            models.Index(fields=["actor_id", "-at"], name="log_of_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_kind} {self.object_id}"
