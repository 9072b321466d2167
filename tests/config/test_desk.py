"""The advisor's desk: the path, what needs attention, and the one next step."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.actions.trajectories import enter_phase, set_step_state, start_trajectory
from communities.analysis.attention import Pulse, attentions
from communities.models import (
    AgendaItem,
    Commitment,
    JoinRequest,
    Letter,
    Membership,
    Post,
    Role,
    Sector,
    Stakeholder,
    Step,
    Trajectory,
)
from config.desk_pages import PLACES, place_of, rooms_of
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
    return start_trajectory(by=advisor, community=community, name="Aan zet", started_on=date(2026, 1, 5))


@pytest.fixture
def desk(client, advisor, trajectory):
    """Opens the desk."""
    client.force_login(advisor)
    return lambda: client.get(reverse("config:desk", args=[trajectory.pk]))


def kinds(page) -> list[str]:
    """What needs attention, in order, with what is the next step itself."""
    first = [page.context["next_item"]] if page.context["next_item"] else []
    return [one.attention.kind for one in [*first, *page.context["large"], *page.context["rest"]]]


def cover_all_sectors(trajectory: Trajectory) -> None:
    """Somebody wants in every sector."""
    for sector in Sector.values:
        Stakeholder.objects.create(trajectory=trajectory, name=sector, sector=sector, engagement="wil")


def test_a_new_desk_shows_the_path_and_the_first_step(desk):
    page = desk()
    assert [one.state for one in page.context["stations"]] == ["now", "ahead", "ahead", "ahead", "ahead"]
    assert page.context["next"].title == "Eerste gesprek met de opdrachtgever"
    assert "Begin met deze stap" in page.content.decode()


def test_what_was_begun_goes_before_what_was_not(desk, trajectory, advisor):
    third = trajectory.phases.get(kind="verkennen").steps.all()[2]
    set_step_state(by=advisor, step=third, state="bezig")
    page = desk()
    assert page.context["next"].title == third.title
    assert "Deze stap is klaar" in page.content.decode()


def test_a_phase_without_open_steps_leads_to_the_next_phase(desk, trajectory, client):
    Step.objects.filter(phase__kind="verkennen").update(state="overgeslagen")
    assert desk().context["next"].title == "Ga naar de fase willen"
    client.post(reverse("communities:phase_enter", args=[trajectory.pk]), {"kind": "willen"})
    trajectory.refresh_from_db()
    assert trajectory.phase == "willen"
    assert [one.state for one in desk().context["stations"]][:2] == ["done", "now"]


def test_the_last_phase_leads_nowhere(desk, trajectory, advisor):
    for kind in ("willen", "versnellen", "doen", "borgen"):
        enter_phase(by=advisor, trajectory=trajectory, kind=kind)
    Step.objects.update(state="klaar", done_on=timezone.localdate())
    assert desk().context["next"].kind == "klaar"


def test_a_trajectory_without_phases_has_a_desk(client, community, advisor):
    bare = Trajectory.objects.create(community=community, name="Kaal", started_on=date(2026, 1, 5))
    client.force_login(advisor)
    page = client.get(reverse("config:desk", args=[bare.pk]))
    assert (page.status_code, page.context["next"].kind) == (200, "fase")


def test_somebody_who_waits_goes_before_the_step(desk, community):
    JoinRequest.objects.create(community=community, user=factories.make_user())
    page = desk()
    assert page.context["next"].title == "Iemand wil lid worden"
    assert "Begin met deze stap" not in page.content.decode()


def test_when_all_is_well_nothing_asks_for_attention(desk, trajectory, community):
    cover_all_sectors(trajectory)
    assert kinds(desk()) == []
    assert "Niets vraagt vandaag uw aandacht" in desk().content.decode()


def test_each_thing_that_lacks_is_seen(desk, trajectory, community, advisor):
    today = timezone.localdate()
    cover_all_sectors(trajectory)
    Stakeholder.objects.filter(sector="zorg").update(engagement="onbekend")
    Commitment.objects.create(community=community, what="Laat", due_on=today - timedelta(days=1))
    Step.objects.filter(phase__kind="doen").update(due_on=today - timedelta(days=1))
    AgendaItem.objects.create(community=community, theme=factories.make_theme(), lens="mens", title="Eenzijdig")
    Letter.objects.create(key="m", community=community, kind="nieuws", address="a@example.org", state="mislukt")
    Post.objects.create(community=community, author=advisor, title="Wacht", state="wacht")
    page = desk()
    assert kinds(page) == ["moderatie", "te-laat", "stappen", "mails", "kaart", "lenzen"]
    assert "Niemand uit zorg en welzijn wil nog" in page.content.decode()


def test_at_most_three_things_are_large_and_the_rest_is_behind_a_link(desk, trajectory, community, advisor):
    test_each_thing_that_lacks_is_seen(desk, trajectory, community, advisor)
    page = desk()
    assert page.context["next_item"].attention.kind == "moderatie"
    assert (len(page.context["large"]), len(page.context["rest"])) == (2, 3)
    assert "Nog 3 dingen, minder dringend" in page.content.decode()
    Post.objects.filter(state="wacht").delete()
    page = desk()
    assert (len(page.context["large"]), len(page.context["rest"])) == (3, 2)


def test_a_community_is_quiet_when_nothing_moved_for_two_weeks(desk, trajectory, community, advisor):
    cover_all_sectors(trajectory)
    long_ago = timezone.now() - timedelta(days=20)
    Trajectory.objects.update(created_at=long_ago)
    assert kinds(desk()) == ["stil"]
    Post.objects.create(community=community, author=advisor, title="Nieuws", publish_at=long_ago)
    assert kinds(desk()) == ["stil"]
    Post.objects.create(community=community, author=advisor, title="Vers nieuws")
    assert kinds(desk()) == []


def test_what_lies_before_partners_is_seen_until_they_answered(desk, trajectory, community):
    cover_all_sectors(trajectory)
    bank, baker = make_organisation("Bank"), make_organisation("Bakker")
    trajectory.commissioners.add(bank, baker)
    ambition = trajectory.ambitions.create(version=1, text="Samen.", state="voorgelegd")
    agreement = trajectory.agreements.create(version=1, published_at=timezone.now())
    assert kinds(desk()) == ["ambitie", "afspraken"]
    ambition.consents.create(organisation=bank, answer="eens")
    agreement.confirmations.create(organisation=bank)
    assert "De ambitie wacht op één partner" in desk().content.decode()
    ambition.consents.create(organisation=baker, answer="oneens", remark="Nee.")
    agreement.confirmations.create(organisation=baker)
    assert kinds(desk()) == ["bezwaar"]


def test_the_numbers_count_who_takes_part_now(desk, trajectory, community):
    baker = make_organisation("Bakker")
    join(community, factories.make_user(), organisation=baker, is_frontrunner=True)
    join(community, factories.make_user(), organisation=baker)
    gone = join(community, factories.make_user(), organisation=make_organisation("Weg"), is_frontrunner=True)
    Membership.objects.filter(pk=gone.pk).update(status="vertrokken", left_at=timezone.now())
    Commitment.objects.create(community=community, what="Laat", due_on=date(2026, 1, 1))
    Commitment.objects.create(
        community=community, what="Klaar", due_on=date(2026, 1, 1), state="klaar", done_on=date(2026, 1, 1)
    )
    page = desk()
    assert page.context["people"] == {"n_members": 3, "n_organisations": 1, "n_frontrunners": 1}
    progress = page.context["progress"]
    assert (progress.n_open, progress.n_late, progress.n_done) == (1, 1, 1)


def test_every_kind_of_attention_has_a_place():
    everything = Pulse(1, 1, 1, 20, ("zorg",), 1, 1, 1, 1, 1, 1, 1, 1)
    assert {one.kind for one in attentions(everything)} == set(PLACES)


def test_every_place_and_every_tool_leads_to_a_page_that_the_advisor_may_open(client, advisor, trajectory):
    client.force_login(advisor)
    paths = [place_of(kind, trajectory) for kind in PLACES] + [address for *_, address in rooms_of(trajectory)]
    assert "" not in paths
    assert {client.get(path).status_code for path in paths} == {200}


def test_a_desk_leads_to_the_other_trajectories_and_to_a_new_one(desk, community, advisor):
    start = f'href="{reverse("communities:trajectory_start", args=[community.slug])}"'
    page = desk().content.decode()
    assert (start in page, "Andere trajecten" in page) == (True, False)
    second = start_trajectory(by=advisor, community=community, name="Tweede ronde", started_on=date(2025, 1, 6))
    page = desk().content.decode()
    assert "Andere trajecten" in page
    assert f'href="{second.get_absolute_url()}">Tweede ronde</a>' in page


def test_a_stopped_community_has_a_desk_to_read_and_nothing_to_do(desk, community):
    community.ended_on = date(2026, 6, 1)
    community.save()
    page = desk()
    assert page.status_code == 200
    assert reverse("communities:trajectory_start", args=[community.slug]) not in page.content.decode()
    assert "Begin met deze stap" not in page.content.decode()
