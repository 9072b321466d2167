"""From the database to arrays: few queries, and searching that finds what people type."""

from datetime import date

import numpy as np
import pytest

from regioscan import frames
from regioscan.models.observations import Status
from tests import factories
from tests.regioscan.scene import draw, make_land, municipalities, publish, row

pytestmark = pytest.mark.django_db


def codes(regions):
    return [region.code for region in regions]


def test_readings_come_in_order_of_year_with_value_or_reason():
    regions, indicator = make_land(1), factories.make_indicator()
    publish(indicator, {("GM0001", 2024): Status.SUPPRESSED, ("GM0001", 2022): 4.0}, regions)
    found = frames.readings([indicator.pk], [2022, 2024], [regions["GM0001"].pk])
    assert found[indicator.pk, regions["GM0001"].pk] == [
        frames.Reading(2022, 4.0, Status.FINAL),
        frames.Reading(2024, None, Status.SUPPRESSED),
    ]


def test_years_that_were_not_named_are_not_read():
    regions, indicator = make_land(1), factories.make_indicator()
    publish(indicator, {("GM0001", 2022): 4.0, ("GM0001", 2024): 5.0}, regions)
    found = frames.readings([indicator.pk], [2022], [regions["GM0001"].pk])
    assert [reading.period for reading in found[indicator.pk, regions["GM0001"].pk]] == [2022]


def test_readings_are_one_query_however_many_indicators(django_assert_num_queries):
    regions = make_land(2)
    indicators = [factories.make_indicator(f"cijfer-{number}") for number in range(3)]
    for indicator in indicators:
        publish(indicator, row(municipalities(2), [1.0, 2.0]), regions)
    with django_assert_num_queries(1):
        frames.readings([one.pk for one in indicators], [2024], [one.pk for one in regions.values()])


def test_readings_touch_the_index_alone(django_db_setup):
    regions, indicator = make_land(1), factories.make_indicator()
    publish(indicator, {("GM0001", year): 4.0 for year in range(2000, 2024)}, regions)
    with frames.connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT indicator_id, region_id, period, value, status FROM regioscan_observation"
            " WHERE indicator_id = ANY(%s) AND period = ANY(%s) AND region_id = ANY(%s)",
            [[indicator.pk], [2020, 2021], [regions["GM0001"].pk]],
        )
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert "Index Only Scan" in plan


def test_distributions_are_ascending_and_per_kind():
    regions, indicator = make_land(3), factories.make_indicator()
    publish(indicator, row([*municipalities(3), "PV01"], [3.0, 1.0, 2.0, 9.0]), regions)
    found = frames.distributions([(indicator.pk, 2024), (indicator.pk, 2023)], "gemeente")
    assert {key: values.tolist() for key, values in found.items()} == {(indicator.pk, 2024): [1.0, 2.0, 3.0]}


def test_members_are_found_at_any_depth():
    regions = make_land(2)
    assert set(frames.members(regions["PV01"], "wijk")) == {regions["WK000101"].pk, regions["WK000102"].pk}
    assert frames.members(regions["GM0002"], "wijk") == []


def test_a_whole_column_is_of_one_kind_with_nan_where_there_is_no_value():
    regions, indicator = make_land(2), factories.make_indicator()
    publish(indicator, row([*municipalities(2), "PV01"], [3.0, Status.SUPPRESSED, 5.0]), regions)
    found = frames.whole_column(indicator.pk, 2024, "gemeente")
    by_region = dict(zip(found.regions.tolist(), found.values.tolist(), strict=True))
    assert by_region[regions["GM0001"].pk] == 3.0
    assert np.isnan(by_region[regions["GM0002"].pk])
    assert found.known_values.tolist() == [3.0]


def test_slices_count_what_we_calculated_ourselves_for_provinces():
    regions, indicator = make_land(2), factories.make_indicator()
    publish(indicator, row(municipalities(2), [3.0, 4.0]), regions)
    publish(indicator, row(["PV01"], [3.5]), regions, status=Status.CALCULATED)
    assert frames.published_slices(indicator.pk) == [("provincie", 2024, 1), ("gemeente", 2024, 2)]


