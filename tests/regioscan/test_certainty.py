"""How certain figures are: intervals, tests, gaps and trends of a whole regioscan, and their words."""

import numpy as np
import pytest
from scipy.stats import norm

from regioscan.analysis.comparing_groups import group_value
from regioscan.certainty_frames import Beside
from regioscan.figures import region_scan
from regioscan.figures.against import Against
from regioscan.figures.certainty import spread_of
from regioscan.figures.receipts import theme_findings
from regioscan.models import Indicator, Margin, Region
from regioscan.models.observations import Status
from regioscan.peer_actions import make_group
from tests import factories
from tests.regioscan.scene import make_land, municipalities, publish, row

CODES = ["NL00", *municipalities()]
PEOPLE = [1_000_000.0, 20_000.0, 30_000.0, 40_000.0, 25_000.0, 15_000.0]


@pytest.fixture
def regions(db):
    return make_land()


def make_share(code="koopwoningen", **fields):
    """A percentage of homes that were counted completely."""
    weight = Indicator.objects.filter(code="woningen").first() or factories.make_indicator(
        "woningen", "Woningen", theme=None, lens="", unit="woningen", aggregation="SUM"
    )
    return factories.make_indicator(
        code,
        "Koopwoningen",
        aggregation="WMEAN",
        weight=weight,
        chance="aandeel",
        per=100.0,
        **{"numerator": "koopwoningen", **fields},
    )


def publish_share(regions, values, year=2024, code="koopwoningen", **fields):
    indicator = Indicator.objects.filter(code=code).first() or make_share(code, **fields)
    publish(indicator, row(CODES, values, year), regions)
    if not Indicator.objects.get(code="woningen").pk or not _has_weights(year):
        publish(indicator.weight, row(CODES, PEOPLE, year), regions)
    return indicator


def _has_weights(year):
    from regioscan.models import Observation  # noqa: PLC0415

    return Observation.objects.filter(indicator__code="woningen", period=year).exists()


def certainty(code="koopwoningen", region="GM0001"):
    return region_scan(Region.objects.get(code=region)).figures[code].certainty


VALUES = [50.0, 60.0, 51.0, 49.0, 50.5, 49.5]


def test_a_complete_count_has_an_interval_by_chance(regions):
    publish_share(regions, VALUES)
    found = certainty()
    assert (found.interval.low, found.interval.high) == pytest.approx((59.32, 60.68), abs=0.01)
    assert found.kind == "hoe ver toeval alleen dit kan bewegen"
    assert found.reliability == "A"
    assert found.interval_text == "Hoe ver toeval alleen dit kan bewegen: 59,3 tot 60,7 % (95 van de 100 keer)."


def test_a_published_margin_goes_before_chance_and_is_shown_as_it_is(regions):
    indicator = publish_share(regions, VALUES)
    Margin.objects.create(
        indicator=indicator,
        region=regions["GM0001"],
        period=2024,
        low=55.0,
        high=66.0,
        snapshot=factories.make_snapshot(),
    )
    found = certainty()
    assert (found.interval.low, found.interval.high) == (55.0, 66.0)
    assert (found.is_published, found.kind) == (True, "marge van de bron")
    assert found.interval_text == "Marge van de bron: 55,0 tot 66,0 % (95 van de 100 keer)."


def test_the_test_is_against_the_rest_of_the_country_which_leaves_the_region_out(regions):
    publish_share(regions, VALUES)
    found = certainty()
    assert found.beside == "de rest van Nederland"
    rest = (50.0 * 1_000_000 - 60.0 * 20_000) / 980_000
    assert found.test.statistic > 0
    assert found.gap.amount == pytest.approx((60 - rest) / 100 * 20_000)


def test_the_same_difference_is_clear_beside_chance_and_not_beside_the_ordinary_spread():
    """Forty regions of 20 000 homes: within one percentage point of each other, or spread over twenty."""
    indicator = Indicator(chance="aandeel", per=100.0)
    weights, nothing = np.full(40, 20_000.0), np.full(40, np.nan)
    narrow = spread_of(indicator, Beside(50 + np.linspace(-0.5, 0.5, 40), weights, nothing))
    wide = spread_of(indicator, Beside(50 + np.linspace(-10, 10, 40), weights, nothing))
    assert narrow.tau2 == 0
    assert 5 < wide.tau2**0.5 < 7


