"""Frozen versions of the method by which a vitality index is made."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

FROZEN = ("code", "name", "content", "sha256", "frozen_by")


class FrozenMethodError(Exception):
    """A frozen method may not be changed or removed; a better one gets a new code."""


class MethodVersion(models.Model):
    """A named way to make the vitality index: which indicators, goalposts, weights and steps. Never changed.

    `content` is the whole method as plain values, `sha256` the hash of its canonical JSON: the same content is the same
    method everywhere.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField("naam", max_length=120)
    content = models.JSONField("inhoud")
    sha256 = models.CharField("controlegetal", max_length=64, unique=True)
    frozen_at = models.DateTimeField("vastgelegd op", auto_now_add=True)
    frozen_by = models.CharField("vastgelegd door", max_length=200)
    is_current = models.BooleanField("in gebruik", default=False)

    class Meta:
        verbose_name = "methode"
        verbose_name_plural = "methoden"
        ordering = ["-frozen_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["is_current"], condition=Q(is_current=True), name="method_one_current")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        """Only `is_current` may still change; raises FrozenMethodError for anything else."""
        if self.pk:
            kept = MethodVersion.objects.filter(pk=self.pk).values(*FROZEN).first()
            if kept and kept != {name: getattr(self, name) for name in FROZEN}:
                raise FrozenMethodError(f"Methode {kept['code']} is vastgelegd en verandert niet meer.")
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        """The method sheet."""
        return reverse("regioscan:method_detail", args=[self.code])

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        """Never: reports and addresses name it. Raises FrozenMethodError."""
        raise FrozenMethodError(f"Methode {self.code} is vastgelegd en wordt niet verwijderd.")
