"""The adapter to durable_rules, the one authority on what a rule means. Nothing else imports `durable`.

What it fences off, measured on 2.0.28:

- The library's `Host` starts two threads that never end and may answer on the wrong one: ours starts none.
- Each condition is a ruleset of its own with one pattern and one rule: no joins, no `$not`, no `count`, no timers.
- Facts are posted as events, which it forgets once answered; asserted as facts, each true branch of an `$or` fires.
- A number written with an exponent is refused by the library's reader, and `json.dumps` writes `1e-05`: we write facts
  ourselves, with plain digits, and hand the text to the same entry that `Host.post` uses.
- Errors inside actions are swallowed there: ours only note that they ran, and we check that they did. Ctrl-C would be
  swallowed as well: it waits until the engine has answered.
- `set_rulesets` changes the definition it is given: definitions are kept as text, and it gets its own reading.

A live ruleset keeps about 80 KB and cannot be given back, so equal conditions share one.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from typing import Any

import durable_rules_engine
from durable import engine as durable

from engine.errors import RuleMismatch
from engine.model.rulebook import Value
from engine.rules.language.conditions import All, Among, Any as AnyOf, Between, Compare, Condition, Known, Leaf
from engine.rules.language.dates import IsoDate
from engine.wording import say

_OPERATORS = {"<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte", "!=": "$neq"}
_MATCHED, _NOT_MATCHED = 0, 1


def known_field(fact: str) -> str:
    """The field that says whether the fact is known; two underscores keep it apart from facts."""
    return f"{fact}__known"


def definition_of(condition: Condition) -> str:
    """The condition in the library's own terms, as JSON."""
    return json.dumps(_definition(condition), ensure_ascii=False)


def _definition(condition: Condition) -> dict[str, Any]:
    if isinstance(condition, All | AnyOf):
        return {"$and" if isinstance(condition, All) else "$or": [_definition(part) for part in condition.parts]}
    return _comparison(condition)


def _comparison(leaf: Leaf) -> dict[str, Any]:
    match leaf:
        case Compare(fact, operator, IsoDate() as day):
            return _comparison(Compare(fact, operator, float(day)))
        case Among(fact, (IsoDate(), *_) as days, inside):
            return _comparison(Among(fact, tuple(map(float, days)), inside))
        case Known(fact, known):
            return {known_field(fact): known}
        case Between(fact, low, high, inside):
            if inside:
                return {"$and": [{"$gte": {fact: low}}, {"$lte": {fact: high}}]}
            return {"$or": [{"$lt": {fact: low}}, {"$gt": {fact: high}}]}
        case Among(fact, values, inside):
            single = [{fact: value} if inside else {"$neq": {fact: value}} for value in values]
            return single[0] if len(single) == 1 else {"$or" if inside else "$and": single}
        case Compare(fact, operator, value):
            return {fact: value} if operator == "==" else {_OPERATORS[operator]: {fact: value}}


def field_text(name: str, value: Value) -> str:
    """`"name":value` as the engine reads it: numbers in plain digits with every digit that counts."""
    if isinstance(value, bool):
        return f'"{name}":{"true" if value else "false"}'
    if isinstance(value, str) and not isinstance(value, IsoDate):
        return f'"{name}":{json.dumps(value, ensure_ascii=False)}'
    digits = repr(float(value))
    if "e" in digits:
        digits = format(Decimal(digits), "f")
    return f'"{name}":{digits}' if "." in digits else f'"{name}":{digits}.0'


class _Host(durable.Host):  # type: ignore[misc]
    """A host without threads, whose actions note that they ran."""

    def __init__(self) -> None:
        self.ran = False
        super().__init__()

    def _run(self) -> None:
        """Starts nothing; the library would start two endless threads here."""

    def get_action(self, action_name: str) -> Callable[[object], None]:
        def note(_closure: object) -> None:
            self.ran = True

        return note


class LiveEngine:
    """One host of durable_rules and the conditions it has been taught."""

    def __init__(self) -> None:
        warnings.filterwarnings(
            "ignore", message=r"datetime\.datetime\.utcfromtimestamp", category=DeprecationWarning, module="durable"
        )
        self._host = _Host()
        self._rulesets: dict[str, Any] = {}
        self._lock = threading.Lock()

    def holds(self, definition: str, fields: str) -> bool:
        """Does the condition (see `definition_of`) fire for a fact with these fields (`"a":1.0,"b":true`)?"""
        return self.hold([(definition, fields)])[0]

    def hold(self, questions: Iterable[tuple[str, str]]) -> list[bool]:
        """The same for several conditions with the fields that each asks for."""
        with self._lock, _ctrl_c_afterwards():
            return [self._ask(definition, fields) for definition, fields in questions]

    def _ask(self, definition: str, fields: str) -> bool:
        ruleset = self._ruleset(definition)
        status, state = durable_rules_engine.assert_event(ruleset._handle, "{" + fields + "}")
        if status == _NOT_MATCHED:
            return False
        if status != _MATCHED:
            what = say("the rule engine answered with status {status} to {fields}", status=status, fields=fields)
            raise RuleMismatch(what)
        self._host.ran = False
        ruleset.do_actions(state, _ignore)
        if not self._host.ran:
            raise RuleMismatch(say("the rule engine matched {fields} but ran no action", fields=fields))
        return True

    def _ruleset(self, definition: str) -> Any:
        found = self._rulesets.get(definition)
        if found is None:
            name = f"rule{len(self._rulesets)}"
            self._host.set_rulesets({name: {name: {"all": [{"m": json.loads(definition)}], "run": name}}})
            found = self._rulesets[definition] = self._host.get_ruleset(name)
        return found


@contextmanager
def _ctrl_c_afterwards() -> Iterator[None]:
    """Lets Ctrl-C wait. Only the main thread is interrupted, and only it may say what a signal does."""
    before = signal.getsignal(signal.SIGINT)
    if before is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        signal.raise_signal(signal.SIGINT)


def _ignore(_error: object, _state: object) -> None:
    """The host hands errors of actions here; `holds` checks by itself that the action ran."""


@cache
def _engine_of(_process: int) -> LiveEngine:
    return LiveEngine()


def live_engine() -> LiveEngine:
    """This process's engine, built on first use; a forked worker builds its own."""
    return _engine_of(os.getpid())
