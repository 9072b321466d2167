"""The initiatives that somebody asks for: one set for the board, the list, the map, the timeline and the exports.

What is counted is counted here. What waits for the coordinator or was hidden counts nowhere, and is only shown to who
may see it and asks for it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, Exists, Expression, F, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import Coalesce, Lower, NullIf, RowNumber
from django.utils import timezone

from communities.models import Commitment, Community, Organisation, User
from initiatives.access.initiatives import readable_initiatives
from initiatives.analysis.roll_up import UNDER_WAY, StageRollUp, roll_up
from initiatives.models import Initiative, Listing, Milestone, Partner
from initiatives.models.initiatives import (
    ASKING_HELP,
    BLOCKED,
    GOING_ON,
    HIDDEN,
    PLACED,
    WAITING,
    InitiativeQuerySet,
    Stage,
    quiet_now,
)

UNDER_WAY_TOGETHER = "op-gang"
"""The stages that count as under way, as one choice of the filter: the list behind «17 van 25 op gang»."""
MOST_WORDS = 5
MOST_ORGANISATIONS = 300

HELP, STUCK, NEED, NOBODY, QUIET, LATE = "hulp", "vast", "vraag", "trekker", "stil", "laat"
WAITS, TAKEN_AWAY = "wacht", "verborgen"
NEEDS_OF_VISITORS = {NOBODY: "niemand trekt het"}
NEEDS = {
    HELP: "vraagt hulp",
    **NEEDS_OF_VISITORS,
    NEED: "heeft een vraag op het bord",
    STUCK: "loopt vast",
    QUIET: "al 45 dagen stil",
    LATE: "te laat",
}
NOT_PLACED = {WAITS: "wacht op plaatsing", TAKEN_AWAY: "verborgen"}

STAGES = [stage.value for stage in Stage]
NEWEST_FIRST = "gewijzigd"
_BY_STAGE = Case(
    *(When(stage=stage, then=Value(place)) for place, stage in enumerate(STAGES)), default=Value(len(STAGES))
)
ORDERS: Mapping[str, Sequence[str | Expression]] = {
    NEWEST_FIRST: ("-changed_at", "-pk"),
    "naam": (Lower("title"), "pk"),
    "fase": (_BY_STAGE, Lower("title"), "pk"),
    "plaats": (NullIf(Lower("place_name"), Value("")).asc(nulls_last=True), Lower("title"), "pk"),
    "klaar": (F("ends_on").asc(nulls_last=True), Lower("title"), "pk"),
}
"""What has no place or no day stands last."""


@dataclass(frozen=True)
class Wanted:
    """Which initiatives somebody asks for; nothing filled in is all of them."""

    stage: str = ""
    theme: int | None = None
    lens: str = ""
    place: str = ""
    organisation: int | None = None
    is_mine: bool = False
    need: str = ""
    words: str = ""

    @property
    def is_everything(self) -> bool:
        """No filter is on."""
        return self == Wanted()


@dataclass(frozen=True)
class Counted:
    """What there is for this reader: the whole, and apart from it what waits or is hidden."""

    by_stage: Mapping[str, int]
    n_waiting: int
    n_hidden: int

    @property
    def whole(self) -> StageRollUp:
        """How far the whole is."""
        return roll_up(self.by_stage)


_OF_WHO_PROPOSED = {WAITS: NOT_PLACED[WAITS]}


def needs_for(user: User | AnonymousUser, community: Community) -> dict[str, str]:
    """What this reader may ask for: what is the matter is for members, what waits for who runs it or proposed it."""
    if not user.has_perm("communities.view_members_part", community):
        return NEEDS_OF_VISITORS
    runs_it = user.has_perm("communities.manage_community", community)
    return NEEDS | (NOT_PLACED if runs_it else _OF_WHO_PROPOSED)


def count_initiatives(user: User | AnonymousUser, community: Community) -> Counted:
    """How many there are for this reader, whatever is chosen; one question to the database."""
    found = _plain(readable_initiatives(user, community)).aggregate(
        waiting=Count("pk", filter=WAITING),
        hidden=Count("pk", filter=HIDDEN),
        **{stage: Count("pk", filter=PLACED & Q(stage=stage)) for stage in STAGES},
    )
    return Counted({stage: found[stage] for stage in STAGES}, found["waiting"], found["hidden"])


def count_by_stage(initiatives: QuerySet[Initiative]) -> dict[str, int]:
    """How many of these are in each stage, all stages named."""
    rows = _plain(initiatives).values_list("stage").annotate(n=Count("pk"))
    return dict.fromkeys(STAGES, 0) | dict(rows)


def wanted_initiatives(user: User | AnonymousUser, community: Community, wanted: Wanted) -> InitiativeQuerySet:
    """Those that this reader asks for and may see. All views and exports begin with this, and with nothing else."""
    found = readable_initiatives(user, community)
    need = wanted.need if wanted.need in needs_for(user, community) else ""
    way = {WAITS: found.waiting, TAKEN_AWAY: found.hidden}.get(need, found.placed)
    found = way()
    if need in NEEDS:
        found = found.filter(_needing(need))
    if wanted.is_mine:
        found = found.filter(pk__in=_mine(user, community))
    return _by_what_it_is(found, wanted)


def _by_what_it_is(found: InitiativeQuerySet, wanted: Wanted) -> InitiativeQuerySet:
    if wanted.stage:
        found = found.filter(stage__in=UNDER_WAY if wanted.stage == UNDER_WAY_TOGETHER else [wanted.stage])
    if wanted.theme:
        found = found.filter(themes=wanted.theme)
    if wanted.lens:
        found = found.filter(_with_lens(wanted.lens))
    if wanted.organisation:
        leads = Q(lead=wanted.organisation)
        found = found.filter(leads | Exists(_partners_of().filter(organisation=wanted.organisation)))
    for word in wanted.place.split()[:MOST_WORDS]:
        found = found.filter(place_name__icontains=word)
    for word in wanted.words.split()[:MOST_WORDS]:
        found = found.filter(Q(title__icontains=word) | Q(summary__icontains=word) | Q(place_name__icontains=word))
    return found


def _with_lens(lens: str) -> Q:
    """Somebody looked through this lens; the same condition as `lenses_of`."""
    field = {"mens": "for_people", "milieu": "for_environment", "economie": "for_economy"}[lens]
    return ~Q(**{field: ""})


def lenses_of(initiative: Initiative) -> list[str]:
    """The lenses through which this was looked at; the same as the filter."""
    empty = initiative.empty_lenses
    return [lens for lens in ("mens", "milieu", "economie") if lens not in empty]


def _needing(need: str) -> Q:
    ways: dict[str, Callable[[], Q]] = {
        HELP: lambda: ASKING_HELP,
        STUCK: lambda: BLOCKED,
        QUIET: quiet_now,
        LATE: late_now,
        NEED: lambda: Q(Exists(Listing.objects.open().filter(initiative=OuterRef("pk"), side=Listing.Side.NEED))),
        NOBODY: _nobody_pulls,
    }
    return ways[need]()


def _nobody_pulls() -> Q:
    return GOING_ON & Q(lead=None) & ~Q(Exists(_partners_of().filter(role=Partner.Role.LEADS)))


def late_now() -> Q:
    """Not at its end, and a day has passed: its own, that of a milestone, or that of a promise."""
    milestones = Milestone.objects.late().filter(initiative=OuterRef("pk"))
    promises = Commitment.objects.late().filter(initiative_link__initiative=OuterRef("pk"))
    is_past = Q(ends_on__lt=timezone.localdate()) | Q(Exists(milestones)) | Q(Exists(promises))
    return GOING_ON & is_past


def _partners_of() -> QuerySet[Partner]:
    return Partner.objects.filter(initiative=OuterRef("pk"))


def _plain(initiatives: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """Without what a row shows: for counting."""
    return initiatives.order_by().select_related(None).prefetch_related(None)


def _mine(user: User | AnonymousUser, community: Community) -> QuerySet[Initiative, int]:
    """Those that this person proposed or takes part in, also for the organisation they speak for."""
    if not isinstance(user, User):
        return Initiative.objects.none().values_list("pk", flat=True)
    mine = Q(proposed_by=user) | Q(partners__user=user)
    own = user.membership_in(community)
    if own is not None and own.speaks_for_organisation and own.organisation_id:
        mine |= Q(lead=own.organisation_id) | Q(partners__organisation=own.organisation_id)
    return Initiative.objects.filter(mine, community=community).values_list("pk", flat=True)


def organisations_taking_part(user: User | AnonymousUser, community: Community) -> QuerySet[Organisation]:
    """The organisations that lead or take part in what this reader may see, by name."""
    seen = _plain(readable_initiatives(user, community).placed())
    partners = Partner.objects.filter(initiative__in=seen.values("pk"), organisation__isnull=False)
    found = Organisation.objects.filter(Q(pk__in=seen.values("lead")) | Q(pk__in=partners.values("organisation")))
    return found.order_by("name", "pk")[:MOST_ORGANISATIONS]


def in_order(initiatives: InitiativeQuerySet, order: str) -> InitiativeQuerySet:
    """In one of ORDERS; the newest change first where that names none."""
    found: InitiativeQuerySet = initiatives.order_by(*ORDERS.get(order, ORDERS[NEWEST_FIRST]))
    return found


def order_on_board(user: User | AnonymousUser, community: Community) -> list[Expression]:
    """What is stuck or asks for help first, for who may know that; then the newest change."""
    newest: list[Expression] = [F("changed_at").desc(), F("pk").desc()]
    if not user.has_perm("communities.view_members_part", community):
        return newest
    return [Case(When(BLOCKED | ASKING_HELP, then=0), default=1).asc(), *newest]


def top_of_each_stage(initiatives: InitiativeQuerySet, order: Sequence[Expression], most: int) -> list[int]:
    """The numbers of at most so many of every stage, those that come first; one question to the database."""
    place = Window(RowNumber(), partition_by="stage", order_by=order)
    ranked = _plain(initiatives).annotate(place=place).filter(place__lte=most)
    return list(ranked.values_list("pk", flat=True))


def on_the_timeline(initiatives: InitiativeQuerySet) -> InitiativeQuerySet:
    """Those that have a place in time, by their beginning."""
    first = Coalesce("started_on", "ends_on", Milestone.objects.filter(initiative=OuterRef("pk")).values("due_on")[:1])
    return initiatives.annotate(begins=first).filter(begins__isnull=False).order_by("begins", "title", "pk")


def without_dates(initiatives: InitiativeQuerySet) -> InitiativeQuerySet:
    """The others, by name."""
    has_milestones = Exists(Milestone.objects.filter(initiative=OuterRef("pk")))
    return initiatives.filter(~has_milestones, started_on=None, ends_on=None).order_by("title", "pk")
