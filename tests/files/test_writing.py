"""Files are written whole or not at all, and what stops it is told with the name of the file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.errors import InputError
from engine.files import bytes_of, write_named, write_whole


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    assert write_whole(path, b"one") == path and write_whole(path, b"two").read_bytes() == b"two"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_whole(tmp_path / "a.txt", b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    with pytest.raises(InputError, match=r"a\.txt: cannot be written: no space left on device"):
        write_named(path, b"new")
    assert path.read_bytes() == b"old" and [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_what_cannot_be_read_is_told_in_one_way(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(b"x" * 100)
    for path, code in (("peple.csv", "file-missing"), ("", "file-folder"), ("nowhere/a.csv", "file-missing")):
        with pytest.raises(InputError) as caught:
            bytes_of(tmp_path / path)
        assert caught.value.problems[0].code == code
    with pytest.raises(InputError, match=r"no such file \(did you mean people\.csv\?\)"):
        bytes_of(tmp_path / "peple.csv")
    with pytest.raises(InputError, match=r"too large \(at most"):
        bytes_of(tmp_path / "people.csv", most=10)
    with pytest.raises(InputError, match="not an ordinary file"):
        bytes_of("/dev/null")
