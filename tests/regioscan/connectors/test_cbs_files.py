"""Files downloaded by hand, with each of their traps."""

import gzip

import pytest

from regioscan.connectors.base import FINAL, MISSING, NOT_APPLICABLE, PROVISIONAL, SUPPRESSED, Key, SourceError
from regioscan.connectors.cbs_files import kwb_columns, tidy_dump, tidy_kwb_workbook, tidy_statline
from tests.regioscan.connectors.conftest import PROPERTIES
from tests.regioscan.connectors.shapes import as_dict, as_rows, deliver, workbook

INHABITANTS = Key("inwoners", "Bevolking > Aantal inwoners")
DUMP = (
    "ID;WijkenEnBuurten;Gemeentenaam_1;AantalInwoners_5;Appartement_48;Appartement_56\n"
    "0;NL00      ;Nederland  ;17407585;2500;1.5\n"
    "1;GM0308    ;Baarn      ;25000;;       .\n"
    "2;BU0363AF01;Amsterdam  ;        .;10;2.25\n"
)
STATLINE = (
    "\ufeff"
    '"Wijken en buurten";"Wijken en buurten (code)";"Perioden";"Score/Gemiddelde score (Getal)"\r\n'
    '"Baarn";"GM0308    ";"2019";"    0.25"\r\n'
    '"Soest";"GM0342    ";"2019";"       ."\r\n'
    '"Eemnes";"GM0317    ";"2019*";"       1"\r\n'
    '"Bunschoten";"GM0313    ";"2019";""\r\n'
)


def _statuses(cells):
    return [status for *_, status in as_rows(cells)]


def test_a_dump_with_its_description_is_read_by_titles():
    gas = Key("gas", "Energie > Gas > Appartement")
    cells = tidy_dump(deliver(dump=DUMP, properties={"value": PROPERTIES}), [INHABITANTS, gas], 2020)
    assert as_dict(cells) == {
        ("inwoners", "NL00"): 17407585.0,
        ("inwoners", "GM0308"): 25000.0,
        ("inwoners", "BU0363AF01"): SUPPRESSED,
        ("gas", "NL00"): 1.5,
        ("gas", "GM0308"): SUPPRESSED,
        ("gas", "BU0363AF01"): 2.25,
    }
    assert cells.line.tolist() == [2, 3, 4, 2, 3, 4]


def test_a_dump_without_description_is_read_by_the_stems_of_its_keys():
    cells = tidy_dump(deliver(dump=DUMP), [INHABITANTS], 2020)
    assert as_dict(cells)["inwoners", "NL00"] == 17407585.0
    assert cells.notes == ["Er zijn geen titels bij; kolommen zijn herkend aan hun naam."]


def test_a_stem_that_stands_for_two_columns_is_refused_without_description():
    with pytest.raises(SourceError, match="past op meer dan één kolom"):
        tidy_dump(deliver(dump=DUMP), [Key("gas", "Energie > Gas > Appartement")], 2020)


def test_empty_is_missing_and_a_dot_is_suppressed():
    cells = tidy_dump(
        deliver(dump=DUMP, properties={"value": PROPERTIES}), [Key("s", "Energie > Elektriciteit > Appartement")], 2020
    )
    assert list(as_dict(cells).values()) == [2500.0, MISSING, 10.0]


def test_a_gzipped_dump_is_unpacked():
    cells = tidy_dump(deliver(dump=gzip.compress(DUMP.encode())), [INHABITANTS], 2020)
    assert len(cells) == 3


def test_text_in_a_number_column_is_named_by_line_and_the_rest_is_kept():
    cells = tidy_dump(deliver(dump=DUMP.replace("25000", "veel")), [INHABITANTS], 2020)
    [problem] = cells.problems
    assert (problem.line, problem.column, problem.value) == (3, "AantalInwoners_5", "veel")
    assert list(as_dict(cells)) == [("inwoners", "NL00"), ("inwoners", "BU0363AF01")]


@pytest.mark.parametrize("word", ["nan", "NaN", "inf", "-Infinity", "1e999", "True", "0x10", "1_000"])
def test_what_computers_take_for_a_number_is_none(word):
    cells = tidy_dump(deliver(dump=DUMP.replace("25000", word)), [INHABITANTS], 2020)
    assert [problem.line for problem in cells.problems] == [3]


