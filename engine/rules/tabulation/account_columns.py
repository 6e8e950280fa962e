"""Many accounts in columns, and their facts as the numbers that truth tables are asked with."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import NoneType

import numpy as np
import numpy.typing as npt

from engine.errors import Problem, refuse
from engine.model.rulebook import Declaration
from engine.rules.language.computed_facts import DerivedFacts, not_given
from engine.rules.language.values import BadValue, as_said, code_of, is_unknown, read_value
from engine.wording import Message, counted

Codes = npt.NDArray[np.float64]
MOST_TOLD = 100
"""Wrong values of one column that are told one by one."""


@dataclass(frozen=True)
class Accounts:
    """Accounts as they were given.

    count:    how many. columns: by fact its values, account by account; a fact without a column is unknown.
    where:    what to call a fact of an account in messages; of the whole account when the fact is empty.
    names:    what the accounts are called; empty where nobody says. problems: what is wrong with them so far.
    said:     what there is to say about reading them.
    """

    count: int
    columns: Mapping[str, Sequence[object]]
    where: Callable[[str, int], str]
    names: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    said: tuple[Message, ...] = ()


def codes_of(accounts: Accounts, declared: Mapping[str, Declaration]) -> Codes:
    """A row for each fact the book declares, a column for each account; NaN is unknown.

    Words of people (是, 97%, 未知) are understood as by `decide`. Raises InputError with everything that is wrong.
    """
    codes = np.full((len(declared), accounts.count), np.nan)
    problems = list(accounts.problems)
    for place, (name, each) in enumerate(declared.items()):
        if name in accounts.columns:
            read = _Column(name, each)
            codes[place] = read.codes(accounts.columns[name])
            problems += read.problems(accounts)
            problems += _computed(name, codes[place], accounts, declared)
    refuse(problems)
    codes.setflags(write=False)
    return codes


def _computed(name: str, codes: Codes, accounts: Accounts, declared: Mapping[str, Declaration]) -> Iterator[Problem]:
    """A column for a fact that is computed may only be empty."""
    refused = not_given(name, declared) if not np.all(np.isnan(codes)) else None
    if refused is not None:
        yield Problem(accounts.where(name, int(np.argmin(np.isnan(codes)))), *refused, "fact-computed")


def codes_with_computed(codes: Codes, derived: DerivedFacts) -> Codes:
    """The same with the rows of computed facts filled."""
    if not derived:
        return codes
    names = list(derived.facts)
    roots = [names.index(name) for name in derived.roots]
    computed = [names.index(name) for name in derived.formulas]
    known: dict[tuple[float | None, ...], list[float]] = {}
    found = codes.copy()
    columns = codes[roots].T.tolist() if roots else [[]] * codes.shape[1]
    for at, values in enumerate(columns):
        key = tuple(None if value != value else value for value in values)
        if key not in known:
            named = {names[place]: value for place, value in zip(roots, values, strict=True)}
            known[key] = list(derived.compute(named).values())
        found[computed, at] = known[key]
    found.setflags(write=False)
    return found


class _Column:
    """The values of one fact. Equal values are read once; a wrong one is noted with the account it belongs to."""

    def __init__(self, name: str, declared: Declaration) -> None:
        self.name, self.declared = name, declared
        self.wrong: list[tuple[int, BadValue]] = []

    def codes(self, values: Sequence[object]) -> Codes:
        kinds = set(map(type, values))
        if self.declared.type in ("number", "integer"):
            if kinds <= {float, int, NoneType}:
                found = self._numbers(values)
                if found is not None:
                    return found
        elif kinds <= {bool, NoneType} or kinds <= {str, NoneType}:
            return self._words(values)
        return self._one_by_one(values)

    def _numbers(self, values: Sequence[object]) -> Codes | None:
        """Numbers within their range; None when one of them is not."""
        try:
            codes = np.array(values, dtype=np.float64)
        except OverflowError:
            return None
        fits = (codes >= self.declared.low) & (codes <= self.declared.high)
        if self.declared.type == "integer":
            fits &= codes == np.floor(codes)
        return codes if bool(np.all(fits | np.isnan(codes))) else None

    def _words(self, values: Sequence[object]) -> Codes:
        """Values of a single type beside None: equal ones mean the same."""
        meant: dict[object, float] = {}
        try:
            for value in set(values):
                meant[value] = self._code(value)
        except BadValue:
            return self._one_by_one(values)
        return np.fromiter(map(meant.__getitem__, values), np.float64, len(values))

    def _one_by_one(self, values: Sequence[object]) -> Codes:
        known: dict[object, float | BadValue] = {}
        codes = np.full(len(values), np.nan)
        for place, value in enumerate(values):
            plain = isinstance(value, bool | int | float | str | Enum)
            key = (type(value), value) if plain else None
            found = known.get(key) if plain else None
            if found is None:
                try:
                    found = self._code(value)
                except BadValue as wrong:
                    found = wrong
                if plain:
                    known[key] = found
            if isinstance(found, BadValue):
                self.wrong.append((place, found))
            else:
                codes[place] = found
        return codes

    def _code(self, value: object) -> float:
        meant = as_said(self.name, self.declared, value)
        if is_unknown(meant):
            return math.nan
        return code_of(self.declared, read_value(self.name, self.declared, meant))

    def problems(self, accounts: Accounts) -> Iterator[Problem]:
        for place, wrong in self.wrong[:MOST_TOLD]:
            yield Problem(accounts.where(self.name, place), wrong.what, wrong.hint, wrong.code)
        more = len(self.wrong) - MOST_TOLD
        if more > 0:
            what = counted("{n} more value is wrong", "{n} more values are wrong", more)
            yield Problem(self.name, what, code="values-more")
