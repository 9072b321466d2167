"""What was done with the answers of the panel: told once, to everybody, and figures only to who may read them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.models import Letter
from succesfactoren.actions import tickets
from succesfactoren.actions.closing import close_round
from succesfactoren.actions.panel import (
    ask_to_join,
    confirm,
    tell_aftermath,
)
from succesfactoren.letters.panel import member_path, told_words
from succesfactoren.models import Outcome, PanelMember
from tests.communities.town import make_town
from tests.succesfactoren.own_scene import codes, make_own
from tests.succesfactoren.scene import answer, closed_round, make_round

ADDRESS = "jo@example.org"


@pytest.fixture
def town(db):
    return make_town()


def join(town, email=ADDRESS, *, place="Zandhove", themes=(), is_confirmed=True):
    """Somebody in the panel of the public community."""
    ask_to_join(community=town.public, email=email, place=place, themes=themes)
    member = PanelMember.objects.get(email=email)
    return confirm(member=member, place=place, themes=themes) if is_confirmed else member


def told(town, **fields):
    """A round of the panel that has been published."""
    now = timezone.now()
    shown = {"audience": "panel", "closed_at": now, "published_at": now, "name": "Peiling"} | fields
    round = make_round(town.public, "organisatiekracht", **shown)
    table = {"hidden": "te weinig antwoorden", "factors": [], "questions": []}
    Outcome.objects.create(round=round, figures={"tables": [table]}, method="1")
    return round


def test_the_panel_hears_once_what_was_done(town):
    join(town)
    join(town, "wacht@example.org", is_confirmed=False)
    round = told(town)
    for text in ("Wij maken het pad.", "Wij maken het pad in mei."):
        tell_aftermath(round=round, by=town.people["coordinator"], text=text)
    letters = Letter.objects.filter(key__startswith="panel-told")
    assert [letter.address for letter in letters] == [ADDRESS]
    assert "/panel/" in letters.get().text
    page = Client().get(reverse("succesfactoren:panel_answers", args=["waalmeer"]))
    assert "Wij maken het pad in mei." in page.content.decode()


def test_who_is_invited_can_leave_from_that_mail(town):
    member = join(town)
    round = make_round(town.public, "organisatiekracht", audience="panel")
    tickets.invite_audience(by=town.people["coordinator"], round=round)
    letter = Letter.objects.get(kind="ronde", address=ADDRESS)
    assert member_path(member) in letter.text
    assert member_path(member) in letter.html


def test_who_is_invited_as_a_member_gets_no_link_of_the_panel(town):
    join(town)
    round = make_round(town.public, audience="lijst")
    tickets.invite_list(by=town.people["coordinator"], round=round, invitees=[(ADDRESS, "")])
    assert "/panel/" not in Letter.objects.get(kind="ronde", address=ADDRESS).text


def test_in_a_private_community_the_mail_leads_to_the_own_page(town):
    ask_to_join(community=town.private, email=ADDRESS)
    member = PanelMember.objects.get()
    words = told_words(member, told(town))
    assert words.button[1] == member_path(member)


def test_what_is_not_published_is_not_told(town):
    hidden = told(town, published_at=None, name="Geheim")
    with pytest.raises(ValueError, match="published"):
        tell_aftermath(round=hidden, by=town.people["coordinator"], text="Iets")
    page = Client().get(reverse("succesfactoren:panel_answers", args=["waalmeer"]))
    assert "Geheim" not in page.content.decode()


def test_a_round_of_members_is_not_on_the_page_of_the_panel(town):
    told(town, audience="leden", name="Alleen leden")
    page = Client().get(reverse("succesfactoren:panel_answers", args=["waalmeer"]))
    assert "Alleen leden" not in page.content.decode()


def test_a_commissioner_tells_nothing(town):
    with pytest.raises(PermissionDenied):
        tell_aftermath(round=told(town), by=town.people["commissioner"], text="Iets")


FIGURES = ("<caption>Gemiddelde per onderdeel", "<table")


@pytest.mark.parametrize(
    ("is_for_everyone", "who_read"),
    [(False, ["member", "coordinator"]), (True, ["visitor", "stranger", "member", "coordinator"])],
)
def test_figures_of_the_panel_are_for_who_may_read_the_result(town, is_for_everyone, who_read):
    round = closed_round(town.public, 20, slug="organisatiekracht", audience="panel", name="Peiling")
    now = timezone.now()
    said = {"aftermath": "Wij maken het pad.", "aftermath_at": now}
    shown = {"published_at": now, "is_for_everyone": is_for_everyone} | said
    type(round).objects.filter(pk=round.pk).update(**shown)
    path = reverse("succesfactoren:panel_answers", args=["waalmeer"])
    everybody = ("visitor", "stranger", "member", "coordinator")
    pages = {who: town.login(who).get(path).content.decode() for who in everybody}
    words = round.outcome.figures["response_words"] or "Gemiddelde per onderdeel"
    assert [who for who, page in pages.items() if all(one in page for one in FIGURES)] == who_read
    assert [who for who, page in pages.items() if words in page] == who_read
    assert all("Wij maken het pad." in page and "Peiling" in page for page in pages.values())


def test_choices_and_numbers_are_shown_under_the_same_rule(town):
    version = make_own(town.public, settled=True).versions.get(number=1)
    assessment = town.public.trajectories.first().assessments.create(instrument=version.instrument)
    round = make_round(town.public, assessment=assessment, version=version, audience="panel")
    code = codes(version)
    for i in range(12):
        marks = {code["Huurt u uw huis?"]: "ja" if i % 2 else "nee", code["Hoe lang woont u hier?"]: i}
        answer(round, marks=marks, groups={}, door="genodigd")
    close_round(round=round, by=None)
    type(round).objects.filter(pk=round.pk).update(published_at=timezone.now())
    path = reverse("succesfactoren:panel_answers", args=["waalmeer"])
    pages = {who: town.login(who).get(path).content.decode() for who in ("visitor", "member")}
    asked = ("Huurt u uw huis?", "50\N{NO-BREAK SPACE}%", "Gemiddeld 5,5 jaar")
    assert {who: [one in page for one in asked] for who, page in pages.items()} == {
        "visitor": [False] * 3,
        "member": [True] * 3,
    }


def test_in_a_private_community_people_join_on_paper(town):
    pages = [
        town.login("coordinator").get(reverse("succesfactoren:panel_people", args=[one.slug])).content.decode()
        for one in (town.public, town.private)
    ]
    assert ["op een poster of op een bijeenkomst" in one for one in pages] == [True, False]
    assert ["Mensen doen mee op papier" in one for one in pages] == [False, True]
    assert ["De bladzijde waarop mensen zich aanmelden" in one for one in pages] == [True, False]
