"""What belongs to an initiative: posts about it that its followers hear of, and documents that go where it goes.

Here stands nothing that needs the verbs of initiatives themselves: those need this.
"""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from communities.actions.notices import Quote, notify
from communities.actions.stream import Words, write_post
from communities.models import Audience, Document, Notice, Post, User
from initiatives.access.partners import followers_of
from initiatives.access.updates import audience_of
from initiatives.models import Initiative, InitiativeDocument, InitiativePost
from lib import rich_text

MAX_QUOTE = 300
MAX_TITLE = 200


class LinkError(Exception):
    """It cannot be done; the text says why and what to do, in Dutch."""


def locked_initiative(initiative: Initiative) -> Initiative:
    """The initiative as it stands, which nobody changes before the end of this transaction."""
    whole = Initiative.objects.select_related("community", "lead", "proposed_by").prefetch_related("partners")
    return whole.select_for_update(of=("self",), no_key=True).get(pk=initiative.pk)


@transaction.atomic
def post_about(*, by: User, initiative: Initiative, words: Words) -> Post:
    """Write a post of the community about an initiative, for whoever may see that one; its followers are told.

    What a new member writes waits, and is told of when it was let through. The same words twice are one post. Asks
    the rights of writing a post; whether `by` may speak for the initiative, its caller asks. Raises PermissionDenied,
    StreamError, and LinkError where the same words were just written about another initiative.
    """
    # Who takes it from visitors meanwhile waits for this post, and takes that along.
    initiative = locked_initiative(initiative)
    words = replace(words, audience=audience_of(initiative))
    post = write_post(by=by, community=initiative.community, words=words)
    link = InitiativePost.objects.get_or_create(post=post, defaults={"initiative": initiative})[0]
    if link.initiative_id != initiative.pk:
        raise LinkError("Net hetzelfde schreef u zojuist bij een ander initiatief. Schrijf hier wat voor dit geldt.")
    _tell_followers(link)
    return post


def tell_followers_of_released() -> int:
    """Tell followers of the news that was let through since it was written; returns how much. Safe to run twice."""
    out = {"post__state": Post.State.PUBLISHED, "post__announced_at__isnull": False}
    waiting = InitiativePost.objects.filter(told_at=None, is_announcement=False, **out).order_by("pk")
    return sum(_tell_one(pk) for pk in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def keep_documents_along(*, initiative: Initiative) -> None:
    """Let the documents of an initiative go along with it, after every change of who may see it.

    Those for everybody are for members once the initiative is; nothing becomes public by itself. With a hidden
    initiative they are off the list, and back on it with one that is shown again; what somebody took off stays off.
    Asks no right: whose verb calls it, did.
    """
    about = Document.objects.filter(initiative_link__initiative=initiative)
    if audience_of(initiative) == Audience.MEMBERS:
        about.update(audience=Audience.MEMBERS)
    links = InitiativeDocument.objects.select_for_update(of=("self",)).filter(initiative=initiative)
    if initiative.hidden_because:
        listed = list(links.filter(document__removed_at=None).values_list("pk", flat=True))
        InitiativeDocument.objects.filter(pk__in=listed).update(is_kept_back=True)
        about.filter(initiative_link__in=listed).update(removed_at=timezone.now())
        return
    kept = list(links.filter(is_kept_back=True).values_list("pk", flat=True))
    about.filter(initiative_link__in=kept).update(removed_at=None)
    InitiativeDocument.objects.filter(pk__in=kept).update(is_kept_back=False)


def _tell_followers(link: InitiativePost) -> bool:
    """Tell who follows the initiative of a post that stands on the site, once; whether that happened now.

    To be called inside a transaction. Who was told of the post already is not told again: the key is that of the
    post, so that hiding or removing it takes this back as well.
    """
    post, initiative = link.post, link.initiative
    if link.told_at is not None or post.announced_at is None or not (post.is_published and initiative.is_placed):
        return False
    notify(
        users=followers_of(initiative).exclude(pk=post.author_id or 0),
        kind=Notice.Kind.NEWS,
        key=f"post-{post.pk}",
        title=Truncator(f"Nieuws van “{initiative}”: {post.title}").chars(MAX_TITLE),
        text=Quote(Truncator(" ".join(rich_text.plain(post.body).split())).chars(MAX_QUOTE)),
        path=post.get_absolute_url(),
        community=initiative.community,
    )
    link.told_at = timezone.now()
    link.save(update_fields=["told_at"])
    return True


@transaction.atomic
def _tell_one(pk: int) -> bool:
    waiting = InitiativePost.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, told_at=None)
    link = waiting.select_related("post__community", "initiative__community").first()
    return link is not None and _tell_followers(link)
