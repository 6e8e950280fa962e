"""Extend a stored run: more replications of the same, without playing again those that are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Unpack

import numpy as np

from engine.errors import InputError, Problem
from engine.execution.effort import Effort, EffortOptions
from engine.execution.packed_work import Chunk
from engine.results.columns import Rows
from engine.results.firing_file import FIRINGS, firing_rows
from engine.results.receipt import code_hash, versions, what_differs
from engine.results.records import Records
from engine.results.stored_run import StoredRun, read_run
from engine.rules.language.logic import understand
from engine.statistics.looks import Looks
from engine.studies.compare import DEALS_TO_TRACE, play
from engine.studies.comparison import Comparison
from engine.studies.firings import rule_names
from engine.studies.replay import load_comparison, stored_situation
from engine.wording import counted, listed, say


def extend(
    folder: str | Path,
    *,
    out: str | Path | None = None,
    trace_first: int = DEALS_TO_TRACE,
    command: str = "",
    **options: Unpack[EffortOptions],
) -> Comparison:
    """Play a stored run on to more replications, and store it as a new run beside it.

    The records are those of a run that had so many from the start. The intervals are wider for it: whoever extends a
    run has seen how it went.

    folder:  the run folder, which stays as it is. out: folder of runs for the new one; the old one's when absent.
    options: as in `compare`; `replications` are those of the new run in all, twice as many as there are when absent;
             the seed stands in the folder.
    Raises InputError when the folder is not a run, another program made it, or it has so many replications already.
    """
    stored = read_run(folder)
    before, receipt = load_comparison(stored), stored.receipt
    effort = replace(Effort.of(options), seed=receipt.seed)
    _same_program(stored)
    there = before.replications
    replications = 2 * there if effort.replications is None else effort.replications
    if replications <= there:
        what = counted("the run has {n} replication already", "the run has {n} replications already", there)
        raise InputError(Problem("replications", what, say("give more than that"), "replications-there"))
    planned = tuple(sorted({*before.precision.planned, there, replications}))
    looks = Looks(planned, before.precision.targets, replications, shown=before.precision.shown + 1)
    situation = stored_situation(stored, before)
    known = () if before.changes is not None else _chunks(stored, before, planned)
    parent = stored.folder.parent if out is None else Path(out)
    return play(situation, stored.strategies, effort, looks, parent, trace_first, command, tuple(known))


def _same_program(stored: StoredRun) -> None:
    """Raises InputError where the records would not be those of one program."""
    others = [*what_differs(stored.receipt.versions, versions())]
    if stored.receipt.code_sha256 != code_hash():
        others.insert(0, say("the program's code is not the one that made this run"))
    if others:
        hint = say("run it again: {command}", command=stored.receipt.command)
        raise InputError(Problem(str(stored.folder), listed(others), hint, "run-of-other-program"))


def _chunks(stored: StoredRun, before: Comparison, planned: tuple[int, ...]) -> Iterator[Chunk]:
    """What the run holds, cut at the planned looks; decisions are counted with the first part."""
    names = rule_names({purpose: understand(stored.books[purpose]) for purpose in _purposes(before)})
    columns = stored.firings() if (stored.folder / FIRINGS).is_file() else {}
    cuts = [0, *(look for look in planned if look <= before.replications)]
    rows = {name: (stored.outcomes(name), stored.team(name)) for name in before.strategies}
    for first, stop in pairwise(cuts):
        records = []
        for name, (outcomes, team) in rows.items():
            counts = _counts(before, name) if first == 0 else {}
            firings = firing_rows(columns, name, names) if columns and first == 0 else None
            records.append(Records(name, _between(outcomes, first, stop), _between(team, first, stop), counts, firings))
        yield Chunk(first, stop - first, tuple(records))


def _between(rows: Rows, first: int, stop: int) -> Rows:
    low, high = np.searchsorted(rows["replication"], [first, stop])
    return rows[low:high]


def _purposes(before: Comparison) -> list[str]:
    """The books by purpose, in the order in which records count and place them."""
    return list(dict.fromkeys(use.book for use in before.results[before.strategies[0]].rules))


def _counts(before: Comparison, strategy: str) -> dict[str, np.ndarray]:
    uses = before.results[strategy].rules
    return {book: np.array([use.count for use in uses if use.book == book]) for book in _purposes(before)}
