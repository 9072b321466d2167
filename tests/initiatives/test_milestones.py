"""Milestones and promises of an initiative: who may what, and how they stand on the route map."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from communities.access.route_map import Wish, route_page, route_rows
from communities.actions.commitments import CommitmentError, set_commitment_state
from communities.analysis.route_map import Wanted, grouped, in_order, standing
from communities.models import Commitment
from initiatives.actions.milestones import (
    MilestoneConflict,
    MilestoneError,
    add_milestone,
    change_milestone,
    reach_milestone,
    remove_milestone,
    reopen_milestone,
)
from initiatives.actions.promises import promise_at
from initiatives.models import Initiative, Milestone
from tests.communities.town import make_town
from tests.initiatives.scene import lead, make_initiative, make_milestone, promise

LONG_AGO = timedelta(days=80)


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def initiative(town) -> Initiative:
    """One of the public community, led by the member, of which nothing was heard for long."""
    made = make_initiative(town.public, heard_on=timezone.localdate() - LONG_AGO)
    lead(made, town.people["member"])
    return made


def soon(days=20):
    return timezone.localdate() + timedelta(days=days)


def is_heard(initiative) -> bool:
    initiative.refresh_from_db()
    return initiative.heard_on == timezone.localdate()


def get(town, name, route, *args, query=""):
    return town.login(name).get(reverse(route, args=[town.public.slug, *args]) + query).content.decode()


# ── Milestones ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_leads_sets_a_milestone_and_twice_is_once(town, initiative):
    made = [
        add_milestone(by=town.people["member"], initiative=initiative, title=" Eerste avond ", due_on=soon())
        for _ in range(2)
    ]
    assert made[0] == made[1] == Milestone.objects.get(title="Eerste avond")
    for name in ("frontrunner", "commissioner", "foreign_coordinator"):
        with pytest.raises(PermissionDenied):
            add_milestone(by=town.people[name], initiative=initiative, title="Stiekem", due_on=soon())


def test_reaching_one_is_a_sign_of_life_and_can_be_taken_back(town, initiative):
    milestone, by = make_milestone(initiative, days=-3), town.people["member"]
    yesterday = timezone.localdate() - timedelta(days=1)
    assert milestone.is_late
    assert not is_heard(initiative)
    reached = reach_milestone(milestone=milestone, by=by, on=yesterday)
    assert (reached.done_on, reached.is_late, is_heard(initiative)) == (yesterday, False, True)
    assert reopen_milestone(milestone=milestone, by=by).done_on is None
    with pytest.raises(MilestoneError, match="nog komen"):
        reach_milestone(milestone=milestone, by=by, on=soon())


def test_who_changes_what_somebody_else_changed_is_told_and_loses_nothing(town, initiative):
    milestone = make_milestone(initiative)
    change_milestone(milestone=milestone, by=town.people["coordinator"], version=1, title="Anders", due_on=soon())
    with pytest.raises(MilestoneConflict) as caught:
        change_milestone(milestone=milestone, by=town.people["member"], version=1, title="Nog anders", due_on=soon())
    assert caught.value.current.title == "Anders"
    address = reverse("initiatives:milestone_edit", args=[town.public.slug, initiative.pk, milestone.pk])
    sent = {"title": "Nog anders", "due_on": soon().isoformat(), "version": "1"}
    page = town.clients["member"].post(address, sent)
    assert page.status_code == 409
    assert "Er staat nu: “Anders”" in page.content.decode()
    again = town.clients["member"].post(address, sent | {"version": page.context["form"].data["version"]})
    assert (again.status_code, Milestone.objects.get().title) == (302, "Nog anders")


def test_the_same_milestone_twice_is_refused_in_words(town, initiative):
    first, second = make_milestone(initiative), make_milestone(initiative, "Tweede avond")
    with pytest.raises(MilestoneError, match="staat er al"):
        change_milestone(milestone=second, by=town.people["member"], version=1, title=first.title, due_on=first.due_on)


def test_removing_twice_is_removing_once(town, initiative):
    milestone = make_milestone(initiative)
    for _ in range(2):
        remove_milestone(milestone=Milestone(pk=milestone.pk, initiative=initiative), by=town.people["member"])
    assert Milestone.objects.count() == 0


def test_by_the_page_it_is_reached_on_the_day_that_was_chosen(town, initiative):
    milestone = make_milestone(initiative)
    address = reverse("initiatives:milestone_reach", args=[town.public.slug, initiative.pk, milestone.pk])
    yesterday = timezone.localdate() - timedelta(days=1)
    town.clients["member"].post(address, {"on": yesterday.isoformat()})
    milestone.refresh_from_db()
    assert milestone.done_on == yesterday
    told = town.clients["member"].post(address, {"on": soon().isoformat()}, follow=True).content.decode()
    assert "Deze dag moet nog komen" in told
    assert "1 van 1 mijlpaal bereikt" in told


# ── Promises ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_member_promises_for_themselves_and_the_initiative_lives(town, initiative):
    who = town.people["frontrunner"]
    made = [promise_at(by=who, initiative=initiative, what="Koffie", due_on=soon(), person=who) for _ in range(2)]
    assert made[0] == made[1]
    assert [one.commitment for one in initiative.commitment_links.all()] == [made[0]]
    assert is_heard(initiative)
    with pytest.raises(PermissionDenied):
        promise_at(by=who, initiative=initiative, what="Taart", due_on=soon(), person=town.people["member"])
    with pytest.raises(PermissionDenied):
        promise_at(by=town.people["stranger"], initiative=initiative, what="Thee", due_on=soon(), person=who)
    assert Commitment.objects.count() == 1


def test_a_coordinator_promises_for_anybody_and_the_page_does_it_too(town, initiative):
    address = reverse("initiatives:initiative_promise", args=[town.public.slug, initiative.pk])
    sent = {"what": "Zaal", "due_on": soon().isoformat(), "person": town.people["frontrunner"].pk}
    town.clients["coordinator"].post(address, sent)
    assert Commitment.objects.get().person == town.people["frontrunner"]
    assert "Initiatief</dt>" in town.clients["member"].get(Commitment.objects.get().get_absolute_url()).content.decode()


def test_one_promise_belongs_to_one_initiative(town, initiative):
    other, who = make_initiative(town.public, "Moestuin"), town.people["member"]
    promise_at(by=who, initiative=initiative, what="Koffie", due_on=soon(), person=who)
    with pytest.raises(CommitmentError, match="ander initiatief"):
        promise_at(by=who, initiative=other, what="Koffie", due_on=soon(), person=who)
    assert not other.commitment_links.exists()


def test_at_what_waits_or_is_hidden_nobody_promises(town, initiative):
    who = town.people["frontrunner"]
    Initiative.objects.filter(pk=initiative.pk).update(hidden_because="Reclame")
    initiative.refresh_from_db()
    with pytest.raises(PermissionDenied):
        promise_at(by=who, initiative=initiative, what="Koffie", due_on=soon(), person=who)


def test_a_promise_that_moves_on_is_a_sign_of_life(town, initiative):
    made = promise(initiative, town.people["member"])
    assert not is_heard(initiative)
    set_commitment_state(commitment=made, by=town.people["member"], state="klaar")
    assert is_heard(initiative)


# ── What is shown, and to whom ────────────────────────────────────────────────────────────────────────────────────
def test_visitors_read_milestones_and_how_many_promises_never_whose(town, initiative):
    make_milestone(initiative, "Lintje knippen", days=-3)
    promise(initiative, town.people["frontrunner"], what="Schaar meenemen")
    insider = get(town, "frontrunner", "initiatives:milestone_list", initiative.pk)
    visitor = get(town, "visitor", "initiatives:milestone_list", initiative.pk)
    assert all(word in insider for word in ("Lintje knippen", "Schaar meenemen", "Frontrunner"))
    assert "0 van 1 mijlpaal bereikt, 0 van 1 toezegging klaar" in visitor
    assert "Lintje knippen" in visitor
    assert "Schaar meenemen" not in visitor
    assert "Frontrunner" not in visitor


def test_the_page_of_an_initiative_shows_what_is_late_and_that_it_is_quiet(town, initiative):
    make_milestone(initiative, "Lintje knippen", days=-3)
    insider = get(town, "member", "initiatives:initiative_detail", initiative.pk)
    visitor = get(town, "visitor", "initiatives:initiative_detail", initiative.pk)
    assert "Lintje knippen" in visitor
    assert "niets van gehoord" in insider
    assert "niets van gehoord" not in visitor
    assert ">te laat, " in insider


def test_what_is_for_members_is_not_there_for_visitors(town, initiative):
    make_milestone(initiative)
    Initiative.objects.filter(pk=initiative.pk).update(is_public=False)
    address = reverse("initiatives:milestone_list", args=[town.public.slug, initiative.pk])
    assert [town.login(name).get(address).status_code for name in ("member", "visitor", "stranger")] == [200, 404, 404]


# ── The route map ─────────────────────────────────────────────────────────────────────────────────────────────────
def rows(town, **wanted):
    return in_order(route_rows(town.public, Wanted(**wanted)))


def test_what_was_not_reached_when_an_initiative_was_done_is_no_longer_waited_for(town, initiative):
    make_milestone(initiative, "Lintje", days=-5)
    assert [(one.state, one.is_late) for one in rows(town)] == [("nog niet bereikt", True)]
    Initiative.objects.filter(pk=initiative.pk).update(stage="gerealiseerd")
    assert [(one.state, one.is_late) for one in rows(town)] == [("niet bereikt", False)]
    for page in ("initiative_detail", "milestone_list"):
        assert "<span>niet bereikt</span>" in get(town, "visitor", f"initiatives:{page}", initiative.pk)


def test_milestones_stand_on_the_route_map_with_their_initiative(town, initiative):
    make_milestone(initiative, "Lintje", days=5)
    make_milestone(initiative, "Vergeten", days=-5)
    make_milestone(initiative, "Gehaald", days=-9, done_on=timezone.localdate() - timedelta(days=9))
    promise(initiative, town.people["member"], days=2)
    make_milestone(make_initiative(town.private), "Van een ander")
    found = rows(town)
    assert [(one.what, one.initiative) for one in found] == [
        (what, "Repaircafé in de school") for what in ("Gehaald", "Vergeten", "Gereedschap regelen", "Lintje")
    ]
    assert {one.owner.alert for one in found} == {"is al 80 dagen stil"}
    assert standing(found[0], timezone.localdate()).startswith("bereikt op")
    assert [one.what for one in rows(town, is_late=True)] == ["Vergeten"]
    assert [one.what for one in rows(town, state="klaar")] == ["Gehaald"]
    assert [one.what for one in rows(town, state="open")] == ["Vergeten", "Gereedschap regelen", "Lintje"]


def test_what_is_hidden_or_waits_is_on_nobodys_route_map(town, initiative):
    make_milestone(initiative, "Geheim")
    made = promise(initiative, town.people["member"])
    for fields in ({"hidden_because": "Reclame"}, {"hidden_because": "", "placed_at": None}):
        Initiative.objects.filter(pk=initiative.pk).update(**fields)
        assert [(one.what, one.owner) for one in rows(town)] == [(made.what, None)]
        assert "Repaircafé" not in get(town, "coordinator", "communities:route_map")


def test_the_filter_leaves_what_belongs_to_one_initiative(town, initiative):
    other = make_initiative(town.public, "Moestuin")
    make_milestone(initiative, "Lintje")
    make_milestone(other, "Oogst")
    promise(initiative, town.people["member"])
    Commitment.objects.create(community=town.public, what="Los", due_on=soon())
    town.public.trajectories.first().phases.create(kind="doen", position=4).steps.create(title="Stap", due_on=soon())
    assert [one.what for one in rows(town, initiative=initiative.pk)] == ["Gereedschap regelen", "Lintje"]
    page = get(town, "member", "communities:route_map", query=f"?initiatief={initiative.pk}&per=initiatief")
    assert "Lintje" in page
    assert "In deze keuze: 0 van 1 klaar" in page
    assert not [word for word in ("Oogst", "Los<", "Stap<") if word in page]
    assert "Oogst" in get(town, "member", "communities:route_map", query="?initiatief=onzin")


def test_a_page_of_the_route_map_holds_the_rows_that_the_whole_has_there(town, initiative):
    other = make_initiative(town.public, "Moestuin")
    for number in range(2):
        make_milestone(initiative, f"Lintje {number}", days=number)
        promise(other, town.people["member"], what=f"Spitten {number}")
    make_milestone(other, "Oogst", days=-3)
    make_milestone(other, "Gezaaid", days=-9, done_on=timezone.localdate())
    Commitment.objects.create(community=town.public, what="Los", due_on=soon())
    for wanted in (Wanted(), Wanted(initiative=other.pk), Wanted(state="open"), Wanted(state="klaar")):
        whole = grouped(route_rows(town.public, wanted), "initiatief")
        pages = [route_page(Wish(town.public, wanted, "initiatief"), number, per_page=3) for number in (1, 2, 3)]
        pages = pages[: pages[0].page.paginator.num_pages]
        shown = [(group.name, row) for one in pages for group in one.groups for row in group.rows]
        assert shown == [(group.name, row) for group in whole for row in group.rows]
    first = route_page(Wish(town.public, Wanted(), "initiatief"), 1, per_page=3).groups[0]
    assert (first.name, first.n_all, first.goes_on_after) == ("Moestuin", 4, True)


def test_every_file_of_the_route_map_has_the_milestones(town, initiative):
    make_milestone(initiative, "Lintje")
    promise(initiative, town.people["member"])
    client, slug = town.clients["member"], town.public.slug
    lines = client.get(reverse("communities:route_map_csv", args=[slug])).content.decode("utf-8-sig").splitlines()
    cells = [line.split(";") for line in lines]
    at = cells[0].index("Initiatief")
    assert [(line[0], line[1], line[at]) for line in cells[1:]] == [
        ("Gereedschap regelen", "toezegging", "Repaircafé in de school"),
        ("Lintje", "mijlpaal", "Repaircafé in de school"),
    ]
    sheet = load_workbook(io.BytesIO(client.get(reverse("communities:route_map_xlsx", args=[slug])).content)).active
    assert [cell.value for cell in sheet["A"]] == ["Wat", "Gereedschap regelen", "Lintje"]
    ics = client.get(reverse("communities:route_map_calendar", args=[slug])).content.decode()
    assert "SUMMARY:Mijlpaal: Lintje" in ics
    assert f"/initiatieven/{initiative.pk}/" in ics.replace("\r\n ", "")
    assert client.get(reverse("communities:route_map_pdf", args=[slug])).content.startswith(b"%PDF")


def test_the_route_map_asks_as_much_for_three_initiatives_as_for_one(town, initiative):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            get(town, "member", "communities:route_map")
        return len(queries)

    def fill(one: Initiative) -> None:
        make_milestone(one)
        promise(one, town.people["member"], what=f"Voor {one.pk}")

    fill(initiative)
    with_one = count()
    for number in range(2):
        fill(make_initiative(town.public, f"Tuin {number}"))
    assert count() == with_one
