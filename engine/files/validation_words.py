"""What is wrong with a value, in sentences: one function per kind of finding, each giving code, sentence and hint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from engine.errors import near_names
from engine.files.findings import shown
from engine.files.model_types import bare, choices_of, fields_of, pattern_line, type_at, units_of
from engine.files.sources import Source
from engine.model.faults import Place
from engine.wording import Message, either, nearest, say


class Finding:
    """One of pydantic's findings, and what it is about."""

    def __init__(self, error: Mapping[str, Any], path: Place, model: type[BaseModel], source: Source) -> None:
        self.kind, self.error, self.path, self.source = str(error["type"]), error, path, source
        self.context: Mapping[str, Any] = error.get("ctx", {})
        self.annotation: Any = model
        self.parent: Any = None
        for step in path:
            self.parent, self.annotation = self.annotation, type_at(self.annotation, step)
        self.name = str(path[-1]) if path else ""

    def is_echo(self) -> bool:
        """Does it only repeat others: a key is missing as it is misspelt, a list short as its items are wrong?"""
        if self.kind == "missing":
            beside = part_at(self.source.data, self.path[:-1])
            strange = [key for key in beside if key not in fields_of(self.parent)] if isinstance(beside, dict) else []
            alone = len(strange) == len(beside or ())
            return bool(strange) and (alone or any(near_names(str(key), [self.name]) for key in strange))
        if self.kind == "too_short":
            return len(self.error["input"]) >= int(self.context["min_length"])
        return False

    def value(self) -> Message | str:
        """The value as the user wrote it, cut short."""
        value = self.error["input"]
        if isinstance(value, Mapping):
            return say("a mapping")
        if isinstance(value, list | tuple):
            return say("a list")
        written = self.source.written(self.path) or ("" if value is None else str(value))
        return f"`{shown(written)}`" if written else say("nothing")


Words = tuple[str, Message, Message | str]


def _missing(found: Finding) -> Words:
    if isinstance(found.path[-1], int):
        needed = len(get_args(bare(found.parent)))
        return "list-length", say("needs {needed} entries", needed=needed), ""
    info = fields_of(found.parent).get(found.name)
    line = pattern_line(found.annotation, units_of(info) if info else ())
    return (
        "key-missing",
        say("missing key `{name}`", name=found.name),
        say("write `{line}`", line=f"{found.name}: {line}"),
    )


def _strange(found: Finding) -> Words:
    what = say("unknown key `{name}`", name=found.name)
    return "key-unknown", what, nearest(found.name, fields_of(found.parent))


def _text(found: Finding) -> Words:
    number = isinstance(found.error["input"], bool | int | float)
    hint = say("write `{line}`", line=f'"{found.source.written(found.path)}"') if number else ""
    return "value-text", say("needs text, got {value}", value=found.value()), hint


def _long(found: Finding) -> Words:
    most = found.context["max_length"]
    return "value-long", say("the text is longer than {most} characters", most=most), ""


def _pattern(found: Finding) -> Words:
    hints = {
        r"^[a-z]": say("small letters, digits and `_`, starting with a letter, at most 60"),
        r"^[A-Z": say("letters, digits, `_` and `-`, at most 40, no spaces"),
    }
    pattern = str(found.context["pattern"])
    other = say("no double quotes, backslashes or line breaks")
    hint = next((hint for begin, hint in hints.items() if pattern.startswith(begin)), other)
    return "value-name", say("{value} cannot be a name here", value=found.value()), hint


def _number(found: Finding) -> Words:
    almost = isinstance(found.error["input"], str) and found.error["input"].strip("+-")[:1].isdigit()
    hint = say("without quotes, thousands separators, percent sign or unit") if almost else ""
    if found.kind.startswith("int"):
        return "value-number", say("needs a whole number, got {value}", value=found.value()), hint
    if found.kind == "finite_number":
        return "value-number", say("needs a finite number, got {value}", value=found.value()), hint
    return "value-number", say("needs a number, got {value}", value=found.value()), hint


def _answer(found: Finding) -> Words:
    return "value-answer", say("needs `true` or `false`, got {value}", value=found.value()), ""


def _choice(found: Finding) -> Words:
    allowed = [str(choice) for choice in get_args(bare(found.annotation))]
    what = say("{value} is not one of the values allowed here", value=found.value())
    return "value-choice", what, nearest(str(found.error["input"]), allowed)


def _range(found: Finding) -> Words:
    ((kind, limit),) = found.context.items()
    told = f"{limit:g}"
    if kind == "ge":
        return "value-range", say("{value} is below the least allowed, {least}", value=found.value(), least=told), ""
    if kind == "le":
        return "value-range", say("{value} is above the most allowed, {most}", value=found.value(), most=told), ""
    if kind == "gt":
        return "value-range", say("{value} must be above {limit}", value=found.value(), limit=told), ""
    return "value-range", say("{value} must be below {limit}", value=found.value(), limit=told), ""


def _length(found: Finding) -> Words:
    has = found.context["actual_length"]
    if found.kind == "too_short":
        what = say(
            "too few entries: {count}, at least {least} are needed", least=found.context["min_length"], count=has
        )
    else:
        what = say("too many entries: {count}, at most {most} are allowed", count=has, most=found.context["max_length"])
    return "list-length", what, ""


def _list(found: Finding) -> Words:
    return "list-needed", say("needs a list, got {value}", value=found.value()), say("as in `[a, b]`")


def _mapping(found: Finding) -> Words:
    hint = say("write `{line}`", line=pattern_line(found.annotation))
    return "mapping-needed", say("needs keys and values, got {value}", value=found.value()), hint


def _union(found: Finding) -> Words:
    choices = choices_of(found.annotation)
    what = say("{value} does not fit here", value=found.value())
    if set(choices) <= {bool, int, float, str}:
        return "value-unfit", what, say("one value: yes, no, a number or a word")
    return "value-unfit", what, say("write {choices}", choices=either([f"`{pattern_line(each)}`" for each in choices]))


def _other(found: Finding) -> Words:
    return "value-unfit", say("{value} does not fit here", value=found.value()), ""


KINDS: dict[str, Callable[[Finding], Words]] = {
    "missing": _missing,
    "extra_forbidden": _strange,
    "string_too_long": _long,
    "string_pattern_mismatch": _pattern,
    "literal_error": _choice,
    "too_short": _length,
    "too_long": _length,
    "union": _union,
    **dict.fromkeys(("string_type", "string_too_short", "string_unicode"), _text),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), _number),
    **dict.fromkeys(("int_type", "int_parsing", "int_parsing_size", "int_from_float"), _number),
    **dict.fromkeys(("bool_type", "bool_parsing"), _answer),
    **dict.fromkeys(("greater_than_equal", "greater_than", "less_than_equal", "less_than"), _range),
    **dict.fromkeys(("tuple_type", "list_type"), _list),
    **dict.fromkeys(("dict_type", "model_type", "mapping_type"), _mapping),
}


def words_of(found: Finding) -> Words:
    """Code, sentence and hint of a finding."""
    return KINDS.get(found.kind, _other)(found)


def part_at(data: Any, path: Place) -> Any:
    """The part of plain data at a path; None where there is none."""
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list | tuple) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data
