"""A dashboard is drawn once for all visitors, never shows old figures, and never holds anything of anybody."""

import re

import pytest
from django.test import Client

from regioscan.models import Observation, Region
from tests import factories
from tests.regioscan.scene import make_land, municipalities, publish, row

pytestmark = pytest.mark.django_db
PAGE = "/regioscan/GM0001/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture
def figures():
    """One figure of five municipalities."""
    publish(factories.make_indicator(), row(municipalities(), [61.7, 1.0, 2.0, 3.0, 4.0]), make_land())
    return Observation.objects


def test_the_second_visitor_costs_one_query(client, figures, django_assert_num_queries):
    first = client.get(PAGE)
    with django_assert_num_queries(1):
        second = client.get(PAGE)
    assert TOKEN.sub("", first.content.decode()).count("61,7") == second.content.decode().count("61,7") > 0


def test_new_figures_show_as_soon_as_they_are_published(client, figures):
    client.get(PAGE)
    figures.filter(value=61.7).update(value=62.9)
    assert "62,9" not in client.get(PAGE).content.decode()
    factories.make_snapshot()
    assert "62,9" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "path", ["/regioscan/indicatoren/participatie/", "/regioscan/vergelijk/?regio=GM0001&regio=GM0002"]
)
def test_other_pages_with_figures_are_kept_until_others_are_published(client, figures, path):
    first = client.get(path).content.decode()
    assert "61,7" in first
    figures.filter(value=61.7).update(value=62.9)
    assert "62,9" not in client.get(path).content.decode()
    factories.make_snapshot()
    assert "62,9" in client.get(path).content.decode()


def test_the_list_of_regions_is_kept_until_others_are_published(client, figures):
    path = "/regioscan/?soort=gemeente"
    client.get(path)
    Region.objects.filter(code="GM0001").update(name="Anderdam")
    assert "Anderdam" not in client.get(path).content.decode()
    factories.make_snapshot()
    assert "Anderdam" in client.get(path).content.decode()


def test_another_year_or_comparison_is_another_page(client, figures):
    client.get(PAGE)
    assert client.get(f"{PAGE}?met=provincie").content != client.get(PAGE).content
    assert client.get(f"{PAGE}?met=straat").status_code == 404


def test_each_visitor_has_a_token_that_works(figures):
    for _ in range(2):
        visitor = Client(enforce_csrf_checks=True)
        token = TOKEN.search(visitor.get(PAGE).content.decode())[1]
        answer = visitor.post("/leesinstellingen/", {"csrfmiddlewaretoken": token, "next": PAGE})
        assert answer.status_code == 302


def test_nothing_of_who_is_logged_in_is_kept(client, member, figures):
    client.force_login(member)
    assert "Dea" in client.get(PAGE).content.decode()
    client.logout()
    assert "Dea" not in client.get(PAGE).content.decode()
    client.force_login(member)
    assert "Dea" in client.get(PAGE).content.decode()


def test_a_page_that_does_not_exist_is_not_kept(client, figures):
    assert client.get("/regioscan/GM9999/").status_code == 404
    factories.make_region("GM9999", "Nieuwstad")
    assert client.get("/regioscan/GM9999/").status_code == 200
