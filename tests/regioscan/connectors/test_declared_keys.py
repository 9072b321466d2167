"""What the catalogue asks of a source stands there: in the workbooks, and in the tables of which we have the titles."""

import json
import tomllib
from pathlib import Path

import pytest

from regioscan.connectors.base import Key
from regioscan.connectors.cbs_files import KWB_COLUMNS
from regioscan.connectors.paths import Column, columns_of_tree, find_columns
from regioscan.connectors.received import read_csv
from regioscan.connectors.units import factor

CATALOGUE = Path(KWB_COLUMNS).with_name("indicators.toml")


def _keys(source, year):
    declared = tomllib.loads(CATALOGUE.read_text())["indicator"]
    return [
        Key(indicator["code"], key["path"], key.get("divide_by", ""), key.get("multiply_by", 1.0))
        for indicator in declared
        for key in indicator.get("keys", [])
        if key["source"] == source and key["years"][0] <= year <= key["years"][1]
    ]


def _workbook_columns(which):
    """The columns of one edition: each under the first or the last of its names."""
    declared = tomllib.loads(KWB_COLUMNS.read_text())["column"]
    return [Column(entry["names"][which], tuple(entry["paths"]), entry["unit"]) for entry in declared]


@pytest.mark.parametrize(("year", "which"), [(2020, 0), (2021, 0), (2022, 0), (2023, -1), (2024, -1), (2025, 0)])
def test_every_declared_key_figure_stands_in_the_workbook_of_its_year(year, which):
    keys = _keys("cbs-kwb", year)
    found, notes = find_columns(keys, _workbook_columns(which))
    assert (len(found), notes) == (len(keys), [])


def test_every_unit_in_the_list_of_workbook_columns_is_known():
    assert [column.name for column in _workbook_columns(0) if factor(column.unit, "") is None] == []


@pytest.mark.real_files
def test_every_declared_key_figure_of_2020_stands_in_the_table_with_a_known_unit(real_files):
    rows = json.loads((real_files / "kwb-2020" / "DataProperties.json").read_text())["value"]
    keys = _keys("cbs-kwb", 2020)
    found, notes = find_columns(keys, columns_of_tree(rows))
    assert (len(found), notes) == (len(keys), [])
    assert {column.unit for match in found for column in match.columns if factor(column.unit, "") is None} == set()


@pytest.mark.real_files
def test_every_declared_key_figure_of_2022_stands_in_the_table_with_a_known_unit(real_files):
    rows = read_csv((real_files / "regions" / "85318NED_DataProperties.csv").read_bytes()).records()
    keys = _keys("cbs-kwb", 2022)
    found, notes = find_columns(keys, columns_of_tree(rows))
    assert (len(found), notes) == (len(keys), [])
    assert {column.unit for match in found for column in match.columns if factor(column.unit, "") is None} == set()
