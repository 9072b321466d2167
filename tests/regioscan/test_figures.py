"""Building a regioscan: the latest figure, its comparison, and words for everything that is not known."""

import pytest

from regioscan.analysis.change import Change
from regioscan.charts import specs
from regioscan.charts.cards import ScanCards
from regioscan.figures import region_scan
from regioscan.figures.ranking import default_figure, ranking, region_parts
from regioscan.models.observations import Status
from tests import factories
from tests.regioscan.scene import make_land, municipalities, publish, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def regions():
    """Five municipalities in one province."""
    return make_land()


def scan_of(regions, code="GM0001", **options):
    """A scan as a page makes it, with the region fetched anew."""
    return region_scan(type(regions[code]).objects.get(code=code), **options)


def test_the_latest_value_is_shown_with_its_place(regions):
    indicator = factories.make_indicator()
    publish(indicator, row(municipalities(), [9.0, 1.0, 2.0, 3.0, 4.0]) | {("GM0001", 2023): 5.0}, regions)
    figure = scan_of(regions).figures["participatie"]
    assert (figure.period, figure.value, figure.value_text) == (2024, 9.0, "9,0")
    assert figure.verdict == "Het hoogst van de 5 gemeenten. Dat is gunstig."
    assert figure.place == 100.0


def test_a_chosen_year_shows_nothing_later(regions):
    publish(factories.make_indicator(), {("GM0001", 2022): 5.0, ("GM0001", 2024): 9.0}, regions)
    assert scan_of(regions, period=2023).figures["participatie"].value == 5.0
    assert scan_of(regions, period=2021).figures["participatie"].reading is None


def test_a_later_year_without_a_value_is_told_and_does_not_hide_the_value(regions):
    values = {("GM0001", 2023): 5.0, ("GM0001", 2024): Status.SUPPRESSED, ("GM0002", 2024): 1.0}
    publish(factories.make_indicator(), values, regions)
    figure = scan_of(regions).figures["participatie"]
    assert (figure.period, figure.value) == (2023, 5.0)
    assert figure.newer_text == (
        "Over 2024 is er geen cijfer. Het cijfer is onderdrukt: het gaat om te weinig mensen, woningen of bedrijven "
        "om het te tonen."
    )


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.SUPPRESSED, "Het cijfer is onderdrukt"),
        (Status.MISSING, "De bron geeft voor dit gebied geen cijfer."),
        (Status.NOT_APPLICABLE, "Dit cijfer is op dit gebied niet van toepassing."),
        (Status.NO_DENOMINATOR, "Er is geen noemer"),
    ],
)
def test_every_reason_has_its_own_sentence(regions, status, words):
    publish(factories.make_indicator(), {("GM0001", 2024): status, ("GM0002", 2024): 1.0}, regions)
    figure = scan_of(regions).figures["participatie"]
    assert figure.value is None
    assert figure.reason.startswith(words)
    assert figure.value_text == ""


def test_nothing_loaded_is_said_in_words(regions):
    factories.make_indicator()
    assert scan_of(regions).figures["participatie"].reason == "Voor dit gebied is nog geen cijfer geladen."


def test_zero_is_a_value(regions):
    publish(factories.make_indicator(), row(municipalities(), [0.0, 1.0, 2.0, 3.0, 4.0]), regions)
    figure = scan_of(regions).figures["participatie"]
    assert (figure.value, figure.value_text, figure.standing.n_lower) == (0.0, "0,0", 0)


def test_country_and_province_stand_beside_the_figure_and_calculated_ones_are_labelled(regions):
    indicator = factories.make_indicator()
    publish(indicator, row([*municipalities(), "NL00"], [9.0, 1.0, 2.0, 3.0, 4.0, 3.4]), regions)
    publish(indicator, row(["PV01"], [3.8]), regions, status=Status.CALCULATED)
    figure = scan_of(regions).figures["participatie"]
    assert figure.national.value == 3.4
    assert figure.benchmark_texts == ["provincie Merenland: 3,8 % (door ons berekend)", "Nederland: 3,4 %"]


def test_a_benchmark_of_another_year_is_not_used(regions):
    publish(factories.make_indicator(), {("GM0001", 2024): 9.0, ("NL00", 2023): 3.4}, regions)
    assert scan_of(regions).figures["participatie"].national is None


def test_comparing_within_the_province_leaves_others_out(regions):
    elsewhere = factories.make_region("GM0900", "Elders")
    indicator = factories.make_indicator()
    everywhere = regions | {"GM0900": elsewhere}
    publish(indicator, row([*municipalities(), "GM0900"], [9.0, 1.0, 2.0, 3.0, 4.0, 20.0]), everywhere)
    wide = scan_of(regions).figures["participatie"]
    narrow = scan_of(regions, benchmark="provincie").figures["participatie"]
    assert (wide.standing.n_others, narrow.standing.n_others) == (5, 4)
    assert narrow.verdict == "Het hoogst van de 5 gemeenten in Merenland. Dat is gunstig."


def test_an_unknown_comparison_is_a_key_error(regions):
    with pytest.raises(KeyError):
        scan_of(regions, benchmark="gemeente")
    with pytest.raises(KeyError):
        scan_of(regions, "NL00", benchmark="provincie")


