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


def note_look(request: HttpRequest, thing: Model, community: Community | None = None) -> LogEntry | None:
    """Write that somebody saw personal data of others that not everybody sees; visitors leave no line."""
    by = request.user if isinstance(request.user, User) else None
    return note(by=by, action="bekijkt", thing=thing, community=community, origin="web") if by else None
