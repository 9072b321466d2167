"""Figures of an agenda item before and after a beginning: the page, the line on the item, the file, the refusals."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regioscan.analysis import before_after as ba
from regioscan.analysis.before_after import Refusal
from regioscan.figures.before_after import figures_before_after
from regioscan.figures.keeping import held
from regioscan.models import Margin, PeerSet, Snapshot
from regioscan.models.observations import Status
from tests import factories
from tests.communities.town import make_community, make_trajectory
from tests.initiatives.scene import make_initiative
from tests.regioscan.scene import publish

DAY = date(2022, 5, 1)
YEARS = range(2019, 2026)
CODES = [f"GM{number:04d}" for number in range(1, 13)]


@pytest.fixture(autouse=True)
def nothing_kept(settings):
    """What was computed in one test is not the answer of another."""
    settings.CACHES = {name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"} for name in settings.CACHES}
    held.clear()


@pytest.fixture
def regions(db):
    """Twelve municipalities, the first two of which have the others as their similar ones."""
    country = factories.make_region("NL00", "Nederland", "land")
    found = {code: factories.make_region(code, f"Gemeente {code[-2:]}", parent=country) for code in CODES}
    made = PeerSet.objects.create(kind="gemeente", period=2024, variables=[], n_nearest=10, far=99.0, made_by="toets")
    for ours in CODES[:2]:
        shift = CODES.index(ours) * 5
        others = CODES[2:]
        for place, code in enumerate(others[shift:] + others[:shift], 1):
            made.peers.create(region=found[ours], peer=found[code], position=place, distance=place)
    return found | {"NL00": country}


def show(indicator, regions, ours: float, status=Status.FINAL, years=YEARS):
    """Ours goes up by `ours` after 2022, the others by 0,2 to 2,0."""
    rise = {CODES[0]: ours, CODES[1]: ours} | {code: n / 5 for n, code in enumerate(CODES[2:], 1)}
    values = {(code, year): 50.0 + (rise[code] if year > DAY.year else 0.0) for code in CODES for year in years}
    publish(indicator, values, regions, status=status)


@pytest.fixture
def item(regions):
    community = make_community(region=regions[CODES[0]])
    make_trajectory(community, name="Samen aan het werk", started_on=DAY)
    return community.agenda_items.create(theme=factories.make_theme(), lens="mens", title="Werk", state="vastgesteld")


def address(view, item, query=""):
    return reverse(f"initiatives:{view}", args=[item.community.slug, item.pk]) + query


def test_the_page_tells_the_difference_with_its_margin_and_no_cause(item, regions, client):
    work = factories.make_indicator()
    show(work, regions, 4.0)
    item.targets.create(indicator=work)
    page = client.get(address("before_after", item)).content.decode()
    # δ = 4,0 − 1,1 = 2,9; s² = 0,3667; t(0,975; 9)·√(s²·1,1) = 1,4367.
    assert "Dit cijfer steeg hier 2,9 procentpunt sterker dan in vergelijkbare gemeenten (tussen 1,5 en 4,3)." in page
    assert "Of het traject daar iets mee te maken heeft, kan dit cijfer niet zeggen" in page
    assert "Toon als tabel" in page
    own_page = client.get(item.get_absolute_url()).content.decode()
    assert "steeg hier 2,9 procentpunt sterker" in own_page
    assert "kan dit cijfer niet zeggen" in own_page


def test_the_file_has_every_region_and_the_difference(item, regions, client):
    work = factories.make_indicator()
    show(work, regions, 4.0)
    item.targets.create(indicator=work)
    rows = client.get(address("before_after_csv", item)).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + 1 + 10 + 1
    assert rows[1].split(";")[2:9] == [
        "dit gebied",
        "Gemeente 01",
        "2019, 2020 en 2021",
        "2023, 2024 en 2025",
        "50",
        "54",
        "4",
    ]
    assert rows[-1].startswith("Mensen met betaald werk;%;verschil;dit gebied min de andere")
    assert client.get(address("before_after_xlsx", item)).status_code == 200


def test_the_beginning_of_an_initiative_can_be_chosen(item, regions, client):
    work = factories.make_indicator()
    show(work, regions, 4.0)
    item.targets.create(indicator=work)
    ours = make_initiative(item.community, "Leerwerkplek", started_on=date(2023, 6, 1))
    hidden = make_initiative(item.community, "Alleen leden", started_on=date(2023, 6, 1), is_public=False)
    for one in (ours, hidden):
        one.agenda_items.add(item)
    page = client.get(address("before_after", item, f"?vanaf=initiatief-{ours.pk}")).content.decode()
    assert "Of dit initiatief daar iets mee te maken heeft" in page
    assert client.get(address("before_after", item, f"?vanaf=initiatief-{hidden.pk}")).status_code == 404
    assert client.get(address("before_after", item, "?vanaf=niets")).status_code == 404
    assert "Alleen leden" not in client.get(item.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("facts", "status", "years", "words"),
    [
        ({"breaks": [{"year": 2023, "reason": "Anders"}]}, Status.FINAL, YEARS, "Vanaf 2023 wordt dit anders gemeten"),
        ({}, Status.MODELLED, YEARS, "geschat met een model"),
        ({}, Status.FINAL, range(2019, 2023), "nog geen cijfer over een heel jaar na het begin in 2022"),
        ({}, Status.FINAL, range(2021, 2026), "Van vóór 2022 zijn hier geen twee jaren bekend"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_says_why(item, regions, client, facts, status, years, words):
    work = factories.make_indicator(**facts)
    show(work, regions, 4.0, status, years)
    item.targets.create(indicator=work)
    for path in (address("before_after", item), item.get_absolute_url(), address("before_after_csv", item)):
        assert words in client.get(path).content.decode()


def test_without_similar_regions_a_trajectory_or_a_figure_the_page_says_so(item, regions, client):
    assert "Bij dit agendapunt hoort nog geen cijfer" in client.get(address("before_after", item)).content.decode()
    work = factories.make_indicator()
    show(work, regions, 4.0)
    item.targets.create(indicator=work)
    item.community.trajectories.all().delete()
    assert "Er is nog geen begin" in client.get(address("before_after", item)).content.decode()
    assert client.get(address("before_after_csv", item)).status_code == 404
    PeerSet.objects.all().delete()
    (found,) = figures_before_after(regions[CODES[0]], [work], DAY)
    assert found.found == Refusal(ba.NO_GROUP)


def test_a_published_margin_of_ours_makes_the_interval_wider(regions):
    work = factories.make_indicator()
    show(work, regions, 4.0)
    (plain,) = figures_before_after(regions[CODES[0]], [work], DAY)
    for year in YEARS:
        Margin.objects.create(
            indicator=work,
            region=regions[CODES[0]],
            period=year,
            low=45.0,
            high=55.0,
            snapshot=Snapshot.objects.first(),
        )
    held.clear()
    (wide,) = figures_before_after(regions[CODES[0]], [work], DAY)
    assert wide.found.found.interval.width > 2 * plain.found.found.interval.width


def test_a_region_of_two_municipalities_is_held_against_stand_ins(regions):
    homes = factories.make_indicator("woningen", "Woningen", unit="woningen", aggregation="SUM", theme=None)
    work = factories.make_indicator(aggregation="WMEAN", weight=homes)
    show(work, regions, 4.0)
    publish(homes, {(code, year): 100.0 for code in CODES for year in YEARS}, regions)
    custom = factories.make_region("MR0001", "Samen", "maatwerk", parent=regions["NL00"])
    custom.compositions.create(version=1, reason="x", made_by="toets").members.set([regions[one] for one in CODES[:2]])
    everything = {**regions, "MR0001": custom}
    publish(work, {("MR0001", year): 50.0 + (4.0 if year > 2022 else 0) for year in YEARS}, everything,
            status=Status.CALCULATED)  # fmt: skip
    (found,) = figures_before_after(custom, [work], DAY)
    assert (found.group, found.others[0].name) == ("samengestelde gebieden", "samengesteld gebied 1")
    moved = found.found.found
    # The stand-in of peers 3 and 8: the mean of 0,2 and 1,2.
    assert moved.changes[0] == pytest.approx((0.2 + 1.2) / 2)
    assert moved.own == pytest.approx(4.0)
    assert moved.interval is None


def test_more_figures_ask_no_more_of_the_database(item, regions, client):
    def count():
        held.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(address("before_after", item))
        return len(queries)

    first = factories.make_indicator()
    show(first, regions, 4.0)
    item.targets.create(indicator=first)
    client.get(address("before_after", item))
    with_one = count()
    for code in ("tweede", "derde"):
        another = factories.make_indicator(code, code)
        show(another, regions, 1.0)
        item.targets.create(indicator=another)
    assert count() == with_one
