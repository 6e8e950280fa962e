"""Whatever validation can find wrong has sentences of ours: none of pydantic's reaches a user."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from engine.dynamics.complete import CompleteScenario
from engine.errors import InputError
from engine.files import TreeSource, parse, validate
from engine.files.validation_words import KINDS
from engine.model.dossier import Dossier
from engine.model.rulebook import Rulebook

OF_SCHEMA = {
    "str": ["string_type", "string_unicode"],
    "float": ["float_type", "float_parsing", "finite_number"],
    "int": ["int_type", "int_parsing", "int_parsing_size", "int_from_float"],
    "bool": ["bool_type", "bool_parsing"],
    "literal": ["literal_error"],
    "tuple": ["tuple_type", "missing", "too_long"],
    "dict": ["dict_type"],
    "model": ["model_type"],
    "model-fields": ["missing", "extra_forbidden"],
    "union": ["union"],
    "function-after": ["value_error"],
    "function-before": ["value_error"],
    "function-wrap": ["value_error"],
    **{name: [] for name in ("nullable", "default", "definitions", "definition-ref", "model-field")},
}
OF_LIMIT = {
    "ge": "greater_than_equal",
    "gt": "greater_than",
    "le": "less_than_equal",
    "lt": "less_than",
    "pattern": "string_pattern_mismatch",
}


def kinds(schema: Any) -> Iterator[str]:
    """Every kind of finding that a core schema of pydantic can give."""
    if isinstance(schema, dict):
        name = schema.get("type")
        if isinstance(name, str):
            yield from OF_SCHEMA[name]
            yield from (kind for limit, kind in OF_LIMIT.items() if limit in schema)
            sizes = ("string_too_short", "string_too_long") if name == "str" else ("too_short", "too_long")
            yield from (
                kind for limit, kind in zip(("min_length", "max_length"), sizes, strict=True) if limit in schema
            )
        for key, part in schema.items():
            if key == "fields" and isinstance(part, dict):
                yield from (kind for field in part.values() for kind in kinds(field))
            elif key not in ("metadata", "config", "serialization", "function", "default"):
                yield from kinds(part)
    elif isinstance(schema, list | tuple):
        for part in schema:
            yield from kinds(part)


@pytest.mark.parametrize("model", [CompleteScenario, Rulebook, Dossier])
def test_every_kind_that_a_model_can_give_has_words(model: type[BaseModel]) -> None:
    found = set(kinds(model.__pydantic_core_schema__))
    assert {"literal_error", "missing", "extra_forbidden", "finite_number"} <= found
    assert found - {"value_error"} <= set(KINDS)


def test_checks_of_models_raise_faults_and_never_plain_errors(repository: Path) -> None:
    for path in (repository / "engine" / "model").glob("*.py"):
        raised = [node.exc for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Raise)]
        names = {part.func.id for part in raised if isinstance(part, ast.Call) and isinstance(part.func, ast.Name)}
        assert names <= {"Unfit", "KeyError"}, path


BOOK = """\
id: a b
title: {eng: A book}
hit: first
facts:
  Age: {type: number, range: [5, 1], unknown: maybe}
outputs: [x]
rules:
  - {id: one, when: 7, then: {go: [1]}, because: {}, priority: 1.5}
  - {}
otherwise: nothing
"""
WRONG = [
    ("1:5", "value-name", "id: `a b` cannot be a name here (letters, digits, `_` and `-`, at most 40, no spaces)"),
    ("2:9", "key-unknown", "title: unknown key `eng` (did you mean en?)"),
    ("5:8", "value-name", "facts.Age: `Age` cannot be a name here (small letters, digits and `_`, starting with a "),
    ("5:47", "value-unfit", "facts.Age.unknown: `maybe` does not fit here (write `no_match` or `{as: …}`)"),
    ("6:10", "mapping-needed", "outputs: needs keys and values, got a list (write `{…}`)"),
    ("8:21", "value-text", 'rules.one.when: needs text, got `7` (write `"7"`)'),
    ("8:35", "value-unfit", "rules.one.then.go: a list does not fit here (one value: yes, no, a number or a word)"),
    ("8:41", "text-none", "rules.one.because: needs words in `zh` or in `en`"),
    ("8:64", "value-number", "rules.one.priority: needs a whole number, got `1.5`"),
    ("9:5", "key-missing", "rules.1: missing key `because` (write `because: {en: …, zh: …}`)"),
    ("9:5", "key-missing", "rules.1: missing key `id` (write `id: …`)"),
    ("9:5", "key-missing", "rules.1: missing key `then` (write `then: {…}`)"),
    ("9:5", "key-missing", "rules.1: missing key `when` (write `when: …`)"),
    ("10:12", "mapping-needed", "otherwise: needs keys and values, got `nothing` (write `{then: …, because: …}`)"),
]


def test_all_is_told_at_once_with_place_code_and_the_line_to_write() -> None:
    with pytest.raises(InputError) as caught:
        validate(Rulebook, TreeSource(parse(BOOK, "b.yaml")))
    assert len(caught.value.problems) == len(WRONG)
    for problem, (place, code, told) in zip(caught.value.problems, WRONG, strict=True):
        assert (problem.where, problem.code) == (f"b.yaml:{place}", code)
        assert str(problem).startswith(f"b.yaml:{place}: {told}")
        assert not re.search("[a-z]{3,} [a-z]{3,}", re.sub("`[^`]*`", "", problem.in_language("zh")))
