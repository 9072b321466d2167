"""The market of a meeting: planned, deals written down once by a notaris, shown on the big screen, counted after."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, JoinRequest, LogEntry, Notice
from initiatives.actions.markets import MarketError, change_market, note_deal, plan_market
from initiatives.actions.matches import answer_listing, ask_about_matches, say_failed, say_fulfilled
from initiatives.models import Listing, Market, Match
from tests import factories
from tests.communities.town import join, make_town
from tests.initiatives.scene import make_listing
from tests.traps import passed

WORDS = "Tien stoelen lenen voor het feest"


@pytest.fixture
def town(db):
    return make_town()


def open_market(town, hours=(-1, 2), **fields):
    now = timezone.now()
    opens, closes = (now + timedelta(hours=one) for one in hours)
    name = fields.pop("name", "Beursvloer")
    return Market.objects.create(community=town.public, name=name, opens_at=opens, closes_at=closes)


def deal(town, market, by="coordinator", **fields):
    """The need of the member, and the commissioner who can help."""
    need = fields.pop("listing", None) or make_listing(town.public, town.people["member"])
    wanted = {"listing": need, "other": town.people["commissioner"], "what": WORDS} | fields
    return note_deal(market=market, by=town.people[by], **wanted)


def path(market, name="market_detail"):
    return reverse(f"initiatives:{name}", args=[market.community.slug, market.pk])


def path_of(match, name):
    return reverse(f"initiatives:{name}", args=[match.community.slug, match.pk])


def test_a_coordinator_plans_a_market_once(town):
    opens = timezone.now() + timedelta(days=3)
    plan = {"name": "Beursvloer", "opens_at": opens, "closes_at": opens + timedelta(hours=2)}
    made = [plan_market(by=town.people["coordinator"], community=town.public, **plan) for _ in range(2)]
    assert made[0] == made[1]
    with pytest.raises(PermissionDenied):
        plan_market(by=town.people["frontrunner"], community=town.public, **plan)
    with pytest.raises(MarketError, match="einde"):
        change_market(market=made[0], by=town.people["coordinator"], **plan | {"closes_at": opens})


def test_the_form_takes_dutch_hours_of_one_day(town):
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    sent = {"name": "Beursvloer", "opens_on": day, "opens_time": "19:30", "closes_time": "21.30"}
    address = reverse("initiatives:market_new", args=[town.public.slug])
    assert town.login("coordinator").post(address, sent | {"closes_time": "18:00"}).status_code == 400
    assert town.login("coordinator").post(address, sent).status_code == 302
    made = Market.objects.get()
    assert [timezone.localtime(one).strftime("%H:%M") for one in (made.opens_at, made.closes_at)] == ["19:30", "21:30"]


@pytest.mark.parametrize("by", ["coordinator", "frontrunner"])
def test_the_notaris_writes_down_what_both_say_there(town, by):
    market = open_market(town)
    made = deal(town, market, by)
    assert (made.state, made.market, made.noted_by, made.what) == ("match", market, town.people[by], WORDS)
    assert made.owner_agreed_at == made.other_agreed_at
    told = Notice.objects.filter(kind="toezegging")
    assert {one.user for one in told} == {town.people["member"], town.people["commissioner"]}
    assert town.people[by].name in town.login("member").get(made.get_absolute_url()).content.decode()
    assert LogEntry.objects.filter(action="schrijft een afspraak op", actor_id=town.people[by].pk).count() == 1


def test_a_member_writes_down_nothing(town):
    with pytest.raises(PermissionDenied):
        deal(town, open_market(town), "member")


def test_the_notaris_does_not_read_it_afterwards(town):
    made = deal(town, open_market(town))
    assert town.login("coordinator").get(made.get_absolute_url()).status_code == 404
    pages = [path(made.market), path(made.market, "deal_new")]
    assert not any(WORDS in town.login("coordinator").get(one).content.decode() for one in pages)


@pytest.mark.parametrize("hours", [(1, 2), (-3, -1)])
def test_only_during_its_hours(town, hours):
    with pytest.raises(MarketError, match="niet open"):
        deal(town, open_market(town, hours))


def test_who_cannot_make_this_deal_is_said(town):
    market, elsewhere = open_market(town), factories.make_verified_user()
    join(town.elsewhere, elsewhere)
    member, closed = town.people["member"], make_listing(town.public, town.people["member"], closed_at=timezone.now())
    wrong = [
        ({"other": member}, "other"),
        ({"other": elsewhere}, "other"),
        ({"other": town.people["coordinator"]}, "other"),
        ({"listing": make_listing(town.public, town.people["coordinator"])}, "listing"),
        ({"listing": closed}, "listing"),
        ({"what": "Wij betalen 50 euro"}, "what"),
        ({"what": "  "}, "what"),
        ({"promised_on": timezone.localdate() - timedelta(days=1)}, "promised_on"),
    ]
    for fields, field in wrong:
        with pytest.raises(MarketError) as caught:
            deal(town, market, **fields)
        assert caught.value.field == field
    assert Match.objects.count() == 0


def test_the_same_deal_twice_is_one_and_another_one_is_refused(town):
    market, need = open_market(town), make_listing(town.public, town.people["member"])
    assert deal(town, market, listing=need) == deal(town, market, "frontrunner", listing=need)
    with pytest.raises(MarketError, match="niet opgeschreven"):
        deal(town, market, listing=need, what="Iets heel anders")


def test_who_writes_deals_down_cannot_ask_who_agreed_with_whom(town):
    """What is wrong with the deal itself is said first, and the same whether or not the two have one already."""
    market, need = open_market(town), make_listing(town.public, town.people["member"])
    talk = answer_listing(listing=need, by=town.people["commissioner"], message="Misschien")
    Match.objects.filter(pk=talk.pk).update(
        state="match", what="Geheim", owner_agreed_at=timezone.now(), other_agreed_at=timezone.now()
    )
    with pytest.raises(MarketError, match="in één zin"):
        deal(town, market, listing=need, what=" ")
    with pytest.raises(MarketError, match="niet open"):
        deal(town, open_market(town, (1, 2), name="Later"), listing=need)
    with pytest.raises(MarketError) as caught:
        deal(town, market, listing=need)
    assert caught.value.field == "other"
    assert "afspraak" not in str(caught.value)
    assert "hebben al" not in str(caught.value)


@pytest.mark.django_db(transaction=True)
def test_two_who_write_the_same_deal_down_at_once_make_one():
    town = make_town()
    market, need = open_market(town), make_listing(town.public, town.people["member"])

    def send(by):
        try:
            return deal(town, market, by, listing=need).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(send, ["coordinator", "frontrunner"]))) == 1
    assert (Match.objects.count(), Notice.objects.count()) == (1, 2)


def test_a_talk_that_they_had_becomes_the_deal(town):
    need = make_listing(town.public, town.people["member"])
    talk = answer_listing(listing=need, by=town.people["commissioner"], message="Misschien")
    made = deal(town, open_market(town), listing=need)
    assert (made.pk, made.state, made.message) == (talk.pk, "match", "Misschien")


def test_the_form_asks_whether_both_stand_there(town):
    market, need = open_market(town), make_listing(town.public, town.people["member"])
    sent = {"listing": need.pk, "other": town.people["commissioner"].pk, "what": WORDS}
    client = town.login("frontrunner")
    page = client.post(path(market, "deal_new"), sent)
    assert (page.status_code, list(page.context["form"].errors)) == (400, ["both_agree"])
    assert client.post(path(market, "deal_new"), sent | {"both_agree": "on"}).status_code == 302
    assert Match.objects.get().market == market


def test_the_screen_shows_numbers_and_counts_deals_while_it_is_open(town):
    market, need = open_market(town), make_listing(town.public, town.people["member"])
    make_listing(town.public, town.people["member"], title="Verborgen", hidden_because="reclame")
    deal(town, market, listing=need)
    html = town.login("commissioner").get(path(market)).content.decode()
    assert f"<b>{need.pk}</b>" in html
    assert "<b>1</b> afspraak gemaakt" in html
    assert "Verborgen" not in html
    qr = town.login("member").get(path(market, "market_qr"))
    assert (qr["Content-Type"], qr.content[:5]) == ("image/svg+xml", b"<?xml")


def test_who_did_not_agree_finds_where_to_say_so(town):
    made = deal(town, open_market(town))
    client = town.login("member")
    assert client.get(made.get_absolute_url()).content.decode().count("eze afspraak klopt niet of gaat niet door") == 2
    client.post(path_of(made, "match_outcome"), {"because": "Dit sprak ik niet af"})
    made.refresh_from_db()
    assert (made.state, made.failed_because) == ("niet gelukt", "Dit sprak ik niet af")
    assert "klopt niet" not in client.get(made.get_absolute_url()).content.decode()


def test_afterwards_the_page_says_how_many_were_kept(town):
    market, people = open_market(town), [factories.make_verified_user() for _ in range(3)]
    for person in people:
        join(town.public, person)
    kept, failed, waits = (deal(town, market, other=person) for person in people)
    for by in (kept.listing.owner, kept.other):
        say_fulfilled(match=kept, by=by)
    say_failed(match=failed, by=failed.other, because="Dit sprak ik niet af")
    Market.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    html = town.login("commissioner").get(path(market)).content.decode()
    assert "<h1>3 afspraken gemaakt, 1 waargemaakt</h1>" in html
    assert "1 van 3 waargemaakt" in html
    assert ask_about_matches(today=timezone.localdate() + timedelta(days=60)) == 2
    assert Match.objects.get(pk=waits.pk).asked_on is not None


# ── Who is not a member yet ───────────────────────────────────────────────────────────────────────────────────────
def test_who_writes_deals_down_is_not_among_those_to_choose(town):
    market, need = open_market(town), make_listing(town.public, town.people["member"])
    client, mine = town.login("frontrunner"), town.people["frontrunner"].pk
    assert f'<option value="{mine}"' not in client.get(path(market, "deal_new")).content.decode()
    sent = {"listing": need.pk, "other": mine, "what": WORDS, "both_agree": "on"}
    page = client.post(path(market, "deal_new"), sent)
    assert page.context["form"].errors == {
        "other": ["Deze persoon kunt u niet kiezen. Kies iemand die nu lid is, en niet uzelf."]
    }


@pytest.mark.parametrize("hours", [(-1, 2), (1, 2)])
def test_who_can_let_people_in_reads_at_the_market_how_many_ask_and_others_do_not(town, hours):
    JoinRequest.objects.create(community=town.public, user=town.people["stranger"])
    market, requests = open_market(town, hours), reverse("communities:join_request_list", args=[town.public.slug])
    html = town.login("coordinator").get(path(market)).content.decode()
    assert "1 persoon vraagt om mee te doen." in html
    assert f'href="{requests}">Bekijk de aanvragen' in html
    assert "om mee te doen" not in town.login("frontrunner").get(path(market)).content.decode()


@pytest.mark.parametrize(
    ("fields", "by", "words"),
    [
        ({}, "coordinator", "Daarna laat u die persoon toe onder Aanvragen."),
        ({}, "frontrunner", "Daarna laat een coördinator die persoon toe onder Aanvragen."),
        ({"join_policy": "open"}, "frontrunner", "Die wordt meteen lid met de QR-code"),
        ({"join_policy": "uitnodiging"}, "coordinator", "Die maakt u onder Leden"),
        ({"visibility": "besloten"}, "frontrunner", "Die maakt een coördinator onder Leden"),
    ],
)
def test_the_form_says_how_who_is_not_a_member_gets_in(town, fields, by, words):
    Community.objects.filter(pk=town.public.pk).update(**fields)
    market = Market.objects.get(pk=open_market(town).pk)
    assert words in town.login(by).get(path(market, "deal_new")).content.decode()


def test_who_comes_for_a_market_without_an_account_ends_there_and_reads_nothing_of_reports(town):
    market, client = open_market(town), town.login("visitor")
    html = client.get(client.get(path(market))["Location"]).content.decode()
    assert "Log in om verder te gaan." in html
    assert "rapport logt u in" not in html
    signup = unescape(re.search(r'href="(/account/signup/[^"]*)"', html)[1])
    goes_to = re.search(r'name="next" value="([^"]*)"', client.get(signup).content.decode())[1]
    client.post(signup, {"email": "nieuw@example.org", "password1": factories.PASSWORD, "next": goes_to} | passed())
    code = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]
    there = client.post("/account/confirm-email/", {"code": code}, follow=True)
    assert (there.status_code, there.request["PATH_INFO"]) == (403, path(market))
    assert "Vraag om mee te doen" in there.content.decode()


def test_what_is_placed_from_a_market_shows_its_number_and_leads_back(town):
    market, client = open_market(town), town.login("member")
    new = reverse("initiatives:listing_new", args=[town.public.slug]) + f"?beursvloer={market.pk}"
    assert f'href="{new}"' in client.get(path(market)).content.decode()
    sent = {"side": "vraag", "kind": "kennis", "title": "Wie stelt af?", "expires_on": timezone.localdate().isoformat()}
    html = client.post(new, sent, follow=True).content.decode()
    made = Listing.objects.get()
    assert f"<p>Uw nummer is <b>{made.pk}</b></p>" in html
    assert f'href="{path(market)}">Terug naar Beursvloer' in html
    assert "Uw nummer is" not in client.get(made.get_absolute_url()).content.decode()
    Market.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    over = client.get(made.get_absolute_url() + f"?beursvloer={market.pk}").content.decode()
    assert ("Uw nummer is" in over, "Terug naar Beursvloer" in over) == (False, True)


@pytest.mark.parametrize("number", ["", "x", "-1", "²", "9" * 30, "elsewhere"])
def test_a_market_that_is_not_here_is_no_way_back(town, number):
    there = open_market(SimpleNamespace(public=town.private))
    need = make_listing(town.public, town.people["member"])
    asked = {"beursvloer": there.pk if number == "elsewhere" else number}
    page = town.login("member").get(need.get_absolute_url(), asked)
    assert (page.status_code, page.context["fair"]) == (200, None)
