"""The one way from data to a model: all that is wrong is told with its place, the value, and the line to write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from engine.errors import InputError, Problem
from engine.files.sources import Source
from engine.files.unit_words import units_told
from engine.files.validation_words import Finding, part_at, words_of
from engine.files.yaml_tree import place_order
from engine.model.faults import Fault, Place, Unfit
from engine.wording import Message, say

_Model = TypeVar("_Model", bound=BaseModel)


def validate(model: type[_Model], source: Source, faults: Iterable[Fault] = (), strict: bool | None = None) -> _Model:
    """The data as this model.

    faults: what was found wrong in the data otherwise, told with the rest. strict: as pydantic has it.
    Raises InputError with everything that is wrong, in the order of the lines.
    """
    known = [problem_of(fault, (), source) for fault in faults]
    try:
        made = model.model_validate(source.data, strict=strict)
    except ValidationError as wrong:
        known += problems_of(wrong, model, source)
    if known:
        raise InputError(*in_file_order(known)) from None
    return made


def in_file_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, sorted by file, line and column."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (place_order(problem.where), problem.what))


def problems_of(error: ValidationError, model: type[BaseModel], source: Source) -> list[Problem]:
    """What pydantic found, in the user's terms; echoes of other findings are left out."""
    found: dict[Place, list[Problem]] = {}
    placed = [(each, *_written_path(source.data, each["loc"], each["type"] == "missing")) for each in error.errors()]
    lists = {union for _, path, union in placed if union is not None and _in_a_list(source.data, path, union)}
    for each, path, union in placed:
        finding = Finding(each, path, model, source)
        if union in lists and path == union:
            continue  # what is wrong inside the list is told instead
        if union is not None and union not in lists:
            found[union] = [_problem(Finding({**each, "type": "union"}, union, model, source))]
        elif not finding.is_echo():
            found.setdefault(path, []).extend(_problems(finding))
    return [problem for problems in found.values() for problem in problems]


def _in_a_list(data: Any, path: Place, union: Place) -> bool:
    """Does the path lead into a list that stands where another kind of value could?"""
    return len(path) > len(union) and isinstance(part_at(data, union), list)


def faults_of(error: ValidationError) -> list[Fault]:
    """The faults that our own checks found, of values that no file holds."""
    causes = [each.get("ctx", {}).get("error") for each in error.errors()]
    return [fault for cause in causes if isinstance(cause, Unfit) for fault in cause.faults]


def problem_of(fault: Fault, inside: Place, source: Source) -> Problem:
    """A fault as a problem of the file. inside: where the value stands that was checked."""
    fault = units_told(fault)
    path = (*inside, *fault.at)
    hint = say("the first is {where}", where=source.value_where((*inside, *fault.first))) if fault.first else fault.hint
    where = source.value_where(path) if fault.at else source.where(path)
    return Problem(where, _told(path, fault.what, source), hint, fault.code)


def _problems(found: Finding) -> list[Problem]:
    cause = found.context.get("error")
    if isinstance(cause, Unfit):
        return [problem_of(fault, found.path, found.source) for fault in cause.faults]
    return [_problem(found)]


def _problem(found: Finding) -> Problem:
    code, what, hint = words_of(found)
    path, where = found.path, found.source.value_where(found.path)
    if found.kind == "missing":
        path = path[:-1]
        where = found.source.where(path)
    elif found.kind == "extra_forbidden":
        path, where = path[:-1], found.source.where(path)
    return Problem(where, _told(path, what, found.source), hint, code)


def _told(path: Place, what: Message, source: Source) -> Message:
    """The sentence behind the readable path: list items by their `id`, the name of their step, or their place."""
    names, data = [], source.data
    for step in path:
        data = part_at(data, (step,))
        named = next((data[key] for key in ("id", "step") if isinstance(data, dict) and data.get(key)), step)
        names.append(str(named if isinstance(step, int) else step))
    return say("{path}: {what}", path=".".join(names), what=what) if names else what


def _written_path(data: Any, steps: Place, missing: bool) -> tuple[Place, Place | None]:
    """The part of pydantic's path that the user wrote, and where in it a choice of types stands, if one does."""
    written: list[str | int] = []
    union: Place | None = None
    for place, step in enumerate(steps):
        parts = dict(enumerate(data)) if isinstance(data, list | tuple) else data
        if isinstance(parts, dict) and step in parts:
            data = parts[step]
            written.append(step)
        elif missing and place == len(steps) - 1:
            written.append(step)
        elif step != "[key]" and union is None:
            union = tuple(written)
    return tuple(written), union
