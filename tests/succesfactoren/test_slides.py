"""The slides of a result: one for everything that the page tells, and an address for each."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from succesfactoren.charts.result_rows import BreakdownView, DotRow, GroupBlock
from succesfactoren.charts.slides import group_slide, slides_of
from tests import factories
from tests.communities.town import join, make_community, make_trajectory
from tests.succesfactoren import scene


@pytest.fixture
def community(db):
    found = make_community()
    make_trajectory(found)
    return found


@pytest.fixture
def member(community):
    user = factories.make_verified_user("lid@example.org")
    join(community, user)
    return user


def page(user, found, query):
    client = Client()
    client.force_login(user)
    return client.get(reverse("succesfactoren:round_presentation", args=[found.community.slug, found.pk]) + query)


@pytest.mark.parametrize(("slug", "kind"), [("organisatiekracht", "kracht"), ("actie", "rol")])
def test_what_follows_from_the_factors_has_a_slide(community, member, slug, kind):
    found = scene.closed_round(community, 14, slug=slug, published_at=timezone.now())
    kinds = [one.kind for one in slides_of(found, {})]
    assert kind in kinds
    shown = page(member, found, f"?dia={kinds.index(kind) + 1}").content.decode()
    assert {"kracht": "van 100", "rol": "Welke rol past?"}[kind] in shown


def test_every_own_question_has_a_slide_with_its_options(community):
    found = scene.closed_round(community, 14, published_at=timezone.now())
    table = found.outcome.figures["tables"][0]
    option = {"key": "a", "label": "Een bank", "n": 9, "share": 9 / 14}
    asked = {"code": "Q1", "text": "Wat mist u?", "kind": "keuze", "hidden": "", "n": 14, "unit": ""}
    table["questions"] = [asked | {"options": [option], "mean": None, "median": None}]
    table["factors"] = []
    begin, question, talk = slides_of(found, {})
    assert (begin.kind, question.kind, talk.kind) == ("begin", "vraag", "gesprek")
    assert question.title == "Wat mist u?"
    assert [label for label, *_ in question.question.options] == ["Een bank"]


def test_of_many_groups_the_slide_keeps_the_highest_and_the_lowest():
    rows = [DotRow(str(i), plot="x") for i in range(9)]
    many = BreakdownView("rol", "Wie bent u?", "T", [GroupBlock("LEI", "Leiderschap", "W", rows)], [])
    slide = group_slide(many)
    assert [row.name for row in slide.rows] == ["0", "1", "2", "6", "7", "8"]
    assert slide.lines == ["Hier staan 6 van de 9 groepen, met de hoogste en de laagste."]


@pytest.mark.parametrize("query", ["?dia=0", "?dia=999", "?dia=²", "?dia=-1", "?dia=x", "?dia=99999"])
def test_an_odd_slide_is_a_slide_all_the_same(community, member, query):
    found = scene.closed_round(community, 12, published_at=timezone.now())
    assert page(member, found, query).status_code == 200
