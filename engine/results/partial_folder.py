"""Unfinished work as it lies in a folder of runs (see `execution.unfinished`); read without playing anything."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from engine.files.locks import folder_lock
from engine.results.receipt import code_hash, versions

PARTIAL = ".partial-"
"""How the names of these folders begin."""

WORK = "work.json"
"""The file that says what the work is."""


@dataclass(frozen=True)
class PartialWork:
    """Unfinished work as it lies in a folder of runs.

    replications: so many are there, of `most` at most. resumable: was it made by this very program?
    """

    folder: Path
    name: str
    begun: str
    command: str
    alternatives: tuple[str, ...]
    seed: int
    replications: int
    most: int
    resumable: bool


def unfinished_in(parent: Path) -> tuple[PartialWork, ...]:
    """All unfinished work in a folder of runs that nobody is busy with, the oldest first."""
    found = []
    code = program()
    for folder in parent.glob(f"{PARTIAL}*"):
        lock = folder_lock(folder)
        if lock is None:
            continue
        os.close(lock)
        try:
            about = json.loads((folder / WORK).read_text(encoding="utf-8"))
            found.append(
                PartialWork(
                    folder=folder,
                    name=about["name"],
                    begun=about["begun"],
                    command=about["command"],
                    alternatives=tuple(about["alternatives"]),
                    seed=about["seed"],
                    replications=max((stop for _, stop, _ in chunk_files(folder)), default=0),
                    most=about["most"],
                    resumable=about["program"] == code,
                )
            )
        except (OSError, ValueError, KeyError, TypeError):
            continue  # not even begun
    return tuple(sorted(found, key=lambda each: each.begun))


def program() -> str:
    """Hash of the code and of the versions of all that can change a byte."""
    return hash_of({"code": code_hash(), "versions": versions()})


def hash_of(plain: object) -> str:
    """A short hash of plain values."""
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]


def chunk_files(folder: Path) -> list[tuple[int, int, Path]]:
    """Files of chunks in order: the first replication in each, the one after its last, and its path."""
    found = []
    for path in folder.glob("*.npz"):
        first, _, stop = path.stem.partition("-")
        found.append((int(first), int(stop), path))
    return sorted(found)
