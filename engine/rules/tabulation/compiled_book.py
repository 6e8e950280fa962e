"""A book ready to decide: its comparisons answered once by durable_rules, looked up ever after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from math import nan
from types import MappingProxyType
from typing import Any

import numpy as np

from engine.errors import InputError, Problem, RuleMismatch
from engine.files.arguments import mapping_given
from engine.model.facts import FACT_INDEX, OWN_FACTS
from engine.model.rule_table import RuleTable
from engine.model.rulebook import OTHERWISE, FactDeclaration, Rulebook, Value
from engine.rules.language.book_hash import book_hash, titled_alike
from engine.rules.language.feeding import askable
from engine.rules.language.given_facts import values_given
from engine.rules.language.hit_policies import need_single_hit, refuse_against_policy
from engine.rules.language.logic import BookLogic, understand
from engine.rules.language.values import BadValue, as_said, code_of, is_unknown, read_value, value_of, without_range
from engine.rules.tabulation.chain import completed, feeds_of
from engine.rules.tabulation.decision import Decision
from engine.rules.tabulation.live_engine import live_engine
from engine.rules.tabulation.live_question import LiveQuestion, question_of
from engine.rules.tabulation.lookup import Lookup, Unusual
from engine.rules.tabulation.tabulated_book import tabulated
from engine.rules.tabulation.truth_table import facts_asked, fields_of
from engine.wording import Message, nearest, say

_KEPT = 256
_ASKED_WHOLE = 16
"""Rules of a book, about so many, whose whole sentences the live engine is asked when the book is compiled."""
_FIRST_DECIDES = ("first", "priority")
"""Hit policies under which the first rule that fires decides, whatever else fires."""
_COMPILED: dict[str, CompiledBook] = {}
_NOTHING_FED: Mapping[str, Decision] = MappingProxyType({})


def compile_book(book: Rulebook) -> CompiledBook:
    """The book, checked and with its comparisons tabulated; equal books are compiled once per process.

    A book that differs in titles alone is not compiled anew, and keeps its own titles.

    Raises InputError with everything that is wrong with the book.
    """
    digest = book_hash(book)
    found = _COMPILED.get(digest)
    if found is None:
        found = CompiledBook(understand(book))
        found.ask_some_whole()
    elif not titled_alike(found.book, book):
        found = CompiledBook(understand(book), found.table)
    else:
        return found
    while len(_COMPILED) >= _KEPT:
        _COMPILED.pop(next(iter(_COMPILED)), None)
    _COMPILED[digest] = found
    return found


class CompiledBook:
    """Decides from facts by table, asks the live engine on demand, and explains decisions recorded as numbers.

    table:   the same book as flat arrays, for compiled code.
    feeds:   by fact the books that feed it. askable: the facts that can be given, theirs among them.
    """

    def __init__(self, logic: BookLogic, table: RuleTable | None = None) -> None:
        self.logic = logic
        self.table = table or tabulated(logic)
        self._lookup = Lookup(self.table, logic.book.facts)
        self.feeds = feeds_of(logic.book, compile_book)
        self.askable: Mapping[str, FactDeclaration] = askable(logic.book)
        self._computes = bool(logic.derived)
        self._first_alone = logic.book.hit in _FIRST_DECIDES and not (self._computes or self.feeds)

    def __reduce__(self) -> tuple[Callable[..., CompiledBook], tuple[BookLogic, RuleTable]]:
        return CompiledBook, (self.logic, self.table)

    def __repr__(self) -> str:
        return f"<rulebook {self.book.id}: {len(self.logic.rules)} rules over {len(self.book.facts)} facts>"

    @property
    def book(self) -> Rulebook:
        """The book this was compiled from."""
        return self.logic.book

    @cached_property
    def facts_asked(self) -> tuple[str, ...]:
        """The facts to be given that some rule asks about, itself or through what is computed from them."""
        asked = self.logic.derived.given_behind(self.table.asked())
        return tuple(name for name in self.book.facts if name in asked)

    @property
    def single_hit_table(self) -> RuleTable:
        """The table of a book in which one rule decides. Raises InputError for a policy that gives several hits."""
        need_single_hit(self.book)
        return self.table

    def decide(self, facts: Mapping[str, object]) -> Decision:
        """What the book says about these facts; facts not named, None and NaN are unknown.

        Raises InputError for an unknown name, a value outside its declaration, or rules that may not fire together
        under the book's hit policy (`unique`, `any`).
        """
        facts, fed = self.completed(facts)
        try:
            if self._computes:
                raise Unusual
            found = self._lookup.fired(facts)
        except (Unusual, AttributeError):
            given = values_given(facts, self.book.facts, lambda name: self._facts_place)
            facts, codes = self.logic.derived.completed(given)
            found = self._lookup.fired_for_codes([codes.get(name, nan) for name in self.book.facts])
        decision = Decision(self.logic, found, dict(facts), fed)
        if len(fired := decision.fired) > 1:
            rules, rows = [self.logic.rules[i] for i in fired], [self.logic.rows[i] for i in fired]
            refuse_against_policy(self.book, rules, rows, decision.facts)
        return decision

    def completed(self, facts: Mapping[str, object]) -> tuple[Mapping[str, object], Mapping[str, Decision]]:
        """The facts with those that others feed filled in, and what was decided there. Raises as `decide` does."""
        if not self.feeds:
            return facts, _NOTHING_FED
        own, fed = completed(self.book, self.feeds, mapping_given("facts", facts), lambda: self._facts_place)
        if len(fed) < len(self.feeds):  # a book that is not asked does not read what was given for it
            self.values_of({name: raw for name, raw in facts.items() if name not in self.book.facts})
        return own, fed

    def decide_rule(self, facts: Mapping[str, object]) -> str | None:
        """`decide(facts).rule` without its reasons, in half the time: for whoever asks a book very often."""
        if not self._first_alone:
            return self.decide(facts).rule
        try:
            place = self._lookup.first(facts)
        except Unusual:
            return self.decide(facts).rule
        return None if place is None else self.logic.rules[place].id

    def ask_engine(self, facts: Mapping[str, object]) -> tuple[str, ...]:
        """The rules that fire according to the live rule engine, in winning order; some 10–50 µs a rule.

        Raises InputError for a value of another type than declared. Numbers beyond the declared range are asked too.
        """
        return self._live(self.completed(facts)[0])

    def _live(self, facts: Mapping[str, object]) -> tuple[str, ...]:
        """The same of facts that are complete."""
        fired = self._asked_whole(range(len(self.logic.rules)), self._codes(facts))
        return tuple(self.logic.rules[place].id for place in fired)

    def _asked_whole(self, places: Sequence[int], codes: Mapping[str, float]) -> list[int]:
        """Those of some rules that fire, by their whole sentences. codes: every fact as a number."""
        asked = []
        for place in places:
            question, facts_of = self._questions[place]
            fields = (self._field(name, codes[name], asks_known) for name, asks_known in facts_of.items())
            text = ",".join(filter(None, fields))
            asked += [(definition, text) for definition in question.asked()]
        answers = iter(live_engine().hold(asked))
        return [place for place in places if self._questions[place][0].answered(answers)]

    def check_against_engine(self, facts: Mapping[str, object]) -> None:
        """Asks the live engine about the same facts, of this book and of all that feed it.

        Raises RuleMismatch when the tables say otherwise.
        """
        own, fed = self.completed(facts)
        self.check_again(own, fed)

    def check_again(self, facts: Mapping[str, object], fed: Mapping[str, Decision]) -> None:
        """The same of facts that are complete, with what was decided of those that other books fed."""
        for name, decision in fed.items():
            self.feeds[name].book.check_again(decision.facts, decision.fed)
        live = self._live(facts)
        ours = tuple(self.logic.rules[index].id for index in self._fired(facts))
        if live != ours:
            what = say(
                "rulebook {book}: the live engine fires {live} where the truth tables fire {ours}, for {facts}; please "
                "report this",
                book=self.book.id,
                live=live or say("nothing"),
                ours=ours or say("nothing"),
                facts=str(dict(facts)),
            )
            raise RuleMismatch(what)

    def ask_some_whole(self) -> None:
        """Puts whole sentences of a few rules to the live engine, for accounts for which their tests hold.

        Raises RuleMismatch when the engine says otherwise.
        """
        step = max(1, len(self.logic.rules) // _ASKED_WHOLE)
        for place in range(0, len(self.logic.rules), step):
            facts = self._lookup.account_in(self.table.rules[place])
            if facts is None:
                continue
            codes = {name: self._code(name, facts.get(name)) for name in self.book.facts}
            if not self._asked_whole([place], codes):
                what = say(
                    "rulebook {book}: the live engine does not fire {rule} for {facts}; please report this",
                    book=self.book.id,
                    rule=self.logic.rules[place].id,
                    facts=str(facts),
                )
                raise RuleMismatch(what)

    def facts_from_codes(
        self, codes: Sequence[float] | np.ndarray[Any, Any], own: Sequence[str] = ()
    ) -> dict[str, Value | None]:
        """The book's facts out of a flat vector over `engine.model.facts.FACTS`; NaN is unknown.

        own: names of the user's own facts, whose places are the last OWN_FACTS of the vector.
        """
        places = {**FACT_INDEX, **{name: place - OWN_FACTS for place, name in enumerate(own)}}
        facts: dict[str, Value | None] = {}
        for name, declared in self.book.given_facts.items():
            if name not in places:
                what = say("no simulation supplies the fact `{name}`", name=name)
                raise InputError(Problem(self._place, what, nearest(name, places), "fact-unsupplied"))
            code = float(codes[places[name]])
            facts[name] = None if code != code else value_of(declared, code)
        return self.logic.derived.completed(facts)[0]

    def decision_from_codes(
        self, rule_index: int, codes: Sequence[float] | np.ndarray[Any, Any], own: Sequence[str] = ()
    ) -> Decision:
        """The decision a simulation recorded: the place of the deciding rule in `table.rules`, or one past the end (or
        −1) when none fired, and the fact vector as `facts_from_codes` takes it.

        Raises RuleMismatch when the book decides differently on these facts.
        """
        facts = self.facts_from_codes(codes, own)
        decision = Decision(self.logic, self._fired(facts), facts)
        recorded = self.logic.rules[rule_index].id if 0 <= rule_index < len(self.logic.rules) else None
        if recorded != decision.rule:
            what = say(
                "rulebook {book}: `{recorded}` was recorded but `{decided}` decides for {facts}",
                book=self.book.id,
                recorded=recorded or OTHERWISE,
                decided=decision.rule or OTHERWISE,
                facts=str(facts),
            )
            raise RuleMismatch(what)
        return decision

    def values_of(self, facts: Mapping[str, object]) -> dict[str, Value | None]:
        """The facts as values, words of people among them (是, 97%, 未知) understood; None is unknown.

        Facts of books that feed this one are among them. Raises InputError with every unknown name and every value
        outside its declaration.
        """
        return values_given(facts, self.askable, lambda name: self._facts_place)

    @property
    def _place(self) -> Message:
        return say("rulebook {book}", book=self.book.id)

    @property
    def _facts_place(self) -> Message:
        return say("facts for {book}", book=self.book.id)

    def _fired(self, facts: Mapping[str, object]) -> tuple[int, ...]:
        """Like `decide`, but a value beyond its declared range is taken as it is: the tables cover all numbers."""
        return self._lookup.fired_for_codes(list(self._codes(facts).values()))

    def _codes(self, facts: Mapping[str, object]) -> dict[str, float]:
        """Every fact as a number, in the order of the book; a computed one as it stands among the facts, if it does."""
        codes = {name: self._code(name, facts.get(name)) for name in self.book.facts}
        if self._computes:
            computed = self.logic.derived.compute(codes)
            codes |= {name: code for name, code in computed.items() if name not in facts}
        return codes

    def _code(self, name: str, raw: object) -> float:
        """The value as a number, NaN when unknown. Numbers may lie beyond the declared range."""
        declared = self._widened[name]
        meant = as_said(name, declared, raw)
        if is_unknown(meant):
            return float("nan")
        try:
            return code_of(declared, read_value(name, declared, meant))
        except BadValue as wrong:
            raise InputError(Problem(self._facts_place, wrong.what, wrong.hint, wrong.code)) from None

    def _field(self, name: str, code: float, asks_known: bool) -> str:
        declared = self.book.facts[name]
        return fields_of(name, declared, None if code != code else value_of(declared, code), asks_known)

    @cached_property
    def _questions(self) -> list[tuple[LiveQuestion, dict[str, bool]]]:
        return [(question_of(condition), facts_asked(condition)) for condition in self.logic.conditions]

    @cached_property
    def _widened(self) -> dict[str, FactDeclaration]:
        return {name: without_range(declared) for name, declared in self.book.facts.items()}
