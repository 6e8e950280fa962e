"""A sheet of people as an office keeps it: names without ids, 支持 and 反对 instead of numbers, remarks beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from engine.committee.guided_questions import guided_questions
from engine.files import Findings, Row, Table, folded, is_nobody_word, is_unknown_word, simplified, word_list
from engine.wording import say

NAMES = ("name", "name_zh", "name_en")
SAID = ("power", "stance", "need", "worry", "relationship")
"""Scores that may be said in words."""


def as_numbers_and_ids(people: Table, findings: Findings) -> Table:
    """The table with an id for each row where it has none, and with numbers where people are judged in words.

    What a word was taken for is said. A row without a name is noted where names stand for ids.
    """
    taken: dict[str, dict[str, float]] = {}
    rows = [_numbered(row, taken) for row in people.rows]
    for score, words in taken.items():
        meant = [f"{word} = {value:g}" for word, value in sorted(words.items(), key=lambda pair: -pair[1])]
        findings.say(say("{column} in words, taken as: {meant}", column=people.headers.get(score, score), meant=meant))
    if "id" in people.columns:
        return replace(people, rows=tuple(rows))
    named = []
    for place, row in enumerate(rows, start=1):
        if not any(row.get(column) for column in NAMES):
            findings.wrong("person-nameless", row.where, say("no name"), say("every person needs one"))
        named.append(_with_id(row, place))
    return replace(people, rows=tuple(named))


def score_meant(score: str, word: str) -> float | None:
    """The number that a word for a score stands for, as 支持 for a stance; None for other words.

    >>> score_meant("stance", "坚决支持"), score_meant("stance", "中立"), score_meant("stance", "0.3")
    (0.8, 0.0, None)
    """
    return _meanings(score).get(simplified(folded(word)))


def _with_id(row: Row, place: int) -> Row:
    return replace(row, cells={**row.cells, "id": f"p{place}"})


def _numbered(row: Row, taken: dict[str, dict[str, float]]) -> Row:
    cells = dict(row.cells)
    for score in SAID:
        word = row.get(score)
        value = score_meant(score, word) if word and not is_unknown_word(word) else None
        if value is not None:
            cells[score] = value
            taken.setdefault(score, {})[word] = value
    title = row.get("title")
    if is_nobody_word(title) or is_unknown_word(title):
        cells["title"] = None
    return replace(row, cells=cells)


@cache
def _meanings(score: str) -> Mapping[str, float]:
    """{word: number}: the answers of the guided question, and other words of the trade."""
    said = {
        simplified(folded(str(word))): float(value)
        for value, words in word_list("engine.committee")["said"][score].items()
        for word in words
    }
    for anchor in guided_questions()[score].anchors:
        said |= dict.fromkeys((folded(anchor.words.zh), folded(anchor.words.en)), float(anchor.value))
    return said
