"""Lists of mergers and splits: what is read, what is refused by line, and what it changes in the regions."""

from datetime import UTC, date, datetime

import pytest

from regioscan.actions import load_delivery
from regioscan.connectors.base import Delivery, SourceError
from regioscan.connectors.successions import tidy_successions
from regioscan.loading.derived import refresh_distributions
from regioscan.loading.membership import membership_in
from regioscan.models import Margin, Observation, Region, Succession
from tests import factories

HEADER = "datum,gm_oud,naam_oud,gm_nieuw,naam_nieuw,aandeel_adressen,soort"
OLD_FILE, NEW_FILE = (
    "regions/gemeentelijke_herindelingen_2012_2017_via_woonplaatsen.csv",
    "regions/gemeentelijke_herindelingen_2017_2024.csv",
)
MERGER = [
    "2021-01-01,GM9011,Oost,GM9010,Nieuwland,1.0,opgegaan",
    "2021-01-01,GM9012,West,GM9010,Nieuwland,1.0,opgegaan",
]


def delivery(*rows, header=HEADER, **more):
    files = {"herindelingen.csv": "\n".join([header, *rows, ""]).encode(), **more}
    return Delivery(files, "test", datetime(2026, 1, 1, tzinfo=UTC))


def reasons(found):
    return [(problem.line, problem.reason) for problem in found.problems]


