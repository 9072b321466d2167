"""The catalogue in the database: it may be stored again and again, and nothing that is in use disappears."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError

from regioscan.catalogue import Catalogue, read_catalogue
from regioscan.catalogue_actions import Change, store_catalogue
from regioscan.models import Indicator, Theme
from tests import factories
from tests.regioscan.small_catalogue import THEMES, change, write_catalogue


@pytest.fixture(scope="module")
def real() -> Catalogue:
    return read_catalogue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_catalogue(tmp_path)


def test_storing_fills_the_database_and_a_second_time_changes_nothing(db, real):
    first = store_catalogue(catalogue=real, by="test")
    second = store_catalogue(catalogue=real, by="test")

    n_keys = sum(len(entry.keys) for entry in real.indicators)
    with_keys = sum(bool(entry.keys) for entry in real.indicators)
    assert len(first) == len(real.themes) + len(real.sources) + len(real.indicators) + with_keys
    assert second == []
    assert Indicator.objects.count() == 62
    assert Indicator.objects.shown().count() == 51
    assert sum(indicator.keys.count() for indicator in Indicator.objects.all()) == n_keys


def test_what_is_stored_is_what_was_declared(db, folder):
    store_catalogue(catalogue=read_catalogue(folder), by="test")

    indicator = Indicator.objects.get(code="koopwoningen")
    assert (indicator.number, indicator.theme.code, indicator.weight.code) == (24, "wonen", "woningvoorraad")
    assert (indicator.minimum, indicator.maximum, indicator.position) == (0.0, 100.0, 2)
    assert [str(key) for key in indicator.keys.all()] == ["koopwoningen in cbs-kwb 2013–2020"]


def test_a_changed_name_is_the_only_change(db, folder):
    store_catalogue(catalogue=read_catalogue(folder), by="test")
    change(folder, "indicators", 'name = "Koopwoningen"', 'name = "Eigen woningen"')

    changes = store_catalogue(catalogue=read_catalogue(folder), by="test")

    assert changes == [Change("gewijzigd", "indicator koopwoningen", "name")]
    assert Indicator.objects.get(code="koopwoningen").name == "Eigen woningen"


def test_changed_keys_replace_the_old_ones(db, folder):
    store_catalogue(catalogue=read_catalogue(folder), by="test")
    change(folder, "indicators", "years = [2013, 2020]", "years = [2013, 2025]")

    changes = store_catalogue(catalogue=read_catalogue(folder), by="test")

    assert [str(change) for change in changes] == ["gewijzigd: sleutels van indicator koopwoningen (nu 1)"]
    assert Indicator.objects.get(code="koopwoningen").keys.get().year_to == 2025


def test_themes_may_swap_places(db, folder):
    second = THEMES.replace('"wonen"', '"werk"').replace("position = 1", "position = 2")
    (folder / "themes.toml").write_text(THEMES + second, encoding="utf-8")
    store_catalogue(catalogue=read_catalogue(folder), by="test")
    swapped = THEMES.replace("position = 1", "position = 2") + second.replace("position = 2", "position = 1")
    (folder / "themes.toml").write_text(swapped, encoding="utf-8")

    store_catalogue(catalogue=read_catalogue(folder), by="test")

    assert list(Theme.objects.values_list("code", flat=True)) == ["werk", "wonen"]


def without_owned_homes(folder: Path) -> None:
    """The catalogue with another indicator in the place of koopwoningen."""
    change(folder, "indicators", 'code = "koopwoningen"', 'code = "huurwoningen"')


def test_an_indicator_that_is_no_longer_declared_and_has_no_figures_is_removed(db, folder):
    store_catalogue(catalogue=read_catalogue(folder), by="test")
    without_owned_homes(folder)

    changes = store_catalogue(catalogue=read_catalogue(folder), by="test")

    assert Change("verwijderd", "indicator koopwoningen") in changes
    assert not Indicator.objects.filter(code="koopwoningen").exists()


def test_an_indicator_with_figures_is_never_removed(db, folder):
    store_catalogue(catalogue=read_catalogue(folder), by="test")
    factories.observe(Indicator.objects.get(code="koopwoningen"), factories.make_region())
    without_owned_homes(folder)

    changes = store_catalogue(catalogue=read_catalogue(folder), by="test")

    reason = "staat niet meer in de lijst, maar is nog in gebruik"
    assert Change("bewaard", "indicator koopwoningen", reason) in changes
    assert Indicator.objects.filter(code="koopwoningen").exists()


def test_an_error_while_storing_changes_nothing(db, folder):
    catalogue = read_catalogue(folder)
    too_long = replace(catalogue.indicators[1], name="k" * 121)

    with pytest.raises(DataError):
        store_catalogue(catalogue=replace(catalogue, indicators=(catalogue.indicators[0], too_long)), by="test")

    assert Theme.objects.count() == 0


def test_a_theme_that_is_no_longer_declared_makes_room(db, folder):
    old = factories.make_theme("oud", position=1)
    factories.make_indicator("oud-cijfer", theme=old)
    factories.observe(Indicator.objects.get(code="oud-cijfer"), factories.make_region())

    store_catalogue(catalogue=read_catalogue(folder), by="test")

    assert list(Theme.objects.values_list("code", flat=True)) == ["wonen", "oud"]
    assert store_catalogue(catalogue=read_catalogue(folder), by="test") == [
        Change("bewaard", "indicator oud-cijfer", "staat niet meer in de lijst, maar is nog in gebruik"),
        Change("bewaard", "thema oud", "staat niet meer in de lijst, maar is nog in gebruik"),
    ]


def test_the_command_says_what_changed(db, folder, capsys):
    call_command("load_catalogue", folder=folder)
    first = capsys.readouterr().out.splitlines()
    call_command("load_catalogue", folder=folder)

    assert first == [
        "nieuw: thema wonen",
        "nieuw: bron cbs-kwb",
        "nieuw: indicator woningvoorraad",
        "nieuw: indicator koopwoningen",
        "gewijzigd: sleutels van indicator koopwoningen (nu 1)",
    ]
    assert capsys.readouterr().out.splitlines() == ["Niets gewijzigd: alles stond er al zo."]


def test_the_command_refuses_a_catalogue_with_a_mistake(db, folder):
    change(folder, "themes", 'lens = "mens"\n', "")

    with pytest.raises(CommandError, match=r"^themes\.toml, theme wonen: field 'lens' is missing"):
        call_command("load_catalogue", folder=folder)

    assert Theme.objects.count() == 0
