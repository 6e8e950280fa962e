"""What a command is busy with, on stderr: a bar on terminals after two seconds, and a word when it has to compile."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import Event, Lock, Thread
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from engine.errors import RunFailed
from engine.wording import Message, say
from engine.wording.language import Language

if TYPE_CHECKING:
    from rich.progress import Progress as Bar, TaskID

    from engine.studies import Progress

BAR_AFTER = 2.0
GLANCE = 0.1


class Watch:
    """Follows one command from a thread of its own; used as a context, and as the progress callback of a run."""

    def __init__(self, lang: Language) -> None:
        self._lang: Language = lang
        self._doing = say("starting")
        self._latest: Progress | None = None
        self._first_use = self._workers_compile = False
        self._kept = self._extends = self._found_told = False
        self._missed_before = kernels_missed()
        self._over, self._terminal = Event(), Lock()
        self._bar: _Display | None = None
        self._thread = Thread(target=self._follow, daemon=True)

    def running(
        self, workers: int | None = None, report: bool = True, kept: bool = True, extends: bool = False
    ) -> None:
        """From here on a run is under way, in so many processes.

        A report may follow; the run may be kept unfinished, and may extend another one.
        """
        self._kept, self._extends = kept, extends
        self._doing = say("running replications")
        self._first_use = not compiled_before()
        elsewhere = workers is not None and workers > 1
        self._workers_compile = self._first_use and elsewhere
        if elsewhere and report:  # this process has little to do meanwhile
            Thread(target=import_module, args=("engine.report.page",), daemon=True).start()

    def writing_report(self) -> None:
        """From here on the report is written."""
        self._doing, self._latest = say("writing the report"), None

    def over(self) -> None:
        """Nothing more is shown: the result comes now."""
        self._over.set()
        self._thread.join()

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Within it nothing is shown: the terminal is for somebody else."""
        with self._terminal:
            self._close()
            yield

    def __call__(self, progress: Progress) -> None:
        self._latest = progress
        if progress.found and not self._found_told:
            self._found_told = True
            self._say(self._found_words(f"{progress.found:,}"))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over()
        broken_off = kind is not None and issubclass(kind, KeyboardInterrupt | RunFailed)
        if broken_off and self._kept and self._latest is not None:
            self._say(say("what was played so far is kept; the same command goes on with it"))

    def _found_words(self, n: str) -> Message:
        if self._extends:
            return say("{n} replications are there already and are not played again", n=n)
        return say("{n} replications are there already, from a run that was broken off", n=n)

    def _say(self, words: Message) -> None:
        with self._terminal:
            (self._bar.tell if self._bar is not None else _tell)(words.in_language(self._lang))

    def _follow(self) -> None:
        begun, told = monotonic(), False
        while not self._over.wait(GLANCE):
            with self._terminal:
                if self._bar is None and monotonic() - begun > BAR_AFTER and sys.stderr.isatty():
                    self._bar = _Display()
                if self._bar is not None:
                    self._bar.show(self._doing.in_language(self._lang), self._latest)
            if not told and (self._workers_compile or kernels_missed() > self._missed_before):
                told = True
                self._say(_compiling(self._first_use))
        self._close()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def _compiling(first_use: bool) -> Message:
    if first_use:
        return say("compiling the model for this machine: once, about a minute")
    return say("compiling a part of the model that was not needed before: once, some seconds")


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def kernels_missed() -> int:
    """How often this process has met a kernel that was not compiled yet."""
    compiler = _compiler()
    return int(compiler.kernels_missed()) if compiler is not None else 0


def compiled_before() -> bool:
    """Are compiled kernels on the disk? Worker processes will load them too; we cannot look into those."""
    compiler = _compiler()
    return compiler is None or bool(compiler.compiled_before())


def _compiler() -> Any:
    """The compiler, where something has loaded it to the end."""
    compiler = sys.modules.get("engine.dynamics.machine.compiler")
    return compiler if hasattr(compiler, "compiled_before") else None


class _Display:
    """The bar itself. It moves to and fro until it is known how much there is to do."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

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
        self._doing = ""
        self._task: TaskID | None = None
        self._bar.start()

    def show(self, doing: str, progress: Progress | None) -> None:
        """What is being done, and how far it is."""
        if self._task is None or doing != self._doing:
            self._begin(doing)
        if self._task is not None and progress is not None:
            done, total, width = progress.done, progress.next_look, ""
            if progress.short is not None:
                width = f"± × {progress.short:.2f} → 1"
            self._bar.update(self._task, completed=done, total=total, count=f"{done:,} / {total:,}", width=width)
        self._bar.refresh()

    def _begin(self, doing: str) -> None:
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._doing, self._task = doing, self._bar.add_task(doing, total=None, count="", width="")

    def tell(self, words: str) -> None:
        """A line above the bar."""
        self._bar.console.print(words, highlight=False)

    def close(self) -> None:
        """Take the bar away."""
        self._bar.stop()
