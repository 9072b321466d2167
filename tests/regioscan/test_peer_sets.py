"""Sets of similar regions as they are stored, and named groups."""

import pytest

from regioscan.analysis.peer_variables import peer_variables
from regioscan.catalogue import read_catalogue
from regioscan.models import Indicator, Peer, PeerSet, Region
from regioscan.peer_actions import GroupError, make_all_peer_sets, make_group, make_peer_sets, refresh_peer_sets
from tests import factories
from tests.regioscan.scene import make_land, municipalities, publish, row

pytestmark = pytest.mark.django_db
SIZES = [10_000.0, 11_000.0, 60_000.0, 65_000.0, 12_000.0, 300_000.0, 70_000.0]


def make_structure(regions, count=7, year=2024, codes=("inwoners", "omgevingsadressendichtheid", "kinderen")):
    """Figures for some of the variables, other ones in each, over half of the declared weight."""
    found = {}
    for number, code in enumerate((*codes, "grijze-druk", "koopwoningen", "woz-waarde")):
        indicator = factories.make_indicator(code, code, direction=0, aggregation="SUM")
        values = [size * (1 + number / 10) + 7 * number * place**2 for place, size in enumerate(SIZES[:count])]
        publish(indicator, row(municipalities(count), values, year), regions)
        found[code] = indicator
    return found


@pytest.fixture
def regions():
    """Seven municipalities of which we know what they are."""
    found = make_land(7)
    make_structure(found)
    return found


def test_a_set_names_its_variables_and_gives_everyone_a_nearest(regions):
    made = make_peer_sets(kind="gemeente", by="toets")
    assert (made.kind, made.period, made.n_nearest) == ("gemeente", 2024, 4)
    assert [one["code"] for one in made.variables][:2] == ["inwoners", "omgevingsadressendichtheid"]
    assert {one["period"] for one in made.variables} == {2024}
    first = Peer.objects.filter(peer_set=made, region=regions["GM0001"]).order_by("position").first()
    assert first.peer.code in {"GM0002", "GM0005"}
    assert len(first.differences) == 3
    assert Peer.objects.filter(peer_set=made).values("region").distinct().count() == 7


def test_the_same_figures_give_no_new_version(regions):
    first = make_peer_sets(kind="gemeente", by="toets")
    assert make_peer_sets(kind="gemeente", by="toets") == first
    assert PeerSet.objects.count() == 1


def test_other_figures_give_a_new_version_and_keep_the_old_one(regions):
    first = make_peer_sets(kind="gemeente", by="toets")
    before = list(Peer.objects.filter(peer_set=first).values_list("region", "peer", "distance"))
    from_2025 = {code: value * 3 for code, value in zip(municipalities(7), SIZES[::-1], strict=True)}
    indicator = Indicator.objects.get(code="inwoners")
    publish(indicator, {(code, 2025): value for code, value in from_2025.items()}, regions)
    second = make_peer_sets(kind="gemeente", by="toets")
    assert second != first
    assert next(one["period"] for one in second.variables if one["code"] == "inwoners") == 2025
    assert list(Peer.objects.filter(peer_set=first).values_list("region", "peer", "distance")) == before


def test_a_year_that_is_hardly_filled_is_not_used(regions):
    indicator = Indicator.objects.get(code="inwoners")
    publish(indicator, row(municipalities(3), [1.0, 2.0, 3.0], 2025), regions)
    made = make_peer_sets(kind="gemeente", by="toets")
    assert next(one["period"] for one in made.variables if one["code"] == "inwoners") == 2024


def test_with_too_few_regions_or_too_few_variables_there_is_no_set():
    regions = make_land(4)
    make_structure(regions, 4)
    assert make_all_peer_sets(by="toets") == []


def test_only_what_says_what_a_region_is_makes_new_sets(regions):
    outcome = factories.make_indicator()
    assert refresh_peer_sets(indicators={outcome.pk}, by="toets") == []
    structural = Indicator.objects.get(code="inwoners")
    assert [one.kind for one in refresh_peer_sets(indicators={structural.pk}, by="toets")] == ["gemeente"]


def test_an_ended_region_is_nobodys_peer(regions):
    Region.objects.filter(code="GM0002").update(valid_to="2024-01-01")
    made = make_peer_sets(kind="gemeente", by="toets")
    assert not Peer.objects.filter(peer_set=made, peer=regions["GM0002"]).exists()


def test_a_group_is_named_dated_and_kept(regions):
    members = [regions[code] for code in municipalities(3)]
    group = make_group(name="Langs de rivier", members=members, reason="Zij werken samen.", by="Bea Beheer")
    assert (group.code, group.kind, group.made_by) == ("langs-de-rivier", "gemeente", "Bea Beheer")
    assert sorted(group.members.values_list("code", flat=True)) == municipalities(3)


@pytest.mark.parametrize(
    ("codes", "name", "words"),
    [
        (["GM0001", "GM0002", "GM0002"], "Twee", "ten minste 3"),
        (["GM0001", "GM0002", "WK000101"], "Door elkaar", "van één soort"),
        (["GM0001", "GM0002", "GM0003"], "!!!", "letters of cijfers"),
    ],
)
def test_a_group_that_says_nothing_is_refused(regions, codes, name, words):
    with pytest.raises(GroupError, match=words):
        make_group(name=name, members=[regions[code] for code in codes], reason="x", by="toets")


def test_a_name_is_used_once(regions):
    members = [regions[code] for code in municipalities(3)]
    make_group(name="Rivier", members=members, reason="x", by="toets")
    with pytest.raises(GroupError, match="al een groep"):
        make_group(name="rivier", members=members, reason="x", by="toets")


def test_every_variable_is_a_declared_indicator():
    assert {one.code for one in peer_variables()} <= {entry.code for entry in read_catalogue().indicators}
