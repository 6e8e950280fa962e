"""Words as people say them: yes and no, that something is not known, and that there is nobody."""

from __future__ import annotations

import unicodedata
from functools import cache

from engine.files.word_lists import word_list


def folded(text: str) -> str:
    """A word with its width, case and outer spaces taken away."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def is_unknown_word(text: str) -> bool:
    """Does the cell say that nobody knows? A blank cell says so too."""
    return folded(text) in _words("unknown")


def is_known_word(text: str) -> bool:
    """Does the cell say that something is known, whatever it is?"""
    return folded(text) in _words("known")


def is_nobody_word(text: str) -> bool:
    """Does the cell say that there is nobody?"""
    return folded(text) in _words("nobody")


def answer(text: str) -> bool | None:
    """Yes or no; None for any other word."""
    word = folded(text)
    return True if word in _words("yes") else False if word in _words("no") else None


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(word_list("engine.files")[kind])
