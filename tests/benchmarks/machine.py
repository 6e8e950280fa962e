"""On what the figures were measured, and how busy it was."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path
from time import perf_counter, process_time

LOOP = 1_000_000


def processor() -> str:
    """The processor's name, as far as the system tells it."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def loop_seconds() -> float:
    """Processor seconds of a million turns of a plain Python loop: the yardstick for this machine at this moment."""
    start = process_time()
    for _ in range(LOOP):
        pass
    return process_time() - start


def share_of_processor() -> float:
    """Which part of a processor this process got just now, 0–1; below 1 others were in the way."""
    wall, own = perf_counter(), process_time()
    loop_seconds()
    return min(1.0, (process_time() - own) / (perf_counter() - wall))


def description() -> list[str]:
    """Lines that describe the machine."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("simpy", "numba", "numpy", "networkx", "durable-rules")
    )
    return [
        f"{processor()}, {os.cpu_count()} processors, {platform.system()} {platform.release()}",
        f"Python {platform.python_version()}, {libraries}",
        f"load {load}; a million turns of a Python loop take {1e3 * loop_seconds():.0f} ms; "
        f"this process got {share_of_processor():.0%} of a processor",
    ]
