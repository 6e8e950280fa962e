"""A rulebook as the YAML that people write: short things on one line, long ones below each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from engine.files import is_unclear, plain_value
from engine.model.rulebook import Rulebook
from engine.rules.exchange.plain_book import TableText, plain_data
from engine.rules.exchange.written_values import write_value
from engine.rules.language.decision_tables import is_cell_number

WIDTH, _PIECE = 118, 4000
_SIGNS = r"+\-/()<>=%÷…；。，、“”（）！？!?;'²·≥≤≠×"
_PLAIN = re.compile(rf"[\w.]([\w .–−—{_SIGNS}]*[\w.{_SIGNS}])?$")
_PLAIN_ALONE = re.compile(rf"[\w.(]([\w .–−—,\[\]{_SIGNS}]*[\w.\]{_SIGNS}])?$")
_BLOCKS = ("facts", "outputs", "rules", "table", "cases", "rows")


def yaml_text(book: Rulebook, notes: Sequence[str] = ()) -> str:
    """The book as a YAML file, and `notes` as comment lines in front. Reading it gives the same book."""
    lines = [f"# {note}".rstrip() for note in notes]
    for key, value in plain_data(book).items():
        if key in _BLOCKS or key == "otherwise":
            lines.append("")
        lines += _entry(key, value, 0, block=key in _BLOCKS)
    return "\n".join(lines) + "\n"


def _entry(key: str, value: Any, indent: int, block: bool = False) -> Iterator[str]:
    """`key: value` on one line where it fits, else its parts below it."""
    margin = " " * indent
    nested = isinstance(value, dict | list | tuple)
    if not nested:
        yield f"{margin}{_scalar(key)}: {_scalar(value, indent + 2, _PLAIN_ALONE)}"
        return
    if not (block or _too_long(f"{margin}{key}: {_flow(value)}")):
        yield f"{margin}{_scalar(key)}: {_flow(value)}"
        return
    yield f"{margin}{_scalar(key)}:"
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _entry(name, inner, indent + 2, block=name in _BLOCKS)
        return
    for item in value:
        nested = isinstance(item, dict | list | tuple)
        flow = _flow(item) if nested else _scalar(item, indent + 4, _PLAIN_ALONE)
        if not isinstance(item, dict) or not (key in ("rules", "rows") or _too_long(f"{margin}  - {flow}")):
            yield f"{margin}  - {flow}"
            continue
        lines = [line for name, inner in item.items() for line in _entry(name, inner, indent + 4)]
        yield f"{margin}  - {lines[0].lstrip()}"
        yield from lines[1:]


def _too_long(line: str) -> bool:
    return len(line) > WIDTH or "\n" in line


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(inner) for inner in value) + "]"
    return _scalar(value)


def _scalar(value: Any, indent: int = 0, plain: re.Pattern[str] = _PLAIN) -> str:
    if not isinstance(value, str):
        return write_value(value)
    if isinstance(value, TableText) and is_cell_number(value):
        return str(value)
    if len(value) <= _PIECE and plain.match(value) and plain_value(value) == value and not is_unclear(value):
        return value
    return _quoted(value, indent)


def _quoted(text: str, indent: int) -> str:
    """In double quotes; what cannot be seen is escaped, and very long text goes over several lines."""
    letters = [_ESCAPES.get(letter) or (letter if letter.isprintable() else _escape(letter)) for letter in text]
    pieces = ["".join(letters[start : start + _PIECE]) for start in range(0, len(letters), _PIECE)] or [""]
    glue = "\\\n" + " " * max(indent, 1)
    return (
        '"'
        + glue.join(f"\\{piece}" if place and piece.startswith(" ") else piece for place, piece in enumerate(pieces))
        + '"'
    )


def _escape(letter: str) -> str:
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
