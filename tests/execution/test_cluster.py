"""A Dask cluster on this machine plays as one process does, also when a worker is killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.errors import InputError, RunFailed
from engine.execution import packed_work
from engine.execution.alternatives import SideBySide
from engine.execution.packed_work import PackedWork
from engine.model.scenario import Scenario
from engine.simulation import Simulator
from engine.situation import Situation, load_books, read_scenario
from engine.studies import Progress, compare, rule_roi

pytest.importorskip("distributed", reason="Dask is not installed (the extra `cluster`)")
sys.path.insert(0, str(Path(__file__).parents[1] / "studies"))
from fake_simulator import Fake

STRATEGIES = ["playbook", "top_down"]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario("kam:keeping_up")


@pytest.fixture(scope="module")
def cluster(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler and two workers of two threads each, every worker under a nurse that replaces it; the address."""
    folder = tmp_path_factory.mktemp("cluster")
    paths = os.pathsep.join([str(repository), str(repository / "tests" / "studies")])
    environment = {**os.environ, "PYTHONPATH": paths, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "60s"}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    found = folder / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(found)]
    with subprocess.Popen(
        [*dask, *options], env=environment, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as scheduler:
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(found)]
        worker += ["--nworkers", "2", "--nthreads", "2", "--no-dashboard", "--host", "127.0.0.1"]
        with subprocess.Popen(
            worker, env=environment, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as workers:
            try:
                yield _address(found)
            finally:
                for process in (workers, scheduler):
                    process.terminate()
                    process.wait(timeout=30)


def _address(found: Path) -> str:
    """The scheduler's address, when both workers are there."""
    from distributed import Client

    while not found.exists():
        time.sleep(0.1)
    with Client(scheduler_file=str(found), timeout=120, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=120)
        return str(client.scheduler.address)


def test_a_cluster_plays_as_one_process_does(scenario: Scenario, cluster: str, tmp_path: Path) -> None:
    here = compare(scenario, STRATEGIES, replications=40, workers=1)
    there = compare(scenario, STRATEGIES, replications=40, cluster=cluster, out=tmp_path)
    assert there.receipt.rows == here.receipt.rows
    assert (there.results, there.differences) == (here.results, here.differences)
    assert there.folder is not None and (there.folder / "traces.jsonl").stat().st_size > 0


def test_what_rules_are_worth_is_the_same_on_a_cluster(scenario: Scenario, cluster: str) -> None:
    here = rule_roi(scenario, "engagement_choice", replications=12, workers=1)
    assert rule_roi(scenario, "engagement_choice", replications=12, cluster=cluster).rules == here.rules


def test_a_killed_worker_is_replaced_and_nothing_counts_twice(scenario: Scenario, cluster: str) -> None:
    from distributed import Client

    fake = Fake(win={"top_down": 0.5}, pause=0.002)
    killed: list[int] = []

    def kill(progress: Progress) -> None:
        if progress.done > 300 * (len(killed) + 1) and len(killed) < 2:
            with Client(cluster, set_as_default=False) as client:
                pids = client.run(os.getpid)
            killed.append(next(iter(pids.values())))
            os.kill(killed[-1], signal.SIGKILL)

    there = compare(scenario, ["top_down"], replications=1500, cluster=cluster, simulator=fake, progress=kill)
    here = compare(scenario, ["top_down"], replications=1500, workers=1, simulator=Fake(win={"top_down": 0.5}))
    assert len(set(killed)) == 2
    assert there.receipt.rows == here.receipt.rows and there.results == here.results


def test_a_cluster_that_is_not_there_is_told(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.execution.cluster.SECONDS_TO_CONNECT", 1)
    with pytest.raises(InputError, match=r"nobody answers at tcp://127\.0\.0\.1:9"):
        compare(scenario, ["top_down"], replications=3, cluster="tcp://127.0.0.1:9")


def test_workers_of_another_version_refuse(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    situation = Situation(scenario, load_books(scenario))
    packed = PackedWork.of(SideBySide.of(situation, situation.strategies[:1], 1), Simulator, elsewhere=True)
    monkeypatch.setattr(packed_work, "code_hash", lambda: "another")
    with pytest.raises(RunFailed, match="another version of the program"):
        packed.player()
