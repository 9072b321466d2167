"""The newer interface, with each of its traps."""

import pytest

from lib.http import Fetcher, FetchError
from regioscan.connectors.base import FINAL, MISSING, NOT_APPLICABLE, PROVISIONAL, SUPPRESSED, Key, SourceError
from regioscan.connectors.cbs_odata_v4 import HOSTS, fetch_table, tidy_table
from tests.regioscan.connectors.shapes import as_dict, as_rows, deliver
from tests.regioscan.statistics_server import Table

KEYS = [Key("inwoners", "Bevolking > Aantal inwoners"), Key("woz", "Wonen > Gemiddelde WOZ-waarde")]


def _observation(number, measure, region, value, attribute="None", period="2023JJ00"):
    return {"Id": number, "Measure": measure, "ValueAttribute": attribute, "Value": value, "StringValue": None,
            "WijkenEnBuurten": region, "Perioden": period}  # fmt: skip


def _table(*observations, page_size=2):
    return Table(
        {
            "MeasureCodes": [
                {"Identifier": "T001036", "Index": 1, "Title": "Aantal inwoners", "MeasureGroupId": "M1",
                 "Unit": "aantal", "Decimals": 0},
                {"Identifier": "M001642", "Index": 2, "Title": "Gemiddelde WOZ-waarde", "MeasureGroupId": "M2",
                 "Unit": "x 1 000 euro", "Decimals": 0},
            ],
            "MeasureGroups": [
                {"Id": "M1", "Index": 1, "Title": "Bevolking", "ParentId": None},
                {"Id": "M2", "Index": 2, "Title": "Wonen", "ParentId": None},
            ],
            "PeriodenCodes": [
                {"Identifier": "2022JJ00", "Title": "2022", "Status": "Definitief"},
                {"Identifier": "2023JJ00", "Title": "2023*", "Status": "NaderVoorlopig"},
            ],
            "Observations": list(observations),
        },
        properties={"Identifier": "85618NED", "Version": "202401010200", "ObservationCount": len(observations)},
        page_size=page_size,
    )  # fmt: skip


@pytest.fixture
def fetcher(office):
    return Fetcher(f"{office.base_url}/odata/v1", also_known_as=HOSTS, sleep=lambda _: None)


def _tidy(office, fetcher, *observations, keys=KEYS[:1], period=2023):
    office.v4["85618NED"] = _table(*observations)
    return tidy_table(fetch_table(fetcher, "85618NED"), keys, period)


def test_a_long_table_of_several_pages_gives_cells(office, fetcher):
    cells = _tidy(
        office,
        fetcher,
        _observation(0, "T001036", "NL00", 17_000_000),
        _observation(1, "M001642", "NL00", 315),
        _observation(2, "T001036", "GM0308", 25_000.0),
        keys=KEYS,
    )
    assert as_rows(cells) == [
        ("inwoners", "NL00", 2023, 17_000_000.0, PROVISIONAL),
        ("inwoners", "GM0308", 2023, 25_000.0, PROVISIONAL),
        ("woz", "NL00", 2023, 315.0, PROVISIONAL),
        ("woz", "GM0308", 2023, None, MISSING),
    ]
    assert len(office.asked("Observations")) == 2


def test_region_codes_are_stripped_though_they_should_not_be_padded(office, fetcher):
    cells = _tidy(office, fetcher, _observation(0, "T001036", "GM0308    ", 25_000))
    assert cells.region_codes == ["GM0308"]


def test_a_value_attribute_says_why_there_is_no_figure(office, fetcher):
    cells = _tidy(
        office,
        fetcher,
        _observation(0, "T001036", "GM0001", None, "Impossible"),
        _observation(1, "T001036", "GM0002", None, "Secret"),
        _observation(2, "T001036", "GM0003", None, "None"),
        _observation(3, "T001036", "GM0004", 7, "None"),
    )
    assert list(as_dict(cells).values()) == [NOT_APPLICABLE, SUPPRESSED, MISSING, 7.0]


