"""Reads a sheet of past deals, one a row: what was known, what was done, how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.files import Findings, Row, Table, Wanted, read_table
from engine.files.arguments import path_given
from engine.files.headers import fold_header
from engine.model.rulebook import Rulebook, Value
from engine.model.terms import LANGUAGES
from engine.rules.exchange.fact_columns import USUAL_MONEY
from engine.rules.language.computed_facts import not_given
from engine.rules.language.feeding import askable, givable
from engine.studies.past_deal_columns import (
    ACCOUNT,
    AMOUNT,
    DONE,
    ENDED,
    NAME,
    NUMBER,
    OUTPUT,
    WON,
    Ended,
    called,
    columns_of,
    ended_of,
    read_column,
)
from engine.wording import Joined, Message, Said, quoted, say, told

MAX_DEALS = 2_000
_OWN_SAID = {
    NAME: say("deal name"),
    ACCOUNT: say("account"),
    NUMBER: say("deal id"),
    DONE: say("what was done"),
    ENDED: say("how it ended"),
    WON: say("won"),
    AMOUNT: say("amount won"),
}


@dataclass(frozen=True)
class PastDeal:
    """One past deal. name: what to call it. account: whose it was, empty where the sheet does not say.

    facts: what was known; None is unknown. done: the outputs of which the sheet says what was done.
    amount: of the contract won, in 10k CNY.
    """

    name: Said
    account: str
    where: str
    facts: Mapping[str, Value | None]
    done: Mapping[str, Value]
    ended: Ended | None
    amount: float | None


@dataclass(frozen=True)
class PastDeals:
    """The deals of a sheet. compared: outputs that a column says something about. said: what was read, guessed and left
    aside, in sentences. says_ended: does a column tell how deals ended?"""

    deals: tuple[PastDeal, ...]
    compared: tuple[str, ...]
    says_ended: bool
    said: tuple[Message, ...]


def read_past_deals(book: Rulebook, path: str | Path, encoding: str | None = None) -> PastDeals:
    """The past deals in a CSV file or workbook, read with the facts and outputs of this book.

    encoding: of a CSV file, as the user says; by evidence when absent.
    Raises InputError with everything that is wrong, each with its cell, or OpenQuestion for what can
    be read in two ways.
    """
    path_given("path", path)
    findings, known = Findings(), columns_of(book)
    table = read_table(path, known.vocabulary, findings, encoding)
    for header, columns in ((header, known.twice.get(fold_header(header))) for header in table.aside):
        if columns:
            what = say("column `{header}` means several: {names}", header=header, names=quoted(map(called, columns)))
            findings.wrong("column-unclear", table.where, what, say("call it by one of these names"))
    _shape(book, table, findings)
    outputs = _done_columns(book, table, findings)
    findings.raise_if_any()
    facts = {
        name: read_column(table, name, name, declared, findings)
        for name, declared in askable(book).items()
        if name in table.columns
    }
    for name, values in facts.items():
        refused = not_given(name, askable(book))
        row = next((row for row, value in zip(table.rows, values, strict=True) if value is not None), None)
        if refused is not None and row is not None:
            findings.wrong("fact-computed", row.at(name), *refused)
    facts = {name: values for name, values in facts.items() if name in givable(book)}
    done = {name: read_column(table, column, name, book.outputs[name], findings) for name, column in outputs.items()}
    ended, amounts = _ended(table, findings)
    findings.raise_if_any()
    deals = tuple(
        PastDeal(
            _name(row, number),
            row.get(ACCOUNT),
            row.where,
            {name: values[number] for name, values in facts.items()},
            {name: value for name, values in done.items() if (value := values[number]) is not None},
            ended[number],
            amounts[number],
        )
        for number, row in enumerate(table.rows)
    )
    says_ended = any(column in table.columns for column in (ENDED, WON, AMOUNT))
    return PastDeals(deals, tuple(outputs), says_ended, (*_columns_said(str(path), table), *findings.said))


def _columns_said(label: str, table: Table) -> Sequence[Message]:
    used = [_used(header, name) for name, header in table.headers.items()]
    said = [say("{file}: columns used: {used}", file=label, used=used)]
    return [*said, say("{file}: left aside: {aside}", file=label, aside=list(table.aside))] if table.aside else said


def _used(header: str, name: str) -> Said:
    meant: Said = _OWN_SAID.get(name, called(name))
    if fold_header(header) in {fold_header(told(meant, lang)) for lang in LANGUAGES}:
        return header
    return say("{header} = {name}", header=header, name=meant)


def _shape(book: Rulebook, table: Table, findings: Findings) -> None:
    if not any(name in table.columns for name in askable(book)):
        what = say("no column is a fact of the book {book}", book=f"`{book.id}`")
        names = quoted(list(askable(book))[:12])
        hint = say("head the columns by names or meanings of its facts: {names}", names=names)
        findings.wrong("column-missing", table.where, what, hint)
    if not table.rows:
        findings.wrong(
            "table-no-row",
            table.where,
            say("no deal stands in the file"),
            say("one past deal a row below the column names"),
        )
    if len(table.rows) > MAX_DEALS:
        findings.wrong("table-large", table.where, say("more than {most} deals", most=MAX_DEALS), say("split the file"))


def _done_columns(book: Rulebook, table: Table, findings: Findings) -> dict[str, str]:
    """{output: column} of the outputs that the sheet says something about."""
    found = {name: f"{OUTPUT}{name}" for name in book.outputs if f"{OUTPUT}{name}" in table.columns}
    if DONE not in table.columns:
        return found
    header = table.headers[DONE]
    if len(book.outputs) > 1:
        what = say(
            "the book decides {names}: of which does the column `{header}` tell?",
            names=quoted(book.outputs),
            header=header,
        )
        findings.wrong("column-unclear", table.where, what, say("call it by the name of one of them"))
        return found
    (only,) = book.outputs
    if only in found:
        what = say(
            "two columns mean `{name}`: {first} and {second}",
            name=only,
            first=table.headers[found[only]],
            second=header,
        )
        findings.wrong("column-twice", table.where, what, say("keep one of them"))
    return {only: DONE}


def _ended(table: Table, findings: Findings) -> tuple[list[Ended | None], list[float | None]]:
    """How deals ended, and the amounts won. An amount alone says that the deal was won, a zero that it was not."""
    ended = ended_of(table, findings)
    if AMOUNT not in table.columns:
        return ended, [None] * len(table.rows)
    wanted = Wanted(table.headers.get(AMOUNT, ""), low=0, kind="money", usually=USUAL_MONEY)
    amounts = table.numbers(wanted, findings, AMOUNT)
    for number, (row, amount) in enumerate(zip(table.rows, amounts, strict=True)):
        if amount is None:
            continue
        if ended[number] is None and not row.get(ENDED) and not row.get(WON):
            ended[number] = "won" if amount > 0 else "not_won"
        elif amount > 0 and ended[number] != "won":
            what = say("an amount won stands beside a deal that was not won")
            findings.wrong("ended-twice", row.at(AMOUNT), what, say("correct one of them"))
    return ended, [amount or None for amount in amounts]


def _name(row: Row, number: int) -> Said:
    parts = [part for part in (row.get(ACCOUNT), row.get(NAME)) if part] or [row.get(NUMBER)]
    return Joined(parts, " · ") if parts[0] else say("deal {n}", n=number + 1)
