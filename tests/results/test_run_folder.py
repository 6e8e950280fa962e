"""A run folder is complete or not there: leftovers, full disks, wrong places, two runs at once."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.errors import InputError, RunFailed
from engine.results.record_file import RecordFile, RowsDigest, read_rows
from engine.results.records import OUTCOME, TEAM
from engine.results.run_folder import RunWriter, remove_leftovers, run_name
from engine.results.stored_run import read_run


def rows(count: int, start: int = 0) -> np.ndarray:
    found = np.zeros(count, OUTCOME)
    found["replication"] = start + np.arange(count)
    found["cost"] = np.random.default_rng(start).lognormal(size=count)
    found["satisfaction_if_won"] = np.nan
    return found


def write(parent: Path, name: str = "a", count: int = 10) -> Path:
    with RunWriter(parent, name) as writer:
        writer.add("top_down", rows(count), np.zeros(count, TEAM))
        with writer.text("books/one.json") as file:
            file.write("{}\n")
        writer.close_records()
        return writer.commit()


def test_rows_come_back_bit_by_bit(tmp_path: Path) -> None:
    file = RecordFile(tmp_path / "x.parquet", OUTCOME)
    parts = [rows(20_000, start) for start in (0, 20_000, 40_000)]
    for part in parts:
        file.add(part)
    file.close()
    assert read_rows(tmp_path / "x.parquet", OUTCOME).tobytes() == np.concatenate(parts).tobytes()


def test_the_same_blocks_make_the_same_file(tmp_path: Path) -> None:
    for name in ("a", "b"):
        file = RecordFile(tmp_path / name, OUTCOME)
        for start in range(0, 5000, 1000):
            file.add(rows(1000, start))
        file.close()
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_file_without_rows_can_be_read(tmp_path: Path) -> None:
    RecordFile(tmp_path / "x", TEAM).close()
    assert len(read_rows(tmp_path / "x", TEAM)) == 0


def test_the_digest_knows_order_but_not_blocks() -> None:
    whole, parts, swapped = RowsDigest(), RowsDigest(), RowsDigest()
    whole.add(rows(100))
    for part in np.array_split(rows(100), 7):
        parts.add(part)
    for part in np.array_split(rows(100), 2)[::-1]:
        swapped.add(part)
    assert (whole.rows, whole.sha256) == (parts.rows, parts.sha256)
    assert whole.sha256 != swapped.sha256


def test_a_run_appears_at_once_and_alone(tmp_path: Path) -> None:
    with RunWriter(tmp_path / "runs", "a") as writer:
        writer.add("top_down", rows(3), np.zeros(3, TEAM))
        files = writer.close_records()
        assert [path.name for path in (tmp_path / "runs").iterdir() if not path.name.startswith(".")] == []
        final = writer.commit()
    assert [path.name for path in (tmp_path / "runs").iterdir()] == ["a"]
    assert (
        set(files) == {path.name for path in final.iterdir()} == {"outcomes-top_down.parquet", "team-top_down.parquet"}
    )


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    assert [write(tmp_path).name for _ in range(3)] == ["a", "a-2", "a-3"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_whoever_stops_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    before = write(tmp_path)
    content = {path.name: path.read_bytes() for path in before.rglob("*") if path.is_file()}
    with pytest.raises(error), RunWriter(tmp_path, "b") as writer:
        writer.add("top_down", rows(3), np.zeros(3, TEAM))
        raise error
    assert list(tmp_path.iterdir()) == [before]
    assert content == {path.name: path.read_bytes() for path in before.rglob("*") if path.is_file()}


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = write(tmp_path)

    def full(self: RecordFile) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(RecordFile, "_write", full)
    with pytest.raises(RunFailed, match=r"no space left on device.*earlier runs are untouched") as failed:
        write(tmp_path, "b")
    assert failed.value.exit_code == 74
    assert list(tmp_path.iterdir()) == [before]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a device that is always full")
def test_a_file_on_a_full_device_fails_when_it_is_closed_at_the_latest() -> None:
    file = RecordFile(Path("/dev/full"), OUTCOME)
    with pytest.raises(OSError, match="No space"):
        for start in range(4):
            file.add(rows(40_000, start))
        file.close()
    file.abandon()


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("mine")
    with pytest.raises(RunFailed, match="runs: the run cannot be stored"):
        write(tmp_path / "runs")
    assert (tmp_path / "runs").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(RunFailed, match="permission denied"):
            write(tmp_path)
    finally:
        tmp_path.chmod(0o700)


KILLED = """
import os, signal, sys
from pathlib import Path
import numpy as np
from engine.results.records import OUTCOME, TEAM
from engine.results.run_folder import RunWriter
with RunWriter(Path(sys.argv[1]), "killed") as writer:
    writer.add("top_down", np.zeros(5, OUTCOME), np.zeros(5, TEAM))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_run_leaves_earlier_ones_and_the_next_one_cleans_up(tmp_path: Path, repository: Path) -> None:
    before = write(tmp_path)
    content = {path.name: path.read_bytes() for path in before.rglob("*") if path.is_file()}
    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=repository, check=False)
    assert ended.returncode == -9
    (left,) = (path for path in tmp_path.iterdir() if path != before)
    assert left.name.startswith(".killed-")
    after = write(tmp_path, "b")
    assert set(tmp_path.iterdir()) == {before, after}
    assert content == {path.name: path.read_bytes() for path in before.rglob("*") if path.is_file()}


def test_a_run_that_is_being_written_is_not_a_leftover(tmp_path: Path) -> None:
    with RunWriter(tmp_path, "slow") as slow:
        slow.add("top_down", rows(3), np.zeros(3, TEAM))
        quick = write(tmp_path, "quick")
        assert remove_leftovers(tmp_path) == ()
        assert {slow.commit(), quick} == set(tmp_path.iterdir())


def test_names_tell_scenario_and_time() -> None:
    assert run_name("keeping_up", "2025-01-31T15:45:02+00:00") == "keeping_up-20250131-154502"


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a run folder"):
        read_run(tmp_path)
    (tmp_path / "receipt.json").write_text("[]")
    with pytest.raises(InputError, match=r"receipt\.json: is not what this program writes"):
        read_run(tmp_path)
