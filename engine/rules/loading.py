"""Finds and reads rulebooks: files of the user's, or a shipped book by its id."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from engine.errors import InputError, Problem, suggest
from engine.model.base import Frozen
from engine.model.rulebook import Rulebook
from engine.rules.book_file import BookText, read_book_text
from engine.rules.logic import understand


def shipped_books() -> tuple[str, ...]:
    """Ids of the books that come with the package."""
    return tuple(sorted(item.name[:-5] for item in _folder().iterdir() if item.name.endswith(".yaml")))


def load_book(source: str | Path) -> Rulebook:
    """The rulebook in a file, or the shipped book of this id; checked completely.

    Raises InputError with everything that is wrong, each problem with file, line and a hint.
    """
    if isinstance(source, str) and not source.lower().endswith((".yaml", ".yml")) and not Path(source).exists():
        if source not in shipped_books():
            hint = suggest(source, shipped_books()) + "; a file ends in .yaml"
            raise InputError.at(source, "no shipped rulebook has this name", hint)
        with as_file(_folder() / f"{source}.yaml") as path:
            return _book(read_book_text(path))
    return _book(read_book_text(Path(source)))


def _folder() -> Any:
    return files("engine.rules") / "books"


def _book(text: BookText) -> Rulebook:
    if not isinstance(text.data, dict):
        raise InputError.at(text.where(()), "a rulebook is a mapping", "it starts with `id:` and `title:`")
    try:
        book = Rulebook.model_validate(text.data)
    except ValidationError as wrong:
        raise InputError(*dict.fromkeys(_problem(text, error) for error in wrong.errors())) from None
    understand(book, text.where)
    return book


def _problem(text: BookText, error: Any) -> Problem:
    """One of pydantic's findings in the user's terms."""
    path = tuple(part for part in error["loc"] if _is_written(text.data, part, error["loc"]))
    name = f"`{path[-1]}`" if path and isinstance(path[-1], str) else ".".join(map(str, path)) or "the book"
    where = text.where(path)
    kind, message = error["type"], str(error["msg"])
    if kind == "extra_forbidden":
        return Problem(where, f"{name} is not a key that belongs here", suggest(str(path[-1]), _keys_at(path[:-1])))
    if kind == "missing":
        around = text.where(path[:-1])
        return Problem(around, f"{name} is missing")
    if kind == "value_error":
        return Problem(where, f"{name}: {message.removeprefix('Value error, ')}")
    if kind == "string_pattern_mismatch":
        hint = (
            "small letters, digits and `_`, starting with a letter"
            if "[a-z]" in message
            else "letters, digits, `_`, `-`"
        )
        return Problem(where, f"{name} has characters that a name cannot have, or is too long", hint)
    return Problem(where, f"{name}: {message[0].lower()}{message[1:]}")


def _is_written(data: Any, part: str | int, path: tuple[str | int, ...]) -> bool:
    """Leaves out what pydantic adds to a path: the alternatives of a union and the word [key]."""
    for step in path:
        if step is part:
            break
        if isinstance(data, dict) and step in data:
            data = data[step]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
    if isinstance(part, int):
        return isinstance(data, list)
    return part == path[-1] and isinstance(data, dict) or (isinstance(data, dict) and part in data)


def _keys_at(path: tuple[str | int, ...]) -> list[str]:
    """The keys a model knows at this path."""
    model: Any = Rulebook
    for part in path:
        if isinstance(model, type) and issubclass(model, Frozen):
            field = model.model_fields.get(str(part))
            model = field.annotation if field else None
        else:
            model = next((arg for arg in reversed(get_args(model)) if arg is not Ellipsis), None)
    if isinstance(model, type) and issubclass(model, Frozen):
        return [field.alias or name for name, field in model.model_fields.items()]
    return []
