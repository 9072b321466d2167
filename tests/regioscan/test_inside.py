"""Who lives behind an average: the national fifth, sums that add up, and honesty about what is not known."""

import csv
import io
from datetime import UTC, datetime

import numpy as np
import pytest
from django.template.loader import render_to_string
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from regioscan import frames
from regioscan.analysis.inside import NOBODY, Border, Inhabitants, worst_fifth
from regioscan.charts.inside import inside_card
from regioscan.figures import region_scan
from regioscan.figures.inside import inside_average
from regioscan.models import Composition, Observation, Region
from regioscan.models.observations import Status
from regioscan.reports import Draft, Identity
from regioscan.reports.chapters import build_chapters
from regioscan.reports.inside import INSIDE
from tests import factories
from tests.regioscan.scene import publish

THIRTY = np.arange(1.0, 31.0)


def test_the_border_lies_at_a_fifth_on_the_unfavourable_side():
    assert worst_fifth(THIRTY, 1) == Border(pytest.approx(6.8), True)
    assert worst_fifth(THIRTY, -1) == Border(pytest.approx(24.2), False)


@pytest.mark.parametrize(
    ("ordered", "direction"), [(THIRTY, 0), (THIRTY[:24], 1), (np.full(30, 5.0), 1), (np.empty(0), 1)]
)
def test_there_is_no_border_without_a_direction_with_few_or_with_equal_neighbourhoods(ordered, direction):
    assert worst_fifth(ordered, direction) is None


def test_many_equal_ones_at_the_border_make_no_fifth():
    ties = np.sort(np.concatenate([np.zeros(9), np.arange(1.0, 22.0)]))
    assert worst_fifth(ties, 1) is None
    assert worst_fifth(np.sort(np.concatenate([np.zeros(8), np.arange(1.0, 23.0)])), 1) == Border(0.0, True)


def test_a_share_needs_most_of_the_inhabitants():
    assert Inhabitants(10, 80, 100, 1, 4, 5).share == 0.125
    assert Inhabitants(10, 79, 100, 1, 4, 5).share is None
    assert NOBODY.share is None
    assert Inhabitants(0, 100, 100, 0, 5, 5).share == 0.0


people = st.integers(0, 5000)


@given(st.lists(st.tuples(people, st.booleans()), min_size=1, max_size=30), st.integers(0, 30))
def test_two_halves_add_up_to_the_whole(rows, cut):
    def of(part):
        inside = sum(n for n, is_in in part if is_in)
        everyone = sum(n for n, _ in part)
        return Inhabitants(inside, everyone, everyone, sum(is_in for _, is_in in part), len(part), len(part))

    assert of(rows[:cut]).plus(of(rows[cut:])) == of(rows)


@pytest.fixture
def land(db):
    """Two municipalities of fifteen neighbourhoods; of the first, three of 100 inhabitants lie in the fifth."""
    country = factories.make_region("NL00", "Nederland", "land")
    regions = {"NL00": country}
    for number in (1, 2):
        code = f"GM000{number}"
        regions[code] = factories.make_region(code, f"Plaats {number}", parent=country)
        for part in range(15):
            name = f"BU000{number}{part:04d}"
            regions[name] = factories.make_region(name, f"Buurt {number}-{part}", "buurt", parent=regions[code])
    theme = factories.make_theme()
    inhabitants = factories.make_indicator(
        "inwoners", "Inwoners", theme=theme, direction=0, unit="inwoners", decimals=0
    )
    work = factories.make_indicator("werk", "Betaald werk", theme=theme)
    buurten = [code for code in regions if code.startswith("BU")]
    publish(inhabitants, {(code, 2024): 100.0 for code in buurten}, regions)
    publish(
        work,
        {(code, 2024): float(position) for position, code in enumerate(buurten)}
        | {("GM0001", 2024): 60.0, ("GM0002", 2024): 70.0},
        regions,
    )
    return regions


def found(code: str):
    return inside_average(region_scan(frames.get_region(code)))["werk"]


def test_a_region_is_counted_in_its_own_neighbourhoods(land):
    first, second = found("GM0001"), found("GM0002")
    assert (first.people.inside, first.people.known, first.share) == (600, 1500, 40.0)
    assert first.sentence == (
        "40 % van de inwoners woont in een buurt die tot het minst gunstige vijfde deel van Nederland hoort."
    )
    assert (second.share, second.sentence[:26]) == (0.0, "Geen van de inwoners woont")


