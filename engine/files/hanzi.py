"""What is known of Chinese characters: which are frequent, and the simplified form of traditional ones."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from engine.files.word_lists import word_list


def simplified(text: str) -> str:
    """The text with its common traditional characters in their simplified form."""
    return text if text.isascii() else text.translate(simpler())


def is_frequent(letter: str) -> bool:
    """Is this one of the few hundred characters, simplified or traditional, that fill most business texts?"""
    return letter.translate(simpler()) in _frequent()


@cache
def simpler() -> Mapping[int, str]:
    """The simplified form of traditional characters, as `str.translate` takes it."""
    pairs = "".join(word_list("engine.files", "hanzi.yaml")["traditional"])
    return str.maketrans(dict(zip(pairs[::2], pairs[1::2], strict=True)))


@cache
def _frequent() -> frozenset[str]:
    return frozenset("".join(word_list("engine.files", "hanzi.yaml")["frequent"]))
