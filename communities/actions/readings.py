"""What an advisor reads in the figures: write, publish, withdraw. What was published is never changed."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.actions.log import note
from communities.models import Community, ThemeReading, User
from regioscan.models import Theme

MAX_LETTERS = 2000


class ReadingError(Exception):
    """It cannot be done; the text says why, in Dutch."""


@transaction.atomic
def write_reading(*, by: User, community: Community, theme: Theme | None, text: str) -> ThemeReading:
    """Keep a draft about a theme, or about the whole region: a draft is written over, what was published stays.

    Raises PermissionDenied, and ReadingError for no text or too much.
    """
    _check(by, community)
    text = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))
    if not text or len(text) > MAX_LETTERS:
        raise ReadingError(f"Schrijf een tekst van ten hoogste {MAX_LETTERS} tekens.")
    _lock(community)
    newest = community.readings.filter(theme=theme).order_by("-version").first()
    if newest is None or newest.published_at is not None or newest.withdrawn_at is not None:
        version = newest.version + 1 if newest else 1
        newest = ThemeReading(community=community, theme=theme, version=version)
    newest.text, newest.written_by = text, by
    newest.save()
    note(by=by, action="schrijft", thing=newest)
    return newest


@transaction.atomic
def publish_reading(*, by: User, reading: ThemeReading) -> ThemeReading:
    """Let the community read a draft. Twice is once. Raises PermissionDenied, and ReadingError for one thrown away."""
    _check(by, reading.community)
    locked = ThemeReading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    if locked.withdrawn_at is not None:
        raise ReadingError("Deze duiding is ingetrokken. Schrijf een nieuwe.")
    if locked.published_at is None:
        locked.published_at = timezone.now()
        locked.save(update_fields=["published_at"])
        note(by=by, action="publiceert", thing=locked)
    return locked


@transaction.atomic
def withdraw_reading(*, by: User, reading: ThemeReading) -> ThemeReading:
    """Take a reading away; an older version does not come back in its place. Twice is once. Raises PermissionDenied."""
    _check(by, reading.community)
    locked = ThemeReading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    if locked.withdrawn_at is None:
        locked.withdrawn_at = timezone.now()
        locked.save(update_fields=["withdrawn_at"])
        note(by=by, action="trekt in", thing=locked)
    return locked


def _check(by: User, community: Community) -> None:
    if not by.has_perm("communities.coordinate", community):
        raise PermissionDenied


def _lock(community: Community) -> None:
    """Two people who write at once get a version each, one after the other."""
    Community.objects.select_for_update().get(pk=community.pk)
