"""SimPy's own fields are touched in one place, the clock: a new version of SimPy can break nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SIMULATION = Path(__file__).resolve().parents[2] / "engine" / "simulation"
CLOCK = SIMULATION / "environment.py"
OTHERS = sorted(path for path in SIMULATION.rglob("*.py") if path != CLOCK)
OF_EVENTS = {"_ok", "_value", "_defused"}
OF_CLOCKS = {"_queue", "_eid", "_now"}
CLOCKS = {"Environment"}


def touched(tree: ast.Module) -> list[str]:
    """Where a module reaches into events or clocks of SimPy's, or makes a clock of its own.

    Nothing but a clock has `_queue`, `_eid` and `_now` of SimPy's, so a class that is none may have its own.
    """
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in OF_EVENTS | OF_CLOCKS:
            own = isinstance(node.value, ast.Name) and node.value.id == "self"
            if not (own and node.attr in OF_CLOCKS):
                found.append(f"{node.lineno}: {ast.unparse(node)}")
        elif isinstance(node, ast.Constant) and node.value in OF_EVENTS | OF_CLOCKS:
            found.append(f"{node.lineno}: {ast.unparse(node)}")
        elif isinstance(node, ast.ClassDef):
            bases = {ast.unparse(base).split(".")[-1] for base in node.bases}
            found += [f"{node.lineno}: class {node.name}" for _ in bases & CLOCKS]
    return found


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_only_the_clock_knows_what_simpy_is_made_of(path: Path) -> None:
    assert not touched(ast.parse(path.read_text(encoding="utf-8")))


def test_the_clock_is_seen_to_touch_them() -> None:
    found = touched(ast.parse(CLOCK.read_text(encoding="utf-8")))
    assert {field for field in OF_EVENTS | OF_CLOCKS if any(field in place for place in found)} == OF_EVENTS | OF_CLOCKS


@pytest.mark.parametrize(
    "planted",
    [
        "def due(self, now):\n    self._env._now = now",
        "env._queue.clear()",
        "heappush(self.env._queue, (day, 1, next(self.env._eid), self))",
        "class Pool(Recurring):\n    def due(self, now):\n        self._ok = False",
        "event._defused = True",
        "setattr(event, '_value', None)",
        "class Other(simpy.Environment):\n    pass",
    ],
)
def test_reaching_into_simpy_is_found(planted: str) -> None:
    assert touched(ast.parse(planted))


def test_a_queue_of_one_s_own_is_allowed() -> None:
    assert not touched(ast.parse("class Pool(Recurring):\n    def reset(self):\n        self._queue = []"))
