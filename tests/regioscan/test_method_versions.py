"""A frozen method never changes, names its goalposts, and is the same everywhere when its content is."""

import json
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from regioscan.analysis.index.method import content_hash
from regioscan.analysis.index.reading import parse_method
from regioscan.method_actions import freeze_method, newest_year, use_method
from regioscan.models import Distribution, Indicator, MethodVersion, Observation
from regioscan.models.methods import FrozenMethodError
from tests.regioscan.index_scene import DECLARED, DIRECTIONS, freeze, make_figures

pytestmark = pytest.mark.django_db


def goalposts(version, code):
    method = parse_method(version.content["method"])
    return next((one.low, one.high) for one in method.indicators if one.code == code)


def test_goalposts_come_from_all_municipalities_of_the_base_years_together():
    make_figures()
    version = freeze()
    pooled = Observation.objects.filter(
        indicator__code="inkomen", period__in=[2022, 2023, 2024], region__kind="gemeente"
    ).values_list("value", flat=True)
    low, high = np.percentile(list(pooled), [2.5, 97.5])
    found = goalposts(version, "inkomen")
    assert version.content["method"]["base_years"] == [2022, 2023, 2024]
    assert version.content["n_values"]["inkomen"] == 21
    assert found == (pytest.approx(low, abs=1), pytest.approx(high, abs=1))
    assert found[0] <= low < high <= found[1]


def test_the_same_figures_give_the_same_hash_and_other_base_years_another():
    make_figures()
    first = freeze("een")
    assert first.sha256 == content_hash(first.content)
    first.refresh_from_db()
    assert first.sha256 == content_hash(first.content)
    with pytest.raises(FrozenMethodError, match="al vastgelegd, als een"):
        freeze("twee")
    assert freeze("drie", years=[2022, 2023]).sha256 != first.sha256


def test_a_code_is_frozen_once():
    make_figures()
    freeze()
    with pytest.raises(FrozenMethodError, match="verandert niet meer"):
        freeze()
    assert MethodVersion.objects.count() == 1


@pytest.mark.parametrize(("field", "value"), [("name", "Anders"), ("content", {}), ("sha256", "0" * 64), ("code", "x")])
def test_a_frozen_method_cannot_be_changed(field, value):
    make_figures()
    version = freeze()
    setattr(version, field, value)
    with pytest.raises(FrozenMethodError):
        version.save()
    with pytest.raises(FrozenMethodError):
        version.delete()
    assert MethodVersion.objects.get().name == "Proef, versie 1"


@pytest.mark.parametrize(("code", "name"), [("Met spatie", "x"), ("", "x"), ("a" * 41, "x"), ("goed", "  ")])
def test_a_code_or_name_that_cannot_be_is_refused(code, name):
    make_figures()
    with pytest.raises(FrozenMethodError):
        freeze_method(code=code, name=name, by="test", declared=DECLARED)


def test_the_first_method_is_in_use_and_a_later_one_only_when_chosen():
    make_figures()
    freeze("een")
    freeze("twee", years=[2023, 2024])
    assert MethodVersion.objects.get(is_current=True).code == "een"
    use_method(code="twee", by="test")
    assert MethodVersion.objects.get(is_current=True).code == "twee"
    with pytest.raises(FrozenMethodError, match="geen vastgelegde methode"):
        use_method(code="drie", by="test")


def test_an_indicator_without_figures_or_variation_is_left_out_and_named():
    make_figures()
    Distribution.objects.filter(indicator__code="eenzaam").delete()
    for row in Distribution.objects.filter(indicator__code="gezond"):
        row.values = np.full(row.n_regions, 50.0).astype("<f8").tobytes()
        row.save()
    with pytest.raises(FrozenMethodError, match="te weinig cijfers"):
        freeze_method(
            code="streng", name="x", by="test", declared=DECLARED.__class__(**vars(DECLARED) | {"coverage": 0.9})
        )
    version = freeze()
    assert version.content["dropped"] == [
        {"code": "gezond", "reason": "geen verschil tussen gemeenten"},
        {"code": "eenzaam", "reason": "geen cijfers in de basisjaren"},
    ]
    assert set(version.content["names"]) == {"economie", "arbeid"}


def test_without_figures_nothing_is_frozen():
    with pytest.raises(FrozenMethodError, match="te weinig cijfers"):
        freeze()
    assert not MethodVersion.objects.exists()


def test_the_newest_year_is_the_last_in_which_half_of_the_index_is_new():
    weights = {"a": 0.4, "b": 0.3, "c": 0.3}
    assert newest_year({"a": [2023, 2024], "b": [2023], "c": [2022, 2024]}, weights) == 2024
    assert newest_year({"a": [2024], "b": [2023], "c": [2023]}, weights) == 2023
    assert newest_year({"a": [], "b": [], "c": []}, weights) is None


def test_the_command_freezes_the_reviewed_method_and_says_what_came_of_it(monkeypatch):
    make_figures()
    monkeypatch.setattr("regioscan.method_actions.read_method", lambda: DECLARED)
    said = StringIO()
    call_command("freeze_method", "zomer", name="Zomer", stdout=said)
    assert f"Methode zomer vastgelegd: {len(DIRECTIONS)} indicatoren, basisjaren 2022, 2023, 2024." in said.getvalue()
    with pytest.raises(CommandError, match="verandert niet meer"):
        call_command("freeze_method", "zomer", name="Zomer")
    call_command("freeze_method", "herfst", name="Herfst", years=[2023, 2024], use=True, stdout=said)
    assert MethodVersion.objects.get(is_current=True).code == "herfst"
    call_command("use_method", "zomer", stdout=said)
    assert MethodVersion.objects.get(is_current=True).code == "zomer"


def test_the_administration_shows_methods_and_changes_none(client, administrator):
    make_figures()
    version = freeze()
    client.force_login(administrator)
    assert version.sha256 in client.get(reverse("admin:regioscan_methodversion_changelist")).content.decode()
    assert client.get(reverse("admin:regioscan_methodversion_add")).status_code == 403
    change = reverse("admin:regioscan_methodversion_change", args=[version.pk])
    assert client.post(change, {"name": "Anders"}).status_code == 403


def test_the_content_is_enough_to_make_the_index_elsewhere():
    make_figures()
    version = freeze()
    method = parse_method(json.loads(json.dumps(version.content["method"])))
    assert {one.code: one.direction for one in method.indicators} == DIRECTIONS
    assert set(Indicator.objects.values_list("code", flat=True)) == set(method.codes)
