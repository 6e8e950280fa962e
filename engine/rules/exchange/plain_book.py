"""A rulebook as plain data, as its YAML file gives them: what is written into files of every format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.model.base import Text
from engine.model.rulebook import Declaration, FactDeclaration, OpenReason, Rulebook, UnknownAs


class TableText(str):
    """A cell of a table: a number in it needs no quotes."""

    __slots__ = ()


def plain_data(book: Rulebook) -> dict[str, Any]:
    """The parts of the book in the order in which people write them; what is absent is left out."""
    data: dict[str, Any] = {
        "id": book.id,
        "title": _text(book.title),
        "purpose": _text(book.purpose),
        "hit": book.hit,
        "aggregate": book.aggregate,
        "facts": {name: _declared(declared) for name, declared in book.facts.items()},
        "outputs": {name: _declared(declared) for name, declared in book.outputs.items()},
    }
    if book.table is None:
        data["rules"] = [_with_reasons(rule, {"priority": rule.priority, "when": rule.when}) for rule in book.rules]
    else:
        rows = [
            _with_reasons(row, {"priority": row.priority, "when": [*map(TableText, row.when)]})
            for row in book.table.rows
        ]
        data["table"] = {"when": list(book.table.when), "then": list(book.table.then), "rows": rows}
    data["otherwise"] = _with_reasons(book.otherwise, {})
    if book.otherwise.undetermined is not None:
        data["otherwise"]["undetermined"] = _undetermined(book.otherwise.undetermined)
    cases = [_filled(case.model_dump()) for case in book.cases]
    return {**_filled(data), **({"cases": cases} if cases else {})}


def _with_reasons(rule: Any, parts: Mapping[str, Any]) -> dict[str, Any]:
    then = list(rule.then) if isinstance(rule.then, tuple) else dict(rule.then)
    reasons = {"then": then, "because": _text(rule.because), "source": rule.source, "assumption": rule.assumption}
    return _filled({"id": getattr(rule, "id", None), "title": _text(rule.title), **parts, **reasons})


def _undetermined(reasons: Text | Sequence[OpenReason]) -> Any:
    if isinstance(reasons, Text):
        return _text(reasons)
    return [_filled({"unknown": reason.unknown, "because": _text(reason.because)}) for reason in reasons]


def _filled(data: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is absent; empty mappings of a case go too."""
    return {key: value for key, value in data.items() if value is not None and value != {} and value != ()}


def _text(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"en": text.en, "zh": text.zh}


def _declared(declared: Declaration) -> dict[str, Any]:
    data: dict[str, Any] = {"type": declared.type, "unit": declared.unit}
    data["range"] = None if declared.range is None else [*map(_tidy, declared.range)]
    data["values"] = list(declared.values) or None
    if isinstance(declared, FactDeclaration):
        unknown = declared.unknown
        data["formula"] = declared.formula
        data["unknown"] = {"as": unknown.value} if isinstance(unknown, UnknownAs) else unknown
        data["from"] = declared.fed_by
    return _filled({**data, "meaning": _text(declared.meaning)})


def _tidy(number: float) -> int | float:
    """A whole number without its `.0`."""
    return int(number) if number.is_integer() else number
