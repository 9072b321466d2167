"""A figure that is defined otherwise since some year is another figure: goalposts and change keep to that."""

import numpy as np
import pytest
from django.utils.html import strip_tags

from regioscan.analysis.index.carry import definition_start
from regioscan.analysis.index.change_split import Cause, Moment, causes_of, change_split
from regioscan.analysis.index.matrix import Matrix, Reason
from regioscan.analysis.index.reading import parse_method
from regioscan.figures.index import region_index
from regioscan.figures.index_matrix import get_frame
from regioscan.figures.index_region import CANNOT_BE_SPLIT, NOT_A_CHANGE, OTHER_DEFINITION
from regioscan.figures.method_sheet import method_sheet
from regioscan.models import Distribution, Indicator, Observation, Region
from tests.regioscan.index.invented import method
from tests.regioscan.index_scene import N, freeze, make_figures

BROKEN = "armoede"


def redefine(year: int, code: str = BROKEN) -> None:
    """The figure is defined otherwise from `year` on."""
    Indicator.objects.filter(code=code).update(breaks=[{"year": year, "reason": "Anders gemeten."}])


def posts(version, code: str = BROKEN) -> tuple[float | None, float | None]:
    specs = parse_method(version.content["method"]).indicators
    return next((one.low, one.high) for one in specs if one.code == code)


def found_for(code: str, year: int | None = None):
    return region_index(Region.objects.get(code=code), year)


# ── Pure ──


@pytest.mark.parametrize(("year", "start"), [(2019, 0), (2020, 2020), (2023, 2020), (2024, 2024), (2030, 2024)])
def test_a_definition_holds_from_the_last_break_on(year, start):
    assert definition_start([2024, 2020], year) == start


def test_a_difference_over_a_break_is_another_definition_and_no_observation():
    years = [np.full((2, 3), year, np.int16) for year in (2023, 2024)]
    codes = ("i0", "i1", "i2")
    before = Matrix(codes, np.array([[50.0, 50.0, 50.0], [50.0, np.nan, 50.0]]), periods=years[0])
    reasons = np.array([[0, 0, 0], [0, 0, Reason.REDEFINED]], np.int16)
    after = Matrix(codes, np.array([[60.0, 60.0, 50.0], [60.0, 60.0, np.nan]]), reasons, periods=years[1])
    causes = causes_of(before, after, crossed=np.array([False, True, True]))
    assert causes.tolist() == [
        [Cause.OBSERVATION, Cause.DEFINITION, Cause.NONE],
        [Cause.OBSERVATION, Cause.OBSERVATION, Cause.DEFINITION],
    ]
    split = change_split(Moment(method((3,)), before), Moment(method((3,)), after), causes)[0]
    assert sum(split.points.values()) == pytest.approx(split.change)
    assert Cause.DEFINITION in split.points


# ── Goalposts ──


@pytest.mark.django_db
def test_goalposts_rest_on_the_years_of_the_newest_definition_only():
    make_figures()
    redefine(2024)
    version = freeze()
    rows = Observation.objects.filter(indicator__code=BROKEN, region__kind="gemeente", period=2024)
    low, high = np.percentile(rows.values_list("value", flat=True), [2.5, 97.5])
    assert posts(version) == (pytest.approx(low, abs=1), pytest.approx(high, abs=1))
    assert version.content["goalpost_years"][BROKEN] == [2024]
    assert version.content["goalpost_years"]["inkomen"] == [2022, 2023, 2024]
    assert version.content["n_values"] == {
        "inkomen": 3 * N, BROKEN: N, "werk": 3 * N, "gezond": 3 * N, "eenzaam": 3 * N
    }  # fmt: skip
    assert method_sheet(get_frame()).other_years == [("Cijfer armoede", [2024])]


@pytest.mark.django_db
def test_without_a_figure_of_the_newest_definition_an_indicator_is_left_out_with_the_reason():
    make_figures()
    redefine(2024)
    Distribution.objects.filter(indicator__code=BROKEN, period=2024).delete()
    assert freeze().content["dropped"] == [
        {"code": BROKEN, "reason": "geen cijfers met de omschrijving die sinds 2024 geldt"}
    ]


@pytest.mark.django_db
def test_a_figure_of_another_definition_than_its_goalposts_says_so():
    make_figures()
    redefine(2024)
    freeze()
    assert OTHER_DEFINITION in found_for("GM0003", 2023).cells_by_code[BROKEN].remarks
    assert OTHER_DEFINITION not in found_for("GM0003", 2024).cells_by_code[BROKEN].remarks


# ── Carrying over, and change ──


@pytest.mark.django_db
def test_an_older_figure_is_never_carried_over_a_break():
    make_figures()
    Observation.objects.filter(indicator__code=BROKEN, region__code="GM0003", period=2024).delete()
    redefine(2024)
    freeze()
    cell = found_for("GM0003").cells_by_code[BROKEN]
    assert (cell.score, cell.reading) == (None, None)
    assert cell.reason.startswith("Alleen een ouder cijfer is bekend, en sindsdien wordt het anders omschreven")
    redefine(2023)
    kept = found_for("GM0003").cells_by_code[BROKEN]
    assert (kept.reading.period, kept.is_carried) == (2023, True)


@pytest.mark.django_db
def test_a_change_over_a_break_is_named_as_such_and_adds_up(client):
    make_figures()
    redefine(2024)
    freeze()
    found = found_for("GM0003").change
    assert [cause for cause, _ in found.causes] == [Cause.OBSERVATION, Cause.DEFINITION]
    assert sum(points for _, points in found.causes) == pytest.approx(found.change)
    words = " ".join(strip_tags(client.get("/regioscan/GM0003/vitaliteit/").content.decode()).split())
    assert "Andere omschrijving van een cijfer" in words
    assert NOT_A_CHANGE in words
    assert CANNOT_BE_SPLIT in words
    assert [cause for cause, _ in found_for("GM0003", 2023).change.causes] == [Cause.OBSERVATION]
