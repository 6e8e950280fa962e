"""The sentences of a strategy's phases: understood before anything is played, with the place of whatever is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.engagement import Phase, Strategy
from engine.errors import InputError, Problem
from engine.model.faults import Place
from engine.rules.language.tokens import ConditionError
from engine.rules.tabulation.sentence import sentence_table
from engine.wording import Message, say

Where = Callable[[Place], str]


def wrong_phases(strategy: Strategy, where: Where | None = None) -> Iterator[Problem]:
    """Everything that is wrong with when the phases begin and end.

    where: turns a path such as ("phases", 1, "leave") into what the user should look at.
    """
    at = where or (lambda path: f"strategy {strategy.name}")
    last = len(strategy.phases) - 1
    for number, phase in enumerate(strategy.phases):
        for problem in _wrong(phase, number, last):
            key, what, hint, code = problem
            yield Problem(at(("phases", number, key)), _in_phase(number, key, what), hint, code)


def _in_phase(number: int, key: str, what: str) -> Message:
    return say("phase {number}, `{key}`: {what}", number=number + 1, key=key, what=what)


def _wrong(phase: Phase, number: int, last: int) -> Iterator[tuple[str, str, str, str]]:
    if phase.enter and number == 0:
        yield "enter", say("the first phase begins at once"), say("leave it out"), "phase-enter"
    if phase.leave and number == last:
        yield "leave", say("nothing follows the last phase"), say("leave it out, or add a phase"), "phase-leave"
    if phase.leave and phase.until != "never":
        what = say("`until` says already what ends the phase")
        yield "leave", what, say("leave one of the two out"), "phase-twice"
    for key, sentence in (("enter", phase.enter), ("leave", phase.leave)):
        if sentence:
            yield from ((key, *wrong) for wrong in _not_understood(sentence))


def _not_understood(sentence: str) -> Iterator[tuple[str, str, str]]:
    try:
        sentence_table(sentence)
    except ConditionError as wrong:
        yield say("character {at}: {what}", at=wrong.position, what=wrong.what), wrong.hint, wrong.code
    except InputError as wrong:
        yield from ((problem.what, problem.hint, problem.code) for problem in wrong.problems)
