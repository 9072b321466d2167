"""Initiatives: 1,000 of them and 10,000 promises in one community: four views, the file, the route map, one of them,
the front page, the desk, and a budget with 100 plans."""

import gzip
import random
from datetime import date, timedelta

import psycopg
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.example import example_region
from bench.ratio import Ratio, in_turn
from bench.statements import ask_all, gather_static_files, parameters, statements, visit
from communities.models import Commitment, Community, Membership, Organisation, Role, Trajectory, User
from initiatives.models import BudgetRound, Initiative, InitiativeCommitment, Milestone, Partner, Proposal, Willing
from initiatives.models.initiatives import Stage
from regioscan import frames
from regioscan.models import Theme

N_INITIATIVES, N_PROMISES, N_MILESTONES, N_PEOPLE, N_ORGANISATIONS = 1_000, 10_000, 3_000, 10_000, 60
N_PLANS, N_WILLING = 100, 40
PLACES = ["Meerkamp", "Noorderhage", "Elzendam", "Zandhove", "Lindestede", "Broekerveld", "Hogewaard"]
BUDGET_DAYS = {
    "announced_at": -60,
    "propose_from": -60,
    "propose_until": -30,
    "opened_at": -11,
    "vote_from": -10,
    "vote_until": 10,
}
MOST_QUESTIONS = 30
"""P10: what a page of a community may ask of the database."""


def run() -> list[Ratio]:
    """Each page against its own questions, asked in bare psycopg in turn with it."""
    gather_static_files()
    community, reader, coordinator = _found()
    one, budget, trajectory = _in_full(community), _budget(community, reader), _trajectory(community)
    views = reverse("initiatives:initiative_list", args=[community.slug])
    pages = {
        "board": (f"{views}?vorm=bord", 8, 14),
        "list": (f"{views}?vorm=lijst", 8, 14),
        "map": (f"{views}?vorm=kaart", 12, 24),  # It places a thousand points.
        "timeline": (f"{views}?vorm=tijdlijn", 10, 18),
        # A hundred rows of thirteen thousand, as a table and as bars.
        "route map": (reverse("communities:route_map", args=[community.slug]), 8, 14),
        "file of all": (reverse("initiatives:initiatives_csv", args=[community.slug]), 8, 16),
        # Thirty small questions: the page is dearer than what it asks.
        "one initiative": (one.get_absolute_url(), 12, 20),
        "front page": (reverse("config:community_home", args=[community.slug]), 12, 20),
        "budget": (budget.get_absolute_url(), 16, 28),
    }
    desk = (reverse("config:desk", args=[trajectory.pk]), 10, 18)
    with psycopg.connect(**parameters(), autocommit=True) as raw:
        found = [ratio for name, how in pages.items() for ratio in _page(name, how, _client_of(reader), raw)]
        return [*found, *_page("desk", desk, _client_of(coordinator), raw)]


def _client_of(user: User) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def _page(name: str, how: tuple[str, float, float], client: Client, raw: psycopg.Connection) -> list[Ratio]:
    path, goal, limit = how
    visit(path, client)  # templates are read with the first page
    asked = [one for one in statements(path, client) if one.startswith("SELECT")]
    answer = client.get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    page, floor = in_turn(lambda: visit(path, client), lambda: ask_all(raw, asked), repeat=5)
    sizes = f"{len(body) / 1000:.0f} kB, {len(gzip.compress(body)) / 1000:.0f} kB gzipped"
    measure = f"{name}, {1000 * page:.0f} ms, {sizes}"
    return [
        Ratio("N1", measure, "the same SQL in bare psycopg", page / floor, goal, limit),
        Ratio("N2", f"{name}: questions to the database", "–", len(asked), MOST_QUESTIONS, MOST_QUESTIONS, ""),
    ]


def _found() -> tuple[Community, User, User]:
    """The community with all that is in it; returns it with a member who reads, and with who runs it."""
    luck = random.Random(17)  # noqa: S311  (the same community in every run, no secret)
    community = Community.objects.create(
        region=example_region(), slug="samen", name="Samen aan zet", visibility="openbaar", started_on=date(2025, 3, 1)
    )
    users = User.objects.bulk_create(
        User(email=f"lid{n}@example.org", name=f"Lid {n}", password="!")  # noqa: S106
        for n in range(N_PEOPLE)
    )
    Membership.objects.bulk_create(
        Membership(community=community, user=user, is_trusted=True, role=Role.MEMBER) for user in users
    )
    coordinator = users[0]
    community.memberships.filter(user=coordinator).update(role=Role.COORDINATOR)
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Organisatie {n}", kind="onderneming", sector="bedrijven") for n in range(N_ORGANISATIONS)
    )
    made = _initiatives(community, users, organisations, luck)
    _promises(community, made, users, luck)
    return community, users[7], coordinator


