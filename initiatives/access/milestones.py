"""Milestones and promises of initiatives, for whoever may see them, and what they add to the route map."""

from collections.abc import Collection, Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from communities.access.commitments import commitments_of
from communities.analysis.promises import RollUp
from communities.analysis.route_map import Owner, RouteRow, Wanted
from communities.models import Commitment, Community, User
from communities.models.commitments import CommitmentQuerySet
from initiatives.access.initiatives import readable_initiatives
from initiatives.analysis.signs import alert_of
from initiatives.models import Initiative, InitiativeCommitment, Milestone
from initiatives.models.initiatives import InitiativeQuerySet
from initiatives.models.milestones import LAPSED, OPEN, MilestoneQuerySet, late_now


def milestones_of(initiative: Initiative) -> MilestoneQuerySet:
    """The milestones of an initiative, with it."""
    found: MilestoneQuerySet = Milestone.objects.filter(initiative=initiative).select_related("initiative__community")
    return found


def readable_milestones(user: User | AnonymousUser, community: Community) -> MilestoneQuerySet:
    """The milestones that this reader may read, of initiatives that others may see too, in order of day."""
    readable = readable_initiatives(user, community).placed().order_by().values("pk")
    found: MilestoneQuerySet = Milestone.objects.filter(initiative__in=readable)
    return found.select_related("initiative__community")


def promises_of(initiative: Initiative) -> CommitmentQuerySet:
    """What was promised at an initiative, as a row of the route map shows it."""
    found: CommitmentQuerySet = commitments_of(initiative.community).filter(initiative_link__initiative=initiative)
    return found


def sees_promises(user: User | AnonymousUser, initiative: Initiative) -> bool:
    """Who promised what is for those who belong; others read how many there are."""
    return user.has_perm("communities.view_members_part", initiative.community)


def roll_up(milestones: QuerySet[Milestone]) -> RollUp:
    """How many of these are reached; what lapsed does not count. One question to the database."""
    return RollUp(
        **milestones.order_by().aggregate(
            n_done=Count("pk", filter=Q(done_on__isnull=False)),
            n_open=Count("pk", filter=Q(done_on=None) & ~LAPSED),
            n_late=Count("pk", filter=late_now()),
            n_lapsed=Count("pk", filter=LAPSED),
        )
    )


def rolled_up(milestones: Iterable[Milestone]) -> RollUp:
    """The same of those that are at hand already, without a question to the database."""
    found = list(milestones)
    n_done, n_lapsed = sum(one.done_on is not None for one in found), sum(one.has_lapsed for one in found)
    return RollUp(
        n_done=n_done,
        n_open=len(found) - n_done - n_lapsed,
        n_late=sum(one.is_late for one in found),
        n_lapsed=n_lapsed,
    )


def alert_for(initiative: Initiative) -> str:
    """What is the matter with it, in words; nothing with one that ended."""
    quiet_days = (timezone.localdate() - initiative.heard_on).days if initiative.is_quiet else 0
    return alert_of(is_blocked=initiative.is_blocked, asks_help=initiative.wants_help, quiet_days=quiet_days)


# ── The route map ─────────────────────────────────────────────────────────────────────────────────────────────────
NAME_OF_OWNER = Case(
    # The same condition as `InitiativeQuerySet.placed`.
    When(
        initiative_link__initiative__placed_at__isnull=False,
        initiative_link__initiative__hidden_because="",
        then=F("initiative_link__initiative__title"),
    ),
    default=Value("", CharField()),
)
"""The name of the initiative that a promise belongs to, where all members may see that; else ""."""


def route_milestones(community: Community, wanted: Wanted) -> MilestoneQuerySet:
    """The milestones that are asked for, of initiatives that all members may see; without what lapsed."""
    found: MilestoneQuerySet = Milestone.objects.kept().filter(initiative__in=_shown(community).order_by().values("pk"))
    if wanted.initiative:
        found = found.filter(initiative=wanted.initiative)
    if wanted.is_late:
        found = found.late()
    if wanted.state:
        is_wanted = {"open": OPEN, Commitment.State.DONE: Q(done_on__isnull=False)}
        found = found.filter(is_wanted[wanted.state]) if wanted.state in is_wanted else found.none()
    return found.select_related("initiative").annotate(what=F("title"), name_of_owner=F("initiative__title"))


def route_rows_of(community: Community, milestones: QuerySet[Milestone]) -> list[RouteRow]:
    """These as rows of the route map; two questions."""
    found = list(milestones)
    owners = _owners(community, {one.initiative_id for one in found})
    return [_row(one, owners[one.initiative_id]) for one in found]


def route_owners(community: Community, promises: QuerySet[Commitment]) -> dict[int, Owner]:
    """To which initiative each of these promises belongs, where all members may see that; two questions."""
    links = InitiativeCommitment.objects.filter(commitment__in=promises.order_by().values("pk"))
    found = dict(links.order_by().values_list("commitment", "initiative"))
    owners = _owners(community, set(found.values()))
    return {commitment: owners[initiative] for commitment, initiative in found.items() if initiative in owners}


def route_choices(community: Community) -> list[tuple[int, str]]:
    """The initiatives of which something stands on the route map, by name."""
    milestones = Milestone.objects.kept().filter(initiative=OuterRef("pk"))
    promises = InitiativeCommitment.objects.filter(initiative=OuterRef("pk"))
    found = _shown(community).filter(Exists(milestones) | Exists(promises)).order_by("title", "pk")
    return list(found.values_list("pk", "title"))


def promised_at(number: int) -> "QuerySet[Commitment, int]":
    """The numbers of what was promised at this initiative."""
    return Commitment.objects.filter(initiative_link__initiative=number).values_list("pk", flat=True)


def owner_of(commitment: Commitment) -> Owner | None:
    """The initiative of a promise, where all members may see it."""
    found = _shown(commitment.community).filter(commitment_links__commitment=commitment).first()
    return _owner(found, commitment.community) if found else None


def initiative_of(commitment: Commitment) -> Initiative | None:
    """The initiative of a promise, whoever may see it."""
    found: Iterable[Initiative] = Initiative.objects.filter(commitment_links__commitment=commitment)
    return next(iter(found), None)


def _shown(community: Community) -> InitiativeQuerySet:
    return Initiative.objects.placed().filter(community=community)


def _owners(community: Community, numbers: Collection[int]) -> dict[int, Owner]:
    return {one.pk: _owner(one, community) for one in _shown(community).filter(pk__in=numbers)}


def _owner(initiative: Initiative, community: Community) -> Owner:
    initiative.community = community
    return Owner(initiative.pk, initiative.title, initiative.get_absolute_url(), alert_for(initiative))


def _state_of(milestone: Milestone) -> str:
    if milestone.done_on:
        return "klaar"
    return "nog niet bereikt" if milestone.is_open else "niet bereikt"


def _row(milestone: Milestone, owner: Owner) -> RouteRow:
    return RouteRow(
        kind="mijlpaal",
        number=milestone.pk,
        what=milestone.title,
        due_on=milestone.due_on,
        state=_state_of(milestone),
        done_on=milestone.done_on,
        is_open=milestone.is_open,
        is_late=milestone.is_late,
        is_done=milestone.done_on is not None,
        address=owner.address,
        version=milestone.version,
        owner=owner,
    )
