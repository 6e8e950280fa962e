"""How far a run is, on stderr: a bar on terminals after two seconds, and a word when kernels are being compiled."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from engine.cli.streams import Language
from engine.cli.words import WORDS

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from engine.experiment import Progress

BAR_AFTER = 2.0
GLANCE = 0.1


class Watch:
    """Follows one run from a thread of its own; used as a context and as the run's progress callback."""

    def __init__(self, lang: Language, workers: int | None = None) -> None:
        self._lang: Language = lang
        self._workers_compile = workers is not None and workers > 1 and not compiled_before()
        self._latest: Progress | None = None
        self._over = Event()
        self._thread = Thread(target=self._follow, daemon=True)

    def __call__(self, progress: Progress) -> None:
        self._latest = progress

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _follow(self) -> None:
        begun, told = monotonic(), False
        bar: _Display | None = None
        while not self._over.wait(GLANCE):
            elapsed = monotonic() - begun
            if not told and (self._workers_compile or compiling()):
                told = True
                print(WORDS["compiling"].in_language(self._lang), file=sys.stderr, flush=True)
            if bar is None and elapsed > BAR_AFTER and sys.stderr.isatty():
                bar = _Display(self._lang)
            if bar is not None:
                bar.show(self._latest)
        if bar is not None:
            bar.close()


def compiling() -> bool:
    """Has this process met a kernel that is not compiled yet?"""
    return any(stats.cache_misses for stats in _statistics())


def compiled_before() -> bool:
    """Are compiled kernels on the disk, for worker processes to load? We cannot look into those."""
    folders = {stats.cache_path for stats in _statistics()}
    return not folders or any(any(Path(folder).glob("*.nbi")) for folder in folders if folder)


def _statistics() -> list[Any]:
    """Numba's book-keeping of the functions through which the drivers enter compiled code; none when interpreted."""
    doors = sys.modules.get("engine.dynamics.entry")
    found = list(vars(doors).values()) if doors is not None else []
    return [door.stats for door in found if hasattr(door, "stats")]


class _Display:
    """The bar itself."""

    def __init__(self, lang: Language) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

        self._lang: Language = lang
        self._bar: Bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            TextColumn("{task.fields[count]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[width]}"),
            console=Console(stderr=True),
            transient=True,
            auto_refresh=False,
        )
        starting = WORDS["starting"].in_language(lang)
        self._task: TaskID = self._bar.add_task(starting, total=None, count="", width="")
        self._bar.start()

    def show(self, progress: Progress | None) -> None:
        if progress is not None:
            width = ""
            if progress.target is not None and progress.half_width is not None:
                width = f"±{progress.half_width:.2%} → ±{progress.target:.2%}"
            self._bar.update(
                self._task,
                description=WORDS["replications"].in_language(self._lang),
                completed=progress.done,
                total=progress.next_look,
                count=f"{progress.done:,} / {progress.next_look:,}",
                width=width,
            )
        self._bar.refresh()

    def close(self) -> None:
        self._bar.stop()
