"""What a row or a card shows of an initiative, for this reader: who pulls it, what is the matter, where it may go."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from communities.access.stream import name_of
from communities.models import Commitment, Community, User
from initiatives.access.board import late_now, lenses_of
from initiatives.analysis.workflow import ALLOWED, asks_lesson
from initiatives.models import Initiative, Milestone, Partner
from initiatives.models.initiatives import InitiativeQuerySet, Stage


@dataclass(frozen=True)
class Move:
    """A step to another stage that this reader may set. One that asks for the lesson begins with a page of its own."""

    stage: str
    label: str
    asks_lesson: bool


@dataclass(frozen=True)
class Card:
    """An initiative as it is shown among others."""

    initiative: Initiative
    lenses: list[str]
    who: str
    asks: str
    """Which help is wanted; members read that, as those who ask were told."""
    marks: list[tuple[str, str]]
    """What is the matter with it: a kind (laat, stil, vast, wacht, verborgen) and the words."""
    moves: list[Move]

    @property
    def stage_label(self) -> str:
        """The stage as a reader sees it."""
        return Stage(self.initiative.stage).label


def with_rows(initiatives: InitiativeQuerySet) -> InitiativeQuerySet:
    """With all that a card needs, in a fixed number of questions."""
    partners = Prefetch("partners", Partner.objects.select_related("organisation", "user"))
    is_late = ExpressionWrapper(late_now(), output_field=BooleanField())
    found: InitiativeQuerySet = initiatives.prefetch_related(None).prefetch_related(partners, "themes")
    return found.annotate(is_late=is_late)


def with_counts(initiatives: InitiativeQuerySet) -> InitiativeQuerySet:
    """With how many milestones and promises there are, and how many of them are done; what lapsed does not count."""
    promises = Commitment.objects.exclude(state=Commitment.State.LAPSED)
    found: InitiativeQuerySet = initiatives.annotate(
        n_milestones=_count(Milestone.objects.all(), "initiative"),
        n_milestones_done=_count(Milestone.objects.filter(done_on__isnull=False), "initiative"),
        n_promises=_count(promises, "initiative_link__initiative"),
        n_promises_done=_count(promises.filter(state=Commitment.State.DONE), "initiative_link__initiative"),
    )
    return found


def _count(things: QuerySet[Any], of: str) -> Coalesce:
    counted = things.order_by().filter(**{of: OuterRef("pk")}).values(of).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def cards_of(user: User | AnonymousUser, community: Community, initiatives: Iterable[Initiative]) -> list[Card]:
    """The cards of initiatives of `with_rows`, in their order."""
    for_members = user.has_perm("communities.view_members_part", community)
    found = []
    for initiative in initiatives:
        initiative.community = community  # One community for all: what the law once asked of it, it remembers.
        found.append(
            Card(
                initiative,
                lenses_of(initiative),
                who_pulls(initiative, for_members=for_members),
                initiative.asks_help if for_members else "",
                list(_marks(initiative)) if for_members else [],
                _moves(user, initiative),
            )
        )
    return found


def who_pulls(initiative: Initiative, *, for_members: bool) -> str:
    """The organisation that leads, else who pulls it; names of people are for members. "" where nobody is known."""
    if initiative.lead:
        return initiative.lead.name
    leaders = [one for one in initiative.partners.all() if one.role == Partner.Role.LEADS]
    organisations = [one.organisation.name for one in leaders if one.organisation]
    people = [name_of(one.user) for one in leaders if one.user and not one.organisation]
    names = organisations + (people if for_members else [])
    if names:
        return ", ".join(dict.fromkeys(names))
    return f"Voorgesteld door {name_of(initiative.proposed_by)}" if for_members and initiative.proposed_by else ""


def _marks(initiative: Initiative) -> Iterator[tuple[str, str]]:
    if initiative.hidden_because:
        yield "verborgen", "verborgen"
    elif initiative.placed_at is None:
        yield "wacht", "wacht op plaatsing"
    if getattr(initiative, "is_late", False):
        yield "laat", "te laat"
    if initiative.is_quiet:
        yield "stil", f"{(timezone.localdate() - initiative.heard_on).days} dagen stil"
    if initiative.is_blocked:
        yield "vast", f"loopt vast: {initiative.blocked_because}"


def _moves(user: User | AnonymousUser, initiative: Initiative) -> list[Move]:
    if not initiative.is_placed or not user.has_perm("initiatives.edit_initiative", initiative):
        return []
    return [Move(stage, Stage(stage).label, asks_lesson(stage)) for stage in ALLOWED[initiative.stage]]