def test_the_country_is_exactly_the_sum_of_its_regions(land):
    assert found("NL00").people == found("GM0001").people.plus(found("GM0002").people)
    assert found("NL00").share == 20.0


def test_a_custom_region_counts_each_neighbourhood_of_its_members_once(land):
    custom = factories.make_region("MW0001", "Ons gebied", "maatwerk")
    made = Composition.objects.create(region=custom, version=1, reason="r", made_by="m")
    made.members.set([land["GM0001"], land["BU00010000"], land["BU00020000"]])
    publish(region_scan(land["GM0001"]).figures["werk"].indicator, {("MW0001", 2024): 61.0}, {"MW0001": custom})
    assert found("MW0001").people == Inhabitants(600, 1600, 1600, 6, 16, 16)


def test_a_neighbourhood_without_a_figure_is_not_in_the_share_and_is_said(land):
    rows = Observation.objects.filter(indicator__code="werk", region__code__in=["BU00010000", "BU00010014"])
    rows.update(value=None, status=Status.SUPPRESSED)
    one = found("GM0001")
    assert (one.people.inside, one.people.known, one.people.unknown) == (500, 1300, 200)
    assert one.unknown_text == "Van 200 inwoners is het cijfer van hun buurt niet bekend."
    Observation.objects.filter(indicator__code="werk", region__code__startswith="BU0001000").update(
        value=None, status=Status.SUPPRESSED
    )
    assert (found("GM0001").share, found("GM0001").reason) == (
        None, "Van te veel inwoners is het cijfer van hun buurt niet bekend."
    )  # fmt: skip


def test_nobody_is_only_said_of_what_is_known(land):
    Observation.objects.filter(indicator__code="werk", region__code="BU00020014").update(
        value=None, status=Status.SUPPRESSED
    )
    second = found("GM0002")
    assert (second.share, second.people.unknown) == (0.0, 100)
    end = "een buurt die tot het minst gunstige vijfde deel van Nederland hoort"
    assert second.sentence == f"Voor zover bekend woont geen van de inwoners in {end}."
    scan = region_scan(frames.get_region("GM0002"))
    card = inside_card(scan, inside_average(scan), {})
    assert card.title == f"Voor zover bekend woont geen inwoner in {end}"


def test_without_inhabitants_nothing_is_divided(land):
    Observation.objects.filter(indicator__code="inwoners").delete()
    assert (found("GM0001").share, found("GM0001").reason) == (
        None, "Van de buurten van dit gebied zijn geen inwoners bekend."
    )  # fmt: skip


def test_a_neighbourhood_itself_has_no_inside(land):
    assert inside_average(region_scan(land["BU00010000"])) == {}


def test_the_number_of_queries_does_not_depend_on_the_number_of_figures(land, django_assert_num_queries):
    scan = region_scan(land["GM0001"])
    with django_assert_num_queries(3):
        inside_average(scan)
    regions = {region.code: region for region in Region.objects.all()}
    for number in range(5):
        more = factories.make_indicator(f"meer-{number}", f"Meer {number}")
        values = {(code, 2024): float(place) for place, code in enumerate(regions) if code.startswith("BU")}
        publish(more, values | {("GM0001", 2024): 3.0}, regions)
    scan = region_scan(land["GM0001"])
    with django_assert_num_queries(3):
        assert len(inside_average(scan)) == 6


def test_the_pages_and_the_file_show_it(land):
    client = Client()
    for path in ("/regioscan/GM0001/", "/regioscan/GM0001/arbeid/"):
        html = client.get(path).content.decode()
        assert "Betaald werk: 40 % van de inwoners woont" in html
        assert "achter-het-gemiddelde.csv" in html
    content = client.get("/regioscan/GM0001/achter-het-gemiddelde.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content), delimiter=";")
    assert (row["Inwoners in zo’n buurt (%)"], row["Aantal inwoners in zo’n buurt"]) == ("40", "600")
    assert "Achter het gemiddelde" not in client.get("/regioscan/BU00010000/").content.decode()


def test_the_chapter_in_print_has_each_figure_with_its_share(land):
    draft = Draft(region_scan(land["GM0001"]), Identity("0f3c2b1a", datetime(2026, 3, 1, 12, tzinfo=UTC)))
    (built,) = build_chapters([INSIDE], draft)
    html = render_to_string(INSIDE.template, {"region": land["GM0001"], "chapter": INSIDE, "content": built.content})
    assert html.count('<th scope="row">') == 1
    assert '<td class="num">40 %</td><td class="num">600</td><td class="num">0</td>' in html
