"""The change agenda: three lenses, figures with a beginning and a goal, and what the region shows of them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from communities.access.agenda import figures_of, visible_items
from communities.actions import agenda as actions
from communities.actions.agenda import Goal, ItemWords
from communities.charts.agenda import target_cards
from communities.models import AgendaItem, AgendaTarget, Commitment, Role
from regioscan.models import Region
from regioscan.models.observations import Status
from tests import factories
from tests.communities.town import join, make_community, make_organisation
from tests.regioscan.scene import publish


@pytest.fixture
def community(db):
    return make_community()


@pytest.fixture
def advisor(community):
    user = factories.make_verified_user("adviseur@example.org", name="Adri Adviseur")
    join(community, user, role=Role.COORDINATOR)
    return user


@pytest.fixture
def member(community):
    user = factories.make_verified_user("lid@example.org", name="Lies Lid")
    join(community, user)
    return user


@pytest.fixture
def item(community, advisor) -> AgendaItem:
    return actions.add_item(by=advisor, community=community, words=words())


@pytest.fixture
def work(community):
    """A percentage of which more is better, known from 2022 to 2024."""
    indicator = factories.make_indicator("werk", "Mensen met betaald werk")
    show(indicator, community, {2022: 60.0, 2023: 60.8, 2024: 62.1})
    return indicator


def show(indicator, community, course: dict[int, float | Status]) -> None:
    """Publish the course of a figure in the region of a community, beside another region that has it every year."""
    other = Region.objects.filter(code="GM0099").first() or factories.make_region("GM0099", "Ergens")
    regions = {"ours": community.region, "other": other}
    publish(
        indicator,
        {("ours", year): value for year, value in course.items()} | {("other", year): 50.0 for year in course},
        regions,
    )


def words(title: str = "Meer mensen aan het werk", **fields: object) -> ItemWords:
    """What somebody writes of an item."""
    return ItemWords(title=title, theme=factories.make_theme(), lens="mens", **fields)


def card_of(item: AgendaItem):
    """The card of the only figure of an item."""
    return target_cards(figures_of(item.community.region, item.targets.select_related("indicator")))[0]


def test_a_proposal_comes_last_and_once(community, advisor, item):
    actions.add_item(by=advisor, community=community, words=words("Groener"))
    actions.add_item(by=advisor, community=community, words=words("groener"))
    assert [str(one) for one in community.agenda_items.all()] == ["Meer mensen aan het werk", "Groener"]


def test_a_member_puts_nothing_on_the_agenda(community, member):
    with pytest.raises(PermissionDenied):
        actions.add_item(by=member, community=community, words=words())


def test_an_item_moves_up(community, advisor, item):
    second = actions.add_item(by=advisor, community=community, words=words("Groener"))
    actions.move_item(by=advisor, item=second, places=-1)
    assert list(community.agenda_items.all()) == [second, item]


def test_an_ended_item_has_its_day_until_it_is_opened_again(advisor, item):
    ended = actions.set_item_state(by=advisor, item=item, state="afgesloten")
    assert ended.ended_on == timezone.localdate()
    assert actions.set_item_state(by=advisor, item=ended, state="vastgesteld").ended_on is None


def test_visitors_do_not_see_a_proposal(community, advisor, member, item, client):
    visitor = client.get(reverse("communities:agenda_item_list", args=[community.slug])).content.decode()
    assert str(item) not in visitor
    assert client.get(item.get_absolute_url()).status_code == 404
    assert list(visible_items(member, community)) == [item]
    actions.set_item_state(by=advisor, item=item, state="vastgesteld")
    assert str(item) in client.get(reverse("communities:agenda_item_list", args=[community.slug])).content.decode()


def test_the_beginning_is_the_newest_figure_of_the_region(advisor, item, work):
    target = actions.link_figure(by=advisor, item=item, indicator=work, goal=Goal(None, None, 65.0, 2028))
    assert (target.baseline_value, target.baseline_period) == (62.1, 2024)
    assert (target.target_value, target.target_period) == (65.0, 2028)


def test_a_coordinator_may_choose_another_beginning(advisor, item, work):
    target = actions.link_figure(by=advisor, item=item, indicator=work, goal=Goal(60.8, 2023, 65.0, 2028))
    assert (target.baseline_value, target.baseline_period) == (60.8, 2023)
    card = card_of(item)
    assert card.verdict == "Dat is 1,3 procentpunt hoger dan bij het begin (60,8 % in 2023)."
    assert card.lines == ("Het doel is 65,0 % in 2028: nog 2,9 procentpunt te gaan.",)
    assert ("Beginwaarde", "ingevuld door de coördinator") not in card.about


def test_a_beginning_that_the_source_does_not_have_says_whose_it_is(advisor, item, work):
    actions.link_figure(by=advisor, item=item, indicator=work, goal=Goal(59.0, 2023, 65.0, 2028))
    assert ("Beginwaarde", "ingevuld door de coördinator") in card_of(item).about


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (Status.SUPPRESSED, "Het cijfer is onderdrukt"),
        (Status.MISSING, "De bron geeft voor dit gebied geen cijfer"),
    ],
)
def test_a_missing_figure_leaves_the_beginning_unknown_and_says_why(advisor, item, community, status, reason):
    indicator = factories.make_indicator("geheim", "Geheim cijfer")
    show(indicator, community, {2024: status})
    target = actions.link_figure(by=advisor, item=item, indicator=indicator, goal=Goal())
    assert (target.baseline_value, target.baseline_period) == (None, None)
    card = card_of(item)
    assert (card.value, card.strip) == ("", "")
    assert card.reason.startswith(reason)
    assert "Er is geen beginwaarde" in card.reason


def test_a_figure_that_was_never_loaded_is_said_in_words(advisor, item):
    actions.link_figure(by=advisor, item=item, indicator=factories.make_indicator("leeg", "Leeg"), goal=Goal())
    assert card_of(item).reason.startswith("Voor dit gebied is nog geen cijfer geladen.")


def test_a_nought_that_was_counted_stays_a_nought(advisor, item, community):
    indicator = factories.make_indicator("nul", "Lege winkels")
    show(indicator, community, {2024: 0.0})
    target = actions.link_figure(by=advisor, item=item, indicator=indicator, goal=Goal())
    assert target.baseline_value == 0.0
    assert card_of(item).value == "0,0"


def test_the_same_figure_is_not_linked_twice(advisor, item, work):
    actions.link_figure(by=advisor, item=item, indicator=work, goal=Goal())
    with pytest.raises(actions.AgendaError, match="hoort al"):
        actions.link_figure(by=advisor, item=item, indicator=work, goal=Goal())
    assert item.targets.count() == 1


def test_the_strip_says_beginning_now_and_goal(advisor, item, work):
    actions.link_figure(by=advisor, item=item, indicator=work, goal=Goal(60.8, 2023, 65.0, 2028))
    card = card_of(item)
    assert "Begin 60,8 % in 2023, nu 62,1 % in 2024, doel 65,0 % in 2028" in card.strip
    assert (card.low, card.high) == ("begin 60,8 (2023)", "doel 65,0 (2028)")
    assert card.since == "sinds 2022"


def test_figures_take_as_many_questions_for_three_as_for_one(advisor, item, work, community, django_assert_num_queries):
    actions.link_figure(by=advisor, item=item, indicator=work, goal=Goal())
    for number in range(2):
        another = factories.make_indicator(f"cijfer-{number}", f"Cijfer {number}")
        show(another, community, {2024: 1.0})
        actions.link_figure(by=advisor, item=item, indicator=another, goal=Goal())
    targets = list(AgendaTarget.objects.select_related("indicator"))
    for some in (targets[:1], targets):
        with django_assert_num_queries(3):
            figures_of(community.region, some)


def test_the_page_says_which_lens_is_empty(client, advisor, item, community):
    changed = words(for_people="Meer werk.", for_economy="Meer omzet.")
    actions.change_item(by=advisor, item=item, words=changed)
    client.force_login(advisor)
    page = client.get(item.get_absolute_url()).content.decode()
    assert "Milieu: hier heeft nog niemand naar gekeken." in page
    assert "Mens: hier heeft nog niemand naar gekeken." not in page


def test_members_see_who_promised_what_and_visitors_how_much(client, advisor, member, item, community):
    actions.set_item_state(by=advisor, item=item, state="vastgesteld")
    baker = make_organisation("Bakker De Kade")
    Commitment.objects.create(
        community=community, what="Twee leerplekken", due_on=date(2027, 1, 1), agenda_item=item, organisation=baker
    )
    visitor = client.get(item.get_absolute_url()).content.decode()
    assert "0 van 1 toezegging klaar" in visitor
    assert "Twee leerplekken" not in visitor
    client.force_login(member)
    assert "Twee leerplekken" in client.get(item.get_absolute_url()).content.decode()


def test_an_advisor_makes_an_item_and_links_a_figure_on_the_page(client, advisor, community, work):
    client.force_login(advisor)
    asked = {"title": "Meer werk", "theme": factories.make_theme().pk, "lens": "economie"}
    client.post(reverse("communities:agenda_item_add", args=[community.slug]), asked)
    item = community.agenda_items.get()
    path = reverse("communities:agenda_target_add", args=[community.slug, item.pk])
    client.post(path, {"indicator": work.pk, "target_value": "65,5", "target_period": "2028"})
    client.post(reverse("communities:agenda_item_state", args=[community.slug, item.pk]), {"state": "vastgesteld"})
    item.refresh_from_db()
    target = item.targets.get()
    assert (item.state, target.baseline_value, target.target_value) == ("vastgesteld", 62.1, 65.5)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"target_value": "65"}, "target_period"),
        ({"target_period": "2028"}, "target_value"),
        ({"baseline_value": "60", "baseline_period": "2028", "target_value": "65", "target_period": "2028"},
         "target_period"),
        ({"target_value": "veel", "target_period": "2028"}, "target_value"),
    ],
)  # fmt: skip
def test_half_a_goal_is_refused_beside_the_field(client, advisor, item, work, community, sent, field):
    client.force_login(advisor)
    path = reverse("communities:agenda_target_add", args=[community.slug, item.pk])
    response = client.post(path, {"indicator": work.pk} | sent)
    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]


def test_a_goal_is_changed_and_a_figure_taken_away_on_the_page(client, advisor, item, work, community):
    target = actions.link_figure(by=advisor, item=item, indicator=work, goal=Goal())
    client.force_login(advisor)
    path = reverse("communities:agenda_target_edit", args=[community.slug, item.pk, target.pk])
    client.post(path, {"baseline_value": "60,8", "baseline_period": "2023"})
    target.refresh_from_db()
    assert (target.baseline_value, target.target_value) == (60.8, None)
    client.post(reverse("communities:agenda_target_remove", args=[community.slug, item.pk, target.pk]))
    assert item.targets.count() == 0


def test_a_figure_of_another_item_is_not_there(client, advisor, item, work, community):
    target = actions.link_figure(by=advisor, item=item, indicator=work, goal=Goal())
    other = actions.add_item(by=advisor, community=community, words=words("Groener"))
    client.force_login(advisor)
    path = reverse("communities:agenda_target_edit", args=[community.slug, other.pk, target.pk])
    assert client.get(path).status_code == 404
