import sys

import pytest
from django.core.management import CommandError, call_command

from communities.models import User
from config.management.commands import prepare
from regioscan.models import Indicator, Snapshot


@pytest.fixture
def static(settings, tmp_path, monkeypatch):
    """A folder to collect in, and how often it was collected."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.DEBUG = False
    times = []

    def collect(*_: object, **__: object) -> None:
        settings.STATIC_ROOT.mkdir(exist_ok=True)
        times.append(1)

    monkeypatch.setattr(prepare, "call_command", collect)
    return times


def test_without_example_the_catalogue_is_there_and_no_invented_figures_or_people(db, settings):
    settings.EXAMPLE_FIGURES = False
    call_command("prepare", part="database")
    assert Indicator.objects.filter(theme__isnull=False).count() >= 44
    assert (Snapshot.objects.count(), User.objects.count()) == (0, 0)


def test_static_files_are_collected_once_and_again_when_one_changes(static, monkeypatch):
    monkeypatch.setattr(prepare, "static_fingerprint", lambda: "as it is")
    call_command("prepare", part="static")
    call_command("prepare", part="static")
    assert len(static) == 1
    monkeypatch.setattr(prepare, "static_fingerprint", lambda: "changed")
    call_command("prepare", part="static")
    assert len(static) == 2


def test_while_programming_static_files_are_not_collected(static, settings):
    settings.DEBUG = True
    call_command("prepare", part="static")
    assert static == []


def test_the_fingerprint_changes_with_a_file(settings, tmp_path):
    (tmp_path / "one.css").write_text("a")
    settings.STATICFILES_DIRS = [tmp_path]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    before = prepare.static_fingerprint()
    assert prepare.static_fingerprint() == before
    (tmp_path / "one.css").write_text("ab")
    assert prepare.static_fingerprint() != before


def test_both_parts_are_done_and_files_that_fail_are_told(db, settings, monkeypatch, tmp_path):
    settings.EXAMPLE_FIGURES = False
    done = tmp_path / "done"
    monkeypatch.setattr(prepare.Command, "prepare_static", lambda _self: done.touch())
    call_command("prepare")
    assert done.exists()
    assert Indicator.objects.exists()
    monkeypatch.setattr(prepare.Command, "prepare_static", lambda _self: sys.exit(3))
    with pytest.raises(CommandError, match="bestanden staan niet klaar"):
        call_command("prepare")
