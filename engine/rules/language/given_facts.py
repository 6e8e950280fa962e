"""Facts as people give them, read against what a book declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.errors import InputError, Problem
from engine.files.arguments import mapping_given
from engine.model.rulebook import Declaration, Value
from engine.rules.language.computed_facts import not_given
from engine.rules.language.values import BadValue, as_said, is_unknown, read_value
from engine.wording import nearest, say


def values_given(
    facts: Mapping[str, object], declared: Mapping[str, Declaration], where: Callable[[str], str]
) -> dict[str, Value | None]:
    """The facts as values, words of people among them (是, 97%, 未知) understood; None is unknown.

    where: what to call the place of a fact. Raises InputError with every unknown name and every value that is wrong.
    """
    mapping_given("facts", facts)
    found: dict[str, Value | None] = {}
    problems = []
    for name, raw in facts.items():
        if name not in declared:
            what = say("no fact is called {name}", name=f"`{name}`")
            problems.append(Problem(where(name), what, nearest(name, declared), "fact-unknown"))
            continue
        meant = as_said(name, declared[name], raw)
        computed = None if is_unknown(meant) else not_given(name, declared)
        if computed is not None:
            problems.append(Problem(where(name), *computed, "fact-computed"))
            continue
        try:
            found[name] = None if is_unknown(meant) else read_value(name, declared[name], meant)
        except BadValue as wrong:
            problems.append(Problem(where(name), wrong.what, wrong.hint, wrong.code))
    if problems:
        raise InputError(*problems)
    return found
