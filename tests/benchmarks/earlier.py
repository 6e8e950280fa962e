"""The reference deal on this code and on an earlier commit of it, in turns: what a change costs or saves."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parents[2]
REFERENCE = Path("tests") / "benchmarks" / "reference.yaml"
ASKED = """
import sys
from time import process_time
from engine.situation import load_books
from engine.situation import read_scenario
from engine.simulation import Simulator
scenario = read_scenario({scenario!r})
simulator = Simulator(scenario, "top_down", load_books(scenario), 1)
simulator.run(0, 5)
best = float("inf")
for _ in range(3):
    start = process_time()
    simulator.run(0, {deals})
    best = min(best, process_time() - start)
print(1e6 * best / {deals})
"""


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """The files of an earlier commit in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "earlier"
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(place), commit], cwd=HERE, check=True)
        try:
            yield place
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(place)], cwd=HERE, check=True)


def microseconds(code: Path, deals: int) -> float:
    """Processor time of a reference deal on the code in a folder: the least of three runs in a process of its own."""
    asked = ASKED.format(scenario=str(code / REFERENCE), deals=deals)
    environment = {**os.environ, "PYTHONPATH": str(code)}
    ran = subprocess.run(
        [sys.executable, "-c", asked], cwd=code, env=environment, capture_output=True, text=True, check=True
    )
    return float(ran.stdout)


def in_turns(commit: str, deals: int, repeats: int) -> tuple[list[float], list[float]]:
    """µs a deal here and there, one after the other, so that a busy moment meets both."""
    here, there = [], []
    with checked_out(commit) as earlier:
        microseconds(HERE, 10)
        microseconds(earlier, 10)  # what is compiled is compiled before
        for _ in range(repeats):
            here.append(microseconds(HERE, deals))
            there.append(microseconds(earlier, deals))
    return here, there
