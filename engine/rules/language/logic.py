"""A book understood: every sentence parsed, every value read, everything that is wrong with it said at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.errors import InputError, Problem
from engine.model.faults import Place
from engine.model.rulebook import OTHERWISE, Case, Declaration, Rule, Rulebook, Value
from engine.rules.language.computed_facts import DerivedFacts, derived_of, not_given
from engine.rules.language.conditions import RESERVED_WORDS, Condition, leaves
from engine.rules.language.decision_tables import Where, place_in, with_rules
from engine.rules.language.feeding import askable, without_feeder
from engine.rules.language.formula_problems import formula_problems
from engine.rules.language.hit_policies import aggregated_declaration, policy_problems
from engine.rules.language.parser import parse_condition
from engine.rules.language.tokens import ConditionError
from engine.rules.language.values import BadValue, as_said, read_value, stand_in
from engine.wording import nearest, quoted, say

Outputs = dict[str, Value]
_RESERVED_FIELDS = frozenset(["id", "sid"])


@dataclass(frozen=True)
class BookLogic:
    """A checked book.

    book:                    with the rows of a table among its `rules`, and the facts of its cases as values.
    rules, conditions, rows: in winning order, side by side: each rule with its condition and its outputs.
    otherwise:               the outputs when no rule fires.
    """

    book: Rulebook
    rules: tuple[Rule, ...]
    conditions: tuple[Condition, ...]
    rows: tuple[Outputs, ...]
    otherwise: Outputs

    @property
    def asked(self) -> frozenset[str]:
        """The facts that some rule asks about."""
        return frozenset(leaf.fact for condition in self.conditions for leaf in leaves(condition))

    @cached_property
    def derived(self) -> DerivedFacts:
        """The facts that are computed from others."""
        return derived_of(self.book.facts)


def understand(book: Rulebook, place: Where | None = None) -> BookLogic:
    """The book's logic, or InputError with everything that is wrong with it.

    place: turns a path such as ("rules", 2, "when") into what the user should look at, e.g. `book.yaml:31`.
    """
    where = place or place_in(book)
    conditions: dict[str, Condition] = {}
    problems = [*_fact_problems(book, where), *without_feeder(book, where)]
    book, in_table = with_rules(_with_values(book), where)
    problems += [*in_table, *policy_problems(book, where)]
    if book.table is None or not in_table:
        problems += [*_rule_problems(book, where, conditions), *_case_problems(book, where)]
    if problems:
        raise InputError(*problems)
    rules = book.winning_order()
    return BookLogic(
        book,
        rules,
        tuple(conditions[rule.id] for rule in rules),
        tuple(_read_row(book.outputs, rule.then) for rule in rules),
        _read_row(book.outputs, book.otherwise.then),
    )


def _with_values(book: Rulebook) -> Rulebook:
    """The book with what people say in its cases read: 未知, 97%, 是."""
    cases, known = [], askable(book)
    for case in book.cases:
        facts = {name: as_said(name, known[name], raw) for name, raw in case.facts.items() if name in known}
        cases.append(case.model_copy(update={"facts": {**case.facts, **facts}}) if facts != case.facts else case)
    return book.model_copy(update={"cases": tuple(cases)})


def _read_row(outputs: Mapping[str, Declaration], then: Mapping[str, Value]) -> Outputs:
    return {name: read_value(name, declared, then[name]) for name, declared in outputs.items()}


def _fact_problems(book: Rulebook, where: Where) -> Iterator[Problem]:
    for kind, names in (("facts", book.facts), ("outputs", book.outputs)):
        for name in names:
            if name in _RESERVED_FIELDS | RESERVED_WORDS or "__" in name:
                what = say("`{name}` is a reserved name", name=name)
                yield Problem(where((kind, name)), what, say("choose another"), "name-reserved")
    for name, declared in book.facts.items():
        raw = stand_in(declared)
        if raw is not None:
            yield from _value_problem(where, ("facts", name, "unknown"), name, declared, raw)
    for name, output in book.outputs.items():
        if output.type == "date":
            what = say("`{output}` is a date, and a book says none", output=name)
            yield Problem(where(("outputs", name, "type")), what, say("`date` is a type of facts"), "output-date")
    yield from formula_problems(book.facts, where)


def _rule_problems(book: Rulebook, where: Where, conditions: dict[str, Condition]) -> Iterator[Problem]:
    ids = Counter(rule.id for rule in book.rules)
    titles = Counter(words for title in book.titles.values() if title is not None for words in {title.en, title.zh})
    ranked = book.hit == "priority" and not (
        book.ranked_by_outputs and any(declared.values for declared in book.outputs.values())
    )
    for index, rule in enumerate(book.rules):
        path: Place = ("rules", index) if book.table is None else ("table", "rows", index)
        if ids[rule.id] > 1:
            what = say("two rules are called `{rule}`", rule=rule.id)
            yield Problem(where((*path, "id")), what, say("ids must be unique"), "rule-twice")
        if rule.title is not None and max(titles[rule.title.en], titles[rule.title.zh]) > 1:
            what = say("two rules have the title “{title}”", title=rule.title)
            yield Problem(where((*path, "title")), what, say("choose another"), "title-twice")
        if rule.id == OTHERWISE:
            what = say("`{name}` is reserved for what holds when no rule fires", name=OTHERWISE)
            yield Problem(where((*path, "id")), what, say("choose another"), "name-reserved")
        if ranked and rule.priority is None:
            what = say("rule `{rule}` needs a `priority`", rule=rule.id)
            yield Problem(where(path), what, say("the lower number goes first"), "priority-missing")
        if book.hit != "priority" and rule.priority is not None:
            what = say("hit policy `{policy}` takes no priority", policy=book.hit)
            hint = say("remove it, or declare `hit: priority`")
            yield Problem(where((*path, "priority")), what, hint, "priority-unused")
        try:
            conditions[rule.id] = parse_condition(rule.when, book.facts)
        except ConditionError as wrong:
            if book.table is None:
                yield wrong_sentence(rule.id, wrong, where((*path, "when")))
            else:
                what = say("row {row} (`{rule}`): {what}", row=index + 1, rule=rule.id, what=wrong.what)
                yield Problem(where((*path, "when")), what, wrong.hint, wrong.code)
        yield from _row_problems(book, rule.then, (*path, "then"), where)
    yield from _row_problems(book, book.otherwise.then, ("otherwise", "then"), where)
    yield from _open_problems(book, where)


def _open_problems(book: Rulebook, where: Where) -> Iterator[Problem]:
    """What is wrong with the reasons while it cannot be told: of no fact, or behind the one for all the rest."""
    reasons = book.otherwise.open_reasons
    for index, reason in enumerate(reasons):
        path: Place = ("otherwise", "undetermined", index)
        for place, name in enumerate(reason.unknown):
            if name not in book.facts:
                what = say("no fact is called {name}", name=f"`{name}`")
                yield Problem(where((*path, "unknown", place)), what, nearest(name, book.facts), "fact-unknown")
        if not reason.unknown and index + 1 < len(reasons):
            what = say("a reason without `unknown` holds for all that is open, so those after it never hold")
            yield Problem(where(path), what, say("put it last"), "reason-shadowed")


def wrong_sentence(rule: str, wrong: ConditionError, where: str) -> Problem:
    """What is wrong with the sentence of a rule."""
    what = say("rule `{rule}`, `when`, character {at}: {what}", rule=rule, at=wrong.position, what=wrong.what)
    return Problem(where, what, wrong.hint, wrong.code)


def _row_problems(book: Rulebook, then: Mapping[str, Value], path: Place, where: Where) -> Iterator[Problem]:
    yield from _output_problems(book, then, path, where)
    missing = [name for name in book.outputs if name not in then]
    if missing:
        what = say("nothing is said about {names}", names=quoted(missing))
        yield Problem(where(path), what, say("every row gives every output"), "output-missing")


def _output_problems(book: Rulebook, given: Mapping[str, object], path: Place, where: Where) -> Iterator[Problem]:
    for name, raw in given.items():
        in_row = path[0] == "table" and book.table is not None
        at = (*path, book.table.then.index(name) if in_row and book.table else name)
        if name not in book.outputs:
            what = say("no output is called `{name}`", name=name)
            yield Problem(where(at), what, nearest(name, book.outputs), "output-unknown")
            continue
        of_case = path[0] == "cases" and not isinstance(raw, tuple)
        declared = aggregated_declaration(book, name) if of_case else book.outputs[name]
        for value in raw if isinstance(raw, tuple) else (raw,):
            yield from _value_problem(where, at, name, declared, value)


def _value_problem(where: Where, path: Place, name: str, declared: Declaration, raw: object) -> Iterator[Problem]:
    try:
        read_value(name, declared, raw)
    except BadValue as wrong:
        yield Problem(where(path), wrong.what, wrong.hint, wrong.code)


def _case_problems(book: Rulebook, where: Where) -> Iterator[Problem]:
    names = Counter(case.name for case in book.cases)
    rules, known = {rule.id for rule in book.rules}, askable(book)
    for index, case in enumerate(book.cases):
        if names[case.name] > 1:
            what = say("two cases are called `{case}`", case=case.name)
            yield Problem(where(("cases", index, "name")), what, say("choose another"), "case-twice")
        for name, raw in case.facts.items():
            path = ("cases", index, "facts", name)
            if name not in known:
                what = say("no fact is called {name}", name=f"`{name}`")
                yield Problem(where(path), what, nearest(name, known), "fact-unknown")
            elif raw is not None:
                computed = not_given(name, known)
                if computed is not None:
                    yield Problem(where(path), *computed, "fact-computed")
                yield from _value_problem(where, path, name, known[name], raw)
        yield from _output_problems(book, case.expect, ("cases", index, "expect"), where)
        yield from _case_rule_problems(book, case, where, index, rules)


def _case_rule_problems(book: Rulebook, case: Case, where: Where, index: int, rules: set[str]) -> Iterator[Problem]:
    path = ("cases", index, "rule")
    several = isinstance(case.rule, tuple)
    if several and book.single_hit:
        what = say("only one rule decides under hit policy `{policy}`", policy=book.hit)
        yield Problem(where(path), what, say("name one rule, or `otherwise`"), "case-rule")
    for name in case.rule if isinstance(case.rule, tuple) else (case.rule,):
        if name not in rules and name != OTHERWISE:
            what = say("no rule is called `{name}`", name=name)
            yield Problem(where(path), what, nearest(name, [*rules, OTHERWISE]), "case-rule")
