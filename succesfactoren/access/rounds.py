"""The rounds of a community, queried through the community."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from communities.models import Community, Trajectory, User
from lib.tokens import hash_token
from succesfactoren.analysis.response_counts import ResponseCounts, response_by_group
from succesfactoren.models import Assessment, Instrument, Round
from succesfactoren.models.rounds import RoundQuerySet

UNKNOWN_GROUP = "onbekend"
FOR_EVERYONE = Q(published_at__isnull=False, is_for_everyone=True)


def assessments_of(community: Community) -> QuerySet[Assessment]:
    """The assessments of all trajectories of this community."""
    whole = Assessment.objects.select_related("instrument", "trajectory__community", "place")
    return whole.filter(trajectory__community=community)


def running(trajectory: Trajectory, instrument: Instrument) -> Assessment | None:
    """The assessment of the trajectory as a whole with this instrument, where one began."""
    whole = Assessment.objects.select_related("place", "instrument")
    return whole.filter(trajectory=trajectory, instrument=instrument, subject="").first()


def rounds_of(community: Community) -> RoundQuerySet:
    """The rounds of this community, newest first, with what their pages ask of them."""
    whole = Round.objects.select_related(
        "version__instrument", "assessment__trajectory__community", "assessment__instrument", "assessment__place"
    )
    return whole.filter(assessment__trajectory__community=community)


def readable_rounds(user: User | AnonymousUser, community: Community) -> RoundQuerySet:
    """The closed rounds of which this reader may see the result; the same law as `succesfactoren.view_result`."""
    closed = rounds_of(community).closed()
    if not user.has_perm("communities.view_members_part", community):
        return closed.filter(FOR_EVERYONE) if community.is_public else closed.none()
    sees_all = user.has_perm("succesfactoren.view_response_rate", community)
    return closed if sees_all else closed.filter(Q(published_at__isnull=False))


def rounds_for_everyone() -> RoundQuerySet:
    """The rounds of all communities of which visitors may read the result, with their outcomes."""
    whole = Round.objects.select_related("outcome", "version", "assessment__trajectory__community__region")
    public = Community.objects.filter(visibility=Community.Visibility.PUBLIC)
    return whole.closed().filter(FOR_EVERYONE, assessment__trajectory__community__in=public)


def open_round_for_members(community: Community) -> Round | None:
    """The round that members of this community can answer now; the one that closes first where there are more."""
    asked = rounds_of(community).open().filter(audience=Round.Audience.MEMBERS)
    return asked.order_by("closes_at", "pk").first()


def closing_soon(trajectory: Trajectory, days: int = 7) -> RoundQuerySet:
    """The open rounds of a trajectory that close within so many days, the first first."""
    soon = Round.objects.select_related("version", "assessment").filter(assessment__trajectory=trajectory)
    return soon.open().filter(closes_at__lte=timezone.now() + timedelta(days=days)).order_by("closes_at", "pk")


def is_promised(round: Round) -> bool:
    """People were told that until the end they can look at their answers, change them, or have them deleted.

    That is who was invited in a confidential round: whoever answers without an own link has no code. Not «who began»,
    for then the page would tell when the first one does.
    """
    return not round.is_anonymous and round.opened_at is not None and round.tickets.exists()


def may_close(round: Round) -> bool:
    """No promise keeps this round open until its end."""
    return round.closes_at <= timezone.now() or not is_promised(round)


def response_of(round: Round, *, is_final: bool = False) -> ResponseCounts:
    """How many of the invited have answered, by the group that the invitation knew; in steps, never exactly.

    `is_final` only while closing: the total is then exact.
    """
    invited: dict[str, int] = {}
    answered: dict[str, int] = {}
    counted = round.tickets.values_list("group").annotate(n=Count("pk"), n_used=Count("pk", filter=Q(is_used=True)))
    for group, n, n_used in counted.order_by("group"):
        invited[group or UNKNOWN_GROUP], answered[group or UNKNOWN_GROUP] = n, n_used
    return response_by_group(invited, answered, round.minimum_group, is_final=is_final)


def fingerprint(round: Round) -> str:
    """Another text as soon as anything in a round in preparation is another; says nothing by itself."""
    assessment = round.assessment
    themes = sorted(assessment.themes.values_list("pk", flat=True))
    about = [assessment.pk, assessment.place_id, themes, round.version_id, round.kind, round.name, round.mode]
    chosen = [round.purge_on, round.opens_at, round.closes_at, round.audience, round.minimum_group]
    return hash_token("|".join(map(str, [*about, *chosen, round.merges_doors, round.group_questions])))
