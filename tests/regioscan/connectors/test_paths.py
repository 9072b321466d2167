"""Columns are found by titles, and units are minded."""

import pytest

from regioscan.connectors.base import Key, SourceError
from regioscan.connectors.cbs_odata_v3 import tidy_table
from regioscan.connectors.paths import Column, Index, columns_of_tree, find_columns
from tests.regioscan.connectors.shapes import as_dict, deliver

COLUMNS = [
    Column("Inwoners_5", ("Bevolking > Aantal inwoners",), "aantal"),
    Column("Appartement_48", ("Energie > Elektriciteit > Appartement",), "kWh"),
    Column("Appartement_56", ("Energie > Gas > Appartement",), "m³"),
    Column("Wmo_89", ("Zorg > Wmo-cliënten ",), "aantal"),
    Column("Wmo_90", ("Zorg > Wmo-cliënten relatief ",), "per 1 000 inwoners"),
    Column("Gezond_4", ("Gezondheid > Ervaren gezondheid goed/zeer goed",), "%"),
]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Bevolking > Aantal inwoners", "Inwoners_5"),
        ("bevolking  >  AANTAL   inwoners ", "Inwoners_5"),
        ("Aantal inwoners", "Inwoners_5"),
        ("AantalInwoners", "Inwoners_5"),
        ("Gas > Appartement", "Appartement_56"),
        ("Wmo-cliënten", "Wmo_89"),
        ("Wmo-cliënten relatief", "Wmo_90"),
        ("ErvarenGezondheidGoedZeerGoed", "Gezond_4"),
        ("Gezondheid > Ervaren gezondheid goed/zeer goed", "Gezond_4"),
        ("Inwoners_5", None),
        ("Energie > Warmte > Appartement", None),
        ("Wonen > Aantal inwoners", None),
    ],
)
def test_a_path_finds_its_column_by_titles_and_never_by_number(path, name):
    column = Index(COLUMNS).find(path)
    assert (column.name if column else None) == name


def test_a_path_that_fits_two_columns_is_refused():
    with pytest.raises(SourceError, match="«Appartement» past op meer dan één kolom"):
        Index(COLUMNS).find("Appartement")


def test_a_path_that_is_not_there_is_told_and_the_others_are_found():
    found, notes = find_columns([Key("a", "Aantal inwoners"), Key("b", "Wonen > WOZ")], COLUMNS)
    assert [match.key.indicator for match in found] == ["a"]
    assert notes == ["Indicator «b» staat niet in deze levering: kolom «Wonen > WOZ» is er niet."]


def test_of_alternatives_the_first_that_is_there_is_taken():
    [match], _ = find_columns([Key("a", "Wonen > WOZ | Zorg > Wmo-cliënten | Aantal inwoners")], COLUMNS)
    assert [column.name for column in match.parts] == ["Wmo_89"]


def test_groups_that_run_in_a_circle_are_refused():
    rows = [
        {"ID": 1, "ParentID": 2, "Type": "TopicGroup", "Key": "", "Title": "A"},
        {"ID": 2, "ParentID": 1, "Type": "Topic", "Key": "B_1", "Title": "B"},
    ]
    with pytest.raises(SourceError, match="in een kring"):
        columns_of_tree(rows)


def _tidy(keys, unit_of_a="aantal", unit_of_b="aantal"):
    properties = [
        {"ID": number, "ParentID": None, "Type": "Topic", "Key": f"{title}_{number}", "Title": title, "Unit": unit,
         "Decimals": 0}
        for number, (title, unit) in enumerate([("A", unit_of_a), ("B", unit_of_b)], 1)
    ]  # fmt: skip
    rows = [{"ID": 0, "WijkenEnBuurten": "GM0308", "A_1": 6, "B_2": 3}]
    return tidy_table(deliver(data={"value": rows}, properties={"value": properties}), keys, 2020)


def test_figures_are_divided_and_multiplied():
    assert as_dict(_tidy([Key("x", "A", "B", 100)])) == {("x", "GM0308"): 200.0}
    assert as_dict(_tidy([Key("x", "A + B", "B")])) == {("x", "GM0308"): 3.0}


def test_counts_in_thousands_are_made_whole_before_dividing():
    assert as_dict(_tidy([Key("x", "A", "B")], unit_of_a="1 000 banen")) == {("x", "GM0308"): 2000.0}


def test_a_source_that_changes_its_unit_is_converted_to_the_expected_one():
    key = [Key("x", "A", unit="x 1 000 euro")]
    assert as_dict(_tidy(key, unit_of_a="x 1 000 euro")) == {("x", "GM0308"): 6.0}
    assert as_dict(_tidy(key, unit_of_a="euro")) == {("x", "GM0308"): 0.006}


def test_a_column_in_an_unknown_unit_is_refused_and_named():
    cells = _tidy([Key("x", "A"), Key("y", "B")], unit_of_a="onzen")
    assert as_dict(cells) == {("y", "GM0308"): 3.0}
    assert [(problem.line, problem.column, problem.value) for problem in cells.problems] == [(1, "A_1", "onzen")]
