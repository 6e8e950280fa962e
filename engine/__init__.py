"""kam-sandbox: try a key-account playbook ten thousand times before you try it once.

    from engine import compare, read_scenario
    comparison = compare(read_scenario("scenarios/keeping_up.yaml"), ["top_down", "bottom_up_sponsored"])

Nothing is loaded before it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.experiment import challenge, compare, replay, rule_roi, run, trace
    from engine.rules import load_book
    from engine.scenario_file import read_scenario

_HOMES = {
    "challenge": "engine.experiment",
    "compare": "engine.experiment",
    "load_book": "engine.rules",
    "read_scenario": "engine.scenario_file",
    "replay": "engine.experiment",
    "rule_roi": "engine.experiment",
    "run": "engine.experiment",
    "trace": "engine.experiment",
}

__all__ = ["challenge", "compare", "load_book", "read_scenario", "replay", "rule_roi", "run", "trace"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module `engine` has no `{name}`; it has {', '.join(__all__)}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