def test_a_clear_difference_is_told_with_its_size_in_homes(regions):
    publish_share(regions, [50.0, 60.0, 50.0, 50.1, 49.9, 50.0])
    found = certainty()
    assert found.clear == "ja"
    assert found.difference_text == (
        "Duidelijk hoger dan de rest van Nederland. Dat zijn ongeveer 2.000 koopwoningen meer dan met het cijfer van "
        "de rest van Nederland, 95 van de 100 keer tussen 1.900 en 2.200."
    )


def test_no_clear_difference_is_told_without_a_size(regions):
    publish_share(regions, [50.0, 50.2, 51.0, 49.0, 50.5, 49.5])
    assert certainty().difference_text == "Geen duidelijk verschil met de rest van Nederland."
    assert certainty().clear == "nee"


@pytest.mark.parametrize(
    ("members", "name"),
    [(municipalities(), "de andere gemeenten in de groep"), (municipalities()[1:], "de gemeenten in de groep")],
)
def test_what_is_tested_against_is_only_called_other_where_the_region_is_one_of_them(regions, members, name):
    publish_share(regions, VALUES)
    make_group(name="Rivier", members=[regions[code] for code in members], reason="Samen.", by="toets")
    scan = region_scan(Region.objects.get(code="GM0001"), benchmark="groep-rivier")
    assert scan.figures["koopwoningen"].certainty.beside == f"{name} «Rivier»"


def test_a_modelled_value_has_no_interval_and_says_why(regions):
    indicator = make_share()
    publish(indicator, row(CODES, VALUES), regions, status=Status.MODELLED)
    publish(indicator.weight, row(CODES, PEOPLE), regions)
    found = certainty()
    assert (found.interval, found.test, found.gap, found.clear) == (None, None, None, "niet te toetsen")
    assert found.interval_text == "Dit cijfer is geschat. De bron geeft er geen marge bij."


def test_without_a_denominator_nothing_is_tested(regions):
    publish(make_share(), row(CODES, VALUES), regions)
    found = certainty()
    assert (found.interval, found.test) == (None, None)
    assert "noemer niet bekend" in found.interval_text


def test_a_figure_that_does_not_count_has_no_interval_by_chance(regions):
    publish(factories.make_indicator(), row(CODES, VALUES), regions)
    found = certainty("participatie")
    assert (found.interval, found.gap, found.kind) == (None, None, "geen")


def test_what_is_suppressed_is_x_and_what_is_missing_is_nothing(regions):
    indicator = make_share()
    values = row(municipalities(3), [Status.SUPPRESSED, Status.MISSING, 50.0])
    publish(indicator, values, regions)
    assert certainty().reliability == "X"
    assert certainty(region="GM0002").reliability is None


def test_a_trend_needs_five_years_in_one_definition(regions):
    for year in range(2018, 2025):
        publish_share(regions, [50.0, 40.0 + year - 2018, *VALUES[2:]], year)
    found = certainty()
    assert found.trend_kind == "stijgend"
    assert found.trend_text == "Stijgt van 2018 tot en met 2024 (gunstig)."
    assert [year for year, _ in found.band] == list(range(2018, 2025))
    Indicator.objects.filter(code="koopwoningen").update(breaks=[{"year": 2022, "reason": "Nieuwe telling."}])
    assert certainty().trend_kind == "te weinig jaren"
    assert certainty().trend_text == (
        "Te weinig jaren voor een trend. Over de breuk van 2022 heen vergelijken wij niet. Nieuwe telling."
    )


def test_the_number_of_queries_does_not_depend_on_the_number_of_figures(regions, django_assert_num_queries):
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    publish_share(regions, VALUES)
    with CaptureQueriesContext(
        connection,
    ) as few:
        region_scan(Region.objects.get(code="GM0001"))
    for number in range(6):
        publish_share(regions, VALUES, code=f"cijfer-{number}")
    with django_assert_num_queries(len(few)):
        region_scan(Region.objects.get(code="GM0001"))


