"""`python -m tests.benchmarks.crossings`: how much of the program one small comparison goes through.

Files of `engine` that are entered, and calls from one of its packages into another, over a comparison of two strategies
in one process. In a process of its own, because a profile slows down everything.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import engine

ROOT = str(Path(engine.__file__).parent)
REPLICATIONS = 50
STRATEGIES = ("top_down", "bottom_up_sponsored")
MOST_SHOWN = 12
FILES_WANTED, CROSSINGS_WANTED = 110, 35_710 // 3


@dataclass(frozen=True)
class Crossings:
    """files: entered at least once. calls: from one package into another, by both."""

    files: frozenset[str]
    calls: Counter[tuple[str, str]]

    @property
    def total(self) -> int:
        """All calls from package to package."""
        return self.calls.total()


def package_of(code: CodeType) -> str | None:
    """The package of `engine` a piece of code lies in; None for everything else."""
    if not code.co_filename.startswith(ROOT):
        return None
    return code.co_filename[len(ROOT) + 1 :].partition("/")[0]


def counted(action: Callable[[], object]) -> Crossings:
    """Do it, and count what it goes through. A call through a library comes from the package that called it."""
    files: set[str] = set()
    calls: Counter[tuple[str, str]] = Counter()
    packages: dict[CodeType, str | None] = {}

    def package(code: CodeType) -> str | None:
        if code not in packages:
            packages[code] = package_of(code)
        return packages[code]

    def profile(frame: FrameType, event: str, _: Any) -> None:
        here = package(frame.f_code) if event == "call" else None
        if here is None:
            return
        files.add(frame.f_code.co_filename)
        caller = frame.f_back
        while caller is not None and package(caller.f_code) is None:
            caller = caller.f_back
        there = package(caller.f_code) if caller is not None else None
        if there is not None and there != here:
            calls[there, here] += 1

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        action()
    finally:
        sys.setprofile(before)
    return Crossings(frozenset(files), calls)


def of_comparisons() -> tuple[Crossings, Crossings]:
    """A comparison of two strategies, reading included: the first of a process, all modules loaded, and the next."""
    from engine import compare, read_situation

    def comparison() -> object:
        situation = read_situation("kam:keeping_up")
        return compare(situation, list(STRATEGIES), replications=REPLICATIONS, workers=1)

    return counted(comparison), counted(comparison)


def main() -> None:
    """Count and print."""
    first, then = of_comparisons()
    for found in (first, then):
        print(len(found.files), found.total)
    for (caller, called), times in first.calls.most_common(MOST_SHOWN):
        print(f"{times:,} {caller} → {called}")


if __name__ == "__main__":
    main()
