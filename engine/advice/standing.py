"""How far a decision about an account can be trusted: settled, for now, or not to be told from what is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from engine.advice.gaps import Gap, values_told_apart
from engine.errors import InputError
from engine.model.dossier import Dossier
from engine.rules.language.hit_policies import aggregates
from engine.rules.language.spoken import label_of
from engine.rules.language.values import is_unknown
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.rules.tabulation.decision import Decision
from engine.rules.tabulation.truth_table import facts_asked
from engine.wording import Said, say

Standing = Literal["settled", "for_now", "open"]
Range = tuple[float, float]
UNDECIDED = ("unknown", "find_out")
"""Values by which a book itself says that it cannot tell."""
ENGAGEMENT, TRIGGERS, PLAYS = "engagement_choice", "purchase_triggers", "competitive_strategy"
MOST_TO_FIND_OUT = 3


@dataclass(frozen=True)
class Grounds:
    """What a decision rests on.

    standing: settled; for_now, when nothing that is known speaks for another answer and one more fact could; open, when
              what is known does not tell. find_out: facts that would tell, by what they are called, the best first.
    note:     what is known all the same, such as that a project is there. most: points that could still be reached.
    """

    standing: Standing = "settled"
    find_out: tuple[Said, ...] = ()
    note: Said = ""
    most: float | None = None


def grounds_of(
    topic: str,
    compiled: CompiledBook,
    decision: Decision,
    gaps: Sequence[Gap],
    dossier: Dossier,
    ranges: Mapping[str, Range],
) -> Grounds:
    """How far this decision holds. gaps: unknown facts that would change it, or the points that it is made of.
    ranges: facts that are known only between two bounds."""
    asked = compiled.table.asked()
    first = next(iter(compiled.book.outputs))
    gaps = [gap for gap in gaps if gap.book != compiled.book.id or gap.changes(first)]
    known = [name for name in asked if not is_unknown(decision.facts.get(name))]
    to_find = tuple(gap.meaning for gap in gaps) or tuple(
        label_of(name, compiled.book.facts[name]) for name in asked if name not in known
    )
    to_find = tuple(dict.fromkeys(to_find))[:MOST_TO_FIND_OUT]
    if aggregates(compiled.book):
        name, points = next(iter(decision.outputs.items()))
        most = possible_range(compiled, decision, name)[1]
        if not known:
            return Grounds("open", to_find, most=most)
        return Grounds("for_now", to_find, most=most) if most != points else Grounds(most=most)
    if topic == ENGAGEMENT and not decision.fired and not dossier.contacts:
        return Grounds("open", (say("who has a say, with name and title"),))
    if topic == TRIGGERS and _first(decision) == "none" and dossier.opportunity.live:
        return Grounds("open", to_find, say("a project is there, its trigger is not known"))
    undecided = _first(decision) in UNDECIDED or (topic == PLAYS and _first(decision) == "none" and gaps)
    if undecided or not _rests_on_something(decision, known) or _could_differ(compiled, decision, ranges):
        return Grounds("open", to_find)
    if not decision.fired and any(gap.book == compiled.book.id for gap in gaps):
        return Grounds("for_now", to_find)
    return Grounds()


def following_grounds(
    compiled: CompiledBook, decision: Decision, gaps: Sequence[Gap], before: Sequence[Grounds] = ()
) -> Grounds:
    """How far a decision holds of a book that takes up what others decide, or that lists all that applies.

    gaps: unknown facts that would change it. before: the grounds of the decisions that it takes up.
    """
    first = next(iter(compiled.book.outputs))
    asked = compiled.table.asked()
    known = [name for name in asked if not is_unknown(decision.facts.get(name))]
    ahead = [each for grounds in before if grounds.standing != "settled" for each in grounds.find_out]
    to_find = (*ahead, *(gap.meaning for gap in gaps if gap.changes(first)))
    if not known or _first(decision) in UNDECIDED:
        missing = (label_of(name, compiled.book.facts[name]) for name in asked if name not in known)
        return Grounds("open", tuple(dict.fromkeys((*to_find, *missing)))[:MOST_TO_FIND_OUT])
    if not to_find:
        return Grounds()
    return Grounds("for_now" if decision.fired else "open", tuple(dict.fromkeys(to_find))[:MOST_TO_FIND_OUT])


def possible_range(compiled: CompiledBook, decision: Decision, output: str) -> Range:
    """The least and the most that a book of points may still come to, whatever the unknown facts turn out to be.

    Exact where each rule asks about one fact; else the bounds of the output.
    """
    declared = compiled.book.outputs[output]
    if any(len(facts_asked(condition)) > 1 for condition in compiled.logic.conditions):
        return declared.low, declared.high
    now = float(decision.outputs[output])
    low = high = now
    for name in compiled.table.asked():
        if not is_unknown(decision.facts.get(name)):
            continue
        changes = [0.0]
        for value in values_told_apart(compiled, name):
            try:
                then = compiled.decide({**decision.facts, name: value}).outputs[output]
            except InputError:
                continue
            changes.append(float(then) - now)
        low, high = low + min(changes), high + max(changes)
    low, high = max(low, declared.low), min(high, declared.high)
    return (int(low), int(high)) if declared.type == "integer" else (low, high)


def _first(decision: Decision) -> object:
    return next(iter(decision.outputs.values()))


def _rests_on_something(decision: Decision, known: Sequence[str]) -> bool:
    """Is one of the facts known that the deciding rule asks about, or, when no rule fired, any at all?"""
    if not decision.fired:
        return bool(known)
    return any(name in known for place in decision.fired for name in facts_asked(decision.logic.conditions[place]))


def _could_differ(compiled: CompiledBook, decision: Decision, ranges: Mapping[str, Range]) -> bool:
    """Would points that are not yet known change the verdict?"""
    within = {name: bounds for name, bounds in ranges.items() if name in compiled.book.facts}
    for ends in product(*within.values()):
        trial = compiled.decide({**decision.facts, **dict(zip(within, ends, strict=True))})
        if _first(trial) != _first(decision):
            return True
    return False
