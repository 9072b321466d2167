"""Needs and offers: placed, changed, closed, hidden. Knowledge, people, means, space, network; never money."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from communities.access.stream import is_trusted
from communities.access.subjects import standing_against
from communities.actions import moderation
from communities.actions.log import note
from communities.actions.notices import notify
from communities.models import Community, Notice, User
from initiatives.access.market import carried_initiatives, fitting_listings, is_on_board, speaking_for
from initiatives.analysis.money_words import is_about_money
from initiatives.models import Listing
from initiatives.models.market import last_day

FIELDS = ("side", "kind", "title", "text", "theme", "place", "initiative", "organisation", "expires_on")
SAME = ("side", "kind", "title", "text", "place", "theme", "initiative", "organisation")
WORDS = {"vraag": "een vraag die", "aanbod": "aanbod dat"}
MOST_TOLD = 5
MOST_DAYS = 366
MOST_REASON = 300
MOST_OPEN, MOST_OPEN_OF_NEW = 30, 3
"""So many one member has on the board, and who is new here: each is told to those whom it fits."""
NO_MONEY = (
    "Hier vragen en bieden wij kennis, mensen, middelen, ruimte en netwerk, maar geen geld. "
    "Schrijf op wat er met dat geld gedaan zou worden: misschien kan iemand u daar direct mee helpen."
)


class ListingError(Exception):
    """It cannot be done; the text says why, in Dutch, and `field` where."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


class ListingConflict(ListingError):
    """It was changed meanwhile, in another window. `current` is how it stands now."""

    def __init__(self, current: Listing) -> None:
        super().__init__("Dit is intussen gewijzigd.")
        self.current = current


@transaction.atomic
def place_listing(*, by: User, community: Community, **fields: Any) -> Listing:
    """Put a need or an offer on the board; returns it. `fields` are those of FIELDS.

    The same of the same person is placed once, also when it is sent twice. Owners of what fits best are told. Raises
    PermissionDenied for who may not, and ListingError for money, and for a day that cannot be.
    """
    if not by.has_perm("initiatives.place_listing", community):
        raise PermissionDenied
    wanted = _whole(fields)
    _check(by, community, wanted, before={})
    # Who comes second waits here, and then finds the first one's.
    Community.objects.select_for_update(no_key=True).get(pk=community.pk)
    mine = Listing.objects.open().filter(community=community, owner=by)
    found = next((one for one in mine if all(getattr(one, name) == wanted[name] for name in SAME)), None)
    if found is not None:
        return found
    _check_number(by, community, mine.count())
    made = Listing.objects.create(community=community, owner=by, **wanted)
    note(by=by, action="plaatst", thing=made)
    _tell_who_it_fits(made)
    return made


def _check_number(by: User, community: Community, n_open: int) -> None:
    if n_open >= MOST_OPEN:
        raise ListingError(f"U hebt al {MOST_OPEN} keer iets op het bord. Haal eerst weg wat niet meer nodig is.")
    if n_open >= MOST_OPEN_OF_NEW and not is_trusted(by, community):
        raise ListingError(
            f"Wie hier nieuw is, zet ten hoogste {MOST_OPEN_OF_NEW} keer iets op het bord. Na uw eerste goedgekeurde "
            "bijdrage kan het vaker."
        )


def _whole(fields: Mapping[str, Any]) -> dict[str, Any]:
    empty = {"text": "", "place": "", "expires_on": last_day()}
    return {name: fields.get(name) or empty.get(name) for name in FIELDS}


@transaction.atomic
def change_listing(*, listing: Listing, by: User, version: int, **fields: Any) -> Listing:
    """Change the words, the filters or the day; returns it as it stands.

    `version` is the one that `by` looked at: raises ListingConflict when it is not the newest. What somebody already
    answered keeps its side and kind. PermissionDenied and ListingError as `place_listing`.
    """
    locked = locked_listing(listing)
    if not by.has_perm("initiatives.edit_listing", locked):
        raise PermissionDenied
    before = {name: getattr(locked, name) for name in FIELDS}
    wanted = before | {name: value for name, value in fields.items() if name in FIELDS}
    if wanted == before:
        return locked
    if locked.version != version:
        raise ListingConflict(locked)
    _check(by, locked.community, wanted, before=before)
    if (wanted["side"], wanted["kind"]) != (locked.side, locked.kind) and locked.matches.live().exists():
        raise ListingError(
            "Iemand reageerde hier al op. Plaats een nieuwe als u iets anders zoekt of aanbiedt.", "kind"
        )
    for name, value in wanted.items():
        setattr(locked, name, value)
    _keep(locked)
    note(by=by, action="wijzigt", thing=locked)
    _tell_who_it_fits(locked)
    return locked


