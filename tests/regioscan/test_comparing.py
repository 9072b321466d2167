"""With whom a region is compared, and what the others have: by hand, and by the laws that hold."""

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from regioscan import frames
from regioscan.analysis.comparing_groups import (
    Rest,
    composite_sets,
    composite_values,
    group_value,
    rest_of,
    size_class,
    urbanity_class,
)
from regioscan.analysis.rank_range import chance_errors, rank_ranges, rank_words
from regioscan.figures import comparisons, region_scan
from regioscan.models import Indicator, PeerSet, Region
from regioscan.models.observations import Status
from regioscan.peer_actions import make_group, make_peer_sets
from tests import factories
from tests.regioscan.scene import make_land, municipalities, publish, row
from tests.regioscan.test_peer_sets import SIZES, make_structure

NAN = float("nan")
FIVE = [9.0, 1.0, 2.0, 3.0, 4.0]


@pytest.mark.parametrize(
    ("inhabitants", "number", "name"),
    [
        (4_999, 1, "minder dan 5.000 inwoners"),
        (5_000, 2, "5.000 tot 10.000 inwoners"),
        (20_000, 4, "20.000 tot 50.000 inwoners"),
        (249_999, 7, "150.000 tot 250.000 inwoners"),
        (250_000, 8, "250.000 inwoners of meer"),
    ],
)
def test_the_eight_classes_of_size(inhabitants, number, name):
    found = size_class(inhabitants)
    assert (found.number, found.name) == (number, name)
    assert found.low <= inhabitants < found.high


@pytest.mark.parametrize(("density", "number"), [(0, 5), (499, 5), (500, 4), (1_000, 3), (1_500, 2), (2_500, 1)])
def test_the_five_classes_of_urbanity_are_numbered_as_the_office_does(density, number):
    assert urbanity_class(density).number == number


def test_the_average_inhabitant_of_a_group_is_not_the_average_of_its_municipalities():
    # 300 of 1.000 and 200 of 4.000: together 10 %, and not 17,5 %.
    found = group_value(np.array([30.0, 5.0]), np.array([1000.0, 4000.0]), "RATIO")
    assert (found.mean, found.median) == (pytest.approx(10.0), 17.5)


@pytest.mark.parametrize("rule", ["SUM", "BOUNDS", "NONE"])
def test_what_cannot_be_computed_over_a_group_has_only_a_middle_one(rule):
    found = group_value(np.array([1.0, 2.0, 6.0]), np.ones(3), rule)
    assert (found.mean, found.median, found.n) == (None, 2.0, 3)


def test_a_group_of_which_too_much_is_unknown_has_no_mean():
    found = group_value(np.array([1.0, NAN]), np.array([70.0, 30.0]), "RATIO")
    assert (found.mean, found.median) == (None, 1.0)
    assert group_value(np.array([NAN]), np.ones(1), "RATIO") is None


def test_the_rest_of_a_country_is_what_is_left_without_the_region():
    assert rest_of("RATIO", 10.0, 30.0, 5000.0, 1000.0) == Rest(pytest.approx(5.0), 4000.0)
    assert rest_of("SUM", 500.0, 200.0, None, None) == Rest(300.0, None)


@pytest.mark.parametrize(
    "asked",
    [
        ("BOUNDS", 10.0, 30.0, 5000.0, 1000.0),
        ("RATIO", None, 30.0, 5000.0, 1000.0),
        ("RATIO", 10.0, 30.0, 5000.0, None),
        ("RATIO", 10.0, 30.0, 1000.0, 1000.0),
        ("SUM", 200.0, 200.0, None, None),
    ],
)
def test_a_rest_that_cannot_be_computed_is_none(asked):
    assert rest_of(*asked) is None


@given(st.floats(0, 100), st.floats(0, 100), st.floats(1, 1e6), st.floats(1, 1e6))
def test_the_rest_and_the_region_together_are_the_country(rest, region, rest_weight, region_weight):
    whole = (rest * rest_weight + region * region_weight) / (rest_weight + region_weight)
    found = rest_of("WMEAN", whole, region, rest_weight + region_weight, region_weight)
    # Taking a small rest out of a large whole loses digits; that is arithmetic and no error.
    assert found.value == pytest.approx(rest, abs=1e-6 * (1 + region_weight / rest_weight))


def test_stand_ins_take_of_every_member_its_nearest_from_outside():
    neighbours = [[2, 11, 12, 13], [1, 11, 14, 12]]
    assert composite_sets(neighbours, [1, 2], 10) == [(11, 14), (12, 11), (13, 12)]
    assert composite_sets([[11, 12], [12, 11]], [1, 2], 10) == [(11, 12)]
    assert composite_sets(neighbours, [1, 2], 1) == [(11, 14)]
    assert composite_sets([[11], []], [1, 2], 10) == []
    assert composite_sets([], [], 10) == []


