"""JSON-stat: a reader that is not ours finds in it what stands in the database."""

import json

import pytest
from pyjstat import pyjstat

from regioscan.models import Observation, Region
from tests import factories

QUERY = "indicator=cijfer-0,cijfer-2&soort=buurt"


def test_an_independent_reader_finds_every_value_of_the_database(asker, province):
    text = asker.text(f"/waarnemingen.jsonstat?{QUERY}")
    frame = pyjstat.Dataset.read(text).write("dataframe", naming="id")

    found = {
        (row.indicator, row.regio, int(row.periode)): None if row.value != row.value else row.value
        for row in frame.itertuples()
    }
    rows = Observation.objects.filter(indicator__code__in=["cijfer-0", "cijfer-2"], region__kind="buurt")
    known = {(one.indicator.code, one.region.code, one.period): one.value for one in rows.select_related()}
    assert len(found) == 2 * 6 * 5
    assert found == known


def test_the_labels_that_the_reader_shows_are_names(asker, province):
    frame = pyjstat.Dataset.read(asker.text(f"/waarnemingen.jsonstat?{QUERY}")).write("dataframe")

    assert list(frame.columns) == ["Indicator", "Regio", "Jaar", "value"]
    assert "Mensen met betaald werk" in set(frame["Indicator"])
    assert "Waalmeer Zuid (buurt BU90010000)" in set(frame["Regio"])


def test_a_cell_without_a_value_is_null_with_a_status_and_a_word_for_it(asker, province):
    cube = asker.read("/waarnemingen.jsonstat?indicator=cijfer-0&regio=BU90010001,GM9001&periode=2024")

    assert [value is None for value in cube["value"]] == [True, False]
    assert cube["status"] == {"0": "onderdrukt"}
    assert cube["extension"]["status"]["onderdrukt"] == "onderdrukt"
    assert len(cube["extension"]["reden"]["onderdrukt"]) > 10


def test_what_was_asked_by_name_is_there_even_when_nothing_is_known_of_it(asker, province):
    factories.make_region("GM9999", "Niemandsland")

    cube = asker.read("/waarnemingen.jsonstat?indicator=cijfer-0&regio=GM9001,GM9999&periode=2024")

    assert cube["dimension"]["regio"]["category"]["index"] == ["GM9001", "GM9999"]
    assert (cube["value"][1], cube["status"]) == (None, {"1": "niet-geladen"})


def test_regions_of_a_kind_without_any_figure_are_left_out(asker, province):
    factories.make_region("GM9999", "Niemandsland")

    cube = asker.read("/waarnemingen.jsonstat?indicator=cijfer-0&soort=gemeente&periode=2024")

    assert cube["size"] == [1, 3, 1]


def test_two_areas_that_had_the_same_code_are_two_categories(asker, province):
    Region.objects.filter(code="GM9002").update(valid_to="2023-01-01")
    factories.make_region("GM9002", "Nieuw-Gravenbroek", valid_from="2023-01-01")

    cube = asker.read("/waarnemingen.jsonstat?indicator=cijfer-0&regio=GM9002")

    assert cube["dimension"]["regio"]["category"]["index"] == ["GM9002.2000-01-01", "GM9002"]
    assert "tot 2023" in cube["dimension"]["regio"]["category"]["label"]["GM9002.2000-01-01"]


def test_a_question_without_an_answer_is_an_empty_dataset(asker, province):
    cube = asker.read("/waarnemingen.jsonstat?indicator=cijfer-0&periode=1950")

    assert (cube["value"], cube["status"]) == ([], {})


@pytest.mark.real_files
def test_our_dataset_has_the_shape_of_a_real_one(asker, province, real_files):
    """What the makers of the format publish as an example of a dataset, and what we answer."""
    real = json.loads((real_files / "eurostat" / "galicia-2.0.json").read_text())
    ours = asker.read(f"/waarnemingen.jsonstat?{QUERY}")

    assert (ours["version"], ours["class"]) == (real["version"], real["class"])
    assert {"id", "size", "role", "dimension", "value", "label", "source", "updated"} <= set(ours) & set(real)
    assert set(ours["role"]) == set(real["role"])
    for one in (real, ours):
        n_cells = 1
        for name, size in zip(one["id"], one["size"], strict=True):
            category = one["dimension"][name]["category"]
            assert len(category.get("index") or category["unit"]) == size
            n_cells *= size
        assert len(one["value"]) == n_cells
    (metric,) = ours["role"]["metric"]
    assert set(ours["dimension"][metric]["category"]["unit"]["cijfer-0"]) == {"label", "decimals"}
    assert len(real["updated"]) == len(ours["updated"])
