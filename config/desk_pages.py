"""The advisor's desk: where the trajectory is, what needs attention today, and the one next step."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities.access.communities import get_trajectory
from communities.access.house import waiting_in
from communities.access.pulse import commitments_in, people_in, pulse_of
from communities.access.trajectories import phases_of
from communities.analysis.attention import LARGE, Attention, NextStep, attentions, next_step
from communities.models import Phase, PhaseKind, Step, Trajectory
from config.desk_initiatives import initiative_items, progress_of, quiet_part
from config.desk_items import Item
from config.desk_rounds import open_round, round_for_step, round_items
from config.templatetags.community import path_of

MANAGE, COORDINATE = "communities.manage_community", "communities.coordinate"

# Where each kind of attention is dealt with: the words on the button, the route, and what names the place.
PLACES = {
    "aanvragen": ("Bekijk de aanvragen", "communities:join_request_list", "slug"),
    "moderatie": ("Bekijk wat wacht", "communities:moderation", "slug"),
    "bezwaar": ("Bekijk de antwoorden", "communities:ambition_edit", "trajectory"),
    "ambitie": ("Bekijk de antwoorden", "communities:ambition_edit", "trajectory"),
    "afspraken": ("Bekijk de afspraken", "communities:agreement_edit", "trajectory"),
    "te-laat": ("Bekijk wat te laat is", "communities:route_map", "slug"),
    "stappen": ("Bekijk de stappen", "communities:step_list", "trajectory"),
    "mails": ("Bekijk de mails", "communities:letter_list", "slug"),
    "stil": ("Schrijf een bericht", "communities:post_write", "slug"),
    "kaart": ("Naar de krachtenkaart", "communities:stakeholder_map", "trajectory"),
    "lenzen": ("Bekijk de veranderagenda", "communities:agenda_item_list", "slug"),
}
QUERIES = {"te-laat": "?laat=on"}


@dataclass(frozen=True)
class Station:
    """A phase on the path: `state` is done, now or ahead."""

    phase: Phase
    state: str
    n_done: int
    n_steps: int


@require_safe
def desk(request: HttpRequest, trajectory_id: int) -> HttpResponse:
    """The desk of a trajectory, for who runs its community."""
    trajectory = get_trajectory(request, trajectory_id, MANAGE)
    phases = phases_of(trajectory)
    progress = commitments_in(trajectory.community)
    waiting = waiting_in(trajectory.community)
    found = attentions(pulse_of(trajectory, phases, progress, waiting.n_reports))
    quiet = quiet_part(trajectory.community)
    step = _open_step(phases, trajectory)
    following = _next(found, step, trajectory)
    items = _in_order(
        [_item(one, trajectory) for one in found if one.kind != following.kind],
        round_items(trajectory),
        initiative_items(trajectory.community, quiet.n),
    )
    room = LARGE - any(one.kind == following.kind for one in found)
    may_work = request.user.has_perm(COORDINATE, trajectory)
    context = {
        "community": trajectory.community,
        "trajectory": trajectory,
        "waiting_here": waiting,
        "others": trajectory.community.trajectories.exclude(pk=trajectory.pk),
        "stations": _stations(phases, trajectory),
        "large": items[:room],
        "rest": items[room:],
        "next": following,
        "next_item": next((_item(one, trajectory) for one in found if one.kind == following.kind), None),
        "step": step,
        "round_new": round_for_step(step, trajectory) if may_work else "",
        "open_round": open_round(trajectory),
        "following": _following(trajectory),
        "progress": progress,
        "people": people_in(trajectory.community),
        "initiatives": progress_of(request.user, trajectory.community),
        "quiet": quiet,
        "may_work": may_work,
        "today": timezone.localdate(),
        "rooms": [*rooms_of(trajectory), *(_for_another(trajectory) if may_work else [])],
    }
    return render(request, "config/desk.html", context)


def _in_order(items: list[Item], rounds: list[Item], initiatives: list[Item]) -> list[Item]:
    """First what keeps people waiting, then rounds, then initiatives and budgets, then what slips or lacks."""
    found = [*items, *initiatives]
    waiting = [one for one in found if one.attention.blocks]
    about = [one for one in initiatives if not one.attention.blocks]
    return [*waiting, *rounds, *about, *(one for one in items if not one.attention.blocks)]


def _next(found: list[Attention], step: Step | None, trajectory: Trajectory) -> NextStep:
    words = (step.title, step.explanation) if step else None
    following = _following(trajectory)
    return next_step(found, words, PhaseKind(following).label if following else "")


def _stations(phases: list[Phase], trajectory: Trajectory) -> list[Station]:
    here = PhaseKind.values.index(trajectory.phase)
    return [
        Station(one, "now" if at == here else "done" if at < here else "ahead", *_counts(one))
        for at, one in enumerate(phases)
    ]


def _counts(phase: Phase) -> tuple[int, int]:
    """How many steps of a phase are done, and how many there are without those that were skipped."""
    states = [step.state for step in _steps(phase) if step.state != Step.State.SKIPPED]
    return states.count(Step.State.DONE), len(states)


def _steps(phase: Phase) -> list[Step]:
    return list(phase.steps.all()) if phase.pk else []


def _open_step(phases: list[Phase], trajectory: Trajectory) -> Step | None:
    """The first step of this phase that is not done: what was begun goes before what was not."""
    phase = phases[PhaseKind.values.index(trajectory.phase)]
    waiting = [one for one in _steps(phase) if one.state in {Step.State.BUSY, Step.State.OPEN}]
    return next((one for one in waiting if one.state == Step.State.BUSY), waiting[0] if waiting else None)


def _following(trajectory: Trajectory) -> str:
    """The phase after this one; "" in the last."""
    order = PhaseKind.values
    at = order.index(trajectory.phase) + 1
    return order[at] if at < len(order) else ""


def _item(attention: Attention, trajectory: Trajectory) -> Item:
    label = PLACES[attention.kind][0]
    return Item(attention, label, place_of(attention.kind, trajectory))


def place_of(kind: str, trajectory: Trajectory) -> str:
    """Where a kind of attention is dealt with; "" where there is no such page."""
    _, route, named = PLACES[kind]
    path = path_of(route, trajectory.community.slug if named == "slug" else trajectory.pk)
    return f"{path}{QUERIES.get(kind, '')}" if path else ""


def rooms_of(trajectory: Trajectory) -> list[tuple[str, str, str]]:
    """The parts of the desk: name, what for, address."""
    slug, number = trajectory.community.slug, trajectory.pk
    rooms = [
        ("Stappen", "de vijf fasen en wat daarin te doen is", path_of("communities:step_list", number)),
        ("Krachtenkaart", "wie ertoe doet, en hoever zij zijn", path_of("communities:stakeholder_map", number)),
        ("Belangen", "wat mensen hopen en vrezen, voor zover gedeeld", path_of("communities:interest_list", slug)),
        ("Ambitie", "de gedeelde zin, en wie het eens is", path_of("communities:ambition_edit", number)),
        ("Afspraken", "wie beslist, doet, betaalt en regisseert", path_of("communities:agreement_edit", number)),
        ("Veranderagenda", "wat er verandert, en waaraan u dat ziet", path_of("communities:agenda_item_list", slug)),
        ("Routekaart", "wie wat doet, en wanneer", path_of("communities:route_map", slug)),
        ("Initiatieven", "wat er gedaan wordt, van idee tot resultaat", path_of("initiatives:initiative_list", slug)),
        ("Vraag en aanbod", "wat mensen zoeken en te geven hebben", path_of("initiatives:listing_list", slug)),
        ("Impact", "wat initiatieven meten, en wat er veranderde", path_of("initiatives:impact_list", slug)),
        ("Lessen", "wat wie klaar is een ander aanraadt", path_of("initiatives:lesson_list", slug)),
        ("Budgetten", "geld waarover mensen samen beslissen", path_of("initiatives:budget_list", slug)),
        ("Rondes", "hoe sterk de samenwerking is, gevraagd", path_of("succesfactoren:round_list", slug)),
        ("Bewonerspanel", "wie u mag vragen, en hoe zij dat horen", path_of("succesfactoren:panel_people", slug)),
        ("Kampioenen", "bedrijven van grote waarde", path_of("communities:champion_list", slug)),
        ("Rapporten", "wat dit traject bracht, in één bestand", path_of("config:trajectory_reports", number)),
        ("Gegevens", "naam, data, opdrachtgevers en adviseurs", path_of("communities:trajectory_edit", number)),
    ]
    return [one for one in rooms if one[2]]


def _for_another(trajectory: Trajectory) -> list[tuple[str, str, str]]:
    """The way to a second trajectory of the same community."""
    path = path_of("communities:trajectory_start", trajectory.community.slug)
    return [("Nieuw traject", "begin nog een traject in deze community", path)]
