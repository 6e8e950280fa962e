"""How far a decision about an account can be trusted: settled, for now, or not to be told from what is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from engine.advice.gaps import Gap, values_told_apart
from engine.advice.points import UNDECIDED, Fed, Range
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
ENGAGEMENT, TRIGGERS, PLAYS = "engagement_choice", "purchase_triggers", "competitive_strategy"
NEEDED: Mapping[str, tuple[str, ...]] = {
    "stage_gates": ("stage",),
    "project_origin": ("seen_before_freeze", "need_frozen", "rival_saw_first"),
    "withdraw_continue": ("stance_seen", "cost_share", "touches", "touches_since_progress", "days_in_stage"),
}
"""Facts without any of which nothing can be told on a topic where no rule fired; the others say little alone."""
OPEN_TOGETHER = (TRIGGERS, "project_origin", "stage_gates", "withdraw_continue")
"""Topics on which several unknown facts together can change the verdict where none does alone."""
MOST_TO_FIND_OUT = 3
NOT_FED = Fed()


@dataclass(frozen=True)
class Grounds:
    """What a decision rests on.

    standing: settled; for_now, when nothing that is known speaks for another answer and one more fact could; open, when
              what is known does not tell. find_out: facts that would tell, by what they are called, the best first.
    note:     what is known all the same, such as that a project is there. least, most: points that it could still come
              to. bounds: between which bounds the points lie that leave the decision open.
    """

    standing: Standing = "settled"
    find_out: tuple[Said, ...] = ()
    note: Said = ""
    least: float | None = None
    most: float | None = None
    bounds: Said = ""


def grounds_of(
    topic: str,
    compiled: CompiledBook,
    decision: Decision,
    gaps: Sequence[Gap],
    dossier: Dossier,
    fed: Fed = NOT_FED,
) -> Grounds:
    """How far this decision holds. gaps: unknown facts that would change it. fed: what the points lack that it is made
    of."""
    asked = compiled.facts_asked
    first = next(iter(compiled.book.outputs))
    gaps = [gap for gap in gaps if gap.book != compiled.book.id or gap.changes(first)]
    known = [name for name in asked if not is_unknown(decision.facts.get(name))]
    unknown = [name for name in asked if name not in known]
    reason = decision.open_reason
    wanting = () if reason is None else tuple(name for name in reason.unknown if name in asked)
    to_find = (
        *_named_by_the_rule(compiled, decision, fed),
        *(gap.meaning for gap in (*gaps, *fed.gaps(unknown))),
        *_called(wanting, compiled),
    ) or _called(unknown, compiled)
    to_find = tuple(dict.fromkeys(to_find))[:MOST_TO_FIND_OUT]
    if aggregates(compiled.book):
        name, points = next(iter(decision.outputs.items()))
        least, most = possible_range(compiled, decision, name)
        if not known:
            return Grounds("open", to_find, least=least, most=most)
        return Grounds("settled" if most == points else "for_now", to_find if most != points else (), "", least, most)
    if topic == ENGAGEMENT and not decision.fired and not dossier.contacts:
        return Grounds("open", (say("who has a say, with name and title"),))
    needed = [name for name in NEEDED.get(topic, ()) if name in asked]
    if needed and not decision.fired and not set(needed) & set(known):
        return Grounds("open", tuple(dict.fromkeys((*_called(needed, compiled), *to_find)))[:MOST_TO_FIND_OUT])
    if topic == TRIGGERS and _first(decision) == "none" and dossier.opportunity.live:
        return Grounds("open", to_find, say("a project is there, its trigger is not known"))
    undecided = _first(decision) in UNDECIDED or (topic == PLAYS and _first(decision) == "none" and gaps)
    if undecided or fed.unsettled or not _rests_on_something(decision, known):
        return Grounds("open", to_find, bounds=fed.bounds)
    left_open = topic in OPEN_TOGETHER and decision.undetermined
    if not decision.fired and (left_open or any(gap.book == compiled.book.id for gap in gaps)):
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
    if compiled.logic.derived or any(len(facts_asked(condition)) > 1 for condition in compiled.logic.conditions):
        return declared.low, declared.high
    now = float(decision.outputs[output])
    low = high = now
    for name in compiled.table.asked():
        if not is_unknown(decision.facts.get(name)):
            continue
        changes = [0.0]
        for value in values_told_apart(compiled, name):
            try:
                then = compiled.decide({**decision.given, name: value}).outputs[output]
            except InputError:
                continue
            changes.append(float(then) - now)
        low, high = low + min(changes), high + max(changes)
    low, high = max(low, declared.low), min(high, declared.high)
    return (int(low), int(high)) if declared.type == "integer" else (low, high)


def _called(names: Sequence[str], compiled: CompiledBook) -> tuple[Said, ...]:
    return tuple(label_of(name, compiled.book.facts[name]) for name in names)


def _first(decision: Decision) -> object:
    return next(iter(decision.outputs.values()))


def _rests_on_something(decision: Decision, known: Sequence[str]) -> bool:
    """Is one of the facts known that the deciding rule asks about, or, when no rule fired, any at all?"""
    if not decision.fired:
        return bool(known)
    rests_on = decision.logic.derived.given_behind
    return any(
        name in known for place in decision.fired for name in rests_on(facts_asked(decision.logic.conditions[place]))
    )


def _named_by_the_rule(compiled: CompiledBook, decision: Decision, fed: Fed) -> tuple[Said, ...]:
    """What the rule asks about that says it cannot tell: unknown facts, points by what they lack."""
    if _first(decision) not in UNDECIDED or not decision.fired:
        return ()
    named = facts_asked(decision.logic.conditions[decision.fired[0]])
    unknown = [name for name in named if is_unknown(decision.facts.get(name))]
    own = (label_of(name, compiled.book.facts[name]) for name in unknown if not fed.lacks.get(name))
    return (*own, *(gap.meaning for gap in fed.gaps(unknown)))