def test_provinces_that_we_calculated_are_compared_with_each_other(regions):
    other = factories.make_region("PV02", "Zandland", "provincie", parent=regions["NL00"])
    indicator = factories.make_indicator()
    publish(indicator, row(municipalities(), [9.0, 1.0, 2.0, 3.0, 4.0]), regions)
    publish(indicator, row(["PV01", "PV02"], [3.8, 4.8]), regions | {"PV02": other}, status=Status.CALCULATED)
    figure = scan_of(regions, "PV01").figures["participatie"]
    assert (figure.verdict, figure.place) == ("Het laagst van de 2 provincies.", None)
    assert figure.remark == "door ons berekend uit de delen"


def test_a_country_is_compared_with_nothing(regions):
    publish(factories.make_indicator(), row(["NL00"], [9.0]), regions)
    scan = scan_of(regions, "NL00")
    assert (scan.comparison, scan.has_others, scan.figures["participatie"].verdict) == (None, False, "")


def test_a_context_figure_is_never_judged_and_makes_no_score(regions):
    publish(factories.make_indicator(direction=0), row(municipalities(), [9.0, 1.0, 2.0, 3.0, 4.0]), regions)
    scan = scan_of(regions)
    assert scan.figures["participatie"].verdict == "Het hoogst van de 5 gemeenten."
    assert scan.themes[0].place.place is None
    assert scan.themes[0].no_place_reason == "Geen score: bij deze cijfers is hoger niet gunstiger of ongunstiger."


def test_a_theme_with_too_few_known_figures_has_a_reason_and_no_score(regions):
    publish(factories.make_indicator(), row(municipalities(), [9.0, 1.0, 2.0, 3.0, 4.0]), regions)
    factories.make_indicator("onbekend", "Onbekend")
    theme = scan_of(regions).themes[0]
    assert (theme.n_known, theme.place.place) == (1, None)
    assert theme.no_place_reason == ("Geen score: van de 2 cijfers die meetellen is er 1 bekend en recent genoeg.")


def test_with_too_few_others_there_is_no_score_and_that_is_said(regions):
    publish(factories.make_indicator(), row(municipalities(4), [9.0, 1.0, 2.0, 3.0]), regions)
    scan = scan_of(regions)
    assert (scan.figures["participatie"].standing.n_others, scan.figures["participatie"].place) == (3, None)
    assert scan.themes[0].no_place_reason == "Geen score: er zijn te weinig andere regio’s om mee te vergelijken."
    assert scan.themes_title == "Wat er per thema bekend is"


def test_the_only_figure_that_counts_is_spoken_of_as_one(regions):
    publish(factories.make_indicator("oud"), row(municipalities(), [9.0, 1.0, 2.0, 3.0, 4.0], 2019), regions)
    publish(factories.make_indicator("nieuw", direction=0), row(municipalities(), [9.0, 1.0, 2.0, 3.0, 4.0]), regions)
    reason = "Geen score: het enige cijfer dat meetelt, is niet bekend of niet recent genoeg."
    assert scan_of(regions).themes[0].no_place_reason == reason


def test_an_old_change_is_not_among_the_largest(regions):
    values = row(municipalities(), [9.0, 1.0, 2.0, 3.0, 4.0], 2018) | row(municipalities(), [2.0] * 5, 2017)
    publish(factories.make_indicator("oud", direction=0), values, regions)
    publish(factories.make_indicator("nieuw"), row(municipalities(), [2.5, 1.0, 2.0, 3.0, 4.0], 2024), regions)
    scan = scan_of(regions)
    assert (scan.figures["oud"].change, scan.highlights.changed) == (Change(2017, 2.0, 2018, 9.0), ())


def test_a_figure_that_is_much_older_than_the_newest_does_not_count(regions):
    old, new = factories.make_indicator("oud"), factories.make_indicator("nieuw")
    publish(old, row(municipalities(), [9.0, 1.0, 2.0, 3.0, 4.0], 2019), regions)
    publish(new, row(municipalities(), [9.0, 1.0, 2.0, 3.0, 4.0], 2024), regions)
    scan = scan_of(regions)
    assert (scan.figures["oud"].is_too_old, scan.figures["oud"].value) == (True, 9.0)
    assert scan.themes[0].place.n_known == 1


def test_a_theme_moves_with_its_places(regions):
    values = row(municipalities(), [9.0, 1.0, 2.0, 3.0, 4.0]) | row(municipalities(), [0.0, 1.0, 2.0, 3.0, 4.0], 2023)
    publish(factories.make_indicator(), values, regions)
    theme = scan_of(regions).themes[0]
    assert (theme.place.place, theme.place_change) == (100.0, 100.0)


def test_missing_years_are_gaps_in_the_trend(regions):
    publish(factories.make_indicator(), {("GM0001", 2020): 1.0, ("GM0001", 2022): 3.0}, regions)
    figure = scan_of(regions).figures["participatie"]
    assert figure.trend == ((2020, 1.0), (2021, None), (2022, 3.0))
    assert figure.courses[0].reasons == ((2021, "niet geladen"),)
    assert figure.change == Change(2020, 1.0, 2022, 3.0)
    assert figure.change_text == "In 2020 was het 1,0 %."


