"""Work that was broken off, by Ctrl-C, a kill or a power cut, is taken up where it stopped.

What is played is kept chunk by chunk in a hidden folder `.partial-NAME-HASH` of the folder of runs. The hash covers all
that makes the records what they are: scenario, strategies, rulebooks, seed, looks, the program's code and the versions
of its libraries. So the same call finds it, and another program never goes on with it.

    work.json        what it is, for people and for `kam runs list`
    0-128.npz …      chunks: replications 0 … 127, and so on
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from engine.execution.alternatives import Work
from engine.execution.effort import Effort
from engine.execution.packed_work import Chunk
from engine.files.locks import folder_lock
from engine.results.partial_folder import PARTIAL, WORK, chunk_files, hash_of, program
from engine.results.records import Records
from engine.results.run_folder import storing
from engine.statistics.looks import Looks


class Unfinished:
    """Keeps the chunks of one piece of work, and gives back those that an earlier attempt left."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self.folder, self._names = folder, tuple(names)

    def chunks(self, first: int = 0) -> Iterator[Chunk]:
        """Chunks from this replication on, in order, up to the first that is missing or damaged."""
        at = first
        places = {begins: path for begins, _, path in chunk_files(self.folder)}
        while at in places:
            chunk = _read(places[at], self._names)
            if chunk is None:
                return
            yield chunk
            at += chunk.count

    def add(self, chunk: Chunk) -> None:
        """The next chunk."""
        place = self.folder / f"{chunk.first}-{chunk.first + chunk.count}.npz"
        draft = place.with_suffix(".draft")
        with storing(self.folder.parent):
            with draft.open("wb") as file:
                np.savez(file, **_arrays(chunk))
            draft.replace(place)


@contextmanager
def keeping(
    parent: Path, name: str, work: Work[Any], effort: Effort, looks: Looks, created: str, command: str
) -> Iterator[Unfinished]:
    """Keep work in this folder of runs until it is done; what is left of an earlier attempt is in it already.

    Raises RunFailed when the disk does not play along. Where nothing was played, nothing is left behind.
    """
    names = [each.name for each in work.alternatives]
    about = {
        "name": name,
        "begun": created,
        "command": command,
        "alternatives": names,
        "seed": work.seed,
        "most": looks.planned[-1],
        "program": program(),
    }
    same = [work.identity(), repr(effort.simulator), looks.planned, dict(looks.targets), about["program"]]
    with storing(parent):
        folder, lock = _own_folder(parent, f"{PARTIAL}{name}-{hash_of(same)}")
        if not (folder / WORK).exists():
            (folder / WORK).write_text(json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8")
    try:
        yield Unfinished(folder, names)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        if folder.exists() and not chunk_files(folder):
            shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _own_folder(parent: Path, name: str) -> tuple[Path, int]:
    """A folder of this name, or with a number where another process is at work in it; and the lock on it."""
    parent.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        folder = parent / (name if number == 1 else f"{name}-{number}")
        folder.mkdir(exist_ok=True)
        lock = folder_lock(folder)
        if lock is not None:
            return folder, lock
        number += 1


def _arrays(chunk: Chunk) -> dict[str, Any]:
    """A chunk as named arrays; rows that alternatives share are stored once."""
    found: dict[str, Any] = {}
    shared: dict[int, int] = {}
    for place, records in enumerate(chunk.records):
        same = shared.setdefault(id(records.outcomes), place)
        found[f"same.{place}"] = np.int64(same)
        if same == place:
            found[f"outcomes.{place}"], found[f"team.{place}"] = records.outcomes, records.team
        if records.firings is not None:
            found[f"firings.{place}"] = records.firings
        found |= {f"counts.{place}.{book}": counts for book, counts in records.rule_counts.items()}
    if chunk.notes is not None:
        found["notes"] = chunk.notes
    return found


def _read(path: Path, names: Sequence[str]) -> Chunk | None:
    """A chunk read back; None where the file is damaged."""
    first, _, stop = path.stem.partition("-")
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None
    records = []
    for place, name in enumerate(names):
        same, prefix = int(arrays[f"same.{place}"]), f"counts.{place}."
        counts = {key.removeprefix(prefix): found for key, found in arrays.items() if key.startswith(prefix)}
        rows = (arrays[f"outcomes.{same}"], arrays[f"team.{same}"])
        records.append(Records(name, *rows, counts, arrays.get(f"firings.{place}")))
    return Chunk(int(first), int(stop) - int(first), tuple(records), notes=arrays.get("notes"))
