"""publiccode.yml has what its standard (0.5) asks for, so that catalogues of public software can read it."""

from pathlib import Path

import pytest
import yaml

from config import settings

FILE = Path(settings.BASE_DIR) / "publiccode.yml"
MANDATORY = {
    "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal",
    "maintenance", "localisation",
}  # fmt: skip
GONE = {"releaseDate", "monochromeLogo", "inputTypes", "outputTypes"}
"""Optional or dropped in the meantime; a date that is no date says less than none."""


@pytest.fixture(scope="module")
def found() -> dict:
    """The file as a catalogue reads it."""
    return yaml.safe_load(FILE.read_text())


def test_everything_mandatory_is_there(found):
    assert MANDATORY - set(found) == set()
    assert not GONE & set(found)
    assert found["publiccodeYmlVersion"] == "0.5"


def test_words_from_fixed_lists_are_on_those_lists(found):
    assert found["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert found["softwareType"] == "standalone/web"
    assert found["maintenance"]["type"] in {"internal", "contract", "community", "none"}
    assert found["legal"]["license"] == "EUPL-1.2"


def test_the_description_is_as_long_as_the_standard_wants(found):
    told = found["description"]["nl"]

    assert len(told["shortDescription"]) <= 150
    assert 150 <= len(told["longDescription"]) <= 10_000
    assert told["features"]
    assert all(len(one) <= 100 for one in told["features"])


def test_who_maintains_it_can_be_found(found):
    assert found["maintenance"]["type"] != "internal" or found["maintenance"]["contacts"][0]["name"]


def test_the_version_is_that_of_the_project(found):
    assert f'version = "{found["softwareVersion"]}"' in (FILE.parent / "pyproject.toml").read_text()
