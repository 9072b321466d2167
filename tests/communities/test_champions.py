"""Hidden champions: named by others, ranked by sectors, and shown only after their own yes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from communities.access.champions import champions_for, champions_of_item, find_by_token, ranked_champions
from communities.actions.champions import ChampionError, answer_consent, ask_consent, change_champion, nominate
from communities.analysis.nominations import Candidate, outside_sectors, rank
from communities.models import Champion, Letter, LogEntry, Membership, Nomination, Notice, Sector
from lib.tokens import hash_token
from tests import factories
from tests.communities.town import make_organisation, make_town

NAME = "Smederij Vuur en Staal"


@pytest.fixture
def town(db):
    return make_town()


def name_it(town, who="member", name=NAME, place="Waalmeer", **fields):
    wanted = {"sector": "bedrijven", "reason": "Zij leiden jongeren op."} | fields
    return nominate(by=town.people[who], community=town.public, name=name, place=place, **wanted)


def works_at(town, who, organisation):
    Membership.objects.filter(user=town.people[who], community=town.public).update(organisation=organisation)
    town.people[who].forget_memberships()


def asked(town, **fields):
    """A firm that has been asked, and its token."""
    champion = name_it(town).champion
    champion.contact_email = "info@smederij.example"
    champion.save()
    ask_consent(champion=champion, by=town.people["coordinator"])
    letter = Letter.objects.get(address="info@smederij.example")
    token = letter.text.partition("/kampioen/")[2].partition("/")[0]
    return Champion.objects.get(), token


def link(token):
    return reverse("communities:champion_consent", args=[token])


def test_the_sector_of_who_names_is_kept_as_it_was(town):
    works_at(town, "member", make_organisation("Zorg Thuis", kind="zorg-welzijn", sector="zorg"))
    made = name_it(town)
    assert (made.sector, made.champion.sector, made.organisation.name) == ("zorg", "bedrijven", "Zorg Thuis")


def test_who_belongs_to_no_organisation_names_as_a_resident(town):
    assert name_it(town).sector == Sector.RESIDENTS


def test_once_a_person_and_a_firm(town):
    assert name_it(town) == name_it(town, name=NAME.lower())
    assert (Champion.objects.count(), Nomination.objects.count()) == (1, 1)


def test_others_name_the_same_firm(town):
    assert name_it(town).champion == name_it(town, "frontrunner", place="").champion
    assert Nomination.objects.count() == 2


def test_a_firm_of_that_name_elsewhere_is_another(town):
    name_it(town)
    name_it(town, "frontrunner", place="Elders")
    assert Champion.objects.count() == 2


def test_ones_own_firm_does_not_count(town):
    works_at(town, "member", make_organisation(NAME))
    with pytest.raises(ChampionError, match="eigen organisatie"):
        name_it(town, name=NAME.upper())
    assert Champion.objects.count() == 0


def test_a_stranger_names_nothing(town):
    with pytest.raises(PermissionDenied):
        name_it(town, "stranger")


@pytest.mark.django_db(transaction=True)
def test_two_who_name_the_same_firm_at_once_make_one_firm():
    town = make_town()

    def send(who):
        try:
            return name_it(town, who).champion_id
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(send, ["member", "frontrunner"]))
    assert made[0] == made[1]
    assert Nomination.objects.count() == 2


@pytest.mark.parametrize("consent", ["niet-gevraagd", "gevraagd", "nee"])
def test_without_a_yes_it_is_on_no_page_of_a_member(town, consent):
    champion = name_it(town).champion
    item = town.public.agenda_items.create(theme=factories.make_theme(), lens="mens", title="Leren")
    champion.agenda_items.add(item)
    Champion.objects.update(consent=consent, consent_at=timezone.now())
    pages = [
        ("communities:champion_list", [town.public.slug], 200),
        ("communities:champion_nominate", [town.public.slug], 200),
        ("communities:champion_detail", [town.public.slug, champion.pk], 404),
        ("communities:route_map", [town.public.slug], 200),
        ("communities:route_map_csv", [town.public.slug], 200),
    ]
    for who in ("member", "frontrunner", "commissioner"):
        client = town.login(who)
        for route, args, status in pages:
            answer = client.get(reverse(route, args=args))
            assert (answer.status_code, NAME in answer.content.decode()) == (status, False)
        assert list(champions_for(town.people[who], town.public)) == []
    assert list(champions_of_item(item)) == []
    assert NAME in town.login("coordinator").get(reverse(pages[0][0], args=pages[0][1])).content.decode()


def test_after_a_yes_members_see_it_without_the_reasons(town):
    name_it(town)
    Champion.objects.update(consent="ja", consent_at=timezone.now(), contact_email="info@smederij.example")
    champion = Champion.objects.get()
    for route, args in [("champion_list", []), ("champion_detail", [champion.pk])]:
        found = town.login("member").get(reverse(f"communities:{route}", args=[town.public.slug, *args]))
        page = found.content.decode()
        assert NAME in page
        assert "Zij leiden jongeren op." not in page
        assert "info@smederij.example" not in page


def test_the_answer_to_who_names_says_nothing_of_what_is_known(town):
    sent = {"name": NAME, "place": "Waalmeer", "sector": "bedrijven", "reason": "Bijzonder"}
    address = reverse("communities:champion_nominate", args=[town.public.slug])
    answers = []
    for who in ("member", "frontrunner"):
        client = town.login(who)
        answer = client.post(address, sent, follow=True)
        answers.append([str(one) for one in answer.context["messages"]])
    assert answers[0] == answers[1]


def test_only_the_hash_of_the_link_is_kept(town):
    champion, token = asked(town)
    assert champion.consent_token_hash == hash_token(token)
    assert (champion.consent, find_by_token(token)) == ("gevraagd", champion)


def test_looking_changes_nothing(town):
    champion, token = asked(town)
    for method in ("get", "head"):
        assert getattr(Client(), method)(link(token)).status_code == 200
    champion.refresh_from_db()
    assert (champion.consent, champion.consent_at) == ("gevraagd", None)


def test_a_yes_without_account_and_in_its_own_words(town):
    champion, token = asked(town)
    answer = {"antwoord": "ja", "description": "Wij smeden met leerlingen."}
    assert Client().post(link(token), answer).status_code == 302
    champion.refresh_from_db()
    assert (champion.consent, champion.description) == ("ja", "Wij smeden met leerlingen.")
    line = LogEntry.objects.get(action="toestemming: ja")
    assert (line.actor_id, line.object_id) == (None, str(champion.pk))


def test_twice_is_once(town):
    _, token = asked(town)
    for _ in range(2):
        Client().post(link(token), {"antwoord": "ja", "description": ""})
    assert LogEntry.objects.filter(action__startswith="toestemming").count() == 1
    assert Notice.objects.filter(user=town.people["coordinator"], key__startswith="champion-").count() == 1


def test_the_mind_may_be_changed_for_as_long_as_it_is_kept(town):
    champion, token = asked(town)
    Client().post(link(token), {"antwoord": "ja", "description": ""})
    with time_machine.travel(timezone.now() + timedelta(days=800)):
        assert Client().post(link(token), {"antwoord": "nee", "description": ""}).status_code == 302
    champion.refresh_from_db()
    assert champion.consent == "nee"
    assert list(champions_for(town.people["member"], town.public)) == []


def test_a_letter_that_was_left_lying_has_expired(town):
    champion, token = asked(town)
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert Client().post(link(token), {"antwoord": "ja", "description": ""}).status_code == 404
    champion.refresh_from_db()
    assert champion.consent == "gevraagd"


@pytest.mark.parametrize("token", ["onzin", "x" * 27])
def test_a_forged_link_opens_nothing(town, token):
    champion, _ = asked(town)
    assert Client().post(link(token), {"antwoord": "ja", "description": ""}).status_code == 404
    champion.refresh_from_db()
    assert champion.consent == "gevraagd"


def test_a_firm_that_was_never_asked_has_no_link(town):
    name_it(town)
    assert find_by_token("") is None


def test_asking_again_makes_the_earlier_link_worthless(town):
    _, token = asked(town)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        ask_consent(champion=Champion.objects.get(), by=town.people["coordinator"])
    assert find_by_token(token) is None
    assert Letter.objects.filter(address="info@smederij.example").count() == 2


def test_asking_twice_at_once_sends_one_letter(town):
    champion, _ = asked(town)
    with pytest.raises(ChampionError, match="net gevraagd"):
        ask_consent(champion=champion, by=town.people["coordinator"])
    assert Letter.objects.filter(address="info@smederij.example").count() == 1


def test_who_answered_is_not_asked_again(town):
    champion, _ = asked(town)
    answer_consent(champion=champion, is_yes=False, description="")
    with pytest.raises(ChampionError, match="al geantwoord"):
        ask_consent(champion=champion, by=town.people["coordinator"])


def test_without_an_address_nobody_is_asked(town):
    with pytest.raises(ChampionError, match="e-mailadres"):
        ask_consent(champion=name_it(town).champion, by=town.people["coordinator"])


def test_a_member_asks_and_changes_nothing(town):
    champion = name_it(town).champion
    with pytest.raises(PermissionDenied):
        ask_consent(champion=champion, by=town.people["member"])
    with pytest.raises(PermissionDenied):
        change_champion(champion=champion, by=town.people["member"], agenda_items=[], name="Anders")


def test_it_is_connected_to_the_agenda_of_its_own_community_only(town):
    champion, by = name_it(town).champion, town.people["coordinator"]
    own = town.public.agenda_items.create(theme=factories.make_theme(), lens="mens", title="Leren")
    other = town.private.agenda_items.create(theme=factories.make_theme(), lens="mens", title="Elders")
    change_champion(champion=champion, by=by, agenda_items=[own])
    assert list(champion.agenda_items.all()) == [own]
    with pytest.raises(PermissionDenied):
        change_champion(champion=champion, by=by, agenda_items=[other])


def test_the_page_ranks_by_sectors_outside_its_own(town):
    for who, sector in [("member", "zorg"), ("frontrunner", "bedrijven")]:
        works_at(town, who, make_organisation(f"Van {who}", sector=sector))
    name_it(town)
    name_it(town, "frontrunner")
    name_it(town, name="Bakkerij Noord", sector="zorg")
    found = ranked_champions(town.people["coordinator"], town.public)
    assert [(one.champion.name, one.ranked.n_sectors, one.ranked.place) for one in found] == [
        (NAME, 1, 1),
        ("Bakkerij Noord", 0, 2),
    ]


def test_a_worked_example_of_ranking():
    candidates = [
        Candidate(1, "bedrijven", ["zorg", "zorg", "zorg"]),
        Candidate(2, "bedrijven", ["zorg", "onderwijs", "bedrijven"]),
        Candidate(3, "zorg", ["wonen", "natuur"]),
        Candidate(4, "zorg", ["zorg"]),
    ]
    assert [(one.key, one.n_sectors, one.n_nominations, one.place, one.is_tied) for one in rank(candidates)] == [
        (2, 2, 3, 1, True), (3, 2, 2, 1, True), (1, 1, 3, 3, False), (4, 0, 1, 4, False),
    ]  # fmt: skip


SECTORS = st.sampled_from(["a", "b", "c", "d", "e"])
CANDIDATES = st.lists(
    st.builds(Candidate, key=st.integers(1, 1000), sector=SECTORS, nominating_sectors=st.lists(SECTORS, max_size=8)),
    max_size=12,
    unique_by=lambda one: one.key,
)


@given(CANDIDATES, st.randoms())
def test_the_order_in_which_they_come_changes_nothing(candidates, random):
    mixed = list(candidates)
    random.shuffle(mixed)
    assert rank(mixed) == rank(candidates)


@given(CANDIDATES)
def test_more_sectors_is_a_better_place_and_equal_is_equal(candidates):
    found = rank(candidates)
    for one in found:
        for other in found:
            assert (one.place < other.place) == (one.n_sectors > other.n_sectors)
    assert len({one.key for one in found}) == len(candidates)


@given(CANDIDATES)
def test_naming_it_again_from_the_same_or_its_own_sector_changes_no_place(candidates):
    again = [
        Candidate(one.key, one.sector, [*one.nominating_sectors, *one.nominating_sectors, one.sector])
        for one in candidates
    ]
    assert [(one.key, one.place) for one in rank(again)] == [(one.key, one.place) for one in rank(candidates)]
    assert all(one.sector not in outside_sectors(one) for one in candidates)


def test_a_question_that_could_not_be_mailed_is_on_the_page_of_the_post(town):
    asked(town)
    Letter.objects.update(state=Letter.State.FAILED)
    found = town.login("coordinator").get(reverse("communities:letter_list", args=[town.public.slug]))
    assert (found.status_code, "Vraag aan een bedrijf" in found.content.decode()) == (200, True)


def shown_with_item(town, consent="ja"):
    """A firm with its consent, and the item of the agenda to which it belongs."""
    champion = name_it(town).champion
    item = town.public.agenda_items.create(
        theme=factories.make_theme(), lens="mens", title="Jong vakmanschap", state="vastgesteld"
    )
    champion.agenda_items.add(item)
    Champion.objects.update(consent=consent, consent_at=timezone.now())
    return champion, item


@pytest.mark.parametrize(
    ("consent", "who", "sees"),
    [("ja", "member", True), ("ja", "visitor", False), ("ja", "stranger", False), ("gevraagd", "coordinator", False)],
)
def test_an_item_of_the_agenda_shows_members_the_firms_that_said_yes(town, consent, who, sees):
    champion, item = shown_with_item(town, consent)
    page = town.login(who).get(item.get_absolute_url()).content.decode()
    address = reverse("communities:champion_detail", args=[town.public.slug, champion.pk])
    assert ("Jong vakmanschap" in page, NAME in page, f'href="{address}"' in page) == (True, sees, sees)


def test_a_firm_leads_to_the_item_of_the_agenda(town):
    champion, item = shown_with_item(town)
    for route, args in [("champion_list", []), ("champion_detail", [champion.pk])]:
        page = town.login("member").get(reverse(f"communities:{route}", args=[town.public.slug, *args]))
        assert f'<a href="{item.get_absolute_url()}">Jong vakmanschap</a>' in page.content.decode()


def test_one_firm_is_spoken_of_as_one(town):
    shown_with_item(town)
    page = town.login("member").get(reverse("communities:champion_list", args=[town.public.slug]))
    assert "1 bedrijf dat iets bijzonders doet" in page.content.decode()


def said_yes(town):
    champion, token = asked(town)
    Client().post(link(token), {"antwoord": "ja", "description": "Wij leiden op."})
    champion.refresh_from_db()
    return champion, token


@pytest.mark.parametrize("field", ["name", "place", "website", "description"])
def test_a_yes_is_to_the_words_as_they_were(town, field):
    champion, token = said_yes(town)
    edit = reverse("communities:champion_edit", args=[town.public.slug, champion.pk])
    client = town.clients["coordinator"]
    assert "Dit bedrijf zei ja op hoe het er nu staat" in client.get(edit).content.decode()
    names = ("name", "place", "sector", "contact_email", "website", "description")
    sent = {name: getattr(champion, name) for name in names}
    client.post(edit, sent | {"contact_email": "nieuw@smederij.example"})
    champion.refresh_from_db()
    assert (champion.consent, champion.contact_email) == ("ja", "nieuw@smederij.example")
    client.post(edit, sent | {field: "https://anders.example"})
    champion.refresh_from_db()
    assert (champion.consent, champion.consent_token_hash, champion.consent_at) == ("niet-gevraagd", "", None)
    assert Client().get(link(token)).status_code == 404
    assert champion not in Champion.objects.shown()


def test_wrong_links_are_counted_and_good_ones_are_not(town, settings):
    settings.ACCOUNT_RATE_LIMITS = {"invitation": "2/h/ip"}
    cache.clear()
    _, token = asked(town)
    assert [Client().get(link(token)).status_code for _ in range(4)] == [200] * 4
    assert [Client().get(link(f"nee{n}")).status_code for n in range(4)] == [404, 404, 429, 429]
    cache.clear()
