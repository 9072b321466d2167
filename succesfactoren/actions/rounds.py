"""Rounds: made, changed, planned, opened, taken away; closing stands in `closing`."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.actions.log import note
from communities.models import Trajectory, User
from lib.moments import day_and_date
from lib.text import join_words
from regioscan.models import Region, Theme
from succesfactoren.access.audience import not_yet_invited
from succesfactoren.access.rounds import fingerprint, is_promised
from succesfactoren.actions.closing import RoundError, close_round
from succesfactoren.actions.tickets import check_right, locked_round, make_tickets, send_invitations
from succesfactoren.letters.promises import promised_words
from succesfactoren.models import Assessment, Instrument, Pseudonym, Round

logger = logging.getLogger(__name__)

IS_OPENED = "Deze ronde is al geopend. Wat bij de opening is beloofd, verandert niet meer."
ANOTHER_NAME = (
    "Wat zij vroeg, verandert niet meer. Kies hetzelfde, of vul bij «Over één initiatief, coalitie of dorp?» een "
    "andere naam in; dan wordt dit een nieuwe meting."
)
IS_OVER = "De dag waarop deze ronde sluit, is al voorbij. Kies eerst een latere dag."


class RoundConflict(RoundError):
    """Somebody else changed the round meanwhile. `current` is how it stands now."""

    def __init__(self, current: Round) -> None:
        super().__init__("Iemand anders heeft deze ronde intussen gewijzigd. Bekijk wat er nu staat en pas dat aan.")
        self.current = current


@dataclass(frozen=True)
class RoundPlan:
    """What a coordinator chose. `group_codes` are the group questions that are asked, of those of the instrument."""

    name: str
    opens_at: datetime
    closes_at: datetime
    kind: str = Round.Kind.FIRST
    mode: str = Round.Mode.ANONYMOUS
    purge_on: date | None = None
    audience: str = Round.Audience.MEMBERS
    minimum_group: int = 5
    group_codes: Sequence[str] = ()
    merges_doors: bool = False
    subject: str = ""
    place: Region | None = None
    themes: Sequence[Theme] = ()


# ── In preparation ────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def make_round(*, by: User, trajectory: Trajectory, instrument: Instrument, plan: RoundPlan) -> Round:
    """Make a round, still in preparation; returns it. Sent twice, it is made once.

    Raises PermissionDenied, and RoundError for an instrument that this community cannot use.
    """
    if not by.has_perm("succesfactoren.run_rounds", trajectory):
        raise PermissionDenied
    if instrument.community_id not in {None, trajectory.community_id}:
        raise PermissionDenied
    if instrument.newest is None:
        raise RoundError("Deze vragenlijst is nog niet vastgesteld. Doe dat eerst.")
    # Who comes second waits here, and then finds the round of the first.
    Trajectory.objects.select_for_update(no_key=True).get(pk=trajectory.pk)
    assessment = _assessment(trajectory, instrument, plan)
    fields = _fields(instrument, plan)
    same = {name: fields[name] for name in ("name", "opens_at", "closes_at")}
    found = assessment.rounds.filter(opened_at=None, **same).first()
    if found is not None:
        return found
    made = Round.objects.create(assessment=assessment, created_by=by, **fields)
    note(by=by, action="maakt", thing=made, community=trajectory.community)
    return made


def _assessment(trajectory: Trajectory, instrument: Instrument, plan: RoundPlan) -> Assessment:
    """What the plan is about. Once one of its rounds has opened, that stays what people answered about."""
    named, _ = Assessment.objects.get_or_create(trajectory=trajectory, instrument=instrument, subject=plan.subject)
    found = held_assessment(named.pk)
    if found.rounds.filter(opened_at__isnull=False).exists():
        _check_about(found, plan)
        return found
    if found.place != plan.place:
        found.place = plan.place
        found.save(update_fields=["place"])
    found.themes.set(plan.themes)
    return found


def held_assessment(pk: int) -> Assessment:
    """The assessment as it is now; whoever opens a round of it, or changes what it is about, waits for the other."""
    return Assessment.objects.select_for_update(no_key=True).get(pk=pk)


def _check_about(found: Assessment, plan: RoundPlan) -> None:
    """Raise RoundError where the plan is about another place, or other themes, than the rounds that have opened."""
    if found.place != plan.place:
        now = f"gaat over {found.place.name} ({found.place.code})" if found.place else "noemt geen regio of wijk"
        raise RoundError(f"Een eerdere ronde van deze meting {now}. {ANOTHER_NAME}", field="place")
    themes = list(found.themes.all())
    if set(themes) != set(plan.themes):
        now = f"gaat over {join_words([one.name for one in themes])}" if themes else "noemt geen thema’s"
        raise RoundError(f"Een eerdere ronde van deze meting {now}. {ANOTHER_NAME}", field="themes")


def _fields(instrument: Instrument, plan: RoundPlan) -> dict[str, Any]:
    version = instrument.newest
    if version is None:
        raise RoundError("Deze vragenlijst is nog niet vastgesteld. Doe dat eerst.")
    is_confidential = plan.mode == Round.Mode.CONFIDENTIAL
    return {
        "version": version,
        "kind": plan.kind,
        "name": plan.name,
        "mode": plan.mode,
        "purge_on": plan.purge_on if is_confidential else None,
        "opens_at": plan.opens_at,
        "closes_at": plan.closes_at,
        "audience": plan.audience,
        "minimum_group": plan.minimum_group,
        "minimum_detail": max(10, plan.minimum_group),
        "group_questions": [one for one in version.group_questions if one["code"] in plan.group_codes],
        "merges_doors": plan.merges_doors,
    }


@transaction.atomic
def change_round(*, by: User, round: Round, plan: RoundPlan, seen: str) -> Round:
    """Change a round that is in preparation; returns it. The instrument stays, in its newest version.

    `seen` is the `fingerprint` that `by` looked at. Raises RoundConflict when the round has changed since, RoundError
    when it has opened.
    """
    locked = locked_round(round)
    check_right(by, locked)
    if locked.opened_at is not None:
        raise RoundError(IS_OPENED)
    if fingerprint(locked) != seen:
        raise RoundConflict(locked)
    instrument = locked.version.instrument
    locked.assessment = _assessment(locked.assessment.trajectory, instrument, plan)
    for name, value in _fields(instrument, plan).items():
        setattr(locked, name, value)
    locked.save()
    note(by=by, action="wijzigt", thing=locked, community=locked.community)
    return locked


@transaction.atomic
def change_open_round(*, by: User, round: Round, name: str, closes_at: datetime, minimum_group: int) -> Round:
    """Change what may change while people answer: the name, the end, and the smallest group upwards; returns it."""
    locked = locked_round(round)
    check_right(by, locked)
    if not locked.is_open:
        raise RoundError("Deze ronde is niet open. Er is niets meer te wijzigen.")
    if closes_at <= timezone.now():
        raise RoundError("Dit moment is al voorbij. Wilt u nu sluiten? Gebruik dan «Sluit de ronde».")
    if minimum_group < locked.minimum_group:
        raise RoundError("De kleinste groep kan niet kleiner worden: dat is beloofd aan wie al antwoordde.")
    if closes_at < locked.closes_at and is_promised(locked):
        raise RoundError(promised_words(locked), field="closes_on")
    if closes_at > locked.closes_at:
        _check_purge_day(locked, closes_at)
    locked.name, locked.closes_at, locked.minimum_group = name, closes_at, minimum_group
    locked.minimum_detail = max(locked.minimum_detail, minimum_group)
    if locked.open_link_until and locked.open_link_until > closes_at > (locked.open_link_from or closes_at):
        locked.open_link_until = closes_at
    locked.save(update_fields=["name", "closes_at", "minimum_group", "minimum_detail", "open_link_until"])
    note(by=by, action="wijzigt", thing=locked, community=locked.community)
    return locked


def _check_purge_day(round: Round, closes_at: datetime) -> None:
    """No day of wiping may fall in a round: who comes back on the next would get a second code, and answer twice."""
    if round.is_anonymous:
        return
    known = Pseudonym.objects.filter(assessment=round.assessment_id, purge_on__lte=timezone.localdate(closes_at))
    first = known.order_by("purge_on").first()
    if first is not None:
        day = day_and_date(first.purge_on)
        raise RoundError(
            f"Op {day} wissen wij de koppeling van een eerdere ronde; dat is beloofd. Laat deze ronde vóór die dag "
            "sluiten, of open haar erna."
        )


@transaction.atomic
def plan_round(*, by: User, round: Round, is_planned: bool) -> Round:
    """Put a round ready, so that it opens by itself at its moment; or take that back. Returns it."""
    locked = locked_round(round)
    check_right(by, locked)
    if locked.opened_at is not None:
        raise RoundError(IS_OPENED)
    if (locked.planned_at is not None) == is_planned:
        return locked
    if is_planned and locked.closes_at <= timezone.now():
        raise RoundError(IS_OVER)
    if is_planned:
        _check_purge_day(locked, locked.closes_at)
    locked.planned_at = timezone.now() if is_planned else None
    locked.save(update_fields=["planned_at"])
    note(by=by, action="zet klaar" if is_planned else "houdt terug", thing=locked, community=locked.community)
    return locked


@transaction.atomic
def cancel_round(*, by: User, round: Round) -> None:
    """Take a round away that never opened, with the addresses that were brought in for it. Twice is once."""
    locked = Round.objects.select_for_update().filter(pk=round.pk).first()
    if locked is None:
        return
    check_right(by, locked)
    if locked.opened_at is not None:
        raise RoundError("Deze ronde is al geopend. U kunt haar sluiten, maar niet meer weghalen.")
    note(by=by, action="haalt weg", thing=locked, community=locked.community)
    locked.delete()


# ── Opening and closing ───────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def open_round(*, by: User | None, round: Round) -> Round:
    """Open a round now and put the invitations in the post; returns it. Opening twice opens once.

    From here on what was promised is fixed. `by` is None when the clock opens it. Raises RoundError when its end is
    over already.
    """
    locked = locked_round(round)
    if by is not None:
        check_right(by, locked)
    if locked.opened_at is not None:
        return locked
    now = timezone.now()
    if locked.closes_at <= now:
        raise RoundError(IS_OVER)
    _check_purge_day(locked, locked.closes_at)
    held_assessment(locked.assessment_id)
    locked.planned_at = locked.planned_at or now
    locked.opened_at, locked.opens_at = now, min(now, locked.opens_at)
    locked.save(update_fields=["planned_at", "opened_at", "opens_at"])
    make_tickets(locked, not_yet_invited(locked))
    send_invitations(locked, locked.tickets.exclude(email="").order_by("pk"))
    note(by=by, action="opent", thing=locked, community=locked.community, origin="" if by else "taak")
    return locked


def open_due_rounds() -> int:
    """Open every planned round whose moment has come, each by itself; returns how many. For the clock.

    Not in a community that is over, and not when the end has passed as well: such a round waits for its coordinator.
    """
    due = Round.objects.due_to_open().filter(closes_at__gt=timezone.now())
    alive = due.filter(assessment__trajectory__community__ended_on=None)
    return sum(_by_the_clock(_open, one) for one in alive.order_by("opens_at", "pk"))


def _open(round: Round) -> None:
    open_round(by=None, round=round)


def close_due_rounds() -> int:
    """Close every open round whose end has come, each by itself; returns how many. For the clock."""
    return sum(_by_the_clock(_close, one) for one in Round.objects.due_to_close().order_by("closes_at", "pk"))


def _close(round: Round) -> None:
    close_round(round=round, by=None)


def _by_the_clock(act: Any, round: Round) -> bool:
    """One round for which it fails stands in the log, is tried again, and does not keep the others waiting."""
    try:
        act(round)
    except Exception:
        logger.exception("round not opened or closed", extra={"round": round.pk})
        return False
    return True


def purge_pseudonyms() -> int:
    """Wipe which code belongs to which address, on the day that was promised; returns how many. For the clock."""
    n_purged, _ = Pseudonym.objects.filter(purge_on__lte=timezone.localdate()).delete()
    return n_purged