def test_a_region_without_code_is_named():
    cells = tidy_dump(deliver(dump=DUMP.replace("GM0308    ", "          ")), [INHABITANTS], 2020)
    assert [(problem.line, problem.reason) for problem in cells.problems] == [(3, "de regel heeft geen regiocode")]
    assert len(cells) == 2


def test_decimal_commas_in_a_whole_file_are_read_as_well():
    gas = Key("gas", "Energie > Gas > Appartement")
    dump = DUMP.replace("1.5", "1,5").replace("2.25", "2,25")
    cells = tidy_dump(deliver(dump=dump, properties={"value": PROPERTIES}), [gas], 2020)
    assert list(as_dict(cells).values()) == [1.5, SUPPRESSED, 2.25]


def test_a_comma_in_one_column_and_a_point_in_another_are_both_decimals():
    dump = "ID;WijkenEnBuurten;G_1;H_2\n0;GM0308;26,4;1.2\n1;GM0342;7,5;2.25\n"
    cells = tidy_dump(deliver(dump=dump), [Key("g", "G"), Key("h", "H")], 2020)
    assert [value for *_, value, _ in as_rows(cells)] == [26.4, 7.5, 1.2, 2.25]


def test_a_dump_cut_off_at_any_byte_is_refused_or_lacks_whole_lines():
    whole = as_rows(tidy_dump(deliver(dump=DUMP), [INHABITANTS], 2020))
    content = DUMP.encode()
    for length in range(len(content)):
        try:
            cells = tidy_dump(deliver(dump=content[:length]), [INHABITANTS], 2020)
        except SourceError:
            continue
        assert content[:length].endswith(b"\n")
        assert as_rows(cells) == whole[: len(cells)]


def test_a_line_with_too_few_columns_is_named():
    with pytest.raises(SourceError, match="Regel 3 heeft 5 kolommen in plaats van 6"):
        tidy_dump(deliver(dump=DUMP.replace("25000;;", "25000;")), [INHABITANTS], 2020)


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(SourceError, match="«AantalInwoners_5» komt twee keer voor"):
        tidy_dump(deliver(dump=DUMP.replace("Appartement_48", "AantalInwoners_5")), [INHABITANTS], 2020)


def test_two_tables_in_one_delivery_are_refused():
    with pytest.raises(SourceError, match="bevat 2 tabellen"):
        tidy_dump(deliver(one=DUMP, two=DUMP), [INHABITANTS], 2020)


def test_a_table_without_rows_is_refused():
    with pytest.raises(SourceError, match="geen regels met gegevens"):
        tidy_dump(deliver(dump=DUMP[: DUMP.index("\n") + 1]), [INHABITANTS], 2020)


def test_a_workbook_of_untyped_cells_tells_suppressed_from_not_asked():
    header = ("ID", "Leeftijd", "Marges", "WijkenEnBuurten", "Perioden", "Eenzaam_28", "Roker_11")
    content = workbook(
        header,
        (0, 20300, "MW00000", "NL01      ", "2020JJ00", "    47.0", None),
        (1, 20300, "MW00000", "GM0308    ", "2020JJ00", "       .", None),
    )
    cells = tidy_dump(deliver(rivm=content), [Key("eenzaam", "Eenzaam"), Key("roker", "Roker")], 2020)
    assert as_rows(cells) == [
        ("eenzaam", "NL00", 2020, 47.0, FINAL),
        ("eenzaam", "GM0308", 2020, None, SUPPRESSED),
        ("roker", "NL00", 2020, None, NOT_APPLICABLE),
        ("roker", "GM0308", 2020, None, NOT_APPLICABLE),
    ]


def test_margins_and_ages_beside_the_figure_itself_are_left_out():
    header = ("ID", "Leeftijd", "Marges", "WijkenEnBuurten", "Perioden", "Eenzaam_28")
    rows = [
        (number, age, margin, "GM0308    ", "2020JJ00", value)
        for number, (age, margin, value) in enumerate(
            [("20300", "MW00000", "47.0"), ("20300", "MOG0095", "45.0"), ("53115", "MW00000", "40.0")]
        )
    ]
    cells = tidy_dump(deliver(rivm=workbook(header, *rows)), [Key("eenzaam", "Eenzaam")], 2020)
    assert as_dict(cells) == {("eenzaam", "GM0308"): 47.0}


