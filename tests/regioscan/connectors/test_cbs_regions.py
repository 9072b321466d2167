"""Lists of regions, with each of their traps."""

from datetime import date

import pytest

from lib.http import Fetcher
from regioscan.connectors.base import RegionRow, SourceError
from regioscan.connectors.cbs_regions import fetch_regions, tidy_regions
from tests.regioscan.connectors.conftest import kwb_table
from tests.regioscan.connectors.shapes import deliver
from tests.regioscan.statistics_server import Table

MUNICIPALITIES = "\ufeffGemeente2025;Gemeentenaam2025\r\n0014;Groningen\r\n0363;Amsterdam\r\n0998;Onbekend\r\n"
DISTRICTS = "\ufeffWijk2025;wijknaam2025\r\n001400;Centrum\r\n0363AF;Nieuwmarkt/Lastage\r\n"
NEIGHBOURHOODS = "\ufeffBuurt2025;buurtnaam2025\r\n00140000;Binnenstad-Noord\r\n0363AF01;Oosterdokseiland\r\n"
HIERARCHY = """\
"ID","RegioS","Code_1","Naam_2","Code_8","Naam_9","Code_24","Code_26","Naam_27"
0,"GM0014    ","GM0014    ","Groningen (gemeente)","CR03   ","Overig Groningen","LD01 ","PV20 ","Groningen (PV)"
1,"GM0363    ","GM0363    ","Amsterdam  ","CR23    ","Groot-Amsterdam ","LD03 ","PV27 ","Noord-Holland (PV)"
"""
TITLE = '"ID","Title","ShortTitle"\n0,"Gebieden in Nederland 2022","x"\n'


def _by_code(**files):
    return {row.code: row for row in tidy_regions(deliver(**files)).rows}


def test_the_hierarchy_gives_parents_up_to_the_country():
    rows = _by_code(hierarchy=HIERARCHY, info=TITLE)
    day = date(2022, 1, 1)
    assert rows == {
        "NL00": RegionRow("NL00", "Nederland", "land", day, "", 0),
        "PV20": RegionRow("PV20", "Groningen", "provincie", day, "NL00", 2),
        "CR03": RegionRow("CR03", "Overig Groningen", "corop", day, "PV20", 2),
        "GM0014": RegionRow("GM0014", "Groningen", "gemeente", day, "CR03", 2),
        "PV27": RegionRow("PV27", "Noord-Holland", "provincie", day, "NL00", 3),
        "CR23": RegionRow("CR23", "Groot-Amsterdam", "corop", day, "PV27", 3),
        "GM0363": RegionRow("GM0363", "Amsterdam", "gemeente", day, "CR23", 3),
    }


def test_yearly_lists_have_codes_without_prefix_and_with_leading_zeros():
    rows = _by_code(gem=MUNICIPALITIES, wijk=DISTRICTS, buurt=NEIGHBOURHOODS)
    assert {code: row.parent_code for code, row in rows.items()} == {
        "GM0014": "", "GM0363": "", "WK001400": "GM0014", "WK0363AF": "GM0363",
        "BU00140000": "WK001400", "BU0363AF01": "WK0363AF",
    }  # fmt: skip


def test_the_year_of_a_list_stands_in_its_header():
    assert tidy_regions(deliver(gem=MUNICIPALITIES)).valid_on == date(2025, 1, 1)


def test_code_0998_is_no_region_and_is_named():
    regions = tidy_regions(deliver(gem=MUNICIPALITIES))
    [problem] = regions.problems
    assert (problem.line, problem.value, problem.reason) == (
        4,
        "0998",
        "code 0998 betekent «onbekend» en is geen gebied",
    )


def test_only_the_kinds_in_the_lists_are_complete():
    assert tidy_regions(deliver(gem=MUNICIPALITIES)).complete_kinds == {"gemeente"}
    assert tidy_regions(deliver(buurt=NEIGHBOURHOODS)).complete_kinds == {"buurt"}


def test_an_older_hierarchy_lends_provinces_but_no_municipalities():
    newer = MUNICIPALITIES.replace("0363;Amsterdam", "1992;Voorne aan Zee")
    regions = tidy_regions(deliver(gem=newer, hierarchy=HIERARCHY, info=TITLE))
    rows = {row.code: row for row in regions.rows}
    assert (rows["GM0014"].parent_code, rows["GM1992"].parent_code) == ("CR03", "")
    assert "GM0363" not in rows
    assert regions.notes == ["Gemeenten waarvan de provincie niet bekend is (1): Voorne aan Zee."]
    assert regions.valid_on == date(2025, 1, 1)


def test_regions_of_a_kwb_table_are_padded_and_lose_the_number_before_their_name():
    rows = _by_code(
        regions='"Key","Title","Description","Municipality"\n'
        '"NL00      ","Nederland",,""\n"GM1680    ","Aa en Hunze",,"GM1680"\n"WK168000  ","Wijk 00 Annen",,"GM1680"\n',
        info='"ID","Title","ShortTitle"\n0,"Kerncijfers wijken en buurten 2022","x"\n',
    )
    assert {code: row.name for code, row in rows.items()} == {
        "NL00": "Nederland", "GM1680": "Aa en Hunze", "WK168000": "Annen",
    }  # fmt: skip


def test_a_list_without_year_needs_the_year_of_the_caller():
    with pytest.raises(SourceError, match="Geef het jaar erbij"):
        tidy_regions(deliver(hierarchy=HIERARCHY))
    assert tidy_regions(deliver(hierarchy=HIERARCHY), 2022).valid_on == date(2022, 1, 1)


def test_a_code_that_is_no_code_is_named():
    regions = tidy_regions(deliver(gem=MUNICIPALITIES.replace("0014;", "14;")))
    assert [problem.reason for problem in regions.problems] == [
        "dit is geen code van een gemeente",
        "code 0998 betekent «onbekend» en is geen gebied",
    ]


def test_a_delivery_without_regions_is_refused():
    with pytest.raises(SourceError, match="geen lijst van regio's"):
        tidy_regions(deliver(other="a;b\n1;2\n"))


def test_a_hierarchy_without_provinces_is_refused():
    with pytest.raises(SourceError, match="mist de codes van: provincie"):
        tidy_regions(deliver(hierarchy=HIERARCHY.replace('"PV20 "', '"XX20 "')), 2022)


def test_regions_are_fetched_from_the_hierarchy_and_from_the_key_figures(office):
    names = ["ID", "RegioS", "Code_1", "Naam_2", "Code_8", "Naam_9", "Code_26", "Naam_27"]
    row = [0, "GM0308    ", "GM0308    ", "Baarn     ", "CR17      ", "Utrecht   ", "PV26      ", "Utrecht (PV)"]
    office.v3["85067NED"] = Table(
        {
            "TableInfos": [{"ID": 0, "Title": "Gebieden in Nederland 2020", "ShortTitle": "x"}],
            "TypedDataSet": [dict(zip(names, row, strict=True))],
        }
    )
    office.v3["84799NED"] = kwb_table()
    delivery = fetch_regions(Fetcher(office.base_url), year=2020, kwb_table="84799NED")
    regions = tidy_regions(delivery)
    assert {row.code: row.parent_code for row in regions.rows} == {
        "NL00": "", "PV26": "NL00", "CR17": "PV26", "GM0308": "CR17",
        "WK030801": "GM0308", "BU03080101": "WK030801", "BU0363AF01": "",
    }  # fmt: skip
    assert office.asked("84799NED/TypedDataSet") == []
