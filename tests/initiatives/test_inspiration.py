"""The inspiration of a year: only what every visitor may read, each initiative once, and empty years that say so."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from initiatives.access.inspiration import inspiration_of
from initiatives.models import Initiative
from tests import factories
from tests.access_rows.lessons import learned, make
from tests.communities.town import make_community
from tests.initiatives.scene import make_initiative

YEAR = timezone.localdate().year


@pytest.fixture
def community(db):
    return make_community()


def test_a_year_by_theme_with_the_most_adopted_as_example_and_none_twice(community):
    work, care = factories.make_theme("arbeid"), factories.make_theme("zorg", "Zorg")
    first, second = learned(community, "Een").initiative, learned(community, "Twee").initiative
    second.themes.add(care)
    make_initiative(make_community("elders"), adopted_from=first)
    make_initiative(make_community("geheim", visibility="besloten"), adopted_from=first)
    found = inspiration_of(YEAR)
    assert [(one.theme, one.example, list(one.others), one.n_more) for one in found.spreads] == [
        (work, first, [second], 0)
    ]
    assert (found.n_finished, found.n_communities) == (2, 1)
    assert [(one, one.n_adopted) for one in found.adopted] == [(first, 2)]
    assert [one.initiative for one in found.lessons] == [second]


@pytest.mark.parametrize(
    "change",
    [{"is_public": False}, {"hidden_because": "Dubbel."}, {"stage": "gestopt"}, {"stage_since": date(2020, 5, 1)}],
)
def test_what_is_not_public_finished_or_of_that_year_is_no_example(community, change):
    learned(community)
    assert inspiration_of(YEAR).n_finished == 1
    Initiative.objects.update(**change)
    assert inspiration_of(YEAR).n_finished == 0


def test_nothing_of_a_private_community_is_on_the_page(client, db):
    learned(make_community("binnendijk", visibility="besloten"), "Samen aan tafel", advice="Kook samen.")
    page = client.get(reverse("initiatives:inspiration", args=[YEAR]))
    assert inspiration_of(YEAR).is_empty
    assert [words in page.content.decode() for words in ("Binnendijk", "Samen aan tafel", "Kook samen")] == [False] * 3
    assert "Nog niets te vertellen" in page.content.decode()


def test_the_page_has_years_that_were_and_no_others(client, db):
    pages = [client.get(reverse("initiatives:inspiration", args=[year])) for year in (1999, 2020, YEAR, YEAR + 1)]
    assert [one.status_code for one in pages] == [404, 200, 200, 404]
    assert client.get(reverse("initiatives:inspiration_newest")).url == f"/inspiratie/{YEAR}/"


def test_the_page_asks_as_much_for_three_as_for_one(community, client):
    def n_asked():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("initiatives:inspiration", args=[YEAR])).status_code == 200
        return len(asked)

    make(community)
    n_asked()
    with_one = n_asked()
    make(community)
    make(community)
    assert n_asked() == with_one
