"""Starting a trajectory, going through its phases, and its steps."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from communities.actions import trajectories as actions
from communities.models import LogEntry, PhaseKind, Role, Step, Trajectory
from communities.step_catalogue import load_phases
from tests import factories
from tests.communities.town import join, make_community, make_organisation


@pytest.fixture
def community(db):
    return make_community()


@pytest.fixture
def advisor(community):
    user = factories.make_verified_user("adviseur@example.org", name="Adri Adviseur")
    join(community, user, role=Role.COORDINATOR)
    return user


@pytest.fixture
def trajectory(community, advisor) -> Trajectory:
    return actions.start_trajectory(by=advisor, community=community, name="Aan zet", started_on=date(2026, 1, 5))


@pytest.fixture
def visit(client, advisor):
    client.force_login(advisor)
    return client


def test_the_forms_lead_to_adding_an_organisation(visit, community, trajectory):
    link = f'href="{reverse("communities:organisation_new", args=[community.slug])}"'
    start = visit.get(reverse("communities:trajectory_start", args=[community.slug])).content.decode()
    edit = visit.get(reverse("communities:trajectory_edit", args=[trajectory.pk])).content.decode()
    assert (link in start, link in edit) == (True, True)


def run_at_once(act: Callable[[], None], times: int) -> None:
    """Do the same thing at the same time, each on a connection of its own."""

    def once(_: int) -> None:
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        list(pool.map(once, range(times)))


def titles(trajectory: Trajectory, kind: str = "verkennen") -> list[str]:
    """The steps of a phase, in order."""
    return list(trajectory.phases.get(kind=kind).steps.values_list("title", flat=True))


def test_a_new_trajectory_has_the_phases_and_steps_of_the_template(trajectory):
    phases = list(trajectory.phases.all())
    assert [one.kind for one in phases] == PhaseKind.values
    assert titles(trajectory) == [step.title for step in load_phases()[0].steps]
    assert [one.starts_on for one in phases] == [date(2026, 1, 5), None, None, None, None]


def test_starting_twice_is_starting_once(trajectory, community, advisor):
    again = actions.start_trajectory(by=advisor, community=community, name="aan zet", started_on=date(2026, 1, 5))
    assert again == trajectory
    assert (community.trajectories.count(), Step.objects.count()) == (1, sum(len(one.steps) for one in load_phases()))


def test_another_trajectory_cannot_have_the_same_name(trajectory, community, advisor):
    with pytest.raises(actions.TrajectoryError, match="al een traject"):
        actions.start_trajectory(by=advisor, community=community, name="Aan zet", started_on=date(2027, 1, 5))


def test_a_member_starts_nothing(community):
    member = factories.make_user()
    join(community, member)
    with pytest.raises(PermissionDenied):
        actions.start_trajectory(by=member, community=community, name="Van mij", started_on=date(2026, 1, 5))
    assert community.trajectories.count() == 0


def test_the_next_phase_closes_this_one_and_opens_the_next(trajectory, advisor):
    moved = actions.enter_phase(by=advisor, trajectory=trajectory, kind="willen")
    today = timezone.localdate()
    assert moved.phase == "willen"
    assert moved.phases.get(kind="verkennen").done_on == today
    assert moved.phases.get(kind="willen").starts_on == today
    assert LogEntry.objects.filter(action="gaat naar willen", actor_id=advisor.pk).count() == 1


def test_a_phase_cannot_be_skipped(trajectory, advisor):
    with pytest.raises(actions.TrajectoryError, match="fase voor fase"):
        actions.enter_phase(by=advisor, trajectory=trajectory, kind="doen")


def test_going_back_takes_a_reason_that_stands_in_the_log(trajectory, advisor):
    moved = actions.enter_phase(by=advisor, trajectory=trajectory, kind="willen")
    with pytest.raises(actions.TrajectoryError, match="waarom"):
        actions.enter_phase(by=advisor, trajectory=moved, kind="verkennen")
    back = actions.enter_phase(by=advisor, trajectory=moved, kind="verkennen", because="partners")
    assert back.phase == "verkennen"
    assert back.phases.get(kind="verkennen").done_on is None
    assert back.phases.get(kind="willen").starts_on is None
    assert LogEntry.objects.filter(action="gaat terug naar verkennen: er zijn nieuwe partners").count() == 1


def test_every_line_about_going_back_fits_in_the_log():
    longest = LogEntry._meta.get_field("action").max_length
    lines = [f"gaat terug naar {kind}: {one.label}" for kind in PhaseKind.values for one in actions.WayBack]
    assert max(map(len, lines)) <= longest


def test_a_trajectory_of_before_the_template_gets_its_phases_as_they_are_entered(community, advisor):
    bare = Trajectory.objects.create(community=community, name="Kaal", started_on=date(2026, 1, 5))
    actions.enter_phase(by=advisor, trajectory=bare, kind="willen")
    actions.add_step(by=advisor, trajectory=bare, kind="doen", title="Iets doen")
    assert list(bare.phases.values_list("kind", "position")) == [("verkennen", 0), ("willen", 1), ("doen", 3)]


def test_an_own_step_comes_last_and_once(trajectory, advisor):
    for _ in range(2):
        actions.add_step(by=advisor, trajectory=trajectory, kind="verkennen", title="Koffie drinken")
    assert titles(trajectory)[-1] == "Koffie drinken"
    assert titles(trajectory).count("Koffie drinken") == 1


def test_a_step_moves_up_and_down_and_stays_at_the_end(trajectory, advisor):
    first, second, *_ = trajectory.phases.get(kind="verkennen").steps.all()
    actions.move_step(by=advisor, step=second, places=-1)
    assert titles(trajectory)[:2] == [second.title, first.title]
    actions.move_step(by=advisor, step=second, places=-1)
    actions.move_step(by=advisor, step=first, places=-1)
    assert titles(trajectory)[:2] == [first.title, second.title]


def test_a_done_step_has_its_day_and_an_opened_one_has_none(trajectory, advisor):
    step = trajectory.phases.get(kind="verkennen").steps.first()
    done = actions.set_step_state(by=advisor, step=step, state="klaar")
    assert (done.state, done.done_on) == ("klaar", timezone.localdate())
    again = actions.set_step_state(by=advisor, step=done, state="bezig")
    assert (again.state, again.done_on) == ("bezig", None)


@pytest.mark.django_db(transaction=True)
def test_the_same_step_is_not_made_twice_at_once():
    community = make_community()
    advisor = factories.make_user()
    join(community, advisor, role=Role.COORDINATOR)
    trajectory = Trajectory.objects.create(community=community, name="Kaal", started_on=date(2026, 1, 5))

    def add() -> None:
        actions.add_step(by=advisor, trajectory=trajectory, kind="willen", title="Kernteam")

    run_at_once(add, 4)
    assert Step.objects.filter(title="Kernteam").count() == 1


def test_nothing_changes_in_a_community_that_has_stopped(trajectory, advisor, community):
    community.ended_on = date(2026, 6, 1)
    community.save()
    with pytest.raises(PermissionDenied):
        actions.enter_phase(by=advisor, trajectory=Trajectory.objects.get(), kind="willen")


def test_an_advisor_starts_a_trajectory_on_the_page(visit, community, advisor):
    bank = make_organisation("Bank aan het Meer", kind="bank", sector="financieel")
    path = reverse("communities:trajectory_start", args=[community.slug])
    asked = {"name": "Aan zet", "started_on": "2026-01-05", "commissioners": [bank.pk], "advisors": [advisor.pk]}
    response = visit.post(path, asked)
    trajectory = community.trajectories.get()
    assert response.url == reverse("config:desk", args=[trajectory.pk])
    assert list(trajectory.commissioners.all()) == [bank]
    assert list(trajectory.advisors.all()) == [advisor]


def test_an_end_before_the_beginning_is_refused_beside_the_field(visit, community):
    path = reverse("communities:trajectory_start", args=[community.slug])
    response = visit.post(path, {"name": "Aan zet", "started_on": "2026-01-05", "ends_on": "2025-01-05"})
    assert response.status_code == 400
    assert response.context["form"].errors == {"ends_on": ["Het einde ligt voor het begin."]}


def test_sharing_the_map_is_chosen_on_the_page(visit, trajectory):
    path = reverse("communities:trajectory_edit", args=[trajectory.pk])
    assert "Alleen de coördinatoren mogen de krachtenkaart zien" in visit.get(path).content.decode()
    sent = {"name": "Aan zet", "started_on": "2026-01-05"}
    assert visit.post(path, sent).context["form"].errors == {"shares_stakeholders": ["Kies een van de twee."]}
    for chosen in (True, False):
        visit.post(path, sent | {"shares_stakeholders": str(chosen)})
        trajectory.refresh_from_db()
        assert trajectory.shares_stakeholders is chosen


def test_the_steps_page_adds_moves_and_skips(visit, trajectory):
    path = reverse("communities:step_list", args=[trajectory.pk])
    visit.post(path, {"kind": "verkennen", "title": "Koffie drinken", "due_on": "2026-03-01"})
    step = Step.objects.get(title="Koffie drinken")
    visit.post(reverse("communities:step_move", args=[trajectory.pk, step.pk]), {"places": "-1"})
    visit.post(reverse("communities:step_state", args=[trajectory.pk, step.pk]), {"state": "overgeslagen"})
    step.refresh_from_db()
    assert (step.due_on, step.state) == (date(2026, 3, 1), "overgeslagen")
    assert titles(trajectory)[-2] == "Koffie drinken"


def test_a_step_of_another_trajectory_is_not_there(visit, trajectory, community, advisor):
    other = actions.start_trajectory(by=advisor, community=community, name="Ander", started_on=date(2026, 1, 5))
    foreign = other.phases.first().steps.first()
    assert visit.get(reverse("communities:step_edit", args=[trajectory.pk, foreign.pk])).status_code == 404


def test_going_back_without_a_reason_says_so_and_changes_nothing(visit, trajectory, advisor):
    actions.enter_phase(by=advisor, trajectory=trajectory, kind="willen")
    response = visit.post(reverse("communities:phase_enter", args=[trajectory.pk]), {"kind": "verkennen"}, follow=True)
    assert "Kies waarom u teruggaat" in response.content.decode()
    assert Trajectory.objects.get().phase == "willen"
