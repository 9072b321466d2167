"""The pages of the regioscan: what they say, what they answer to nonsense, and how few queries they need."""

import re
from datetime import date

import pytest
from django.core.cache import caches
from django.utils.html import strip_tags

from regioscan import frames
from regioscan.models import Region
from regioscan.models.observations import Status
from tests import factories
from tests.regioscan.scene import draw, make_land, municipalities, publish, row

pytestmark = pytest.mark.django_db
FIVE = [9.0, 1.0, 2.0, 3.0, 4.0]


@pytest.fixture
def regions():
    """Five municipalities with one figure of 2022–2024."""
    found = make_land()
    values = {}
    for year in (2022, 2023, 2024):
        values |= row([*municipalities(), "NL00"], [*FIVE, 3.4], year)
    publish(factories.make_indicator(), values, found)
    return found


def text_of(response) -> str:
    """What a reader reads."""
    page = response.content.decode().replace("<t", " <t")
    return " ".join(strip_tags(page).split())


def test_a_visitor_sees_the_dashboard_with_finding_verdict_and_comparison(client, regions):
    response = client.get("/regioscan/GM0001/")
    words = text_of(response)
    assert response.status_code == 200
    assert "Waalmeer staat gunstiger dan de meeste gemeenten bij mensen met betaald werk." in words
    assert "Het hoogst van de 5 gemeenten. Dat is gunstig." in words
    assert "Nederland: 3,4 %." in words


def test_a_theme_has_a_score_and_says_which_end_is_favourable(client, regions):
    words = text_of(client.get("/regioscan/GM0001/arbeid/"))
    lead = "De cijfers van Waalmeer zijn gemiddeld gunstiger dan de middelste gemeente"
    assert f"{lead}: score 100, waarbij 100 het gunstigst is." in words


def test_a_suppressed_figure_is_shown_in_words_and_not_as_zero(client, regions):
    indicator = factories.make_indicator("geheim", "Geheim cijfer")
    publish(indicator, row(municipalities(2), [Status.SUPPRESSED, 5.0]), regions)
    page = client.get("/regioscan/GM0001/arbeid/").content.decode()
    section = page.partition('id="geheim"')[2].partition("</section>")[0]
    words = " ".join(strip_tags(section).split())
    assert "Geheim cijfer: geen cijfer" in words
    assert "Het cijfer is onderdrukt: het gaat om te weinig mensen" in words
    assert re.search(r"\b0\b", words) is None


def test_a_provisional_and_a_calculated_value_say_so(client, regions):
    indicator = factories.make_indicator("nieuw", "Nieuw cijfer")
    publish(indicator, row(municipalities(2), [3.0, 5.0]), regions, status=Status.PROVISIONAL)
    publish(indicator, row(["PV01"], [4.0]), regions, status=Status.CALCULATED)
    words = text_of(client.get("/regioscan/GM0001/arbeid/"))
    assert "2024, voorlopig cijfer" in words
    assert "Provincie Merenland: 4,0 % (door ons berekend)" in words


@pytest.mark.parametrize("url", ["/regioscan/GM0001/", "/regioscan/GM0001/?met=provincie", "/regioscan/GM0001/arbeid/"])
def test_a_page_of_a_region_does_the_same_queries_with_one_and_with_three_figures(
    client, regions, url, django_assert_max_num_queries
):
    for n_extra in range(3):
        publish(
            factories.make_indicator(f"meer-{n_extra}"), row([*municipalities(), "WK000101"], [*FIVE, 2.0]), regions
        )
        with django_assert_max_num_queries(28):
            client.get(url)


def test_a_list_does_the_same_queries_with_more_regions(client, regions, django_assert_num_queries):
    for number in range(3):
        factories.make_region(f"GM070{number}", f"Nog een {number}", parent=regions["PV01"])
        caches["pages"].clear()
        with django_assert_num_queries(4):
            client.get("/regioscan/")
        with django_assert_num_queries(3):
            client.get("/regioscan/?q=nog")


