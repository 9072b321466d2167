"""Real files of the statistics office and the health monitor, from the command to the figures."""

import csv
import gzip
import json

import pytest
from django.core.management import CommandError

from regioscan.models import Boundary, Distribution, Observation, Region, RejectedRow
from regioscan.models.observations import Status
from tests.regioscan.real_deliveries import deliveries

pytestmark = [pytest.mark.real_files, pytest.mark.django_db]
KWB = ("kwb-2020/kwb2020_84799NED_TypedDataSet.csv.gz", "kwb-2020/DataProperties.json")


@pytest.fixture(scope="module")
def load(real_files, tmp_path_factory, django_db_setup, django_db_blocker):
    """Runs load_source on files by name; gives what was published."""
    with django_db_blocker.unblock(), deliveries(real_files, tmp_path_factory.mktemp("media")) as run:
        yield run


@pytest.fixture(scope="module")
def netherlands(load):
    """All regions of 1 January 2022, from the country down to the buurten."""
    return load("cbs-regios", 2022, "regions/85067NED_data.csv", "regions/85318NED_WijkenEnBuurten.csv")


@pytest.fixture(scope="module")
def key_figures(load, netherlands):
    """What was published of the key figures of 2020."""
    return load("cbs-kwb", 2020, *KWB)


def people_2020(real_files):
    """The inhabitants of each municipality, read independently of our connectors."""
    rows = json.loads((real_files / "kwb-2020/TypedDataSet_NL_GM.json").read_text())["value"]
    return {row["WijkenEnBuurten"].strip(): row["AantalInwoners_5"] for row in rows}


def codes_2020(real_files):
    with gzip.open(real_files / KWB[0], "rt", encoding="utf-8-sig") as lines:
        return [row["WijkenEnBuurten"].strip() for row in csv.DictReader(lines, delimiter=";")]


def test_the_key_figures_of_2020_for_the_whole_country(load, key_figures, real_files):
    first = key_figures
    known = set(Region.objects.values_list("code", flat=True))
    refused = RejectedRow.objects.filter(reason__startswith="deze regio staat niet in de regiolijst")
    assert set(refused.values_list("value", flat=True)) == set(codes_2020(real_files)) - known
    # Random rounding makes some shares of tiny buurten impossible: 10 one-person households out of 5.
    assert first["n_rejected"] - refused.count() < 20
    stored = Observation.objects.filter(indicator__code="inwoners", period=2020).exclude(status=Status.CALCULATED)
    by_code = dict(stored.filter(region__kind__in=["land", "gemeente"]).values_list("region__code", "value"))
    assert by_code == {code: people for code, people in people_2020(real_files).items() if code in known}
    distribution = Distribution.objects.get(indicator__code="inwoners", period=2020, kind="gemeente")
    assert distribution.n_regions == len(by_code) - 1

    again = load("cbs-kwb", 2020, *KWB)
    assert again["published"] == {
        "new": 0, "changed": 0, "unchanged": first["published"]["new"], "gone": 0
    }  # fmt: skip
    # Municipalities of 2020 that a list of 2022 no longer knows would be missing from the sums: no sums, then.
    assert not stored.filter(status=Status.CALCULATED).exists()


def test_the_same_file_with_other_bytes_is_read_again_and_changes_nothing(load, key_figures, real_files, tmp_path):
    repacked = tmp_path / "kwb.csv"
    repacked.write_bytes(gzip.decompress((real_files / KWB[0]).read_bytes()))
    again = load("cbs-kwb", 2020, repacked, KWB[1])
    assert again["published"] == {
        "new": 0, "changed": 0, "unchanged": key_figures["published"]["new"], "gone": 0
    }  # fmt: skip


def test_half_of_the_key_figures_is_refused_and_changes_nothing(load, key_figures, real_files, tmp_path):
    before = set(Observation.objects.values_list("indicator", "region", "value", "snapshot"))
    half = tmp_path / "half.csv"
    content = gzip.decompress((real_files / KWB[0]).read_bytes())
    half.write_bytes(content[: content.rindex(b"\n", 0, len(content) // 2) + 1])
    with pytest.raises(CommandError, match="Misschien is het bestand afgekapt"):
        load("cbs-kwb", 2020, half, KWB[1])
    assert set(Observation.objects.values_list("indicator", "region", "value", "snapshot")) == before


def test_health_figures_of_2016_stand_on_the_regions_of_today(load, netherlands):
    summary = load("rivm-gezondheid", 2016, "rivm-50090NED/2016_18plus.xlsx")
    assert "Hun cijfers staan bij de regio die nu deze code heeft." in " ".join(summary["notes"])
    health = Observation.objects.filter(indicator__code="ervaren-gezondheid", period=2016)
    assert health.filter(region__kind="gemeente", status=Status.FINAL).count() > 300
    assert set(health.filter(region__kind="buurt", value__isnull=False).values_list("status", flat=True)) == {
        Status.MODELLED
    }
    assert health.get(region__code="NL00").value is not None


def test_the_boundaries_of_all_municipalities(load, real_files):
    load("cbs-regios", 2025, "regions/CBS_GEM2025.csv")
    summary = load("grenzen", 2025, "boundaries/gemeente_2025.geojson")
    assert summary["published"] == {"new": 342, "changed": 0, "unchanged": 0, "gone": 0}
    points = sum(_n_points(geometry) for geometry in Boundary.objects.values_list("geometry", flat=True))
    assert points < 8_000
    assert load("grenzen", 2025, "boundaries/gemeente_2025.geojson")["published"]["unchanged"] == 342


def _n_points(geometry):
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return sum(len(ring) for polygon in polygons for ring in polygon)
