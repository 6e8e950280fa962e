"""Writing files: complete or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from engine.errors import InputError, Problem
from engine.wording import say, system_reason


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file beside its place, bring it to the disk and move it there, so that nobody ever sees half of it.

    Raises OSError when it cannot be written; what was there before is untouched.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.unfinished")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def write_named(path: Path, content: bytes) -> Path:
    """The same for a file whose name the user gave: raises InputError when it cannot be written."""
    try:
        return write_whole(path, content)
    except OSError as error:
        what = say("cannot be written: {reason}", reason=system_reason(error))
        raise InputError(Problem(str(path), what, code="file-unwritable")) from None


def to_disk(path: Path) -> None:
    """Bring a file or folder to the disk. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
