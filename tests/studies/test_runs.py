"""Runs on disk: complete, replayable, and safe against kills, Ctrl-C and dying workers."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_simulator import Fake

from engine.errors import InputError, RunFailed
from engine.model.scenario import Scenario
from engine.results import read_run
from engine.results.partial_folder import PARTIAL, unfinished_in
from engine.results.receipt import file_hash
from engine.studies import Comparison, compare, load_comparison, replay

FAKE = Fake(win={"top_down": 0.5})


@pytest.fixture
def stored(scenario: Scenario, tmp_path: Path) -> Comparison:
    return compare(
        scenario,
        ["top_down"],
        replications=300,
        workers=1,
        out=tmp_path / "runs",
        trace_first=4,
        command="kam compare scenarios/keeping_up.yaml",
        simulator=FAKE,
    )


def folder(found: Comparison) -> Path:
    assert found.folder is not None
    return found.folder


def test_a_run_folder_holds_everything(stored: Comparison, scenario: Scenario) -> None:
    run = read_run(folder(stored))
    assert run.scenario == scenario
    assert set(run.books) == set(run.receipt.books)
    assert run.receipt == stored.receipt
    assert run.receipt.command == "kam compare scenarios/keeping_up.yaml"
    assert run.damaged() == ()
    assert len(run.outcomes("top_down")) == 900
    assert len(run.team("do_nothing")) == 300
    names = {path.relative_to(run.folder).as_posix() for path in run.folder.rglob("*") if path.is_file()}
    assert names == {"receipt.json", *run.receipt.files}
    assert load_comparison(run.folder) == stored


def test_the_event_log_holds_the_first_deals(stored: Comparison) -> None:
    with (folder(stored) / "events.csv").open(encoding="utf-8", newline="") as file:
        cases = {row["case:concept:name"] for row in csv.DictReader(file)}
    assert len(cases) == 2 * 4
    lines = (folder(stored) / "traces.jsonl").read_text().splitlines()
    written = [(plain["strategy"], plain["replication"], plain["deal"]) for plain in map(json.loads, lines)]
    ordinary = ((name, result.representative) for name, result in stored.results.items())
    told = [(name, deal.replication, deal.deal) for name, deal in ordinary if deal is not None]
    assert {f"{strategy}-{replication:06d}-{deal:04d}" for strategy, replication, deal in written[:8]} == cases
    assert written[8:] == [deal for deal in told if deal not in written[:8]] and len(told) == 2


def test_the_same_run_makes_the_same_bytes(scenario: Scenario, tmp_path: Path) -> None:
    made = [
        folder(compare(scenario, ["top_down"], replications=300, workers=1, out=tmp_path / name, simulator=FAKE))
        for name in ("a", "b")
    ]
    for path in made[0].rglob("*"):
        if path.is_file() and path.name != "receipt.json":
            assert file_hash(path) == file_hash(made[1] / path.relative_to(made[0])), path.name


def test_nothing_is_written_unless_asked(scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert compare(scenario, ["top_down"], replications=3, workers=1, simulator=FAKE).folder is None
    assert list(tmp_path.iterdir()) == []


def test_replay_proves_the_records_identical(stored: Comparison) -> None:
    found = replay(folder(stored), workers=1, simulator=FAKE)
    assert found.identical
    assert (found.environment, found.damaged, found.differing) == ((), (), ())
    assert found.rows["top_down"] == stored.receipt.rows["top_down"].outcomes_sha256


def test_replay_of_a_run_with_precision(scenario: Scenario, tmp_path: Path) -> None:
    found = compare(scenario, ["top_down"], precision=0.08, workers=1, out=tmp_path, simulator=FAKE)
    assert replay(folder(found), workers=1, simulator=FAKE).identical


def test_replay_sees_other_behaviour(stored: Comparison) -> None:
    found = replay(folder(stored), workers=1, simulator=Fake(win={"top_down": 0.5001}, salt=1))
    assert not found.identical
    assert "outcomes of top_down" in found.differing and "comparison.json" in found.differing


def test_replay_sees_changed_files(stored: Comparison) -> None:
    (folder(stored) / "events.csv").write_text("nothing")
    (folder(stored) / "team-top_down.parquet").unlink()
    found = replay(folder(stored), workers=1, simulator=FAKE)
    assert not found.identical
    assert set(found.damaged) == {"events.csv was changed", "team-top_down.parquet is missing"}
    assert found.differing == ()


def test_replay_names_another_program_first(stored: Comparison) -> None:
    place = folder(stored) / "receipt.json"
    receipt = json.loads(place.read_text())
    receipt["code_sha256"] = "0" * 64
    receipt["versions"]["numpy"] = "1.0"
    place.write_text(json.dumps(receipt))
    found = replay(folder(stored), workers=1, simulator=FAKE)
    assert found.environment[0] == "the program's code is not the one that made this run"
    assert found.environment[1].startswith("numpy: 1.0 → ")
    assert found.identical


@pytest.mark.parametrize("text", ["", "{}", "\x00", '{"results": 3}'])
def test_a_broken_comparison_is_refused(stored: Comparison, text: str) -> None:
    (folder(stored) / "comparison.json").write_text(text)
    with pytest.raises(InputError, match=r"comparison\.json"):
        replay(folder(stored), workers=1, simulator=FAKE)


def test_a_dying_worker_is_told_and_what_was_played_is_kept(scenario: Scenario, tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match="worker processes stopped"):
        compare(scenario, ["top_down"], replications=500, workers=2, out=tmp_path, simulator=Fake(kill_at=40))
    assert all(path.name.startswith(PARTIAL) for path in tmp_path.iterdir())


def test_a_failing_simulator_leaves_no_run(scenario: Scenario, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        compare(scenario, ["top_down"], replications=5, workers=1, out=tmp_path, simulator=Fake(fail_at=3))
    (left,) = unfinished_in(tmp_path)
    assert left.replications == 2 and list(tmp_path.iterdir()) == [left.folder]


SLOW = """
import multiprocessing, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from fake_simulator import Fake
from engine.studies import compare
from engine.situation import read_scenario

