"""Meanings in sheets that are not the book's own: the simulation's words for a fact, in brackets.

They stand there for people to read, and are left out again when a sheet is read. So a round trip adds nothing to a book
that is silent, and takes nothing from one that says the same in words of its own.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from engine.model.facts import FACT_INDEX, FACTS
from engine.model.terms import LANGUAGES
from engine.wording import told


def filled_meaning(name: str) -> dict[str, str] | None:
    """What stands in the sheet for a fact or output without a meaning of its own; None where nobody has one."""
    if name not in FACT_INDEX:
        return None
    meaning = FACTS[FACT_INDEX[name]].meaning
    return {"en": f"({told(meaning, 'en')})", "zh": f"（{told(meaning, 'zh')}）"}


def leave_out_filled(name: str, row: MutableMapping[str, tuple[Any, str]]) -> None:
    """Take the meanings that are filled in out of a row that was read."""
    filled = filled_meaning(name) or {}
    for lang in LANGUAGES:
        if row.get(f"meaning.{lang}", (None,))[0] == filled.get(lang, ""):
            del row[f"meaning.{lang}"]
