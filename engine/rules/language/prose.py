"""Conditions and accounts as people say them."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.rulebook import Declaration, FactDeclaration, Value
from engine.rules.language.conditions import All, Among, Any, Between, Compare, Condition, Known, Operator
from engine.rules.language.dates import IsoDate
from engine.rules.language.spoken import label_of, meaning_of, said
from engine.rules.language.values import show
from engine.wording import Joined, Said, either, listed, say


def prose(condition: Condition, facts: Mapping[str, FactDeclaration], inner: bool = False) -> Said:
    """The condition in words: `“selling cost” is at least 1.5, and …`; a part of another one stands in brackets."""
    if isinstance(condition, All | Any):
        joint = ", and " if isinstance(condition, All) else ", or "
        whole = Joined([prose(part, facts, True) for part in condition.parts], joint)
        return say("({condition})", condition=whole) if inner else whole
    name = condition.fact
    meaning = meaning_of(name, facts[name])
    fact = label_of(name, facts[name]) if meaning is None else say("“{fact}”", fact=meaning)
    match condition:
        case Known(_, True):
            return say("{fact} is known", fact=fact)
        case Known():
            return say("{fact} is unknown", fact=fact)
        case Among(_, values, True):
            return say("{fact} is {value}", fact=fact, value=either(said(name, value) for value in values))
        case Among(_, values):
            return say("{fact} is none of {values}", fact=fact, values=listed(said(name, value) for value in values))
        case Between(_, low, high, True):
            return say("{fact} is between {low} and {high}", fact=fact, low=show(low), high=show(high))
        case Between(_, low, high):
            return say("{fact} is not between {low} and {high}", fact=fact, low=show(low), high=show(high))
        case Compare(_, operator, IsoDate() as day):
            return _dated(fact, operator, day)
        case Compare(_, _, True) if meaning is not None:
            return meaning
        case Compare(_, _, False) if meaning is not None:
            return say("it is not so that {fact}", fact=meaning)
        case Compare(_, operator, value):
            return _compared(fact, operator, said(name, value))


def _dated(fact: Said, operator: Operator, day: str) -> Said:
    match operator:
        case "<":
            return say("{fact} is before {day}", fact=fact, day=day)
        case "<=":
            return say("{fact} is not after {day}", fact=fact, day=day)
        case ">":
            return say("{fact} is after {day}", fact=fact, day=day)
        case ">=":
            return say("{fact} is not before {day}", fact=fact, day=day)
        case "==":
            return say("{fact} is {value}", fact=fact, value=day)
        case "!=":
            return say("{fact} is not {value}", fact=fact, value=day)


def _compared(fact: Said, operator: Operator, value: Said) -> Said:
    match operator:
        case "<":
            return say("{fact} is below {value}", fact=fact, value=value)
        case "<=":
            return say("{fact} is at most {value}", fact=fact, value=value)
        case ">":
            return say("{fact} is above {value}", fact=fact, value=value)
        case ">=":
            return say("{fact} is at least {value}", fact=fact, value=value)
        case "==":
            return say("{fact} is {value}", fact=fact, value=value)
        case "!=":
            return say("{fact} is not {value}", fact=fact, value=value)


def account_said(account: Mapping[str, Value], facts: Mapping[str, FactDeclaration]) -> Said:
    """An account in words, and as it is typed: `people met: 3 (`people_met=3`)`; all other facts are unknown."""
    if not account:
        return say("nothing known")
    known = [fact_said(name, said(name, value), facts) for name, value in account.items()]
    typed = " ".join(typed_fact(name, value) for name, value in account.items())
    return say("{account} (`{typed}`)", account=Joined(known, "; "), typed=typed)


def fact_said(name: str, value: Said, facts: Mapping[str, Declaration]) -> Said:
    """A fact or output with its value: `people met: 3`."""
    return say("{fact}: {value}", fact=label_of(name, facts[name]), value=value)


def typed_fact(name: str, value: Value | None) -> str:
    """A fact as the command line takes it.

    >>> typed_fact("sector", "heavy industry"), typed_fact("people_met", None)
    ('"sector=heavy industry"', 'people_met=unknown')
    """
    word = f"{name}={show(value)}"
    return f'"{word}"' if " " in word else word
