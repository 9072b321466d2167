"""How a trajectory stands today, counted: one question to the database for each thing, however much there is."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from communities.access.commitments import roll_up
from communities.access.trajectories import partners_of, published_agreement_of, put_ambition_of
from communities.analysis.attention import Pulse, missing_sectors
from communities.analysis.promises import RollUp
from communities.models import (
    AgendaItem,
    Ambition,
    AmbitionConsent,
    Comment,
    Community,
    JoinRequest,
    Letter,
    Membership,
    Phase,
    Post,
    Sector,
    Step,
    Trajectory,
)


def pulse_of(trajectory: Trajectory, phases: Sequence[Phase], progress: RollUp, n_moderation: int) -> Pulse:
    """The counts of a trajectory with these phases.

    How its community's commitments stand, and how much waits under moderation, are known already.
    """
    community, today = trajectory.community, timezone.localdate()
    partners = set(partners_of(trajectory).values_list("pk", flat=True))
    requests = community.join_requests.filter(state=JoinRequest.State.WAITING).values_list("created_at", flat=True)
    waiting = sorted(requests)
    engaged = _engaged(trajectory)
    consents_open, objections = _ambition(trajectory, partners)
    return Pulse(
        n_requests=len(waiting),
        request_days=(today - timezone.localdate(waiting[0])).days if waiting else 0,
        n_late=progress.n_late,
        quiet_days=(today - _last_sign_of_life(community, trajectory)).days,
        missing=tuple(Sector(one).label for one in missing_sectors(Sector.values, engaged)),
        n_stakeholders=sum(engaged.values()),
        n_overdue=_overdue_steps(phases, today),
        n_consents_open=consents_open,
        n_objections=objections,
        n_unconfirmed=_unconfirmed(trajectory, partners),
        n_one_sided=_one_sided(community),
        n_letters_failed=Letter.objects.filter(community=community, state=Letter.State.FAILED).count(),
        n_moderation=n_moderation,
    )


def commitments_in(community: Community) -> RollUp:
    """How the commitments of a community stand."""
    return roll_up(community.commitments.all())


def people_in(community: Community) -> dict[str, int]:
    """How many people, organisations and frontrunners take part now."""
    return (
        Membership.objects.active()
        .filter(community=community)
        .aggregate(
            n_members=Count("pk"),
            n_organisations=Count("organisation", distinct=True),
            n_frontrunners=Count("pk", filter=Q(is_frontrunner=True)),
        )
    )


def _engaged(trajectory: Trajectory) -> dict[tuple[str, str], int]:
    """How many stakeholders there are of every (sector, engagement)."""
    rows = trajectory.stakeholders.order_by().values_list("sector", "engagement").annotate(n=Count("pk"))
    return {(sector, engagement): n for sector, engagement, n in rows}


def _last_sign_of_life(community: Community, trajectory: Trajectory) -> date:
    """The last day on which something moved: a post, a comment, a commitment or an event; else the first day of all."""
    comments = Comment.objects.filter(post__community=community, state=Post.State.PUBLISHED)
    held = community.events.filter(starts_at__lte=timezone.now(), cancelled_at=None)
    signs = [
        _newest(community.posts.published(), "publish_at"),
        _newest(comments, "created_at"),
        _newest(community.commitments.all(), "changed_at"),
        _newest(held, "starts_at"),
        _newest(community.events.all(), "created_at"),
    ]
    days = [timezone.localdate(moment) for moment in signs[0].union(*signs[1:], all=True)]
    return max(days, default=timezone.localdate(trajectory.created_at))


def _newest(things: QuerySet[Any], field: str) -> QuerySet[Any, datetime]:
    """The latest moment in this field, as one row or none."""
    return things.order_by(f"-{field}").values_list(field, flat=True)[:1]


def _overdue_steps(phases: Sequence[Phase], today: date) -> int:
    steps = [step for phase in phases if phase.pk for step in phase.steps.all()]
    going = (Step.State.OPEN, Step.State.BUSY)
    return sum(step.state in going and step.due_on is not None and step.due_on < today for step in steps)


def _ambition(trajectory: Trajectory, partners: set[int]) -> tuple[int, int]:
    """Of what lies before the partners: how many did not answer, and how many disagree."""
    put = put_ambition_of(trajectory)
    if put is None or put.state != Ambition.State.ASKED:
        return 0, 0
    answers = {one.organisation_id: one.answer for one in put.consents.all()}
    n_objections = sum(answer == AmbitionConsent.Answer.NO for answer in answers.values())
    return len(partners - set(answers)), n_objections


def _unconfirmed(trajectory: Trajectory, partners: set[int]) -> int:
    agreement = published_agreement_of(trajectory)
    if agreement is None:
        return 0
    return len(partners - {one.organisation_id for one in agreement.confirmations.all()})


def _one_sided(community: Community) -> int:
    """Agenda items with an empty lens, as `AgendaItem.empty_lenses` says of one."""
    standing = community.agenda_items.exclude(state=AgendaItem.State.ENDED)
    return sum(bool(one.empty_lenses) for one in standing)
