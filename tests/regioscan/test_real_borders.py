"""Real mergers and splits, on real figures: Eemsdelta, Het Hogeland, Haaren, Groningen, Amsterdam."""

import csv
import gzip
import json

import numpy as np
import pytest

from regioscan import frames
from regioscan.analysis.aggregation import Members, combine, rounding_error
from regioscan.composition_actions import define_region
from regioscan.figures import region_scan
from regioscan.models import Calculation, Observation, Region, RejectedRow, Succession
from regioscan.models.observations import Status
from tests.regioscan.real_deliveries import deliveries

pytestmark = [pytest.mark.real_files, pytest.mark.django_db]
LISTS = ("regions/85067NED_data.csv", "regions/85318NED_WijkenEnBuurten.csv")
MERGERS = (
    "regions/gemeentelijke_herindelingen_2012_2017_via_woonplaatsen.csv",
    "regions/gemeentelijke_herindelingen_2017_2024.csv",
)
MUNICIPALITIES_2020 = ("kwb-2020/TypedDataSet_NL_GM.json", "kwb-2020/DataProperties.json")
HEALTH = "rivm-50090NED"


@pytest.fixture(scope="module")
def load(real_files, tmp_path_factory, django_db_setup, django_db_blocker):
    """Runs load_source on files by name; gives what was published."""
    with django_db_blocker.unblock(), deliveries(real_files, tmp_path_factory.mktemp("media")) as run:
        yield run


@pytest.fixture
def people(real_files):
    """The inhabitants of each municipality of 2020, read independently of our connectors."""
    rows = json.loads((real_files / MUNICIPALITIES_2020[0]).read_text())["value"]
    return {row["WijkenEnBuurten"].strip(): row["AantalInwoners_5"] for row in rows}


@pytest.fixture(scope="module")
def netherlands(load):
    """The regions of 2022, all mergers since 2012, and the key figures of the municipalities of 2020."""
    load("cbs-regios", 2022, *LISTS)
    merged = load("herindelingen", None, *MERGERS)
    load("cbs-kwb", 2020, *MUNICIPALITIES_2020)
    return merged


def names(code):
    steps = Succession.objects.filter(new__code=code, new__valid_to=None).order_by("on", "old__name")
    return {(step.old.name, round(step.share, 3)) for step in steps}


def recast(code, indicator="inwoners"):
    figure = region_scan(frames.get_region(code)).figures[indicator]
    course = next(one for one in figure.courses if one.is_recast)
    return {row.period: (row.value, row.status) for row in course.readings}


def test_real_regions_before_and_after(load, netherlands, people):
    assert names("GM1979") == {("Appingedam", 1.0), ("Delfzijl", 1.0), ("Loppersum", 1.0)}
    assert names("GM1966") == {("Bedum", 1.0), ("Eemsmond", 1.0), ("De Marne", 1.0), ("Winsum", 0.877)}
    heirs = Succession.objects.filter(old__code="GM0788").values_list("new__name", flat=True)
    assert set(heirs) == {"Boxtel", "Oisterwijk", "Tilburg", "Vught"}
    groningen = Region.objects.filter(code="GM0014").order_by("valid_from")
    assert [(one.valid_from.year, one.valid_to and one.valid_to.year) for one in groningen] == [
        (1900, 2019),
        (2022, None),
    ]
    # Voorne aan Zee only came about in 2023: a list of 2022 does not know it.
    refused = RejectedRow.objects.filter(snapshot__source__code="herindelingen")
    assert set(refused.values_list("value", flat=True)) == {"GM0501", "GM0530", "GM0614"}
    assert load("herindelingen", None, *MERGERS)["published"]["new"] == 0

    # Eemsdelta is exactly the sum of three; Oisterwijk got 42 % of the addresses of Haaren: an estimate.
    assert recast("GM1979")[2020] == (people["GM0003"] + people["GM0010"] + people["GM0024"], Status.CALCULATED)
    value, status = recast("GM0824")[2020]
    share = Succession.objects.get(old__code="GM0788", new__name="Oisterwijk").share
    assert (value, status) == (pytest.approx(people["GM0824"] + share * people["GM0788"]), Status.ESTIMATED)
    # The figures of 2020 of Oisterwijk itself are about its borders of then.
    assert Observation.objects.get(indicator__code="inwoners", region__code="GM0824", period=2020).region.valid_to


def test_amsterdam_with_letters_in_its_codes_can_be_a_custom_region(load, netherlands):
    letters = Region.objects.filter(code__regex=r"^WK0363[A-Z]").order_by("code")
    if not letters.exists():
        load("cbs-regios", 2025, "regions/CBS_GEM2025.csv", "regions/CBS_WIJK2025.csv", "regions/CBS_BUURT2025.csv")
    codes = list(letters.values_list("code", flat=True)[:3])
    assert codes
    region = define_region(name="Drie wijken", codes=codes, reason="Proef.", by="test")
    assert region.parent.code == "GM0363"
    assert sorted(one.code for one in frames.parts(region)) == codes


def test_health_of_2012_on_the_regions_of_2020_lands_on_the_regions_of_2020(load, netherlands, real_files):
    file = next(path for path in sorted((real_files / HEALTH).glob("*.xlsx")) if "2012" in path.name)
    load("rivm-gezondheid", 2012, f"{HEALTH}/{file.name}")
    grown = Observation.objects.filter(region__code="GM0014", period=2012).values_list("region__valid_to", flat=True)
    assert set(grown) == {None}
    assert Observation.objects.filter(region__code="GM1966", period=2012, value__isnull=False).exists()
    # Appingedam was there in 2020 and is not now.
    assert Observation.objects.filter(region__code="GM0003", period=2012).exists()


def test_a_custom_region_of_real_municipalities_some_without_an_outline(load, netherlands, people, client):
    codes = ["GM0308", "GM0501", "GM0530"]
    region = define_region(name="Met en zonder omtrek", codes=codes, reason="Proef.", by="test")
    value = Observation.objects.get(indicator__code="inwoners", region=region, period=2020).value
    assert value == sum(people[code] for code in codes)
    assert Calculation.objects.get(indicator__code="inwoners", region=region, period=2020).rounding_error == 0
    assert client.get(f"/regioscan/{region.code}/").status_code == 200


def test_municipalities_added_up_from_their_buurten_agree_with_what_is_published(real_files, people):
    """Rounding moves a buurt by 4 people at most; people without a known buurt are in the municipality alone."""
    values, codes = [], []
    with gzip.open(real_files / "kwb-2020/kwb2020_84799NED_TypedDataSet.csv.gz", "rt", encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            if row["WijkenEnBuurten"].startswith("BU"):
                codes.append(f"GM{row['WijkenEnBuurten'][2:6]}")
                values.append(float(row["AantalInwoners_5"]))
    names, groups = np.unique(codes, return_inverse=True)
    members = Members(np.array(values), groups.astype(np.intp), errors=np.full(len(values), 2.0))
    found = combine("SUM", members, len(names))
    assert rounding_error(np.array(values), is_count=True) == 2.0
    published = np.array([people[name] for name in names])
    off = (published - found.value) / found.n_parts
    assert off.min() >= -4
    assert off.max() <= 4 + 1
    np.testing.assert_allclose(found.rounding_error, 2 * np.sqrt(found.n_parts))