def test_a_stand_in_is_added_up_by_the_rule_of_the_figure():
    values, weights = {11: 30.0, 12: 5.0}, {11: 1000.0, 12: 4000.0}
    assert composite_values("RATIO", [(11, 12)], values, weights).tolist() == [pytest.approx(10.0)]
    assert composite_values("SUM", [(11, 12)], values, {}).tolist() == [35.0]
    assert np.isnan(composite_values("BOUNDS", [(11, 12)], values, weights)).all()
    assert np.isnan(composite_values("SUM", [(11, 99)], values, {})).all()


def test_places_that_chance_cannot_tell_apart():
    values = np.array([50.0, 49.0, 48.0, 10.0, NAN])
    found = rank_ranges(values, np.array([5.0, 5.0, 5.0, 0.1, NAN]))
    assert found.low.tolist() == [1, 1, 1, 4, 0]
    assert found.high.tolist() == [3, 3, 3, 4, 0]
    assert found.is_vague.tolist() == [True, True, True, False, False]
    assert found.is_known.tolist() == [True, True, True, True, False]


def test_without_any_error_there_are_no_ranges_and_with_none_at_all_the_place_is_certain():
    assert not rank_ranges(np.array([1.0, 2.0]), np.array([NAN, NAN])).is_known.any()
    exact = rank_ranges(np.array([1.0, 3.0, 2.0]), np.zeros(3))
    assert exact.low.tolist() == exact.high.tolist() == [3, 1, 2]


def test_the_same_seed_gives_the_same_ranges_and_a_negative_error_is_a_mistake():
    values, errors = np.arange(20.0), np.full(20, 2.0)
    assert rank_ranges(values, errors).low.tolist() == rank_ranges(values, errors).low.tolist()
    with pytest.raises(ValueError, match="below zero"):
        rank_ranges(values, -errors)


def test_a_place_in_words():
    assert rank_words(40, 95, is_vague=True, holds_middle=True) == "niet te onderscheiden van het midden"
    assert rank_words(4, 6, is_vague=False, holds_middle=False) == "4–6"
    assert rank_words(4, 4, is_vague=False, holds_middle=False) == "4"
    assert rank_words(1, 9, is_vague=True, holds_middle=False) == "ergens tussen plaats 1 en 9"


def test_errors_by_chance_are_half_the_interval_over_its_quantile():
    # Wilson 95 %: 12 of 100 gives 0,06999 to 0,19812; Byar 95 %: 10 gives 4,7874 to 18,3915.
    share = chance_errors(np.array([12.0]), 100, np.array([100.0]), "aandeel")
    assert share[0] == pytest.approx((19.812 - 6.999) / (2 * 1.959964), abs=1e-3)
    events = chance_errors(np.array([10.0]), 1000, np.array([1000.0]), "gebeurtenissen")
    assert events[0] == pytest.approx((18.3915 - 4.7874) / (2 * 1.959964), abs=1e-3)
    assert np.isnan(chance_errors(np.array([10.0]), 1000, np.array([0.0]), "gebeurtenissen")).all()
    assert np.isnan(chance_errors(np.array([10.0]), None, np.array([9.0]), "")).all()


@pytest.fixture
def regions(db):
    """Seven municipalities of which we know what they are, with one outcome."""
    found = make_land(7)
    make_structure(found)
    values = row([*municipalities(7), "NL00"], [9.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 4.0])
    publish(factories.make_indicator(), values, found)
    return found


def codes_of(region: Region) -> list[str]:
    """The options of a region, by code."""
    fetched = Region.objects.select_related("parent__parent").get(pk=region.pk)
    return [one.code for one in comparisons(fetched, [one for one in _around(fetched)])]


def _around(region: Region) -> list[Region]:
    return [region.parent, region.parent.parent] if region.parent else []


def test_a_municipality_has_every_choice_once_there_is_something_to_choose(regions):
    make_peer_sets(kind="gemeente", by="toets")
    members = [regions[code] for code in municipalities(3)]
    make_group(name="Rivier", members=members, reason="Samen.", by="toets")
    wanted = ["nederland", "provincie", "grootte", "stedelijkheid", "vergelijkbaar", "groep-rivier"]
    assert codes_of(regions["GM0001"]) == wanted


def test_nothing_is_offered_that_cannot_be(db):
    regions = make_land(3)
    publish(factories.make_indicator(), row(municipalities(3), [1.0, 2.0, 3.0]), regions)
    assert codes_of(regions["GM0001"]) == ["nederland", "provincie"]
    assert codes_of(regions["NL00"]) == []


