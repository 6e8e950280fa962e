"""What validation found, in users' words: file, line, what is wrong, what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from pydantic_core import ErrorDetails

from engine.dynamics.complete import CompleteScenario
from engine.errors import Problem, suggest
from engine.files import Node
from engine.situation.walk import bare, children, fields_of, follow, type_at

_ENTRY = ("entry", "entries")


def problems_from(errors: list[ErrorDetails], root: Node) -> list[Problem]:
    """One problem per error of pydantic, each at the line it comes from."""
    return [_problem(error, root) for error in errors if not _follows_from_others(error, root)]


def _follows_from_others(error: ErrorDetails, root: Node) -> bool:
    """Is this only an echo: a key missing because it is misspelt, a list too short because its items are wrong?"""
    if error["type"] == "missing":
        *steps, name = error["loc"]
        parent, _, _ = follow(root, tuple(steps))
        return _is_misspelt(str(name), parent, fields_of(_type_along(tuple(steps))))
    if error["type"] == "too_short":
        node, _, _ = follow(root, error["loc"])
        return len(node.items) >= int(error["ctx"]["min_length"])
    return False


def _is_misspelt(name: str, node: Node, fields: Mapping[str, object]) -> bool:
    strange = [key for key in node.mapping if key not in fields]
    return any(suggest(key, [name]).startswith("did you mean") for key in strange)


def _problem(error: ErrorDetails, root: Node) -> Problem:
    steps = tuple(step for step in error["loc"] if step != "[key]")
    kind = error["type"]
    if kind == "missing":
        return _missing(steps, root) if isinstance(steps[-1], str) else _too_few(steps[:-1], root)
    if kind == "extra_forbidden":
        return _unknown_key(steps, root)
    node, path, _ = follow(root, steps)
    what, hint = _WORDS.get(kind, _plain_words)(error, node)
    if kind == "value_error":
        return Problem(_place_of_value_error(node, what, root), f"{path}: {what}" if path else what, hint)
    return Problem(node.where, f"{path}: {what}" if path else what, hint)


def _place_of_value_error(node: Node, what: str, root: Node) -> str:
    """Where a check over several values failed. Messages about one of them begin with its path."""
    first = what.split(" ", 1)[0]
    inner: Node | None = root
    for name in first.split("."):
        inner = dict(children(inner)).get(name) if inner is not None else None
    if inner is not None:
        return inner.where
    if "value" in node.mapping:
        parts = [part for entry in node.mapping.values() for part in (entry, *entry.items)]
        return next((part.where for part in parts if not part.line), node.mapping.get(first, node).where)
    return node.key_where


def _missing(steps: tuple[str | int, ...], root: Node) -> Problem:
    node, path, _ = follow(root, steps[:-1])
    name = str(steps[-1])
    info = fields_of(_type_along(steps[:-1])).get(name)
    hint = (info.description or "") if info else ""
    return Problem(node.key_where, f"{path}: missing key `{name}`" if path else f"missing key `{name}`", hint)


def _too_few(steps: tuple[str | int, ...], root: Node) -> Problem:
    """A list of fixed length, such as the two ends of a range, that ends too early."""
    node, path, _ = follow(root, steps)
    expected = len(get_args(bare(_type_along(steps))))
    return Problem(node.where, f"{path}: needs {expected} entries, has {len(node.items)}")


def _unknown_key(steps: tuple[str | int, ...], root: Node) -> Problem:
    parent, path, _ = follow(root, steps[:-1])
    name = str(steps[-1])
    child = parent.mapping.get(name)
    hint = suggest(name, fields_of(_type_along(steps[:-1])))
    where = child.key_where if child is not None else parent.where
    return Problem(where, f"{path}: unknown key `{name}`" if path else f"unknown key `{name}`", hint)


def _type_along(steps: tuple[str | int, ...]) -> Any:
    annotation: Any = CompleteScenario
    for step in steps:
        annotation = type_at(annotation, step)
    return annotation


def _shown(node: Node) -> str:
    """The value as the user wrote it, cut short."""
    if isinstance(node.content, dict):
        return "a mapping"
    if isinstance(node.content, list):
        return "a list"
    raw = node.raw if len(node.raw) <= 40 else node.raw[:39] + "…"
    return f"`{raw}`" if raw else "nothing"


Words = Callable[[ErrorDetails, Node], tuple[str, str]]


def _needs(expected: str) -> Words:
    return lambda error, node: (f"needs {expected}, got {_shown(node)}", "")


def _text_needed(error: ErrorDetails, node: Node) -> tuple[str, str]:
    quoted = isinstance(node.content, (bool, int, float))
    return f"needs text, got {_shown(node)}", f'put it in quotes: "{node.raw}"' if quoted else ""


def _number_needed(error: ErrorDetails, node: Node) -> tuple[str, str]:
    kind = "a whole number" if error["type"] == "int_type" else "a number"
    almost = node.text is not None and re.fullmatch(r"[-+]?[0-9.,]+ ?%?", node.raw)
    hint = "no quotes, no thousands separators, no percent sign" if almost else ""
    return f"needs {kind}, got {_shown(node)}", hint


def _not_allowed(error: ErrorDetails, node: Node) -> tuple[str, str]:
    allowed = re.findall(r"'([^']*)'|(\d+)", str(error["ctx"]["expected"]))
    names = [word or number for word, number in allowed]
    return f"{_shown(node)} is not one of the values allowed here", suggest(node.raw, names)


def _bound(word: str, key: str) -> Words:
    return lambda error, node: (f"{_shown(node)} is {word}, {error['ctx'][key]:g}", "")


def _length(word: str, key: str) -> Words:
    def words(error: ErrorDetails, node: Node) -> tuple[str, str]:
        number = error["ctx"][key]
        return f"needs {word} {number} {_ENTRY[number != 1]}, has {error['ctx']['actual_length']}", ""

    return words


def _bad_name(error: ErrorDetails, node: Node) -> tuple[str, str]:
    return f"{_shown(node)} is no valid id", "letters, digits, `_` and `-`, at most 40, no spaces"


def _own_words(error: ErrorDetails, node: Node) -> tuple[str, str]:
    return str(error["ctx"]["error"]), ""


def _plain_words(error: ErrorDetails, node: Node) -> tuple[str, str]:
    return error["msg"][:1].lower() + error["msg"][1:], ""


_WORDS: dict[str, Words] = {
    "value_error": _own_words,
    "string_type": _text_needed,
    "string_too_short": _needs("text"),
    "string_pattern_mismatch": _bad_name,
    "float_type": _number_needed,
    "int_type": _number_needed,
    "bool_type": _needs("`true` or `false`"),
    "finite_number": _needs("a finite number"),
    "literal_error": _not_allowed,
    "greater_than_equal": _bound("below the least allowed", "ge"),
    "greater_than": _bound("too low; it must be above", "gt"),
    "less_than_equal": _bound("above the most allowed", "le"),
    "less_than": _bound("too high; it must be below", "lt"),
    "too_short": _length("at least", "min_length"),
    "too_long": _length("at most", "max_length"),
    "tuple_type": _needs("a list"),
    "dict_type": _needs("keys and values"),
    "model_type": _needs("keys and values"),
}
