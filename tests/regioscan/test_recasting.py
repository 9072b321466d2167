"""Figures of before a merger or split, put in the borders of now, and what the pages say of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioscan.analysis.matching import KnownRegion, region_for, vintage_of
from regioscan.analysis.recasting import Step, first_year, parts_in, recast
from regioscan.figures import region_scan
from regioscan.loading.derived import refresh_distributions
from regioscan.models import Region, Succession
from regioscan.models.observations import Status
from tests import factories

A, B, C, D = 1, 2, 3, 4
CHAIN = [
    Step(A, B, date(2018, 1, 1), 1.0),
    Step(B, C, date(2021, 1, 1), 1.0),
    Step(D, C, date(2021, 1, 1), 0.25),
]


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2022, {C: 1.0}),
        (2021, {C: 1.0}),
        (2020, {B: 1.0, D: 0.25}),
        (2018, {B: 1.0, D: 0.25}),
        (2017, {A: 1.0, D: 0.25}),
    ],
)
def test_a_chain_of_mergers_is_walked_back_to_each_year(year, expected):
    assert parts_in(C, year, CHAIN) == expected


def test_two_splits_after_each_other_multiply_their_shares():
    steps = [Step(A, B, date(2010, 1, 1), 0.5), Step(B, C, date(2020, 1, 1), 0.5)]
    assert parts_in(C, 2009, steps) == {A: 0.25}


def test_two_halves_that_come_together_again_are_the_whole():
    steps = [
        Step(A, B, date(2010, 1, 1), 0.4),
        Step(A, C, date(2010, 1, 1), 0.6),
        Step(B, D, date(2020, 1, 1), 1.0),
        Step(C, D, date(2020, 1, 1), 1.0),
    ]
    assert parts_in(D, 2009, steps) == {A: 1.0}


@pytest.mark.parametrize(("day", "year"), [(date(2021, 1, 1), 2021), (date(2021, 3, 24), 2022)])
def test_figures_of_a_year_are_about_its_first_day(day, year):
    assert first_year(C, [Step(A, C, day, 1.0)]) == year


def test_a_full_merger_is_exact_for_sums_and_ratios():
    parts, people = {A: 1.0, B: 1.0}, {A: 1000.0, B: 4000.0}
    assert recast("SUM", parts, people) == recast("SUM", parts, people)
    assert (recast("SUM", parts, people).value, recast("SUM", parts, people).is_estimate) == (5000.0, False)
    found = recast("RATIO", parts, {A: 30.0, B: 5.0}, people)
    assert (found.value, found.is_estimate) == (pytest.approx(10.0), False)


def test_a_split_is_an_estimate_by_shares():
    parts, people = {A: 1.0, B: 0.5}, {A: 1000.0, B: 4000.0}
    assert (recast("SUM", parts, people).value, recast("SUM", parts, people).is_estimate) == (3000.0, True)
    assert recast("WMEAN", parts, {A: 30.0, B: 6.0}, people).value == pytest.approx((1000 * 30 + 2000 * 6) / 3000)


@pytest.mark.parametrize("rule", ["BOUNDS", "NONE"])
def test_medians_and_estimates_are_never_recast(rule):
    assert recast(rule, {A: 1.0}, {A: 5.0}, {A: 1.0}).value is None


def test_a_sum_without_one_of_its_parts_is_not_given():
    assert recast("SUM", {A: 1.0, B: 1.0}, {A: 5.0}).value is None


@given(st.lists(st.tuples(st.floats(0.01, 1), st.floats(0, 1e6), st.floats(1, 1e6)), min_size=1, max_size=6))
def test_a_recast_ratio_lies_between_its_parts_whatever_the_shares(triples):
    parts = {at: share for at, (share, _, _) in enumerate(triples)}
    values = {at: value for at, (_, value, _) in enumerate(triples)}
    weights = {at: weight for at, (_, _, weight) in enumerate(triples)}
    found = recast("WMEAN", parts, values, weights).value
    assert min(values.values()) - 1e-6 <= found <= max(values.values()) + 1e-6


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=6), st.integers(1, 5))
def test_what_a_split_gives_all_heirs_together_is_what_there_was(values, n_heirs):
    olds = dict(enumerate(values))
    heirs = [recast("SUM", dict.fromkeys(olds, 1 / n_heirs), olds).value for _ in range(n_heirs)]
    assert sum(heirs) == pytest.approx(sum(values), rel=1e-9, abs=1e-6)


def known(*regions):
    return [KnownRegion(number, "gemeente", *days) for number, days in enumerate(regions, 1)]


LISTED = date(2020, 1, 1)
KNOWN = {
    "GM0014": known((date(1900, 1, 1), date(2019, 1, 1)), (LISTED, None)),
    "GM0005": known((date(1900, 1, 1), date(2019, 1, 1))),
    "GM1966": [KnownRegion(9, "gemeente", LISTED, None, date(2019, 1, 1))],
    "GM0003": known((LISTED, None)),
}


def test_a_table_of_2012_on_the_regions_of_2020_is_told_by_its_codes():
    year = vintage_of(["GM0014", "GM1966", "GM0003"], KNOWN, 2012)
    assert year == 2019
    assert region_for(KNOWN["GM0014"], year)[0].id == 2


def test_a_table_of_2012_on_the_regions_of_2012_means_the_regions_of_then():
    assert vintage_of(["GM0014", "GM0005", "GM0003"], KNOWN, 2012) == 2012
    assert region_for(KNOWN["GM0014"], 2012)[0].id == 1


def test_a_table_that_still_has_regions_that_are_gone_is_of_the_year_before():
    assert vintage_of(["GM0014", "GM0005"], KNOWN, 2021) == 2018


@pytest.fixture
def merged(db):
    """Nieuwland, since 2021 out of Oost, West and a part of Midden; figures of 2018 to 2023 in the borders of then."""
    province = factories.make_region("PV90", "Merenland", "provincie")
    new = factories.make_region("GM9010", "Nieuwland", parent=province, valid_from=date(2021, 1, 1))
    olds = [
        factories.make_region(f"GM901{n}", name, valid_to=date(2021, 1, 1))
        for n, name in enumerate(("Oost", "West", "Midden"), 1)
    ]
    rest = factories.make_region("GM9020", "Elders", parent=province)
    snapshot = factories.make_snapshot()
    for old, share in zip(olds, (1.0, 1.0, 0.25), strict=True):
        Succession.objects.create(old=old, new=new, on=date(2021, 1, 1), share=share, snapshot=snapshot)
    Succession.objects.create(old=olds[2], new=rest, on=date(2021, 1, 1), share=0.75, snapshot=snapshot)
    people = factories.make_indicator("inwoners", "Inwoners", aggregation="SUM", unit="inwoners", decimals=0)
    share = factories.make_indicator("ouderen", aggregation="RATIO", weight=people)
    median = factories.make_indicator("vermogen", aggregation="BOUNDS")
    for year in range(2018, 2021):
        for at, old in enumerate(olds):
            factories.observe(people, old, year, 1000 * (at + 1))
            factories.observe(share, old, year, 10.0 * (at + 1))
            factories.observe(median, old, year, 7)
    for year in range(2021, 2024):
        for one, value in ((people, 3800), (share, 19), (median, 7)):
            factories.observe(one, new, year, value)
    refresh_distributions([(one.pk, year) for one in (people, share, median) for year in range(2018, 2024)])
    return new


def recast_course(region, code):
    return next((one for one in region_scan(region).figures[code].courses if one.is_recast), None)


def test_the_years_before_stand_in_a_line_of_their_own_in_the_borders_of_now(merged):
    people = recast_course(merged, "inwoners")
    assert [value for _, value in people.points] == [3750, 3750, 3750, 3800, 3800, 3800]
    assert {row.status for row in people.readings if row.period < 2021} == {Status.ESTIMATED}
    assert people.name == "Nieuwland, omgerekend naar de grenzen van nu (geschat)"
    share = recast_course(merged, "ouderen")
    assert share.points[0][1] == pytest.approx((1000 * 10 + 2000 * 20 + 750 * 30) / 3750)


def test_a_merger_without_a_split_is_calculated_and_no_estimate(merged):
    Succession.objects.filter(old__name="Midden").delete()
    people = recast_course(merged, "inwoners")
    assert people.points[0][1] == 3000
    assert {row.status for row in people.readings if row.period < 2021} == {Status.CALCULATED}
    assert "geschat" not in people.name


def test_a_median_keeps_only_what_was_published(merged):
    assert recast_course(merged, "vermogen") is None


def test_as_published_stays_the_first_line_and_no_change_is_told_across_the_borders(merged):
    figure = region_scan(merged).figures["inwoners"]
    assert [row.period for row in figure.courses[0].readings] == [2021, 2022, 2023]
    assert figure.change.start_year == 2021


def test_what_was_published_before_under_the_same_code_is_a_line_too(merged):
    older = factories.make_region("GM9010", "Nieuwland", valid_from=date(2000, 1, 1), valid_to=date(2021, 1, 1))
    step = Succession.objects.get(old__name="Oost")
    Succession.objects.create(old=older, new=merged, on=step.on, share=1.0, snapshot=step.snapshot)
    factories.observe(factories.Indicator.objects.get(code="inwoners"), older, 2020, 900)
    courses = {one.name: one for one in region_scan(merged).figures["inwoners"].courses}
    assert courses["gemeente Nieuwland tot 2021, zoals gepubliceerd"].points == ((2020, 900.0),)


def test_pages_and_tables_say_what_was_recast(client, merged):
    page = client.get("/regioscan/GM9010/arbeid/").content.decode()
    assert "omgerekend naar de grenzen van nu (geschat)" in page
    assert "geschat met aandelen van de adressen" in client.get("/regioscan/GM9010/arbeid/verloop.csv").content.decode()


def test_old_and_new_regions_point_to_each_other(client, merged):
    new = client.get("/regioscan/GM9010/").content.decode()
    assert "Nieuwland bestaat sinds 2021 uit " in new
    assert '<a href="/regioscan/GM9012/">West</a> en <a href="/regioscan/GM9013/">een deel van Midden</a>.' in new
    old = client.get("/regioscan/GM9011/").content.decode()
    assert 'Oost is sinds 2021 <a href="/regioscan/GM9010/">Nieuwland</a>.' in old
    split = client.get("/regioscan/GM9013/arbeid/").content.decode()
    assert "Midden is sinds 2021 verdeeld over " in split


def test_a_region_without_changes_asks_one_question_more_not_one_for_each_figure(merged, django_assert_max_num_queries):
    factories.make_region("GM9030", "Overal")
    assert recast_course(Region.objects.get(code="GM9030"), "inwoners") is None
    with django_assert_max_num_queries(25):
        region_scan(Region.objects.get(code="GM9030"))
