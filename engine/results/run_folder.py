"""The folder of one run: complete or not there at all.

A run is built in a hidden folder beside its final place and moved there when everything is on the disk. Who is killed
leaves only that hidden folder; the next run sees that nobody holds its lock any more and removes it.

    receipt.json               what went in, with hashes
    scenario.json, books/      the validated scenario and its rulebooks: replay needs nothing else
    as_written/                the same as they were before values were set, where some were
    outcomes-STRATEGY.parquet  one row per deal (records.OUTCOME), codes as words (results.column_words)
    team-STRATEGY.parquet      one row per role and replication (records.TEAM), likewise
    firings.parquet            which rule decided when, in the first replications (results.firing_file)
    comparison.json            estimates, differences, verdicts
    events.csv                 event log of the first deals, for process mining
    traces.jsonl               the same deals with every number, and those that the report tells
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from engine.errors import RunFailed
from engine.files import to_disk
from engine.files.locks import folder_lock
from engine.model.base import Frozen
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.column_words import WORDS, words_of
from engine.results.columns import Rows
from engine.results.firing_file import FIRINGS, Names, write_firings
from engine.results.receipt import file_hash
from engine.results.record_file import RecordFile
from engine.results.records import OUTCOME, TEAM
from engine.wording import say, system_reason

OWN_STRATEGIES = "strategies.json"
"""What brings strategies of the user's own back; only there where a run has some."""

AS_WRITTEN = "as_written/"
"""Folder of a run for the situation before values were set."""

_UNFINISHED = ".unfinished"


@contextmanager
def storing(path: Path) -> Iterator[None]:
    """Turns the system's complaints about this folder of runs into one sentence for the user."""
    try:
        yield
    except OSError as error:
        raise RunFailed(
            say(
                "{path}: the run cannot be stored: {reason}; earlier runs are untouched",
                path=path,
                reason=system_reason(error),
            )
        ) from error


class RunWriter:
    """Writes a run folder; used as a context. Nothing is visible under the final name before `commit`.

    parent: folder that holds the runs, made when missing. name: wished-for name of the run; a number is added when it
    is taken. played: what the records are of, whose accounts and rivals stand in them by name; by number when absent.
    Raises RunFailed when the disk does not play along.
    """

    def __init__(self, parent: Path, name: str, played: Scenario | None = None) -> None:
        self.parent, self.name = parent, name
        self._words = WORDS if played is None else words_of(played)
        self._currency = "currency" if played is None else played.currency
        self._files: dict[str, RecordFile] = {}
        self._building = parent
        self._lock: int | None = None

    def __enter__(self) -> Self:
        with storing(self.parent):
            self.parent.mkdir(parents=True, exist_ok=True)
            remove_leftovers(self.parent)
            while self._lock is None:
                building = self.parent / f".{self.name}-{secrets.token_hex(4)}{_UNFINISHED}"
                building.mkdir()
                self._lock = folder_lock(building)
            self._building = building
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.abandon()
        self._files.clear()
        if self._lock is not None:
            shutil.rmtree(self._building, ignore_errors=True)
            os.close(self._lock)
            self._lock = None

    def add(self, strategy: str, outcomes: Rows, team: Rows) -> None:
        """The next block of a strategy's records."""
        with storing(self.parent):
            for name, layout, rows in (("outcomes", OUTCOME, outcomes), ("team", TEAM, team)):
                place = f"{name}-{strategy}.parquet"
                if place not in self._files:
                    self._files[place] = RecordFile(self._building / place, layout, self._words, self._currency)
                self._files[place].add(rows)

    def add_firings(self, firings: Mapping[str, Rows], names: Names) -> None:
        """Every decision kept with its day, by strategy; nothing is written where none was kept."""
        if firings:
            with storing(self.parent):
                write_firings(self._building / FIRINGS, firings, names)

    @contextmanager
    def text(self, place: str) -> Iterator[IO[str]]:
        """A text file of this name inside the run, open for writing."""
        with storing(self.parent):
            path = self._building / place
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as file:
                yield file

    def inputs(
        self,
        scenario: Scenario,
        books: Mapping[str, Rulebook],
        own: Sequence[Mapping[str, object]] = (),
        under: str = "",
    ) -> None:
        """What the run is made from: `scenario.json`, each rulebook as `books/NAME.json`, and `strategies.json`.

        own:   what brings the user's own strategies back (see `engagement.own.plain_strategy`).
        under: folder inside the run in which all this lies, when it is not the run's own.
        """
        models: dict[str, Frozen] = {"scenario": scenario, **{f"books/{name}": book for name, book in books.items()}}
        for place, model in models.items():
            with self.text(f"{under}{place}.json") as file:
                file.write(model.model_dump_json(by_alias=True, indent=1) + "\n")
        if own:
            with self.text(OWN_STRATEGIES) as file:
                json.dump(own, file, ensure_ascii=False, indent=1)

    def bytes(self, place: str, content: bytes) -> None:
        """A file of this name and content inside the run."""
        with storing(self.parent):
            (self._building / place).write_bytes(content)

    def close_records(self) -> dict[str, str]:
        """End the record files; SHA-256 of every file written so far, by name."""
        with storing(self.parent):
            while self._files:
                name = next(iter(self._files))
                self._files[name].close()
                del self._files[name]
            return {
                path.relative_to(self._building).as_posix(): file_hash(path)
                for path in sorted(self._building.rglob("*"))
                if path.is_file()
            }

    def commit(self) -> Path:
        """Bring everything to the disk and move the run to its final name, which is returned."""
        with storing(self.parent):
            for path in sorted(self._building.rglob("*")):
                to_disk(path)
            to_disk(self._building)
            final = self._move()
            to_disk(self.parent)
            return final

    def _move(self) -> Path:
        for number in range(1, 10_000):
            final = self.parent / (self.name if number == 1 else f"{self.name}-{number}")
            if final.exists():
                continue
            try:
                self._building.rename(final)
            except OSError:
                if final.exists():  # somebody was faster
                    continue
                raise
            return final
        raise RunFailed(say("there are too many runs called {name} in {folder}", name=self.name, folder=self.parent))


def remove_leftovers(parent: Path) -> tuple[Path, ...]:
    """Remove what killed runs left in a folder of runs; runs being written now hold a lock and are kept."""
    removed = []
    for folder in sorted(parent.glob(f".*{_UNFINISHED}")):
        handle = folder_lock(folder)
        if handle is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(handle)
            removed.append(folder)
    return tuple(removed)


def run_name(scenario_id: str, created: str) -> str:
    """Name of a run folder: the scenario and when it was made, as in `keeping_up-20250131-154502`."""
    digits = [part for part in created if part.isdigit()]
    return f"{scenario_id}-{''.join(digits[:8])}-{''.join(digits[8:14])}"
