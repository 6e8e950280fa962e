"""Work that was broken off is taken up where it stopped, byte for byte, whatever broke it off and when."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from engine.errors import InputError
from engine.model.scenario import Scenario
from engine.results import partial_folder, read_run
from engine.results.partial_folder import PARTIAL, unfinished_in
from engine.results.receipt import file_hash
from engine.situation import load_books, read_scenario
from engine.studies import Comparison, Progress, challenge, compare, extend, replay, rule_roi
from engine.studies.silencing import silenced

sys.path.insert(0, str(Path(__file__).parents[1] / "studies"))
from fake_simulator import Fake

KILLS = 4
"""In the suite; `KAM_KILLS=100 pytest tests/execution/test_unfinished.py -k killed` is the long form."""

FAKE = Fake(win={"top_down": 0.5})
N = 700


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario("kam:keeping_up")


@pytest.fixture(scope="module")
def whole(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """The run that nobody broke off."""
    return played(scenario, tmp_path_factory.mktemp("whole"))


class Stop(Exception):
    """What breaks a run off."""


def played(scenario: Scenario, out: Path, stop_at: int | None = None, **options: object) -> Comparison:
    def tell(progress: Progress) -> None:
        if stop_at is not None and progress.done >= stop_at:
            raise Stop

    return compare(scenario, ["top_down"], **{"replications": N, "workers": 1, "out": out, "progress": tell,
                                              "simulator": FAKE, **options})  # type: ignore[arg-type]  # fmt: skip


def files(found: Comparison) -> dict[str, str]:
    """Hash of every file of a run, but the receipt, which tells the time."""
    assert found.folder is not None
    paths = (path for path in found.folder.rglob("*") if path.is_file() and path.name != "receipt.json")
    return {path.relative_to(found.folder).as_posix(): file_hash(path) for path in paths}


@pytest.mark.parametrize("stops", [(1,), (300,), (100, 250, 699), (700,)])
def test_a_run_broken_off_is_taken_up(
    scenario: Scenario, whole: Comparison, tmp_path: Path, stops: tuple[int, ...]
) -> None:
    there = 0
    for stop in stops:
        with pytest.raises(Stop):
            played(scenario, tmp_path, stop)
        (left,) = unfinished_in(tmp_path)
        assert left.replications >= max(stop - 512, there) and left.resumable
        there = left.replications
    seen: list[Progress] = []
    found = played(scenario, tmp_path, progress=seen.append)
    assert seen[0].found == seen[0].done or there == 0
    assert max(each.found for each in seen) == there
    assert files(found) == files(whole)
    assert list(tmp_path.iterdir()) == [found.folder], "nothing unfinished is left"
    assert found.folder is not None and replay(found.folder, workers=1, simulator=FAKE).identical


def test_a_damaged_chunk_is_played_again(scenario: Scenario, whole: Comparison, tmp_path: Path) -> None:
    with pytest.raises(Stop):
        played(scenario, tmp_path, 600)
    (left,) = unfinished_in(tmp_path)
    chunks = sorted(left.folder.glob("*.npz"), key=lambda path: int(path.stem.split("-")[0]))
    chunks[1].write_bytes(chunks[1].read_bytes()[:-40])
    (left.folder / "9999-10000.draft").write_bytes(b"half a chunk")
    assert files(played(scenario, tmp_path)) == files(whole)


@pytest.mark.parametrize("other", [{"seed": 2}, {"replications": N + 1}, {"simulator": Fake(win={"top_down": 0.6})}])
def test_other_work_is_not_mixed_in(scenario: Scenario, tmp_path: Path, other: dict[str, object]) -> None:
    with pytest.raises(Stop):
        played(scenario, tmp_path, 300)
    elsewhere = tmp_path / "elsewhere"
    assert files(played(scenario, tmp_path, **other)) == files(played(scenario, elsewhere, **other))
    assert len(unfinished_in(tmp_path)) == 1, "it waits for its own command"


def test_another_program_never_goes_on(
    scenario: Scenario, whole: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        other.setattr(partial_folder, "code_hash", lambda: "another program")
        with pytest.raises(Stop):
            played(scenario, tmp_path, 300)
    (left,) = unfinished_in(tmp_path)
    assert not left.resumable
    seen: list[Progress] = []
    assert files(played(scenario, tmp_path, progress=seen.append)) == files(whole)
    assert max(each.found for each in seen) == 0 and left.folder.exists()


def test_work_in_progress_is_left_alone(scenario: Scenario, tmp_path: Path) -> None:
    """Two of the same at once: the second has a folder of its own and is not listed as unfinished."""

    def at_once(progress: Progress) -> None:
        if progress.done == N:
            assert unfinished_in(tmp_path) == ()
            assert files(played(scenario, tmp_path)) != {}
            assert len(list(tmp_path.glob(f"{PARTIAL}*"))) == 1

    played(scenario, tmp_path, progress=at_once)


def test_trials_of_rules_are_taken_up(scenario: Scenario, tmp_path: Path) -> None:
    """Their notes are kept as well."""

    def stopping(progress: Progress) -> None:
        if progress.done >= 20 and not progress.found:
            raise Stop

    def roi(**options: object) -> object:
        found = rule_roi(scenario, "engagement_choice", replications=48, shapley=True, workers=1, **options)  # type: ignore[arg-type]
        return found.rules, found.together, found.receipt.rows

    with pytest.raises(Stop):
        roi(keep=tmp_path, progress=stopping)
    assert unfinished_in(tmp_path)[0].replications >= 2
    assert roi(keep=tmp_path, progress=stopping) == roi()
    assert list(tmp_path.iterdir()) == []


def test_a_challenge_leaves_nothing_when_it_is_done(scenario: Scenario, tmp_path: Path) -> None:
    usual = load_books(scenario)["engagement_choice"]
    other = silenced(usual, {usual.winning_order()[0].id})
    found = challenge(scenario, other, replications=8, followed=2, workers=1, keep=tmp_path)
    assert found.replications == 8 and list(tmp_path.iterdir()) == []


def test_extending_gives_the_records_of_a_longer_run(scenario: Scenario, whole: Comparison, tmp_path: Path) -> None:
    short = played(scenario, tmp_path / "runs", replications=300)
    seen: list[Progress] = []
    assert short.folder is not None
    longer = extend(short.folder, replications=N, workers=1, simulator=FAKE, progress=seen.append)
    assert longer.receipt.rows == whole.receipt.rows
    assert max(each.found for each in seen) == 300
    assert longer.folder is not None and longer.folder.parent == short.folder.parent and short.folder.exists()
    for name, result in longer.results.items():
        assert result.rules == whole.results[name].rules
        for measure, found in result.estimates.items():
            assert found.value == whole.results[name].estimates[measure].value
    assert longer.precision.planned == (300, N) and longer.precision.shown == 2
    assert longer.precision.widening == pytest.approx(NormalDist().inv_cdf(1 - 0.0125) / NormalDist().inv_cdf(0.975))
    assert replay(longer.folder, workers=1, simulator=FAKE).identical
    with pytest.raises(InputError, match="300 replications already"):
        extend(short.folder, replications=300, simulator=FAKE)


def test_an_extension_broken_off_is_taken_up(scenario: Scenario, whole: Comparison, tmp_path: Path) -> None:
    short = played(scenario, tmp_path, replications=300)
    assert short.folder is not None

    def stopping(progress: Progress) -> None:
        if progress.done >= 500:
            raise Stop

    seen: list[Progress] = []
    with pytest.raises(Stop):
        extend(short.folder, replications=N, workers=1, simulator=FAKE, progress=stopping)
    (left,) = unfinished_in(tmp_path)
    assert left.replications >= 500
    longer = extend(short.folder, replications=N, workers=1, simulator=FAKE, progress=seen.append)
    assert max(each.found for each in seen) == left.replications
    assert longer.receipt.rows == whole.receipt.rows and unfinished_in(tmp_path) == ()


def test_extending_keeps_the_decisions_of_the_first_replications(scenario: Scenario, tmp_path: Path) -> None:
    short = compare(scenario, ["playbook"], replications=6, workers=1, out=tmp_path / "short")
    longer = compare(scenario, ["playbook"], replications=12, workers=1, out=tmp_path / "long")
    assert short.folder is not None and longer.folder is not None
    extended = extend(short.folder, workers=1)
    assert extended.folder is not None and extended.replications == 12
    assert read_run(extended.folder).firings() == read_run(longer.folder).firings()
    assert extended.results["playbook"].rules == longer.results["playbook"].rules


def test_another_programs_run_is_not_extended(scenario: Scenario, tmp_path: Path) -> None:
    short = played(scenario, tmp_path, replications=5)
    assert short.folder is not None
    place = short.folder / "receipt.json"
    place.write_text(json.dumps({**json.loads(place.read_text()), "code_sha256": "0" * 64}))
    with pytest.raises(InputError, match="not the one that made this run"):
        extend(short.folder, simulator=FAKE)


RUN = """
import sys
sys.path.insert(0, sys.argv[1])
from fake_simulator import Fake
from engine.situation import read_scenario
from engine.studies import compare
if __name__ == "__main__":
    compare(read_scenario("kam:keeping_up"), ["top_down"], replications=int(sys.argv[3]), workers=1, out=sys.argv[2],
            simulator=Fake(win={"top_down": 0.5}, pause=0.003))
    print("done")