def test_a_merger_is_read_with_whole_shares():
    found = tidy_successions(delivery(*MERGER))
    assert [(row.old, row.new, row.on, row.share) for row in found.rows] == [
        ("GM9011", "GM9010", date(2021, 1, 1), 1.0),
        ("GM9012", "GM9010", date(2021, 1, 1), 1.0),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1 januari,GM0001,A,GM0002,B,1.0,opgegaan", "dit is geen datum; schrijf 2021-01-01"),
        ("2021-01-01,WK000100,A,GM0002,B,1.0,opgegaan", "dit is geen code van een gemeente"),
        ("2021-01-01,GM0001,A,GM0002,B,1.2,opgegaan", "het aandeel is geen getal tussen 0 en 1"),
        ("2021-01-01,GM0001,A,GM0002,B,,opgegaan", "het aandeel is geen getal tussen 0 en 1"),
        ("2021-01-01,GM0001,A,GM0002,B,0.85,splitsing", "de aandelen van A (GM0001) tellen op tot 0,850 en niet tot 1"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_its_number(row, reason):
    found = tidy_successions(delivery(*MERGER, row))
    assert reasons(found) == [(4, reason)]
    assert len(found.rows) == 2


def test_one_bad_line_of_a_split_refuses_the_whole_split():
    rows = ["2021-01-01,GM0001,A,GM0002,B,0.4,splitsing", "2021-01-01,GM0001,A,GM0003,C,nul,splitsing"]
    found = tidy_successions(delivery(*rows, *MERGER))
    assert [line for line, _ in reasons(found)] == [3, 2]
    assert {row.old for row in found.rows} == {"GM9011", "GM9012"}


def test_shares_that_were_rounded_are_made_to_add_up():
    found = tidy_successions(delivery("2021-01-01,GM0001,A,GM0002,B,0.996,opgegaan"))
    assert [row.share for row in found.rows] == [1.0]


@pytest.mark.parametrize("header", ["datum,gm_oud,naam_oud,gm_nieuw,naam_nieuw", "a,b,c,d,e,f,g"])
def test_a_list_without_its_columns_is_refused(header):
    with pytest.raises(SourceError, match="mist de kolommen"):
        tidy_successions(delivery(",".join("x" for _ in header.split(",")), header=header))


@pytest.mark.real_files
def test_both_real_lists_together_tell_every_succession_once(real_files):
    files = {path: (real_files / path).read_bytes() for path in (OLD_FILE, NEW_FILE)}
    found = tidy_successions(Delivery(files, "test", datetime(2026, 1, 1, tzinfo=UTC)))
    assert not found.problems
    assert len({(row.old, row.new, row.on) for row in found.rows}) == len(found.rows) == 43 + 72 - 3
    haaren = {row.new: round(row.share, 3) for row in found.rows if row.old == "GM0788"}
    assert haaren == {"GM0757": 0.150, "GM0824": 0.423, "GM0855": 0.084, "GM0865": 0.343}
    assert [row.share for row in found.rows if row.old == "GM0416"] == [1.0]
    assert found.notes == [
        "2 naamswijzigingen zijn geen herindeling en zijn overgeslagen.",
        "Van 3 gemeenten staat dezelfde herindeling in twee lijsten; die naar adressen telt.",
    ]


@pytest.fixture
def source(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return factories.make_source("herindelingen", delivers="opvolging", licence="zie de levering")


def load(source, given):
    return load_delivery(source=source, delivery=given, period=None, by="test").summary


def periods(code):
    found = Region.objects.filter(code=code).order_by("valid_from")
    return [(one.valid_from.year, one.valid_to.year if one.valid_to else None) for one in found]


@pytest.fixture
def listed(source):
    """What a list of 2022 gives: the province, the new municipality and one that grew in 2019 under its own code."""
    province = factories.make_region("PV90", "Merenland", "provincie", valid_from=date(2022, 1, 1))
    factories.make_region("GM9010", "Nieuwland", parent=province, valid_from=date(2022, 1, 1))
    factories.make_region("GM0014", "Grootstad", parent=province, valid_from=date(2022, 1, 1))
    return source


GROWTH = "2019-01-01,GM0017,Haar,GM0014,Grootstad (gemeente),1.0,opgegaan"


def test_old_municipalities_become_ended_regions_and_a_kept_code_gets_an_earlier_period(listed):
    summary = load(listed, delivery(*MERGER, GROWTH))
    assert summary["published"]["new"] == 4
    assert (periods("GM9011"), periods("GM0017")) == ([(1900, 2021)], [(1900, 2019)])
    assert periods("GM0014") == [(1900, 2019), (2022, None)]
    assert Region.objects.get(code="GM9011").name == "Oost"
    kept = Succession.objects.get(old__code="GM0014")
    assert (kept.new.code, kept.share, kept.on) == ("GM0014", 1.0, date(2019, 1, 1))


def test_the_same_list_again_changes_nothing(listed):
    load(listed, delivery(*MERGER, GROWTH))
    before = list(Succession.objects.values_list("pk", "old", "new", "share"))
    summary = load(listed, delivery(*MERGER, GROWTH))
    assert {name: summary["published"][name] for name in ("new", "changed", "gone")} == {
        "new": 0,
        "changed": 0,
        "gone": 0,
    }
    assert list(Succession.objects.values_list("pk", "old", "new", "share")) == before


def test_lists_may_come_in_any_order(listed):
    load(listed, delivery("2019-01-01,GM0017,Haar,GM0014,Grootstad,1.0,opgegaan"))
    load(listed, delivery("2014-01-01,GM0018,Dal,GM0014,Grootstad,1.0,opgegaan"))
    assert periods("GM0014") == [(1900, 2014), (2014, 2019), (2022, None)]
    assert Succession.objects.count() == 4


def test_a_new_municipality_that_nobody_knows_is_refused_by_line(listed):
    row = "2023-01-01,GM0099,Oud,GM9099,Onbekend,1.0,opgegaan"
    load(listed, delivery(*MERGER, row))
    rejected = listed.snapshots.get().rejected_rows.get()
    assert (rejected.line, rejected.reason) == (4, "de nieuwe gemeente Onbekend (GM9099) staat niet in de regiolijst")
    assert not Region.objects.filter(code="GM0099").exists()


def test_a_list_without_anything_usable_changes_nothing(listed):
    with pytest.raises(SourceError, match="staat niet in de regiolijst"):
        load(listed, delivery("2023-01-01,GM0099,Oud,GM9099,Onbekend,1.0,opgegaan"))
    assert not Succession.objects.exists()


def test_a_list_that_still_has_the_old_municipality_wins(listed):
    factories.make_region("GM9011", "Oost", valid_from=date(2022, 1, 1))
    load(listed, delivery(*MERGER))
    rejected = listed.snapshots.get().rejected_rows.get()
    assert rejected.reason == "Oost (GM9011) staat nog in de regiolijst van 2022"


def test_a_region_that_two_lists_span_is_cut_and_its_older_figures_go_to_the_older_period(source):
    province = factories.make_region("PV90", "Merenland", "provincie")
    big = factories.make_region("GM0014", "Grootstad", parent=province, valid_from=date(2018, 1, 1))
    born = factories.make_region("GM9010", "Nieuwland", parent=province, valid_from=date(2022, 1, 1))
    people = factories.make_indicator("inwoners", aggregation="SUM")
    ordinary, later = factories.make_snapshot(), factories.make_snapshot()
    for year in (2018, 2022):
        factories.observe(people, big, year, value=year, snapshot=ordinary)
    other = factories.make_indicator("gezond")
    factories.observe(other, big, 2018, snapshot=later)
    factories.observe(other, born, 2018, snapshot=later)  # a table of 2018 on the regions of later
    for indicator, year in ((people, 2018), (people, 2022), (other, 2018)):
        Margin.objects.create(indicator=indicator, region=big, period=year, low=1, high=9, snapshot=ordinary)
    refresh_distributions([(people.pk, 2018), (people.pk, 2022), (other.pk, 2018)])
    load(source, delivery(*MERGER, GROWTH))
    assert periods("GM0014") == [(2018, 2019), (2019, None)]
    older = Region.objects.get(code="GM0014", valid_to=date(2019, 1, 1))
    assert older.parent == province
    assert list(Observation.objects.filter(region=older).values_list("indicator__code", "period")) == [
        ("inwoners", 2018)
    ]
    assert list(Margin.objects.filter(region=older).values_list("indicator__code", "period")) == [("inwoners", 2018)]
    assert Margin.objects.filter(region=big).count() == 2
    assert set(Observation.objects.filter(region=big, status=1).values_list("indicator__code", "period")) == {
        ("inwoners", 2022),
        ("gezond", 2018),
    }


def test_municipalities_that_are_only_known_because_they_ended_are_in_no_province(listed):
    load(listed, delivery(*MERGER, GROWTH))
    current = set(Region.objects.filter(valid_to=None, kind="gemeente").values_list("pk", flat=True))
    assert set(membership_in(2018).members.tolist()) == current
