"""The tests of rules asked about many accounts at once: which rules fire on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from engine.model.rule_table import AllOf, CellTest, FactCells, RuleTable, RuleTest

AT_ONCE = 20_000
"""Accounts in memory at once: so many, times the rules of a book, are a few megabytes."""
Places = npt.NDArray[np.int64]


def fired_sets(
    table: RuleTable, codes: npt.NDArray[np.float64]
) -> tuple[tuple[tuple[int, ...], ...], npt.NDArray[np.int64]]:
    """The different sets of rules that fire together, each as places in winning order, and by account which of them.

    codes: a row for each fact of the book, in its order, a column for each account; NaN is unknown.
    """
    seen: dict[bytes, int] = {}
    which = np.empty(codes.shape[1], dtype=np.int64)
    for start in range(0, len(which), AT_ONCE):
        part = codes[:, start : start + AT_ONCE]
        width = max(1, -(-len(table.rules) // 8))
        packed = np.packbits(_fires(table, part), axis=0).T.tobytes()
        keys = (packed[at : at + width] for at in range(0, len(packed), width))
        which[start : start + AT_ONCE] = [seen.setdefault(key, len(seen)) for key in keys]
    which.setflags(write=False)
    return tuple(tuple(_places(key)) for key in seen), which


def _fires(table: RuleTable, codes: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """A row for each rule, a column for each account."""
    cells = {name: cells_in(cut, row) for (name, cut), row in zip(table.facts.items(), codes, strict=True)}
    fires = np.zeros((max(1, len(table.rules)), codes.shape[1]), dtype=np.bool_)
    held: dict[CellTest, npt.NDArray[np.bool_]] = {}
    for row, rule in enumerate(table.rules):
        fires[row] = _held(rule.when, cells, table.facts, held)
    return fires


def _held(
    test: RuleTest,
    cells: Mapping[str, Places],
    facts: Mapping[str, FactCells],
    held: dict[CellTest, npt.NDArray[np.bool_]],
) -> npt.NDArray[np.bool_] | bool:
    """For which accounts the tests hold. held: what tests of single facts said before."""
    if not isinstance(test, CellTest):
        every = isinstance(test, AllOf)
        found: npt.NDArray[np.bool_] | bool = every
        for part in test.parts:
            own = _held(part, cells, facts, held)
            found = found & own if every else found | own
        return found
    if test not in held:
        inside = np.array([test.cells >> cell & 1 for cell in range(facts[test.fact].count)], dtype=np.bool_)
        held[test] = inside[cells[test.fact]]
    return held[test]


def cells_in(cut: FactCells, codes: npt.NDArray[np.float64]) -> Places:
    """What `FactCells.cell_of` says of each number."""
    cuts = np.array(cut.cuts, dtype=np.float64)
    place = np.searchsorted(cuts, codes, side="left")
    on = np.append(cuts, np.nan)[np.minimum(place, len(cuts))] == codes
    return np.where(np.isnan(codes), 0, 2 * place + np.where(on, 2, 1))


def _places(key: bytes) -> Iterator[int]:
    return (int(place) for place in np.flatnonzero(np.unpackbits(np.frombuffer(key, dtype=np.uint8))))
