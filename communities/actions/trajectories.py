"""Trajectories: starting one, going from phase to phase, and its steps."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from communities.actions.log import note
from communities.models import Community, Organisation, Phase, PhaseKind, Step, Trajectory, User
from communities.step_catalogue import load_phases
from lib.moments import check_days

if TYPE_CHECKING:
    from django.db.models.manager import Manager

COORDINATE = "communities.coordinate"


class TrajectoryError(Exception):
    """It cannot be done; the text says why and what can, in Dutch."""


class WayBack(models.TextChoices):
    """Why a trajectory goes back to an earlier phase; the words stand in the log, so they are ours."""

    PARTNERS = "partners", "er zijn nieuwe partners"
    AMBITION = "ambitie", "de ambitie verandert"
    FAST = "tempo", "wij gingen te snel"
    MISTAKE = "vergissing", "per ongeluk verder gezet"


@transaction.atomic
def start_trajectory(
    *,
    by: User,
    community: Community,
    name: str,
    started_on: date,
    ends_on: date | None = None,
    commissioners: Iterable[Organisation] = (),
    advisors: Iterable[User] = (),
) -> Trajectory:
    """Start a trajectory with the five phases and the steps of the template; the first phase begins with it.

    Asked twice it is started once. Raises TrajectoryError when another one has this name.
    """
    if not by.has_perm(COORDINATE, community):
        raise PermissionDenied
    check_days(started_on, ends_on)
    Community.objects.select_for_update().get(pk=community.pk)
    same = community.trajectories.filter(name__iexact=name).first()
    if same is not None and same.started_on == started_on:
        return same
    if same is not None:
        raise TrajectoryError("Er is al een traject met deze naam. Kies een andere naam.")
    found = Trajectory.objects.create(community=community, name=name, started_on=started_on, ends_on=ends_on)
    found.commissioners.set(commissioners)
    found.advisors.set(advisors)
    _make_phases(found)
    note(by=by, action="start", thing=found, community=community)
    return found


def _make_phases(trajectory: Trajectory) -> None:
    """The phases and steps of the template."""
    for position, entry in enumerate(load_phases()):
        phase = Phase.objects.create(
            trajectory=trajectory,
            kind=entry.code,
            position=position,
            summary=entry.summary,
            starts_on=None if position else trajectory.started_on,
        )
        Step.objects.bulk_create(
            Step(phase=phase, position=place, title=step.title, explanation=step.explanation)
            for place, step in enumerate(entry.steps)
        )


@transaction.atomic
def change_trajectory(
    *,
    by: User,
    trajectory: Trajectory,
    name: str,
    started_on: date,
    ends_on: date | None,
    commissioners: Iterable[Organisation],
    advisors: Iterable[User],
    shares_stakeholders: bool,
) -> Trajectory:
    """Change what a trajectory is called, how long it lasts, and who commissions and advises it.

    Raises TrajectoryError when another one has this name.
    """
    locked = _locked(by, trajectory)
    if locked.community.trajectories.filter(name__iexact=name).exclude(pk=locked.pk).exists():
        raise TrajectoryError("Er is al een traject met deze naam. Kies een andere naam.")
    check_days(started_on, ends_on)
    locked.name, locked.started_on, locked.ends_on = name, started_on, ends_on
    locked.shares_stakeholders = shares_stakeholders
    locked.save(update_fields=["name", "started_on", "ends_on", "shares_stakeholders"])
    locked.commissioners.set(commissioners)
    locked.advisors.set(advisors)
    note(by=by, action="wijzigt", thing=locked, community=locked.community)
    return locked


@transaction.atomic
def enter_phase(*, by: User, trajectory: Trajectory, kind: str, because: str = "") -> Trajectory:
    """Go to the next phase, or back to an earlier one, which takes a reason (a WayBack).

    The phase that is left gets its day, and the one that is entered begins; going back opens what was closed since.
    Asked twice it is done once. Raises TrajectoryError for a leap forward, or for going back without a reason.
    """
    locked = _locked(by, trajectory)
    order = PhaseKind.values
    now, wanted = order.index(locked.phase), order.index(kind)
    if now == wanted:
        return locked
    if wanted > now + 1:
        raise TrajectoryError("Ga fase voor fase verder: sla er geen over.")
    if wanted < now and because not in WayBack.values:
        raise TrajectoryError("Kies waarom u teruggaat naar een eerdere fase.")
    today = timezone.localdate()
    if wanted > now:
        _phase(locked, order[now], done_on=today)
        _phase(locked, kind, starts_on=today, done_on=None)
        action = f"gaat naar {kind}"
    else:
        locked.phases.filter(kind__in=order[wanted : now + 1]).update(done_on=None)
        locked.phases.filter(kind__in=order[wanted + 1 : now + 1]).update(starts_on=None)
        action = f"gaat terug naar {kind}: {WayBack(because).label}"
    locked.phase = kind
    locked.save(update_fields=["phase"])
    note(by=by, action=action, thing=locked, community=locked.community)
    return locked


@transaction.atomic
def add_step(
    *, by: User, trajectory: Trajectory, kind: str, title: str, explanation: str = "", due_on: date | None = None
) -> Step:
    """Put a step at the end of a phase. A step that stands there already is not put there twice."""
    phase = _phase(_locked(by, trajectory), kind)
    check_days(due_on)
    same = phase.steps.filter(title__iexact=title).first()
    if same is not None:
        return same
    last = phase.steps.aggregate(last=models.Max("position"))["last"]
    position = 0 if last is None else last + 1
    step = Step.objects.create(phase=phase, position=position, title=title, explanation=explanation, due_on=due_on)
    note(by=by, action="voegt toe", thing=step, community=trajectory.community)
    return step


@transaction.atomic
def change_step(*, by: User, step: Step, title: str, explanation: str, due_on: date | None) -> Step:
    """Change the words and the day of a step."""
    locked = _locked_step(by, step)
    check_days(due_on)
    locked.title, locked.explanation, locked.due_on = title, explanation, due_on
    locked.save(update_fields=["title", "explanation", "due_on"])
    note(by=by, action="wijzigt", thing=locked, community=locked.community)
    return locked


@transaction.atomic
def move_step(*, by: User, step: Step, places: int) -> Step:
    """Move a step up (−1) or down (1) within its phase; at the end it stays where it is."""
    locked = _locked_step(by, step)
    swap(locked.phase.steps, locked, places)
    return locked


@transaction.atomic
def set_step_state(*, by: User, step: Step, state: str) -> Step:
    """Say how far a step is; a step that is done gets today as its day. Asked twice it is done once."""
    locked = _locked_step(by, step)
    if locked.state == state:
        return locked
    locked.state = Step.State(state)
    locked.done_on = timezone.localdate() if state == Step.State.DONE else None
    locked.save(update_fields=["state", "done_on"])
    note(by=by, action=f"zet op {locked.get_state_display()}", thing=locked, community=locked.community)
    return locked


def swap(things: "Manager[models.Model] | models.QuerySet[models.Model]", thing: models.Model, places: int) -> None:
    """Let `thing` change places with the one before (−1) or after it (1) among `things`, and number them anew.

    The caller holds the lock on what they belong to.
    """
    ordered = list(things.order_by("position", "pk"))
    here = next(place for place, one in enumerate(ordered) if one.pk == thing.pk)
    there = min(max(here + places, 0), len(ordered) - 1)
    ordered.insert(there, ordered.pop(here))
    for position, one in enumerate(ordered):
        one.position = position  # type: ignore[attr-defined]
    things.model._default_manager.bulk_update(ordered, ["position"])


def _locked(by: User, trajectory: Trajectory) -> Trajectory:
    """The trajectory as it is now, which nobody else changes meanwhile; raises PermissionDenied."""
    if not by.has_perm(COORDINATE, trajectory):
        raise PermissionDenied
    return Trajectory.objects.select_for_update(of=("self",)).select_related("community").get(pk=trajectory.pk)


def _locked_step(by: User, step: Step) -> Step:
    _locked(by, step.phase.trajectory)
    return Step.objects.select_related("phase__trajectory__community").get(pk=step.pk)


def _phase(trajectory: Trajectory, kind: str, **fields: date | None) -> Phase:
    """A phase of the trajectory, made when nobody touched it before, with these days."""
    position = PhaseKind.values.index(kind)
    found, _ = trajectory.phases.update_or_create(
        kind=kind, defaults=fields, create_defaults={"position": position, **fields}
    )
    return found