"""


def test_killed_at_any_moment_it_is_taken_up(
    scenario: Scenario, whole: Comparison, repository: Path, tmp_path: Path
) -> None:
    """Kills uniform over the whole run, loading and writing included; then the same command, to its end."""
    script = tmp_path / "run.py"
    script.write_text(RUN)

    def start(out: Path) -> subprocess.Popen[str]:
        command = [sys.executable, str(script), str(repository / "tests/studies"), str(out), str(N)]
        environment = {**os.environ, "PYTHONPATH": str(repository)}
        return subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True)

    begun = time.monotonic()
    assert start(tmp_path / "runs").communicate()[0] == "done\n"
    lasts, moments = time.monotonic() - begun, random.Random(1)
    kills = int(os.environ.get("KAM_KILLS", KILLS))
    taken_up = 0
    for number in range(kills):
        runs = tmp_path / f"runs-{number}"
        process = start(runs)
        time.sleep(lasts * (moments.random() + number) / kills)
        process.send_signal(signal.SIGKILL)
        process.wait()
        taken_up += bool(unfinished_in(runs)) if runs.exists() else 0
        assert start(runs).communicate()[0] == "done\n"
        made = [path for path in runs.iterdir() if not path.name.startswith(".")]
        assert made and not list(runs.glob(".*"))
        for folder in made:
            found = {name: value for name, value in _hashes(folder).items() if name != "receipt.json"}
            assert found == files(whole)
        shutil.rmtree(runs)
    print(f"{kills} kills, of them {taken_up} with work to take up")
    assert taken_up >= kills // 8, "most of the run is playing"


def _hashes(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): file_hash(path) for path in folder.rglob("*") if path.is_file()}


def test_sums_of_numbers_kept_are_the_same_bits(tmp_path: Path) -> None:
    """What is kept comes back bit for bit, NaN and empty rows included."""
    from engine.execution.packed_work import Chunk
    from engine.execution.unfinished import Unfinished
    from engine.results.records import FIRING, OUTCOME, TEAM, Records

    rows = np.zeros(3, OUTCOME)
    rows["closed"] = [0.1, np.nan, -0.0]
    same = (rows, np.zeros(0, TEAM))
    counts = {"a/b c": np.array([1, 2], np.int64)}
    records = (Records("one", *same, counts, np.zeros(1, FIRING)), Records("two", *same, {}, None))
    given = Chunk(0, 3, records, notes=np.array([[np.nan, 1.0]]))
    place = Unfinished(tmp_path, ("one", "two"))
    place.add(given)
    (found,) = place.chunks()
    assert [each.outcomes.tobytes() for each in found.records] == [rows.tobytes()] * 2
    assert found.records[1].outcomes is found.records[0].outcomes
    assert list(found.records[0].rule_counts) == ["a/b c"] and found.records[1].firings is None
    assert found.notes is not None and given.notes is not None and found.notes.tobytes() == given.notes.tobytes()