def _in_full(community: Community) -> Initiative:
    """One that is being done, with many who are willing, a chain and measures."""
    one = community.initiatives.filter(stage=Stage.DOING).order_by("pk")[0]
    members = User.objects.filter(memberships__community=community).order_by("pk")
    Willing.objects.bulk_create(Willing(initiative=one, user=user) for user in members[:N_WILLING])
    for number in range(4):
        one.chain.create(level="output", text=f"Elke maand een avond {number}", position=number)
        measure = one.measures.create(
            name=f"Bezoekers {number}", unit="mensen", level="output", source="telling", measured_by="wijzelf"
        )
        for month in range(1, 13):
            measure.measurements.create(on=date(2025, month, 1), value=10.0 * month)
    return one


def _budget(community: Community, proposer: User) -> BudgetRound:
    """A budget with a hundred plans that people vote on."""
    now = timezone.now()
    moments = {name: now + timedelta(days=days) for name, days in BUDGET_DAYS.items()}
    made = BudgetRound.objects.create(
        community=community,
        name="Dorpsbudget",
        amount_cents=10_000_000,
        area="Waalmeer",
        decides="De stemmers",
        **moments,
    )
    Proposal.objects.bulk_create(
        Proposal(
            budget=made,
            number=number,
            title=f"Plan {number}",
            text="Een plek om even te zitten.",
            state=Proposal.State.FEASIBLE,
            reason="Kan op grond van de gemeente.",
            cost_cents=200_000 + number,
            proposed_by=proposer,
            decided_at=now,
        )
        for number in range(1, N_PLANS + 1)
    )
    return made


def _trajectory(community: Community) -> Trajectory:
    return Trajectory.objects.create(community=community, name="Samen aan zet", started_on=date(2025, 3, 1))


def _initiatives(
    community: Community, users: list[User], organisations: list[Organisation], luck: random.Random
) -> list[Initiative]:
    now, today, (west, south, east, north) = timezone.now(), timezone.localdate(), _box(community)
    made = []
    for number in range(N_INITIATIVES):
        kind = luck.choice(["precies", "ongeveer", "regio"])
        has_point = kind != "regio"
        starts = today - timedelta(days=luck.randint(0, 700))
        made.append(
            Initiative(
                community=community,
                title=f"Initiatief {number} in {luck.choice(PLACES)}",
                summary="Elke maand doen wij samen wat alleen niet lukt.",
                stage=luck.choice(Stage.values),
                started_on=starts if number % 4 else None,
                ends_on=starts + timedelta(days=luck.randint(30, 900)) if number % 4 else None,
                lead=luck.choice(organisations) if number % 3 else None,
                proposed_by=luck.choice(users),
                place_kind=kind,
                place_name=luck.choice(PLACES) if has_point else "",
                latitude=round(luck.uniform(south, north), 5) if has_point else None,
                longitude=round(luck.uniform(west, east), 5) if has_point else None,
                for_people="Mensen kennen elkaar." if number % 2 else "",
                asks_help="drie vrijwilligers" if number % 5 == 0 else "",
                heard_on=today - timedelta(days=luck.randint(0, 90)),
                placed_at=now,
                is_public=bool(number % 10),
            )
        )
    found = Initiative.objects.bulk_create(made)
    themes = list(Theme.objects.all())
    through = Initiative.themes.through
    through.objects.bulk_create(through(initiative=one, theme=luck.choice(themes)) for one in found)
    Partner.objects.bulk_create(
        Partner(initiative=one, user=luck.choice(users), role=luck.choice(Partner.Role.values)) for one in found
    )
    return found


def _promises(community: Community, found: list[Initiative], users: list[User], luck: random.Random) -> None:
    today = timezone.localdate()
    Milestone.objects.bulk_create(
        Milestone(
            initiative=luck.choice(found),
            title=f"Mijlpaal {number}",
            due_on=today + timedelta(days=luck.randint(-300, 300)),
            done_on=today if number % 3 == 0 else None,
        )
        for number in range(N_MILESTONES)
    )
    made = Commitment.objects.bulk_create(
        Commitment(
            community=community,
            person=luck.choice(users),
            what=f"Toezegging {number}",
            due_on=today + timedelta(days=luck.randint(-200, 400)),
            state="klaar" if number % 3 == 0 else "toegezegd",
            done_on=today if number % 3 == 0 else None,
        )
        for number in range(N_PROMISES)
    )
    InitiativeCommitment.objects.bulk_create(
        InitiativeCommitment(initiative=luck.choice(found), commitment=one) for one in made
    )


def _box(community: Community) -> tuple[float, float, float, float]:
    """Around the region: west, south, east, north."""
    regions = [community.region, *frames.parts(community.region)]
    shapes = frames.boundaries([one.pk for one in regions]).values()
    flat = [point for shape in shapes for point in _points(shape["coordinates"])]
    across, up = [point[0] for point in flat], [point[1] for point in flat]
    return (min(across), min(up), max(across), max(up)) if flat else (5.0, 52.0, 5.4, 52.3)


def _points(nested: list) -> list[tuple[float, float]]:
    if nested and isinstance(nested[0], (int, float)):
        return [(nested[0], nested[1])]
    return [point for one in nested for point in _points(one)]
