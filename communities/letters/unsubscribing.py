"""Links that stop one kind of mail without logging in. The signature in the link is the right to do so."""

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from communities.models import ALWAYS, Community, Notice, User

DIGEST = "week"
"""Stands for the weekly digest as a whole, where otherwise the kind of notice stands."""

STOPPABLE = frozenset({*Notice.Kind.values, DIGEST} - ALWAYS)


@dataclass(frozen=True)
class Stop:
    """Whose mail stops, of which kind, and from which community it came."""

    user_id: int
    kind: str
    community_id: int | None = None


def _signer() -> Signer:
    return Signer(salt="communities.unsubscribe")


def make_token(stop: Stop) -> str:
    """A token that does not expire: a mail may be found back years later."""
    return _signer().sign_object([stop.user_id, stop.kind, stop.community_id])


def read_token(token: str) -> Stop | None:
    """What a token stops; None for one that is not ours, or that stops what must be heard."""
    try:
        user_id, kind, community_id = _signer().unsign_object(token)
    except (BadSignature, ValueError):
        return None
    return Stop(user_id, kind, community_id) if isinstance(kind, str) and kind in STOPPABLE else None


def unsubscribe_link(stop: Stop) -> str:
    """The address in full that stops this mail; nothing for what cannot be stopped."""
    if stop.kind not in STOPPABLE:
        return ""
    return settings.SITE_URL + reverse("communities:unsubscribe", args=[make_token(stop)])


@dataclass(frozen=True)
class Described:
    """A stop in words: `what` ends a sentence that begins with "U krijgt"."""

    what: str
    row: str
    community_name: str = ""


def described(stop: Stop | None) -> Described | None:
    """What a stop comes down to; None where there is nothing to stop any more, as for an account that is gone."""
    if stop is None or not User.objects.filter(pk=stop.user_id, is_active=True).exists():
        return None
    names = Community.objects.filter(pk__in=[stop.community_id or 0]).values_list("name", flat=True)
    if stop.kind == DIGEST:
        return Described("het weekoverzicht niet meer", Notice.Kind.NEWS, names.first() or "")
    return Described(f"geen mail meer over “{Notice.Kind(stop.kind).label}”", stop.kind, names.first() or "")
