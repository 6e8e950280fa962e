"""Plain data into a model, every mistake told in the user's terms with its place and the nearest valid name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Protocol, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from engine.errors import InputError, Problem, suggest
from engine.files import place_order
from engine.rules.book_file import Place

_NAME = re.compile(r"'([^']*)'")
_Model = TypeVar("_Model", bound=BaseModel)


class Source(Protocol):
    """Plain data and where each part of them stands, as the user wrote it: in YAML or in a spreadsheet."""

    data: Any

    def where(self, path: Place) -> str:
        """What the user should look at for the part at `path`."""
        ...


def validate(model: type[_Model], text: Source) -> _Model:
    """The data as this model. Raises InputError with everything that is wrong."""
    try:
        return model.model_validate(text.data)
    except ValidationError as wrong:
        found = {_written_path(text.data, error["loc"]): error for error in wrong.errors()}
        raise InputError(*unique(_problem(model, text, path, error) for path, error in found.items())) from None


def unique(problems: Iterable[Problem | None]) -> list[Problem]:
    """Each problem once, in the order of the lines they stand on."""
    found = {problem: None for problem in problems if problem is not None}
    return sorted(found, key=lambda problem: (place_order(problem.where)[1:], problem.what))


def _problem(model: type[BaseModel], text: Source, path: Place, error: Any) -> Problem | None:
    """One of pydantic's findings in the user's terms; None when another finding says it already."""
    name = f"`{path[-1]}`" if path and isinstance(path[-1], str) else "the entry"
    where, kind, message = text.where(path), error["type"], str(error["msg"])
    if "unknown" in path[2:4] and path[0] == "facts":
        return Problem(
            text.where(path[:3]), "`unknown` is `no_match` or `{as: VALUE}`", "what unknown means for this fact"
        )
    if kind == "too_short" and error["input"]:
        return None
    if kind == "extra_forbidden":
        return Problem(
            where, f"{name} is not a key that belongs here", suggest(str(path[-1]), _keys_at(model, path[:-1]))
        )
    if kind == "literal_error" and path:
        allowed = _NAME.findall(str(error["ctx"]["expected"]))
        return Problem(where, f"{name} cannot be `{str(error['input'])[:60]}`", suggest(str(error["input"]), allowed))
    if kind == "missing":
        return Problem(where, f"{name} is missing")
    if kind == "value_error":
        return Problem(where, f"{name}: {message.removeprefix('Value error, ')}")
    if kind in ("bool_type", "int_type", "float_type", "string_type") and len(error["loc"]) > len(path):
        return Problem(where, f"{name} must be one value: yes, no, a number or a word")
    if kind == "string_pattern_mismatch":
        return Problem(where, f"{name} cannot be written like this", _pattern_hint(message))
    return Problem(where, f"{name}: {message[0].lower()}{message[1:]}")


def _pattern_hint(message: str) -> str:
    if "[a-z]" in message:
        return "small letters, digits and `_`, starting with a letter, at most 60"
    if "[A-Za-z0-9]" in message:
        return "letters, digits, `_` and `-`, at most 40"
    return "no double quotes, backslashes or line breaks"


def _written_path(data: Any, path: Place) -> Place:
    """The part of pydantic's path that the user wrote: without the alternatives of a union and the mark `[key]`."""
    written: list[str | int] = []
    for place, step in enumerate(path):
        parts = dict(enumerate(data)) if isinstance(data, list) else data
        if isinstance(parts, dict) and step in parts:
            data = parts[step]
        elif not (isinstance(data, dict) and place == len(path) - 1 and step != "[key]"):
            continue
        written.append(step)
    return tuple(written)


def _keys_at(top: type[BaseModel], path: Place) -> list[str]:
    """The keys a model knows at this path."""
    model: Any = top
    for part in path:
        if isinstance(model, type) and issubclass(model, BaseModel):
            field = model.model_fields.get(str(part))
            model = field.annotation if field else None
        else:
            model = next((arg for arg in reversed(get_args(model)) if arg is not Ellipsis), None)
    if isinstance(model, type) and issubclass(model, BaseModel):
        return [field.alias or name for name, field in model.model_fields.items()]
    return []
