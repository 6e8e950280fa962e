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
from engine.rules.values import is_unknown, show

_NUMERIC = ("number", "integer")
_COUNT = Declaration(type="integer", unit="rules", range=(0, 1_000_000))


def policy_problems(book: Rulebook, where: Callable[[tuple[str | int, ...]], str]) -> Iterator[Problem]:
    """What the hit policy asks of the book and does not find."""
    if book.aggregate is not None and book.hit != "collect":
        yield Problem(where(("aggregate",)), f"hit policy `{book.hit}` takes no `aggregate`", "declare `hit: collect`")
    elif aggregates(book):
        if len(book.outputs) > 1:
            what = f"`aggregate: {book.aggregate}` needs a single output, and there are {len(book.outputs)}"
            yield Problem(where(("aggregate",)), what, "`aggregate: list` keeps them all")
        name, declared = next(iter(book.outputs.items()))
        if book.aggregate != "count" and declared.type not in _NUMERIC:
            what = f"`aggregate: {book.aggregate}` needs a number, and `{name}` is a {declared.type}"
            yield Problem(where(("outputs", name)), what, "`count` and `list` take any output")
    if book.hit == "output order" and not any(declared.values for declared in book.outputs.values()):
        what = "`hit: output order` needs an output that lists its `values`, the most important first"
        yield Problem(where(("hit",)), what, "declare a choice, or `hit: rule order`")


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
    given = ", ".join(f"{name} {show(value)}" for name, value in facts.items() if not is_unknown(value))
    if book.hit == "unique":
        names = " and ".join(f"`{rule.id}`" for rule in rules)
        raise InputError.at(
            f"rulebook {book.id}",
            f"hit policy `unique` allows one rule to fire, but {names} fire together for {given}",
            "make the rules exclude each other, or declare another hit policy",
        )
    for rule, row in zip(rules[1:], rows[1:], strict=True):
        if row != rows[0]:
            apart = ", ".join(f"{n} {show(rows[0][n])} and {show(row[n])}" for n in row if row[n] != rows[0][n])
            raise InputError.at(
                f"rulebook {book.id}",
                f"hit policy `any` wants rules that fire together to say the same, but `{rules[0].id}` and `{rule.id}` "
                f"say {apart} for {given}",
                "make them agree or exclude each other, or declare another hit policy",
            )


def need_single_hit(book: Rulebook, purpose: str) -> None:
    """Raises InputError unless one rule decides, as a simulation needs it. `purpose`: what asks for the book."""
    if not book.single_hit:
        allowed = ", ".join(f"`{policy}`" for policy in SINGLE_HIT)
        raise InputError.at(
            f"rulebook {book.id}",
            f"{purpose} needs one answer, but hit policy `{book.hit}` gives all rules that fire",
            f"declare one of {allowed}",
        )
