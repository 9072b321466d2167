"""The pages on which regions stand beside each other, with similar ones, and in groups."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from regioscan.figures.side_by_side import side_by_side
from regioscan.models import Indicator, RegionGroup
from regioscan.models.observations import Status
from regioscan.peer_actions import make_peer_sets
from tests import factories
from tests.regioscan.scene import make_land, municipalities, publish, row
from tests.regioscan.test_peer_sets import make_structure

pytestmark = pytest.mark.django_db
SEVEN = [9.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]


@pytest.fixture
def regions():
    """Seven municipalities with one figure of 2022–2024."""
    found = make_land(7)
    values = {}
    for year in (2022, 2023, 2024):
        values |= row(municipalities(7), SEVEN, year)
    publish(factories.make_indicator(), values | row(["WK000101"], [7.0]), found)
    return found


def words_of(response) -> str:
    """What a reader reads."""
    return " ".join(strip_tags(response.content.decode().replace("<", " <")).split())


def address(*codes, extra="") -> str:
    """The page with these regions."""
    return "/regioscan/vergelijk/?" + "&".join(f"regio={code}" for code in codes) + extra


def test_without_a_choice_the_page_explains_itself_and_has_a_form(client, regions):
    response = client.get("/regioscan/vergelijk/")
    assert response.status_code == 200
    assert "Kies regio’s en zie hun cijfers in één tabel" in words_of(response)
    assert 'name="zoek"' in response.content.decode()


def test_searching_gives_links_that_add_a_region(client, regions):
    page = client.get(address("GM0001", extra="&zoek=hogewaard")).content.decode()
    assert 'href="?regio=GM0001&amp;regio=GM0002"' in page
    assert "Wij vinden geen andere regio" in words_of(client.get(address("GM0001", extra="&zoek=nergenshuizen")))


def test_regions_are_columns_in_one_year_with_a_chart_each_on_the_same_axes(client, regions):
    page = client.get(address("GM0001", "GM0002", "GM0003")).content.decode()
    table = page.partition("<caption>Arbeid: regio’s naast elkaar")[2].partition("</table>")[0]
    assert re.findall(r'<th scope="col"[^>]*>([^<]+)', table) == ["Cijfer", "Jaar", "Waalmeer", "Hogewaard", "Meerkamp"]
    assert re.findall(r'<td class="num">([\d,]+)', table) == ["9,0", "1,0", "2,0"]
    charts = page.partition('class="multiples"')[2].partition("</details>")[0]
    ticks = [re.findall(r">(\d+(?: %)?)</text>", one) for one in charts.split("<figure")[1:]]
    assert len(ticks) == 3
    assert ticks[0] == ticks[1] == ticks[2]


@pytest.mark.parametrize(("year", "told"), [(2020, "van 9,0 in 2022 naar 9,0 in 2024"), (2024, "9,0 in 2024")])
def test_a_small_chart_is_not_described_across_a_break(client, regions, year, told):
    Indicator.objects.update(breaks=[{"year": year, "reason": "Nieuwe telling."}])
    assert f"in gemeente Waalmeer: {told}." in client.get(address("GM0001", "GM0002")).content.decode()


def test_a_year_that_all_have_goes_before_a_newer_one(regions):
    publish(
        factories.make_indicator("ander", "Ander"),
        {("GM0001", 2024): 1.0, ("GM0001", 2023): 2.0, ("GM0002", 2023): 3.0},
        regions,
    )
    found = side_by_side([regions["GM0001"], regions["GM0002"]])
    other = next(one for one in found.rows if one.indicator.code == "ander")
    assert (other.period, [cell.value for cell in other.cells]) == (2023, [2.0, 3.0])


def test_a_missing_value_says_why(client, regions):
    publish(factories.make_indicator("geheim", "Geheim"), row(municipalities(2), [Status.SUPPRESSED, 5.0]), regions)
    words = words_of(client.get(address("GM0001", "GM0002")))
    assert "Het cijfer is onderdrukt" in words


def test_regions_of_different_kinds_come_with_a_notice(client, regions):
    assert "niet van dezelfde soort" in words_of(client.get(address("GM0001", "WK000101")))
    assert "niet van dezelfde soort" not in words_of(client.get(address("GM0001", "GM0002")))


def test_a_seventh_region_is_refused_kindly(client, regions):
    response = client.get(address(*municipalities(7)))
    words = words_of(response)
    assert response.status_code == 200
    assert "Er passen zes regio’s naast elkaar" in words
    assert "Broekerveld" not in words
    assert 'name="zoek"' not in response.content.decode()


@pytest.mark.parametrize("query", ["?regio=GM9999", "?regio=GM0001&thema=nergens", "?regio=x'--"])
def test_an_unknown_region_or_theme_is_not_found(client, regions, query):
    assert client.get(f"/regioscan/vergelijk/{query}").status_code == 404


def test_the_file_has_the_regions_as_columns(client, regions):
    lines = client.get("/regioscan/vergelijk/naast-elkaar.csv?regio=GM0001&regio=GM0002").content.decode().splitlines()
    assert "gemeente Waalmeer (GM0001)" in lines[0]
    assert lines[1].split(";")[3:] == ["2024", "9", "definitief", "1", "definitief"]
    xlsx = client.get("/regioscan/vergelijk/naast-elkaar.xlsx?regio=GM0001")
    assert xlsx.content[:2] == b"PK"
    assert client.get("/regioscan/vergelijk/naast-elkaar.csv").status_code == 404


def count(client, path) -> int:
    """How many queries a page takes the second time."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_six_regions_and_thirty_figures_take_no_more_queries_than_one_and_three(client, regions):
    one = count(client, address("GM0001"))
    assert count(client, address(*municipalities(6))) == one
    for number in range(30):
        publish(factories.make_indicator(f"meer-{number}"), row(municipalities(7), SEVEN), regions)
    assert count(client, address(*municipalities(6))) == one


