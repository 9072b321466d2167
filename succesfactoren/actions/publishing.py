"""Showing the outcome of a round to the members: once, and for good."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from communities.actions.log import note
from communities.actions.notices import notify
from communities.models import Membership, Notice, User
from succesfactoren.access.results import before_of
from succesfactoren.actions.closing import RoundError
from succesfactoren.actions.open_answers import strike_for_good
from succesfactoren.analysis.headline import headline
from succesfactoren.models import Round


@transaction.atomic
def publish_result(*, round: Round, by: User, is_for_everyone: bool = False) -> Round:
    """Let the members read the outcome and tell them; published twice it is published once. It cannot be taken back.

    `is_for_everyone`: visitors of a public community too, without the open answers; that may be added later. Answers in
    words that were not read by now stay unread: what is published is frozen, and of what is shown the names that were
    struck out are wiped. Raises PermissionDenied, and RoundError for a round that is not closed, or whose figures would
    tell of the round before to who may not read that one.
    """
    if round.is_closed and not by.has_perm("succesfactoren.publish_result", round):
        raise PermissionDenied
    whole = Round.objects.select_related("outcome", "assessment__trajectory__community")
    locked = whole.select_for_update(of=("self",)).get(pk=round.pk)
    if not locked.is_closed:
        raise RoundError("Deze ronde is nog niet gesloten. Er is nog geen uitkomst om te publiceren.")
    is_wider = is_for_everyone and not locked.is_for_everyone and locked.community.is_public
    if locked.is_published and not is_wider:
        return locked
    _check_before(locked, is_for_everyone=is_wider)
    is_first = not locked.is_published
    if is_first:
        strike_for_good(locked)
    locked.published_at = locked.published_at or timezone.now()
    locked.is_for_everyone = locked.is_for_everyone or is_wider
    locked.save(update_fields=["published_at", "is_for_everyone"])
    note(
        by=by, action="publiceert voor iedereen" if is_wider else "publiceert", thing=locked, community=locked.community
    )
    if is_first:
        _tell_members(locked, by)
    return locked


def _check_before(round: Round, *, is_for_everyone: bool) -> None:
    before = before_of(round)
    if before is None:
        return
    name = before.round.name
    if not before.is_for_members:
        raise RoundError(
            f"Publiceer eerst {name}. De cijfers van die ronde staan naast deze, en leden mogen ze nog niet lezen."
        )
    if is_for_everyone and not before.is_for_everyone:
        raise RoundError(
            f"Deel eerst {name} met iedereen, of publiceer deze uitkomst alleen voor leden. De cijfers van {name} "
            "staan naast deze, en bezoekers mogen ze niet lezen."
        )


def _tell_members(round: Round, by: User) -> None:
    active = Membership.objects.active().filter(community=round.community).exclude(user=by)
    notify(
        users=[one.user for one in active.select_related("user")],
        kind=Notice.Kind.NEWS,
        key=f"uitkomst-{round.pk}",
        title=f"De uitkomst van {round.name} is te lezen",
        text=headline(round.outcome.figures),
        path=reverse("succesfactoren:round_result", args=[round.community.slug, round.pk]),
        community=round.community,
    )
