"""The residents' panel: people who agreed to be asked."""

from django.db import models


class PanelMember(models.Model):
    """Somebody who agreed to be asked now and then. Counts once the address has been confirmed; leaving deletes it.

    The link with which somebody confirms, changes and leaves is signed (`letters.panel`), so that every mail
    can hold it.
    """

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="panel_members")
    email = models.EmailField("e-mailadres")
    place = models.CharField("dorp of wijk", max_length=80, blank=True)
    themes = models.ManyToManyField("regioscan.Theme", blank=True, related_name="+", verbose_name="onderwerpen")
    agreed_to = models.TextField("waarmee akkoord")
    """The words that were agreed to, as they stood."""
    agreed_at = models.DateTimeField("akkoord op", auto_now_add=True)
    confirmed_at = models.DateTimeField("adres bevestigd op", null=True, blank=True)

    class Meta:
        verbose_name = "panellid"
        verbose_name_plural = "panelleden"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["community", "email"], name="panel_member_once")]

    def __str__(self) -> str:
        return "Panellid"

    @property
    def is_asked(self) -> bool:
        """Confirmed the address, or signed on paper."""
        return self.confirmed_at is not None