def test_the_similar_regions_are_listed_with_distance_differences_and_variables(client, regions):
    make_structure(regions)
    made = make_peer_sets(kind="gemeente", by="toets")
    page = client.get("/regioscan/GM0001/vergelijkbaar/")
    words = words_of(page)
    assert page.status_code == 200
    assert f"Indeling {made.pk}, gemaakt op" in words
    assert "Kenmerken en hun gewicht" in words
    assert re.search(r"(meer|minder) inwoners \(\d,\d\)", words)
    table = client.get("/regioscan/GM0001/vergelijkbaar.csv").content.decode()
    assert table.splitlines()[0].count(": deze regio heeft") == 3
    assert len(table.splitlines()) >= 4


def test_a_region_without_similar_ones_says_so(client, regions):
    words = words_of(client.get("/regioscan/WK000101/vergelijkbaar/"))
    assert "Van wijken bepalen wij niet welke op elkaar lijken" in words


def test_the_page_of_a_region_offers_the_choice_and_says_what_it_means(client, regions):
    make_structure(regions)
    make_peer_sets(kind="gemeente", by="toets")
    page = client.get("/regioscan/GM0001/").content.decode()
    assert 'href="?met=vergelijkbaar"' in page
    assert "Gemeenten van 10.000 tot 20.000 inwoners in 2024: klasse 3 van de acht van het CBS." in words_of(
        client.get("/regioscan/GM0001/")
    )
    chosen = client.get("/regioscan/GM0001/arbeid/?met=vergelijkbaar")
    assert "vergelijkbare gemeenten" in words_of(chosen)


def test_only_who_may_define_regions_makes_a_group_and_all_may_read_it(client, administrator, member, regions):
    asked = {"naam": "Langs de rivier", "soort": "gemeente", "leden": "GM0001\nHogewaard\nmeerkamp", "waarom": "Samen."}
    client.force_login(member)
    assert client.post("/regioscan/groepen/nieuw/", asked).status_code == 403
    assert RegionGroup.objects.count() == 0
    client.force_login(administrator)
    assert client.post("/regioscan/groepen/nieuw/", asked).url == "/regioscan/groepen/langs-de-rivier/"
    client.logout()
    words = words_of(client.get("/regioscan/groepen/langs-de-rivier/"))
    assert "Waalmeer" in words
    assert "Bea Beheer" in words
    assert "Langs de rivier" in words_of(client.get("/regioscan/groepen/"))
    assert client.get("/regioscan/GM0001/?met=groep-langs-de-rivier").status_code == 200
    assert client.get("/regioscan/groepen/nergens/").status_code == 404


def test_a_group_with_a_name_that_nobody_knows_is_refused_with_the_line(client, administrator, regions):
    client.force_login(administrator)
    asked = {"naam": "Fout", "soort": "gemeente", "leden": "GM0001\nGM0002\nNergens", "waarom": "x"}
    response = client.post("/regioscan/groepen/nieuw/", asked)
    assert response.status_code == 400
    assert "Wij weten niet welke regio u bedoelt met «Nergens»" in words_of(response)


def test_a_ranking_gives_no_place_where_chance_allows_a_third_of_the_field(client, regions):
    people = factories.make_indicator("mensen", "Mensen", aggregation="SUM", theme=None, unit="inwoners")
    share = factories.make_indicator("klein", "Klein", aggregation="RATIO", weight=people, chance="aandeel", per=100)
    publish(people, row(municipalities(7), [20.0] * 6 + [1e7]), regions)
    publish(share, row(municipalities(7), [50.0, 51.0, 52.0, 53.0, 54.0, 55.0, 99.0]), regions)
    page = client.get("/regioscan/indicatoren/klein/")
    words = words_of(page)
    assert "niet te onderscheiden van het midden" in words
    assert "1 Broekerveld 99,0 1" in words
    assert re.search(r"(?<!\d)3 Zandhove", words) is None
    assert "Van dit cijfer is geen marge bekend" in words_of(client.get("/regioscan/indicatoren/participatie/"))
