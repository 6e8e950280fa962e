"""Phases of strategies as compiled code reads them, their sentences tabulated as books of one rule each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.dynamics.machine.composition import MECHANISMS
from engine.dynamics.state import phases
from engine.engagement import Phase, Strategy
from engine.engagement.strategy import ANY_LEVEL
from engine.errors import refuse
from engine.model.decisions import ASKED_OF_MOVES, BETWEEN_DEALS
from engine.model.rule_table import RuleTable
from engine.model.terms import ROLES
from engine.rules.tabulation.sentence import sentence_table
from engine.situation.phase_sentences import wrong_phases

OF_ACCOUNT = {fact for mechanism in MECHANISMS for fact in mechanism.facts_of_account}
OF_DEAL = {fact for mechanism in MECHANISMS for fact in mechanism.facts}
OF_MEMORY = {fact for mechanism in MECHANISMS if mechanism.name == "memory" for fact in mechanism.facts_of_account}


@dataclass(frozen=True)
class Asked:
    """What is wanted of facts that are looked up only where somebody asks (see `packing.Packed`)."""

    of_account: bool
    of_memory: bool


def asked_facts(tables: Mapping[str, RuleTable], sentences: Mapping[str, RuleTable]) -> Asked:
    """What the books, by what they decide, and the sentences of phases ask for."""
    in_sentences = {fact for table in sentences.values() for fact in table.read()}
    of_role = {role: set(table.read()) for role, table in tables.items() if role not in ASKED_OF_MOVES}
    during = in_sentences.union(*(asked for role, asked in of_role.items() if role not in BETWEEN_DEALS))
    anywhere = in_sentences.union(*of_role.values())
    return Asked(bool(during & (OF_ACCOUNT - OF_DEAL)), bool(anywhere & OF_MEMORY))


def sentences_of(strategies: Sequence[Strategy]) -> dict[str, RuleTable]:
    """Every sentence of their phases with its table. Raises InputError with everything that is wrong with one."""
    refuse(problem for strategy in strategies for problem in wrong_phases(strategy))
    said = (sentence for strategy in strategies for phase in strategy.phases for sentence in (phase.enter, phase.leave))
    return {sentence: sentence_table(sentence) for sentence in dict.fromkeys(said) if sentence}


def phase_words(given: Sequence[Phase], sentences: Mapping[str, int]) -> list[float]:
    """The phases of one strategy. sentences: the number of each as a book."""
    by_sentences = any(phase.enter or phase.leave for phase in given)
    words: list[float] = []
    for place, phase in enumerate(given):
        until = phases.UNTIL_CODES[phase.until]
        if until == phases.NEVER and any(later.enter for later in given[place + 1 :]):
            until = phases.WHENEVER
        words += _words(phase, until, by_sentences, sentences)
    return words


def _words(phase: Phase, until: int, by_sentences: bool, sentences: Mapping[str, int]) -> list[float]:
    mask = sum(1 << ROLES.index(role) for role in phase.roles)
    highest, lowest = (phases.LOW_PART, ANY_LEVEL) if phase.levels == "low" else phase.levels
    values = {
        phases.ORDER: 1.0 if phase.highest_first else -1.0,
        phases.ROLE_MASK: float(mask),
        phases.MIN_LEVEL: float(highest),
        phases.MAX_LEVEL: float(lowest),
        phases.INTRODUCED: float(phase.introduced_only),
        phases.PREPARATION: phase.preparation,
        phases.EXECUTIVE: float(phase.with_executive),
        phases.UNTIL: float(until),
        phases.UNTIL_VALUE: phase.value,
        phases.EVERY_RANK: float(phase.every_rank),
        phases.EVERY_CHANNEL: float(phase.every_channel),
        phases.KEEPS_BALANCE: float(phase.keeps_balance),
        phases.ENTER: float(sentences.get(phase.enter, phases.NO_SENTENCE)),
        phases.LEAVE: float(sentences.get(phase.leave, phases.NO_SENTENCE)),
        phases.BY_SENTENCES: float(by_sentences),
    }
    return [values[place] for place in range(phases.PHASE_WORDS)]
