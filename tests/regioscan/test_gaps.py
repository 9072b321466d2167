"""What is not known of a region: every missing figure once, with its reason, and never as nought."""

import csv
import io

import pytest

from regioscan import frames
from regioscan.figures import region_scan
from regioscan.figures.gaps import gaps
from regioscan.models import Observation
from regioscan.models.observations import Status
from tests.province import make_province

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return make_province(n_indicators=5)


def lose(code: str, number: int, status: Status, **years: object) -> None:
    rows = Observation.objects.filter(region__code=code, indicator__code=f"cijfer-{number}", **years)
    rows.update(value=None, status=status)


def found(code: str):
    return gaps(region_scan(frames.get_region(code)))


def test_each_reason_has_its_own_group_and_each_figure_stands_once(region):
    lose("GM9001", 0, Status.SUPPRESSED)
    lose("GM9001", 1, Status.NO_DENOMINATOR)
    Observation.objects.filter(region=region, indicator__code="cijfer-2").delete()
    lose("GM9001", 3, Status.MISSING, period=2024)
    one = found("GM9001")
    assert (one.n_figures, one.n_known, one.n_missing) == (5, 2, 3)
    assert {group.name: [figure.code for figure in group.figures] for group in (*one.missing, *one.behind)} == {
        "onderdrukt": ["cijfer-0"],
        "geen noemer": ["cijfer-1"],
        "niet geladen": ["cijfer-2"],
        "nieuwste jaar ontbreekt": ["cijfer-3"],
    }
    assert one.title == "Van 5 cijfers kennen wij er 3 niet"


def test_where_nothing_lacks_the_page_says_so(client, region):
    assert found("GM9001").title == "Alle 5 cijfers zijn bekend"
    assert "ontbreekt geen enkel cijfer" in client.get("/regioscan/GM9001/ontbreekt/").content.decode()


def test_the_page_gives_the_reason_and_what_is_known_of_a_larger_region(client, region):
    lose("GM9001", 0, Status.SUPPRESSED)
    html = client.get("/regioscan/GM9001/ontbreekt/").content.decode()
    assert "te weinig mensen, woningen of bedrijven" in html
    assert "Wel bekend van provincie Merenland, 2024" in html
    content = client.get("/regioscan/GM9001/ontbreekt.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content), delimiter=";")
    assert (row["Reden"], row["Code van het cijfer"]) == ("onderdrukt", "cijfer-0")
    assert client.get("/regioscan/gm9001/ontbreekt/").status_code == 301


def test_it_asks_nothing_of_the_database(region, django_assert_num_queries):
    scan = region_scan(region)
    with django_assert_num_queries(0):
        gaps(scan)
