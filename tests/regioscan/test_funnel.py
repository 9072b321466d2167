"""The funnel of a figure, and the figure of a larger area where a wijk has none."""

import pytest

from regioscan.charts.funnels import funnel
from regioscan.figures import region_scan
from regioscan.figures.funnel import funnel_view
from regioscan.figures.ranking import ranking
from regioscan.models import Indicator, Region
from regioscan.models.observations import Status
from tests import factories
from tests.regioscan.scene import make_land, municipalities, publish, row

pytestmark = pytest.mark.django_db
PEOPLE = [1_000.0, 40_000.0, 30_000.0, 25_000.0, 15_000.0]
PAGE = "/regioscan/indicatoren/koopwoningen/?beeld=trechter"


@pytest.fixture
def regions():
    found = make_land()
    homes = factories.make_indicator("woningen", "Woningen", theme=None, lens="", unit="woningen", aggregation="SUM")
    share = factories.make_indicator(
        "koopwoningen", "Koopwoningen", aggregation="WMEAN", weight=homes, chance="aandeel", per=100.0
    )
    publish(share, row([*municipalities(), "WK000101"], [53.0, 50.0, 50.1, 49.9, 50.0, Status.SUPPRESSED]), found)
    publish(homes, row(municipalities(), PEOPLE), found)
    return found


def test_regions_stand_by_size_between_their_limits(regions):
    view = funnel_view(ranking(Indicator.objects.get(code="koopwoningen"), "gemeente", 2024))
    assert [one.code for one in view.regions] == ["GM0001", "GM0005", "GM0004", "GM0003", "GM0002"]
    assert view.sizes.tolist() == [1_000, 15_000, 25_000, 30_000, 40_000]
    expected = (53 * 1000 + 50 * 40_000 + 50.1 * 30_000 + 49.9 * 25_000 + 50 * 15_000) / 111_000
    assert view.benchmark == pytest.approx(expected)
    assert [(one.level, one.is_wide) for one in view.limits] == [("95 %", False), ("99,8 %", False)]
    reach = 1.959964 * (expected * (100 - expected) / 1000) ** 0.5
    assert view.limits[0].high[0] - view.benchmark == pytest.approx(reach, rel=1e-6)


def test_a_region_can_be_marked(regions):
    found = ranking(Indicator.objects.get(code="koopwoningen"), "gemeente", 2024)
    chart = funnel(found, funnel_view(found), "GM0002")
    assert [point.name for point in chart.points if point.is_ours] == ["Hogewaard"]
    assert chart.notes[1].startswith("De regio’s lopen niet verder uiteen")


def test_a_figure_without_chance_has_no_funnel(regions):
    other = factories.make_indicator()
    publish(other, row(municipalities(), [1.0, 2.0, 3.0, 4.0, 5.0]), regions)
    assert funnel_view(ranking(other, "gemeente", 2024)) is None


def test_the_page_draws_it_when_asked_and_links_to_it_when_not(client, regions):
    drawn = client.get(PAGE).content.decode()
    assert "chart-funnel" in drawn
    assert "Toeval alleen, 95 %: van" in drawn
    plain = client.get("/regioscan/indicatoren/koopwoningen/").content.decode()
    assert "chart-funnel" not in plain
    assert "beeld=trechter" in plain


def test_the_page_says_why_there_is_no_funnel(client, regions):
    publish(factories.make_indicator(), row(municipalities(), [1.0, 2.0, 3.0, 4.0, 5.0]), regions)
    assert (
        "Geen trechter bij dit cijfer"
        in client.get("/regioscan/indicatoren/participatie/?beeld=trechter").content.decode()
    )


def test_an_unknown_picture_is_a_bad_request(client, regions):
    assert client.get("/regioscan/indicatoren/koopwoningen/?beeld=taart").status_code == 400


def test_a_wijk_without_a_figure_shows_that_of_its_gemeente_with_its_own_level_and_counts_it_nowhere(client, regions):
    Region.objects.filter(code="WK000101").update(parent=regions["GM0001"])
    scan = region_scan(Region.objects.get(code="WK000101"))
    figure = scan.figures["koopwoningen"]
    assert figure.value is None
    assert figure.fallback.text == "Cijfer van de gemeente Waalmeer (2024): 53,0 %"
    assert (figure.standing, figure.place, figure.fact.place) == (None, None, None)
    page = client.get("/regioscan/WK000101/arbeid/").content.decode()
    assert "Cijfer van de gemeente Waalmeer (2024): 53,0 %." in page
    assert "Het cijfer is onderdrukt" in page


def test_a_gemeente_never_borrows_a_figure(regions):
    publish(
        Indicator.objects.get(code="koopwoningen"), {("PV01", 2023): 51.0, ("GM0001", 2023): Status.MISSING}, regions
    )
    assert region_scan(Region.objects.get(code="GM0002"), 2023).figures["koopwoningen"].fallback is None


def test_a_count_is_never_borrowed(regions):
    people = factories.make_indicator("inwoners", "Inwoners", unit="inwoners", aggregation="SUM")
    publish(people, row(["GM0001", "WK000101"], [20_000.0, Status.MISSING]), regions)
    assert region_scan(Region.objects.get(code="WK000101")).figures["inwoners"].fallback is None
