"""What a residents' panel answered, for machines: what its public page shows and nothing more."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from succesfactoren.actions.closing import close_round
from succesfactoren.models import Round
from tests.asking import Asker
from tests.communities.town import make_town
from tests.succesfactoren.scene import answers, make_round, make_ticket

SECRET = "Te weinig bussen"


@pytest.fixture
def town(db, settings):
    settings.API_REQUESTS_PER_5_MINUTES = 0
    return make_town()


def closed(community, n=12, audience="panel", **fields):
    """A round of the panel that so many people answered, closed and published."""
    round = make_round(community, "organisatiekracht", audience=audience, name="Peiling", **fields)
    for number in range(n + 3):
        make_ticket(round, f"p{number}@example.org", is_used=number < n)
    answers(round, n, groups={})
    close_round(round=round, by=None)
    Round.objects.filter(pk=round.pk).update(
        published_at=timezone.now(), is_for_everyone=True, aftermath="Wij maken het pad."
    )
    return round


def test_a_published_round_says_what_the_page_says(town):
    round = closed(town.public)
    found = Asker().read("/panels/waalmeer")["rondes"]
    shown = round.outcome.figures["tables"][0]["factors"]
    assert [(one["naam"], one["genodigd"], one["antwoorden"]) for one in found] == [("Peiling", 15, 12)]
    assert [one["gemiddelde"] for one in found[0]["onderdelen"]] == [one["mean"] for one in shown]
    assert found[0]["watErmeeGebeurde"] == "Wij maken het pad."
    assert None not in [one["mean"] for one in shown]


def test_of_four_people_nothing_is_told(town):
    closed(town.public, n=4)
    (found,) = Asker().read("/panels/waalmeer")["rondes"]
    assert found["antwoorden"] is None
    assert all(one["gemiddelde"] is None for one in found["onderdelen"])


def test_a_meeting_alone_is_told_on_the_page_and_to_machines(town):
    round = make_round(town.public, "organisatiekracht", audience="panel", name="Avond")
    answers(round, 12, groups={}, door="open")
    close_round(round=round, by=None)
    Round.objects.filter(pk=round.pk).update(published_at=timezone.now(), is_for_everyone=True)
    (found,) = Asker().read("/panels/waalmeer")["rondes"]
    assert (found["genodigd"], found["antwoorden"]) == (None, 12)
    assert None not in [one["gemiddelde"] for one in found["onderdelen"]]
    page = Client().get(reverse("succesfactoren:panel_answers", args=["waalmeer"])).content.decode()
    assert "Tabel: uitkomst van Avond" in page


def test_of_a_round_for_members_only_what_was_done_is_told_and_no_figure(town):
    round = closed(town.public)
    Round.objects.filter(pk=round.pk).update(is_for_everyone=False)
    (found,) = Asker().read("/panels/waalmeer")["rondes"]
    assert (found["naam"], found["watErmeeGebeurde"]) == ("Peiling", "Wij maken het pad.")
    assert (found["genodigd"], found["antwoorden"], found["onderdelen"]) == (None, None, [])


def test_what_is_not_published_is_not_there(town):
    round = closed(town.public)
    Round.objects.filter(pk=round.pk).update(published_at=None, is_for_everyone=False)
    assert Asker().read("/panels/waalmeer")["rondes"] == []


def test_a_round_of_members_is_not_there(town):
    closed(town.public, audience="leden")
    assert Asker().read("/panels/waalmeer")["rondes"] == []


def test_a_private_community_is_as_absent_as_one_that_never_was(town):
    closed(town.private)
    there, never = Asker().get("/panels/binnendijk"), Asker().get("/panels/nergens")
    assert (there.status_code, never.status_code) == (404, 404)
    assert there.json()["detail"] == never.json()["detail"]


def test_no_address_and_no_words_of_people_go_out(town):
    round = closed(town.public)
    statement = round.version.statements.filter(kind="open").first()
    round.open_answers.create(statement=statement, text=SECRET, shown_text=SECRET, state="getoond")
    content = Asker().get("/panels/waalmeer").content.decode()
    assert SECRET not in content
    assert "example.org" not in content
