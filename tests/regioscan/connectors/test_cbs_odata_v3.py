"""The older interface, with each of its traps."""

import json

import pytest

from lib.http import Fetcher, FetchError
from regioscan.connectors.base import FINAL, MISSING, NOT_APPLICABLE, PROVISIONAL, SUPPRESSED, Key, SourceError
from regioscan.connectors.cbs_odata_v3 import fetch_table, find_table, tidy_table
from tests.regioscan.connectors.conftest import PLACES, PROPERTIES, kwb_rows, kwb_table
from tests.regioscan.connectors.shapes import as_dict, as_rows, deliver
from tests.regioscan.statistics_server import Table

INHABITANTS = Key("inwoners", "Bevolking > Aantal inwoners")
GAS = Key("gas", "Energie > Gas > Appartement")
ELECTRICITY = Key("stroom", "Energie > Elektriciteit > Appartement")


@pytest.fixture
def fetcher(office):
    office.v3["84799NED"] = kwb_table()
    return Fetcher(office.base_url, sleep=lambda _: None)


def _data(rows):
    return deliver(data={"value": rows}, properties={"value": PROPERTIES})


def _with_dimension(*rows):
    """A delivery with regions, periods and another dimension; each row is (region, period, age, value)."""
    names = ("RegioS", "Perioden", "Leeftijd", "Aantal_1")
    properties = [
        {"odata.type": "Cbs.OData.Topic", "ID": 1, "ParentID": None, "Type": "Topic", "Key": "Aantal_1",
         "Title": "Aantal", "Unit": "aantal", "Decimals": 0},
    ]  # fmt: skip
    periods = [
        {"Key": "2022JJ00", "Title": "2022", "Description": None, "Status": "Definitief"},
        {"Key": "2023JJ00", "Title": "2023*", "Description": None, "Status": "Voorlopig"},
    ]
    data = [{"ID": number, **dict(zip(names, row, strict=True))} for number, row in enumerate(rows)]
    return deliver(
        data={"value": data},
        properties={"value": properties},
        periods={"odata.metadata": "x/$metadata#Cbs.OData.WebAPI.Perioden", "value": periods},
        ages={
            "odata.metadata": "x/$metadata#Cbs.OData.WebAPI.Leeftijd",
            "value": [{"Key": "A1", "Title": "Totaal leeftijd"}, {"Key": "A2", "Title": "Jong"}],
        },
    )


def test_a_fetched_table_gives_cells(fetcher):
    cells = tidy_table(fetch_table(fetcher, "84799NED"), [INHABITANTS], 2020)
    assert as_rows(cells) == [
        ("inwoners", "NL00", 2020, 1000.0, FINAL),
        ("inwoners", "GM0308", 2020, 1001.0, FINAL),
        ("inwoners", "WK030801", 2020, 1002.0, FINAL),
        ("inwoners", "BU03080101", 2020, 1003.0, FINAL),
        ("inwoners", "BU0363AF01", 2020, 1004.0, FINAL),
    ]


def test_replies_are_kept_as_received(office, fetcher):
    delivery = fetch_table(fetcher, "84799NED")
    pages = [name for name in delivery.files if name.startswith("TypedDataSet")]
    assert pages == ["TypedDataSet.0001.json", "TypedDataSet.0002.json", "TypedDataSet.0003.json"]
    assert json.loads(delivery.files[pages[0]])["odata.nextLink"].endswith("$skip=2")
    assert delivery.origin == f"{office.base_url}/ODataFeed/odata/84799NED"


def test_progress_is_told_in_rows(fetcher):
    heard = []
    fetch_table(fetcher, "84799NED", on_progress=lambda *step: heard.append(step))
    assert heard[-3:] == [(2, 5, "2 rijen opgehaald"), (4, 5, "4 rijen opgehaald"), (5, 5, "5 rijen opgehaald")]


def test_a_dimension_of_more_than_one_page_is_fetched_whole(office, fetcher):
    delivery = fetch_table(fetcher, "84799NED", only=frozenset({"WijkenEnBuurten"}))
    assert sorted(delivery.files) == [f"WijkenEnBuurten.000{page}.json" for page in (1, 2, 3)]


def test_a_run_that_broke_off_goes_on_where_it_stopped(office, fetcher, tmp_path):
    office.fail("TypedDataSet/?", *["reset"] * 5)
    with pytest.raises(FetchError):
        fetch_table(fetcher, "84799NED", resume_folder=tmp_path)
    office.requests.clear()
    delivery = fetch_table(fetcher, "84799NED", resume_folder=tmp_path)
    assert len(as_rows(tidy_table(delivery, [INHABITANTS], 2020))) == 5
    assert len(office.asked("TypedDataSet")) == 2
    assert list(tmp_path.iterdir()) == []


