"""Hit policies: which rules decide when several fire, and what becomes of several answers.

The words mean what the DMN standard says they mean. Where the standard leaves something open we choose: `collect` keeps
the order of the book, an aggregate needs a single output, and when no rule fires the `otherwise` of the book stands for
the whole result, except that the `count` of nothing is 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

from engine.errors import InputError, Problem
from engine.model.rulebook import SINGLE_HIT, Declaration, Rule, Rulebook, Value
from engine.rules.language.values import is_unknown, show
from engine.wording import Joined, either, quoted, say

WINNING = frozenset(["first", "priority"])
"""Hit policies under which the first rule that fires decides alone."""
EXCLUSIVE = frozenset(["unique", "any"])
"""Hit policies under which rules that fire together are a fault, always or when they disagree."""
_NUMERIC = ("number", "integer")
_COUNT = Declaration(type="integer", unit="rules", range=(0, 1_000_000))


def policy_problems(book: Rulebook, where: Callable[[tuple[str | int, ...]], str]) -> Iterator[Problem]:
    """What the hit policy asks of the book and does not find."""
    if book.aggregate is not None and book.hit != "collect":
        what = say("hit policy `{policy}` takes no `aggregate`", policy=book.hit)
        yield Problem(where(("aggregate",)), what, say("declare `hit: collect`"), "aggregate-without-collect")
    elif aggregates(book):
        yield from _aggregate_problems(book, where)
    if book.hit == "output order" and not any(declared.values for declared in book.outputs.values()):
        what = say("`hit: output order` needs an output that lists its `values`, the most important first")
        yield Problem(where(("hit",)), what, say("declare a choice, or `hit: rule order`"), "order-without-values")


def _aggregate_problems(book: Rulebook, where: Callable[[tuple[str | int, ...]], str]) -> Iterator[Problem]:
    if len(book.outputs) > 1:
        what = say(
            "`aggregate: {how}` needs a single output, and there are {n}", how=book.aggregate, n=len(book.outputs)
        )
        yield Problem(where(("aggregate",)), what, say("`aggregate: list` keeps them all"), "aggregate-of-several")
    name, declared = next(iter(book.outputs.items()))
    if book.aggregate != "count" and declared.type not in _NUMERIC:
        what = say("`aggregate: {how}` needs a number, and `{output}` is none", how=book.aggregate, output=name)
        yield Problem(where(("outputs", name)), what, say("`count` and `list` take any output"), "aggregate-of-words")


def aggregates(book: Rulebook) -> bool:
    """Does the book make one value of all hits?"""
    return book.aggregate not in (None, "list")


def aggregated_declaration(book: Rulebook, name: str) -> Declaration:
    """What the result of an output may be: a sum leaves the range of its parts, a count is a whole number."""
    if book.aggregate == "count":
        return _COUNT
    declared = book.outputs[name]
    return declared.model_copy(update={"range": None}) if book.aggregate == "sum" else declared


def aggregated(book: Rulebook, values: Sequence[Value], fired: int) -> Value:
    """One value of all hits. `values`: the single output of the rules that fired, or of `otherwise` when none did."""
    if book.aggregate == "count":
        return fired
    numbers = [float(value) for value in values]
    result = (
        math.fsum(numbers) if book.aggregate == "sum" else min(numbers) if book.aggregate == "min" else max(numbers)
    )
    whole = next(iter(book.outputs.values())).type == "integer"
    return int(result) if whole else result


def refuse_against_policy(
    book: Rulebook, rules: Sequence[Rule], rows: Sequence[Mapping[str, Value]], facts: Mapping[str, object]
) -> None:
    """Raises InputError when these rules, with these outputs, may not fire together."""
    if len(rules) < 2 or book.hit not in ("unique", "any"):
        return
    given = Joined([f"{name} {show(value)}" for name, value in facts.items() if not is_unknown(value)], ", ")
    where = say("rulebook {book}", book=book.id)
    if book.hit == "unique":
        what = say(
            "hit policy `unique` allows one rule to fire, but {rules} fire together for {facts}",
            rules=quoted(rule.id for rule in rules),
            facts=given,
        )
        hint = say("make the rules exclude each other, or declare another hit policy")
        raise InputError(Problem(where, what, hint, "rules-overlap"))
    for rule, row in zip(rules[1:], rows[1:], strict=True):
        if row != rows[0]:
            apart = [f"{name} {show(rows[0][name])} ≠ {show(row[name])}" for name in row if row[name] != rows[0][name]]
            what = say(
                "hit policy `any` wants rules that fire together to say the same, but {rules} say {apart} for {facts}",
                rules=quoted([rules[0].id, rule.id]),
                apart=Joined(apart, ", "),
                facts=given,
            )
            hint = say("make them say the same, make them exclude each other, or declare another hit policy")
            raise InputError(Problem(where, what, hint, "rules-conflict"))


def need_single_hit(book: Rulebook) -> None:
    """Raises InputError unless one rule decides, as a simulation needs it."""
    if not book.single_hit:
        what = say(
            "a simulation needs one answer, but hit policy `{policy}` gives all rules that fire", policy=book.hit
        )
        hint = say("declare one of {policies}", policies=either(f"`{policy}`" for policy in SINGLE_HIT))
        raise InputError(Problem(say("rulebook {book}", book=book.id), what, hint, "policy-gives-several"))
