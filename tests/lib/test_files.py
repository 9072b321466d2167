"""Files are there whole or not at all."""

import errno
import os

import pytest

from lib.files import write_whole


def test_replaces_what_was_there(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"oud")
    write_whole(path, b"nieuw")
    assert path.read_bytes() == b"nieuw"
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdf"]


def test_a_full_disk_leaves_the_old_file_and_no_half_one(tmp_path, monkeypatch):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"oud")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"nieuw")
    assert path.read_bytes() == b"oud"
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdf"]


def test_only_the_owner_may_read_it(tmp_path):
    write_whole(tmp_path / "a.pdf", b"x")
    assert (tmp_path / "a.pdf").stat().st_mode & 0o777 == 0o600
