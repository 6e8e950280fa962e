"""The roles of a buying centre as people call them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import get_args

from engine.files.hanzi import simplified
from engine.files.said_words import folded
from engine.files.word_lists import by_word, word_list
from engine.model.terms import Role

_ROLES: tuple[Role, ...] = get_args(Role)


def role_meant(word: str) -> tuple[Role | None, bool]:
    """The role that a word names, and whether that is a guess: a champion has no role of its own here."""
    plain = simplified(folded(word))
    name = plain.replace(" ", "_").replace("-", "_")
    for kind in ("roles", "near_roles"):
        meant = _meanings(kind).get(plain)
        if meant is not None:
            return next(role for role in _ROLES if role == meant), kind == "near_roles"
    return next((role for role in _ROLES if role == name), None), False


def words_in(cell: str) -> list[str]:
    """The words of a cell that lists several, parted by `;`, `,`, `/`, `|`, `+` or 、 in either width."""
    return [word.strip() for word in re.split(r"[;,/|+、]", unicodedata.normalize("NFKC", cell)) if word.strip()]


@cache
def _meanings(kind: str) -> dict[str, str]:
    return by_word(word_list("engine.files")[kind])
