"""Many accounts along a chain of books: what one book decides of them all is a column of the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from engine.errors import InputError, Problem
from engine.rules.language.values import BadValue, code_of, read_value
from engine.rules.tabulation.account_columns import Accounts, Codes, codes_of, codes_with_computed
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.rules.tabulation.many_decisions import Decisions, decide_accounts


def decide_all(compiled: CompiledBook, accounts: Accounts) -> Decisions:
    """What the book says of each account; facts that are not given are asked of the books that feed them.

    Raises InputError with every value that is wrong, and with the first account of each kind on which rules of a book
    fire that may not fire together under its hit policy.
    """
    names = list(compiled.askable)
    given = dict(zip(names, codes_of(accounts, compiled.askable), strict=True))
    return _decided(compiled, accounts, given)


def _decided(compiled: CompiledBook, accounts: Accounts, given: Mapping[str, Codes]) -> Decisions:
    fed: dict[str, Decisions] = {}
    asked: dict[str, npt.NDArray[np.int64]] = {}
    columns: dict[str, Codes] = {name: given[name] for name in compiled.book.facts}
    answers: dict[tuple[int, bytes], Decisions] = {}
    for name, feed in compiled.feeds.items():
        missing = np.isnan(columns[name])
        if not missing.any():
            continue
        book = feed.book
        assert isinstance(book, CompiledBook)
        key = (id(book), missing.tobytes())
        if key not in answers:
            answers[key] = _decided(book, _some_of(accounts, missing), {each: given[each][missing] for each in given})
        fed[name], asked[name] = answers[key], np.where(missing, np.cumsum(missing) - 1, -1)
        columns[name] = columns[name].copy()
        columns[name][missing] = _column(compiled, name, answers[key], feed.output)
    codes = codes_with_computed(np.stack(list(columns.values())), compiled.logic.derived)
    codes.setflags(write=False)
    return decide_accounts(compiled.logic, compiled.table, accounts, codes, fed, asked)


def _some_of(accounts: Accounts, chosen: npt.NDArray[np.bool_]) -> Accounts:
    """Some of the accounts, called as they were."""
    places = np.flatnonzero(chosen)
    names = tuple(accounts.names[place] for place in places) if accounts.names else ()
    return replace(
        accounts,
        count=len(places),
        where=lambda fact, place: accounts.where(fact, int(places[place])),
        names=names,
        said=(),
    )


def _column(compiled: CompiledBook, name: str, decisions: Decisions, output: str) -> Codes:
    """The decided outputs as codes of the fact that they are; NaN where nobody knows yet."""
    declared = compiled.book.facts[name]
    try:
        meant = {
            value: code_of(declared, read_value(name, declared, value)) for value in set(decisions.outputs[output])
        }
    except BadValue as wrong:
        raise InputError(Problem(name, wrong.what, wrong.hint, wrong.code)) from None
    codes = np.array([meant[value] for value in decisions.outputs[output]], dtype=np.float64)
    return np.where(decisions.undetermined, np.nan, codes)
