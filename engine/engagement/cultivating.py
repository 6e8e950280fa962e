"""A strategy with another cultivation: `top_down+bottom` sells top-down and cultivates the lower part of the chart."""

from __future__ import annotations

from dataclasses import replace
from typing import cast, get_args

from engine.engagement.strategy import Cultivates, Strategy
from engine.errors import InputError, Problem
from engine.wording import Message, Said, nearest, say

CHOICES: tuple[str, ...] = get_args(Cultivates)
JOINED_BY = "+"


def parts_of(named: str) -> tuple[str, str]:
    """A name and the cultivation after its last `+`; empty where there is none."""
    name, _, whom = named.rpartition(JOINED_BY)
    return (name, whom) if name and (whom.isidentifier() or not whom) else (named, "")


def cultivation_in(name: str) -> str:
    """The cultivation that a strategy's name says; empty where it says none."""
    whom = parts_of(name)[1]
    return whom if whom in CHOICES else ""


def cultivating(strategy: Strategy, whom: str) -> Strategy:
    """The same strategy with this cultivation, under a name that says so. Raises InputError where there is no such."""
    name = f"{strategy.name}{JOINED_BY}{whom}"
    if whom not in CHOICES:
        what = say("there is no cultivation `{whom}`", whom=whom)
        raise InputError(Problem(f"strategy {name}", what, nearest(whom, CHOICES), "cultivation-unknown"))
    cultivation = cast(Cultivates, whom)
    return replace(strategy, name=name, label=label_with(strategy.label, whom), cultivation=cultivation)


def label_with(label: Said, whom: str) -> Message:
    """A strategy's label with what it cultivates."""
    match whom:
        case "nobody":
            return say("{strategy}, cultivating nobody", strategy=label)
        case "top":
            return say("{strategy}, cultivating the top", strategy=label)
        case "bottom":
            return say("{strategy}, cultivating from below", strategy=label)
    return say("{strategy}, cultivating by the rules", strategy=label)
