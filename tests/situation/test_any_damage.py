"""Whatever is damaged in a file, the answer is a scenario or an InputError that names a place: nothing else escapes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from engine.errors import InputError
from engine.situation import load_tree, read_scenario
from engine.situation.walk import paths_in

KEEPING_UP = Path(__file__).parents[2] / "scenarios" / "keeping_up.yaml"
PATHS = sorted(paths_in(load_tree(KEEPING_UP)))
ODD: list[Any] = [None, True, -1, 0, 1.5, 1e308, "", "x", "1", "president", [], [1], {}, {"id": 7}, {"value": 1}, [[]]]
slow = settings(max_examples=150, deadline=None)


def _answer(path: Path, overrides: list[str]) -> None:
    try:
        read_scenario(path, overrides)
    except InputError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.where and problem.what and problem.code, problem
            assert re.search("[\u4e00-\u9fff]", problem.in_language("zh").replace(problem.where, "")), problem


@slow
@given(st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from(ODD)), min_size=1, max_size=3))
def test_odd_values_anywhere(changes: list[tuple[str, Any]]) -> None:
    _answer(KEEPING_UP, [f"{path}={json.dumps(value)}" for path, value in changes])


NOISE = st.text(st.sampled_from("ab:,-[]{}\"'&*!|>%@`?\t \n#0.é中\u2028\x85\ufeff\ud7ff\U0001f600"), max_size=8)


@slow
@given(where=st.floats(0, 1), length=st.integers(0, 60), noise=NOISE)
def test_damaged_text(where: float, length: int, noise: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    text = KEEPING_UP.read_text(encoding="utf-8")
    start = int(where * len(text))
    folder = tmp_path_factory.mktemp("damaged")
    (folder / "damaged.yaml").write_text(text[:start] + noise + text[start + length :], encoding="utf-8")
    _answer(folder / "damaged.yaml", [])
