"""Files that a command writes where the user says: never over another one without being told."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Annotated

import typer

from engine.errors import InputError, Problem
from engine.wording import Message, say, system_reason

Force = Annotated[bool, typer.Option("--force", help=say("Write over a file that is there already."))]


def refuse_existing(path: Path, where: str, force: bool) -> None:
    """Raises InputError for a place where something is; `where` is the option or argument that named it."""
    if path.is_dir():
        what = say("`{path}` is a folder", path=str(path))
        raise InputError(Problem(where, what, say("name a file"), "file-folder"))
    if path.exists() and not force:
        what = say("`{path}` is there already", path=str(path))
        raise InputError(Problem(where, what, say("add --force to write over it"), "file-exists"))


def need_yaml(path: Path, where: str, hint: Message) -> None:
    """Raises InputError for a name that is not one of a YAML file."""
    if path.suffix.lower() not in (".yaml", ".yml"):
        what = say("`{name}` does not end in .yaml", name=path.name)
        raise InputError(Problem(where, what, hint, "file-kind"))


def need_folder(path: Path) -> None:
    """Raises InputError where the folder to write in is missing: before anything is asked or read."""
    if not path.absolute().parent.is_dir():
        missing = system_reason(FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)))
        raise InputError(
            Problem(str(path), say("cannot be written: {reason}", reason=missing), code="file-folder-none")
        )


def written(path: Path) -> Message:
    """Says where a file is now."""
    return say("Written: {path}", path=str(path))
