"""The stakeholder map: who may see and change it, the picture, the gaps and the funnel."""

from collections import Counter

import pytest
from defusedxml.ElementTree import fromstring
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from communities.actions.stakeholders import StakeholderError, add_stakeholder, change_stakeholder, remove_stakeholder
from communities.analysis.gaps import ENGAGEMENTS, WILLING, funnel, sector_standings
from communities.charts.stakeholders import MAX_ROWS, PER_ROW, Placed, draw_influence
from communities.models import LogEntry, Sector, Stakeholder
from tests.communities.town import make_town


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def trajectory(town):
    return town.public.trajectories.first()


def put(trajectory, name="De Linde", **fields):
    return Stakeholder.objects.create(trajectory=trajectory, **({"name": name, "sector": "zorg"} | fields))


def the_map(town, trajectory, query="", who="coordinator"):
    return town.login(who).get(reverse("communities:stakeholder_map", args=[trajectory.pk]) + query)


def test_each_look_at_the_map_is_written_down(town, trajectory):
    the_map(town, trajectory)
    looks = LogEntry.objects.filter(action="bekijkt", object_kind="traject", object_id=str(trajectory.pk))
    assert [one.actor_id for one in looks] == [town.people["coordinator"].pk]


def test_a_commissioner_reads_it_only_when_it_is_shared(town, trajectory):
    put(trajectory, email="info@linde.example", notes="Vertrouwelijk")
    assert the_map(town, trajectory, who="commissioner").status_code == 200
    trajectory.shares_stakeholders = False
    trajectory.save()
    assert the_map(town, trajectory, who="commissioner").status_code == 403


def test_the_way_to_a_shared_map_stands_at_the_foot_for_commissioners(town, trajectory):
    link = f'href="{reverse("communities:stakeholder_map", args=[trajectory.pk])}"'

    def shown(who):
        return link in town.login(who).get(town.public.get_absolute_url()).content.decode()

    assert [shown(who) for who in ("commissioner", "member", "stranger", "visitor")] == [True, False, False, False]
    trajectory.shares_stakeholders = False
    trajectory.save()
    assert not shown("commissioner")


def test_the_map_leads_to_the_desk_for_who_may_go_there(town, trajectory):
    link = f'href="{trajectory.get_absolute_url()}"'
    found = {
        who: link in the_map(town, trajectory, who=who).content.decode() for who in ("commissioner", "coordinator")
    }
    assert found == {"commissioner": False, "coordinator": True}


def test_a_commissioner_reads_no_addresses_and_no_notes(town, trajectory):
    one = put(trajectory, email="info@linde.example", notes="Vertrouwelijk")
    client = town.login("commissioner")
    for route in ("stakeholder_detail", "stakeholder_csv"):
        args = [trajectory.pk, one.pk] if route == "stakeholder_detail" else [trajectory.pk]
        page = client.get(reverse(f"communities:{route}", args=args)).content.decode()
        assert "De Linde" in page
        assert "info@linde.example" not in page
        assert "Vertrouwelijk" not in page


def test_a_stakeholder_is_reached_through_its_own_trajectory_only(town, trajectory):
    other = put(town.private.trajectories.first())
    for route in ("stakeholder_detail", "stakeholder_edit"):
        address = reverse(f"communities:{route}", args=[trajectory.pk, other.pk])
        assert town.login("coordinator").get(address).status_code == 404


def test_who_is_not_judged_is_listed_apart_and_not_drawn(town, trajectory):
    put(trajectory, "Beoordeeld", influence=3, interest=4)
    put(trajectory, "Half", influence=3)
    page = the_map(town, trajectory)
    assert [one.name for _, one in page.context["unjudged"]] == ["Half"]
    assert "Half" not in page.context["svg"]
    assert "niet beoordeeld" in page.content.decode()


def test_filters_take_the_part_that_is_asked(town, trajectory):
    put(trajectory, "Zorg wil", engagement="wil")
    put(trajectory, "Bank", sector="financieel")
    put(trajectory, "Mens", kind="persoon")

    def names(query):
        return [one.name for _, one, _ in the_map(town, trajectory, query).context["rows"]]

    assert names("?sector=financieel") == ["Bank"]
    assert names("?betrokkenheid=wil") == ["Zorg wil"]
    assert names("?soort=persoon") == ["Mens"]
    assert names("?sector=onzin") == ["Bank", "Mens", "Zorg wil"]


def test_the_gaps_are_of_everybody_whatever_the_filter(town, trajectory):
    put(trajectory, engagement="doet")
    page = the_map(town, trajectory, "?sector=financieel")
    assert "zorg en welzijn" not in page.context["gaps"]
    assert len(page.context["gaps"]) == len(Sector.values) - 1


