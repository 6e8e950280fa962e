"""A sentence by itself, outside any book: about the facts of a simulation, in the language of rules.

Phases of a strategy say so when they begin and end. It is understood and tabulated as the `when` of a rule is.
"""

from __future__ import annotations

from functools import cache

from engine.model.base import Text
from engine.model.facts import FACTS, SimulationFact
from engine.model.rule_table import RuleTable
from engine.model.rulebook import Declaration, FactDeclaration, Otherwise, Rule, Rulebook
from engine.rules.language.conditions import Condition, leaves
from engine.rules.language.parser import parse_condition
from engine.rules.tabulation.compiled_book import compile_book


def _declared(fact: SimulationFact) -> FactDeclaration:
    bounds = None if fact.low is None or fact.high is None else (fact.low, fact.high)
    return FactDeclaration(type=fact.type, unit=fact.unit or None, range=bounds, values=fact.values, unknown="no_match")


@cache
def simulation_facts() -> dict[str, FactDeclaration]:
    """Every fact that a simulation supplies, as a book would declare it: with one that is unknown nothing matches."""
    return {fact.name: _declared(fact) for fact in FACTS}


def parse_sentence(sentence: str) -> Condition:
    """What the sentence says. Raises ConditionError with the character at which it makes no sense."""
    return parse_condition(sentence, simulation_facts())


@cache
def sentence_table(sentence: str) -> RuleTable:
    """The sentence as the only rule of a table.

    Raises ConditionError where it makes no sense, InputError where it is too large to be tabulated.
    """
    asked = {leaf.fact for leaf in leaves(parse_sentence(sentence))}
    said = Text(en=sentence, zh=sentence)
    book = Rulebook(
        id="sentence",
        title=Text(en="-", zh="-"),
        hit="first",
        facts={name: declared for name, declared in simulation_facts().items() if name in asked},
        outputs={"holds": Declaration(type="boolean")},
        rules=(Rule(id="holds", when=sentence, then={"holds": True}, because=said, assumption=said.en),),
        otherwise=Otherwise(then={"holds": False}, because=said, assumption=said.en),
    )
    return compile_book(book).single_hit_table
