"""Custom regions: what may be a part, what is refused in which words, and how their figures come about."""

from datetime import date
from time import process_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioscan import frames
from regioscan.analysis.checking import Rows
from regioscan.analysis.composing import Candidate, choose, read_codes
from regioscan.composition_actions import CompositionError, define_region, judged, redefine_region
from regioscan.figures import region_scan
from regioscan.loading.derived import refresh_calculated, refresh_distributions
from regioscan.loading.observations import load_rows
from regioscan.models import Calculation, Composition, Observation, Region
from regioscan.models.observations import Status
from regioscan.region_frames import versions
from tests import factories

YEAR = 2024


def candidate(code, kind="gemeente", **fields):
    return Candidate(hash(code), code, f"Naam {code}", kind, kind, **fields)


KNOWN = {
    "GM0001": candidate("GM0001", inhabitants=5000),
    "GM0002": candidate("GM0002", inhabitants=150),
    "GM0003": candidate("GM0003", valid_to=date(2021, 1, 1)),
    "WK000101": candidate("WK000101", "wijk", inside=frozenset({"GM0001"}), inhabitants=100),
    "PV90": candidate("PV90", "provincie"),
    "WK0363AF": candidate("WK0363AF", "wijk", inhabitants=900),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GM0001, GM0002;gm0003", ["GM0001", "GM0002", "GM0003"]),
        ("GM0001\tGM0002\r\n\r\nGM0003 | GM0001", ["GM0001", "GM0002", "GM0003", "GM0001"]),
        ("0308 036301 03630101", ["GM0308", "WK036301", "BU03630101"]),
        ("Baarn (GM0308).", ["BAARN", "GM0308"]),
        ("wk0363af", ["WK0363AF"]),
        ("  ", []),
    ],
)
def test_codes_are_read_whatever_stands_between_them(text, expected):
    assert read_codes(text) == expected


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("GM0001 GM9999", "Deze codes kennen wij niet: GM9999."),
        ("GM0001 BAARN", "Dit zijn geen codes van regio’s: BAARN."),
        ("GM0001 GM0003", "Deze regio’s bestaan niet meer: Naam GM0003 (GM0003)"),
        ("GM0001 WK000101", "Naam WK000101 (WK000101) ligt al in Naam GM0001 (GM0001)"),
        ("GM0001 WK0363AF", "Kies delen van één soort."),
        ("PV90", "Alleen gemeenten, wijken en buurten"),
        ("", "Kies ten minste één"),
        ("GM0002", "Er wonen 150 mensen"),
    ],
)
def test_what_cannot_be_is_refused_in_words(codes, words):
    assert any(words in refusal for refusal in choose(codes.split(), KNOWN).refusals)


def test_a_code_twice_counts_once_and_is_said():
    choice = choose(["GM0001", "GM0001"], KNOWN)
    assert [one.code for one in choice.members] == ["GM0001"]
    assert (choice.refusals, choice.notes) == ([], ["Dubbel in de lijst, één keer meegeteld: GM0001."])


def test_a_list_that_is_too_long_is_refused_before_anything_is_looked_up(db, django_assert_num_queries):
    words = [f"GM{number:04d}" for number in range(501)]
    with django_assert_num_queries(0):
        choice = judged(words)
    assert (choice.members, choice.notes) == ((), ())
    assert choice.refusals == ["Een regio heeft hoogstens 500 delen; in uw lijst staan 501 verschillende woorden."]
    assert any("hoogstens 500" in one for one in choose(words, {}).refusals)


def test_judging_a_list_takes_time_in_step_with_its_length():
    def seconds(number):
        words = ["GM0001", *(f"WOORD{one}" for one in range(number))] * 2
        start = process_time()
        choose(words, KNOWN)
        return process_time() - start

    seconds(1_000)
    assert seconds(40_000) < 2


@given(st.lists(st.sampled_from([*KNOWN, "GM9999", "ROMMEL"]), max_size=8))
def test_no_word_is_lost(words):
    choice = choose(words, KNOWN)
    said = " ".join([*choice.refusals, *(one.code for one in choice.members)])
    assert all(word in said for word in words)


@pytest.fixture
def land(db):
    """A province of three municipalities, one with two wijken, and figures with every rule."""
    country = factories.make_region("NL00", "Verzonnen land", "land")
    province = factories.make_region("PV90", "Merenland", "provincie", parent=country)
    dorps = [factories.make_region(f"GM000{n}", f"Dorp {n}", parent=province) for n in (1, 2, 3)]
    for n in (1, 2):
        factories.make_region(f"WK00010{n}", f"Wijk {n}", "wijk", parent=dorps[0])
    people = factories.make_indicator("inwoners", "Inwoners", aggregation="SUM", unit="inwoners", decimals=0)
    factories.make_indicator("ouderen", aggregation="RATIO", weight=people)
    factories.make_indicator("vermogen", aggregation="BOUNDS", unit="× € 1.000", decimals=0)
    factories.make_indicator("model", aggregation="NONE")
    return province


def observe(code, **values):
    for name, value in values.items():
        indicator, region = factories.Indicator.objects.get(code=name), Region.objects.get(code=code)
        status = value if isinstance(value, Status) else Status.FINAL
        factories.observe(indicator, region, YEAR, None if isinstance(value, Status) else value, status)


def publish():
    slices = [(pk, YEAR) for pk in factories.Indicator.objects.values_list("pk", flat=True)]
    refresh_distributions(slices)
    refresh_calculated(slices)


def define(*codes, name="Rijk van Dorp"):
    return define_region(name=name, codes=codes, reason="Zo werken wij samen.", by="Bea Beheer")


