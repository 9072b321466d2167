"""Making a community, giving it a face, and deciding who may see it."""

import secrets
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.actions.invitations import Guest, invite
from communities.actions.log import note
from communities.models import Community, Role, User
from communities.rules import is_administrator
from lib.pictures import Picture
from regioscan.models import Region

GENERAL = ("name", "tagline", "about", "visibility", "join_policy")
PRIVACY = ("controller", "legal_basis", "privacy_email", "retention_days")


class HouseError(Exception):
    """It cannot be done; the text says why, in Dutch."""


@dataclass(frozen=True)
class PictureChange:
    """What should happen to a picture: another one in its place, or none; nothing where both are left out."""

    picture: Picture | None = None
    is_removed: bool = False


@transaction.atomic
def create_community(*, by: User, region: Region, name: str, slug: str, coordinator: str) -> Community:
    """Make a private community in a region, and invite its first coordinator by mail.

    Nobody is put into a community without saying yes: the coordinator too gets an invitation. Raises PermissionDenied
    for who is not an administrator, HouseError where the address is taken.
    """
    if not is_administrator(by):
        raise PermissionDenied
    try:
        with transaction.atomic():
            community = Community.objects.create(region=region, name=name, slug=slug, started_on=timezone.localdate())
    except IntegrityError as error:
        raise HouseError("Dit adres is al van een andere community. Kies een ander.") from error
    note(by=by, action="maakt", thing=community, community=community)
    invite(by=by, community=community, guest=Guest(coordinator, role=Role.COORDINATOR))
    return community


@transaction.atomic
def change_general(*, by: User, community: Community, **wanted: Any) -> Community:
    """Set name, tagline, about, visibility or join policy; what is left out stays."""
    return _change(by, community, GENERAL, wanted, "wijzigt instellingen")


@transaction.atomic
def change_privacy(*, by: User, community: Community, **wanted: Any) -> Community:
    """Set who answers for the personal data, on what ground, where to ask, and how long they are kept."""
    return _change(by, community, PRIVACY, wanted, "wijzigt privacy")


@transaction.atomic
def change_face(
    *,
    by: User,
    community: Community,
    colours: tuple[str, str],
    cover_words: tuple[str, str],
    logo: PictureChange,
    cover: PictureChange,
) -> Community:
    """Set the two colours, what the cover shows and who made it, and the two pictures.

    A picture that is replaced or taken away is removed for good, after everything else has been kept.
    """
    locked = _locked(by, community)
    locked.primary_colour, locked.accent_colour = colours
    locked.cover_alt, locked.cover_credit = cover_words
    gone = [*_put(locked, "logo", logo), *_put(locked, "cover", cover)]
    if not locked.cover:
        locked.cover_alt = locked.cover_credit = ""
    locked.save()
    for name in gone:
        transaction.on_commit(partial(locked.logo.storage.delete, name))
    note(by=by, action="wijzigt gezicht", thing=locked, community=locked)
    return locked


@transaction.atomic
def end_community(*, by: User, community: Community, on: date | None = None) -> Community:
    """Stop a community: all can be read, nothing written. One that has stopped already stays as it is."""
    locked = _locked(by, community)
    if locked.ended_on is None:
        today = on or timezone.localdate()
        locked.ended_on = max(today, locked.started_on) if locked.started_on else today
        locked.save(update_fields=["ended_on"])
        note(by=by, action="stopt", thing=locked, community=locked)
    return locked


@transaction.atomic
def resume_community(*, by: User, community: Community) -> Community:
    """Let a community that was stopped go on."""
    locked = _locked(by, community)
    if locked.ended_on is not None:
        locked.ended_on = None
        locked.save(update_fields=["ended_on"])
        note(by=by, action="hervat", thing=locked, community=locked)
    return locked


def _change(by: User, community: Community, allowed: tuple[str, ...], wanted: dict[str, Any], action: str) -> Community:
    locked = _locked(by, community)
    unknown = set(wanted) - set(allowed)
    if unknown:
        raise ValueError(f"not a setting of this kind: {sorted(unknown)}")
    changed = [name for name, value in wanted.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, wanted[name])
    if changed:
        locked.save(update_fields=changed)
        note(by=by, action=action, thing=locked, community=locked)
    return locked


def _locked(by: User, community: Community) -> Community:
    if not by.has_perm("communities.manage_community", community):
        raise PermissionDenied
    return Community.objects.select_for_update(of=("self",)).get(pk=community.pk)


def _put(community: Community, name: str, change: PictureChange) -> list[str]:
    """Set a picture under a name that nobody can guess or has kept; returns the names that are no longer used."""
    file = getattr(community, name)
    if not change.picture and not change.is_removed:
        return []
    gone = [file.name] if file else []
    if change.picture:
        path = f"{name}-{secrets.token_hex(8)}{change.picture.suffix}"
        file.save(path, ContentFile(change.picture.content), save=False)
    else:
        setattr(community, name, "")
    return gone