def scan_of(regions, benchmark, code="GM0001"):
    """A scan compared with `benchmark`."""
    return region_scan(Region.objects.get(code=code), benchmark=benchmark)


def test_similar_regions_are_the_others_of_the_figure(regions):
    made = make_peer_sets(kind="gemeente", by="toets")
    scan = scan_of(regions, "vergelijkbaar")
    figure = scan.figures["participatie"]
    assert (scan.comparison.peer_set, figure.standing.n_others, figure.group.n) == (made.pk, 4, 4)
    assert regions["GM0001"].pk not in scan.comparison.members
    assert figure.verdict.startswith("Hoger dan in alle 4 vergelijkbare gemeenten. Dat is gunstig.")


def test_the_same_size_is_a_class_of_its_own(regions):
    scan = scan_of(regions, "grootte")
    assert scan.comparison.words.where == "van 10.000 tot 20.000 inwoners"
    same = [code for code, size in zip(municipalities(7), SIZES, strict=True) if 10_000 <= size < 20_000]
    assert scan.figures["participatie"].standing.n_others == len(same) - 1 == 2


def test_a_group_may_leave_our_region_out(regions):
    members = [regions[code] for code in ("GM0002", "GM0003", "GM0004")]
    make_group(name="Rivier", members=members, reason="Samen.", by="toets")
    figure = scan_of(regions, "groep-rivier").figures["participatie"]
    assert (figure.standing.n_others, figure.group.median) == (3, 2.0)
    assert figure.verdict == "Hoger dan in alle 3 gemeenten in de groep «Rivier»."


def test_the_middle_one_of_the_others_leaves_ours_out_everywhere(regions):
    everywhere = scan_of(regions, "nederland").figures["participatie"]
    province = scan_of(regions, "provincie").figures["participatie"]
    assert everywhere.group.median == province.group.median == np.median([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])


def test_the_average_inhabitant_and_the_middle_municipality_are_both_said(regions):
    weight = regions and factories.make_indicator("mensen", "Mensen", unit="inwoners", aggregation="SUM", theme=None)
    ratio = factories.make_indicator("armoede", "Armoede", aggregation="RATIO", weight=weight, direction=-1)
    publish(weight, row([*municipalities(5), "NL00"], [100.0, 300.0, 100.0, 100.0, 100.0, 10_000.0]), regions)
    publish(ratio, row([*municipalities(5), "NL00"], [9.0, 1.0, 2.0, 3.0, 4.0, 5.0]), regions)
    province = scan_of(regions, "provincie").figures["armoede"]
    assert province.group.mean == pytest.approx((300 + 200 + 300 + 400) / 600)
    assert province.group_text.startswith("Gemiddelde inwoner van de groep: 2,0 %. Middelste gemeente: 2,5 %, de helft")
    nation = scan_of(regions, "nederland").figures["armoede"]
    assert nation.rest == pytest.approx((5.0 * 10_000 - 9.0 * 100) / 9_900)
    assert (nation.rest_weight, nation.group.mean) == (9_900.0, nation.rest)
    assert nation.group_text.startswith("Gemiddelde inwoner van de rest van Nederland: 5,0 %.")


def test_a_region_of_municipalities_is_held_against_stand_ins(regions):
    custom = factories.make_region("MR0001", "Samen", "maatwerk", parent=regions["NL00"])
    made = custom.compositions.create(version=1, reason="x", made_by="toets")
    made.members.set([regions["GM0001"], regions["GM0002"]])
    found = PeerSet.objects.create(kind="gemeente", period=2024, variables=[], n_nearest=4, far=1.0, made_by="toets")
    for code, numbers in {"GM0001": (2, 3, 4, 5, 6, 7), "GM0002": (4, 5, 6, 7, 3, 1)}.items():
        for place, number in enumerate(numbers, 1):
            peer = regions[f"GM{number:04d}"]
            found.peers.create(region=regions[code], peer=peer, position=place, distance=place)
    scan = scan_of(regions, "samengesteld", "MR0001")
    assert len(scan.comparison.composites) >= 4
    assert all(len(one) == 2 for one in scan.comparison.composites)
    inside = {regions["GM0001"].pk, regions["GM0002"].pk}
    assert all(not inside & set(one) for one in scan.comparison.composites)
    assert scan_of(regions, "nederland", "MR0001").comparison.code == "nederland"


