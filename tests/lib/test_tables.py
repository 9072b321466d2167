"""Tables to CSV and XLSX and back, safe to open in a spreadsheet, and workbooks of strangers read with care."""

import csv
import io
import math
import zipfile
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.tables import (
    PLAIN,
    Column,
    Limits,
    Table,
    TableError,
    as_records,
    csv_parts,
    read_xlsx_rows,
    show,
    to_csv,
    to_xlsx,
)

NAME = Column("name", "Naam")
VALUE = Column("value", "Waarde", "number", 1, "%")
YEAR = Column("year", "Jaar", "year")
TABLE = Table(
    "Werk", (NAME, YEAR, VALUE), (("Waalmeer", 2025, 74.83), ("Kornwerd", 2025, "onderdrukt")), ("Bron: CBS.",)
)
CELLS = st.one_of(
    # A spreadsheet holds 16 digits, and numbers a little smaller than the largest float.
    st.none(),
    st.text(),
    st.floats(-1e300, 1e300),
    st.integers(-(10**12), 10**12),
)


def make_xlsx(*rows, title="Blad1"):
    workbook = openpyxl.Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(row)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def make_xlsx_with_strings():
    """As Excel writes it: texts in a part of their own."""
    content = io.BytesIO()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    link = '<Relationship Id="{}" Type="' + office + '/{}" Target="{}"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f"{link.format('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        f'<sheet name="Blad1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f"{link.format('r1', 'worksheet', 'worksheets/sheet1.xml')}"
        f"{link.format('r2', 'sharedStrings', 'sharedStrings.xml')}</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData><row r="1">'
        f'<c r="A1" t="s"><v>0</v></c><c r="B1"><v>1.5</v></c></row></sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}"><si><t>a</t></si></sst>',
    }
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


WITH_STRINGS = make_xlsx_with_strings()