def test_the_page_of_a_figure_does_the_same_queries_with_more_regions(client, regions, django_assert_num_queries):
    client.get("/regioscan/indicatoren/participatie/")
    caches["pages"].clear()
    with django_assert_num_queries(11):
        client.get("/regioscan/indicatoren/participatie/")
    for number in range(3):
        extra = factories.make_region(f"GM070{number}", f"Nog een {number}", parent=regions["PV01"])
        factories.observe(factories.Indicator.objects.get(), extra, 2024, 4.0)
    caches["pages"].clear()
    with django_assert_num_queries(11):
        client.get("/regioscan/indicatoren/participatie/")


def test_what_is_chosen_is_marked_and_stays_in_the_address(client, regions):
    page = client.get("/regioscan/GM0001/?met=provincie&jaar=2023").content.decode()
    assert '<a href="?met=provincie&amp;jaar=2023" aria-current="true">Provincie Merenland</a>' in page
    assert '<a href="?met=provincie&amp;jaar=2023" aria-current="true">2023</a>' in page
    assert '<a href="?jaar=2023">Nederland</a>' in page
    assert 'href="/regioscan/GM0001/arbeid/?met=provincie&amp;jaar=2023"' in page


def test_the_usual_state_has_one_address(client, regions):
    page = client.get("/regioscan/GM0001/?met=nederland").content.decode()
    assert re.search(r'<link rel="canonical" href="[^"]*/regioscan/GM0001/">', page)


def test_a_code_in_small_letters_leads_to_the_page(client, regions):
    response = client.get("/regioscan/gm0001/?met=provincie")
    assert (response.status_code, response["Location"]) == (301, "/regioscan/GM0001/?met=provincie")


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/regioscan/GM9999/", 404),
        ("/regioscan/GM0001%00/", 400),
        ("/regioscan/" + "G" * 400 + "/", 404),
        ("/regioscan/GM0001/?jaar=abc", 400),
        ("/regioscan/GM0001/?jaar=99999999999999999999", 400),
        ("/regioscan/GM0001/?jaar=-1", 400),
        ("/regioscan/GM0001/?met=%00", 400),
        ("/regioscan/GM0001/?met=gemeente", 404),
        ("/regioscan/GM0001/?met=" + "x" * 300, 400),
        ("/regioscan/GM0001/?cijfer=bestaat-niet", 404),
        ("/regioscan/GM0001/?cijfer=%00", 400),
        ("/regioscan/GM0001/onzin/", 404),
        ("/regioscan/GM0001/onzin.csv", 404),
        ("/regioscan/GM0001/delen.csv?cijfer=onzin", 404),
        ("/regioscan/GM0001/arbeid/verloop.csv?cijfer=onzin", 404),
        ("/regioscan/GM0001/arbeid/onzin/verken.json", 404),
        ("/regioscan/WK000101/delen.csv", 404),
        ("/regioscan/indicatoren/onzin/", 404),
        ("/regioscan/indicatoren/participatie/?soort=onzin", 400),
        ("/regioscan/indicatoren/participatie/?soort=buurt", 404),
        ("/regioscan/indicatoren/participatie/?jaar=1999", 404),
        ("/regioscan/indicatoren/participatie/?jaar=1999.5", 400),
        ("/regioscan/indicatoren/participatie/?pagina=onzin", 200),
        ("/regioscan/?q=%00", 400),
        ("/regioscan/?q=" + "x" * 500, 400),
        ("/regioscan/?soort=onzin", 400),
        ("/regioscan/?q=%27%3B+drop+table--", 200),
        ("/regioscan/regios.csv?q=%00", 400),
    ],
)
def test_nonsense_gets_a_clear_page_and_never_an_error(client, regions, url, status):
    assert client.get(url).status_code == status


@pytest.mark.parametrize(
    ("query", "found"),
    [("waal", ["Waalmeer"]), ("gemeente waalmeer", ["Waalmeer"]), ("wijk 01", ["Wijk 01"]), ("PV01", ["Merenland"])],
)
def test_searching_links_to_what_it_finds(client, regions, query, found):
    page = client.get("/regioscan/", {"q": query}).content.decode()
    assert re.findall(r'<h3><a href="/regioscan/\w+/">([^<]+)</a>', page) == found


def test_a_search_that_finds_nothing_says_what_to_try(client, regions):
    words = text_of(client.get("/regioscan/?q=atlantis"))
    assert "Geen regio gevonden" in words
    assert "Zoek op een deel van de naam" in words


