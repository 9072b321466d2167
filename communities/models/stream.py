"""The stream: news, questions and resources, and what people say about them."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

if TYPE_CHECKING:
    from communities.models.communities import Community


class Audience(models.TextChoices):
    """Who may read something."""

    PUBLIC = "openbaar", "iedereen"
    MEMBERS = "leden", "alleen leden"


class PostQuerySet(models.QuerySet["Post"]):
    """Posts, by the moments that count."""

    def published(self) -> "PostQuerySet":
        """Those that may be read now; the same condition as `Post.is_published`."""
        return self.filter(state=Post.State.PUBLISHED, publish_at__lte=timezone.now())


def picture_path(picture: "PostPicture", filename: str) -> str:
    """Where a picture is kept; never served directly."""
    return f"communities/{picture.post.community_id}/posts/{filename}"


class Post(models.Model):
    """News, a question or a resource. `body` is HTML that was cleaned when it was saved."""

    class Kind(models.TextChoices):
        NEWS = "nieuws", "nieuws"
        QUESTION = "vraag", "vraag"
        RESOURCE = "bron", "bron"

    class State(models.TextChoices):
        DRAFT = "concept", "concept"
        PUBLISHED = "gepubliceerd", "gepubliceerd"
        HELD = "wacht", "wacht op een blik van de coördinator"
        HIDDEN = "verborgen", "verborgen door de coördinator"
        REMOVED = "verwijderd", "verwijderd door de schrijver"

    community = models.ForeignKey("Community", models.CASCADE, related_name="posts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="posts")
    kind = models.CharField("soort", max_length=8, choices=Kind, default=Kind.NEWS)
    title = models.CharField("titel", max_length=140)
    body = models.TextField("tekst", blank=True)
    link = models.URLField("adres van de bron", max_length=500, blank=True)
    audience = models.CharField("voor wie", max_length=10, choices=Audience, default=Audience.MEMBERS)
    state = models.CharField(max_length=12, choices=State, default=State.PUBLISHED)
    is_pinned = models.BooleanField("bovenaan", default=False)
    is_answered = models.BooleanField("beantwoord", default=False)
    publish_at = models.DateTimeField("publiceren op", default=timezone.now)
    announced_at = models.DateTimeField("gemeld op", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("geschreven op", auto_now_add=True)
    edited_at = models.DateTimeField("gewijzigd op", null=True, blank=True)
    version = models.PositiveIntegerField("versie", default=1)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="dutch") + SearchVector("body", weight="B", config="dutch"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        ordering = ["-is_pinned", "-publish_at", "-pk"]
        indexes = [
            models.Index(fields=["community", "state", "-publish_at"], name="post_stream"),
            GinIndex(fields=["search"], name="post_search"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="post_has_title")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the post."""
        return reverse("communities:post_detail", args=[self.community.slug, self.pk])

    @property
    def is_published(self) -> bool:
        """May be read now; the same condition as `PostQuerySet.published`."""
        return self.state == self.State.PUBLISHED and self.publish_at <= timezone.now()


class PostPicture(models.Model):
    """A picture with a post, drawn anew when it was handed in, so that nothing is hidden in it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="pictures")
    file = models.ImageField("bestand", upload_to=picture_path, width_field="width", height_field="height")
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    alt = models.CharField("wat staat erop", max_length=200)
    credit = models.CharField("maker", max_length=120, blank=True)
    position = models.PositiveSmallIntegerField("volgorde", default=0)

    class Meta:
        verbose_name = "foto"
        verbose_name_plural = "foto’s"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.alt


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments, by what may be read."""

    def readable(self) -> "CommentQuerySet":
        """Those that stand on the page with their words."""
        return self.filter(state=Comment.State.PUBLISHED)


class Comment(models.Model):
    """What somebody says about a post. One level of answers: an answer to an answer is one to the same comment."""

    State = Post.State

    post = models.ForeignKey(Post, models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="comments")
    text = models.TextField("reactie", max_length=4000)
    state = models.CharField(max_length=12, choices=Post.State, default=Post.State.PUBLISHED)
    created_at = models.DateTimeField("geschreven op", auto_now_add=True)
    edited_at = models.DateTimeField("gewijzigd op", null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "reactie"
        verbose_name_plural = "reacties"
        ordering = ["created_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_has_text")]

    def __str__(self) -> str:
        return f"{self.author or 'Iemand die vertrok'} bij {self.post}"

    def get_absolute_url(self) -> str:
        """The place on the page of the post; the page needs to know, for of many comments it shows some."""
        return f"{self.post.get_absolute_url()}?reactie={self.pk}#reactie-{self.pk}"

    @property
    def community(self) -> "Community":
        """Whose it is."""
        return self.post.community


class Follow(models.Model):
    """Somebody who wants to hear what is said about a post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="follows")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "volger"
        verbose_name_plural = "volgers"
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.user} volgt {self.post}"


class Seen(models.Model):
    """That somebody opened a post, so that the digest can leave it out."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="seen_by")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="seen_posts")
    seen_on = models.DateField(auto_now_add=True)

    class Meta:
        verbose_name = "gelezen bericht"
        verbose_name_plural = "gelezen berichten"
        constraints: list[Any] = [models.UniqueConstraint(fields=["user", "post"], name="seen_once")]

    def __str__(self) -> str:
        return f"{self.user} las {self.post}"