def test_pages_of_an_older_version_of_the_table_are_not_mixed_in(office, fetcher, tmp_path):
    office.fail("skip=4", *["reset"] * 5)
    with pytest.raises(FetchError):
        fetch_table(fetcher, "84799NED", resume_folder=tmp_path)
    office.v3["84799NED"].sets["TableInfos"][0]["Modified"] = "2022-01-01T02:00:00"
    office.requests.clear()
    fetch_table(fetcher, "84799NED", resume_folder=tmp_path)
    assert len(office.asked("TypedDataSet")) == 3


def test_fewer_rows_than_the_catalogue_promises_is_refused(fetcher):
    delivery = fetch_table(fetcher, "84799NED")
    files = {name: content for name, content in delivery.files.items() if name != "TypedDataSet.0003.json"}
    with pytest.raises(SourceError, match="heeft 4 rijen, maar de catalogus belooft er 5"):
        tidy_table(deliver(**files), [INHABITANTS], 2020)


def test_a_filter_is_padded_as_the_dimension_writes_it(office, fetcher):
    delivery = fetch_table(fetcher, "84799NED", choice={"WijkenEnBuurten": "GM0308"})
    assert [region for _, region, *_ in as_rows(tidy_table(delivery, [INHABITANTS], 2020))] == ["GM0308"]
    assert "GM0308++++" in office.asked("TypedDataSet")[0]


def test_a_filter_on_an_unknown_code_names_what_there_is(fetcher):
    with pytest.raises(FetchError, match="kent «GM9999» niet als WijkenEnBuurten"):
        fetch_table(fetcher, "84799NED", choice={"WijkenEnBuurten": "GM9999"})


def test_a_table_is_found_by_the_beginning_of_its_title(office, fetcher):
    assert find_table(fetcher, "Kerncijfers wijken en buurten 2020") == "84799NED"
    with pytest.raises(FetchError, match="kent geen tabel «Kerncijfers wijken en buurten 2031»"):
        find_table(fetcher, "Kerncijfers wijken en buurten 2031")


def test_codes_with_letters_of_amsterdam_are_kept():
    cells = tidy_table(_data(kwb_rows()), [INHABITANTS], 2020)
    assert cells.region_codes == [place.strip() for place in PLACES]


def test_the_country_is_nl00_also_where_a_table_writes_nl01():
    cells = tidy_table(_data(kwb_rows(["NL01  "])), [INHABITANTS], 2020)
    assert cells.region_codes == ["NL00"]


def test_null_is_missing_and_not_zero():
    cells = tidy_table(_data(kwb_rows()), [ELECTRICITY], 2020)
    assert as_dict(cells)["stroom", "WK030801"] == MISSING


def test_a_value_that_went_through_a_single_float_is_mended():
    cells = tidy_table(_data(kwb_rows()[:1]), [GAS], 2020)
    assert as_dict(cells) == {("gas", "NL00"): 7888.2}


def test_the_same_stem_under_two_groups_is_told_apart_by_titles():
    rows = kwb_rows()[:1]
    cells = tidy_table(_data(rows), [GAS, ELECTRICITY], 2020)
    assert as_dict(cells) == {("gas", "NL00"): 7888.2, ("stroom", "NL00"): 2500.0}


def test_a_numbered_key_that_drifts_changes_nothing():
    rows = [{name.replace("_5", "_6"): value for name, value in row.items()} for row in kwb_rows()]
    properties = [{**row, "Key": row["Key"].replace("_5", "_6")} for row in PROPERTIES]
    drifted = deliver(data={"value": rows}, properties={"value": properties})
    assert as_rows(tidy_table(drifted, [INHABITANTS], 2020)) == as_rows(
        tidy_table(_data(kwb_rows()), [INHABITANTS], 2020)
    )


def test_the_fingerprint_holds_the_unit_so_that_a_change_of_unit_is_seen():
    columns = tidy_table(_data(kwb_rows()), [INHABITANTS], 2020).columns
    assert "AantalInwoners_5 (aantal)" in columns


def test_untyped_cells_are_padded_text_with_a_dot_for_suppressed():
    rows = [
        {"ID": 0, "WijkenEnBuurten": "GM0308    ", "AantalInwoners_5": "   135.5"},
        {"ID": 1, "WijkenEnBuurten": "GM0310    ", "AantalInwoners_5": "       ."},
        {"ID": 2, "WijkenEnBuurten": "GM0313    ", "AantalInwoners_5": ""},
        {"ID": 3, "WijkenEnBuurten": "GM0317    ", "AantalInwoners_5": None},
    ]
    values = [value for *_, value, status in as_rows(tidy_table(_data(rows), [INHABITANTS], 2020))]
    statuses = [status for *_, status in as_rows(tidy_table(_data(rows), [INHABITANTS], 2020))]
    assert values == [135.5, None, None, None]
    assert statuses == [FINAL, SUPPRESSED, NOT_APPLICABLE, NOT_APPLICABLE]


