"""Ctrl-C at any moment: a short message, exit code 130, no process left, nothing half-written."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from select import select

import pytest
from kam_calls import SECONDS, command_of, environment, fingerprint, run_kam

from engine.cli import failures
from engine.cli.failures import no_ctrl_c_is_lost
from engine.results.partial_folder import unfinished_in

STOPPED = (130, -signal.SIGINT)
"""Exit codes of a command stopped by Ctrl-C; a shell shows 130 for both. Where the interrupt came up through C code
that runs Python code, the interpreter ends itself by the signal when the command has finished."""

ENDLESS = ("compare", "scenarios/keeping_up.yaml", "--strategies", "top_down,playbook", "--replications", 10**9)


@contextmanager
def running(*words: object, folder: Path, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """A command in a process group of its own, as a shell starts it; killed at the end if need be."""
    process = subprocess.Popen(
        command_of(*words),
        cwd=folder,
        env=environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def alive(group: int) -> list[int]:
    """Processes of a group that still run; those that ended and wait to be collected do not count."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, process_group = status.read_text().rpartition(")")[2].split()[:3]
        except OSError:  # it has just ended
            continue
        if int(process_group) == group and state not in "ZX":
            found.append(int(status.parent.name))
    return found


def wait_until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + SECONDS / 3
    while not holds():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.05)


def press_ctrl_c(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What a terminal does at Ctrl-C: the signal goes to the whole group. What the command still said."""
    os.killpg(process.pid, signal.SIGINT)
    return process.communicate(timeout=SECONDS)


def has_records(folder: Path) -> bool:
    return any((folder / "runs").glob(".*/outcomes-*.parquet"))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to look for processes")
@pytest.mark.parametrize("workers", [1, 2])
def test_in_the_middle_of_a_run(folder: Path, workers: int) -> None:
    before = fingerprint(folder)
    with running(*ENDLESS, "--workers", workers, folder=folder) as process:
        wait_until(lambda: has_records(folder), "records are written")
        if workers > 1:
            assert len(alive(process.pid)) > workers
        out, err = press_ctrl_c(process)
    assert process.returncode in STOPPED
    assert (out, err) == ("", "what was played so far is kept; the same command goes on with it\nstopped\n")
    wait_until(lambda: not alive(process.pid), "every process has ended")
    (left,) = unfinished_in(folder / "runs")
    assert left.resumable and left.replications > 0
    shutil.rmtree(left.folder)
    assert fingerprint(folder) == before


def test_while_the_program_loads(folder: Path) -> None:
    before = fingerprint(folder)
    with running(*ENDLESS, "--workers", 1, folder=folder) as process:
        time.sleep(1.0)
        out, err = press_ctrl_c(process)
    assert process.returncode in STOPPED
    assert (out, err) == ("", "stopped\n")
    assert fingerprint(folder) == before


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to look for processes")
def test_while_worker_processes_load(folder: Path) -> None:
    before = fingerprint(folder)
    with running(*ENDLESS, "--workers", 2, folder=folder) as process:
        wait_until(lambda: len(alive(process.pid)) > 2, "workers are started")
        time.sleep(0.7)
        out, err = press_ctrl_c(process)
    assert process.returncode in STOPPED
    assert (out, err) == ("", "stopped\n")
    wait_until(lambda: not alive(process.pid), "every process has ended")
    assert fingerprint(folder) == before


def test_while_kernels_are_compiled_which_is_announced(folder: Path, tmp_path: Path) -> None:
    before = fingerprint(folder)
    empty = str(tmp_path / "cache")
    with running(*ENDLESS, "--workers", 1, folder=folder, KAM_CACHE=empty) as process:
        assert process.stderr is not None
        assert select([process.stderr], [], [], SECONDS)[0]
        assert process.stderr.readline() == "compiling the model for this machine: once, about a minute\n"
        time.sleep(1.0)
        out, err = press_ctrl_c(process)
    assert process.returncode in STOPPED
    assert (out, err) == ("", "stopped\n")
    assert fingerprint(folder) == before


def test_compiling_is_not_announced_when_there_is_nothing_to_compile(folder: Path, stored: Path) -> None:
    answer = run_kam("runs", "replay", stored, folder=folder)
    assert answer.code == 0
    assert answer.err == ""


def test_the_next_run_cleans_up_after_a_killed_one(folder: Path) -> None:
    with running(*ENDLESS, "--workers", 1, folder=folder) as process:
        wait_until(lambda: has_records(folder), "records are written")
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=SECONDS)
    assert list((folder / "runs").glob(".*"))
    few = ("--replications", 10, "--workers", 1)
    answer = run_kam("compare", "scenarios/keeping_up.yaml", "--strategies", "top_down", *few, folder=folder)
    assert answer.code == 0, answer.err
    (left,) = unfinished_in(folder / "runs")
    assert list((folder / "runs").glob(".*")) == [left.folder], "what can be taken up stays"
    assert len(list((folder / "runs").iterdir())) == 3


def test_ctrl_c_where_python_can_only_ignore_it_is_pressed_again(capsys: pytest.CaptureFixture[str]) -> None:
    class Interrupted:
        def __del__(self) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), no_ctrl_c_is_lost():
        Interrupted()
        time.sleep(5.0)
    assert capsys.readouterr().err == ""


@pytest.fixture(autouse=True)
def usual_hook(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that Ctrl-C has stopped leaves its hook to the end of the process; here the process goes on."""
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)


def test_what_ctrl_c_left_half_made_does_not_complain(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class HalfMade:
        def __del__(self) -> None:
            raise AttributeError("never set")

    monkeypatch.setattr(sys, "unraisablehook", sys.__unraisablehook__)
    with suppress(SystemError), no_ctrl_c_is_lost():
        HalfMade()
        raise SystemError("our own")
    assert "never set" in capsys.readouterr().err, "without Ctrl-C it is told"
    with suppress(KeyboardInterrupt), no_ctrl_c_is_lost():
        signal.raise_signal(signal.SIGINT)
    HalfMade()
    assert capsys.readouterr().err == ""


def test_an_error_that_ctrl_c_became_is_ctrl_c() -> None:
    with pytest.raises(KeyboardInterrupt), no_ctrl_c_is_lost():
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as error:
            raise SystemError("a compiler that gives up") from error
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_that_somebody_swallowed_is_pressed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "SECONDS_TO_STOP", 0.2)
    with pytest.raises(KeyboardInterrupt), no_ctrl_c_is_lost():
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        time.sleep(5.0)


def test_an_error_without_ctrl_c_stays_what_it_is() -> None:
    with pytest.raises(SystemError), no_ctrl_c_is_lost():
        raise SystemError("our own")
