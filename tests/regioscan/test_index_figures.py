"""The index of a region: the same as a plain recomputation from the database, opened up, and honest about gaps."""

from math import exp, log

import pytest

from regioscan.analysis.dialogue import WeightSet
from regioscan.figures.dialogue import dialogue
from regioscan.figures.index import all_indices, national, region_index
from regioscan.figures.index_matrix import get_frame, material
from regioscan.figures.index_region import NO_METHOD, NO_PLACE_FOR_LARGER, NOT_FOR_PARTS
from regioscan.figures.method_sheet import TOO_FEW, method_sheet
from regioscan.models import Indicator, Margin, MethodVersion, Observation, Peer, PeerSet, Region, Snapshot
from regioscan.models.observations import Status
from tests.regioscan.index_scene import DIRECTIONS, THEMES, freeze, indicator_ids, make_figures

pytestmark = pytest.mark.django_db


def region(code="GM0003"):
    return Region.objects.get(code=code)


def recomputed(code: str, year: int, version: MethodVersion) -> tuple[float, float]:
    """The index and the plain mean in plain Python, straight from the database and the frozen content."""
    content, scores = version.content["method"], []
    for theme in content["themes"]:
        parts = []
        for one in theme["indicators"]:
            rows = Observation.objects.filter(indicator__code=one["code"], region__code=code, value__isnull=False)
            newest = rows.filter(period__lte=year, period__gte=year - content["max_age"]).order_by("-period").first()
            if newest is None:
                continue
            share = (newest.value - one["low"]) / (one["high"] - one["low"])
            share = min(1.0, max(0.0, share if one["direction"] > 0 else 1 - share))
            parts.append((one["weight"], 100 * share))
        scores.append(sum(w * y for w, y in parts) / sum(w for w, _ in parts))
    logs = [log(1 + 0.99 * score) for score in scores]
    return (exp(sum(logs) / len(logs)) - 1) / 0.99, sum(scores) / len(scores)


@pytest.mark.parametrize("code", ["GM0001", "GM0003", "GM0007", "PV01", "NL00"])
def test_the_index_is_what_a_plain_recomputation_gives(code):
    make_figures()
    version = freeze()
    found = region_index(region(code))
    index, plain = recomputed(code, 2024, version)
    assert (found.index, found.arithmetic) == (pytest.approx(index), pytest.approx(plain))
    assert found.imbalance >= 0


def test_points_add_up_and_every_score_opens_to_its_delivery():
    make_figures()
    freeze()
    found = region_index(region())
    assert sum(theme.points for theme in found.themes) == pytest.approx(found.index - found.middle)
    assert sum(cell.weight for cell in found.cells) == pytest.approx(1)
    assert {cell.code for cell in found.cells} == set(DIRECTIONS)
    assert Snapshot.objects.filter(pk__in=[cell.provenance.snapshot for cell in found.cells]).exists()
    assert all(cell.reading.period == 2024 for cell in found.cells)


def test_the_score_lies_in_its_interval_and_the_place_between_its_ends():
    regions = make_figures()
    ids = indicator_ids()
    Margin.objects.bulk_create(
        Margin(
            indicator_id=ids[code],
            region=regions["GM0003"],
            period=2024,
            low=10,
            high=60,
            snapshot=Snapshot.objects.first(),
        )
        for code in DIRECTIONS
    )
    freeze()
    found = region_index(region())
    low, high = found.interval
    assert low < found.index < high
    assert high - low > 5
    assert 1 <= found.place.low <= found.place.high <= 7
    assert found.headline.startswith(f"Vitaliteitsindex {round(found.index)} van 100: ")


def test_a_published_margin_is_a_standard_error_and_a_model_of_chance_another():
    regions = make_figures()
    Indicator.objects.filter(code="armoede").update(
        chance="aandeel", per=100, weight=Indicator.objects.get(code="werk")
    )
    ids = indicator_ids()
    Margin.objects.create(
        indicator_id=ids["werk"], region=regions["GM0001"], period=2024, low=20, high=20 + 2 * 1.959964,
        snapshot=Snapshot.objects.first(),
    )  # fmt: skip
    freeze()
    frame = get_frame()
    errors = material(frame, 2024, [regions["GM0001"].pk]).errors[0]
    by_code = dict(zip(frame.codes, errors.tolist(), strict=True))
    assert by_code["werk"] == pytest.approx(1, abs=1e-4)
    assert by_code["armoede"] > 0
    assert by_code["gezond"] == 0


def test_an_older_figure_is_carried_and_marked_until_it_is_too_old():
    gaps = {("werk", "GM0003", 2024): Status.MISSING, ("werk", "GM0003", 2023): Status.MISSING}
    make_figures(gaps)
    freeze()
    found = region_index(region())
    cell = found.cells_by_code["werk"]
    assert (cell.is_carried, cell.reading.period) == (True, 2022)
    assert "cijfer van 2022" in cell.remarks
    assert found.carried_text == "1 cijfer is van een eerder jaar dan 2024."


