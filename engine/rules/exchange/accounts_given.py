"""Many accounts from Python or from a file, in columns of facts, each value remembering its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.errors import Problem
from engine.files import (
    Findings,
    Row,
    Table,
    Vocabulary,
    columns_said,
    is_unknown_word,
    read_table,
    text_of,
    word_list,
)
from engine.files.arguments import MAPPING, refused
from engine.files.headers import fold_header
from engine.model.rulebook import Declaration
from engine.rules.exchange.fact_columns import read_numbers_of
from engine.rules.language.spoken import meaning_of
from engine.rules.tabulation.account_columns import Accounts
from engine.wording import nearest, say, told

ACCOUNT = "account"
"""The column that names the account, unless the book has a fact of this name."""
_WANTED = say("a list of accounts, a mapping of columns, or the name of a file")


def accounts_given(table: object, declared: Mapping[str, Declaration]) -> Accounts:
    """The accounts in a list of mappings, a mapping of columns or a data frame, or a CSV file or workbook.

    declared: the facts of the book. Raises InputError, or OpenQuestion, for what cannot be read at all; what is wrong
    with single columns is kept in `problems`.
    """
    if isinstance(table, str | Path):
        return _from_file(table, declared)
    if isinstance(table, Mapping):
        return _from_columns(table, declared)
    heads: Any = getattr(table, "columns", None)
    if isinstance(heads, Iterable) and hasattr(table, "__getitem__"):  # a data frame, whoever made it
        return _from_columns({name: table[name] for name in heads}, declared)
    if isinstance(table, bytes) or not isinstance(table, Iterable):
        raise refused("table", table, _WANTED)
    return _from_rows(list(table), declared)


def _from_rows(rows: Sequence[Mapping[str, object]], declared: Mapping[str, Declaration]) -> Accounts:
    for place, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise refused(f"accounts[{place}]", row, MAPPING)
    keys = set[str]().union(*rows)
    problems = []
    for name in sorted(keys - declared.keys(), key=str):
        if name != ACCOUNT:
            first = next(place for place, row in enumerate(rows) if name in row)
            problems.append(_no_fact(f"accounts[{first}]", name, declared))
    columns = {name: [row.get(name) for row in rows] for name in declared if name in keys}
    named = ACCOUNT in keys and ACCOUNT not in declared
    names = _names([row.get(ACCOUNT) for row in rows]) if named else ()

    def where(fact: str, place: int) -> str:
        return f"accounts[{place}].{fact}" if fact else f"accounts[{place}]"

    return Accounts(len(rows), columns, where, names, tuple(problems))


def _from_columns(table: Mapping[str, object], declared: Mapping[str, Declaration]) -> Accounts:
    problems: list[Problem] = []
    columns: dict[str, Sequence[object]] = {}
    for name, column in table.items():
        if name != ACCOUNT and name not in declared:
            problems.append(_no_fact("table", name, declared))
            continue
        values = _values(column)
        if values is None:
            problems += refused(name, column, say("a column, with a value for each account")).problems
        else:
            columns[name] = values
    first = next(iter(columns), "")
    count = len(columns[first]) if columns else 0
    for name, values in columns.items():
        if len(values) != count:
            what = say(
                "the column has {n} values, and `{other}` has {m}", n=len(values), other=first, m=count
            )  # fmt: skip
            problems.append(Problem(name, what, say("one value for each account, None for unknown"), "columns-uneven"))
    names = _names(columns.pop(ACCOUNT)) if ACCOUNT in columns and ACCOUNT not in declared else ()
    fitting = {name: values for name, values in columns.items() if len(values) == count}

    def where(fact: str, place: int) -> str:
        return f"{fact}[{place}]" if fact else say("account {number}", number=place + 1)

    return Accounts(count, fitting, where, names, tuple(problems))


def _values(column: object) -> Sequence[object] | None:
    """The values of a list, an array or a series; None for what is no column."""
    plain = getattr(column, "tolist", None)
    if callable(plain):
        column = plain()
    if isinstance(column, str | bytes | Mapping | set | frozenset) or not isinstance(column, Iterable):
        return None
    return list(column)


def _names(column: Iterable[object]) -> tuple[str, ...]:
    return tuple("" if name is None else str(name) for name in column)


def _no_fact(where: str, name: object, declared: Mapping[str, Declaration]) -> Problem:
    what = say("no fact is called {name}", name=f"`{name}`")
    return Problem(where, what, nearest(str(name), declared), "fact-unknown")


def _from_file(path: str | Path, declared: Mapping[str, Declaration]) -> Accounts:
    findings = Findings()
    table = read_table(path, _vocabulary(declared), findings)
    columns: dict[str, Sequence[object]] = {}
    for name, each in declared.items():
        if name in table.columns:
            columns[name] = _column(table, name, each, findings)
    if not columns:
        what = say("no column is a fact of the book")
        findings.wrong("column-missing", table.where, what, say("the facts are {names}", names=list(declared)[:12]))
    for said in columns_said(str(path), table):
        findings.say(said)
    names = [row.get(ACCOUNT) for row in table.rows] if ACCOUNT in table.columns and ACCOUNT not in declared else []

    def where(fact: str, place: int) -> str:
        return table.rows[place].at(fact) if fact else table.rows[place].where

    return Accounts(len(table.rows), columns, where, tuple(names), tuple(findings.found), tuple(findings.said))


def _vocabulary(declared: Mapping[str, Declaration]) -> Vocabulary:
    """Headers by which facts are known: their names, and their meanings where no two facts share one."""
    words: dict[str, str] = (
        {} if ACCOUNT in declared else dict.fromkeys(word_list("engine.rules", "sheet_words.yaml")[ACCOUNT], ACCOUNT)
    )
    owners: dict[str, set[str]] = {}
    for name, each in declared.items():
        meaning = meaning_of(name, each)
        for lang in ("en", "zh") if meaning is not None else ():
            owners.setdefault(told(meaning or "", lang), set()).add(name)
    folded: dict[str, set[str]] = {}
    for word, names in owners.items():
        folded.setdefault(fold_header(word), set()).update(names)
    words |= {word: next(iter(names)) for word, names in owners.items() if len(folded[fold_header(word)]) == 1}
    days = frozenset(name for name, each in declared.items() if each.type == "date")
    return Vocabulary(tuple(dict.fromkeys([ACCOUNT, *declared])), (), words, takes_days=days.__contains__)


def _column(table: Table, name: str, declared: Declaration, findings: Findings) -> Sequence[object]:
    """The cells of a column as values; numbers in any style, money and percent as they are meant."""
    if declared.type in ("number", "integer"):
        return read_numbers_of(table, name, name, declared, findings)
    return [_word(row, name, declared) for row in table.rows]


def _word(row: Row, name: str, declared: Declaration) -> object:
    cell = row.cells.get(name)
    text = text_of(cell).strip()
    if not text or (text not in declared.values and is_unknown_word(text)):
        return None
    return cell if declared.type == "boolean" and not isinstance(cell, str) else text
