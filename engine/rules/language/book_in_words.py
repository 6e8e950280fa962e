"""A rulebook as a page that reads as sentences."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.quantity import Provenance
from engine.model.rulebook import Declaration, FactDeclaration, Otherwise, Rule, Rulebook, UnknownAs, Value
from engine.rules.language.feeding import source_of
from engine.rules.language.formula_prose import formula_said
from engine.rules.language.hit_policies import aggregates
from engine.rules.language.logic import BookLogic, understand
from engine.rules.language.prose import prose
from engine.rules.language.spoken import label_of, row_said, rule_with_id, said
from engine.rules.language.values import show, stand_in_value
from engine.wording import (
    Document,
    Item,
    Items,
    Joined,
    Paragraph,
    Said,
    Title,
    either,
    ground_said,
    say,
    sentences,
    told,
    unit_said,
)


def book_document(book: Rulebook) -> Document:
    """The book in words: what it is for, how several rules are settled, every rule, what holds otherwise, its facts.

    Raises InputError when the book is wrong.
    """
    logic = understand(book)
    book = logic.book
    rules = {
        rule.id: Item(
            say(
                "{rule}: if {when}, then {then}.",
                rule=rule_with_id(rule.id, book),
                when=prose(condition, book.facts),
                then=_then(book, row),
            ),
            [_because(rule)],
        )
        for rule, condition, row in zip(logic.rules, logic.conditions, logic.rows, strict=True)
    }
    ordered = logic.rules if book.single_hit else book.rules
    reasons: list[Said] = [_because(book.otherwise)]
    for reason in book.otherwise.open_reasons:
        unknown = Joined([label_of(name, book.facts[name]) for name in reason.unknown], ", ")
        told = say("While it cannot be told: {because}", because=reason.because)
        of_kind = say("While it cannot be told for want of {facts}: {because}", facts=unknown, because=reason.because)
        reasons.append(of_kind if reason.unknown else told)
    otherwise = Item(say("Otherwise {then}.", then=_then(book, logic.otherwise)), reasons)
    return Document(
        [
            Title(book.title),
            *([Paragraph(book.purpose)] if book.purpose is not None else []),
            Paragraph(sentences([_policy(book), _aggregate(book)])),
            Title(say("Rules"), 2),
            Items([rules[rule.id] for rule in ordered], numbered=True),
            Items([otherwise]),
            Title(say("Facts"), 2),
            Items(
                [
                    Item(_fact(name, declared, book.feeders.get(name)), _computed(name, logic))
                    for name, declared in book.facts.items()
                ]
            ),
        ]
    )


def book_in_short(book: Rulebook, lang: str) -> str:
    """The title of the book, and a line for each rule as it wins, then for what holds otherwise."""
    logic = understand(book)
    book = logic.book
    lines = {
        rule.id: say(
            "{rule}: if {when}, then {then}.",
            rule=book.title_of(rule.id),
            when=prose(condition, book.facts),
            then=row_said(row, book.outputs),
        )
        for rule, condition, row in zip(logic.rules, logic.conditions, logic.rows, strict=True)
    }
    ordered = logic.rules if book.single_hit else book.rules
    numbered = [f"{number:>3}. {told(lines[rule.id], lang)}" for number, rule in enumerate(ordered, start=1)]
    otherwise = say("Otherwise {then}.", then=row_said(logic.otherwise, book.outputs))
    return "\n".join([told(book.title, lang), *numbered, f"     {told(otherwise, lang)}"])


def _then(book: Rulebook, row: Mapping[str, Value]) -> Said:
    outcomes = (
        say("{fact} is {value}", fact=label_of(name, book.outputs[name]), value=said(name, value))
        for name, value in row.items()
    )
    return Joined(outcomes, ", and ")


def _because(rule: Rule | Otherwise) -> Said:
    return say("because: {because} ({grounds})", because=rule.because, grounds=_grounds(rule))


def _grounds(rule: Provenance) -> Said:
    if rule.is_cited:
        return say("source: {reason}", reason=ground_said(rule.reason))
    return say("assumption: {reason}", reason=ground_said(rule.reason))


def _fact(name: str, declared: FactDeclaration, feeder: Rulebook | None) -> Said:
    own = _own_fact(name, declared)
    if feeder is None:
        return own
    output = source_of(declared)[1]
    what = label_of(output, feeder.outputs[output])
    return say("{fact}; where it is not given, it is what “{book}” says: {output} (`{source}`)", fact=own,
               book=feeder.title, output=what, source=str(declared.fed_by))  # fmt: skip


def _own_fact(name: str, declared: FactDeclaration) -> Said:
    fact, kind = label_of(name, declared), _kind(name, declared)
    if isinstance(declared.unknown, UnknownAs):
        instead = said(name, stand_in_value(name, declared))
        return say(
            "`{name}`: {fact} ({kind}); when unknown it counts as {value}",
            name=name,
            fact=fact,
            kind=kind,
            value=instead,
        )
    return say("`{name}`: {fact} ({kind}); when unknown no comparison with it holds", name=name, fact=fact, kind=kind)


def _computed(name: str, logic: BookLogic) -> list[Said]:
    formula = logic.derived.formulas.get(name)
    return [] if formula is None else [say("computed: {formula}", formula=formula_said(formula, logic.book.facts))]


def _kind(name: str, declared: Declaration) -> Said:
    if declared.type == "boolean":
        return say("yes or no", context="kind")
    if declared.type == "date":
        return say("a date", context="kind")
    if declared.type == "choice":
        return either(said(name, value) for value in declared.values)
    unit = unit_said(str(declared.unit))
    return Joined([unit, f"{show(declared.low)}–{show(declared.high)}"], " · ") if declared.range else unit


def _policy(book: Rulebook) -> Said:
    match book.hit:
        case "first":
            return say("When several rules fire, the one written first decides.")
        case "unique":
            return say("At most one rule may fire.")
        case "any":
            return say("Several rules may fire, and then they must say the same.")
        case "priority":
            return say("When several rules fire, the most important one decides; they stand in that order.")
        case "collect":
            return say("All rules that fire count.")
        case "rule order":
            return say("All rules that fire count, in the order in which they are written.")
        case "output order":
            return say("All rules that fire count, the most important answers first.")


def _aggregate(book: Rulebook) -> Said:
    if not aggregates(book):
        return ""
    match book.aggregate:
        case "count":
            return say("The result is how many fire.")
        case "sum":
            return say("The result is their sum.")
        case "min":
            return say("The result is the least.")
        case _:
            return say("The result is the greatest.")