def tell(progress):
    if progress.done > 20:
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)

if __name__ == "__main__":
    scenario = read_scenario("scenarios/keeping_up.yaml")
    compare(scenario, ["top_down"], replications=100_000, workers=2, out=sys.argv[2], progress=tell,
            simulator=Fake(pause=0.01))
"""


@pytest.fixture
def slow(repository: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], list[int], Path]]:
    """A comparison that would last for half an hour, its worker processes, and its folder of runs."""
    script, runs = tmp_path / "slow.py", tmp_path / "runs"
    script.write_text(SLOW)
    arguments = [sys.executable, str(script), str(Path(__file__).parent), str(runs)]
    environment = {**os.environ, "PYTHONPATH": str(repository)}
    with subprocess.Popen(
        arguments, cwd=repository, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        workers = [int(pid) for pid in process.stdout.readline().split()]
        try:
            yield process, workers, runs
        finally:
            process.kill()


def alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def gone(pids: list[int], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while any(alive(pid) for pid in pids) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(alive(pid) for pid in pids)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks for processes in /proc")
def test_ctrl_c_stops_everything_and_keeps_what_was_played(
    slow: tuple[subprocess.Popen[str], list[int], Path],
) -> None:
    process, workers, runs = slow
    assert len(workers) == 2 and all(alive(pid) for pid in workers)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes
    _, said = process.communicate(timeout=20)
    assert process.returncode != 0
    assert said.count("KeyboardInterrupt") == 1, "the workers keep silent"
    assert gone(workers)
    (unfinished,) = unfinished_in(runs)
    assert 0 < unfinished.replications < unfinished.most == 100_000 and unfinished.resumable
    assert [path.name for path in runs.iterdir()] == [unfinished.folder.name]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks for processes in /proc")
def test_a_kill_leaves_no_workers_and_the_next_run_cleans_up(
    slow: tuple[subprocess.Popen[str], list[int], Path], scenario: Scenario
) -> None:
    process, workers, runs = slow
    process.kill()
    process.wait(timeout=20)
    assert gone(workers)
    assert sorted(path.name.split("-")[0] for path in runs.iterdir()) == [".keeping_up", ".partial"]
    after = compare(scenario, ["top_down"], replications=3, workers=1, out=runs, simulator=FAKE)
    (unfinished,) = unfinished_in(runs)
    assert {*runs.iterdir()} == {after.folder, unfinished.folder}, "of what can be taken up nothing is lost"
