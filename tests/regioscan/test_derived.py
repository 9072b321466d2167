"""What follows from published figures: values of bigger regions, and distributions."""

from datetime import date

import numpy as np
import pytest

from regioscan.loading.derived import refresh_calculated, refresh_distributions
from regioscan.loading.membership import membership_in
from regioscan.models import Distribution, Observation, Region
from regioscan.models.observations import Status
from tests import factories


@pytest.fixture
def country(db):
    """A country of one province, one COROP area and two municipalities."""
    country = factories.make_region("NL00", "Verzonnen land", "land")
    province = factories.make_region("PV90", "Merenland", "provincie", parent=country)
    corop = factories.make_region("CR90", "Merenland-Noord", "corop", parent=province)
    for number in range(2):
        factories.make_region(f"GM000{number}", f"Dorp {number}", parent=corop)
    return country


@pytest.fixture
def people(db):
    return factories.make_indicator("inwoners", aggregation="SUM", theme=None)


@pytest.fixture
def share(people):
    return factories.make_indicator("ouderen", aggregation="RATIO", weight=people)


def observe(indicator, values, period=2024):
    regions = Region.objects.filter(kind="gemeente").order_by("code")
    for region, value in zip(regions, values, strict=False):
        status = Status.MISSING if value is None else Status.FINAL
        factories.observe(indicator, region, period, value, status)


def calculated(indicator, period=2024):
    there = Observation.objects.filter(indicator=indicator, period=period, status=Status.CALCULATED)
    return dict(there.values_list("region__code", "value"))


def test_bigger_regions_get_the_ratio_of_sums(country, people, share):
    observe(people, [1000, 4000])
    observe(share, [30, 5])
    refresh_calculated([(people.pk, 2024), (share.pk, 2024)])
    assert calculated(people) == {"CR90": 5000, "PV90": 5000, "NL00": 5000}
    assert calculated(share) == {"CR90": 10, "PV90": 10, "NL00": 10}


def test_what_is_published_is_not_calculated(country, people, share):
    observe(people, [1000, 4000])
    observe(share, [30, 5])
    factories.observe(share, country, value=12)
    factories.observe(share, Region.objects.get(code="PV90"), value=None, status=Status.SUPPRESSED)
    refresh_calculated([(people.pk, 2024), (share.pk, 2024)])
    assert calculated(share) == {"CR90": 10}


def test_a_part_of_more_than_a_fifth_that_is_missing_gives_no_value(country, people, share):
    observe(people, [1000, 4000])
    observe(share, [30, None])
    refresh_calculated([(people.pk, 2024), (share.pk, 2024)])
    assert calculated(share) == {}


def test_new_weights_recalculate_what_they_weigh(country, people, share):
    observe(people, [1000, 4000])
    observe(share, [30, 5])
    refresh_calculated([(share.pk, 2024)])
    Observation.objects.filter(indicator=people, region__code="GM0000").update(value=4000)
    refresh_calculated([(people.pk, 2024)])
    assert calculated(share)["NL00"] == 17.5


def test_calculated_values_go_when_their_parts_go(country, people):
    observe(people, [1000, 4000])
    refresh_calculated([(people.pk, 2024)])
    Observation.objects.filter(indicator=people, region__code="GM0000").delete()
    refresh_calculated([(people.pk, 2024)])
    assert calculated(people) == {}


def test_again_without_changes_rewrites_nothing(country, people):
    observe(people, [1000, 4000])
    refresh_calculated([(people.pk, 2024)])
    before = list(Observation.objects.order_by("region").values_list("region", "value", "snapshot"))
    assert refresh_calculated([(people.pk, 2024)]) == 3
    assert list(Observation.objects.order_by("region").values_list("region", "value", "snapshot")) == before


def test_sums_are_left_out_when_municipalities_are_missing_that_we_do_not_know(country, people, share):
    observe(people, [1000, 4000])
    observe(share, [30, 5])
    refresh_calculated([(people.pk, 2024), (share.pk, 2024)], may_add_up=False)
    assert calculated(people) == {}
    assert calculated(share)["NL00"] == 10


@pytest.mark.parametrize("rule", ["BOUNDS", "NONE"])
def test_medians_and_estimates_are_not_calculated(country, people, rule):
    median = factories.make_indicator("vermogen", aggregation=rule, weight=people)
    observe(people, [1000, 4000])
    observe(median, [10, 20])
    refresh_calculated([(people.pk, 2024), (median.pk, 2024)])
    assert calculated(median) == {}


def test_the_municipalities_of_a_year_are_those_that_existed_then(country):
    corop = Region.objects.get(code="CR90")
    Region.objects.filter(code="GM0001").update(valid_to=date(2022, 1, 1))
    merged = factories.make_region("GM0002", "Nieuwdorp", parent=corop, valid_from=date(2022, 1, 1))
    first, second = Region.objects.get(code="GM0000"), Region.objects.get(code="GM0001")
    assert membership_in(2021).members.tolist() == [first.pk, second.pk]
    assert membership_in(2022).members.tolist() == [first.pk, merged.pk]


def test_before_the_region_list_begins_the_municipalities_of_today_are_used(country):
    Region.objects.filter(code="GM0001").update(valid_to=date(2022, 1, 1))
    assert membership_in(1995).members.tolist() == [Region.objects.get(code="GM0000").pk]


def test_a_distribution_holds_the_published_values_of_one_kind_in_order(country, people):
    observe(people, [4000, 1000])
    factories.observe(people, country, value=5000, status=Status.CALCULATED)
    factories.observe(people, Region.objects.get(code="PV90"), value=5000)
    factories.observe(people, Region.objects.get(code="CR90"), value=None, status=Status.MISSING)
    assert refresh_distributions([(people.pk, 2024)]) == 2
    stored = {one.kind: np.frombuffer(one.values, "<f8").tolist() for one in Distribution.objects.all()}
    assert stored == {"gemeente": [1000, 4000], "provincie": [5000]}
    assert sorted(Distribution.objects.values_list("kind", "n_regions")) == [("gemeente", 2), ("provincie", 1)]


def test_a_distribution_follows_a_correction_and_leaves_other_years_alone(country, people):
    observe(people, [4000, 1000])
    observe(people, [1, 2], period=2023)
    refresh_distributions([(people.pk, 2024), (people.pk, 2023)])
    Observation.objects.filter(indicator=people, period=2024).delete()
    refresh_distributions([(people.pk, 2024)])
    assert list(Distribution.objects.values_list("period", flat=True)) == [2023]
