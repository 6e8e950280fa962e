"""Kernels hold no numbers of behaviour: what could be otherwise is a constant with unit, range and source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ENGINE = Path(__file__).parents[2] / "engine"
MECHANISMS = sorted((ENGINE / "dynamics" / "mechanisms").glob("*.py"))
PLAIN = {0, 1, -1, 2, 0.5}
"""Counting, bounds of shares, and halving."""
NAMED = {
    ("_worth_of_us", 4.0): "relationship levels 1 to 5 on a scale from 0 to 1",
    ("_worth_of_rival", 4.0): "the same",
    ("_available", 1e-9): "the same moment, whatever the rounding",
    ("next_season", 1e-9): "the same",
    ("_choose", 1e-12): "a supplier for whom nothing speaks is found last",
    ("_in_ten_thousands", 1e4): "currency to 10k currency, the unit of the fact",
}


def numbers_in(source: Path) -> Iterator[tuple[str, float]]:
    """Numbers in the bodies of functions that are compiled, with the function's name."""
    for function in ast.parse(source.read_text(encoding="utf-8")).body:
        if isinstance(function, ast.FunctionDef) and function.decorator_list:
            for statement in function.body:
                for node in ast.walk(statement):
                    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
                        yield function.name, node.value


@pytest.mark.parametrize("source", MECHANISMS, ids=lambda source: source.stem)
def test_a_kernel_takes_its_numbers_from_the_desk(source: Path) -> None:
    bare = {(name, value) for name, value in numbers_in(source) if value not in PLAIN and (name, value) not in NAMED}
    assert not bare


def test_every_exception_is_still_needed() -> None:
    assert set(NAMED) <= {found for source in MECHANISMS for found in numbers_in(source)}
