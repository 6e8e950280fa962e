"""What surrounds a command: what it loads, encodings, closed pipes, full disks, bars, tracebacks."""

from __future__ import annotations

import os
import pty
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from kam_calls import SECONDS, Kam, command_of, environment, fingerprint, run_kam
from typing_user import shown_on

from engine.cli import app as app_module, options
from engine.errors import RuleMismatch
from engine.wording.language import preferred_language

SCENARIO = "scenarios/keeping_up.yaml"
FEW = ("--strategies", "top_down", "--replications", 20, "--workers", 1)
COMMANDS = ("check", "compare", "trace", "advise")


def test_help_loads_nothing_heavy(folder: Path) -> None:
    answer = run_kam("--help", folder=folder)
    assert answer.code == 0 and "compare" in answer.out
    asked = "import sys; from engine.cli.main import main; main(['compare', '--help']); print(sorted(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", asked], cwd=folder, capture_output=True, text=True, check=True)
    for heavy in ("numpy", "numba", "scipy", "simpy", "networkx", "matplotlib", "durable", "pyarrow"):
        assert f"'{heavy}'" not in ran.stdout


def test_version_and_no_command(kam: Kam) -> None:
    assert re.fullmatch(r"kam-sandbox \d+\.\d+\.\d+\w*\n", kam("--version").out)
    assert kam().out == kam("--help").out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_text_has_its_chinese(kam: Kam, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("KAM_LANG", "zh")
    answer = kam(command, "--help")
    described = re.findall(r"^  (?:-|[A-Z])\S*(?: \S+)*?  +(\S.*)$", answer.out, re.MULTILINE)
    assert len(described) >= 3
    assert all(re.search("[\u4e00-\u9fff]", text) for text in described), answer.out
    assert set(re.findall(r"--[a-z-]+", answer.out)) >= {"--lang", "--help"}


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "en_US.UTF-8"}, "zh"),
        ({"KAM_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"KAM_LANG": "zh-CN"}, "zh"),
        ({"KAM_LANG": "ZH"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_language_of_the_environment(variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("locale.getlocale", lambda *_: (None, None))
    assert preferred_language(variables) == expected


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437"])
def test_an_output_without_chinese_gets_english_and_says_why(folder: Path, encoding: str) -> None:
    answer = run_kam("check", SCENARIO, "--lang", "zh", folder=folder, PYTHONIOENCODING=encoding)
    assert answer.code == 0
    assert "Keeping up" in answer.out
    assert "PYTHONUTF8=1" in answer.err
    quiet = run_kam("check", SCENARIO, folder=folder, PYTHONIOENCODING=encoding, LANG="zh_CN.UTF-8")
    assert quiet.code == 0 and quiet.err == "" and "Keeping up" in quiet.out


def test_a_chinese_code_page_gets_chinese(folder: Path) -> None:
    ran = subprocess.run(
        command_of("check", SCENARIO, "--lang", "zh"),
        cwd=folder,
        env=environment(PYTHONIOENCODING="gbk"),
        capture_output=True,
        timeout=SECONDS,
        check=True,
    )
    assert "集团企业跟上潮流的采购" in ran.stdout.decode("gbk")


def test_errors_with_chinese_do_not_crash_an_ascii_terminal(folder: Path) -> None:
    answer = run_kam("check", "客户.yaml", folder=folder, PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
    assert answer.code == 2
    assert re.match(r"\?+\.yaml: no such file", answer.err)


def test_whole_runs_work_in_ascii(folder: Path) -> None:
    answer = run_kam("compare", SCENARIO, *FEW, "--lang", "zh", folder=folder, PYTHONIOENCODING="ascii")
    assert answer.code == 0, answer.err
    answer = run_kam("compare", SCENARIO, *FEW, "--json", folder=folder, PYTHONIOENCODING="ascii")
    assert answer.code == 0, answer.err
    assert "\\u96c6\\u56e2" in answer.out


def test_a_closed_pipe_is_quiet(folder: Path) -> None:
    trace = " ".join(command_of("trace", SCENARIO, "--strategy", "top_down", "--replication", 7))
    ran = subprocess.run(
        ["bash", "-c", f"{trace} | head -1"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    assert ran.stderr == ""
    assert len(ran.stdout.splitlines()) == 1


def test_a_reader_that_is_gone_is_quiet(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        command_of("check", SCENARIO),
        cwd=folder,
        env=environment(),
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=SECONDS,
        check=False,
    )
    os.close(writing)
    assert ran.returncode == 141
    assert ran.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_behind_stdout(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            command_of("check", SCENARIO),
            cwd=folder,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=SECONDS,
            check=False,
        )
    assert ran.returncode == 74
    assert ran.stderr.decode() == "output: cannot be written: no space left on device\n"


def test_a_full_disk_behind_the_runs(folder: Path) -> None:
    """No file may grow beyond 3 kB, as on a full disk; the earlier run stays, and nothing half-written."""
    before = fingerprint(folder)
    ran = subprocess.run(
        command_of("compare", SCENARIO, *FEW),
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)),
    )
    assert ran.returncode == 74, ran.stderr
    (message,) = ran.stderr.splitlines()
    assert message.startswith("runs: the run cannot be stored: ") and "earlier runs are untouched" in message
    assert fingerprint(folder) == before


def test_a_place_where_nothing_can_be_written(kam: Kam) -> None:
    answer = kam("compare", SCENARIO, *FEW, "--out", "/proc/kam")
    assert answer.code == 74
    (message,) = answer.messages
    assert message.startswith("/proc/kam: the run cannot be stored: ")


def test_a_rule_mismatch_has_its_own_exit_code(kam: Kam, monkeypatch: pytest.MonkeyPatch) -> None:
    def disagree(*_: object) -> None:
        raise RuleMismatch("stage_gates: table and engine disagree on rule `met`")

    monkeypatch.setattr(app_module, "run_command", disagree)
    answer = kam("check", SCENARIO)
    assert answer.code == 70
    assert answer.messages == ["stage_gates: table and engine disagree on rule `met`"]


def test_the_unexpected_is_an_apology_without_traceback(kam: Kam, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("by nobody")

    monkeypatch.setattr(options, "listed", fail)
    answer = kam("compare", SCENARIO)
    assert answer.code == 1
    assert "sorry: `ZeroDivisionError: by nobody`" in answer.messages[0]
    assert "KAM_DEBUG=1" in answer.messages[1]
    assert "Traceback" not in answer.err
    monkeypatch.setenv("KAM_DEBUG", "1")
    answer = kam("compare", SCENARIO)
    assert answer.code == 1 and answer.err.startswith("Traceback") and "options.listed" in answer.err


def test_a_traceback_of_wrong_input_too_when_asked(kam: Kam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAM_DEBUG", "1")
    answer = kam("check", "nothing.yaml")
    assert answer.code == 2
    assert answer.err.startswith("Traceback") and answer.messages[-1].startswith("nothing.yaml: no such file")


def on_a_terminal(*words: object, folder: Path) -> tuple[int, str]:
    """Exit code and stderr of a command whose stderr is a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command_of(*words), cwd=folder, env=environment(TERM="xterm"), stdout=subprocess.DEVNULL, stderr=theirs
    )
    os.close(theirs)
    shown = shown_on(ours)
    return process.wait(SECONDS), shown


def test_a_long_run_shows_a_bar_on_a_terminal_only(folder: Path) -> None:
    words = ("compare", SCENARIO, "--strategies", "top_down", "--replications", 4000, "--workers", 1)
    code, shown = on_a_terminal(*words, folder=folder)
    assert code == 0, shown
    assert "/ 4,000" in shown
    assert "replications" in shown
    piped = run_kam(*words, folder=folder)
    assert piped.code == 0
    assert "/ 4,000" not in piped.err
