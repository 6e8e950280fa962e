"""What a `when` sentence says, after parsing: comparisons of one fact with constants, joined by and/or.

Negation is gone: `negated` pushes it down to the comparisons. With a fact that is unknown (and has no stand-in) every
comparison fails, and so does its negation; a whole condition therefore holds exactly when it is *true* in Kleene's
three-valued logic, never when it is merely "not false".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.model.rulebook import Value
from engine.rules.language.dates import IsoDate
from engine.rules.language.values import show

Operator = Literal["<", "<=", ">", ">=", "==", "!="]
OPPOSITE: dict[Operator, Operator] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
MIRROR: dict[Operator, Operator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Compare:
    """A fact against one constant. Booleans are only ever compared with `==`."""

    fact: str
    operator: Operator
    value: Value


@dataclass(frozen=True, slots=True)
class Among:
    """A fact is one of a list, or none of it when `inside` is false."""

    fact: str
    values: tuple[Value, ...]
    inside: bool = True


@dataclass(frozen=True, slots=True)
class Between:
    """A number lies between two others, both included, or outside when `inside` is false."""

    fact: str
    low: float
    high: float
    inside: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody knows the fact, or nobody does when `known` is false."""

    fact: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Condition, ...]


Leaf = Compare | Among | Between | Known
Condition = Leaf | All | Any


def compared(fact: str, operator: Operator, value: Value) -> Compare:
    """The comparison, a yes/no fact with `==` alone."""
    if isinstance(value, bool):
        return Compare(fact, "==", value if operator == "==" else not value)
    return Compare(fact, operator, value)


def within(fact: str, low: Value, high: Value) -> Condition:
    """The fact lies between two numbers, or two dates, both included."""
    if isinstance(low, IsoDate):
        return All((Compare(fact, ">=", low), Compare(fact, "<=", high)))
    return Between(fact, float(low), float(high))


def negated(condition: Condition) -> Condition:
    """The condition that is true where this one is false, without any `not` in it."""
    match condition:
        case Compare(fact, "==", bool(value)):
            return Compare(fact, "==", not value)
        case Compare(fact, operator, value):
            return Compare(fact, OPPOSITE[operator], value)
        case Among(fact, values, inside):
            return Among(fact, values, not inside)
        case Between(fact, low, high, inside):
            return Between(fact, low, high, not inside)
        case Known(fact, known):
            return Known(fact, not known)
        case All(parts):
            return Any(tuple(negated(part) for part in parts))
        case Any(parts):
            return All(tuple(negated(part) for part in parts))


def leaves(condition: Condition) -> Iterator[Leaf]:
    """All comparisons, from left to right."""
    if isinstance(condition, All | Any):
        for part in condition.parts:
            yield from leaves(part)
    else:
        yield condition


def paths(condition: Condition) -> int:
    """Number of ways in which the condition can come true: alternatives add, joint conditions multiply."""
    match condition:
        case Among(_, values, True):
            return len(values)
        case Between(_, _, _, False):
            return 2
        case All(parts):
            product = 1
            for part in parts:
                product *= paths(part)
            return product
        case Any(parts):
            return sum(paths(part) for part in parts)
        case _:
            return 1


def truth(condition: Condition, facts: Mapping[str, Value], unknown: frozenset[str]) -> bool | None:
    """True, false, or None where an unknown fact leaves it open.

    facts:   values, stand-ins included; a fact that is missing here leaves its comparisons open.
    unknown: facts nobody knows, whether or not something stands in for them.
    """
    if isinstance(condition, Known):
        return (condition.fact not in unknown) == condition.known
    if isinstance(condition, All):
        found = [truth(part, facts, unknown) for part in condition.parts]
        return False if False in found else (None if None in found else True)
    if isinstance(condition, Any):
        found = [truth(part, facts, unknown) for part in condition.parts]
        return True if True in found else (None if None in found else False)
    value = facts.get(condition.fact)
    return None if value is None else _holds(condition, value)


def _holds(leaf: Compare | Among | Between, value: Value) -> bool:
    if isinstance(leaf, Among):
        return (value in leaf.values) == leaf.inside
    if isinstance(leaf, Between):
        return (leaf.low <= float(value) <= leaf.high) == leaf.inside
    if leaf.operator == "==":
        return value == leaf.value
    if leaf.operator == "!=":
        return value != leaf.value
    number, bound = float(value), float(leaf.value)
    if leaf.operator == "<":
        return number < bound
    if leaf.operator == "<=":
        return number <= bound
    return number > bound if leaf.operator == ">" else number >= bound


def sentence(condition: Condition, inner: bool = False) -> str:
    """The condition as books write it, so that it can be parsed again; a part of another one stands in brackets."""
    match condition:
        case All(parts) | Any(parts):
            joint = " and " if isinstance(condition, All) else " or "
            joined = joint.join(sentence(part, True) for part in parts)
            return f"({joined})" if inner and len(parts) > 1 else joined
        case Known(fact, known):
            return f"{fact} is {'known' if known else 'unknown'}"
        case Among(fact, values, inside):
            return f"{fact} {'in' if inside else 'not in'} [{', '.join(map(_quoted, values))}]"
        case Between(fact, low, high, inside):
            return f"{fact} {'between' if inside else 'not between'} {show(low)} and {show(high)}"
        case Compare(fact, "==", bool() | str() as value):
            return f"{fact} is {_quoted(value)}"
        case Compare(fact, "!=", str(value)):
            return f"{fact} is not {_quoted(value)}"
        case Compare(fact, operator, value):
            return f"{fact} {operator} {show(value)}"


def _quoted(value: Value) -> str:
    if not isinstance(value, str) or isinstance(value, IsoDate):
        return show(value)
    return value if value.isidentifier() and value not in RESERVED_WORDS else f'"{value}"'


RESERVED_WORDS = frozenset(
    ["and", "or", "not", "is", "in", "between", "known", "unknown", "yes", "no", "true", "false", "always", "otherwise"]
)
