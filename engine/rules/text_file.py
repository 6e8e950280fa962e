"""Text of files as people and spreadsheet programs write it: encodings, and the comments of YAML."""

from __future__ import annotations

import re

from engine.errors import InputError

_COMMENT = re.compile(r"\s*#\s?(?P<said>.*)$")


def notes_of(text: str) -> tuple[tuple[str, ...], int]:
    """The comment lines in front of a YAML file, and how many comment lines follow inside it."""
    lines = text.lstrip("\ufeff").splitlines()
    notes: list[str] = []
    for line in lines:
        found = _COMMENT.match(line)
        if found is None:
            break
        notes.append(found["said"].rstrip())
    return tuple(notes), sum(1 for line in lines[len(notes) :] if _COMMENT.match(line))


def decoded(data: bytes, name: str) -> str:
    """UTF-8, with or without a byte-order mark, or GBK. Raises InputError for anything else."""
    if b"\x00" in data:
        raise InputError.at(name, "this is not a CSV file", "save it as CSV UTF-8")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError.at(name, "the file is neither UTF-8 nor GBK", "save it as CSV UTF-8")
