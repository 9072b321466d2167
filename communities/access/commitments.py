"""Commitments and the route map, for whoever may read them. What is counted is counted here and nowhere else."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from communities.analysis.promises import RollUp
from communities.analysis.route_map import RouteRow
from communities.models import Commitment, Community, Organisation, Stakeholder, Step, User
from communities.models.commitments import OPEN, CommitmentQuerySet, late_now


@dataclass(frozen=True)
class Wanted:
    """Which part of the route map somebody asks for; nothing filled in is everything."""

    state: str = ""
    is_late: bool = False
    organisation: int | None = None
    agenda_item: int | None = None

    @property
    def is_everything(self) -> bool:
        """No filter is on."""
        return self == Wanted()


def commitments_of(community: Community) -> CommitmentQuerySet:
    """The commitments of a community with what a row shows of them."""
    found: CommitmentQuerySet = community.commitments.select_related(
        "community", "person", "organisation", "agenda_item", "trajectory", "step", "created_by"
    )
    return found


def wanted_commitments(community: Community, wanted: Wanted) -> CommitmentQuerySet:
    """Those that somebody asks for."""
    found = commitments_of(community)
    if wanted.is_late:
        found = found.late()
    if wanted.state:
        found = found.open() if wanted.state == "open" else found.filter(state=wanted.state)
    if wanted.organisation:
        found = found.filter(organisation=wanted.organisation)
    if wanted.agenda_item:
        found = found.filter(agenda_item=wanted.agenda_item)
    return found


def roll_up(commitments: QuerySet[Commitment]) -> RollUp:
    """How much of these is done; one question to the database."""
    return RollUp(
        **commitments.order_by().aggregate(
            n_done=Count("pk", filter=Q(state=Commitment.State.DONE)),
            n_open=Count("pk", filter=OPEN),
            n_late=Count("pk", filter=late_now()),
            n_lapsed=Count("pk", filter=Q(state=Commitment.State.LAPSED)),
        )
    )


def route_rows(community: Community, wanted: Wanted) -> list[RouteRow]:
    """The rows of the route map: commitments, and the dated steps of its trajectories where no filter leaves them out.

    A step belongs to no organisation and no agenda item, so that those filters leave commitments only.
    """
    rows = [_of_commitment(one) for one in wanted_commitments(community, wanted)]
    if wanted.organisation or wanted.agenda_item:
        return rows
    steps = [_of_step(step, step.due_on) for step in _dated_steps(community) if step.due_on]
    return rows + [row for row in steps if _is_wanted(row, wanted)]


def _of_commitment(one: Commitment) -> RouteRow:
    return RouteRow(
        kind="toezegging",
        number=one.pk,
        what=one.what,
        due_on=one.due_on,
        state=one.get_state_display(),
        starts_on=min(one.starts_on or timezone.localdate(one.created_at), one.due_on),
        person=name_of(one.person),
        organisation=one.organisation.name if one.organisation else "",
        agenda_item=one.agenda_item.title if one.agenda_item else "",
        done_on=one.done_on,
        is_open=one.is_open,
        is_late=one.is_late,
        is_done=one.state == Commitment.State.DONE,
        address=one.get_absolute_url(),
        version=one.version,
    )


def name_of(user: User | None) -> str:
    """The name as other members read it; never the address."""
    return (user.name or "deelnemer zonder naam") if user else ""


def _dated_steps(community: Community) -> QuerySet[Step]:
    dated = Step.objects.filter(phase__trajectory__community=community, due_on__isnull=False)
    return dated.exclude(state=Step.State.SKIPPED).select_related("phase__trajectory")


def _of_step(step: Step, due_on: date) -> RouteRow:
    is_open = step.state in {Step.State.OPEN, Step.State.BUSY}
    return RouteRow(
        kind="stap",
        number=step.pk,
        what=step.title,
        due_on=due_on,
        state=step.get_state_display(),
        done_on=step.done_on,
        is_open=is_open,
        is_late=is_open and due_on < timezone.localdate(),
        is_done=step.state == Step.State.DONE,
    )


def _is_wanted(row: RouteRow, wanted: Wanted) -> bool:
    if wanted.is_late and not row.is_late:
        return False
    if wanted.state == "open":
        return row.is_open
    return wanted.state in {"", row.state}


def own_commitments(user: User) -> CommitmentQuerySet:
    """What this person promised, in the communities where they are now."""
    found: CommitmentQuerySet = user.commitments.filter(community__in=user.active_memberships)
    return found.select_related("community", "organisation", "agenda_item")


def organisations_here(community: Community) -> QuerySet[Organisation]:
    """The organisations that can promise something here: of members, commissioners and stakeholders."""
    return Organisation.objects.filter(
        Q(pk__in=community.memberships.active().values("organisation"))
        | Q(pk__in=community.trajectories.values("commissioners"))
        | Q(pk__in=Stakeholder.objects.filter(trajectory__community=community).values("organisation"))
        | Q(pk__in=community.commitments.values("organisation"))
    )


def promising_organisations(community: Community) -> QuerySet[Organisation]:
    """The organisations that promised something here."""
    return Organisation.objects.filter(pk__in=community.commitments.values("organisation"))


def people_here(community: Community) -> QuerySet[User]:
    """The people who belong here now, by name."""
    return User.objects.filter(memberships__community=community, memberships__status="actief", is_active=True).order_by(
        "name", "email"
    )
