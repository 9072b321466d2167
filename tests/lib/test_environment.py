import json
import os
from pathlib import Path

import pytest

from lib import environment
from lib.environment import (
    SetUpError,
    apt_install,
    can_load,
    checksum,
    find_browser,
    have_browser,
    have_uv,
    install,
    installed,
)


@pytest.fixture
def stamp(tmp_path, monkeypatch):
    """The note of what was installed, in a folder of its own."""
    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp.json")
    return tmp_path / "stamp.json"


@pytest.fixture
def no_installing(monkeypatch):
    """Fail when something is installed."""

    def refuse() -> None:
        raise AssertionError("nothing had to be installed")

    monkeypatch.setattr(environment, "make_venv", refuse)


def test_nothing_is_done_when_these_very_requirements_were_installed(stamp, no_installing):
    stamp.write_text(json.dumps({"requirements.txt": checksum("requirements.txt")}))
    install("requirements.txt")


def test_the_development_requirements_count_as_both(stamp, no_installing):
    stamp.write_text(json.dumps({name: checksum(name) for name in ("requirements.txt", "requirements-dev.txt")}))
    install("requirements.txt")
    install("requirements-dev.txt")


def test_other_requirements_are_installed(stamp, no_installing):
    stamp.write_text(json.dumps({"requirements.txt": "of last week"}))
    with pytest.raises(AssertionError, match="nothing had to be installed"):
        install("requirements.txt")


def test_a_note_beside_an_environment_without_python_counts_for_nothing(stamp, monkeypatch):
    stamp.write_text(json.dumps({"requirements.txt": checksum("requirements.txt")}))
    monkeypatch.setattr(environment, "PYTHON", Path("/nowhere/python"))
    assert installed() == {}


def test_half_a_note_counts_for_nothing(stamp):
    stamp.write_text('{"requirements.txt": "')
    assert installed() == {}


def test_uv_of_the_pinned_version_is_used_as_it_is(monkeypatch):
    monkeypatch.setattr(environment, "run", lambda *_, **__: pytest.fail("uv was installed again"))
    if not (environment.VENV / "bin" / "uv").exists():
        pytest.skip("this environment was made without uv")
    assert have_uv() == environment.VENV / "bin" / "uv"


def test_a_library_is_there_or_not():
    assert can_load("pango-1.0")
    assert not can_load("no-such-library")


def test_without_apt_the_packages_are_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SetUpError, match=r"Install what Debian calls: libpango-1.0-0 libpangoft2-1.0-0"):
        apt_install(["libpango-1.0-0", "libpangoft2-1.0-0"], "Reports need pango.")


def test_without_root_the_command_is_named(monkeypatch, tmp_path):
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\nexit 0\n")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SetUpError, match=r"Run: sudo apt-get install --no-install-recommends chromium$"):
        apt_install(["chromium"], "The browser tests need Chromium.")


@pytest.mark.parametrize(("user", "asked"), [(0, [environment.BROWSER]), (1000, [])])
def test_a_slower_browser_is_used_where_the_quick_one_cannot_be_had(monkeypatch, tmp_path, user, asked):
    slower = tmp_path / "chromium"
    slower.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: user)
    commands = []
    monkeypatch.setattr(environment, "run", lambda command, **_: commands.append(command[-1]))
    have_browser()
    assert commands == asked
    assert find_browser() == str(slower)
