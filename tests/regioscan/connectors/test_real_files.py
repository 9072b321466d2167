"""Real files of the statistics office and others, read whole."""

import csv
import gzip
import io
import json
from collections import Counter

import numpy as np
import pytest

from regioscan.connectors import registry
from regioscan.connectors.base import FINAL, MISSING, MODELLED, NOT_APPLICABLE, SUPPRESSED, Key, SourceError
from regioscan.connectors.boundaries import tidy_boundaries
from regioscan.connectors.cbs_files import tidy_dump, tidy_statline
from regioscan.connectors.cbs_odata_v3 import sort_parts, tidy_table
from regioscan.connectors.cbs_regions import tidy_regions
from regioscan.connectors.own_table import tidy_own_table
from regioscan.connectors.paths import columns_of_tree
from tests.regioscan.connectors.shapes import as_dict, as_rows, deliver

pytestmark = pytest.mark.real_files
INHABITANTS = Key("inwoners", "Bevolking > Aantal inwoners")
GREY = Key(
    "grijs",
    "Bevolking > Leeftijdsgroepen > 65 jaar of ouder",
    "Bevolking > Leeftijdsgroepen > 15 tot 25 jaar + Bevolking > Leeftijdsgroepen > 25 tot 45 jaar"
    " + Bevolking > Leeftijdsgroepen > 45 tot 65 jaar",
    100,
)


def _files(folder, *names):
    return deliver(**{name: (folder / name).read_bytes() for name in names})


@pytest.fixture(scope="module")
def dump(real_files):
    return (real_files / "kwb-2020" / "kwb2020_84799NED_TypedDataSet.csv.gz").read_bytes()


@pytest.fixture(scope="module")
def properties(real_files):
    return (real_files / "kwb-2020" / "DataProperties.json").read_bytes()


@pytest.fixture(scope="module")
def topics(properties):
    """The columns of figures of KWB 2020."""
    rows = json.loads(properties)["value"]
    texts = {row["Key"] for row in rows if row.get("Datatype") == "String"}
    return [column for column in columns_of_tree(rows) if column.name not in texts]


@pytest.fixture(scope="module")
def whole_table(dump, properties, topics):
    """Every figure of KWB 2020 in every region, read once."""
    return tidy_dump(
        deliver(dump=dump, properties=properties), [Key(column.name, column.paths[0]) for column in topics], 2020
    )


def test_the_key_figures_of_2020_for_the_whole_country(dump, properties):
    cells = tidy_dump(deliver(dump=dump, properties=properties), [INHABITANTS, GREY], 2020)
    rows = as_dict(cells)
    assert len(cells) == 2 * 17_341
    assert cells.problems == []
    assert rows["inwoners", "NL00"] == 17_407_585
    assert rows["grijs", "NL00"] == pytest.approx(100 * 3_392_555 / (2_143_743 + 4_308_904 + 4_836_284))
    assert Counter(code[:2] for code in cells.region_codes) == {"NL": 1, "GM": 355, "WK": 3_177, "BU": 13_808}


def test_every_cell_of_the_key_figures_agrees_with_a_plain_reading_of_the_file(dump, topics, whole_table):
    cells = whole_table
    rows = list(csv.DictReader(io.StringIO(gzip.decompress(dump).decode()), delimiter=";"))
    plain = np.array([float(row[column.name] or "nan") for column in topics for row in rows])
    assert len(cells) == len(topics) * 17_341
    assert np.array_equal(cells.value, plain, equal_nan=True)
    assert cells.status.tolist() == np.where(np.isnan(plain), MISSING, FINAL).tolist()
    assert set(cells.line[:17_341]) == set(range(2, 17_343))


def test_what_is_not_yet_published_is_told_per_indicator(whole_table):
    assert len(whole_table.notes) == 68
    assert "Indicator «Koopwoningen_40» is in deze levering helemaal leeg." in whole_table.notes


