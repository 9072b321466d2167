"""`regioscan CODE`: the same as the page, without a browser."""

import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from config.management.commands import regioscan as command
from regioscan.models import Observation
from regioscan.models.observations import Status
from regioscan.reports.back import SOURCES
from tests.province import make_province


@pytest.fixture
def region(db):
    return make_province()


def run(*arguments: str) -> str:
    output = io.StringIO()
    call_command("regioscan", *arguments, stdout=output, stderr=io.StringIO())
    return output.getvalue()


def test_json_holds_the_figures_with_benchmarks_source_and_snapshot(region):
    found = json.loads(run("GM9001", "--json"))
    observation = Observation.objects.get(indicator__code="cijfer-0", region=region, period=2024)
    first = found["indicators"][0]
    assert (found["region"]["code"], found["period"]) == ("GM9001", 2024)
    assert (first["code"], first["period"], first["value"]) == ("cijfer-0", 2024, observation.value)
    assert (first["unit"], first["reason"], first["status"]) == ("%", None, "final")
    assert [(one["code"], one["period"]) for one in first["benchmarks"]] == [("PV90", 2024), ("NL00", 2024)]
    assert (first["source"]["code"], first["snapshot"]["id"]) == ("cbs-kwb", observation.snapshot_id)


def test_a_missing_value_is_null_with_its_reason(region):
    Observation.objects.filter(indicator__code="cijfer-1", region=region).update(
        value=None, status=Status.NO_DENOMINATOR
    )
    by_code = {one["code"]: one for one in json.loads(run("GM9001", "--json"))["indicators"]}
    assert (by_code["cijfer-1"]["value"], by_code["cijfer-1"]["status"]) == (None, "no_denominator")
    assert by_code["cijfer-1"]["reason"].startswith("Er is geen noemer")


def test_the_period_is_followed(region):
    found = json.loads(run("GM9001", "--period", "2022", "--json"))
    assert (found["period"], {one["period"] for one in found["indicators"]}) == (2022, {2022})


def test_without_wishes_it_prints_the_findings_and_a_line_a_figure(region):
    output = run("GM9001")
    assert "Mensen met betaald werk" in output
    assert "Regioscan gemeente Waalmeer" in output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["GM0000"], "Er is geen regio met code GM0000."),
        (["GM9001", "--benchmark", "mars"], "gemeente Waalmeer kan niet worden vergeleken met 'mars'."),
        (["GM9001", "--pdf", "/nergens/a.pdf"], "De map /nergens bestaat niet."),
    ],
)
def test_a_mistake_is_explained(region, arguments, message):
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    assert str(caught.value) == message


def test_both_files_are_made(region, tmp_path, monkeypatch):
    monkeypatch.setattr(command, "CHAPTERS", (SOURCES,))
    run("GM9001", "--pdf", str(tmp_path / "a.pdf"), "--xlsx", str(tmp_path / "a.xlsx"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "a.xlsx"]
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-1.7")
    sheets = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True).sheetnames
    assert sheets == ["Samenvatting", "Cijfers", "Trends", "Bronnen", "Over dit cijfer"]