def test_the_list_shows_gemeenten_first_and_any_other_kind_when_asked(client, regions):
    assert "5 gemeenten, van a tot z" in text_of(client.get("/regioscan/"))
    assert "2 wijken, van a tot z" in text_of(client.get("/regioscan/?soort=wijk"))


def test_with_boundaries_there_is_a_map_and_the_same_links_in_a_list(client, regions):
    draw(regions["GM0001"])
    page = client.get("/regioscan/").content.decode()
    assert page.count('href="/regioscan/GM0001/"') == 2
    assert "geen grenzen geladen" not in page


def test_without_boundaries_there_is_a_list_and_a_sentence(client, regions):
    publish(factories.make_indicator("huisarts"), row(["GM0001", "WK000101", "WK000102"], [4.0, 3.0, 6.5]), regions)
    words = text_of(client.get("/regioscan/GM0001/?cijfer=huisarts"))
    assert "Er zijn nog geen grenzen geladen. Daarom staat hier een lijst zonder kaart." in words
    assert "Wijk 02 6,5 +2,5 Wijk 01 3,0 −1,0" in words


def test_parts_on_a_map_have_the_same_numbers_in_a_list(client, regions):
    publish(factories.make_indicator("huisarts"), row(["GM0001", "WK000101", "WK000102"], [4.0, 3.0, 6.5]), regions)
    draw(regions["WK000101"])
    draw(regions["WK000102"], 5.2)
    response = client.get("/regioscan/GM0001/?cijfer=huisarts")
    assert response.context["parts_map"] is not None
    assert "Wijk 02 6,5 +2,5 Wijk 01 3,0 −1,0" in text_of(response)


def test_with_nothing_loaded_every_page_says_what_will_be_here(client):
    assert "Hier komt de lijst van regio’s." in text_of(client.get("/regioscan/"))
    assert "Hier komen de cijfers." in text_of(client.get("/regioscan/indicatoren/"))
    assert "Hier komen de bronnen." in text_of(client.get("/regioscan/bronnen/"))
    factories.make_region()
    assert "Van Waalmeer zijn nog geen cijfers bekend." in text_of(client.get("/regioscan/GM0001/"))


def test_a_figure_without_anything_loaded_says_so(client):
    factories.make_indicator()
    assert "Van dit cijfer is nog niets geladen." in text_of(client.get("/regioscan/indicatoren/participatie/"))


def test_a_region_of_which_all_is_suppressed_still_has_a_page(client, regions):
    lonely = factories.make_region("GM0800", "Stil", parent=regions["PV01"])
    indicator = factories.Indicator.objects.get()
    factories.observe(indicator, lonely, 2024, None, Status.SUPPRESSED)
    response = client.get("/regioscan/GM0800/")
    assert (response.status_code, response.context["scan"].n_known) == (200, 0)


def test_one_region_alone_has_figures_and_no_comparison(client):
    region = factories.make_region()
    publish(factories.make_indicator(), {("GM0001", 2024): 5.0}, {"GM0001": region})
    words = text_of(client.get("/regioscan/GM0001/"))
    assert "Van Waalmeer is 1 cijfer bekend. Er zijn te weinig andere gemeenten om mee te vergelijken." in words
    assert "Wat er per thema bekend is" in words


def test_an_ended_region_says_when_it_was(client, regions):
    Region.objects.filter(code="GM0001").update(valid_to=date(2023, 1, 1))
    words = text_of(client.get("/regioscan/GM0001/"))
    assert "gemeente Waalmeer bestaat niet meer." in words
    assert "van 1 januari 2000 tot 1 januari 2023" in words


def test_a_figure_shows_ranking_spread_and_definition(client, regions):
    words = text_of(client.get("/regioscan/indicatoren/participatie/"))
    assert "De helft van de gemeenten ligt tussen 2,0 en 4,0 %" in words
    assert "1 Waalmeer 9,0 2 Zandhove 4,0 3 Elzendam 3,0" in words
    assert "Deel van de mensen van 15 tot 75 jaar met betaald werk." in words


def test_a_long_ranking_has_pages(client, regions):
    indicator = factories.Indicator.objects.get()
    for number in range(60):
        region = factories.make_region(f"GM1{number:03d}", f"Dorp {number}")
        factories.observe(indicator, region, 2024, 100.0 + number)
    first, second = (client.get(f"/regioscan/indicatoren/participatie/?pagina={page}") for page in (1, 2))
    assert (len(first.context["places"]), len(second.context["places"])) == (50, 15)
    assert first.context["places"][0].region.code == "GM1059"


