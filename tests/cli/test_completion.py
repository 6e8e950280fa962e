"""Tab completion: what a shell is offered, that it loads nothing heavy, and how it is set up."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from kam_calls import Kam, command_of, environment

BIN = Path(sys.executable).parent


def offered(folder: Path, *words: str) -> list[str]:
    """What bash would offer in place of the last of these words."""
    variables = {
        "_KAM_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(("kam", *words)),
        "COMP_CWORD": str(len(words)),
    }
    ran = subprocess.run(
        command_of(), cwd=folder, env=environment(**variables), capture_output=True, text=True, check=True
    )
    assert ran.stderr == ""
    return ran.stdout.split()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("",), {"new", "check", "compare", "trace", "advise", "model", "rules", "runs", "accounts", "whatif"}),
        (("ru",), {"rules", "runs"}),
        (("runs", ""), {"compare", "extend", "list", "replay"}),
        (("compare", "kam:k"), {"kam:keeping_up"}),
        (("model", "mand"), {"mandates"}),
        (("compare", "our"), {"our account.yaml"}),
        (("new", "x.yaml", "--from", "kam:re"), {"kam:reactive_tender", "kam:resentful_middle"}),
        (("advise", "kam:hua"), {"kam:huadong_power"}),
        (("compare", "kam:keeping_up", "--strategies", "top_down,bottom_up_s"), {"top_down,bottom_up_sponsored"}),
        (("rules", "check", "stage"), {"stage_gates", "stage_tasks"}),
        (("rules", "roi", "kam:keeping_up", "--book", "engag"), {"engagement_choice"}),
        (("compare", "kam:keeping_up", "--set", "hor"), {"horizon"}),
        (
            ("compare", "kam:keeping_up", "--set", "accounts.parts_group.project.am"),
            {"accounts.parts_group.project.amount"},
        ),
        (("whatif", "sweep", "kam:keeping_up", "--over", "hor"), {"horizon"}),
        (("whatif", "sweep", "kam:keeping_up", "--measures", "coverage,win_rate_a"), {"coverage,win_rate_all"}),
        (("compare", "kam:keeping_up", "--lang", "z"), {"zh"}),
        (("compare", "--prec"), {"--precision"}),
        (("nonsense", "x"), set()),
        (("run", "x.yaml", "--st"), set()),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "",
)
def test_what_bash_is_offered(folder: Path, words: tuple[str, ...], expected: set[str]) -> None:
    (folder / "our account.yaml").write_text("", encoding="utf-8")
    found = offered(folder, *words)
    assert set(" ".join(found).split()) == {piece for each in expected for piece in each.split()}


@pytest.mark.parametrize(
    "words", [("compare", "kam:"), ("compare", "kam:keeping_up", "--set", "hor"), ("rules", "test", "s")]
)
def test_an_offer_loads_no_compiler(folder: Path, words: tuple[str, ...]) -> None:
    asked = "import sys; from engine.cli.main import main; main([]); print(sorted(sys.modules), file=sys.stderr)"
    variables = {
        "_KAM_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(("kam", *words)),
        "COMP_CWORD": str(len(words)),
    }
    ran = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout
    for heavy in ("numba", "scipy", "simpy", "matplotlib", "pyarrow"):
        assert f"'{heavy}'" not in ran.stderr


def bash(script: str, home: Path) -> str:
    variables = {"HOME": str(home), "PATH": f"{BIN}:/usr/bin:/bin"}
    ran = subprocess.run(
        ["bash", "--norc", "-c", script],
        cwd=home,
        env=environment(**variables),
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout


def test_it_works_in_a_bash_in_which_it_was_installed(tmp_path: Path) -> None:
    said = bash("kam --install-completion", tmp_path)
    assert said == f"Tab completion is set up in {tmp_path}/.bash_completions/kam.sh. Open a new terminal to use it.\n"
    assert f"source '{tmp_path}/.bash_completions/kam.sh'" in (tmp_path / ".bashrc").read_text(encoding="utf-8")
    script = (
        "source .bashrc; COMP_WORDS=(kam check kam:ke); COMP_CWORD=2; _kam_completion kam; "
        'echo "${COMPREPLY[@]}"; case "$COMP_WORDBREAKS" in *:*) echo colons;; esac; complete -p kam'
    )
    assert bash(script, tmp_path).splitlines() == ["kam:keeping_up", "complete -o default -F _kam_completion kam"]


@pytest.mark.parametrize(
    ("shell", "mark"),
    [
        ("bash", "complete -o default -F _kam_completion kam"),
        ("zsh", "#compdef kam"),
        ("fish", "complete --command kam"),
    ],
)
def test_what_sets_it_up_is_shown(kam: Kam, monkeypatch: pytest.MonkeyPatch, shell: str, mark: str) -> None:
    monkeypatch.setattr("typer.completion._get_shell_name", lambda: None)
    monkeypatch.setenv("SHELL", f"/usr/bin/{shell}")
    answer = kam("--show-completion")
    assert answer.code == 0 and mark in answer.out and "_KAM_COMPLETE" in answer.out


def test_a_shell_that_cannot_complete_is_told(kam: Kam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer.completion._get_shell_name", lambda: None)
    monkeypatch.setenv("SHELL", "/bin/sh")
    for option in ("--install-completion", "--show-completion"):
        answer = kam(option)
        assert answer.code == 2 and answer.messages == [
            f"{option}: this shell is not one that can be completed in (type it in bash, zsh or fish)"
        ]