def test_without_titles_the_same_columns_are_found_wherever_that_can_be(dump, properties, topics):
    stems = Counter(column.name.rsplit("_", 1)[0] for column in topics)
    keys = [Key(column.name, column.paths[0]) for column in topics if stems[column.name.rsplit("_", 1)[0]] == 1]
    titled = tidy_dump(deliver(dump=dump, properties=properties), keys, 2020)
    untitled = tidy_dump(deliver(dump=dump), keys, 2020)
    assert len(keys) == 97
    assert untitled.indicator_codes == titled.indicator_codes
    assert np.array_equal(untitled.value, titled.value, equal_nan=True)


def test_the_wire_shape_gives_the_same_figures_as_the_dump(real_files, dump, properties):
    names = ["DataProperties.json", "TypedDataSet_NL_GM.json", "WijkenEnBuurten_NL_GM.json"]
    wire = as_dict(tidy_table(_files(real_files / "kwb-2020", *names), [INHABITANTS, GREY], 2020))
    whole = as_dict(tidy_dump(deliver(dump=dump, properties=properties), [INHABITANTS, GREY], 2020))
    assert len(wire) == 2 * 356
    assert wire == {key: whole[key] for key in wire}


def test_the_dump_cut_off_at_sixty_four_places_is_refused_or_lacks_whole_lines(dump):
    content = gzip.decompress(dump)
    for length in range(1, len(content), len(content) // 64):
        try:
            cells = tidy_dump(deliver(dump=content[:length]), [INHABITANTS], 2020)
        except SourceError:
            continue
        assert content[length - 1 : length] == b"\n"
        assert len(cells) == content.count(b"\n", 0, length) - 1


def test_the_packed_dump_cut_off_anywhere_is_refused(dump):
    for length in range(1, len(dump), len(dump) // 16):
        with pytest.raises(SourceError):
            tidy_dump(deliver(dump=dump[:length]), [INHABITANTS], 2020)


@pytest.mark.parametrize(
    ("year", "good", "n_suppressed", "volunteers"),
    [(2012, 76.1, 860, NOT_APPLICABLE), (2016, 75.2, 811, 28.9), (2020, 78.4, 769, 24.6)],
)
def test_the_health_monitor_of_three_years(real_files, year, good, n_suppressed, volunteers):
    delivery = _files(real_files / "rivm-50090NED", f"{year}_18plus.xlsx")
    keys = [Key("gezond", "ErvarenGezondheidGoedZeerGoed"), Key("vrijwillig", "Vrijwilligerswerk")]
    cells = registry.tidy("rivm-gezondheid", "cijfers", delivery, keys, year)
    rows = as_dict(cells)
    assert (rows["gezond", "NL00"], rows["vrijwillig", "NL00"]) == (good, volunteers)
    statuses = Counter(status for indicator, *_, status in as_rows(cells) if indicator == "gezond")
    assert statuses == {FINAL: 356, MODELLED: 17_341 - 356 - n_suppressed, SUPPRESSED: n_suppressed}
    assert (cells.problems, len(cells.columns)) == ([], 43)


def test_the_hierarchy_of_2022(real_files):
    folder = real_files / "regions"
    regions = tidy_regions(_files(folder, "85067NED_data.csv", "85067NED_TableInfos.csv", "85067NED_RegioS.csv"))
    rows = {row.code: row for row in regions.rows}
    assert Counter(row.kind for row in regions.rows) == {"land": 1, "provincie": 12, "corop": 40, "gemeente": 345}
    assert [rows[code].name for code in ("GM0308", "CR17", "PV26")] == ["Baarn", "Utrecht", "Utrecht"]
    assert [rows[code].parent_code for code in ("GM0308", "CR17", "PV26", "NL00")] == ["CR17", "PV26", "NL00", ""]
    assert (regions.valid_on.year, regions.notes, regions.problems) == (2022, [], [])


def test_the_lists_of_2025(real_files):
    regions = tidy_regions(_files(real_files / "regions", "CBS_GEM2025.csv", "CBS_WIJK2025.csv", "CBS_BUURT2025.csv"))
    codes = {row.code for row in regions.rows}
    assert Counter(row.kind for row in regions.rows) == {"gemeente": 342, "wijk": 3_504, "buurt": 14_822}
    assert sum(any(sign.isalpha() for sign in code[2:]) for code in codes) == 110 + 517
    assert [problem.value for problem in regions.problems] == ["0998", "099899", "09989999"]
    assert {row.parent_code for row in regions.rows if row.kind != "gemeente"} <= codes


def test_the_regions_of_the_key_figures_of_2022(real_files):
    regions = tidy_regions(_files(real_files / "regions", "85318NED_WijkenEnBuurten.csv", "85318NED_TableInfos.csv"))
    assert len(regions.rows) == 18_003
    assert regions.valid_on.year == 2022


@pytest.mark.parametrize(
    ("name", "n_regions"),
    [("gemeente_2023.geojson", 342), ("gemeente_2025.geojson", 342), ("provincie_2022.geojson", 12),
     ("wijk_2022.geojson", 3_340), ("nl-vr-gm.topo.json", 342)],
)  # fmt: skip
def test_boundaries_of_real_regions(real_files, name, n_regions):
    boundaries = tidy_boundaries(_files(real_files / "boundaries", name))
    assert (len(boundaries.geometries), boundaries.problems) == (n_regions, [])


def test_topojson_and_geojson_draw_the_same_municipality(real_files):
    def box(name):
        geometry = tidy_boundaries(_files(real_files / "boundaries", name)).geometries["GM0308"]
        points = np.array(geometry["coordinates"][0])
        return [*points.min(axis=0), *points.max(axis=0)]

    assert box("nl-vr-gm.topo.json") == pytest.approx(box("gemeente_2023.geojson"), abs=0.01)


def test_outlines_that_only_have_names_are_refused(real_files):
    with pytest.raises(SourceError, match="Namen zijn niet uniek"):
        tidy_boundaries(_files(real_files / "boundaries", "corop.geojson"))


def test_the_neighbourhoods_of_baarn_have_outlines_by_their_own_code(real_files):
    geometries = tidy_boundaries(_files(real_files / "baarn", "baarn_buurten.geojson")).geometries
    assert len(geometries) == 21
    assert {code[:6] for code in geometries} == {"BU0308"}


def _baarn(real_files):
    """The ten years of Baarn as (region, indicator, year, value or None)."""
    document = json.loads((real_files / "baarn" / "baarn_social_data.json").read_text())
    places = {"GM0308": document["gemeente"], **document["buurten"]}
    return [
        (code, indicator, int(year), value)
        for code, place in places.items()
        for indicator, series in place["tijdreeksen"].items()
        for year, value in series.items()
    ]


def test_ten_years_of_baarn_pass_through_an_own_table_unchanged(real_files):
    given = _baarn(real_files)
    lines = [f"{code};{indicator};{year};{'' if value is None else value}" for code, indicator, year, value in given]
    cells = tidy_own_table(deliver(baarn="regio;indicator;periode;waarde\n" + "\n".join(lines) + "\n"))
    taken = [(region, indicator, year, value) for indicator, region, year, value, _ in as_rows(cells)]
    assert taken == given
    buurten = [value for region, *_, value in taken if region.startswith("BU")]
    assert (len(buurten), sum(value is not None for value in buurten)) == (1_449, 1_102)
    assert cells.problems == []


def test_statline_downloads_without_codes_are_refused_with_what_to_do(real_files):
    folder = real_files / "statline-csv"
    for path in sorted(folder.glob("*.csv")):
        with pytest.raises(SourceError, match="kies bij de regio's ook «code»"):
            tidy_statline(_files(folder, path.name), [Key("x", "Afstand tot bibliotheek")], 2021)


def test_a_recorded_table_of_two_pages_is_put_together(real_files):
    names = ["UntypedDataSet.page1.json", "UntypedDataSet.page2.json"]
    parts = sort_parts(_files(real_files / "odata-v3" / "83599NED", *names))
    assert [row["ID"] for row in parts.data] == list(range(15_504))
