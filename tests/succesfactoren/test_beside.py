"""The regioscan beside what residents answered."""

import pytest
from django.template.loader import render_to_string

from regioscan.models import Theme
from succesfactoren.access.beside import beside_of, figures_beside
from tests import factories
from tests.communities.town import make_community, make_trajectory
from tests.province import make_province
from tests.succesfactoren.scene import make_assessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def community():
    """In a municipality of a small province with figures of work, living and education."""
    found = make_community(region=make_province())
    make_trajectory(found)
    return found


def asked(community, *themes, slug="organisatiekracht", **fields):
    found = make_assessment(community, slug, **fields)
    found.themes.set(Theme.objects.filter(code__in=themes))
    return found


def test_figures_of_the_chosen_theme_only(community):
    cards = figures_beside(asked(community, "arbeid"))
    assert [card.title for card in cards] == ["Mensen met betaald werk"]
    assert cards[0].value
    assert cards[0].year


def test_without_chosen_themes_the_usual_ones(community):
    assert [card.title for card in figures_beside(asked(community))] == ["Lege woningen"]


def test_of_the_place_itself_where_something_is_known_of_it(community):
    village = type(community.region).objects.filter(kind="wijk", parent=community.region).get()
    found = beside_of(asked(community, "arbeid", subject="Noord", place=village))
    assert (found.region, found.is_wider) == (village, False)


def test_of_the_region_around_where_nothing_is_known_of_the_place(community):
    hamlet = factories.make_region("BU90019999", "Gehucht", "buurt")
    found = beside_of(asked(community, "arbeid", subject="Gehucht", place=hamlet))
    assert (found.region, found.is_wider, len(found.cards)) == (community.region, True, 1)


def test_nothing_beside_answers_that_are_not_about_a_place(community):
    found = asked(community, "arbeid", slug="zeven-succesfactoren")
    assert (beside_of(found), figures_beside(found)) == (None, [])


def test_where_nothing_is_known_the_page_says_so(community):
    factories.make_theme("zorg", "Zorg")
    found = beside_of(asked(community, "zorg"))
    html = render_to_string("succesfactoren/parts/beside.html", {"beside": found})
    assert found.cards == ()
    assert "Daarvan is nog niets bekend" in html


def test_the_part_shows_value_year_and_words(community):
    found = beside_of(asked(community, "arbeid"))
    html = render_to_string("succesfactoren/parts/beside.html", {"beside": found})
    assert all(words in html for words in (found.cards[0].value, found.cards[0].year, found.title))