def test_provenance_names_the_source_of_each_figure():
    regions, indicator = make_land(1), factories.make_indicator()
    publish(indicator, row(["GM0001"], [3.0]), regions)
    found = frames.provenances([(indicator.pk, 2024)], regions["GM0001"].pk)
    assert [found[indicator.pk].source_code, found[indicator.pk].licence] == ["cbs-kwb", "CC BY 4.0"]


def test_the_newest_bearer_of_a_code_is_the_region():
    factories.make_region("GM0001", "Oud", valid_from=date(2000, 1, 1), valid_to=date(2020, 1, 1))
    factories.make_region("GM0001", "Nieuw", valid_from=date(2020, 1, 1))
    assert frames.get_region("GM0001").name == "Nieuw"
    assert frames.get_region("GM9999") is None


def test_parts_are_the_present_regions_one_step_smaller():
    regions = make_land(3)
    factories.make_region("GM0099", "Weg", parent=regions["PV01"], valid_to=date(2020, 1, 1))
    assert codes(frames.parts(regions["PV01"])) == ["GM0002", "GM0003", "GM0001"]
    assert codes(frames.parts(regions["GM0001"])) == ["WK000101", "WK000102"]
    assert frames.parts(regions["WK000101"]) == []


def test_boundaries_are_given_where_there_are_any():
    regions = make_land(2)
    draw(regions["GM0001"])
    found = frames.boundaries([regions["GM0001"].pk, regions["GM0002"].pk])
    assert [(number, geometry["type"]) for number, geometry in found.items()] == [(regions["GM0001"].pk, "Polygon")]


@pytest.fixture
def places():
    """Names that are easily confused."""
    province = factories.make_region("PV26", "Utrecht", "provincie")
    town = factories.make_region("GM0344", "Utrecht", parent=province)
    factories.make_region("GM0352", "Wijk bij Duurstede", parent=province)
    factories.make_region("GM1900", "Súdwest-Fryslân")
    factories.make_region("GM0518", "’s-Gravenhage")
    factories.make_region("GM0310", "De Bilt", parent=province)
    factories.make_region("WK034401", "Utrecht-West", "wijk", parent=town)
    factories.make_region("GM0999", "Utrechtse Oudstad", valid_to=date(2019, 1, 1))


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("utrecht", ["PV26", "GM0344", "WK034401"]),
        ("UTRECHT", ["PV26", "GM0344", "WK034401"]),
        ("gemeente Utrecht", ["GM0344"]),
        ("provincie utrecht", ["PV26"]),
        ("wijk utrecht", ["WK034401"]),
        ("wijk bij", ["GM0352"]),
        ("Wijk bij Duurstede", ["GM0352"]),
        ("duurstede", ["GM0352"]),
        ("sudwest fry", ["GM1900"]),
        ("Súdwest-Fryslân", ["GM1900"]),
        ("'s-gravenhage", ["GM0518"]),
        ("s gravenh", ["GM0518"]),
        ("bilt", ["GM0310"]),
        ("gm0344", ["GM0344"]),
        ("GM03", ["GM0310", "GM0344", "GM0352"]),
        ("trecht", []),
        ("%", []),
        ("\x00", []),
        ("utr\x00echt", []),
        ("", []),
    ],
)
def test_searching_finds_what_people_type(query, found):
    assert codes(frames.search_regions(query)) == found


@pytest.mark.usefixtures("places")
def test_a_kind_narrows_a_search():
    assert codes(frames.search_regions("utrecht", "gemeente")) == ["GM0344"]


@pytest.mark.usefixtures("places")
def test_counts_per_kind_leave_out_what_has_ended():
    assert frames.counts_per_kind() == {"provincie": 1, "gemeente": 5, "wijk": 1}
