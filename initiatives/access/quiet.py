"""Quiet initiatives: which of them can be asked how it goes, whom to ask, and what was asked before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from communities.models import Community, Membership, Role, User
from initiatives.analysis.signs import ASK_AGAIN
from initiatives.models import Initiative, Partner, QuietQuestion
from initiatives.models.initiatives import InitiativeQuerySet


@dataclass(frozen=True)
class QuietLine:
    """A quiet initiative: for how long, and what was asked last."""

    initiative: Initiative
    days: int
    question: QuietQuestion | None


def to_be_asked() -> InitiativeQuerySet:
    """The quiet initiatives of communities that go on, of which nobody was asked in the last 45 days."""
    lately = QuietQuestion.objects.filter(asked_on__gt=timezone.localdate() - ASK_AGAIN)
    found: InitiativeQuerySet = Initiative.objects.quiet().filter(community__ended_on=None)
    return found.exclude(pk__in=lately.values("initiative"))


def quiet_lines(community: Community) -> list[QuietLine]:
    """The quiet initiatives of a community, those of which nothing was heard for longest first. Two questions."""
    found = Initiative.objects.quiet().filter(community=community).order_by("heard_on", "pk")
    questions = Prefetch("quiet_questions", queryset=QuietQuestion.objects.order_by("-asked_on", "-pk"))
    today = timezone.localdate()
    return [
        QuietLine(one, (today - one.heard_on).days, _first(one.quiet_questions.all()))
        for one in found.select_related("community").prefetch_related(questions)
    ]


def _first(questions: Iterable[QuietQuestion]) -> QuietQuestion | None:
    return next(iter(questions), None)


def people_to_ask(initiative: Initiative) -> Sequence[User]:
    """Who says how it goes: the people who pull it, else who speaks for the organisation that does, else who proposed
    it. Only who belongs here now."""
    members = Membership.objects.active().filter(community=initiative.community_id, user__is_active=True)
    pulls = initiative.partners.filter(role=Partner.Role.LEADS)
    organisations = {initiative.lead_id, *pulls.filter(user=None).values_list("organisation", flat=True)} - {None}
    ways = (
        members.filter(user__in=pulls.values("user")),
        members.filter(organisation__in=organisations, speaks_for_organisation=True),
        members.filter(user=initiative.proposed_by_id or 0),
    )
    return next((people for way in ways if (people := _people(way))), [])


def coordinators_of(community: Community) -> list[User]:
    """Who runs the community now."""
    return _people(Membership.objects.active().filter(community=community, role=Role.COORDINATOR, user__is_active=True))


def _people(memberships: QuerySet[Membership]) -> list[User]:
    return [one.user for one in memberships.select_related("user").order_by("pk")]
