"""Commitments, for whoever may read them. What is counted is counted here and nowhere else."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from communities.access.route_sources import route_source
from communities.analysis.promises import RollUp
from communities.analysis.route_map import COMMITMENT, Wanted
from communities.models import Commitment, Community, Organisation, Stakeholder, User
from communities.models.commitments import OPEN, CommitmentQuerySet, late_now


def commitments_of(community: Community) -> CommitmentQuerySet:
    """The commitments of a community with what a row shows of them."""
    found: CommitmentQuerySet = community.commitments.select_related(
        "community", "person", "organisation", "agenda_item", "trajectory", "step", "created_by"
    )
    return found


def wanted_commitments(community: Community, wanted: Wanted) -> CommitmentQuerySet:
    """Those that somebody asks for."""
    found = commitments_of(community)
    if wanted.kind not in {"", COMMITMENT}:
        return found.none()
    if wanted.is_late:
        found = found.late()
    if wanted.state:
        found = found.open() if wanted.state == "open" else found.filter(state=wanted.state)
    if wanted.organisation:
        found = found.filter(organisation=wanted.organisation)
    if wanted.agenda_item:
        found = found.filter(agenda_item=wanted.agenda_item)
    if wanted.initiative:
        found = found.filter(pk__in=route_source().promised_at(wanted.initiative))
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


def rolled_up(commitments: Iterable[Commitment]) -> RollUp:
    """The same of those that are at hand already, without a question to the database."""
    states = Commitment.State
    found = list(commitments)
    return RollUp(
        n_done=sum(one.state == states.DONE for one in found),
        n_open=sum(one.is_open for one in found),
        n_late=sum(one.is_late for one in found),
        n_lapsed=sum(one.state == states.LAPSED for one in found),
    )


NAMELESS = "deelnemer zonder naam"


def name_of(user: User | None) -> str:
    """The name as other members read it; never the address."""
    return (user.name or NAMELESS) if user else ""


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
