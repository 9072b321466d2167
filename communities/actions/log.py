"""Writing the log of who did and saw what."""

from django.db.models import Model
from django.http import HttpRequest

from communities.models import Community, LogEntry, User


def note(
    *,
    by: User | None,
    action: str,
    thing: Model,
    community: Community | None = None,
    result: str = LogEntry.Result.DONE,
    origin: str = "",
) -> LogEntry:
    """Write one line: `action` is a Dutch verb ("laat toe"), `thing` what it was done to.

    Never put words of people in a line: it is kept when they are forgotten.
    """
    return LogEntry.objects.create(
        actor_id=by.pk if by else None,
        action=action,
        object_kind=str(thing._meta.verbose_name),
        object_id=str(thing.pk),
        community_id=community.pk if community else getattr(thing, "community_id", None),
        result=result,
        origin=origin,
    )


def note_refusal(request: HttpRequest, community: Community) -> LogEntry | None:
    """Write that somebody tried what they may not do in a community they may know of; visitors leave no line."""
    if not isinstance(request.user, User):
        return None
    place = request.path.removeprefix(f"/c/{community.slug}/").strip("/")
    return LogEntry.objects.create(
        actor_id=request.user.pk,
        action="wil openen" if request.method in {"GET", "HEAD"} else "wil wijzigen",
        object_kind="bladzijde",
        # An address may carry a secret, and such a thing does not belong in a log.
        object_id="" if request.resolver_match and "token" in request.resolver_match.kwargs else place[:60],
        community_id=community.pk,
        result=LogEntry.Result.REFUSED,
        origin="web",
    )


def note_look(request: HttpRequest, thing: Model, community: Community | None = None) -> LogEntry | None:
    """Write that somebody saw personal data of others that not everybody sees; visitors leave no line."""
    by = request.user if isinstance(request.user, User) else None
    return note(by=by, action="bekijkt", thing=thing, community=community, origin="web") if by else None


def note_seen(request: HttpRequest, kind: str, number: str, origin: str) -> LogEntry:
    """Write that somebody saw personal data, where the thing itself has not been fetched yet; lists have no number."""
    return LogEntry.objects.create(
        actor_id=request.user.pk, action="bekijkt", object_kind=kind[:60], object_id=number[:60], origin=origin
    )
