"""Places are rounded before they are kept; the way of an initiative is told from its changes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.analysis.places import is_in_the_netherlands, kept_point, names_a_house
from initiatives.analysis.stage_path import Move, stations
from initiatives.analysis.workflow import ALLOWED

LATITUDES, LONGITUDES = st.floats(50.5, 53.8), st.floats(3.0, 7.4)


def test_what_is_near_is_kept_on_a_grid_of_a_kilometre():
    assert kept_point("ongeveer", 51.842311, 5.852774) == (51.84, 5.85)
    assert kept_point("precies", 51.8423119, 5.8527741) == (51.84231, 5.85277)
    assert kept_point("regio", 51.84, 5.85) is None


def test_a_place_on_the_map_without_a_point_is_refused():
    with pytest.raises(ValueError, match="point"):
        kept_point("precies", 51.84, None)


@given(LATITUDES, LONGITUDES, st.sampled_from(["ongeveer", "precies"]))
def test_keeping_twice_is_keeping_once_and_never_far_off(latitude, longitude, kind):
    kept = kept_point(kind, latitude, longitude)
    assert kept_point(kind, *kept) == kept
    assert abs(kept[0] - latitude) <= 0.00501
    assert abs(kept[1] - longitude) <= 0.00751


def test_a_point_abroad_is_known():
    assert is_in_the_netherlands(51.84, 5.85)
    assert not is_in_the_netherlands(5.85, 51.84)


def test_the_way_of_an_initiative_has_its_days():
    moves = [Move("idee", "verkend", date(2026, 2, 1)), Move("verkend", "willen", date(2026, 3, 1))]
    found = stations("willen", moves, date(2026, 1, 1))
    assert [(one.stage, one.state, one.since) for one in found] == [
        ("idee", "done", date(2026, 1, 1)),
        ("verkend", "done", date(2026, 2, 1)),
        ("willen", "now", date(2026, 3, 1)),
        ("doen", "ahead", None),
        ("gerealiseerd", "ahead", None),
    ]


def test_what_stopped_says_where():
    moves = [Move("idee", "verkend", date(2026, 2, 1)), Move("verkend", "gestopt", date(2026, 3, 1))]
    assert [one.state for one in stations("gestopt", moves, date(2026, 1, 1))] == ["done", "stopped", *["ahead"] * 3]


@given(st.lists(st.integers(0, 9), max_size=12))
def test_every_way_through_the_table_has_one_place_where_it_is(choices):
    stage, moves = "idee", []
    for choice in choices:
        after = ALLOWED[stage][choice % len(ALLOWED[stage])]
        moves.append(Move(stage, after, date(2026, 1, 1)))
        stage = after
    states = [one.state for one in stations(stage, moves, date(2026, 1, 1))]
    assert states.count("now") + states.count("stopped") == 1


@pytest.mark.parametrize("name", ["Dorpsstraat 12", "Kade 3a, Zandhove", "Achter Plein 4", "Dijk nr. 18", "4321 AB"])
def test_a_house_number_in_the_name_of_a_place_is_seen(name):
    assert names_a_house(name)


@pytest.mark.parametrize(
    "name", ["Plein", "Wijk 5", "Fietspad langs de N307", "Perron 2", "Plein 1940-1945", "De 3 Molens"]
)
def test_a_number_that_is_no_house_is_let_be(name):
    assert not names_a_house(name)
