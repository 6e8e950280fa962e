"""What the pages say is true: commands run, paths and targets exist.

In README.md a block marked `bash` is run, line by line as a reader would, in a scratch copy of what the project
ships; of a block marked `bash slow` only the names of commands, options, targets and paths are checked; a block marked
`text` is left alone. `make TARGET` is never run from here, only resolved: the tests are themselves one of its targets.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

PAGES = ("README.md", "CONTRIBUTING.md")
FENCE = re.compile(r"^```(?P<kind>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PATH = re.compile(r"(?:engine|scenarios|notebooks|tests|\.ci)/[\w./*-]*")
TARGET = re.compile(r"^\s*make +([a-z]+)", re.MULTILINE)
COMMAND = re.compile(r"^\s*(?:\.venv/bin/)?kam +([a-z][a-z ]*[a-z])([^#\n]*)", re.MULTILINE)
SECONDS = 300


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    kind: str
    body: str
    line: int


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(found["kind"].strip(), found["body"].replace("\\\n", " "), text.count("\n", 0, found.start()) + 1)
        for found in FENCE.finditer(text)
    ]


def spoken_code(page: Path) -> list[str]:
    """The code of a page: the lines of its shell blocks, indented or fenced, and what stands between backticks."""
    text = page.read_text(encoding="utf-8")
    prose = FENCE.sub("", text)
    fenced = [block.body for block in blocks(page) if block.kind.startswith("bash")]
    indented = [line.strip() for line in prose.splitlines() if line.startswith("    ")]
    return fenced + indented + INLINE.findall(prose)


@pytest.fixture(scope="session")
def scratch(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like a clone, as far as a user's commands can tell, into which they may write."""
    folder = tmp_path_factory.mktemp("clone")
    for shipped in ("scenarios", "notebooks"):
        if (repository / shipped).is_dir():
            shutil.copytree(repository / shipped, folder / shipped)
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


def shell(script: str, folder: Path, repository: Path) -> subprocess.CompletedProcess[str]:
    """Run a script as a reader would, with `make` only resolving its target."""
    programs = f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [
            "bash",
            "-euo",
            "pipefail",
            "-c",
            f'make() {{ command make -C "$CLONE" --dry-run "$@" >/dev/null; }}\n{script}',
        ],
        cwd=folder,
        env={**os.environ, "PATH": programs, "CLONE": str(repository), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.mark.parametrize("page", [*PAGES, "CHANGELOG.md", "LICENSE"])
def test_the_front_pages_exist(repository: Path, page: str) -> None:
    assert (repository / page).is_file()


def test_every_command_of_the_readme_runs(repository: Path, scratch: Path) -> None:
    runnable = [block for block in blocks(repository / "README.md") if block.kind == "bash"]
    assert runnable, "README.md has no block marked bash"
    for block in runnable:
        ran = shell(block.body, scratch, repository)
        assert ran.returncode == 0, f"README.md:{block.line}\n{block.body}\n{ran.stdout[-2000:]}\n{ran.stderr[-2000:]}"


def test_the_demo_shows_a_result_and_writes_the_report(repository: Path, scratch: Path) -> None:
    plan = subprocess.run(
        ["make", "--dry-run", "demo", "DEMO_REPLICATIONS=20"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=True,
    )
    command = [line for line in plan.stdout.splitlines() if line.startswith(".venv/bin/kam ")]
    assert len(command) == 1, plan.stdout
    ran = shell(command[0], scratch, repository)
    assert ran.returncode == 0, ran.stderr
    reports = re.findall(r"[^\s'\"]+\.html", ran.stdout + ran.stderr)
    assert reports, f"no report named in:\n{ran.stdout}"
    assert (scratch / reports[-1]).stat().st_size > 10_000


@pytest.mark.parametrize("page", PAGES)
def test_every_path_exists(repository: Path, page: str) -> None:
    named = {path for code in spoken_code(repository / page) for path in PATH.findall(code)}
    named |= {link for link in LINK.findall((repository / page).read_text(encoding="utf-8")) if "://" not in link}
    assert not [path for path in sorted(named) if "NAME" not in path and not list(repository.glob(path.rstrip("/")))]


@pytest.mark.parametrize("page", PAGES)
def test_every_target_exists(repository: Path, page: str) -> None:
    makefile = (repository / "Makefile").read_text(encoding="utf-8")
    named = {target for code in spoken_code(repository / page) for target in TARGET.findall(code)}
    assert named, f"{page} names no target"
    assert named <= set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))


def test_every_command_and_option_exists(repository: Path) -> None:
    """Also those of slow blocks and in the running text."""
    wrong = []
    for code in spoken_code(repository / "README.md"):
        for command, rest in COMMAND.findall(code):
            words = command.split()
            name = " ".join(words[:2]) if words[0] in ("accounts", "rules", "runs", "whatif") else words[0]
            ran = shell(f"kam {name} --help", repository, repository)
            unknown = [option for option in re.findall(r"--[a-z][a-z-]*", rest) if option not in ran.stdout]
            if ran.returncode != 0 or unknown:
                wrong.append(f"kam {name} {' '.join(unknown)}")
    assert not wrong
