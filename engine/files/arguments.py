"""What is handed over from Python, refused where it is something else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from engine.errors import InputError, Problem
from engine.wording import Said, say

T = TypeVar("T")

PATH = say("the name of a file")
MAPPING = say("a mapping of names and values")


def expect(argument: str, value: object, kind: type[T], wanted: Said) -> T:
    """The value, when it is of this kind. Raises InputError otherwise. wanted: what it should be, in words."""
    if not isinstance(value, kind):
        raise refused(argument, value, wanted)
    return value


def refused(argument: str, value: object, wanted: Said) -> InputError:
    """The error for an argument that is something else than wanted."""
    found = "None" if value is None else type(value).__name__
    what = say("expected {wanted}, but got {found}", wanted=wanted, found=found)
    return InputError(Problem(argument, what, code="argument-kind"))


def path_given(argument: str, value: object) -> Path:
    """A file by its name."""
    if not isinstance(value, str | Path):
        raise refused(argument, value, PATH)
    return Path(value)


def mapping_given(argument: str, value: object) -> Mapping[Any, Any]:
    """Names and values; every name a text."""
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise refused(argument, value, MAPPING)
    return value


def listed(argument: str, value: object, wanted: Said) -> Iterable[Any]:
    """Several of something."""
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        raise refused(argument, value, wanted)
    return value