@pytest.fixture
def custom(regions):
    """Two of the seven together, with a share that was counted completely: 60 % of 2.000 homes, Nederland 50 %."""
    homes = factories.make_indicator("woningen", "Woningen", unit="woningen", aggregation="SUM", theme=None)
    share = factories.make_indicator(
        "koop", "Koopwoningen", aggregation="WMEAN", weight=homes, chance="aandeel", per=100.0
    )
    made = factories.make_region("MR0001", "Samen", "maatwerk", parent=regions["NL00"])
    everything = {**regions, "MR0001": made}
    publish(share, row([*municipalities(7), "NL00"], [60.0, 60.0, 50.0, 50.1, 49.9, 50.0, 50.0, 50.0]), everything)
    publish(homes, row([*municipalities(7), "NL00"], [1_000.0] * 7 + [100_000.0]), everything)
    publish(share, row(["MR0001"], [60.0]), everything, status=Status.CALCULATED)
    publish(homes, row(["MR0001"], [2_000.0]), everything, status=Status.CALCULATED)
    return made


def test_a_region_put_together_is_tested_against_the_rest_of_the_country_and_has_no_place(custom):
    # The rest has (50.000 − 1.200) of 98.000: 49,80 %. 60 % of 2.000 is 204 homes more than that.
    scan = region_scan(Region.objects.get(code="MR0001"))
    figure = scan.figures["koop"]
    assert (scan.comparison.code, scan.comparison.description) == ("nederland", "de rest van Nederland")
    assert "geen plaats of score" in scan.comparison.explanation
    assert figure.certainty.beside == "de rest van Nederland"
    assert figure.certainty.test is not None
    assert figure.certainty.gap.amount == pytest.approx((60 - 48_800 / 980) * 20)
    assert (figure.standing, figure.place, figure.verdict, len(figure.peers)) == (None, None, "", 0)


def test_the_page_of_a_region_put_together_says_why_it_has_no_score(custom, client):
    page = client.get("/regioscan/MR0001/").content.decode()
    assert "Zij krijgt daarom geen plaats of score tussen zulke regio’s." in page
    assert "Er is geen andere maatwerkregio" not in page


def test_stand_ins_give_the_place_and_the_rest_of_the_country_the_test(custom, regions):
    members = custom.compositions.create(version=1, reason="x", made_by="toets")
    members.members.set([regions["GM0001"], regions["GM0002"]])
    found = PeerSet.objects.create(kind="gemeente", period=2024, variables=[], n_nearest=4, far=1.0, made_by="toets")
    for code, numbers in {"GM0001": (3, 4, 5, 6, 7), "GM0002": (4, 5, 6, 7, 3)}.items():
        for place, number in enumerate(numbers, 1):
            peer = regions[f"GM{number:04d}"]
            found.peers.create(region=regions[code], peer=peer, position=place, distance=place)
    figure = scan_of(regions, "samengesteld", "MR0001").figures["koop"]
    assert figure.standing.n_others >= 4
    assert figure.certainty.test is not None
    assert figure.certainty.beside == "de rest van Nederland"


def test_a_region_put_together_costs_no_more_queries_with_more_figures(custom, regions, django_assert_num_queries):
    region = Region.objects.select_related("parent").get(code="MR0001")
    with CaptureQueriesContext(connection) as few:
        region_scan(region)
    for number in range(10):
        one = factories.make_indicator(
            f"meer-{number}", weight=Indicator.objects.get(code="woningen"), aggregation="WMEAN"
        )
        publish(one, row(["MR0001", "NL00"], [1.0, 2.0]), {**regions, "MR0001": custom}, status=Status.CALCULATED)
    with django_assert_num_queries(len(few)):
        region_scan(region)


@pytest.mark.parametrize("benchmark", ["nederland", "provincie", "grootte", "stedelijkheid", "vergelijkbaar"])
def test_the_number_of_queries_does_not_depend_on_the_number_of_figures(
    regions, benchmark, django_assert_max_num_queries
):
    make_peer_sets(kind="gemeente", by="toets")
    region = Region.objects.select_related("parent__parent").get(code="GM0001")
    with django_assert_max_num_queries(14) as few:
        region_scan(region, benchmark=benchmark)
    for number in range(30):
        publish(factories.make_indicator(f"meer-{number}"), row(municipalities(5), FIVE), regions)
    with django_assert_max_num_queries(len(few)):
        region_scan(region, benchmark=benchmark)


def test_kept_pages_are_drawn_anew_after_a_new_set_or_group(regions):
    before = frames.published_version()
    make_peer_sets(kind="gemeente", by="toets")
    between = frames.published_version()
    make_group(name="Rivier", members=[regions[code] for code in municipalities(3)], reason="Samen.", by="toets")
    assert len({before, between, frames.published_version()}) == 3
