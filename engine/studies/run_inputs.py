"""What went into two stored runs and is not the same in both: values by path, rules, strategies, seed, replications."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import Field, JsonValue

from engine.engagement import Strategy
from engine.engagement.own import plain_strategy
from engine.model.base import Frozen, Text
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.stored_run import StoredRun
from engine.rules import book_hash

Where = Literal["both", "first", "second"]

TEXTS = frozenset(
    {"source", "assumption", "range", "provenance", "because", "story", "title", "name", "expect", "difficulty"}
)
"""Keys of what is said about a scenario; no record turns on it."""
_LANGUAGES = {"en", "zh"}
_NAMES = ("id", "step")
"""Keys by which `--set` finds an item of a list."""


class ValueApart(Frozen):
    """One value, or one part of the scenario, that is not the same."""

    path: str = Field(description="as `--set` names it")
    there: Where = Field(description="in which of the runs it stands at all")
    first: JsonValue = Field(default=None, description="the value, quantities with their unit; null for a whole part")
    second: JsonValue = None


class BookApart(Frozen):
    """One rulebook that does not say the same; rules by id."""

    purpose: str
    title: Text
    there: Where
    only_first: tuple[str, ...] = ()
    only_second: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    reordered: bool = Field(default=False, description="the same rules stand in another order")
    frame: bool = Field(default=False, description="facts, outputs, the hit policy or `otherwise` are not the same")


class InputsApart(Frozen):
    """Everything that went in and is not the same in both runs."""

    scenario: bool = Field(description="they are of different scenarios; then no values are listed")
    values: tuple[ValueApart, ...]
    texts: int = Field(description="sources, ranges, names and reasons that differ; no record turns on them")
    books: tuple[BookApart, ...]
    strategies_first: tuple[str, ...] = Field(description="only in the first run")
    strategies_second: tuple[str, ...] = Field(description="only in the second")
    strategies_changed: tuple[str, ...] = Field(description="the user's own that are not the same under one name")
    seed: bool
    replications: bool
    program: bool = Field(description="another code or other versions of libraries")

    @property
    def changes(self) -> int:
        """How many changes on which records turn, the seed and what was played aside."""
        return len(self.values) + len(self.books) + len(self.strategies_changed) + self.program

    @property
    def causes(self) -> bool:
        """Is anything different on which records turn, replications aside?"""
        return self.scenario or self.seed or self.changes > 0


def inputs_apart(first: StoredRun, second: StoredRun) -> InputsApart:
    """What went into the second run that is not as in the first."""
    a, b = first.receipt, second.receipt
    other = a.scenario_id != b.scenario_id
    found = _Found()
    if not other:
        _walk(_plain(first.scenario), _plain(second.scenario), "", found)
    books = () if other else tuple(_books(first.books, second.books, found))
    return InputsApart(
        scenario=other,
        values=tuple(found.values),
        texts=found.texts,
        books=books,
        strategies_first=tuple(name for name in a.strategies if name not in b.strategies),
        strategies_second=tuple(name for name in b.strategies if name not in a.strategies),
        strategies_changed=tuple(_strategies(first.strategies, second.strategies)),
        seed=a.seed != b.seed,
        replications=a.replications != b.replications,
        program=a.code_sha256 != b.code_sha256 or a.versions != b.versions,
    )


@dataclass
class _Found:
    values: list[ValueApart] = field(default_factory=list)
    texts: int = 0


def on_which_records_turn(scenario: Scenario) -> Any:
    """What a scenario says, as plain values, without the words that no record turns on."""
    return _without_texts(_plain(scenario))


def _without_texts(plain: Any) -> Any:
    if isinstance(plain, list):
        return [_without_texts(part) for part in plain]
    if not isinstance(plain, dict):
        return plain
    return {} if _is_text(plain) else {key: _without_texts(part) for key, part in plain.items() if key not in TEXTS}


def _plain(scenario: Scenario) -> Any:
    return scenario.model_dump(mode="json", by_alias=True)


def _walk(first: Any, second: Any, path: str, found: _Found) -> None:
    if first == second:
        return
    if isinstance(first, dict) and isinstance(second, dict):
        quantities = _is_quantity(first), _is_quantity(second)
        if (_is_text(first) and _is_text(second)) or (all(quantities) and _said(first) == _said(second)):
            found.texts += 1
        elif any(quantities):
            _note(path, first, second, found)
        else:
            _walk_keys(first, second, path, found)
        return
    if isinstance(first, list) and isinstance(second, list):
        named = _by_name(first), _by_name(second)
        if named[0] is not None and named[1] is not None:
            _walk_keys(named[0], named[1], path, found)
            return
    _note(path, first, second, found)


def _walk_keys(first: Mapping[str, Any], second: Mapping[str, Any], path: str, found: _Found) -> None:
    for key in dict.fromkeys((*first, *second)):
        here = f"{path}.{key}" if path else key
        if key in first and key in second:
            if key in TEXTS:
                found.texts += first[key] != second[key]
            else:
                _walk(first[key], second[key], here, found)
        elif key in TEXTS:
            found.texts += 1
        else:
            there: Where = "first" if key in first else "second"
            found.values.append(ValueApart(path=here, there=there))


def _note(path: str, first: Any, second: Any, found: _Found) -> None:
    found.values.append(ValueApart(path=path, there="both", first=_said(first), second=_said(second)))


def _is_text(plain: Mapping[str, Any]) -> bool:
    return bool(plain) and plain.keys() <= _LANGUAGES


def _is_quantity(plain: Any) -> bool:
    return isinstance(plain, dict) and {"value", "unit"} <= plain.keys()


def _said(plain: Any) -> Any:
    """A value without what is said about it."""
    if _is_quantity(plain):
        return {"value": plain["value"], "unit": plain["unit"]}
    return plain


def _by_name(items: list[Any]) -> dict[str, Any] | None:
    """Items of a list by the name that `--set` knows them by; None where they have none, or not of their own."""
    for key in _NAMES:
        if all(isinstance(item, dict) and key in item for item in items):
            named = {str(item[key]): item for item in items}
            return named if len(named) == len(items) else None
    return None


def _books(first: Mapping[str, Rulebook], second: Mapping[str, Rulebook], found: _Found) -> Iterator[BookApart]:
    for purpose in dict.fromkeys((*first, *second)):
        if purpose not in first or purpose not in second:
            there: Where = "first" if purpose in first else "second"
            title = (first if purpose in first else second)[purpose].title
            yield BookApart(purpose=purpose, title=title, there=there)
        elif book_hash(first[purpose]) != book_hash(second[purpose]):
            apart = _book(purpose, first[purpose], second[purpose])
            if apart is None:
                found.texts += 1
            else:
                yield apart


def _book(purpose: str, first: Rulebook, second: Rulebook) -> BookApart | None:
    """How two books differ in what they decide; None where only reasons or cases do."""
    here, there = _rules(first), _rules(second)
    both = [rule for rule in here if rule in there]
    apart = BookApart(
        purpose=purpose,
        title=second.title,
        there="both",
        only_first=tuple(rule for rule in here if rule not in there),
        only_second=tuple(rule for rule in there if rule not in here),
        changed=tuple(rule for rule in both if here[rule] != there[rule]),
        reordered=both != [rule for rule in there if rule in here],
        frame=_frame(first) != _frame(second),
    )
    return None if apart == BookApart(purpose=purpose, title=second.title, there="both") else apart


def _frame(book: Rulebook) -> object:
    columns = None if book.table is None else (book.table.when, book.table.then)
    return (book.hit, book.aggregate, book.facts, book.outputs, book.otherwise.then, columns)


def _rules(book: Rulebook) -> dict[str, object]:
    """What each rule or row of a book says, in their order."""
    rules = book.table.rows if book.table is not None else book.rules
    return {rule.id: (rule.when, rule.then, rule.priority) for rule in rules}


def _strategies(first: tuple[Strategy, ...], second: tuple[Strategy, ...]) -> Iterator[str]:
    there = {each.name: each for each in second}
    for each in first:
        if each.name in there and plain_strategy(each) != plain_strategy(there[each.name]):
            yield each.name
