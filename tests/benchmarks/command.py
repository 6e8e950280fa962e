"""What `kam compare` takes: seconds from start to the written report, and the memory of its largest process."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

SCENARIO = Path(__file__).parents[2] / "scenarios" / "scheduled_renewal.yaml"
STRATEGIES = "top_down,bottom_up_sponsored"
WORKERS = 2


@dataclass(frozen=True)
class Ran:
    """Seconds by the clock, and megabytes that the largest of its processes held at most."""

    seconds: float
    megabytes: float


def compare(replications: int) -> Ran:
    """Run the command once in a process of its own, into a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "engine.cli.main", "compare", str(SCENARIO), "--strategies", STRATEGIES]
        command += ["--replications", str(replications), "--workers", str(WORKERS), "--out", folder]
        start = perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            assert process.stdout is not None
            said = process.stdout.read()
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = perf_counter() - start
        if process.returncode != 0:
            raise RuntimeError(f"{' '.join(command)} ended with code {process.returncode}:\n{said}")
        if not list(Path(folder).rglob("*.html")):
            raise RuntimeError(f"no report was written:\n{said}")
    bytes_each = 1 if sys.platform == "darwin" else 1024
    return Ran(seconds, used.ru_maxrss * bytes_each / 1e6)
