"""Facts of a user's own that a scenario says of its accounts: constants that rulebooks declare and ask for.

    accounts:
      - id: river_hospital
        facts: {pays_on_time: yes, branches: 12}

The book declares the fact, once for every scenario and dossier that tells it; several books that ask for it declare it
alike. An account that says nothing of a fact leaves it unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import nan

from engine.errors import InputError, Problem, refuse
from engine.model.account import Account
from engine.model.facts import FACT_INDEX, OWN_FACTS
from engine.model.rulebook import FactDeclaration, Rulebook
from engine.model.scenario import Scenario
from engine.rules.language.given_facts import values_given
from engine.rules.language.values import code_of
from engine.wording import nearest, quoted, say


@dataclass(frozen=True)
class OwnFacts:
    """The user's own facts as numbers.

    names: in the order of their places. codes: of each account, by its id, a number for each name; NaN is unknown.
    """

    names: tuple[str, ...] = ()
    codes: Mapping[str, tuple[float, ...]] | None = None


def own_facts(scenario: Scenario, books: Mapping[str, Rulebook]) -> OwnFacts:
    """The facts that accounts of the scenario tell, as the books by what they decide declare them.

    Raises InputError for a fact that a book asks for and nobody supplies, one that no book declares or two declare
    differently, one that the simulation supplies itself, a value outside its declaration, and more than can be kept.
    """
    told = tuple(dict.fromkeys(name for account in scenario.accounts for name in account.facts))
    problems = [*_unsupplied(books, told), *_taken(scenario)]
    declared = {name: found for name in told if (found := _declared(name, books, problems)) is not None}
    problems += _undeclared(scenario, declared, books)
    if len(told) > OWN_FACTS:
        what = say("{count} facts of your own are too many, at most {most}", count=len(told), most=OWN_FACTS)
        problems.append(Problem("accounts", what, say("leave out what no rule needs"), "own-facts-many"))
    refuse(dict.fromkeys(problems))
    codes = {account.id: _codes(account, declared) for account in scenario.accounts}
    return OwnFacts(tuple(declared), codes)


def _place(account: Account) -> str:
    return f"accounts.{account.id}.facts"


def _unsupplied(books: Mapping[str, Rulebook], told: tuple[str, ...]) -> Iterator[Problem]:
    for book in books.values():
        for name in book.given_facts:
            if name not in FACT_INDEX and name not in told:
                what = say("the simulation does not supply the fact `{fact}`, and no account tells it", fact=name)
                yield Problem(book.id, what, nearest(name, [*told, *FACT_INDEX]), "fact-not-supplied")


def _taken(scenario: Scenario) -> Iterator[Problem]:
    for account in scenario.accounts:
        for name in account.facts:
            if name in FACT_INDEX:
                what = say("the simulation supplies the fact `{fact}` itself", fact=name)
                yield Problem(_place(account), what, say("give yours another name"), "own-fact-taken")


def _declared(name: str, books: Mapping[str, Rulebook], problems: list[Problem]) -> FactDeclaration | None:
    """How the books declare a fact; where they differ the first one's counts, and the difference is a problem."""
    asking = [book for book in books.values() if name in book.given_facts]
    if not asking or name in FACT_INDEX:
        return None
    first, *others = asking
    kinds = ("type", "unit", "values")
    for other in others:
        if any(getattr(first.facts[name], kind) != getattr(other.facts[name], kind) for kind in kinds):
            what = say("it declares the fact `{fact}` otherwise than {book}", fact=name, book=first.title)
            problems.append(Problem(other.id, what, say("declare it alike in both"), "own-fact-twice"))
    return first.facts[name]


def _undeclared(
    scenario: Scenario, declared: Mapping[str, FactDeclaration], books: Mapping[str, Rulebook]
) -> Iterator[Problem]:
    asked = [name for book in books.values() for name in book.given_facts if name not in FACT_INDEX]
    for account in scenario.accounts:
        strange = [name for name in account.facts if name not in declared and name not in FACT_INDEX]
        if strange:
            what = say("no rulebook declares the facts {names}", names=quoted(strange))
            yield Problem(_place(account), what, nearest(strange[0], asked), "own-fact-unasked")
        try:
            values_given(_known(account, declared), declared, lambda name, where=account: f"{_place(where)}.{name}")  # type: ignore[misc]
        except InputError as wrong:
            yield from wrong.problems


def _known(account: Account, declared: Mapping[str, FactDeclaration]) -> dict[str, object]:
    return {name: raw for name, raw in account.facts.items() if name in declared}


def _codes(account: Account, declared: Mapping[str, FactDeclaration]) -> tuple[float, ...]:
    values = values_given(_known(account, declared), declared, lambda name: _place(account))
    found = ((values.get(name), declaration) for name, declaration in declared.items())
    return tuple(nan if value is None else code_of(declaration, value) for value, declaration in found)
