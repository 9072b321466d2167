"""One door for all sources: where from, and what is it."""

import pytest

from lib.http import Limits
from regioscan.connectors import registry
from regioscan.connectors.base import MODELLED, BoundarySet, Key, RegionList, SourceError
from regioscan.connectors.cbs_files import tidy_dump, tidy_kwb_workbook, tidy_statline
from regioscan.connectors.cbs_odata_v3 import tidy_table as tidy_v3
from regioscan.connectors.cbs_odata_v4 import tidy_table as tidy_v4
from regioscan.connectors.own_table import tidy_own_table
from tests.regioscan.connectors.conftest import PROPERTIES, kwb_rows, kwb_table
from tests.regioscan.connectors.shapes import as_rows, deliver, workbook
from tests.regioscan.connectors.test_boundaries import _collection, _feature
from tests.regioscan.connectors.test_cbs_files import DUMP, STATLINE
from tests.regioscan.connectors.test_cbs_odata_v4 import _observation, _table
from tests.regioscan.connectors.test_cbs_regions import MUNICIPALITIES
from tests.regioscan.statistics_server import Table

KEYS = [Key("inwoners", "Bevolking > Aantal inwoners")]
AT_ONCE = Limits(first_pause=0)


def _fetch(office, source, **how):
    return registry.fetch(source, **{"period": 2020, "base_url": office.base_url, "limits": AT_ONCE, **how})


def test_key_figures_of_a_year_come_from_the_reviewed_table(office):
    office.v3["84799NED"] = kwb_table()
    cells = registry.tidy("cbs-kwb", "cijfers", _fetch(office, "cbs-kwb"), KEYS, 2020)
    assert len(as_rows(cells)) == 5


def test_the_table_of_a_later_year_is_looked_up_by_its_title(office):
    office.v3["99001NED"] = kwb_table()
    office.v3["99001NED"].sets["TableInfos"][0]["Title"] = "Kerncijfers wijken en buurten 2031"
    delivery = _fetch(office, "cbs-kwb", period=2031)
    assert delivery.origin.endswith("/ODataFeed/odata/99001NED")


def test_key_figures_come_from_the_newer_interface_as_well(office):
    office.v4["84799NED"] = _table(_observation(0, "T001036", "GM0308", 5, period="2020JJ00"))
    delivery = _fetch(office, "cbs-kwb", api="v4", base_url=f"{office.base_url}/odata/v1")
    cells = registry.tidy("cbs-kwb", "cijfers", delivery, KEYS, 2020)
    assert [row[1:4] for row in as_rows(cells)] == [("GM0308", 2020, 5.0)]


def test_both_interfaces_give_the_same_cells(office):
    office.v3["84799NED"] = kwb_table()
    older = registry.tidy("cbs-kwb", "cijfers", _fetch(office, "cbs-kwb"), KEYS, 2020)
    observations = [
        _observation(row["ID"], "T001036", row["WijkenEnBuurten"], row["AantalInwoners_5"], period="2020JJ00")
        for row in kwb_rows()
    ]
    office.v4["84799NED"] = _table(*observations)
    delivery = _fetch(office, "cbs-kwb", api="v4", base_url=f"{office.base_url}/odata/v1")
    newer = registry.tidy("cbs-kwb", "cijfers", delivery, KEYS, 2020)
    assert as_rows(newer) == as_rows(older)


def test_only_adults_of_one_year_are_asked_of_the_health_monitor(office):
    names = ("Leeftijd", "Marges", "WijkenEnBuurten", "Perioden")
    chosen = ("20300", "MW00000", "GM0308    ", "2020JJ00")
    other = ("53115", "MW00000", "GM0308    ", "2020JJ00")
    rows = [
        {"ID": number, **dict(zip(names, codes, strict=True)), "Eenzaam_27": value}
        for number, (codes, value) in enumerate([(chosen, 40.0), (other, 50.0)])
    ]
    dimensions = {
        name: [{"Key": code, "Title": code} for code in sorted({chosen[at], other[at]})]
        for at, name in enumerate(names)
    }
    office.v3["50150NED"] = Table({"TableInfos": [], "TypedDataSet": rows, "DataProperties": [], **dimensions})
    cells = registry.tidy("rivm-gezondheid", "cijfers", _fetch(office, "rivm-gezondheid"), [Key("e", "Eenzaam")], 2020)
    assert [row[3] for row in as_rows(cells)] == [40.0]
    assert office.asked("ODataCatalog") == []


