"""The board: placing, changing, closing and hiding needs and offers, who is told of what fits, and who sees what."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communities.models import LogEntry, Membership, Notice
from initiatives.access.market import Wanted, board_of, is_on_board, readable_listings
from initiatives.actions.listings import (
    ListingConflict,
    ListingError,
    change_listing,
    close_listing,
    hide_listing,
    place_listing,
    reopen_listing,
    show_listing,
)
from initiatives.models import Listing, Match
from initiatives.views.listings import listings_part
from tests import factories
from tests.communities.town import join, make_community, make_organisation, make_town
from tests.initiatives.scene import lead, make_initiative, make_listing

WANTED = {"side": "vraag", "kind": "kennis", "title": "Wie kan een naaimachine afstellen?"}


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def member(town):
    return town.people["member"]


def place(town, name="member", **fields):
    return place_listing(by=town.people[name], community=town.public, **(WANTED | fields))


def path(town, name, *args):
    return reverse(f"initiatives:{name}", args=[town.public.slug, *args])


def numbers(listings):
    return {one.pk for one in listings}


def test_a_member_places_a_need_that_leaves_the_board_after_half_a_year(town, member):
    made = place(town, text="Elke maand", place="Meerkamp")
    assert (made.owner, made.expires_on) == (member, timezone.localdate() + timedelta(days=180))
    assert LogEntry.objects.filter(action="plaatst", object_id=str(made.pk), actor_id=member.pk).count() == 1


@pytest.mark.parametrize("name", ["stranger", "foreign_coordinator", "administrator"])
def test_who_does_not_belong_places_nothing(town, name):
    with pytest.raises(PermissionDenied):
        place(town, name)


@pytest.mark.parametrize("field", ["title", "text"])
def test_money_is_refused_with_a_kind_sentence(town, field):
    with pytest.raises(ListingError, match="geen geld") as caught:
        place(town, **{field: "Wij zoeken nog 500 euro"})
    assert (caught.value.field, Listing.objects.count()) == (field, 0)


def test_the_page_says_so_beside_the_field_and_keeps_what_was_typed(town):
    page = town.login("member").post(path(town, "listing_new"), WANTED | {"title": "Sponsor gezocht"})
    assert page.status_code == 400
    assert "geen geld" in page.context["form"].errors["title"][0]
    assert "Sponsor gezocht" in page.content.decode()


def test_sent_twice_is_placed_once(town):
    assert place(town) == place(town)


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_is_placed_once():
    town = make_town()

    def send(_):
        try:
            return place(town).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(send, range(2)))) == 1


def test_one_places_for_ones_own_organisation_and_initiative_only(town, member):
    bakery, other = make_organisation("Bakkerij De Kade"), make_organisation("Van een ander")
    Membership.objects.filter(user=member, community=town.public).update(
        organisation=bakery, speaks_for_organisation=True
    )
    member.forget_memberships()
    led, foreign = make_initiative(town.public, "Van mij"), make_initiative(town.public, "Niet van mij")
    lead(led, member)
    made = place(town, organisation=bakery, initiative=led)
    assert (made.organisation, made.initiative) == (bakery, led)
    for wrong in ({"organisation": other}, {"initiative": foreign}):
        with pytest.raises(PermissionDenied):
            place(town, title="Iets anders", **wrong)
    form = town.login("member").get(path(town, "listing_new")).context["form"]
    assert [list(form.fields[name].queryset) for name in ("organisation", "initiative")] == [[bakery], [led]]


@pytest.mark.parametrize(("days", "is_fine"), [(-1, False), (0, True), (366, True), (367, False)])
def test_the_last_day_is_still_to_come_and_not_too_far(town, days, is_fine):
    day = timezone.localdate() + timedelta(days=days)
    if is_fine:
        assert place(town, expires_on=day).expires_on == day
    else:
        with pytest.raises(ListingError):
            place(town, expires_on=day)


def test_open_is_the_same_for_one_and_for_many(town, member):
    today, gone = timezone.localdate(), factories.make_verified_user(name="Wim Weg")
    join(town.public, gone)
    made = [
        make_listing(town.public, member, expires_on=today + timedelta(days=days), closed_at=closed, hidden_because=why)
        for days in (-1, 0, 1)
        for closed in (None, timezone.now())
        for why in ("", "reclame")
    ]
    made.append(make_listing(town.public, gone))
    Membership.objects.filter(user=gone).update(status="vertrokken", left_at=timezone.now())
    everything = Listing.objects.select_related("community", "owner")
    assert (
        numbers(board_of(town.public)) == {one.pk for one in everything if is_on_board(one)} == {made[4].pk, made[8].pk}
    )


def test_the_board_narrows_by_side_kind_theme_place_and_initiative(town, member):
    theme, feast = factories.make_theme(), make_initiative(town.public)
    full = make_listing(town.public, member, theme=theme, place="Meerkamp-Zuid", initiative=feast)
    other = make_listing(town.public, member, side="aanbod", kind="ruimte")
    narrowed = [
        Wanted(side="vraag"),
        Wanted(kind="kennis"),
        Wanted(theme=theme.pk),
        Wanted(place="meerkamp"),
        Wanted(initiative=feast.pk),
    ]
    assert [numbers(one.narrow(board_of(town.public))) for one in narrowed] == [{full.pk}] * 5
    assert numbers(Wanted().narrow(board_of(town.public))) == {full.pk, other.pk}
    page = town.login("member").get(path(town, "listing_list"), {"kant": "aanbod", "soort": "onzin", "thema": "x"})
    assert numbers(page.context["page"]) == {other.pk}


def test_who_changes_an_older_version_is_told_and_loses_nothing(town):
    made, client = place(town), town.login("member")
    change_listing(listing=made, by=made.owner, version=1, title="Wie leent een naaimachine uit?")
    with pytest.raises(ListingConflict):
        change_listing(listing=made, by=made.owner, version=1, title="Wie maakt mijn machine?")
    sent = WANTED | {"title": "Wie maakt mijn machine?", "expires_on": made.expires_on.isoformat(), "version": 1}
    page = client.post(path(town, "listing_edit", made.pk), sent)
    assert page.status_code == 409
    assert all(
        words in page.content.decode() for words in ("Wie leent een naaimachine uit?", "Wie maakt mijn machine?")
    )
    again = client.post(path(town, "listing_edit", made.pk), sent | {"version": page.context["form"].data["version"]})
    assert (again.status_code, Listing.objects.get().title) == (302, "Wie maakt mijn machine?")


def test_what_somebody_answered_keeps_its_kind(town):
    made = place(town)
    Match.objects.create(listing=made, other=town.people["frontrunner"], message="Dat kan ik")
    with pytest.raises(ListingError, match="nieuwe"):
        change_listing(listing=made, by=made.owner, version=1, kind="ruimte")


def test_only_the_owner_changes_and_closes_also_not_who_runs_it(town):
    made = place(town)
    for name in ("frontrunner", "coordinator"):
        for verb in (lambda by: close_listing(listing=made, by=by), lambda by: reopen_listing(listing=made, by=by)):
            with pytest.raises(PermissionDenied):
                verb(town.people[name])


def test_closed_goes_from_the_board_and_back_with_a_new_day(town, member):
    made = make_listing(town.public, member, expires_on=timezone.localdate() - timedelta(days=3))
    close_listing(listing=made, by=member)
    assert close_listing(listing=made, by=member).version == 2
    back = reopen_listing(listing=made, by=member)
    assert (back.is_open, back.expires_on) == (True, timezone.localdate() + timedelta(days=180))


def test_the_coordinator_hides_with_a_reason_and_the_owner_hears_it(town, member):
    made, coordinator = place(town), town.people["coordinator"]
    hide_listing(listing=made, by=coordinator, reason="Dit is reclame.")
    hide_listing(listing=made, by=coordinator, reason="Nog eens")
    told = Notice.objects.get(user=member, kind="moderatie")
    assert "Dit is reclame." in told.text
    seen = {name: made in readable_listings(town.people[name], town.public) for name in ("frontrunner", "member")}
    assert seen == {"frontrunner": False, "member": True}
    assert town.login("frontrunner").get(path(town, "listing_detail", made.pk)).status_code == 404
    show_listing(listing=made, by=coordinator)
    assert made in readable_listings(town.people["frontrunner"], town.public)
    with pytest.raises(PermissionDenied):
        hide_listing(listing=made, by=town.people["frontrunner"], reason="zomaar")


def test_who_waits_for_it_hears_once_of_what_fits(town, member):
    need = place(town, place="Meerkamp")
    offer = place(town, "frontrunner", side="aanbod", title="Ik stel naaimachines af", place="meerkamp")
    place(town, "frontrunner", side="aanbod", kind="ruimte", title="Een zaal")
    change_listing(listing=offer, by=offer.owner, version=1, text="Ook overlockers")
    told = [(one.user, one.path, one.text) for one in Notice.objects.filter(kind="nieuws")]
    assert told == [(member, offer.get_absolute_url(), "Daarom past het: zelfde plaats.")]
    page = town.login("member").get(path(town, "listing_detail", need.pk))
    assert page.context["fitting"] == [(offer, "zelfde plaats")]
    assert "Zelfde plaats" in page.content.decode()


def test_the_few_that_fit_best_hear_and_not_the_whole_board(town):
    theme = factories.make_theme()
    for number in range(7):
        owner = factories.make_verified_user()
        join(town.public, owner)
        make_listing(town.public, owner, theme=theme if number < 3 else None)
    place(town, side="aanbod", title="Ik stel af", theme=theme)
    assert [one.text for one in Notice.objects.filter(kind="nieuws").order_by("pk")] == [
        *["Daarom past het: zelfde thema."] * 3,
        *["Daarom past het: zelfde soort."] * 2,
    ]


def test_the_export_has_what_the_board_shows_and_no_address(town, member):
    make_listing(town.public, member, title="=som(1)", text="Bel mij", initiative=make_initiative(town.public))
    make_listing(make_community("verderop"), member, title="Elders")
    content = town.login("coordinator").get(path(town, "listing_list_csv")).content.decode()
    assert "'=som(1)" in content
    assert member.name in content
    assert not any(words in content for words in (member.email, "Elders"))


def test_a_page_of_twenty_asks_as_much_as_a_page_of_one(town, member):
    client, theme = town.login("frontrunner"), factories.make_theme()

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(path(town, "listing_list"))
        return len(queries)

    make_listing(town.public, member, theme=theme, initiative=make_initiative(town.public))
    count()
    one = count()
    for number in range(5):
        make_listing(town.public, member, theme=theme, initiative=make_initiative(town.public, f"Feest {number}"))
    assert count() == one


@pytest.mark.parametrize(("side", "words"), [("vraag", "Past dit bij u?"), ("aanbod", "Kunt u dit gebruiken?")])
def test_only_others_are_asked_to_answer_a_listing(town, member, side, words):
    listing = make_listing(town.public, member, side=side)
    told = {
        name: town.login(name).get(listing.get_absolute_url()).content.decode() for name in ("member", "frontrunner")
    }
    assert [words in told[name] for name in told] == [False, True]
    assert ["Dit hebt u geplaatst" in told[name] for name in told] == [True, False]


def test_an_initiative_shows_its_open_needs_to_members_with_a_button_for_who_carries_it(town, member):
    feast = make_initiative(town.public, proposed_by=member)
    need = make_listing(town.public, member, initiative=feast)
    make_listing(town.public, member, initiative=feast, side="aanbod")
    make_listing(town.public, member, initiative=feast, closed_at=timezone.now())
    found = {
        name: listings_part(SimpleNamespace(user=town.people[name]), feast)
        for name in ("member", "frontrunner", "stranger")
    }
    assert found == {
        "member": {"needs": [need], "has_more": False, "may_ask": True},
        "frontrunner": {"needs": [need], "has_more": False, "may_ask": False},
        "stranger": {},
    }
    html = {name: town.login(name).get(feast.get_absolute_url()).content.decode() for name in ("member", "visitor")}
    assert [need.title in html[name] for name in html] == [True, False]
    assert f"?kant=vraag&amp;initiatief={feast.pk}" in html["member"]
