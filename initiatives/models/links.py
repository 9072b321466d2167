"""What belongs to an initiative and is of a kind that the whole platform shares: posts, promises, documents.

A post about an initiative is a post of the community: with comments, pictures, followers, complaints and the digest,
all of which exist once. The same holds for promises and documents. Here stands only which initiative they are about.
"""

from django.db import models
from django.db.models import Q


class InitiativePost(models.Model):
    """A post about an initiative. One of them may be its announcement: what is said there, is said of the whole."""

    initiative = models.ForeignKey("Initiative", models.CASCADE, related_name="post_links")
    post = models.OneToOneField("communities.Post", models.CASCADE, related_name="initiative_link")
    is_announcement = models.BooleanField(default=False)
    told_at = models.DateTimeField("volgers geseind op", null=True, blank=True, editable=False)
    """When the followers of the initiative were told: once, also where the post waited for a look."""

    class Meta:
        verbose_name = "bericht bij een initiatief"
        verbose_name_plural = "berichten bij initiatieven"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative"], condition=Q(is_announcement=True), name="initiative_announced_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.post)


class InitiativeCommitment(models.Model):
    """A promise that belongs to an initiative."""

    initiative = models.ForeignKey("Initiative", models.CASCADE, related_name="commitment_links")
    commitment = models.OneToOneField("communities.Commitment", models.CASCADE, related_name="initiative_link")

    class Meta:
        verbose_name = "toezegging bij een initiatief"
        verbose_name_plural = "toezeggingen bij initiatieven"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.commitment)


class InitiativeDocument(models.Model):
    """A document that belongs to an initiative."""

    initiative = models.ForeignKey("Initiative", models.CASCADE, related_name="document_links")
    document = models.OneToOneField("communities.Document", models.CASCADE, related_name="initiative_link")
    is_kept_back = models.BooleanField(default=False, editable=False)
    """Taken off the list because the initiative was hidden."""

    class Meta:
        verbose_name = "document bij een initiatief"
        verbose_name_plural = "documenten bij initiatieven"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.document)
