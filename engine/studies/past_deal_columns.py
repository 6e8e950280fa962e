"""What the columns of a sheet of past deals mean to a book, and what stands in their cells.

A fact is called by its name, by its meaning in Chinese or English, as an exported book heads its column, or as a
dossier calls a field of the same name. An output is called by its name or meaning and says what was done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from engine.advice.dossier_cells import read_cells
from engine.advice.dossier_fields import DossierField, choice_meant, field_label, vocabulary
from engine.files import (
    Cell,
    Findings,
    Grid,
    Table,
    Vocabulary,
    Wanted,
    by_word,
    folded,
    is_unknown_word,
    shown,
    simplified,
    text_of,
    word_list,
)
from engine.files.headers import fold_header
from engine.model.rulebook import Declaration, Rulebook, Value
from engine.rules.exchange.fact_columns import labels_of, read_numbers_of
from engine.rules.exchange.sheet_words import in_our_words
from engine.rules.language.dates import date_of
from engine.rules.language.feeding import askable
from engine.rules.language.spoken import said
from engine.rules.language.values import as_said
from engine.wording import Joined, say, told

Ended = Literal["won", "lost", "no_decision", "not_won"]
"""How a deal ended; `not_won` where the sheet tells no more than that."""
NAME, ACCOUNT, NUMBER = "own.name", "own.account", "own.number"
DONE, ENDED, WON, AMOUNT = "own.done", "own.ended", "own.won", "own.amount"
OUTPUT = "then."
"""Stands before the name of an output whose column says what was done."""


@dataclass(frozen=True)
class DealColumns:
    """What columns may be called. twice: words that mean two facts or outputs, and which: none of them is taken."""

    vocabulary: Vocabulary
    twice: Mapping[str, tuple[str, ...]]


def columns_of(book: Rulebook) -> DealColumns:
    """The columns that a sheet of past deals may have for this book.

    Those that are no facts are known by their exact words alone: such a sheet has many columns that are nobody's
    business here, and a question about each of them would help nobody.
    """
    meant: dict[str, list[str]] = {}
    for word, column in _words_of(book):
        known = meant.setdefault(fold_header(word), [])
        if column not in known:
            known.append(column)
    plain = {fold_header(name) for name in askable(book)}
    twice = {word: tuple(columns) for word, columns in meant.items() if len(columns) > 1 and word not in plain}
    words = {word: columns[0] for word, columns in meant.items() if len(columns) == 1}
    names = (*(f"{OUTPUT}{name}" for name in book.outputs), *askable(book))

    def family(header: str) -> str | None:
        kind, _, name = str(in_our_words(Grid("", [[header]])).rows[0][0]).partition(".")
        if kind in ("when", "facts") and name in askable(book):
            return name
        if kind in ("then", "expect") and name in book.outputs:
            return f"{OUTPUT}{name}"
        return None if fold_header(header) in twice else _own_words().get(fold_header(header))

    days = frozenset(name for name, fact in book.facts.items() if fact.type == "date")
    return DealColumns(Vocabulary(names, (), words, family, takes_days=days.__contains__), twice)


def called(column: str) -> str:
    """A column as messages call it: its name without what tells outputs from facts."""
    return column.removeprefix(OUTPUT)


def _words_of(book: Rulebook) -> Iterator[tuple[str, str]]:
    for name, fact in askable(book).items():
        yield from ((word, name) for word in labels_of(name, fact))
    for word, path in vocabulary().words.items():
        yield from ((word, name) for name in _facts_of(path) if name in askable(book))
    for name, output in book.outputs.items():
        words = labels_of(name, output) if name in askable(book) else (name, *labels_of(name, output))
        yield from ((word, f"{OUTPUT}{name}") for word in words)


@cache
def _own_words() -> Mapping[str, str]:
    columns = by_word(word_list("engine.studies", "past_deal_words.yaml")["columns"])
    return {fold_header(word): name for word, name in columns.items()}


def read_column(table: Table, column: str, name: str, declared: Declaration, findings: Findings) -> list[Value | None]:
    """The values of a fact or output by row; None where nobody knows, and where a cell is wrong, which is noted.

    column: ours. name: of the fact or output.
    """
    cells = [row.cells.get(column) for row in table.rows]
    places = [row.at(column) for row in table.rows]
    header = table.headers[column]
    if declared.type == "choice":
        words = choice_words(name, declared)
        return [
            _choice(cell, place, header, name, declared, words, findings)
            for cell, place in zip(cells, places, strict=True)
        ]
    if declared.type == "date":
        return [_date(cell, place, header, findings) for cell, place in zip(cells, places, strict=True)]
    if declared.type == "boolean":
        return read_cells(cells, places, DossierField(name, "answer", Wanted(header)), findings)
    return list(read_numbers_of(table, column, name, declared, findings))


def choice_words(name: str, declared: Declaration) -> Mapping[str, str]:
    """{word: value}: the values of a choice as people read them in either language; no word that means two."""
    meant: dict[str, set[str]] = {}
    for value in declared.values:
        for lang in ("en", "zh"):
            meant.setdefault(simplified(folded(told(said(name, value), lang))), set()).add(value)
    return {word: next(iter(values)) for word, values in meant.items() if len(values) == 1}


def _choice(
    cell: Cell,
    place: str,
    header: str,
    name: str,
    declared: Declaration,
    words: Mapping[str, str],
    findings: Findings,
) -> str | None:
    word = text_of(cell).strip()
    if word in declared.values:
        return word
    meant = words.get(simplified(folded(word)))
    if meant is not None:
        return meant
    if is_unknown_word(word):
        return None
    read = str(as_said(name, declared, word))
    if read not in declared.values:
        read = next((choice_meant(path, word) for path in _paths(name) if choice_meant(path, word) != word), read)
    if read in declared.values:
        return read
    what = say("{column} cannot be `{word}`", column=header, word=shown(word))
    values = Joined([said(name, value) for value in declared.values], ", ")
    findings.wrong("choice-unknown", place, what, say("it can be: {words}", words=values))
    return None


def _date(cell: Cell, place: str, header: str, findings: Findings) -> str | None:
    word = text_of(cell).strip()
    day = date_of(word)
    if day is None and not is_unknown_word(word):
        what = say("{column} cannot be `{word}`", column=header, word=shown(word))
        findings.wrong("value-type", place, what, say("write it as in 2026-01-31"))
    return day


@cache
def _paths(name: str) -> Sequence[str]:
    """The fields of a dossier that hold what a fact says."""
    return tuple(path for path in vocabulary().names if name in _facts_of(path))


@cache
def _facts_of(path: str) -> frozenset[str]:
    """What a fact may be called that a field of a dossier holds: as the field, or as its English label."""
    return frozenset({path.split(".")[-1], str(field_label(path)).replace(" ", "_")})


def ended_of(table: Table, findings: Findings) -> list[Ended | None]:
    """How each deal ended; None where the sheet does not say or it is still open. What is wrong is noted."""
    words = by_word(word_list("engine.studies", "past_deal_words.yaml")["ended"])
    answers: list[bool | None] = [None] * len(table.rows)
    if WON in table.columns:
        cells, places = ([row.cells.get(WON) for row in table.rows], [row.at(WON) for row in table.rows])
        plain = [None if words.get(_word(cell)) else cell for cell in cells]
        answers = read_cells(plain, places, DossierField(WON, "answer", Wanted(table.headers[WON])), findings)
    found: list[Ended | None] = []
    for row, answer in zip(table.rows, answers, strict=True):
        told_by_answer: Ended | None = None if answer is None else "won" if answer else "not_won"
        spoken = [_ended(row.cells.get(ENDED), row.at(ENDED), words, findings)]
        spoken.append(_literal(words.get(_word(row.cells.get(WON)))) or told_by_answer)
        found.append(_agreed(spoken, row.at(WON), findings))
    return found


def _word(cell: Cell) -> str:
    return simplified(folded(text_of(cell)))


def _ended(cell: Cell, place: str, words: Mapping[str, str], findings: Findings) -> Ended | None:
    word = _word(cell)
    if word in words:
        return _literal(words[word])
    if is_unknown_word(word):
        return None
    what = say("`{word}` does not tell how the deal ended", word=shown(text_of(cell)))
    hint = say("write won, lost or no decision; an amount goes into a column of its own, called amount won")
    findings.wrong("ended-unknown", place, what, hint)
    return None


def _literal(word: str | None) -> Ended | None:
    return next((each for each in get_args(Ended) if each == word), None)


def _agreed(spoken: Sequence[Ended | None], place: str, findings: Findings) -> Ended | None:
    """What two columns say of how a deal ended; where both do, the one that says more."""
    first, second = spoken
    if first is None or second is None:
        return first or second
    if (first == "won") != (second == "won"):
        what = say("two columns contradict each other about whether the deal was won")
        findings.wrong("ended-twice", place, what, say("correct one of them"))
    return second if first == "not_won" else first
