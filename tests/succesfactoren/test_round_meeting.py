"""A round at a meeting sends no mail and never says that it does; and what the form of a round begins with."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import Letter
from succesfactoren.access.rounds import running
from succesfactoren.forms.rounds import OpenRoundForm, RoundForm
from succesfactoren.models import Round
from tests.communities.town import make_town
from tests.succesfactoren import scene

MAILS = ("krijgen dan een mail", "0 mensen", "op de post")
LATER = {"opened_at": None, "opens_at": timezone.now() + timedelta(days=1)}


@pytest.fixture
def town(db):
    return make_town()


def page(town, name: str, found: Round) -> str:
    path = reverse(f"succesfactoren:{name}", args=[town.public.slug, found.pk])
    return town.login("coordinator").get(path).content.decode()


def opened(town, found: Round) -> str:
    path = reverse("succesfactoren:round_open", args=[town.public.slug, found.pk])
    return town.login("coordinator").post(path, follow=True).content.decode()


def main_action(html: str) -> str:
    """The words of the first button in the page."""
    _, _, after = html.partition('<div class="actions">')
    return after.partition(">")[2].partition("<")[0].strip()


def test_before_the_opening_no_mail_is_promised(town):
    found = scene.make_round(town.public, audience="bijeenkomst", **LATER)
    html = page(town, "round_detail", found) + page(town, "round_open", found)
    assert [words for words in MAILS if words in html] == []
    assert "Er gaat geen mail uit." in html


@pytest.mark.parametrize(("audience", "words"), [("bijeenkomst", "Maak nu de link"), ("lijst", "Nodig nu mensen uit")])
def test_opening_without_mails_says_what_to_do_instead(town, audience, words):
    html = opened(town, scene.make_round(town.public, audience=audience, **LATER))
    assert (words in html, "op de post" in html) == (True, False)
    assert not Letter.objects.filter(kind="ronde").exists()


def test_opening_with_mails_says_that_they_go_out(town):
    found = scene.make_round(town.public, audience="lijst", **LATER)
    scene.make_ticket(found, "jo@example.org")
    assert "De uitnodigingen gaan zo op de post." in opened(town, found)


def test_while_open_the_link_is_the_main_action(town):
    found = scene.make_round(town.public, audience="bijeenkomst")
    assert main_action(page(town, "round_detail", found)) == "Maak de link voor de bijeenkomst"
    assert "Niemand krijgt een mail" in page(town, "round_detail", found)
    invited = scene.make_round(town.public, audience="lijst", name="Lijst")
    assert main_action(page(town, "round_detail", invited)) == "Nodig mensen uit"


# ── What the form begins with ─────────────────────────────────────────────────────────────────────────────────────
def kind_of(town, slug: str) -> str:
    instrument = scene.instrument(slug)
    earlier = running(town.public.trajectories.first(), instrument)
    return str(RoundForm(community=town.public, version=instrument.newest, earlier=earlier).initial["kind"])


def test_a_second_round_with_the_same_instrument_is_no_first_measurement(town):
    assert kind_of(town, "actie") == "nulmeting"
    scene.make_round(town.public, "actie")
    assert (kind_of(town, "actie"), kind_of(town, "zeven-succesfactoren")) == ("tussenmeting", "nulmeting")


def test_a_pulse_is_a_pulse_also_the_second_time(town):
    first = kind_of(town, "pols")
    scene.make_round(town.public, "pols")
    assert (first, kind_of(town, "pols")) == ("pols", "pols")


def test_of_an_open_round_the_smallest_group_only_goes_up(town):
    found = scene.make_round(town.public, minimum_group=7)
    assert "Nu 7; dit kan alleen nog hoger" in OpenRoundForm(round=found).fields["minimum_group"].help_text
    assert "kan alleen nog hoger" in page(town, "round_edit", found)
