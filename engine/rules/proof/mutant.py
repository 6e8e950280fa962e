"""A book with one small fault in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.rules.language.logic import BookLogic
from engine.wording import Said

Slip = Literal[
    "threshold", "operator", "list", "negated", "dropped", "removed", "order", "output", "unknown", "policy", "formula"
]


@dataclass(frozen=True)
class Mutant:
    """A book with one fault.

    place:  the faulty rule in winning order, −1 for `otherwise`; under `order` it changes places with the next.
    rule:   its id; empty where the fault lies in a fact or in the hit policy.
    change: what was changed, in words.
    logic:  the faulty book.
    fact:   the fact whose unknown means something else, under `unknown`; that is computed otherwise, under `formula`.
    """

    kind: Slip
    place: int
    rule: str
    change: Said
    logic: BookLogic
    fact: str | None = None
