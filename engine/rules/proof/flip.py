"""The nearest change of facts that flips a decision: as few facts as can be, then as small a change as can be.

Exact over the declared ranges. Only facts that can be given change; those that are computed follow them.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import InputError, Problem
from engine.files.arguments import mapping_given
from engine.rules.language.hit_policies import aggregated_declaration
from engine.rules.language.values import BadValue, read_value
from engine.rules.proof.computed_flip import ComputedSearch
from engine.rules.proof.examined_book import ExaminedBook
from engine.rules.proof.nearest_account import Change, Flip, Search, Wanted, result_of
from engine.rules.proof.solver import Deadline
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.wording import nearest, say

__all__ = ["SECONDS", "Change", "Flip", "Search", "Wanted", "nearest_flip", "search_in", "wanted_of"]
SECONDS = 20.0


def nearest_flip(
    compiled: CompiledBook,
    facts: Mapping[str, object],
    to: Mapping[str, object] | None = None,
    seconds: float = SECONDS,
) -> Flip | None:
    """The nearest account that is decided otherwise, or as `to` wants it; None when there is none.

    What is known stays known, unless nothing else helps. to: outputs and the values they should get.
    Raises InputError for facts or outputs the book does not know, OutOfTime when the search takes too long, and
    NotSeenThrough where a formula leaves it open.
    """
    facts = compiled.values_of(facts)
    wanted = wanted_of(compiled, facts, to)
    search = search_in(compiled, facts, wanted, ExaminedBook(compiled.logic, Deadline(seconds)))
    return search.found(search.still_known()) or search.found(search.anything())


def search_in(compiled: CompiledBook, facts: Mapping[str, object], wanted: Wanted, examined: ExaminedBook) -> Search:
    """The search that fits the book: where facts are computed, they follow those that are changed."""
    if examined.space.real is None:
        return Search(compiled, facts, wanted, examined)
    return ComputedSearch(compiled, facts, wanted, examined)


def wanted_of(compiled: CompiledBook, facts: Mapping[str, object], to: Mapping[str, object] | None) -> Wanted:
    """What the other decision must be. Raises InputError for outputs or values the book does not know."""
    if not to:
        return Wanted(compiled, None, result_of(compiled.decide(facts)))
    compiled.decide(facts)
    outputs, where = {}, say("outputs of {book}", book=compiled.book.id)
    for name, raw in mapping_given("to", to).items():
        if name not in compiled.book.outputs:
            what, hint = say("no output is called `{name}`", name=name), nearest(name, compiled.book.outputs)
            raise InputError(Problem(where, what, hint, "output-unknown"))
        try:
            outputs[name] = read_value(name, aggregated_declaration(compiled.book, name), raw)
        except BadValue as wrong:
            raise InputError(Problem(where, wrong.what, wrong.hint, wrong.code)) from None
    return Wanted(compiled, outputs, None)
