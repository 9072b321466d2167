"""Codes to verify a document by: typed as people type, found again, and nothing else taken for one."""

from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.check_codes import CheckCode, check_of, parse_code, spaced_code

NUMBER = "0f3c2b1a-0000-4000-8000-000000000000"


def test_the_check_is_the_beginning_of_the_hash_that_anyone_can_compute():
    assert check_of(b"wat er staat") == sha256(b"wat er staat").hexdigest()[:12]


def test_a_code_is_printed_in_groups_of_four():
    assert spaced_code(NUMBER, "9d4177e05a2c") == "0f3c 2b1a 9d41 77e0 5a2c"


@given(st.uuids(), st.binary())
def test_what_is_printed_is_read_back(number, content):
    found = parse_code(spaced_code(str(number), check_of(content)))
    assert found == CheckCode(number.hex[:8], check_of(content))


@pytest.mark.parametrize(
    "typed",
    ["0F3C 2B1A 9D41 77E0 5A2C", "0f3c2b1a9d4177e05a2c", " 0f3c-2b1a–9d41.77e0 5a2c\n", "0f3c2b1a:9d4177e05a2c"],
)
def test_spaces_dashes_and_capitals_make_no_difference(typed):
    assert parse_code(typed) == CheckCode("0f3c2b1a", "9d4177e05a2c")


def test_a_whole_number_is_a_code_without_a_check():
    found = parse_code(NUMBER.upper())
    assert (found, found.uuid) == (CheckCode(NUMBER.replace("-", "")), UUID(NUMBER))


@pytest.mark.parametrize(
    "typed",
    ["", "0f3c", "0f3c 2b1a 9d41 77e0 5a2", "0f3c 2b1a 9d41 77e0 5a2g", "x" * 20, "٠" * 20, "\x00" * 20, "a" * 40],
)
def test_anything_else_is_no_code(typed):
    assert parse_code(typed) is None


@given(st.text())
def test_any_text_is_answered(typed):
    found = parse_code(typed)
    assert found is None or len(found.number) in {8, 32}