def test_helper_figures_have_no_page(client):
    factories.make_indicator("hulp", theme=None, lens="")
    assert client.get("/regioscan/indicatoren/hulp/").status_code == 404


def test_the_sources_tell_their_last_delivery_and_what_waits(client, regions):
    factories.make_source("grenzen", name="Grenzen van regio’s", delivers="grenzen")
    factories.make_source("voorbeeld-cijfers", name="Verzonnen cijfers", licence="verzonnen")
    words = text_of(client.get("/regioscan/bronnen/"))
    assert "Wij gebruiken 1 bron. Alle zijn actueel." in words
    assert "Deze bronnen kunnen er nog bij Grenzen van regio’s" in words
    assert "Verzonnen cijfers" not in words


def test_a_late_source_is_called_late(client, regions):
    source = factories.make_source()
    source.snapshots.update(retrieved_at="2020-01-01T12:00:00Z")
    words = text_of(client.get("/regioscan/bronnen/"))
    assert "Een nieuwe levering is over tijd van: Kerncijfers wijken en buurten." in words


@pytest.mark.parametrize(
    "url",
    [
        "/regioscan/",
        "/regioscan/?q=waal",
        "/regioscan/GM0001/",
        "/regioscan/NL00/",
        "/regioscan/PV01/",
        "/regioscan/GM0001/arbeid/",
        "/regioscan/indicatoren/",
        "/regioscan/indicatoren/participatie/",
        "/regioscan/bronnen/",
    ],
)
def test_every_page_has_one_h1_and_no_double_ids(client, regions, url):
    page = client.get(url).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert page.count("<h1") == 1
    assert sorted(ids) == sorted(set(ids))


def test_a_source_counts_only_what_it_delivered_itself(client, regions):
    cbs, other = factories.make_source(), factories.make_source("grenzen-2", name="Andere bron")
    indicator = factories.Indicator.objects.get()
    for source in (cbs, other):
        indicator.keys.create(source=source, year_from=2020, year_to=2024, path="pad")
    delivered = {"indicators": [{"code": "participatie"}], "years": [2022, 2023]}
    other.snapshots.all().delete()
    factories.make_snapshot(other, summary=delivered)
    factories.make_snapshot(cbs, summary=delivered | {"years": [2030]}, state="ontvangen", published_at=None)
    counts = frames.counts_per_source()
    assert counts[other.pk] == frames.SourceCounts(1, 1, 2023)
    assert counts[cbs.pk] == frames.SourceCounts(1, 0, None)


def test_a_card_names_the_delivery_and_the_definition_the_usual_source(client, regions, settings):
    settings.EXAMPLE_FIGURES = True
    page = client.get("/regioscan/GM0001/").content.decode()
    terms = set(re.findall(r"<dt>(Bron|Licentie|Gewone bron)</dt>\s*<dd>([^<]*)</dd>", page))
    assert terms == {("Bron", "Kerncijfers wijken en buurten"), ("Licentie", "CC BY 4.0")}
    response = client.get("/regioscan/indicatoren/participatie/")
    assert "<dt>Gewone bron</dt><dd>CBS</dd>" in response.content.decode()
    about = text_of(response)
    assert "De cijfers die u hier ziet, zijn verzonnen. De gewone bron levert het echte cijfer." in about


def test_a_value_that_nobody_counted_has_a_mark_with_a_note(client, regions):
    indicator = factories.make_indicator("geschat")
    publish(indicator, row(["GM0001", "WK000101"], [4.0, 3.0]), regions, status=Status.MODELLED)
    note = "* Door ons berekend uit de delen, of geschat met een model."
    parts = text_of(client.get("/regioscan/GM0001/?cijfer=geschat"))
    ranked = text_of(client.get("/regioscan/indicatoren/geschat/"))
    assert ("Wijk 01 3,0* −1,0" in parts, note in parts) == (True, True)
    assert ("1 Waalmeer 4,0*" in ranked, note in ranked) == (True, True)
    assert note not in text_of(client.get("/regioscan/indicatoren/participatie/"))
