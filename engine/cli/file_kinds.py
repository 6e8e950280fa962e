"""Files that a command writes in one of several kinds, told by the ending of their names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.errors import InputError, Problem
from engine.wording import either, say


def need_kind(path: Path, where: str, kinds: Sequence[str]) -> None:
    """Raises InputError for a name that ends in none of these; `where` is the option or argument that named it."""
    if path.suffix.lower() not in kinds:
        what = say("`{name}` does not end in {kinds}", name=path.name, kinds=either(kinds))
        raise InputError(Problem(where, what, say("the ending says what is written"), "file-kind"))