@pytest.fixture
def three(land):
    observe("GM0001", inwoners=1001, ouderen=30.25, vermogen=41, model=5)
    observe("GM0002", inwoners=4002, ouderen=5.5, vermogen=163, model=6)
    observe("GM0003", inwoners=997, ouderen=Status.SUPPRESSED, vermogen=80, model=7)
    publish()
    return land


def figures_of(region):
    return region_scan(region).figures


def test_every_figure_follows_its_rule(three):
    figures = figures_of(define("GM0001", "GM0002"))
    assert figures["inwoners"].value == 5003
    assert figures["ouderen"].value == pytest.approx((1001 * 30.25 + 4002 * 5.5) / 5003)
    median = figures["vermogen"]
    assert (median.value, median.reading.status) == (None, Status.NOT_APPLICABLE)
    assert median.reason == "Niet te berekenen uit de delen. Het ligt tussen 41 en 163."
    assert figures["model"].reason.startswith("Niet te berekenen uit de delen: dit cijfer is er alleen")


def test_a_missing_part_of_less_than_a_fifth_is_said_beside_the_value(three):
    figure = figures_of(define("GM0001", "GM0002", "GM0003"))["ouderen"]
    assert figure.value is not None
    assert "gebaseerd op 83 % van de inwoners" in figure.remark


def test_more_than_a_fifth_missing_gives_no_value_but_the_share(three):
    figure = figures_of(define("GM0001", "GM0003"))["ouderen"]
    assert (figure.value, figure.reading.status) == (None, Status.SUPPRESSED)
    assert "Het is bekend voor 50 % van de inwoners; er is 80 % nodig." in figure.reason


def test_counts_of_wijken_that_were_rounded_carry_their_error(land):
    observe("WK000101", inwoners=1005, ouderen=20)
    observe("WK000102", inwoners=2010, ouderen=30)
    publish()
    region = define("WK000101", "WK000102")
    assert Calculation.objects.get(region=region, indicator__code="inwoners").rounding_error == pytest.approx(
        2 * 2**0.5
    )
    assert "± 6 door afronden bij de bron" in figures_of(region)["inwoners"].remark


@pytest.mark.parametrize(("value", "status"), [(5100.0, Status.FINAL), (np.nan, Status.SUPPRESSED)])
def test_a_published_value_or_reason_wins_and_what_we_said_about_ours_goes(three, value, status):
    region = define("GM0001", "GM0002")
    median = factories.Indicator.objects.get(code="vermogen")
    row = Rows(*(np.array([one], kind) for one, kind in
                 ((median.pk, "i4"), (YEAR, "i2"), (region.pk, "i4"), (status, "i2"), (value, "f8"))))  # fmt: skip
    load_rows(row, factories.make_snapshot(factories.make_source("tabel")))
    publish()
    figure = figures_of(region)["vermogen"]
    assert (figure.value, figure.reading.status) == (None if np.isnan(value) else value, status)
    assert figure.worked is None
    assert not Calculation.objects.filter(region=region, indicator=median).exists()


def test_a_province_says_between_what_its_median_lies(three):
    publish()
    assert figures_of(three)["vermogen"].reason == "Niet te berekenen uit de delen. Het ligt tussen 41 en 163."


def test_new_figures_calculate_custom_regions_anew_and_the_same_figures_write_nothing(three):
    region = define("GM0001", "GM0002")
    Observation.objects.filter(region__code="GM0001", indicator__code="inwoners").update(value=2001)
    publish()
    assert figures_of(region)["inwoners"].value == 6003
    before = list(Observation.objects.values_list("region", "indicator", "value").order_by("region", "indicator"))
    publish()
    again = list(Observation.objects.values_list("region", "indicator", "value").order_by("region", "indicator"))
    assert again == before


def test_another_definition_is_a_new_version_and_the_old_one_stays(three):
    region = define("GM0001", "GM0002")
    redefine_region(region=region, name="Rijk van Dorp", codes=["GM0001", "GM0003"], reason="Ruil.", by="Dea")
    newest, first = versions(region)
    assert [one.code for one in first.members] == ["GM0001", "GM0002"]
    assert [one.code for one in newest.added + newest.removed] == ["GM0003", "GM0002"]
    assert (newest.composition.version, newest.composition.made_by, newest.composition.reason) == (2, "Dea", "Ruil.")
    assert figures_of(region)["inwoners"].value == 1998
    assert [one.code for one in frames.parts(region)] == ["GM0001", "GM0003"]


def test_the_code_counts_on_and_the_region_lies_where_its_members_lie(three):
    first, second = define("GM0001", "GM0002"), define("GM0002", "GM0003", name="Ander rijk")
    assert (first.code, second.code, first.parent) == ("MR0001", "MR0002", three)
    assert define("WK000101", "WK000102", name="Wijken").parent.code == "GM0001"


@pytest.mark.parametrize("codes", [["GM0001", "WK000101"], ["GM9999"], []])
def test_a_refused_definition_writes_nothing(three, codes):
    with pytest.raises(CompositionError):
        define(*codes)
    assert not Composition.objects.exists()
    assert not Region.objects.filter(kind="maatwerk").exists()


def test_a_name_in_use_and_a_change_that_changes_nothing_are_refused(three):
    region = define("GM0001", "GM0002")
    with pytest.raises(CompositionError, match="Er is al een eigen regio met deze naam"):
        define("GM0003", name="rijk van dorp")
    with pytest.raises(CompositionError, match="Er is niets veranderd"):
        redefine_region(region=region, name=region.name, codes=["GM0002", "GM0001"], reason="x", by="Dea")
