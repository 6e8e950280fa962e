"""Small books for tests: facts and outputs of every kind, rules as sentences or as rows."""

from __future__ import annotations

from typing import Any

from engine.model.rulebook import Rulebook

WHY = {"en": "so it is", "zh": "就是如此"}
FACTS: dict[str, Any] = {
    "age": {"type": "number", "unit": "share", "range": [0, 10], "unknown": "no_match"},
    "met": {"type": "integer", "unit": "people", "range": [0, 32], "unknown": {"as": 0}},
    "blocked": {"type": "boolean", "unknown": "no_match"},
    "sector": {"type": "choice", "values": ["能源", "public health", "a, b", "known"], "unknown": "no_match"},
}
OUTPUTS: dict[str, Any] = {"points": {"type": "integer", "unit": "points", "range": [-5, 5]}}


def row(number: int, when: list[Any], then: list[Any], **more: Any) -> dict[str, Any]:
    """A row called r0, r1, …"""
    return {"id": f"r{number}", "when": when, "then": then, "because": WHY, "assumption": "test", **more}


def rule(number: int, when: str, then: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A rule called r0, r1, …"""
    return {"id": f"r{number}", "when": when, "then": then, "because": WHY, "assumption": "test", **more}


def plain(hit: str = "first", **parts: Any) -> dict[str, Any]:
    """Plain data of a book; `rules` or `table` must be among the parts."""
    outputs = parts.pop("outputs", OUTPUTS)
    nothing = {"number": 0, "integer": 0, "boolean": "no"}
    then = {name: nothing.get(o["type"]) if o["type"] in nothing else o["values"][-1] for name, o in outputs.items()}
    return {
        "id": "small",
        "title": {"en": "Small book", "zh": "小规则书"},
        "hit": hit,
        "facts": FACTS,
        "outputs": outputs,
        "otherwise": {"then": then, "because": WHY, "assumption": "test"},
        **parts,
    }


def book(hit: str = "first", **parts: Any) -> Rulebook:
    """The same as a model."""
    return Rulebook.model_validate(plain(hit, **parts))


def table_book(*cells: tuple[Any, ...], when: tuple[str, ...] = ("age", "met", "blocked", "sector")) -> Rulebook:
    """A `collect` book whose row i has these cells and gives i points."""
    rows = [row(i, list(one), [min(i, 5)]) for i, one in enumerate(cells)]
    return book("collect", table={"when": list(when), "then": ["points"], "rows": rows})