def test_sentinels_are_reasons_and_not_figures(office, fetcher):
    cells = _tidy(
        office,
        fetcher,
        _observation(0, "T001036", "GM0001", 99997),
        _observation(1, "T001036", "GM0002", 99995.0),
        _observation(2, "T001036", "GM0003", 99991),
        _observation(3, "T001036", "GM0004", -99997),
    )
    assert list(as_dict(cells).values()) == [SUPPRESSED, MISSING, NOT_APPLICABLE, SUPPRESSED]
    assert cells.notes[:1] == ["4 cijfers waren 99997, 99995 of 99991: daar staat een reden en geen getal."]


def test_the_period_codes_say_what_is_provisional(office, fetcher):
    cells = _tidy(
        office,
        fetcher,
        _observation(0, "T001036", "GM0308", 1, period="2022JJ00"),
        _observation(1, "T001036", "GM0308", 2, period="2023JJ00"),
        _observation(2, "T001036", "GM0308", 3, period="2023KW01"),
        period=None,
    )
    assert [row[2:] for row in as_rows(cells)] == [(2022, 1.0, FINAL), (2023, 2.0, PROVISIONAL)]


def test_a_measure_is_found_by_its_titles_also_when_its_code_changes(office, fetcher):
    table = _table(_observation(0, "1014800_1", "GM0308", 60))
    table.sets["MeasureCodes"][1] = {
        "Identifier": "1014800_1",
        "Title": "Gemiddelde  WOZ-Waarde",
        "MeasureGroupId": "M2",
    }
    office.v4["85618NED"] = table
    assert as_dict(tidy_table(fetch_table(fetcher, "85618NED"), KEYS[1:], 2023)) == {("woz", "GM0308"): 60.0}


def test_fewer_figures_than_promised_is_refused(office, fetcher):
    office.v4["85618NED"] = _table(_observation(0, "T001036", "GM0308", 1))
    office.v4["85618NED"].properties["ObservationCount"] = 2
    with pytest.raises(SourceError, match="heeft 1 cijfers, maar de bron belooft er 2"):
        tidy_table(fetch_table(fetcher, "85618NED"), KEYS[:1], 2023)


def test_a_figure_that_comes_twice_is_refused(office, fetcher):
    with pytest.raises(SourceError, match="twee keer voor"):
        _tidy(office, fetcher, *[_observation(number, "T001036", "GM0308", number) for number in (1, 2)])


def test_pages_that_were_fetched_are_used_again(office, fetcher, tmp_path):
    office.v4["85618NED"] = _table(*[_observation(n, "T001036", f"GM{n:04}", n) for n in range(6)])
    office.fail("skip=4", *["short"] * 5)
    with pytest.raises(FetchError, match="brak halverwege af"):
        fetch_table(fetcher, "85618NED", resume_folder=tmp_path)
    office.requests.clear()
    assert len(tidy_table(fetch_table(fetcher, "85618NED", resume_folder=tmp_path), KEYS[:1], 2023)) == 6
    assert len(office.asked("Observations")) == 1


def test_a_link_to_an_older_host_of_the_office_is_followed_at_ours(office, fetcher):
    office.written_host = "https://odata4.cbs.nl"
    cells = _tidy(office, fetcher, *[_observation(n, "T001036", f"GM{n:04}", n) for n in range(3)])
    assert len(cells) == 3


def test_a_table_that_none_of_the_indicators_stand_in_is_refused(office, fetcher):
    with pytest.raises(SourceError, match="Geen enkele indicator"):
        _tidy(office, fetcher, _observation(0, "T001036", "GM0308", 1), keys=[Key("x", "Bestaat > niet")])


@pytest.mark.real_files
def test_a_recorded_table_without_regions_is_refused_in_words(real_files):
    folder = real_files / "odata-v4" / "80072ned"
    files = {path.name: path.read_bytes() for path in folder.glob("*.json") if "count" not in path.name}
    with pytest.raises(SourceError, match="heeft geen regio's"):
        tidy_table(deliver(**files), [Key("verzuim", "Ziekteverzuimpercentage")])
