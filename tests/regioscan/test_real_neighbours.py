"""The nearest neighbours of real municipalities: what anybody who knows the country would expect."""

import json

import numpy as np
import pytest

from regioscan.analysis.neighbours import is_poor, nearest

COLUMNS = [
    ("AantalInwoners_5", None, 2, True),
    ("Omgevingsadressendichtheid_116", None, 2, True),
    ("k_0Tot15Jaar_8", "AantalInwoners_5", 1, False),
    ("k_65JaarOfOuder_12", "AantalInwoners_5", 1, False),
    ("Eenpersoonshuishoudens_29", "HuishoudensTotaal_28", 1, False),
    ("Koopwoningen_40", None, 1, False),
    ("InBezitWoningcorporatie_42", None, 1, False),
    ("GemiddeldeWoningwaarde_35", None, 1, True),
]
"""Topic, what it is divided by, weight, logarithm."""


@pytest.fixture(scope="module")
def country(real_files):
    """Names and neighbours of all municipalities of 2020."""
    rows = json.loads((real_files / "kwb-2020" / "TypedDataSet_NL_GM.json").read_text(encoding="utf-8"))["value"]
    towns = [row for row in rows if row["WijkenEnBuurten"].startswith("GM")]
    values = np.array([[_value(row, topic, per) for topic, per, _, _ in COLUMNS] for row in towns])
    found = nearest(values, [one[2] for one in COLUMNS], [one[3] for one in COLUMNS], keep=40)
    return [row["Gemeentenaam_1"].strip() for row in towns], found


def _value(row, topic, per):
    above, below = row[topic], row[per] if per else 1
    return np.nan if above is None or not below else above / below


@pytest.mark.real_files
def test_every_municipality_has_ten_neighbours(country):
    names, found = country
    assert (len(names), found.n_nearest) == (355, 10)
    assert min(len(one) for one in found.of) >= 10


@pytest.mark.real_files
def test_the_four_large_cities_are_each_others_neighbours(country):
    names, found = country
    large = {"Amsterdam", "Rotterdam", "'s-Gravenhage", "Utrecht"}
    for city in large & set(names):
        nearest_ten = {names[one.region] for one in found.of[names.index(city)][:10]}
        assert len(nearest_ten & (large - {city})) >= 2, (city, nearest_ten)


@pytest.mark.real_files
def test_the_island_without_a_town_has_no_good_comparison_and_about_a_tenth_has_none(country):
    names, found = country
    poor = {names[place] for place, row in enumerate(found.of) if is_poor([one.distance for one in row], found.far)}
    assert "Amsterdam" in poor
    assert 0.05 * len(names) <= len(poor) <= 0.12 * len(names)
