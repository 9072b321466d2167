"""Documents of a community, in versions."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse

from communities.models.stream import Audience

if TYPE_CHECKING:
    from communities.models.communities import Community


def document_path(version: "DocumentVersion", filename: str) -> str:
    """Where a version is kept; never served directly."""
    return f"communities/{version.document.community_id}/documents/{filename}"


class Document(models.Model):
    """A document; what people read is its newest version."""

    community = models.ForeignKey("Community", models.CASCADE, related_name="documents")
    title = models.CharField("titel", max_length=140)
    description = models.CharField("waar gaat het over", max_length=300, blank=True)
    audience = models.CharField("voor wie", max_length=10, choices=Audience, default=Audience.MEMBERS)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="documents")
    created_at = models.DateTimeField("geplaatst op", auto_now_add=True)
    removed_at = models.DateTimeField("verwijderd op", null=True, blank=True)

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documenten"
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page with its versions."""
        return reverse("communities:document_detail", args=[self.community.slug, self.pk])


class DocumentVersion(models.Model):
    """One version of a document, never changed."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("versie")
    file = models.FileField("bestand", upload_to=document_path)
    name = models.CharField("naam van het bestand", max_length=140)
    kind = models.CharField("soort bestand", max_length=10)
    size = models.PositiveIntegerField("grootte in bytes")
    sha256 = models.CharField("controlegetal", max_length=64)
    note = models.CharField("wat is er veranderd", max_length=300, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField("geplaatst op", auto_now_add=True)

    class Meta:
        verbose_name = "versie van een document"
        verbose_name_plural = "versies van documenten"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_once")]

    def __str__(self) -> str:
        return f"{self.document}, versie {self.number}"

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.document.community