def _check(by: User, community: Community, wanted: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    if not (wanted["title"] or "").strip():
        raise ListingError("Schrijf in één zin waar het om gaat.", "title")
    for name in ("title", "text"):
        if is_about_money(wanted[name]):
            raise ListingError(NO_MONEY, name)
    today, day = timezone.localdate(), wanted["expires_on"]
    if day != before.get("expires_on") and not today <= day <= today + timedelta(days=MOST_DAYS):
        raise ListingError("Kies een dag die nog komt, ten hoogste een jaar vooruit.", "expires_on")
    _check_whose(by, community, wanted, before)


def _check_whose(by: User, community: Community, wanted: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """For oneself, for the organisation one speaks for, and for an initiative one may edit; nothing else."""
    organisation, initiative = wanted["organisation"], wanted["initiative"]
    new = (
        (organisation, before.get("organisation"), speaking_for),
        (initiative, before.get("initiative"), carried_initiatives),
    )
    for wish, was, allowed in new:
        if wish not in {None, was} and not allowed(by, community).filter(pk=wish.pk).exists():
            raise PermissionDenied


@transaction.atomic
def close_listing(*, listing: Listing, by: User) -> Listing:
    """Take it from the board; returns it. Twice is once. What was agreed about it goes on."""
    locked = _owned(listing, by)
    if locked.closed_at is None:
        locked.closed_at = timezone.now()
        _keep(locked)
        note(by=by, action="haalt van het bord", thing=locked)
    return locked


@transaction.atomic
def reopen_listing(*, listing: Listing, by: User) -> Listing:
    """Put it on the board again; returns it. What was past its day gets a new one. Twice is once."""
    locked = _owned(listing, by)
    is_past = locked.expires_on < timezone.localdate()
    if locked.closed_at is not None or is_past:
        locked.closed_at = None
        locked.expires_on = last_day() if is_past else locked.expires_on
        _keep(locked)
        note(by=by, action="zet terug op het bord", thing=locked)
        _tell_who_it_fits(locked)
    return locked


@transaction.atomic
def hide_listing(*, listing: Listing, by: User, reason: str) -> Listing:
    """Take it out of sight for a reason, which its owner hears; returns it. What is hidden keeps its first reason."""
    if not by.has_perm("initiatives.hide_listing", listing):
        raise PermissionDenied
    if not reason.strip():
        raise ListingError("Geef een reden. Wie dit plaatste, leest die.", "reason")
    moderation.hide(by=by, thing=listing, reason=reason.strip())
    return locked_listing(listing)


@transaction.atomic
def show_listing(*, listing: Listing, by: User) -> Listing:
    """Take the hiding back; its owner hears so; returns it. Twice is once."""
    if not by.has_perm("initiatives.hide_listing", listing):
        raise PermissionDenied
    moderation.undo(by=by, measures=list(standing_against(listing)))
    locked = locked_listing(listing)
    if locked.hidden_because:  # by what was done before measures could be about needs and offers
        bring_back_listing(locked, by)
        note(by=by, action="toont weer", thing=locked)
    return locked


def put_away_listing(listing: Listing, _: User, reason: str) -> None:
    """Take a locked one out of sight. Asks no right: `communities.actions.moderation` did."""
    listing.hidden_because = Truncator(reason).chars(MOST_REASON)
    _keep(listing)


def bring_back_listing(listing: Listing, _: User) -> None:
    """Let a locked one be seen again, as `put_away_listing`."""
    listing.hidden_because = ""
    _keep(listing)


def _tell_who_it_fits(listing: Listing) -> None:
    """The owners of the few that fit best hear of it, once for each two; whoever placed it sees them on its page."""
    if not is_on_board(listing):
        return
    for theirs, why in fitting_listings(listing, MOST_TOLD):
        notify(
            users=[theirs.owner],
            kind=Notice.Kind.NEWS,
            key=f"listing-{theirs.pk}-fits-{listing.pk}",
            title=f"Nieuw op het bord: {WORDS[listing.side]} past bij uw {theirs.side} “{theirs.title}”",
            text=f"Daarom past het: {why}.",
            path=listing.get_absolute_url(),
            community=listing.community,
        )


def _owned(listing: Listing, by: User) -> Listing:
    locked = locked_listing(listing)
    if not by.has_perm("initiatives.edit_listing", locked):
        raise PermissionDenied
    return locked


def locked_listing(listing: Listing) -> Listing:
    """It as it stands, which nobody changes before the end of this transaction."""
    whole = Listing.objects.select_related("community", "owner", "theme", "organisation", "initiative")
    return whole.select_for_update(of=("self",)).get(pk=listing.pk)


def _keep(listing: Listing) -> None:
    listing.version += 1
    listing.save()
