"""Names in a list that somebody typed, paths of files among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

SEPARATORS = (re.compile(r"[,，、]"), re.compile(r"\s"))
"""Those that come first bind less."""


def listed_names(texts: Sequence[str]) -> list[str]:
    """The names in texts that list them with commas, Chinese commas or blanks.

    What is the path of a file is one name, whatever stands in it.
    """
    return [name for text in texts for name in _taken_apart(text.strip(), SEPARATORS)]


def _taken_apart(text: str, separators: Sequence[re.Pattern[str]]) -> list[str]:
    if not separators or _names_a_file(text):
        return [text] if text else []
    return [name for part in separators[0].split(text) for name in _taken_apart(part.strip(), separators[1:])]


def _names_a_file(text: str) -> bool:
    """Is this the path of a file, or of one with the name of something in it, as in `mine.py:CLIMB`?"""
    try:
        return Path(text).is_file() or Path(text.rpartition(":")[0]).is_file()
    except OSError:  # longer than any path
        return False
