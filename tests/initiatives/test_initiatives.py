"""Initiatives: proposing, placing, changing, hiding, and the page for each reader."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communities.actions.moderation import answer_objection, object_to
from communities.models import LogEntry, Measure, Membership, Notice, Post
from initiatives.access.initiatives import waiting_initiatives
from initiatives.actions.initiatives import (
    InitiativeConflict,
    InitiativeError,
    change_initiative,
    hear_of,
    hide_initiative,
    place_initiative,
    propose_initiative,
    show_initiative,
)
from initiatives.models import Initiative, InitiativePost, Partner, Willing
from regioscan.models import Boundary
from tests import factories
from tests.communities.town import join, make_organisation, standing_town, visit
from tests.initiatives.scene import lead, make_initiative

REASON = "Dit is reclame, zie huisregel 3."


@pytest.fixture(scope="module")
def ground(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), standing_town() as town:
        yield town


@pytest.fixture
def town(ground, db):
    return visit(ground)


def propose(town, name="member", title="Repaircafé in de school", **fields):
    words = {"title": title, "summary": "Elke maand repareren wij wat stuk is."} | fields
    return propose_initiative(by=town.people[name], community=town.public, **words)


def newcomer(town, name="Nieuwe Nel"):
    made = factories.make_verified_user(name=name)
    join(town.public, made, is_trusted=False)
    return made


def address(view, initiative):
    return reverse(f"initiatives:{view}", args=[initiative.community.slug, initiative.pk])


# ── Proposing and placing ─────────────────────────────────────────────────────────────────────────────────────────
def test_a_member_proposes_and_the_stream_tells_of_it(town):
    made = propose(town)
    link = InitiativePost.objects.select_related("post").get(initiative=made, is_announcement=True)
    assert made.is_placed
    assert (link.post.title, link.post.author, link.post.audience) == (
        "Nieuw initiatief: Repaircafé in de school",
        town.people["member"],
        "openbaar",
    )
    assert made.get_absolute_url() in link.post.body
    assert LogEntry.objects.filter(action="stelt voor", object_id=str(made.pk)).count() == 1


def test_what_began_in_a_private_community_stays_of_its_members_when_it_becomes_public(town):
    words = {"community": town.private, "summary": "Alleen leden van deze community lezen het."}
    made = propose_initiative(by=town.people["member"], title="Stil plan", **words)
    town.private.visibility = "openbaar"
    town.private.save()
    chosen = propose_initiative(by=town.people["member"], title="Open plan", **words)
    visitor = town.login("visitor")
    assert [visitor.get(one.get_absolute_url()).status_code for one in (made, chosen)] == [404, 200]
    stream = visitor.get(reverse("communities:post_list", args=[town.private.slug])).content.decode()
    assert ("Stil plan" in stream, "Open plan" in stream) == (False, True)


def test_what_is_written_while_only_members_read_stays_of_them(town):
    made = propose(town)
    town.public.visibility = "besloten"
    town.public.save()
    changed = change_initiative(by=town.people["member"], initiative=made, version=1, summary="Onder ons gezegd.")
    assert (made.is_public, changed.is_public) == (True, False)
    assert made.post_links.get().post.audience == "leden"


def test_proposed_twice_is_proposed_once(town):
    assert propose(town) == propose(town)
    assert (Initiative.objects.count(), InitiativePost.objects.count()) == (1, 1)


def test_a_stranger_proposes_nothing(town):
    with pytest.raises(PermissionDenied):
        propose(town, "stranger")


def test_three_fields_are_enough(town):
    theme = factories.make_theme()
    sent = {"title": "Zonnedak", "summary": "Panelen op de sporthal.", "theme": theme.pk}
    page = town.login("member").post(reverse("initiatives:initiative_propose", args=[town.public.slug]), sent)
    made = Initiative.objects.get()
    assert (page.status_code, page.url) == (302, made.get_absolute_url())
    assert (made.summary, list(made.themes.all()), made.stage) == ("Panelen op de sporthal.", [theme], "idee")


def test_a_first_proposal_waits_until_the_coordinator_places_it(town):
    nel, coordinator = newcomer(town), town.people["coordinator"]
    made = propose_initiative(by=nel, community=town.public, title="Kijk mij", summary="Iets nieuws.")
    assert (made.is_placed, InitiativePost.objects.count()) == (False, 0)
    assert list(waiting_initiatives(town.public)) == [made]
    assert town.login("member").get(made.get_absolute_url()).status_code == 404
    assert [one.user for one in Notice.objects.filter(path=made.get_absolute_url())] == [coordinator]
    placed = place_initiative(by=coordinator, initiative=made)
    again = place_initiative(by=coordinator, initiative=made)
    assert (placed.is_placed, again.placed_at) == (True, placed.placed_at)
    assert Membership.objects.get(user=nel).is_trusted
    assert InitiativePost.objects.get().post.author == nel
    assert Notice.objects.filter(user=nel, title__contains="staat op de site").count() == 1


def test_a_newcomer_does_not_fill_the_desk_of_the_coordinator(town):
    nel = newcomer(town)
    for number in range(5):
        propose_initiative(by=nel, community=town.public, title=f"Plan {number}", summary="Iets.")
    with pytest.raises(InitiativeError, match="wachten al 5"):
        propose_initiative(by=nel, community=town.public, title="Nog een", summary="Iets.")


def test_what_was_sent_back_waits_again_when_its_proposer_changes_it(town):
    nel, coordinator = newcomer(town), town.people["coordinator"]
    made = propose_initiative(by=nel, community=town.public, title="Vaag", summary="Iets.")
    hide_initiative(by=coordinator, initiative=made, reason="Schrijf op voor wie.")
    assert not waiting_initiatives(town.public).exists()
    assert "Schrijf op voor wie." in Notice.objects.get(user=nel).text
    changed = change_initiative(by=nel, initiative=made, version=1, summary="Koffie voor wie alleen is.")
    assert (changed.hidden_because, list(waiting_initiatives(town.public))) == ("", [made])
    assert Notice.objects.get(user=coordinator).key.endswith("-waits-2")


def test_a_coordinator_writes_down_what_somebody_else_proposed(town):
    member = town.people["member"]
    made = propose(town, "coordinator", proposed_by=member)
    assert made.proposed_by == member
    with pytest.raises(PermissionDenied):
        propose(town, "frontrunner", title="Niet van mij", proposed_by=member)


# ── Changing ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_proposed_leads_or_runs_it_changes_it_and_nobody_else(town):
    made = propose(town)
    leader, bakery = lead(made), make_organisation()
    speaker = factories.make_verified_user(name="Bas Bakker")
    join(town.public, speaker, organisation=bakery)
    Initiative.objects.filter(pk=made.pk).update(lead=bakery)
    for number, by in enumerate([town.people["member"], leader, speaker, town.people["coordinator"]], 1):
        change_initiative(by=by, initiative=made, version=number, summary=f"Zin {number}.")
    with pytest.raises(PermissionDenied):
        change_initiative(by=town.people["frontrunner"], initiative=made, version=5, summary="Van een ander.")
    assert Initiative.objects.get().summary == "Zin 4."


def test_two_who_change_it_at_once_lose_nothing(town):
    made, client = propose(town), town.login("member")
    page = client.get(address("initiative_edit", made))
    sent = {name: value for name, value in page.context["form"].initial.items() if isinstance(value, str | int)}
    change_initiative(by=town.people["coordinator"], initiative=made, version=1, title="Repaircafé Noord")
    mine = sent | {"title": "Repaircafé Zuid", "description": "<p>Mijn <b>lange</b> verhaal</p>", "is_public": "True"}
    answer = client.post(address("initiative_edit", made), mine)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in html for words in ("Repaircafé Noord", "Repaircafé Zuid", "lange"))
    again = client.post(address("initiative_edit", made), mine | {"version": answer.context["form"].data["version"]})
    made.refresh_from_db()
    assert (again.status_code, made.title, made.description) == (
        302,
        "Repaircafé Zuid",
        "<p>Mijn <strong>lange</strong> verhaal</p>",
    )


def test_an_old_version_is_refused_and_the_same_words_are_not(town):
    made = propose(town)
    change_initiative(by=town.people["member"], initiative=made, version=1, title="Anders")
    with pytest.raises(InitiativeConflict) as caught:
        change_initiative(by=town.people["coordinator"], initiative=made, version=1, title="Weer anders")
    assert caught.value.current.title == "Anders"
    assert change_initiative(by=town.people["member"], initiative=made, version=1, title="Anders").version == 2


def test_a_point_is_rounded_before_it_is_kept(town):
    made = propose(town)
    point = {"latitude": 51.842311, "longitude": 5.852774}
    change_initiative(by=town.people["member"], initiative=made, version=1, place_kind="ongeveer", **point)
    made.refresh_from_db()
    assert (made.latitude, made.longitude) == (51.84, 5.85)
    change_initiative(by=town.people["member"], initiative=made, version=2, place_kind="regio")
    made.refresh_from_db()
    assert (made.latitude, made.longitude) == (None, None)
    with pytest.raises(InitiativeError, match="plek"):
        change_initiative(by=town.people["member"], initiative=made, version=3, place_kind="precies")


def test_an_area_of_the_region_is_a_point_without_a_map(town):
    made, client = propose(town), town.login("member")
    area = factories.make_region("BU0001", "De Kade", "buurt", parent=town.public.region)
    outline = {"type": "Polygon", "coordinates": [[[5.8, 51.8], [5.9, 51.8], [5.9, 51.9], [5.8, 51.8]]]}
    Boundary.objects.create(
        region=area, geometry=outline, label_lon=5.8634, label_lat=51.8421, snapshot=factories.make_snapshot()
    )
    sent = {"title": made.title, "summary": made.summary, "version": 1, "is_public": "True"}
    page = client.post(address("initiative_edit", made), sent | {"place_kind": "ongeveer"})
    assert set(page.context["form"].errors) == {"area"}
    sent |= {"place_kind": "ongeveer", "area": area.pk}
    page = client.post(address("initiative_edit", made), sent | {"place_name": "Kade 12"})
    assert set(page.context["form"].errors) == {"place_name"}
    client.post(address("initiative_edit", made), sent)
    made.refresh_from_db()
    assert (made.place_name, made.latitude, made.longitude) == ("De Kade", 51.84, 5.865)


def test_what_visitors_may_not_see_any_more_no_post_tells_them(town):
    made = propose(town)
    assert town.login("visitor").get(made.get_absolute_url()).status_code == 200
    change_initiative(by=town.people["member"], initiative=made, version=1, is_public=False)
    assert town.login("visitor").get(made.get_absolute_url()).status_code == 404
    assert Post.objects.get().audience == "leden"


def test_an_agenda_item_of_elsewhere_is_refused(town):
    item = town.private.agenda_items.create(theme=factories.make_theme(), lens="mens", title="Elders")
    with pytest.raises(InitiativeError, match="agendapunten"):
        propose(town, agenda_items=[item])
    assert Initiative.objects.count() == 0


def test_a_sign_of_life_moves_the_day_and_nothing_else(town):
    made = make_initiative(town.public, heard_on=timezone.localdate() - timedelta(days=50))
    before = Initiative.objects.get().changed_at
    assert made.is_quiet
    hear_of(made)
    kept = Initiative.objects.get()
    assert (kept.is_quiet, kept.changed_at, kept.version) == (False, before, 1)


# ── Hiding ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_is_hidden_is_gone_with_its_news_and_its_proposer_hears_why(town):
    made, member, coordinator = propose(town), town.people["member"], town.people["coordinator"]
    with pytest.raises(PermissionDenied):
        hide_initiative(by=member, initiative=made, reason=REASON)
    with pytest.raises(InitiativeError, match="reden"):
        hide_initiative(by=coordinator, initiative=made, reason=" ")
    hide_initiative(by=coordinator, initiative=made, reason=REASON)
    assert town.login("frontrunner").get(made.get_absolute_url()).status_code == 404
    assert Post.objects.get().state == "verborgen"
    page = town.login("member").get(made.get_absolute_url()).content.decode()
    assert REASON in page
    objection = reverse("communities:objection", args=[town.public.slug, Measure.objects.get(maker=member).pk])
    assert objection in page
    # Not of each post of theirs apart.
    assert Notice.objects.get(user=member, text__contains=REASON).path == objection


def test_hiding_is_undone_as_it_was(town):
    made, coordinator = propose(town), town.people["coordinator"]
    hide_initiative(by=coordinator, initiative=made, reason=REASON)
    show_initiative(by=coordinator, initiative=made)
    show_initiative(by=coordinator, initiative=made)
    made.refresh_from_db()
    assert (made.is_placed, Post.objects.get().state) == (True, "gepubliceerd")
    assert set(Measure.objects.values_list("undone_by", flat=True)) == {coordinator.pk}
    assert Notice.objects.filter(title__contains="teruggedraaid").count() == 1


def test_an_objection_goes_the_way_of_the_house(town):
    made, member = propose(town), town.people["member"]
    hide_initiative(by=town.people["coordinator"], initiative=made, reason=REASON)
    objected = object_to(by=member, measure=Measure.objects.get(maker=member), text="Het is geen reclame.")
    answer_objection(by=town.people["administrator"], measure=objected, is_upheld=True, text="U hebt gelijk.")
    made.refresh_from_db()
    assert (made.is_placed, Post.objects.get().state) == (True, "gepubliceerd")


# ── The page ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_each_reader_has_one_thing_to_do(town):
    made = make_initiative(town.public, proposed_by=town.people["member"])
    acts = {name: town.clients[name].get(made.get_absolute_url()).context["act"].kind for name in town.clients}
    assert acts == {
        "visitor": "join",
        "stranger": "join",
        "member": "complete",
        "frontrunner": "willing",
        "commissioner": "willing",
        "coordinator": "willing",
        "foreign_coordinator": "join",
        "administrator": "willing",
    }
    for name in town.clients:
        html = town.clients[name].get(made.get_absolute_url()).content.decode()
        assert html.count('class="button main"') == 1, name


def test_visitors_read_no_names_and_members_do(town):
    made = make_initiative(town.public, proposed_by=town.people["member"])
    lead(made)
    Willing.objects.create(initiative=made, user=town.people["frontrunner"])
    Partner.objects.create(initiative=made, organisation=make_organisation())
    for view in ("initiative_detail", "partner_list"):
        seen = town.login("visitor").get(address(view, made)).content.decode()
        assert "Bakkerij De Kade" in seen
        assert not any(name in seen for name in ("Trees Trekker", "Frontrunner", "Member"))
        inside = town.login("commissioner").get(address(view, made)).content.decode()
        assert all(name in inside for name in ("Trees Trekker", "Frontrunner"))


def test_an_empty_lens_says_so(town):
    made = make_initiative(town.public, for_people="Goed voor mensen", for_economy="Werk")
    page = town.login("visitor").get(made.get_absolute_url()).content.decode()
    assert "Door milieu is nog niet gekeken" in page


def test_the_page_asks_as_much_for_many_as_for_one(town):
    made, client = make_initiative(town.public), town.login("coordinator")

    def grow(n):
        for _ in range(n):
            person = factories.make_verified_user()
            join(town.public, person)
            Willing.objects.create(initiative=made, user=person)
            Partner.objects.create(initiative=made, user=person)
            made.themes.add(factories.make_theme(f"thema{person.pk}", f"Thema {person.pk}"))

    def count():
        client.get(made.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(made.get_absolute_url())
        return len(queries)

    grow(1)
    with_one = count()
    grow(3)
    assert count() == with_one
