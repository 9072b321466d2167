"""Judging a delivery, and comparing it with what is published."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioscan.analysis import checking
from regioscan.analysis.checking import Declared, Rows, check, column_changes, fingerprint
from regioscan.analysis.comparing import compare
from regioscan.analysis.matching import KnownRegion
from regioscan.connectors.base import FINAL, MISSING, PROVISIONAL, SUPPRESSED, Cells, Problem

START = date(2000, 1, 1)
KNOWN = {"GM0001": [KnownRegion(1, "gemeente", START)], "GM0002": [KnownRegion(2, "gemeente", START)]}
DECLARED = {
    "inwoners": Declared(11, "inwoners", "Inwoners", minimum=0),
    "groen": Declared(12, "groen", "Groen", minimum=0, maximum=100),
}


def make_cells(*rows, **fields):
    """Cells from (indicator, region, period, value or status) rows; the line is the place in the file."""
    indicators, regions = list(dict.fromkeys(r[0] for r in rows)), list(dict.fromkeys(r[1] for r in rows))
    is_reason = [isinstance(row[3], int) for row in rows]
    return Cells(
        indicators,
        regions,
        np.array([indicators.index(row[0]) for row in rows], np.int32),
        np.array([regions.index(row[1]) for row in rows], np.int32),
        np.array([row[2] for row in rows], np.int16),
        np.array([np.nan if reason else row[3] for row, reason in zip(rows, is_reason, strict=True)]),
        np.array([row[3] if reason else FINAL for row, reason in zip(rows, is_reason, strict=True)], np.int16),
        np.arange(2, len(rows) + 2, dtype=np.int32),
        **fields,
    )


def judge(*rows, **fields):
    return check(make_cells(*rows, **fields), KNOWN, DECLARED)


def make_rows(*rows):
    """Rows from (indicator id, period, region id, value) in the order of the key."""
    columns = zip(*sorted(rows), strict=True)
    indicator, period, region, value = (list(column) for column in columns)
    status = [SUPPRESSED if np.isnan(one) else FINAL for one in value]
    arrays = (indicator, "i4"), (period, "i2"), (region, "i4"), (status, "i2"), (value, "f8")
    return Rows(*(np.array(values, dtype) for values, dtype in arrays))


def test_good_cells_become_rows_in_the_order_of_the_key():
    report = judge(("groen", "GM0002", 2020, 5.0), ("inwoners", "GM0002", 2020, 7.0), ("inwoners", "GM0001", 2020, 6.0))
    assert report.problems == ()
    assert report.rows.indicator.tolist() == [11, 11, 12]
    assert report.rows.region.tolist() == [1, 2, 2]
    assert report.rows.value.tolist() == [6.0, 7.0, 5.0]


def test_an_unknown_region_is_one_problem_a_line():
    cells = make_cells(
        ("inwoners", "GM9999", 2020, 7.0), ("groen", "GM9999", 2020, 5.0), ("groen", "GM0001", 2020, 5.0)
    )
    cells.line[:] = [8, 8, 9]
    report = check(cells, KNOWN, DECLARED)
    reason = "deze regio staat niet in de regiolijst; de hele regel is overgeslagen"
    assert report.problems == (Problem(8, "", "GM9999", reason),)
    assert report.accepted.tolist() == [False, False, True]
    assert report.unknown_regions == ("GM9999",)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("groen", "GM0001", 2020, 101.0), ("groen", "101", "de waarde moet liggen tussen 0 en 100 (GM0001, 2020)")),
        (("inwoners", "GM0001", 2020, -1.5), ("inwoners", "-1,5", "de waarde moet liggen boven de 0 (GM0001, 2020)")),
        (("groen", "GM0001", 2020, np.inf), ("groen", "inf", "dit is geen getal (GM0001, 2020)")),
        (("groen", "GM0001", 2020, np.nan), ("groen", "", "dit is geen getal (GM0001, 2020)")),
        (("groen", "GM0001", 2020, 99), ("groen", "", "deze status bestaat niet (GM0001, 2020)")),
        (("groen", "GM0001", 999, 5.0), ("groen", "5", "dit jaar kan niet (GM0001, 999)")),
        (("geluk", "GM0001", 2020, 5.0), ("geluk", "5", "deze indicator is niet bekend (GM0001, 2020)")),
    ],
)
def test_a_bad_cell_is_refused_with_line_column_value_and_reason(row, problem):
    report = judge(("groen", "GM0002", 2020, 5.0), row)
    assert report.problems == (Problem(3, *problem),)
    assert report.accepted.tolist() == [True, False]


def test_of_identical_repeats_the_first_is_kept():
    report = judge(("groen", "GM0001", 2020, 5.0), ("groen", "GM0001", 2020, 5.0))
    assert report.accepted.tolist() == [True, False]
    assert report.problems[0].reason == "staat er dubbel in; de eerste is gebruikt (GM0001, 2020)"


def test_of_repeats_that_differ_none_is_kept():
    report = judge(("groen", "GM0001", 2020, 5.0), ("groen", "GM0001", 2020, 6.0), ("groen", "GM0002", 2020, 5.0))
    assert report.accepted.tolist() == [False, False, True]
    assert [problem.line for problem in report.problems] == [2, 3]


def test_two_codes_of_one_region_are_a_repeat():
    known = {"NL00": [KnownRegion(9, "land", START)], "NL01": [KnownRegion(9, "land", START)]}
    report = check(make_cells(("groen", "NL00", 2020, 5.0), ("groen", "NL01", 2020, 6.0)), known, DECLARED)
    assert report.accepted.tolist() == [False, False]


def test_a_slice_that_is_wholly_missing_is_left_out_with_a_note():
    report = judge(
        ("groen", "GM0001", 2020, MISSING), ("inwoners", "GM0001", 2020, MISSING), ("inwoners", "GM0002", 2020, 5.0)
    )
    assert report.rows.indicator.tolist() == [11, 11]
    assert report.notes == (
        "Nog leeg in deze levering, en daarom overgeslagen: Groen (2020). Wat er al stond, blijft staan.",
    )


def test_a_slice_that_is_wholly_suppressed_is_kept():
    assert len(judge(("groen", "GM0001", 2020, SUPPRESSED)).rows) == 1


def test_how_full_each_indicator_is():
    report = judge(
        ("groen", "GM0001", 2020, 5.0), ("groen", "GM0002", 2020, SUPPRESSED), ("groen", "GM0001", 2021, MISSING)
    )
    assert report.filled == (checking.Filled("groen", "Groen", 3, 1, 1),)


def test_problems_of_the_connector_come_along_and_all_are_counted(monkeypatch):
    monkeypatch.setattr(checking, "MAX_PROBLEMS", 2)
    earlier = Problem(1, "groen", "veel", "dit is geen getal")
    report = judge(*[("groen", "GM0001", 2000 + year, 200.0) for year in range(5)], problems=[earlier])
    assert report.n_rejected == 6
    assert [problem.line for problem in report.problems] == [1, 2]


def test_a_region_is_the_one_that_existed_on_1_january_of_the_year():
    split = {
        "GM0001": [KnownRegion(1, "gemeente", START, date(2015, 1, 1)), KnownRegion(2, "gemeente", date(2015, 1, 1))]
    }
    rows = [("groen", "GM0001", year, 5.0) for year in (2014, 2015, 2020)]
    assert check(make_cells(*rows), split, DECLARED).rows.region.tolist() == [1, 2, 2]


def test_figures_of_before_the_region_list_stand_with_the_region_of_today():
    later = {
        "GM0001": [
            KnownRegion(1, "gemeente", date(2018, 1, 1), date(2020, 1, 1)),
            KnownRegion(2, "gemeente", date(2020, 1, 1)),
        ]
    }
    report = check(make_cells(("groen", "GM0001", 2012, 5.0)), later, DECLARED)
    assert report.rows.region.tolist() == [2]
    assert report.notes == (
        "Regio's die volgens de regiolijst in 2012 niet bestonden: 1. "
        "Hun cijfers staan bij de regio die nu deze code heeft.",
    )


def test_columns_that_came_and_went():
    assert column_changes(["a", "c", "d"], ["a", "b"]) == (["c", "d"], ["b"])
    assert fingerprint(["a", "b"]) != fingerprint(["b", "a"])
    assert fingerprint([]) == ""


def test_new_changed_unchanged_and_gone_are_counted_per_indicator():
    old = make_rows((11, 2020, 1, 5.0), (11, 2020, 2, 6.0), (11, 2020, 3, np.nan), (12, 2020, 1, 1.0))
    new = make_rows((11, 2020, 1, 5.0), (11, 2020, 2, 9.0), (11, 2020, 3, np.nan), (11, 2020, 4, 1.0))
    comparison = compare(new, old, np.ones(4, bool))
    counts = [(one.indicator, one.new, one.changed, one.unchanged, one.gone) for one in comparison.indicators]
    assert counts == [(11, 1, 1, 2, 0), (12, 0, 0, 0, 1)]
    assert comparison.totals == {"new": 1, "changed": 1, "unchanged": 2, "gone": 1}
    assert comparison.share_lost == 0.25


def test_the_largest_changes_come_first():
    old = make_rows(*[(11, 2020, region, 0.0) for region in range(1, 8)])
    new = make_rows(*[(11, 2020, region, float(region)) for region in range(1, 8)])
    (one,) = compare(new, old, np.ones(7, bool)).indicators
    assert [(change.region, change.old, change.new) for change in one.largest] == [
        (7, 0.0, 7.0), (6, 0.0, 6.0), (5, 0.0, 5.0), (4, 0.0, 4.0), (3, 0.0, 3.0)
    ]  # fmt: skip


def test_what_another_source_delivered_is_not_gone():
    old = make_rows((11, 2020, 1, 5.0), (11, 2020, 2, 6.0))
    comparison = compare(make_rows((11, 2020, 1, 7.0)), old, np.array([False, False]))
    assert comparison.totals == {"new": 0, "changed": 1, "unchanged": 0, "gone": 0}
    assert comparison.n_replaced == 1


def test_a_figure_that_becomes_final_is_changed():
    old = make_rows((11, 2020, 1, 5.0))
    old.status[:] = PROVISIONAL
    assert compare(make_rows((11, 2020, 1, 5.0)), old, np.array([True])).totals["changed"] == 1


keys = st.lists(
    st.tuples(st.integers(1, 3), st.integers(2019, 2021), st.integers(1, 5), st.sampled_from([1.0, 2.0, np.nan]))
)


@given(keys, keys)
def test_every_row_is_counted_exactly_once(new, old):
    new, old = ({row[:3]: row for row in rows} for rows in (new, old))
    if not new or not old:
        return
    totals = compare(make_rows(*new.values()), make_rows(*old.values()), np.ones(len(old), bool)).totals
    assert totals["new"] + totals["changed"] + totals["unchanged"] == len(new)
    assert totals["gone"] + totals["changed"] + totals["unchanged"] == len(old)
    assert totals["gone"] == len(old.keys() - new.keys())