def test_health_figures_below_the_municipality_are_marked_as_modelled():
    header = ("ID", "WijkenEnBuurten", "Perioden", "Eenzaam_28")
    content = workbook(header, (0, "GM0308", "2020JJ00", "40.0"), (1, "BU03080101", "2020JJ00", "41.0"),
                       (2, "WK030801", "2020JJ00", "."))  # fmt: skip
    cells = registry.tidy("rivm-gezondheid", "cijfers", deliver(f=content), [Key("e", "Eenzaam")], 2020)
    assert {row[1]: row[-1] == MODELLED for row in as_rows(cells)} == {
        "GM0308": False, "BU03080101": True, "WK030801": False,
    }  # fmt: skip


def test_regions_and_boundaries_have_their_own_kind():
    regions = registry.tidy("cbs-regios", "regios", deliver(f=MUNICIPALITIES), [], None)
    outlines = registry.tidy("grenzen", "grenzen", _collection(_feature("GM0308")), [], None)
    assert (type(regions), type(outlines)) == (RegionList, BoundarySet)


OWN = "regio;indicator;periode;waarde\nGM0308;inwoners;2020;5\n"
V3 = {"odata.metadata": "x", "value": kwb_rows()}
V4 = {"@odata.context": "x#Observations", "value": []}


@pytest.mark.parametrize(
    ("files", "reader"),
    [
        ({"a": V3}, tidy_v3),
        ({"a": V3, "b": {"value": PROPERTIES}}, tidy_v3),
        ({"a": V4}, tidy_v4),
        ({"a": DUMP}, tidy_dump),
        ({"a": {"value": PROPERTIES}, "b": DUMP}, tidy_dump),
        ({"a": '"ID","ParentID","Type","Key","Title"\n1,,"Topic","AantalInwoners_5","x"\n', "b": DUMP}, tidy_dump),
        ({"a": STATLINE}, tidy_statline),
        ({"a": OWN}, tidy_own_table),
        ({"a": workbook(("gwb_code_10", "a_inw"), ("GM0308", 5))}, tidy_kwb_workbook),
        ({"a": workbook(("ID", "WijkenEnBuurten", "Perioden", "Eenzaam_28"))}, tidy_dump),
        ({"a": workbook(("regio", "indicator", "periode", "waarde"))}, tidy_own_table),
    ],
)
def test_the_shape_of_a_file_is_told_from_its_content(files, reader):
    assert registry.shape_of(deliver(**files)) is reader


def test_a_source_that_keeps_failing_is_a_dutch_refusal(office):
    office.v3["84799NED"] = kwb_table()
    office.fail("TypedDataSet", *["reset"] * 5)
    with pytest.raises(SourceError, match="Na 5 pogingen gestopt"):
        _fetch(office, "cbs-kwb")


@pytest.mark.parametrize(
    ("source", "how", "words"),
    [
        ("tabel", {}, "Lever een bestand aan"),
        ("cbs-kwb", {"period": None}, "Geef het jaar"),
        ("cbs-kwb", {"api": "v5"}, "niet op te halen met «v5»"),
        ("grenzen", {"api": "v4"}, "niet op te halen met «v4»"),
        ("cbs-kwb", {"api": "v4", "period": 2031}, "Probeer --api v3"),
        ("cbs-kwb", {"period": 2031}, "kent geen tabel «Kerncijfers wijken en buurten 2031»"),
        ("cbs-kwb", {}, r"kent dit adres niet \(404\)"),
    ],
)
def test_what_cannot_be_fetched_says_why(office, source, how, words):
    with pytest.raises(SourceError, match=words):
        _fetch(office, source, **how)


def test_a_workbook_that_is_no_zip_is_refused():
    with pytest.raises(SourceError, match="Excel"):
        registry.tidy("cbs-kwb", "cijfers", deliver(f=b"PK\x03\x04 kapot"), KEYS, 2020)