def test_a_gap_has_its_own_reason_and_the_rest_of_the_theme_weighs_more():
    every_year = {("gezond", "GM0003", year): Status.SUPPRESSED for year in (2021, 2022, 2023, 2024)}
    make_figures(every_year)
    freeze()
    found = region_index(region())
    theme = next(one for one in found.themes if one.code == "gezondheid")
    assert (theme.score, theme.points) == (None, 0.0)
    assert theme.reason == "Te weinig bekend: 50 % van het gewicht, en 65 % is nodig."
    assert found.cells_by_code["gezond"].reason.startswith("Het cijfer is onderdrukt")
    assert found.index is not None
    assert found.known == pytest.approx(2 / 3)


def test_without_an_essential_theme_there_is_no_index_but_a_sentence():
    gaps = {(code, "GM0003", year): Status.MISSING for code in THEMES["economie"] for year in (2021, 2022, 2023, 2024)}
    make_figures(gaps)
    freeze()
    found = region_index(region())
    assert (found.index, found.interval, found.place) == (None, None, None)
    assert found.reason == "Er is geen index, omdat een onmisbaar thema geen score heeft: Economie."
    assert found.headline == "Er is geen vitaliteitsindex"
    assert found.change.change is None


def test_the_change_since_last_year_is_split_by_cause_and_adds_up():
    make_figures({("werk", "GM0003", 2023): Status.MISSING})
    freeze()
    found = region_index(region()).change
    assert found.from_year == 2023
    assert [cause.words for cause, _ in found.causes] == ["nieuwe waarneming", "ouder cijfer vervangen door een nieuw"]
    assert sum(points for _, points in found.causes) == pytest.approx(found.change)
    after, before = region_index(region()).index, region_index(region(), 2023).index
    assert found.change == pytest.approx(after - before)


def test_larger_regions_get_an_index_and_no_place_and_parts_get_none():
    make_figures()
    freeze()
    province = region_index(region("PV01"))
    assert province.index is not None
    assert (province.place, province.place_text) == (None, NO_PLACE_FOR_LARGER)
    assert region_index(region("WK000101")).reason == NOT_FOR_PARTS


def test_without_a_method_or_with_one_region_there_is_a_reason():
    make_figures()
    assert region_index(region()).reason == NO_METHOD
    freeze()
    Observation.objects.filter(region__kind="gemeente").exclude(region__code="GM0003").delete()
    Snapshot.objects.first().save()
    alone = region_index(region(), 2024)
    assert alone.index is not None
    assert alone.place is None
    assert alone.place_text == "Er zijn te weinig gemeenten met een index om een plaats te noemen."
    assert method_sheet(get_frame()).no_tests == TOO_FEW


def test_similar_municipalities_stand_beside_ours_with_the_order_in_words():
    regions = make_figures()
    old, new = (
        PeerSet.objects.create(kind="gemeente", period=2024, variables=[], far=1, n_nearest=5, made_by="test")
        for _ in "12"
    )
    for peers, codes in ((old, ["GM0002"]), (new, ["GM0001", "GM0007"])):
        for position, code in enumerate(codes, 1):
            Peer.objects.create(
                peer_set=peers, region=regions["GM0003"], peer=regions[code], position=position, distance=position
            )
    freeze()
    found = region_index(region()).similar
    assert [one.region.code for one in found] == ["GM0001", "GM0007"]
    own = [region_index(region(one.region.code)).index for one in found]
    assert [one.index for one in found] == pytest.approx(own)
    assert all(one.order for one in found)


def test_an_earlier_year_has_its_own_index_and_a_year_before_all_figures_none():
    make_figures()
    version = freeze()
    assert region_index(region(), 2022).index == pytest.approx(recomputed("GM0003", 2022, version)[0])
    assert region_index(region(), 2030).year == 2024
    assert region_index(region(), 2001).index is None


def test_dialogue_ranks_all_municipalities_under_every_set_of_weights():
    make_figures()
    freeze()
    found = dialogue(get_frame(), 2024, [WeightSet("Bank", (100.0, 0.0, 0.0)), WeightSet("", (0.0, 0.0, 100.0))])
    frame = get_frame()
    themes = national(frame, 2024).scores.themes.values
    by_code = {row.region.code: row for row in found.rows}
    ids = national(frame, 2024).material.regions
    for at, pk in enumerate(ids):
        row = by_code[Region.objects.get(pk=pk).code]
        assert row.places[1].index == pytest.approx(themes[at, 0])
        assert row.places[2].index == pytest.approx(themes[at, 2])
        assert all(0 <= place.above <= 1 for place in row.places)
    assert sorted(row.places[0].rank for row in found.rows) == sorted(range(1, 8))
    assert len(all_indices(region_index(region()))) == 7


def test_the_sheet_tests_every_indicator_and_is_intact():
    make_figures()
    freeze()
    sheet = method_sheet(get_frame())
    assert sheet.is_intact
    assert sum(row.effective for row in sheet.rows) == pytest.approx(1)
    assert [row.check.available for row in sheet.rows] == [1.0] * 5
    assert sheet.n_ranked == 7
    assert {name for name, _, _ in sheet.factors} >= {"de gewichten", "de manier van samenvoegen"}
    assert sum(row.n_regions for row in sheet.coverage) == 7
    MethodVersion.objects.update(content=sheet.version.content | {"purpose": "Stiekem anders."})
    assert not method_sheet(get_frame()).is_intact
