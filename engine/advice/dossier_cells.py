"""Cells of a dossier as what its fields hold: numbers in any style, words as they are said, and what is not known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from unicodedata import normalize

from engine.advice.dossier_fields import DossierField, choice_meant, choice_said
from engine.errors import near_names
from engine.files import (
    Cell,
    Findings,
    Unreadable,
    answer,
    folded,
    is_unknown_word,
    read_numbers,
    role_meant,
    shown,
    text_of,
    words_in,
)
from engine.wording import Message, nearest, say


def read_cells(
    cells: Sequence[Cell],
    places: Sequence[str],
    field: DossierField,
    findings: Findings,
    styles: Any = frozenset(),
    unit: str = "",
) -> list[Any]:
    """The values of a column; None where a cell is blank, says that nobody knows, or is wrong, which is noted.

    styles, unit: as `files.Table` finds them for numbers.
    """
    if field.kind == "number":
        found = read_numbers(cells, places, replace(field.wanted, unit=unit), findings, styles)
        return [int(number) if number is not None and field.wanted.kind == "whole" else number for number in found]
    return [_value(cell, place, field, findings) for cell, place in zip(cells, places, strict=True)]


def _value(cell: Cell, place: str, field: DossierField, findings: Findings) -> Any:
    if isinstance(cell, bool) and field.kind == "answer":
        return cell
    if isinstance(cell, Unreadable):
        findings.wrong("cell-odd", place, say("{column}: {what}", column=field.wanted.name, what=cell.what), cell.hint)
        return None
    word = text_of(cell).strip()
    if field.kind == "choice" and "none" in field.values and choice_meant(field.path, word) == "none":
        return "none"
    if is_unknown_word(word) and (field.kind != "text" or not word):
        return None
    if field.kind == "answer":
        return _answer(word, place, field, findings)
    if field.kind == "choice":
        meant = choice_meant(field.path, word)
        if meant not in field.values:
            what = say("{column} cannot be `{word}`", column=field.wanted.name, word=shown(word))
            findings.wrong("choice-unknown", place, what, _known(field, meant))
            return None
        return meant
    if field.kind == "roles":
        return [role_meant(role)[0] or role for role in words_in(word)]
    if field.kind == "day":
        return _day(word, place, field, findings)
    if field.kind == "days":
        days = [_day(one, place, field, findings) for one in _PARTS_DAYS.split(word) if one]
        return None if None in days else days
    return {"en": word, "zh": word} if field.kind == "words" else word


_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_PARTS_DAYS = re.compile(r"\s*[;,；，、\n]\s*")


def _day(word: str, place: str, field: DossierField, findings: Findings) -> str | None:
    """The day as 2026-03-02, also from 2026/3/2 and 2026年3月2日: with the year first no reading is open."""
    said = _DAY.fullmatch(normalize("NFKC", word).strip())
    try:
        if said is not None:
            return date(*map(int, said.groups())).isoformat()
    except ValueError:
        pass
    what = say("{column}: `{word}` is no day", column=field.wanted.name, word=shown(word))
    findings.wrong("day-unreadable", place, what, say("write a day as `2026-03-02`"))
    return None


def _known(field: DossierField, meant: str) -> Message:
    """The nearest value, or all of them in words."""
    if near_names(meant, field.values):
        return nearest(meant, field.values)
    return say("it can be: {words}", words=[choice_said(field.path, value) for value in field.values])


def _answer(word: str, place: str, field: DossierField, findings: Findings) -> bool | None:
    said = answer(word)
    if said is None and folded(word) == "x":
        readings = {say("a mark for yes"): True, say("a cross for no"): False}
        what = say("{column}: what does `{word}` mean?", column=field.wanted.name, word=word)
        said = findings.ask("answer-open", place, what, readings, say("write yes or no"))
    elif said is None:
        what = say("{column} is `{word}`, which is neither yes nor no", column=field.wanted.name, word=shown(word))
        findings.wrong("answer-none", place, what, say("yes or no"))
    return said
