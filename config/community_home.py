"""What the front page of a community shows, gathered for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q

from communities.access.commitments import roll_up
from communities.access.events import visible_events
from communities.access.house import Waiting, waiting_in
from communities.access.people import frontrunners_of
from communities.access.stream import stream_of
from communities.models import (
    AgendaItem,
    AgendaTarget,
    Community,
    Event,
    JoinRequest,
    Membership,
    Phase,
    PhaseKind,
    Post,
    Trajectory,
    User,
)
from config.home_initiatives import OpenBudget
from config.templatetags.community import path_of
from initiatives.access.initiatives import waiting_initiatives

N_NEWS, N_EVENTS, N_PEOPLE = 4, 3, 6
Reader = User | AnonymousUser


@dataclass(frozen=True)
class NextAct:
    """The one thing that this reader can do now; without a path there is only the sentence."""

    label: str = ""
    path: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class Station:
    """A phase on the path: `state` is done, now or ahead."""

    phase: Phase
    state: str


@dataclass(frozen=True)
class Course:
    """Where the newest trajectory is, with a finding as its title."""

    trajectory: Trajectory
    title: str
    stations: Sequence[Station]


def next_act(
    user: Reader, community: Community, membership: Membership | None, budget: OpenBudget | None = None
) -> NextAct:
    """The button of the front page: for who runs it what waits, for members their vote or else taking part, for others
    the way in. `budget` is the one that is open to this reader."""
    if not community.is_active:
        return NextAct(sentence="Deze community is gestopt. U kunt alles nog lezen.")
    if user.has_perm("communities.coordinate", community):
        return _for_coordinator(community, waiting_in(community)) or _vote(membership, budget) or _write(community)
    if membership is not None:
        return _vote(membership, budget) or _for_member(community, membership)
    return _for_stranger(user, community)


def _for_coordinator(community: Community, waiting: Waiting) -> NextAct | None:
    requests, reports = waiting.n_requests, waiting.n_reports
    if requests:
        label = "Beantwoord de aanvraag" if requests == 1 else f"Beantwoord {requests} aanvragen"
        return NextAct(label, path_of("communities:join_request_list", community.slug))
    if reports:
        label = "Bekijk wat op u wacht" if reports == 1 else f"Bekijk {reports} dingen die op u wachten"
        return NextAct(label, path_of("communities:moderation", community.slug))
    proposed = waiting_initiatives(community).prefetch_related(None).first()
    return NextAct("Bekijk het nieuwe initiatief", proposed.get_absolute_url()) if proposed else None


def _vote(membership: Membership | None, budget: OpenBudget | None) -> NextAct | None:
    """Voting is over on a day, and writing is not: so it goes first."""
    if membership is None or budget is None or not budget.asks_vote:
        return None
    return NextAct(budget.label, budget.path)


def _for_member(community: Community, membership: Membership) -> NextAct:
    if community.newest_rules_id not in {None, membership.accepted_rules_id}:
        return NextAct("Lees de nieuwe huisregels", path_of("communities:rules_accept", community.slug))
    return _write(community)


def _write(community: Community) -> NextAct:
    return NextAct("Schrijf een bericht", path_of("communities:post_write", community.slug))


def _for_stranger(user: Reader, community: Community) -> NextAct:
    join = path_of("communities:join", community.slug)
    if community.join_policy == Community.JoinPolicy.OPEN:
        return NextAct("Word lid", join, "Lid worden is gratis en kan meteen.")
    if community.join_policy == Community.JoinPolicy.INVITATION:
        return NextAct(sentence="Lid worden kan alleen met een uitnodiging.")
    waits = (
        user.is_authenticated and community.join_requests.filter(user=user, state=JoinRequest.State.WAITING).exists()
    )
    if waits:
        return NextAct(sentence="Uw aanvraag is binnen. U krijgt bericht als een coördinator heeft beslist.")
    return NextAct(
        "Vraag om mee te doen", join, "Een coördinator leest uw aanvraag en antwoordt binnen drie werkdagen."
    )


def course_of(community: Community, n_frontrunners: int) -> Course | None:
    """The newest trajectory as a path; None where there is none."""
    trajectory = community.trajectories.prefetch_related("phases").first()
    if trajectory is None:
        return None
    phases = list(trajectory.phases.all())
    now = next((at for at, phase in enumerate(phases) if phase.kind == trajectory.phase), 0)
    stations = [
        Station(phase, "now" if at == now else "done" if at < now else "ahead") for at, phase in enumerate(phases)
    ]
    return Course(trajectory, _course_title(community, trajectory, n_frontrunners), stations)


def _course_title(community: Community, trajectory: Trajectory, n_frontrunners: int) -> str:
    """Where we are as one sentence, with the numbers that count in that phase."""
    if trajectory.phase == PhaseKind.ACCELERATE and n_frontrunners:
        who = "één koploper gaat" if n_frontrunners == 1 else f"{n_frontrunners} koplopers gaan"
        return f"Wij versnellen: {who} voorop"
    if trajectory.phase == PhaseKind.DO:
        counts = roll_up(community.commitments.all())
        if counts.n_counted:
            return f"Wij zijn aan het doen: {counts.sentence}"
    return COURSE_TITLES[PhaseKind(trajectory.phase)]


COURSE_TITLES = {
    PhaseKind.EXPLORE: "Wij verkennen wat onze regio nodig heeft",
    PhaseKind.WANT: "Wij kiezen samen wat wij willen",
    PhaseKind.ACCELERATE: "Wij versnellen, met wie voorop wil lopen",
    PhaseKind.DO: "Wij zijn aan het doen",
    PhaseKind.SECURE: "Wij zorgen dat het blijft, ook zonder begeleiding",
}


def news_for(user: Reader, community: Community) -> list[Post]:
    """The newest posts that this reader may read, what is pinned first."""
    return list(stream_of(user, community).select_related("community")[:N_NEWS])


def events_for(user: Reader, community: Community) -> list[Event]:
    """What comes up for this reader, each with how many come."""
    return list(visible_events(user, community).coming().select_related("community")[:N_EVENTS])


@dataclass(frozen=True)
class People:
    """Those who lead the way, as far as this reader may see them, and how many there are of everybody."""

    shown: Sequence[Membership]
    n_frontrunners: int
    n_members: int
    n_organisations: int


def people_for(user: Reader, community: Community) -> People:
    """The frontrunners; visitors see only who chose to be seen."""
    members = Membership.objects.active().filter(community=community)
    shown = frontrunners_of(community, for_members=user.has_perm("communities.view_members_part", community))
    counts = members.aggregate(
        n=Count("pk"),
        n_frontrunners=Count("pk", filter=Q(is_frontrunner=True)),
        n_organisations=Count("organisation", distinct=True),
    )
    return People(list(shown[:N_PEOPLE]), counts["n_frontrunners"], counts["n"], counts["n_organisations"])


def agenda_codes(community: Community) -> list[str]:
    """The figures by which the change agenda will be seen, in the order of the agenda."""
    adopted = AgendaItem.State.ADOPTED
    targets = AgendaTarget.objects.filter(item__community=community, item__state=adopted)
    codes = targets.order_by("item__position", "item", "indicator__position").values_list("indicator__code", flat=True)
    return list(dict.fromkeys(codes))