def test_text_in_a_number_column_is_named_with_its_row():
    rows = kwb_rows()
    rows[3]["AantalInwoners_5"] = "veel"
    cells = tidy_table(_data(rows), [INHABITANTS], 2020)
    [problem] = cells.problems
    assert (problem.line, problem.column, problem.value, problem.reason) == (
        4, "AantalInwoners_5", "veel", "dit is geen getal",
    )  # fmt: skip
    assert ("inwoners", "BU03080101") not in as_dict(cells)


def test_a_number_without_end_is_no_number():
    rows = kwb_rows()
    rows[0]["AantalInwoners_5"] = int("9" * 400)
    cells = tidy_table(_data(rows), [INHABITANTS], 2020)
    assert [problem.line for problem in cells.problems] == [1]
    assert len(cells) == 4


def test_quarters_are_not_taken_for_years():
    delivery = _with_dimension(("GM0308", "2022KW01", "A1", 3), ("GM0308", "2022JJ00", "A1", 12))
    assert as_rows(tidy_table(delivery, [Key("n", "Aantal")])) == [("n", "GM0308", 2022, 12.0, FINAL)]


def test_a_provisional_period_gives_a_provisional_status():
    delivery = _with_dimension(("GM0308", "2022JJ00", "A1", 1), ("GM0308", "2023JJ00", "A1", 2))
    rows = as_rows(tidy_table(delivery, [Key("n", "Aantal")]))
    assert rows == [("n", "GM0308", 2022, 1.0, FINAL), ("n", "GM0308", 2023, 2.0, PROVISIONAL)]


def test_only_the_asked_year_is_taken():
    delivery = _with_dimension(("GM0308", "2022JJ00", "A1", 1), ("GM0308", "2023JJ00", "A1", 2))
    assert [row[2] for row in as_rows(tidy_table(delivery, [Key("n", "Aantal")], 2023))] == [2023]
    with pytest.raises(SourceError, match="geen jaarcijfers over 2019; wel over: 2022, 2023"):
        tidy_table(delivery, [Key("n", "Aantal")], 2019)


def test_of_another_dimension_only_the_total_is_taken():
    delivery = _with_dimension(("GM0308", "2022JJ00", "A1", 12), ("GM0308", "2022JJ00", "A2 ", 5))
    assert as_rows(tidy_table(delivery, [Key("n", "Aantal")])) == [("n", "GM0308", 2022, 12.0, FINAL)]


def test_another_dimension_without_total_is_refused():
    delivery = _with_dimension(("GM0308", "2022JJ00", "B1", 12), ("GM0308", "2022JJ00", "B2", 5))
    with pytest.raises(SourceError, match="uitgesplitst naar «Leeftijd» en er is geen totaal"):
        tidy_table(delivery, [Key("n", "Aantal")])


def test_a_table_without_period_needs_the_year_of_the_caller():
    with pytest.raises(SourceError, match="Geef het jaar erbij"):
        tidy_table(_data(kwb_rows()), [INHABITANTS])


def test_a_table_without_regions_is_refused():
    rows = [{"ID": 0, "Perioden": "2022JJ00", "AantalInwoners_5": 3}]
    with pytest.raises(SourceError, match="heeft geen regio's"):
        tidy_table(_data(rows), [INHABITANTS])


def test_an_answer_that_is_no_collection_is_refused():
    with pytest.raises(SourceError, match="niet de vorm van een OData-tabel"):
        tidy_table(deliver(data={"odata.error": {"message": "x"}}), [INHABITANTS], 2020)


def test_a_delivery_without_rows_is_refused():
    with pytest.raises(SourceError, match="geen rijen met cijfers"):
        tidy_table(_data([]), [INHABITANTS], 2020)


def test_an_entity_set_that_the_service_points_elsewhere_for_is_refused(office, fetcher):
    office.written_host = "https://example.org"
    with pytest.raises(FetchError, match="verwijst naar een andere website"):
        fetch_table(fetcher, "84799NED")


def test_an_empty_table_has_nothing_to_promise(office, fetcher):
    office.v3["leeg"] = Table({"TableInfos": [], "TypedDataSet": [], "DataProperties": PROPERTIES})
    with pytest.raises(SourceError, match="geen rijen met cijfers"):
        tidy_table(fetch_table(fetcher, "leeg"), [INHABITANTS], 2020)
