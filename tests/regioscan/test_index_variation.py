"""What is varied to find a place, and what the pages say of it: never more than was done."""

import numpy as np
import pytest
from django.utils.html import strip_tags

from regioscan.analysis.index.matrix import Matrix
from regioscan.analysis.index.method import Normalisation, Treatment
from regioscan.analysis.index.scoring import score
from regioscan.analysis.index.varying import FACTOR_WORDS, all_of, varied_words
from regioscan.figures.index import national, region_index, robustness
from regioscan.figures.index_matrix import URBAN, get_frame, groups_to_fill
from regioscan.figures.index_region import chance_words
from regioscan.figures.method_sheet import method_sheet
from regioscan.models import Indicator, Margin, Region
from tests import factories
from tests.regioscan.index.invented import figures, method
from tests.regioscan.index_scene import N, freeze, make_figures
from tests.regioscan.scene import municipalities, publish

PAGE = "/regioscan/GM0003/vitaliteit/"


def text_of(response) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def classes(code: str, known: dict[str, float]) -> None:
    """What the classes of municipalities follow from, in 2024."""
    indicator = factories.make_indicator(code, code, direction=0)
    publish(indicator, {(region, 2024): value for region, value in known.items()}, dict(_regions()))


def _regions():
    return ((one.code, one) for one in Region.objects.all())


# ── Pure ──


def test_frozen_goalposts_hold_outliers_and_other_ways_of_scoring_treat_them():
    values = figures(40).values.copy()
    values[0, 0] = 5_000.0
    found = Matrix(figures(40).codes, values)
    plain, treating = method(), method(treatment=Treatment.BEYOND_GOALPOSTS)
    assert np.array_equal(score(plain, found).index.values, score(treating, found).index.values)
    z = [method(normalisation=Normalisation.Z, treatment=one) for one in (Treatment.NONE, Treatment.BEYOND_GOALPOSTS)]
    without, treated = (score(one, found).normalised.values[:, 0] for one in z)
    assert np.ptp(treated[1:]) > 2 * np.ptp(without[1:])
    assert all_of(treating, has_errors=False, has_groups=False).treatments == (Treatment.NONE, treating.treatment)


def test_what_is_varied_is_said_word_for_word():
    assert varied_words(()) == ""
    assert varied_words(["weights"]) == "Telkens anders is: de gewichten."
    every = varied_words(list(FACTOR_WORDS))
    assert all(words in every for words in FACTOR_WORDS.values())


@pytest.mark.parametrize(
    ("n_moving", "start"),
    [(5, "Bij 5 van de 16 cijfers is bekend"), (0, "Bij geen van de 16 cijfers"), (16, "Bij alle 16 cijfers")],
)
def test_of_how_many_figures_chance_is_known_is_counted(n_moving, start):
    words = chance_words(n_moving, 16)
    assert words.startswith(start)
    assert ("eerder te zeker" in words) == (n_moving < 16)


# ── On real rows ──


@pytest.mark.django_db
def test_groups_are_urbanity_then_size_then_nobody_else():
    make_figures()
    freeze()
    classes("inwoners", {"GM0001": 8_000.0, "GM0002": 8_500.0, "GM0003": 60_000.0})
    classes("omgevingsadressendichtheid", {"GM0001": 2_600.0, "GM0004": 300.0})
    whole = national(get_frame(), 2024)
    groups = dict(zip(whole.material.regions, groups_to_fill(whole.material, 3), strict=True))
    by_code = {code: groups[Region.objects.get(code=code).pk] for code in municipalities(N)}
    assert (by_code["GM0001"], by_code["GM0004"]) == (URBAN + 1, URBAN + 5)
    assert 0 < by_code["GM0002"] < by_code["GM0003"] < URBAN
    assert len({by_code[code] for code in ("GM0005", "GM0006", "GM0007")}) == 3


@pytest.mark.django_db
def test_places_are_also_made_with_filling_in_and_with_outliers_treated():
    make_figures()
    version = freeze()
    assert version.content["method"]["treatment"] == "beyond-goalposts"
    assert "imputation" not in robustness(national(get_frame(), 2024)).varied.factors
    classes("inwoners", {code: 8_000.0 for code in municipalities(N)})
    found = method_sheet(get_frame())
    assert {one.name for one in found.sensitivity.factors} >= {"imputation", "treatment"}
    assert found.not_varied_text == "Niet gevarieerd: het toeval in de cijfers."


@pytest.mark.django_db
def test_the_pages_say_what_was_varied_and_of_how_many_figures_chance_is_known(client):
    regions = make_figures()
    indicator = Indicator.objects.get(code="gezond")
    for code in municipalities(N):
        Margin.objects.create(
            indicator=indicator, region=regions[code], period=2024, low=10, high=60, snapshot=factories.make_snapshot()
        )
    version = freeze()
    varied = varied_words(robustness(national(get_frame(), 2024)).varied.factors)
    said = "Bij 1 van de 5 cijfers is bekend hoe ver toeval het kan bewegen."
    for path in (PAGE, version.get_absolute_url(), "/regioscan/gewichten/"):
        words = text_of(client.get(path))
        assert said in words
        assert varied in words
    assert said in text_of(client.get("/regioscan/PV01/vitaliteit/"))


@pytest.mark.django_db
def test_the_interval_of_the_index_says_how_often_it_holds():
    make_figures()
    freeze()
    words = region_index(Region.objects.get(code="GM0003")).interval_text
    assert words.startswith("In negen van de tien berekeningen, met toeval in de cijfers en iets andere gewichten,")
