"""Taking an example over: what comes along, thanks, links on both sides, and once however often it is pressed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from communities.models import Notice
from config import tasks
from initiatives.access.adoption import adoptions_of, communities_to_adopt_in
from initiatives.actions.adoption import AdoptionError, adopt_initiative
from initiatives.models import Initiative
from tests import factories
from tests.communities.town import join, make_community
from tests.initiatives.scene import lead, make_initiative, make_milestone, promise


@pytest.fixture
def example(db):
    """A public initiative in another place, with people, a place and promises."""
    proposer = factories.make_verified_user(name="Piet Voorsteller")
    community = make_community("waalmeer")
    join(community, proposer)
    made = make_initiative(
        community,
        description="<p>Elke derde zaterdag.</p>",
        for_people="Buren leren elkaar kennen.",
        proposed_by=proposer,
        place_kind="ongeveer",
        place_name="Zuidplein",
        latitude=52.0,
        longitude=5.0,
        heard_on=timezone.localdate().replace(year=2020, day=1),
    )
    made.themes.add(factories.make_theme())
    promise(made, lead(made))
    make_milestone(made)
    return made


def member_of(slug, name="Nia Nieuw", **fields):
    community, user = make_community(slug, **fields), factories.make_verified_user(name=name)
    join(community, user)
    return community, user


def test_the_idea_comes_along_and_nothing_of_who_where_and_promised(example):
    community, by = member_of("elders")
    made = adopt_initiative(by=by, initiative=example, community=community)
    assert [getattr(made, name) for name in ("title", "summary", "description", "for_people")] == [
        getattr(example, name) for name in ("title", "summary", "description", "for_people")
    ]
    assert (made.adopted_from, made.proposed_by, made.stage, list(made.themes.all())) == (
        example,
        by,
        "idee",
        list(example.themes.all()),
    )
    assert (made.place_kind, made.place_name, made.latitude) == ("regio", "", None)
    assert (made.partners.count(), made.milestones.count(), made.commitment_links.count()) == (0, 0, 0)


@pytest.mark.parametrize("where", ["openbaar", "besloten"])
@pytest.mark.parametrize(("is_public", "visibility"), [(True, "openbaar"), (False, "openbaar"), (True, "besloten")])
def test_what_not_everybody_could_read_stays_of_members_elsewhere(db, client, where, is_public, visibility):
    community, by = member_of("elders", visibility=where)
    inside = make_initiative(make_community("binnendijk", visibility=visibility), is_public=is_public)
    join(inside.community, by)
    lead(inside, by)
    client.force_login(by)
    page = client.get(reverse("initiatives:initiative_adopt", args=[inside.community.slug, inside.pk]))
    is_open = is_public and visibility == "openbaar"
    assert ("alleen leden van uw community" in page.content.decode()) is not is_open
    made = adopt_initiative(by=by, initiative=inside, community=community)
    assert made.is_public is (is_open and where == "openbaar")


def test_who_carried_the_example_is_thanked_once_each(example):
    community, by = member_of("elders")
    made = adopt_initiative(by=by, initiative=example, community=community)
    assert adopt_initiative(by=by, initiative=example, community=community) == made
    tasks.thank_for_examples()
    told = Notice.objects.filter(key=f"initiative-{example.pk}-adopted-{made.pk}").order_by("user__name")
    assert [(one.user.name, one.title, one.path) for one in told] == [
        (name, f"Dank u wel: Elders neemt “{example}” over", made.get_absolute_url())
        for name in ("Piet Voorsteller", "Trees Trekker")
    ]
    assert Initiative.objects.filter(adopted_from=example).count() == 1


def test_a_private_community_counts_without_a_name(example, client):
    community, by = member_of("geheim", visibility="besloten")
    made = adopt_initiative(by=by, initiative=example, community=community)
    other, by_other = member_of("elders", "Olga")
    adopt_initiative(by=by_other, initiative=example, community=other)
    assert {one.title for one in Notice.objects.filter(path=example.get_absolute_url(), kind="antwoord")} == {
        f"Dank u wel: Een andere community neemt “{example}” over"
    }
    page = client.get(example.get_absolute_url()).content.decode()
    assert ("Overgenomen door 2 communities" in page, "Elders" in page, "eheim" in page) == (True, True, False)
    client.force_login(by)
    assert made.get_absolute_url() in client.get(example.get_absolute_url()).content.decode()
    assert example.get_absolute_url() in client.get(made.get_absolute_url()).content.decode()


def test_an_example_that_is_not_public_any_more_has_no_name_where_it_was_taken_over(example, client):
    community, by = member_of("elders")
    made = adopt_initiative(by=by, initiative=example, community=community)
    Initiative.objects.filter(pk=example.pk).update(is_public=False, title="Geheim plan")
    client.force_login(by)
    page = client.get(made.get_absolute_url()).content.decode()
    assert ("Naar een voorbeeld uit een andere community" in page, "Geheim plan" in page) == (True, False)


def test_what_waits_for_a_look_is_thanked_for_when_it_is_placed_and_counts_from_then(example):
    community, by = member_of("elders")
    by.memberships.update(is_trusted=False)
    by.forget_memberships()
    made = adopt_initiative(by=by, initiative=example, community=community)
    thanks = Notice.objects.filter(kind="antwoord")
    assert (made.is_placed, adoptions_of(by, example).n_communities, thanks.count()) == (False, 0, 0)
    Initiative.objects.filter(pk=made.pk).update(placed_at=timezone.now())
    tasks.thank_for_examples()
    assert (adoptions_of(by, example).n_communities, thanks.count()) == (1, 2)


@pytest.mark.parametrize("fields", [{"is_public": False}, {"hidden_because": "Dubbel."}, {"placed_at": None}])
def test_only_what_everybody_may_read_is_taken_over_by_others(example, fields):
    community, by = member_of("elders")
    Initiative.objects.filter(pk=example.pk).update(**fields)
    example.refresh_from_db()
    with pytest.raises(PermissionDenied):
        adopt_initiative(by=by, initiative=example, community=community)


def test_of_a_private_community_only_who_carries_it_takes_it_elsewhere(example):
    community, by = member_of("elders")
    private = make_community("binnendijk", visibility="besloten")
    inside = make_initiative(private)
    join(private, by)
    with pytest.raises(PermissionDenied):
        adopt_initiative(by=by, initiative=inside, community=community)
    lead(inside, by)
    assert adopt_initiative(by=by, initiative=Initiative.objects.get(pk=inside.pk), community=community).pk


def test_nobody_begins_where_they_may_not_propose_or_where_it_is_from(example):
    community, by = member_of("elders")
    ended = make_community("voorbij", ended_on=timezone.localdate())
    join(ended, by)
    join(example.community, by)
    assert communities_to_adopt_in(by, example) == [community]
    for where in (ended, example.community, make_community("vreemd")):
        with pytest.raises(PermissionDenied):
            adopt_initiative(by=by, initiative=example, community=where)


def test_what_was_hidden_here_is_not_begun_anew_unseen(example):
    community, by = member_of("elders")
    made = adopt_initiative(by=by, initiative=example, community=community)
    Initiative.objects.filter(pk=made.pk).update(hidden_because="Past niet.", proposed_by=None)
    with pytest.raises(AdoptionError):
        adopt_initiative(by=by, initiative=example, community=community)


def test_by_the_page_with_a_choice_of_ones_own_communities(example, client):
    community, by = member_of("elders")
    client.force_login(by)
    address = reverse("initiatives:initiative_adopt", args=[example.community.slug, example.pk])
    assert client.post(address, {"community": example.community_id}).status_code == 400
    done = client.post(address, {"community": community.pk})
    made = Initiative.objects.get(adopted_from=example)
    assert (done.status_code, done.url) == (302, made.get_absolute_url())
    client.force_login(factories.make_verified_user())
    assert "lid bent van een andere community" in client.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_members_who_press_at_once_begin_one():
    source, target = make_community("waalmeer"), make_community("elders")
    example = make_initiative(source)
    people = [factories.make_verified_user(name=name) for name in ("Een", "Twee")]
    for one in people:
        join(target, one)

    def press(by):
        try:
            return adopt_initiative(by=by, initiative=example, community=target).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(press, people))
    assert made[0] == made[1]
    assert Initiative.objects.filter(adopted_from=example).count() == 1