def test_many_tests_are_one_family_and_chance_is_told_once(regions):
    for number in range(3):
        publish_share(regions, [50.0, 60.0, 50.0, 50.1, 49.9, 50.0], code=f"cijfer-{number}")
    publish_share(regions, [50.0, 50.1, 51.0, 49.0, 50.5, 49.5], code="gewoon")
    scan = region_scan(Region.objects.get(code="GM0001"))
    assert [one.certainty.clear for one in scan.figures.values()] == ["ja", "ja", "ja", "nee"]
    assert scan.tests_text == (
        "Van 4 cijfers is te toetsen of het verschil meer is dan toeval en gewone spreiding; 3 daarvan zijn duidelijk "
        "anders. Toeval alleen zou bij zoveel toetsen al minder dan één verschil geven. Daarvoor is gecorrigeerd."
    )


def test_the_country_itself_is_tested_against_nobody(regions):
    publish_share(regions, VALUES)
    found = certainty(region="NL00")
    assert found.interval is not None
    assert (found.test, found.difference_text) == (None, "")


def test_no_gap_of_a_share_reads_as_inhabitants(regions):
    publish_share(regions, [50.0, 60.0, 50.0, 50.1, 49.9, 50.0])
    Indicator.objects.filter(code="koopwoningen").update(numerator="woningen waar de eigenaar woont")
    assert "2.000 meer (woningen waar de eigenaar woont) dan" in certainty().difference_text
    Indicator.objects.filter(code="koopwoningen").update(numerator="")
    assert "2.000 meer (woningen bij koopwoningen) dan" in certainty().difference_text


def test_no_place_calls_a_trend_clear_that_the_whole_scan_does_not(regions):
    for year in range(2020, 2025):
        publish_share(regions, [50.0, 40.0 + year - 2020, *VALUES[2:]], year)
        for number in range(6):
            values = [50.0, 40.0 + [1, 5, 2, 4, 3][year - 2020], *VALUES[2:]]
            publish_share(regions, values, year, code=f"cijfer-{number}")
    scan = region_scan(Region.objects.get(code="GM0001"))
    found = scan.figures["koopwoningen"]
    assert found.certainty.trend.p < 0.05
    assert {one.certainty.trend.threshold for one in scan.figures.values()} == {0.05 / 7}
    assert found.certainty.trend_text == "Geen duidelijke trend van 2020 tot en met 2024."
    assert found.fact.trend.kind == found.certainty.trend_kind == "geen duidelijke trend"
    told = [finding.text for theme in scan.themes for finding in theme_findings(scan, theme)]
    assert not [text for text in (*told, *(one.text for one in scan.findings)) if "stijgt" in text]


def test_a_difference_that_cannot_be_tested_says_so_before_its_size_and_stays_off_the_card(regions):
    publish_share(regions, VALUES)
    Indicator.objects.filter(code="koopwoningen").update(chance="")
    found = certainty()
    assert found.difference_text.startswith("Of dit verschil meer is dan toeval, is niet te toetsen. Dat zijn ongeveer")
    assert (found.line, found.clear) == ("", "niet te toetsen")


def test_euros_are_told_in_euros(regions):
    people = factories.make_indicator("inwoners", "Inwoners", theme=None, lens="", unit="inwoners", aggregation="SUM")
    income = factories.make_indicator(
        "inkomen", "Inkomen", unit="× 1.000 euro", aggregation="WMEAN", weight=people, per=1.0
    )
    publish(income, row(CODES, [30.0, 31.0, 30.0, 30.0, 30.0, 30.0]), regions)
    publish(people, row(CODES, PEOPLE), regions)
    found = certainty("inkomen")
    assert found.gap.amount == pytest.approx((31 - (30_000_000 - 620_000) / 980_000) * 20_000 * 1_000)
    assert "20.000.000 euro meer" in found.difference_text


