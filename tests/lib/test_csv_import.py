"""Reading a CSV that somebody made: headings, encodings, and mistakes by line and column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.csv_import import MAX_BYTES, ImportColumn, Mistake, read_rows


def _whole(shown: str) -> int:
    if not shown.isdigit():
        raise ValueError("Vul een heel getal in.")
    return int(shown)


COLUMNS = [
    ImportColumn("naam", "Naam", is_required=True),
    ImportColumn("invloed", "Invloed", parse=_whole, empty=None, others=("macht",)),
]


def test_headings_are_found_whatever_their_place_and_capitals():
    found = read_rows(b"INVLOED;naam\r\n3;Bakkerij De Kade\r\n", COLUMNS)
    assert [(row.line, row.values) for row in found.rows] == [(2, {"naam": "Bakkerij De Kade", "invloed": 3})]
    assert found.is_whole


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_any_usual_encoding_and_delimiter_is_read(encoding, delimiter):
    content = f"naam{delimiter}invloed\nCafé Zeeën{delimiter}4\n".encode(encoding)
    assert [row.values for row in read_rows(content, COLUMNS).rows] == [{"naam": "Café Zeeën", "invloed": 4}]


def test_an_empty_cell_is_not_a_zero():
    assert read_rows(b"naam;invloed\nA;\n", COLUMNS).rows[0].values == {"naam": "A", "invloed": None}


def test_every_mistake_has_its_line_and_column():
    found = read_rows(b"naam;invloed\n\n;veel\nB;2\n", COLUMNS)
    assert found.errors == [
        Mistake(3, "Naam", "Hier staat nog niets."),
        Mistake(3, "Invloed", "Vul een heel getal in."),
    ]
    assert [row.line for row in found.rows] == [4]


def test_a_cell_over_two_lines_does_not_move_the_numbers():
    found = read_rows(b'naam;invloed\n"A\nB";1\nC;x\n', COLUMNS)
    assert found.errors == [Mistake(4, "Invloed", "Vul een heel getal in.")]


def test_a_missing_and_a_double_column_are_named():
    assert read_rows(b"invloed\n3\n", COLUMNS).errors == [
        Mistake(1, "Naam", "Deze kolom ontbreekt. Zet de naam in de eerste regel.")
    ]
    assert read_rows(b"naam;invloed;macht\nA;1;2\n", COLUMNS).errors == [
        Mistake(1, "Invloed", "Deze kolom staat er meer dan eens.")
    ]


def test_what_nobody_knows_is_told_and_left():
    found = read_rows(b"naam;schoenmaat\nA;43\n", COLUMNS)
    assert (found.unknown, found.is_whole) == (["schoenmaat"], True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Het bestand is leeg."),
        (b" \n", "Het bestand is leeg."),
        (b"naam;invloed\n", "Onder de kopregel staat nog niets."),
        (b"PK\x03\x04rest", "Dit is een Excel-bestand. Bewaar het als CSV en probeer het opnieuw."),
        (b"a" * (MAX_BYTES + 1), "Het bestand is groter dan 1,0 MB. Splits het in delen."),
    ],
)
def test_a_file_that_is_none_says_why(content, sentence):
    assert [str(one) for one in read_rows(content, COLUMNS).errors] == [sentence]


def test_too_many_lines_are_counted():
    found = read_rows(b"naam\n" + b"A\n" * 11, COLUMNS, max_rows=10)
    assert [str(one) for one in found.errors] == ["Het bestand heeft 11 regels; 10 kan tegelijk."]


def test_an_open_quote_is_not_swallowed():
    found = read_rows(b'naam;invloed\nA;1\n"B;2\nC;3\n', COLUMNS)
    assert [str(one) for one in found.errors] == [
        "Regel 3: Hier klopt een aanhalingsteken niet: de rest is niet te lezen."
    ]


def test_our_own_guard_against_formulas_is_taken_off_again():
    assert read_rows(b"naam\n'=SOM(A1)\n", COLUMNS).rows[0].values["naam"] == "=SOM(A1)"


@given(st.binary(max_size=300))
def test_whatever_is_sent_is_answered(content):
    found = read_rows(content, COLUMNS)
    assert found.rows or found.errors


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), min_size=1).map(str.strip), min_size=1)
)
def test_what_is_written_comes_back(names):
    names = [name for name in names if name and not name.startswith("'")] or ["A"]
    lines = ["naam;invloed"] + ['"' + name.replace('"', '""') + '";1' for name in names]
    assert [row.values["naam"] for row in read_rows("\n".join(lines).encode(), COLUMNS).rows] == names
