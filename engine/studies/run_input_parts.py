"""What differs between two stored runs, as people read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from engine.engagement import strategy_label
from engine.studies.run_inputs import BookApart, InputsApart, ValueApart
from engine.wording import Column, Item, Items, Joined, Message, Paragraph, Part, Said, Table, counted, listed, say

MOST_VALUES = 40
"""Values listed for people; programs get them all."""


def input_parts(apart: InputsApart, of_runs: Iterator[Message]) -> list[Part]:
    """Values in a table, everything else as a list. of_runs: what differs of how the runs were played."""
    parts: list[Part] = []
    if apart.values:
        rows = [
            [f"`{each.path}`", _value(each, "first"), _value(each, "second")] for each in apart.values[:MOST_VALUES]
        ]
        parts.append(
            Table([Column(say("Value"), name="path"), Column("A", name="first"), Column("B", name="second")], rows)
        )
        more = len(apart.values) - len(rows)
        if more:
            parts.append(Paragraph(counted("and {n} more value", "and {n} more values", more), "note"))
    others: list[Item | Said] = [*of_runs, *(_book(each) for each in apart.books), *_strategies(apart)]
    if apart.scenario:
        others.append(say("the scenario: they are not of the same one"))
    if apart.texts:
        others.append(
            counted(
                "{n} source, range, name or reason, on which no record turns",
                "{n} sources, ranges, names or reasons, on which no record turns",
                apart.texts,
            )
        )
    if others:
        parts.append(Items(others))
    return parts or [Paragraph(say("Nothing that went in differs."))]


def _value(found: ValueApart, side: str) -> Said:
    if found.there != "both":
        return say("there", context="part of a scenario") if found.there == side else "—"
    return _spoken(found.first if side == "first" else found.second)


def _spoken(value: Any) -> str:
    """A value as it is set: quantities with their unit."""
    if isinstance(value, dict) and value.keys() == {"value", "unit"}:
        return f"{_spoken(value['value'])} {value['unit']}"
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_spoken, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_spoken(each)}" for key, each in value.items()) + "}"
    return json.dumps(value) if value is None or isinstance(value, bool) else str(value)


def _book(found: BookApart) -> Item:
    if found.there != "both":
        side = "A" if found.there == "first" else "B"
        return Item(say("rulebook “{book}”: only in {side}", book=found.title, side=side))
    said: list[Said] = []
    for words, rules in (
        (say("only in A"), found.only_first),
        (say("only in B"), found.only_second),
        (say("say something else in B"), found.changed),
    ):
        if rules:
            said.append(Joined([words, Joined([f"`{rule}`" for rule in rules], ", ")], ": "))
    if found.reordered:
        said.append(say("the same rules stand in another order"))
    if found.frame:
        said.append(say("facts, outputs, hit policy or `otherwise` differ"))
    return Item(say("rulebook “{book}”", book=found.title), said)


def _strategies(apart: InputsApart) -> Iterator[Message]:
    for side, names in (("A", apart.strategies_first), ("B", apart.strategies_second)):
        if names:
            yield say("strategies only in {side}: {names}", side=side, names=listed(map(strategy_label, names)))
    if apart.strategies_changed:
        own = listed(map(strategy_label, apart.strategies_changed))
        yield say("strategies of your own that are not the same in both: {names}", names=own)
