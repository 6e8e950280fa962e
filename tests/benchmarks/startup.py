"""How long a command takes from nothing: fresh processes, beside the speed of the machine at that very moment."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

HERE = Path(__file__).parents[2]
TURNS = 10_000_000
QUIET = 0.15
"""Seconds in which the machine that the limits are made for goes through so many turns of a Python loop."""


@dataclass(frozen=True)
class Start:
    """A command, and the seconds it may take on a quiet machine."""

    words: tuple[str, ...]
    limit: float


COMPARE = ("compare", "kam:keeping_up", "--replications", "50")
STARTS = (
    Start(("--help",), 0.25),
    Start(("check", "kam:keeping_up"), 1.0),
    Start(COMPARE, 4.5),
    Start((*COMPARE, "--json"), 2.5),
)


@dataclass(frozen=True)
class Timed:
    """Seconds by the clock of one command, and of the loop just before and after it."""

    seconds: float
    loop: float

    @property
    def quiet(self) -> float:
        """Seconds on a machine that needs `QUIET` for the loop."""
        return self.seconds * QUIET / self.loop


def loop_seconds() -> float:
    """Seconds by the clock for ten million turns of a plain Python loop: waiting for others counts, as in a command."""
    start = perf_counter()
    for _ in range(TURNS):
        pass
    return perf_counter() - start


@contextmanager
def commands() -> Iterator[Callable[[Start], Timed]]:
    """Times commands in a folder that is thrown away.

    Python keeps what it compiled, as it does for users, wherever this process is told to keep nothing.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        environment = {**os.environ, "PYTHONPATH": str(HERE), "PYTHONPYCACHEPREFIX": str(place / "bytecode")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def timed(start: Start) -> Timed:
            runs = place / "runs"
            before, begun = loop_seconds(), perf_counter()
            ran = subprocess.run(
                [sys.executable, "-m", "engine.cli.main", *start.words],
                cwd=place,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            seconds = perf_counter() - begun
            if ran.returncode != 0:
                raise RuntimeError(f"kam {' '.join(start.words)} ended with code {ran.returncode}:\n{ran.stderr}")
            if start.words[0] == "compare" and bool(list(runs.rglob("*.html"))) == ("--json" in start.words):
                raise RuntimeError("a page is written exactly where people read, and not with --json")
            for run in runs.glob("*"):
                run.rename(place / f"before-{len(list(place.iterdir()))}")
            return Timed(seconds, (before + loop_seconds()) / 2)

        yield timed


def measured(times: int) -> dict[Start, list[Timed]]:
    """Every command in so many fresh processes, in turns, so that a busy moment meets all of them."""
    found: dict[Start, list[Timed]] = {start: [] for start in STARTS}
    with commands() as timed:
        for start in STARTS:
            timed(start)  # what is kept on the disk is there afterwards
        for _ in range(times):
            for start, all_of_it in found.items():
                all_of_it.append(timed(start))
    return found


def shown(start: Start, all_of_it: list[Timed]) -> tuple[str, str, str]:
    """What was measured of a command: its name, its seconds here and on a quiet machine, and what is allowed."""
    here, loop, quiet = (median(getattr(each, name) for each in all_of_it) for name in ("seconds", "loop", "quiet"))
    verdict = "" if quiet <= start.limit else "   TOO SLOW"
    name = f"kam {' '.join(start.words)}"
    return name, f"{here:.2f} s, loop {loop:.2f} s: {quiet:.2f} s", f"{start.limit:.2f} s or less{verdict}"