def test_the_coordinator_adds_changes_and_removes(town, trajectory):
    by = town.people["coordinator"]
    made = add_stakeholder(trajectory=trajectory, by=by, name="De Linde", sector="zorg", kind="organisatie")
    changed = change_stakeholder(stakeholder=made, by=by, engagement="koploper", influence=5)
    assert (changed.engagement, changed.influence, changed.name) == ("koploper", 5, "De Linde")
    remove_stakeholder(stakeholder=made, by=by)
    assert Stakeholder.objects.count() == 0
    assert Counter(LogEntry.objects.values_list("action", flat=True)) == Counter(["voegt toe", "wijzigt", "verwijdert"])


def test_the_same_one_stands_on_the_map_once(town, trajectory):
    put(trajectory)
    with pytest.raises(StakeholderError, match="staat al op de kaart"):
        add_stakeholder(trajectory=trajectory, by=town.people["coordinator"], name="De Linde", sector="zorg")


@pytest.mark.parametrize("who", ["member", "frontrunner", "commissioner", "foreign_coordinator"])
def test_nobody_else_changes_the_map(town, trajectory, who):
    one = put(trajectory)
    with pytest.raises(PermissionDenied):
        add_stakeholder(trajectory=trajectory, by=town.people[who], name="Nieuw", sector="zorg")
    with pytest.raises(PermissionDenied):
        change_stakeholder(stakeholder=one, by=town.people[who], name="Anders")
    with pytest.raises(PermissionDenied):
        remove_stakeholder(stakeholder=one, by=town.people[who])
    assert [str(found) for found in Stakeholder.objects.all()] == ["De Linde"]


def test_only_a_member_is_linked(town, trajectory):
    with pytest.raises(StakeholderError, match="lid"):
        add_stakeholder(
            trajectory=trajectory,
            by=town.people["coordinator"],
            name="Vreemd",
            sector="zorg",
            user=town.people["stranger"],
        )


def test_the_form_keeps_who_is_not_judged_empty(town, trajectory):
    sent = {"name": "De Linde", "kind": "organisatie", "sector": "zorg", "engagement": "onbekend", "influence": ""}
    town.login("coordinator").post(reverse("communities:stakeholder_new", args=[trajectory.pk]), sent)
    assert (Stakeholder.objects.get().influence, Stakeholder.objects.get().interest) == (None, None)


def test_an_export_is_safe_for_a_spreadsheet(town, trajectory):
    put(trajectory, "=1+1", engagement="wil")
    answer = town.login("coordinator").get(reverse("communities:stakeholder_csv", args=[trajectory.pk]))
    assert answer.content.decode("utf-8-sig").splitlines()[1].startswith("'=1+1;organisatie;")


def test_a_worked_example_of_gaps_and_funnel():
    people = [("zorg", "wil"), ("zorg", "onbekend"), ("overheid", "geinformeerd"), ("wonen", "doet")]
    found = sector_standings(people, ["zorg", "overheid", "wonen", "natuur"])
    assert [(one.sector, one.n_known, one.n_willing, one.is_gap) for one in found] == [
        ("zorg", 2, 1, False), ("overheid", 1, 0, True), ("wonen", 1, 1, False), ("natuur", 0, 0, True),
    ]  # fmt: skip
    assert [(one.n_here, one.n_at_least) for one in funnel(engagement for _, engagement in people)] == [
        (1, 4), (1, 3), (1, 2), (0, 1), (1, 1),
    ]  # fmt: skip


PEOPLE = st.lists(st.tuples(st.sampled_from(Sector.values), st.sampled_from(ENGAGEMENTS)), max_size=40)


@given(PEOPLE)
def test_every_stakeholder_is_counted_once_and_a_gap_has_nobody_willing(people):
    found = sector_standings(people, Sector.values)
    assert sum(one.n_known for one in found) == len(people)
    assert sum(one.n_willing for one in found) == sum(engagement in WILLING for _, engagement in people)
    assert all(one.is_gap == (one.n_willing == 0) for one in found)


@given(st.lists(st.sampled_from(ENGAGEMENTS), max_size=40))
def test_the_funnel_only_narrows(engagements):
    steps = funnel(engagements)
    assert [one.engagement for one in steps] == list(ENGAGEMENTS)
    widths = [one.n_at_least for one in steps]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] == len(engagements) == sum(one.n_here for one in steps)


PLACED = st.lists(
    st.builds(
        Placed,
        number=st.integers(1, 500),
        name=st.text(max_size=30),
        engagement=st.sampled_from(ENGAGEMENTS),
        influence=st.integers(1, 5),
        interest=st.integers(1, 5),
    ),
    max_size=60,
)


@given(PLACED)
def test_no_shape_stands_over_another_and_nobody_is_lost(placed):
    drawing = fromstring(draw_influence(placed, "Invloed en belang"))
    shapes = [one for one in drawing.iter() if one.tag == "svg" and one.get("viewBox") == "0 0 16 16"]
    assert len({(one.get("x"), one.get("y")) for one in shapes}) == len(shapes)
    more = [int(one.text[1:]) for one in drawing.iter("text") if one.get("class") == "amount-more"]
    assert len(shapes) + sum(more) == len(placed)
    full = Counter((one.influence, one.interest) for one in placed)
    assert len(more) == sum(n > PER_ROW * MAX_ROWS for n in full.values())