def test_a_survey_with_published_margins_is_tested_by_them_against_the_country(regions):
    indicator = factories.make_indicator()
    publish(indicator, row(CODES, [50.0, 60.0, 50.5, 49.5, 50.2, 49.8]), regions)
    for code in municipalities():
        Margin.objects.create(
            indicator=indicator, region=regions[code], period=2024, low=40.0, high=70.0,
            snapshot=factories.make_snapshot(),
        )  # fmt: skip
    found = certainty("participatie")
    assert (found.beside, found.clear) == ("Nederland, met dit gebied erbij", "nee")
    assert found.test.statistic == pytest.approx(10 / (30 / 3.919928), rel=1e-4)
    assert found.reliability == "B"


def test_a_country_that_cannot_be_taken_apart_is_cited_as_the_source_gives_it(regions):
    indicator = factories.make_indicator()
    publish(indicator, row(CODES, [50.0, 60.0, 50.5, 49.5, 50.2, 49.8]), regions)
    Margin.objects.create(
        indicator=indicator, region=regions["GM0001"], period=2024, low=59.0, high=61.0,
        snapshot=factories.make_snapshot(),
    )  # fmt: skip
    fact = region_scan(Region.objects.get(code="GM0001")).figures["participatie"].fact
    assert fact.tested_against == "Nederland, met dit gebied erbij"
    assert [(cell.region, cell.value) for cell in fact.beside if cell.value == 50.0] == [("NL00", 50.0)]
    assert "door ons berekend" not in {cell.source for cell in fact.beside}


def test_few_events_are_tested_exactly(regions):
    """3 where the rest has 30 on 10.000: 100 · 0,003 = 0,3 expected, P(X ≥ 3) = 1 − e^−0,3 · 1,345 = 0,003599."""
    homes = factories.make_indicator("woningen", "Woningen", theme=None, lens="", unit="woningen", aggregation="SUM")
    thefts = factories.make_indicator(
        "inbraken", "Inbraken", unit="per 1.000 woningen", aggregation="WMEAN", weight=homes,
        chance="gebeurtenissen", per=1_000.0,
    )  # fmt: skip
    publish(homes, row(["NL00", "GM0001"], [10_100.0, 100.0]), regions)
    publish(thefts, row(["NL00", "GM0001"], [33 / 10.1, 30.0]), regions)
    found = certainty("inbraken").test
    assert found.name == "exacte toets"
    # The rest is not exactly known either: 30 events of its own, so z / √(1 + 100 / 10.000).
    assert found.statistic == pytest.approx(norm.isf(0.003599) / 1.01**0.5, abs=1e-3)


def test_a_group_is_as_uncertain_as_its_size_and_spread_make_it():
    """Weights 100, 100 and 200 on an error of 3 for 100: e² · 100 / 400 = 2,25; (Σw)² / Σw² = 160.000 / 60.000 = 8/3,
    so τ² = 4 gives 4 · 3/8 = 1,5; together √3,75. By published margins 9 · 3/8 + 1,5 = 4,875."""
    group = group_value(np.array([5.0, 6.0, 7.0]), np.array([100.0, 100.0, 200.0]), "WMEAN")
    assert (group.weight, group.n_even) == (400.0, pytest.approx(8 / 3))
    found = Against(group.mean, "de andere", group.weight, group.n_even)
    assert found.error(3.0, 100.0, 4.0, is_counted=True) == pytest.approx(3.75**0.5)
    assert found.error(3.0, 100.0, 4.0, is_counted=False) == pytest.approx(4.875**0.5)
    assert Against(6.0, "de rest", 400.0).error(3.0, 100.0, 4.0, is_counted=False) == pytest.approx(1.5)


def test_beside_fewer_than_four_others_nothing_is_tested_and_the_reason_is_told(db):
    few = make_land(4)
    codes = ["NL00", *municipalities(4)]
    share = make_share()
    publish(share, row(codes, VALUES[:5]), few)
    publish(share.weight, row(codes, PEOPLE[:5]), few)
    found = region_scan(Region.objects.get(code="GM0001"), benchmark="provincie").figures["koopwoningen"]
    assert found.certainty.test is None
    assert found.certainty.why_untested == (
        "Niet te toetsen: er zijn maar 3 andere gemeenten in Merenland met dit cijfer. Voor een toets zijn er 4 nodig."
    )
    assert found.fact.untested == found.certainty.why_untested