def test_a_break_in_the_series_is_never_told_as_a_change(regions):
    years = {2018: 1.0, 2019: 2.0, 2020: 3.0, 2021: 90.0, 2022: 91.0}
    rows = {(code, year): value + place for place, code in enumerate(municipalities()) for year, value in years.items()}
    indicator = factories.make_indicator(breaks=[{"year": 2021, "reason": "Nieuwe telling."}])
    publish(indicator, rows, regions)
    scan = scan_of(regions)
    figure = scan.figures["participatie"]
    assert figure.change == Change(2021, 90.0, 2022, 91.0)
    assert figure.change_text == "In 2021 was het 90,0 %."
    assert figure.place_before is not None
    assert [point[0] for point in figure.trend] == list(years)
    assert specs.spark(figure) is None
    assert specs.trend(figure, scan).breaks[0].x == 2021
    indicator.breaks = [{"year": 2022, "reason": "Nieuwe telling."}]
    indicator.save()
    figure = scan_of(regions).figures["participatie"]
    assert (figure.change, figure.change_text, figure.place_before) == (None, "", None)
    indicator.breaks = [{"year": 2019, "reason": "Nieuwe telling."}]
    indicator.save()
    figure = scan_of(regions).figures["participatie"]
    assert specs.spark(figure).points[0] == (2019, 2.0)
    assert specs.spark(figure).alt == "Van 2,0 in 2019 naar 91,0 in 2022"
    assert ScanCards(scan_of(regions)).figure("participatie").since == "sinds 2019"


@pytest.mark.parametrize("benchmark", ["nederland", "provincie"])
def test_the_number_of_queries_does_not_depend_on_the_number_of_indicators(
    regions, benchmark, django_assert_num_queries
):
    region = type(regions["GM0001"]).objects.select_related("parent__parent").get(code="GM0001")
    for number in range(3):
        publish(factories.make_indicator(f"cijfer-{number}"), row(municipalities(), [9.0, 1.0, 2.0, 3.0, 4.0]), regions)
        with django_assert_num_queries(11 if benchmark == "provincie" else 10):
            region_scan(region, benchmark=benchmark)


def test_a_ranking_puts_the_most_favourable_first_and_the_unknown_last(regions):
    indicator = factories.make_indicator(direction=-1)
    publish(indicator, row(municipalities(), [3.0, 1.0, Status.SUPPRESSED, 3.0, 2.0]), regions)
    found = ranking(indicator, "gemeente", 2024)
    assert [(place.region.code, place.rank, place.value) for place in found.places()] == [
        ("GM0002", 1, 1.0),
        ("GM0005", 2, 2.0),
        ("GM0004", 3, 3.0),
        ("GM0001", 3, 3.0),
        ("GM0003", None, None),
    ]
    assert (found.n_known, found.places()[4].reason[:27]) == (4, "Het cijfer is onderdrukt: h")


def test_a_page_of_a_ranking_fetches_only_its_own_regions(regions, django_assert_num_queries):
    indicator = factories.make_indicator()
    publish(indicator, row(municipalities(), [3.0, 1.0, 5.0, 3.0, 2.0]), regions)
    found = ranking(indicator, "gemeente", 2024)
    with django_assert_num_queries(1):
        assert [place.region.code for place in found.places(found.order[:2])] == ["GM0003", "GM0004"]


def test_parts_stand_from_high_to_low_with_their_difference_or_reason(regions):
    indicator = factories.make_indicator()
    publish(indicator, row(["GM0001", "WK000101", "WK000102"], [4.0, Status.SUPPRESSED, 6.5]), regions)
    parts = region_parts(scan_of(regions), "participatie")
    assert [(part.region.code, part.value, part.difference) for part in parts.parts] == [
        ("WK000102", 6.5, 2.5),
        ("WK000101", None, None),
    ]
    assert parts.parts[1].reason.startswith("Het cijfer is onderdrukt")


def test_parts_of_a_count_are_a_share_of_the_whole(regions):
    indicator = factories.make_indicator("inwoners", aggregation="SUM", direction=0)
    publish(indicator, row(["GM0001", "WK000101", "WK000102"], [100.0, 25.0, 75.0]), regions)
    parts = region_parts(scan_of(regions), "inwoners")
    assert [(part.difference, part.percent) for part in parts.parts] == [(None, 75.0), (None, 25.0)]


def test_the_parts_show_first_what_asks_attention(regions):
    publish(factories.make_indicator("goed"), row(municipalities(), [9.0, 1.0, 2.0, 3.0, 4.0]), regions)
    publish(factories.make_indicator("slecht"), row(municipalities(), [0.0, 1.0, 2.0, 3.0, 4.0]), regions)
    assert default_figure(scan_of(regions)) == "slecht"


def test_a_region_without_parts_has_none(regions):
    publish(factories.make_indicator(), row(["WK000101"], [4.0]), regions)
    assert region_parts(scan_of(regions, "WK000101"), "participatie") is None
