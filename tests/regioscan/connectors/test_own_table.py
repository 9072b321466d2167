"""A table of one's own: whatever is in it, missing is never zero and nothing is guessed."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regioscan.connectors.base import (
    FINAL,
    MISSING,
    MODELLED,
    NOT_APPLICABLE,
    PROVISIONAL,
    SUPPRESSED,
    Key,
    SourceError,
)
from regioscan.connectors.own_table import tidy_own_table
from tests.regioscan.connectors.shapes import as_dict, as_rows, deliver, workbook

HEADER = "regio;indicator;periode;waarde\n"


def _table(*values, header=HEADER):
    """A table with one inhabitant count a municipality."""
    return header + "".join(f"GM{number:04};inwoners;2023;{value}\n" for number, value in enumerate(values, 1))


def _values(content, **how):
    return [value for *_, value, _ in as_rows(tidy_own_table(deliver(table=content), **how))]


def _reasons(content):
    return [problem.reason for problem in tidy_own_table(deliver(table=content)).problems]


def test_a_tidy_table_gives_cells():
    cells = tidy_own_table(deliver(table="regio;indicator;periode;waarde\nGM0308;inwoners;2023;25000\n"))
    assert as_rows(cells) == [("inwoners", "GM0308", 2023, 25000.0, FINAL)]
    assert cells.line.tolist() == [2]


@pytest.mark.parametrize(
    "header",
    [
        "Regiocode,Indicator,Jaar,Waarde",
        "region\tindicator\tperiod\tvalue",
        '"statcode"|"onderwerp"|"perioden"|"cijfer"',
    ],
)
def test_names_in_dutch_and_english_and_four_delimiters_are_recognised(header):
    delimiter = next(sign for sign in ",\t|" if sign in header)
    content = f"{header}\n{delimiter.join(['GM0308', 'inwoners', '2023', '25000'])}\n"
    assert _values(content) == [25000.0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_are_recognised(encoding):
    content = "regio;indicator;periode;waarde\nGM0308;cliënten;2023;5\n".encode(encoding)
    assert as_dict(tidy_own_table(deliver(table=content))) == {("cliënten", "GM0308"): 5.0}


def test_a_file_of_two_encodings_is_refused_with_the_line():
    content = "regio;indicator;periode;waarde\nGM0308;cliënten;2023;5\n".encode() + "GM0309;cliënten;2023;6\n".encode(
        "cp1252"
    )
    with pytest.raises(SourceError, match="Regel 3 heeft een andere tekencodering"):
        tidy_own_table(deliver(table=content))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1234", 1234.0), ("-5", -5.0), ("−5", -5.0), ("1.234,5", 1234.5), ("1234,5", 1234.5), ("0,5", 0.5),
        ("1,234.5", 1234.5), ("1234.5", 1234.5), ("12,5 %", 12.5), ("€ 1.200,50", 1200.5), ("1 234,5", 1234.5),
        ("1\u00a0234", 1234.0), ("1.234.567", 1234567.0), ("  7  ", 7.0), ("0", 0.0),
    ],
)  # fmt: skip
def test_dutch_and_english_numbers_are_read(written, meant):
    assert _values(_table(written)) == [meant]


def test_the_file_as_a_whole_decides_what_a_point_means():
    assert _values(_table("1.234", "1,5")) == [1234.0, 1.5]
    assert _values(_table("1.234", "1.5")) == [1.234, 1.5]
    assert _values(_table("1,234", "1.5")) == [1234.0, 1.5]


def test_a_number_that_can_be_read_in_two_ways_is_refused_rather_than_guessed():
    assert _values(_table("1.234")) == []
    assert _reasons(_table("1.234")) == ["dit kan op twee manieren worden gelezen; schrijf 1234 of 1,2340"]


@pytest.mark.parametrize(
    "word", ["nan", "inf", "-inf", "1e5", "0x1F", "veel", "1_000", "12abc", "١٢", "1.2.3", "--5", "#N/B"]
)
def test_what_is_no_number_is_refused_by_line_and_column(word):
    cells = tidy_own_table(deliver(table=_table("7", word)))
    [problem] = cells.problems
    assert (problem.line, problem.column, problem.value) == (3, "waarde", word)
    assert len(cells) == 1


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        ("", MISSING),
        (".", SUPPRESSED),
        ("x", SUPPRESSED),
        ("X", SUPPRESSED),
        ("-", MISSING),
        ("n.v.t.", NOT_APPLICABLE),
    ],
)
def test_a_mark_for_missing_is_a_reason_and_never_zero(mark, reason):
    assert as_rows(tidy_own_table(deliver(table=_table(mark)))) == [("inwoners", "GM0001", 2023, None, reason)]


@pytest.mark.parametrize(
    ("value", "word", "status"),
    [
        ("5", "", FINAL), ("5", "Voorlopig", PROVISIONAL), ("5", "geschat met een model", MODELLED),
        ("", "onderdrukt", SUPPRESSED), ("", "niet van toepassing", NOT_APPLICABLE), ("", "definitief", MISSING),
    ],
)  # fmt: skip
def test_a_word_for_the_status_is_understood(value, word, status):
    content = f"regio;indicator;periode;waarde;status\nGM0308;inwoners;2023;{value};{word}\n"
    assert [row[-1] for row in as_rows(tidy_own_table(deliver(table=content)))] == [status]


def test_a_value_with_a_reason_beside_it_is_refused():
    content = "regio;indicator;periode;waarde;status\nGM0308;inwoners;2023;5;onderdrukt\n"
    assert _reasons(content) == ["er staat een waarde, maar ook de reden «onderdrukt»"]


@pytest.mark.parametrize(
    ("region", "reason"),
    [
        ("", "de regiocode ontbreekt"),
        ("Baarn", "dit is geen regiocode zoals GM0308, WK030801 of BU03080101"),
        ("308", "dit is geen regiocode zoals GM0308, WK030801 of BU03080101; bedoelt u GM0308?"),
    ],
)
def test_a_name_or_a_bare_number_is_no_region(region, reason):
    assert _reasons(f"{HEADER}{region};inwoners;2023;5\n") == [reason]


def test_the_country_may_be_written_in_two_ways():
    cells = tidy_own_table(deliver(table=f"{HEADER}NL01;inwoners;2023;5\nNL00;inwoners;2022;4\n"))
    assert cells.region_codes == ["NL00"]


@pytest.mark.parametrize("period", ["", "23", "2023KW01", "2023-01-01", "1700", "2020 t/m 2022"])
def test_what_is_no_year_is_refused(period):
    assert _reasons(f"{HEADER}GM0308;inwoners;{period};5\n") == ["dit is geen jaar tussen 1800 en 2200"]


def test_without_a_column_with_years_the_caller_gives_the_year():
    content = "regio;indicator;waarde\nGM0308;inwoners;5\n"
    assert [row[2] for row in as_rows(tidy_own_table(deliver(table=content), period=2021))] == [2021]
    with pytest.raises(SourceError, match="De kolom «periode» ontbreekt"):
        tidy_own_table(deliver(table=content))


def test_indicators_are_known_by_code_or_by_path_and_others_are_refused():
    keys = [Key("inwoners", "Aantal inwoners")]
    content = f"{HEADER}GM0001;INWONERS;2023;1\nGM0002;aantal Inwoners;2023;2\nGM0003;inwnrs;2023;3\n"
    cells = tidy_own_table(deliver(table=content), keys)
    assert as_dict(cells) == {("inwoners", "GM0001"): 1.0, ("inwoners", "GM0002"): 2.0}
    assert [(problem.line, problem.reason) for problem in cells.problems] == [(4, "deze indicator is niet bekend")]


@pytest.mark.parametrize("row", ["GM0308;inwoners;2023", "GM0308;inwoners;2023;25;4"])
def test_a_row_that_is_too_short_or_too_long_is_refused(row):
    assert _reasons(f"{HEADER}{row}\nGM0001;inwoners;2023;5\n") == [
        f"de regel heeft {row.count(';') + 1} kolommen en de kop 4"
    ]


def test_lines_are_counted_through_blank_lines_and_line_ends_within_quotes():
    content = 'regio;indicator;periode;waarde\n\nGM0308;"in\nwoners";2023;5\nGM0309;inwoners;2023;veel\n'
    cells = tidy_own_table(deliver(table=content))
    assert (cells.line.tolist(), [problem.line for problem in cells.problems]) == ([3], [5])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "leeg"),
        (b"\n\n", "leeg"),
        (b"<!DOCTYPE html><html></html>\n", "webpagina"),
        (b'{"value": []}\n', "niet uit JSON"),
        (b"naam;aantal\nBaarn;5\n", "De kolom «regio» ontbreekt"),
        (b"regio;periode;waarde\n", "De kolom «indicator» ontbreekt"),
        (b"regio;regio;indicator;waarde\n", "komt twee keer voor"),
        (b"regio;gebied;indicator;waarde\n", "betekenen hetzelfde"),
        (HEADER.encode(), "een kop, maar geen regels"),
        (HEADER.encode() + b"GM0308;inwoners;2023;5", "houdt midden in regel 2 op"),
        (HEADER.encode() + b'GM0308;"inwoners;2023;5\n', "Regel 2 is geen goede CSV"),
        (HEADER.encode() + b"GM0308;\x00;2023;5\n", "tekens die niet in tekst horen"),
        (b"\xd0\xcf\x11\xe0oud", "oud Excel-bestand"),
        (b"PK\x03\x04geen zip", "Excel"),
        (HEADER.encode("utf-16")[:-1], "tekencodering"),
    ],
)
def test_a_file_that_cannot_be_read_says_so_in_dutch(content, words):
    with pytest.raises(SourceError, match=words):
        tidy_own_table(deliver(table=content))


def test_a_table_cut_off_at_any_byte_is_refused_or_lacks_whole_lines():
    content = _table("1234,5", "25", "3,25").encode()
    whole = as_rows(tidy_own_table(deliver(table=content)))
    for length in range(len(content)):
        try:
            cells = tidy_own_table(deliver(table=content[:length]))
        except SourceError:
            continue
        assert as_rows(cells) == whole[: content[:length].count(b"\n") - 1]


def test_a_workbook_gives_cells_with_its_own_numbers():
    content = workbook(
        ("regio", "indicator", "periode", "waarde", "opmerking"),
        ("GM0308", "inwoners", 2023, 1234.5, "goed"),
        ("GM0309", "inwoners", 2023.0, None),
        (None, None, None, None, None),
        ("GM0310", "inwoners", "2023", "1.234,5"),
        ("GM0311", "inwoners", 2023, True),
    )
    cells = tidy_own_table(deliver(table=content))
    assert [value for *_, value, _ in as_rows(cells)] == [1234.5, None, 1234.5]
    assert cells.line.tolist() == [2, 3, 5]
    assert [(problem.line, problem.reason) for problem in cells.problems] == [(6, "dit is geen getal")]
    assert cells.notes == ["Niet gebruikte kolommen: opmerking."]


def test_problems_are_listed_up_to_ten_thousand_and_then_counted():
    cells = tidy_own_table(deliver(table="regio;indicator;periode;waarde\n" + "GM0308;inwoners;2023;veel\n" * 10_500))
    assert len(cells.problems) == 10_000
    assert cells.notes == ["Nog 500 cellen zijn geweigerd en staan niet in de lijst."]


def _readable(content):
    """Cells that keep the contract, or None for a refusal; anything else is a fault of ours."""
    try:
        cells = tidy_own_table(deliver(table=content), period=2023)
    except SourceError:
        return None
    has_value = ~np.isnan(cells.value)
    assert (has_value == (cells.status < SUPPRESSED)).all()
    assert np.isfinite(cells.value[has_value]).all()
    assert len(cells.value) == len(cells.indicator) == len(cells.region) == len(cells.period) == len(cells.line)
    return cells


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_cells_or_a_refusal(content):
    _readable(content)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60))
def test_any_text_as_value_is_a_number_a_reason_or_a_problem(text):
    content = io.StringIO(newline="")
    writer = csv.writer(content, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([["regio", "indicator", "periode", "waarde"], ["GM0308", "inwoners", "2023", text]])
    cells = _readable(content.getvalue().encode("utf-8", "surrogatepass"))
    if cells is not None:
        assert len(cells) + len(cells.problems) == 1
        if not any(sign.isdigit() for sign in text):
            assert np.isnan(cells.value).all()


@settings(max_examples=80, deadline=None)
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_number_written_the_dutch_or_the_english_way_is_the_same_number(number):
    english = f"{number:,.2f}"
    dutch = english.translate(str.maketrans(",.", ".,"))
    assert _values(_table(dutch)) == _values(_table(english)) == [float(number)]