def test_statline_csv_with_codes_gives_cells():
    cells = tidy_statline(deliver(csv=STATLINE), [Key("score", "Score > Gemiddelde score")])
    assert as_rows(cells) == [
        ("score", "GM0308", 2019, 0.25, FINAL),
        ("score", "GM0342", 2019, None, SUPPRESSED),
        ("score", "GM0317", 2019, 1.0, PROVISIONAL),
        ("score", "GM0313", 2019, None, NOT_APPLICABLE),
    ]


def test_statline_csv_keeps_title_and_unit_in_the_fingerprint():
    cells = tidy_statline(deliver(csv=STATLINE), [Key("score", "Gemiddelde score")])
    assert cells.columns[-1] == "Score/Gemiddelde score (Getal) (Getal)"


def test_statline_csv_without_codes_is_refused_because_names_are_no_key():
    with pytest.raises(SourceError, match="namen zijn niet uniek"):
        tidy_statline(
            deliver(csv='"Wijken en buurten";"Afstand (km)"\n"Hengelo (O.)";"  1.1"\n'), [Key("a", "Afstand")], 2021
        )


def test_statline_csv_may_have_a_line_end_inside_a_title():
    csv = '"Regio (code)";"Titel\nin twee regels (km)"\n"GM0308";"  1.1"\n"GM0342";"    9"\n'
    cells = tidy_statline(deliver(csv=csv), [Key("a", "Titel in twee regels")], 2021)
    assert as_dict(cells) == {("a", "GM0308"): 1.1, ("a", "GM0342"): 9.0}
    assert cells.line.tolist() == [3, 4]


def test_a_quote_that_is_never_closed_is_refused():
    with pytest.raises(SourceError, match="aanhalingsteken wordt niet gesloten"):
        tidy_statline(deliver(csv=STATLINE.replace('"1"', '"1')[:-3] + "\n"), [Key("score", "Score")])


def test_the_kwb_workbook_is_read_by_reviewed_column_names():
    content = workbook(
        ("gwb_code_10", "regio", "recs", "a_inw", "g_ink_pi", "g_hhgro", "g_gas", "a_nb_won "),
        ("NL00", "Nederland", "Land", " 17500000", "   29,2", " 2.1", ".", "70000"),
        ("BU0363AF01", "Oosterdokseiland", "Buurt", "   1420", "26,4", "1.2", ",", None),
    )
    keys = [
        INHABITANTS,
        Key("inkomen", "Inkomen > Inkomen van personen > Gemiddeld inkomen per inwoner"),
        Key("grootte", "Bevolking > Particuliere huishoudens > Gemiddelde huishoudensgrootte"),
        Key("gas", "Energie > Gemiddeld aardgasverbruik > Gemiddeld aardgasverbruik totaal"),
        Key("nieuw", "NieuwbouwWoningen"),
    ]
    cells = tidy_kwb_workbook(deliver(kwb=content), keys, 2022)
    assert [value for *_, value, _ in as_rows(cells)] == [
        17_500_000.0, 1420.0, 29.2, 26.4, 2.1, 1.2, None, None, 70_000.0, None,
    ]  # fmt: skip
    assert _statuses(cells)[6:8] == [SUPPRESSED, MISSING]


def test_a_column_of_the_kwb_workbook_that_was_renamed_is_the_same_column():
    woz = Key("woz", "Wonen > Gemiddelde WOZ-waarde van woningen")
    for name in ("g_woz", "g_wozbag"):
        cells = tidy_kwb_workbook(deliver(kwb=workbook(("gwb_code_10", name), ("GM0308", "315"))), [woz], 2020)
        assert as_dict(cells) == {("woz", "GM0308"): 315.0}


def test_rates_per_thousand_that_are_called_percentages_are_not_in_the_list():
    assert {"p_geb", "p_ste"} & set(kwb_columns()) == set()


def test_a_workbook_without_region_codes_is_refused():
    with pytest.raises(SourceError, match="mist de kolom «gwb_code_10»"):
        tidy_kwb_workbook(deliver(kwb=workbook(("regio", "a_inw"), ("Baarn", 1))), [INHABITANTS], 2020)