def repack(content, change):
    """The same workbook with some parts changed: `change` takes a name and bytes and gives bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
    return out.getvalue()


def test_csv_opens_at_once_in_a_dutch_spreadsheet():
    assert to_csv(TABLE) == (b"\xef\xbb\xbfNaam;Jaar;Waarde (%)\r\nWaalmeer;2025;74,83\r\nKornwerd;2025;onderdrukt\r\n")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_csv_keeps_every_digit(value):
    line = to_csv(Table("t", (VALUE,), ((value,),))).decode("utf-8-sig").splitlines()[1]
    assert float(line.replace(",", ".")) == value


@given(st.text())
def test_no_text_in_csv_starts_a_formula_and_none_is_lost(text):
    content = to_csv(Table("t", (NAME, VALUE), ((text, 1),))).decode("utf-8-sig")
    _, row = csv.reader(io.StringIO(content, newline=""), delimiter=";")
    assert not row[0].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert row[0].removeprefix("'") == text.replace("\x00", "").removeprefix("'")


def test_csv_for_programs_has_keys_commas_and_decimal_points():
    table = Table("t", [Column("a", "Een"), Column("b", "Twee", "number")], [("x,y", 1.5), ("=1", None)])

    assert to_csv(table, PLAIN) == b'a,b\r\n"x,y",1.5\r\n\'=1,\r\n'


def test_rows_for_programs_have_the_keys_of_the_columns_and_numbers_stay_numbers():
    table = Table("t", [Column("gedaan_op", "Gedaan op"), Column("waarde", "Waarde", "number")], [("=1", -1.5)])

    assert as_records(table) == [{"gedaanOp": "=1", "waarde": -1.5}]


def test_a_long_table_in_csv_comes_in_parts_that_are_the_whole():
    columns = [Column("a", "Een", "number", 0)]
    asked = []
    rows = ((asked.append(number) or number,) for number in range(2_500))

    parts = csv_parts(columns, rows)
    assert next(parts) == b"\xef\xbb\xbfEen\r\n"
    assert asked == []
    assert next(parts).splitlines() == [str(number).encode() for number in range(1_000)]
    assert [len(part.splitlines()) for part in parts] == [1_000, 500]


@pytest.mark.parametrize("value", [-3.5, -3, 0.0])
def test_a_negative_number_in_csv_stays_a_number(value):
    assert to_csv(Table("t", (VALUE,), ((value,),))).decode("utf-8-sig").splitlines()[1] == f"{value:g}".replace(
        ".", ","
    )


def test_nothing_stands_in_csv_where_nothing_is_known():
    assert to_csv(Table("t", (NAME, VALUE), (("a", None),))).endswith(b"\r\na;\r\n")


@pytest.mark.parametrize("write", [to_csv, lambda table: to_xlsx([table])])
@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_what_is_no_number_is_not_written(write, value):
    with pytest.raises(ValueError, match="not a number that can be written"):
        write(Table("t", (VALUE,), ((value,),)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_a_workbook_gives_back_what_was_written(rows):
    written = Table("t", (NAME, VALUE), rows)
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx([written]))).active
    for row, cells in zip(rows, sheet.iter_rows(min_row=2), strict=False):
        for value, cell in zip(row, cells, strict=False):
            if isinstance(value, str):
                assert not isinstance(cell.value, (int, float))
            else:
                assert cell.value is value or cell.value == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x.example")', "+1", "-1", "@SUM(A1)", "#N/A", "2020-01-01", "1"])
def test_a_text_in_a_workbook_is_a_text_whatever_it_starts_with(text):
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx([Table(text, (Column("a", text),), ((text,),), (text,))]))).active
    cells = [sheet["A1"], sheet["A2"], sheet["A4"]]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s")] * 3


def test_a_workbook_has_bold_headings_that_stay_in_view_decimals_and_notes():
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx([TABLE]))).active
    assert sheet.title == "Werk"
    assert sheet.freeze_panes == "A2"
    assert [(cell.value, cell.font.b) for cell in sheet[1]] == [("Naam", True), ("Jaar", True), ("Waarde (%)", True)]
    assert (sheet["B2"].number_format, sheet["C2"].number_format) == ("0", "#,##0.0")
    assert sheet["A5"].value == "Bron: CBS."


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["a/b: [c]?", "A B C"], ["a b c", "A B C (2)"]),
        (["", "'x'", "History"], ["Tabel", "x", "Tabel History"]),
        (["w" * 40, "w" * 40], ["w" * 31, "w" * 27 + " (2)"]),
    ],
)
def test_sheet_names_are_allowed_and_unique(titles, names):
    content = to_xlsx([Table(title, (NAME,), ()) for title in titles])
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == names


def test_the_same_tables_give_the_same_workbook(monkeypatch):
    first = to_xlsx([TABLE])
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert to_xlsx([TABLE]) == first


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        (VALUE, 1234.56, "1.234,6"), (VALUE, -0.25, "−0,3"), (VALUE, "onderdrukt", "onderdrukt"), (VALUE, None, "–"),
        (YEAR, 2025, "2025"), (Column("v", "V", "number"), -1.25, "−1,25"), (Column("v", "V", "number"), 40.0, "40"),
    ],
)  # fmt: skip
def test_a_cell_is_shown_as_the_dutch_write_it(column, value, shown):
    assert show(column, value) == shown


def test_texts_that_stand_apart_in_a_workbook_are_found():
    assert list(read_xlsx_rows(WITH_STRINGS)) == [("a", 1.5)]


def test_rows_of_a_workbook_come_as_python_values():
    moment = datetime(2025, 1, 31)
    content = make_xlsx(["regio", "waarde", None, "dag"], ["GM0123", 1.5, None, moment], ["GM0124", 3, None, None])
    rows = list(read_xlsx_rows(content))
    assert rows[:2] == [("regio", "waarde", None, "dag"), ("GM0123", 1.5, None, moment)]
    assert rows[2][:2] == ("GM0124", 3)


def test_a_sheet_can_be_named_and_a_wrong_name_says_which_there_are():
    content = make_xlsx(["a"], title="Cijfers")
    assert list(read_xlsx_rows(content, sheet="Cijfers")) == [("a",)]
    with pytest.raises(TableError, match="«Blad1» ontbreekt"):
        list(read_xlsx_rows(content, sheet="Blad1"))


@pytest.mark.real_files
@pytest.mark.parametrize("year", [2012, 2016, 2020])
def test_the_largest_files_we_know_stay_far_within_the_limits(real_files, year):
    content = (real_files / "rivm-50090NED" / f"{year}_18plus.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    assert len(content) * 2 < Limits().packed
    assert unpacked * 3 < Limits().unpacked
    assert next(read_xlsx_rows(content))[0] is not None


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = repack(make_xlsx(["a"]), lambda name, part: b" " * 120_000_000 if "sheet1" in name else part)
    assert len(bomb) < 200_000
    with pytest.raises(TableError, match="uitgepakt te groot"):
        read_xlsx_rows(bomb)


def test_a_smaller_bomb_is_refused_for_how_much_it_swells():
    bomb = repack(make_xlsx(["a"]), lambda name, part: b" " * 20_000_000 if "sheet1" in name else part)
    with pytest.raises(TableError, match="100 keer zo groot"):
        read_xlsx_rows(bomb)


def test_a_zip_in_a_workbook_is_refused():
    nested = repack(make_xlsx(["a"]), lambda name, part: make_xlsx(["b"]) if "theme" in name else part)
    with pytest.raises(TableError, match="een ander zip-bestand"):
        read_xlsx_rows(nested)


def test_a_workbook_of_a_thousand_parts_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for i in range(1001):
            archive.writestr(f"{i}.xml", b"<a/>")
    with pytest.raises(TableError, match="bestaat uit meer dan 1"):
        read_xlsx_rows(content.getvalue())


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(TableError, match="groter dan 10,0 MB"):
        read_xlsx_rows(b"PK" + b"\0" * 10_000_000)


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_entities_are_refused(part):
    content = repack(WITH_STRINGS, lambda name, old: LAUGHS + old if name == part else old)
    with pytest.raises(TableError, match="verwijzingen die niet zijn toegestaan"):
        list(read_xlsx_rows(content))


def test_a_file_outside_is_never_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim")
    doctype = f'<!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}">]>'.encode()
    content = repack(WITH_STRINGS, lambda _, old: doctype + old.replace(b"<t>a</t>", b"<t>&s;</t>"))
    with pytest.raises(TableError):
        list(read_xlsx_rows(content))


def test_a_lie_about_the_size_of_a_sheet_changes_nothing():
    lying = repack(
        make_xlsx(["a", "b"]),
        lambda _, part: part.replace(b'<dimension ref="A1:B1"', b'<dimension ref="A1:XFD1048576"'),
    )
    assert list(read_xlsx_rows(lying)) == [("a", "b")]


def test_a_cell_at_the_far_right_is_refused_instead_of_filled_up():
    content = make_xlsx(["a"])
    wide = repack(content, lambda _, part: part.replace(b'<c r="A1"', b'<c r="XFD1"'))
    with pytest.raises(TableError, match="Deze tabel is breder"):
        list(read_xlsx_rows(wide))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "geen heel Excel-bestand"),
        (b"regio;waarde\r\n", "geen heel Excel-bestand"),
        (b"<!doctype html><html>", "geen heel Excel-bestand"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "wachtwoord"),
    ],
)
def test_what_is_no_workbook_is_named(content, said):
    with pytest.raises(TableError, match=said):
        read_xlsx_rows(content)


def test_a_truncated_workbook_is_refused_wherever_it_was_cut():
    content = make_xlsx(["regio", "waarde"], ["GM0123", 1.5])
    for end in range(0, len(content), len(content) // 64):
        with pytest.raises(TableError):
            list(read_xlsx_rows(content[:end]))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WITH_STRINGS) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_workbook_gives_rows_or_a_message_and_nothing_else(changes):
    content = bytearray(WITH_STRINGS)
    for at, byte in changes:
        content[at] = byte
    assert_rows_or_message(bytes(content))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 5), st.integers(0, 600), st.integers(0, 30), st.binary(min_size=1, max_size=6))
def test_a_workbook_with_a_damaged_part_gives_rows_or_a_message_and_nothing_else(part, at, cut, junk):
    damaged = zipfile.ZipFile(io.BytesIO(WITH_STRINGS)).namelist()[part]

    def damage(name, content):
        return content[:at] + junk + content[at + cut :] if name == damaged else content

    assert_rows_or_message(repack(WITH_STRINGS, damage))


def assert_rows_or_message(content):
    # Any other exception than TableError fails the test.
    try:
        rows = list(read_xlsx_rows(content))
    except TableError:
        return
    assert all(isinstance(row, tuple) for row in rows)
