"""Margins as sources publish them: taken over as they are, never computed, and never in the place of the figure."""

import csv
import io

import numpy as np
import pytest

from regioscan.connectors import cbs_odata_v3, cbs_odata_v4
from regioscan.connectors.base import Key
from regioscan.connectors.cbs_files import tidy_dump
from regioscan.connectors.own_table import tidy_own_table
from tests.regioscan.connectors.shapes import as_rows, deliver, workbook

HEADER = ("ID", "Leeftijd", "Marges", "WijkenEnBuurten", "Perioden", "Eenzaam_28", "Mannen_3", "Vrouwen_4")
ROWS = [
    # In an order of its own: the table holds all of one margin before the next.
    ("20300", "MOG0095", "GM0308    ", "2020JJ00", "    45.1", "1", "2"),
    ("20300", "MOG0095", "GM0344    ", "2020JJ00", "       .", "1", "2"),
    ("20300", "MW00000", "GM0344    ", "2020JJ00", "    50.0", "1", "2"),
    ("20300", "MW00000", "GM0308    ", "2020JJ00", "    47.0", "1", "2"),
    ("20300", "MW00000", "GM0400    ", "2020JJ00", "       .", "1", "2"),
    ("20300", "MBG0095", "GM0308    ", "2020JJ00", "    48.9", "1", "2"),
    ("20300", "MBG0095", "GM0344    ", "2020JJ00", "    53.0", "1", "2"),
    ("53115", "MW00000", "GM0308    ", "2020JJ00", "    40.0", "1", "2"),
    ("53115", "MOG0095", "GM0308    ", "2020JJ00", "    39.0", "1", "2"),
]
NUMBERED = [(number, *row) for number, row in enumerate(ROWS)]
KEYS = [Key("eenzaam", "Eenzaam"), Key("mensen", "Mannen + Vrouwen")]


def _as_csv() -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADER)
    writer.writerows(NUMBERED)
    return text.getvalue()


def margins(cells, indicator="eenzaam"):
    """(low, value, high) per region of one indicator, None where there is none."""
    found = {}
    for at, (code, region, _, value, _) in enumerate(as_rows(cells)):
        if code == indicator:
            ends = [float(end[at]) for end in (cells.low, cells.high)]
            found[region] = tuple(None if end is None or np.isnan(end) else end for end in (ends[0], value, ends[1]))
    return found


EXPECTED = {"GM0344": (None, 50.0, None), "GM0308": (45.1, 47.0, 48.9), "GM0400": (None, None, None)}


@pytest.mark.parametrize("content", [workbook(HEADER, *NUMBERED), _as_csv()], ids=["workbook", "csv"])
def test_a_dump_gives_both_ends_or_none(content):
    assert margins(tidy_dump(deliver(rivm=content), KEYS, 2020)) == EXPECTED


def test_a_sum_of_columns_has_no_margin():
    found = margins(tidy_dump(deliver(rivm=workbook(HEADER, *NUMBERED)), KEYS, 2020), "mensen")
    assert found["GM0308"] == (None, 3.0, None)


def test_a_factor_counts_for_the_margin_as_well():
    cells = tidy_dump(deliver(rivm=workbook(HEADER, *NUMBERED)), [Key("eenzaam", "Eenzaam", multiply_by=10)], 2020)
    assert margins(cells)["GM0308"] == pytest.approx((451, 470, 489))


def test_the_older_interface_gives_margins():
    rows = [dict(zip(HEADER, row, strict=True)) for row in NUMBERED]
    cells = cbs_odata_v3.tidy_table(deliver(TypedDataSet={"value": rows}), KEYS, 2020)
    assert margins(cells) == EXPECTED


def test_the_newer_interface_gives_margins():
    observations = [
        {"Id": number, "Measure": "M1", "ValueAttribute": "Secret" if row[4].strip() == "." else "None",
         "Value": None if row[4].strip() == "." else float(row[4]), "StringValue": None, "Leeftijd": row[0],
         "Marges": row[1], "WijkenEnBuurten": row[2], "Perioden": row[3]}
        for number, row in enumerate(ROWS)
    ]  # fmt: skip
    measures = [{"Identifier": "M1", "Title": "Eenzaam", "MeasureGroupId": None, "Unit": "%", "Decimals": 1}]
    cells = cbs_odata_v4.tidy_table(
        deliver(Observations={"value": observations}, MeasureCodes={"value": measures}), KEYS[:1], 2020
    )
    assert margins(cells) == EXPECTED


def test_a_table_with_only_figures_has_no_margins():
    only = [row for row in NUMBERED if row[2] == "MW00000" and row[1] == "20300"]
    cells = tidy_dump(deliver(rivm=workbook(HEADER, *only)), KEYS, 2020)
    assert cells.low is None
    assert cells.high is None


OWN = "regio;indicator;periode;waarde;ondergrens;bovengrens\n"


def test_an_own_table_gives_margins():
    cells = tidy_own_table(deliver(table=f"{OWN}GM0308;eenzaam;2024;12,5;10,1;14,9\nGM0344;eenzaam;2024;13,5;;\n"))
    assert margins(cells) == {"GM0308": (10.1, 12.5, 14.9), "GM0344": (None, 13.5, None)}
    assert cells.notes == []


def test_an_own_table_with_empty_columns_has_no_margins():
    assert tidy_own_table(deliver(table=f"{OWN}GM0308;eenzaam;2024;12,5;;\n")).low is None


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("12,5;10,1;", "ondergrens", "de ondergrens en de bovengrens horen bij elkaar; er staat er één"),
        ("12,5;;14,1", "bovengrens", "de ondergrens en de bovengrens horen bij elkaar; er staat er één"),
        ("12,5;13,1;14,1", "ondergrens", "de waarde ligt niet tussen de ondergrens en de bovengrens"),
        (";13,1;14,1", "ondergrens", "er staat een marge, maar geen waarde"),
        ("12,5;10,1;veel", "bovengrens", "dit is geen getal"),
    ],
)
def test_a_margin_that_cannot_be_is_refused_with_its_column(row, column, reason):
    problems = tidy_own_table(deliver(table=f"{OWN}GM0308;eenzaam;2024;{row}\n")).problems
    assert [(one.line, one.column, one.reason) for one in problems] == [(2, column, reason)]
