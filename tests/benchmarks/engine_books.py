"""Books for racing rule engines: the same random rules in plain form, to be said in each engine's own terms.

A rule is a conjunction of three to five tests on different facts, and the first rule that holds decides. Every fact is
always known, because engines differ in what an unknown one means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from engine.model.facts import FACT_INDEX, FACTS
from engine.model.rulebook import Rulebook

Operator = Literal[">=", "<", "=="]
Facts = dict[str, Any]

NUMBERS = {"urgency": (0.0, 1.0), "coverage_met": (0.0, 1.0), "stance_seen": (-1.0, 1.0), "need_seen": (0.0, 1.0)}
COUNTS = {"touches": (0, 40), "people_met": (0, 12), "refusals_at_top": (0, 8)}
FLAGS = ("has_sponsor", "has_mandate", "formal_tender")
WORDS = {
    name: FACTS[FACT_INDEX[name]].values for name in ("stage", "buyer_step")
}  # facts that a simulation supplies, so that the table used inside a run can take part
NAMES = (*NUMBERS, *COUNTS, *FLAGS, *WORDS)


@dataclass(frozen=True)
class Test:
    """One fact compared with a constant."""

    fact: str
    operator: Operator
    value: Any


Rules = list[tuple[Test, ...]]


def random_rules(count: int, rng: np.random.Generator) -> Rules:
    """Rules about different facts each; thresholds lie away from the ends of the range."""
    rules = []
    for _ in range(count):
        chosen = rng.choice(len(NAMES), size=int(rng.integers(3, 6)), replace=False)
        rules.append(tuple(_random_test(NAMES[place], rng) for place in sorted(chosen)))
    return rules


def _random_test(fact: str, rng: np.random.Generator) -> Test:
    sign: Operator = ">=" if rng.random() < 0.5 else "<"
    if fact in NUMBERS:
        low, high = NUMBERS[fact]
        return Test(fact, sign, round(float(rng.uniform(low + 0.3 * (high - low), high - 0.3 * (high - low))), 2))
    if fact in COUNTS:
        low, high = COUNTS[fact]
        return Test(fact, sign, int(rng.integers(low + 0.3 * (high - low), high - 0.3 * (high - low) + 1)))
    if fact in FLAGS:
        return Test(fact, "==", bool(rng.integers(2)))
    return Test(fact, "==", WORDS[fact][rng.integers(len(WORDS[fact]))])


def random_facts(count: int, rng: np.random.Generator) -> list[Facts]:
    """All facts known, numbers anywhere in their range."""
    found = []
    for _ in range(count):
        facts: Facts = {name: float(rng.uniform(low, high)) for name, (low, high) in NUMBERS.items()}
        facts |= {name: int(rng.integers(low, high + 1)) for name, (low, high) in COUNTS.items()}
        facts |= {name: bool(rng.integers(2)) for name in FLAGS}
        facts |= {name: str(values[rng.integers(len(values))]) for name, values in WORDS.items()}
        found.append(facts)
    return found


def rulebook(rules: Rules) -> Rulebook:
    """The rules as one of our books; the output `verdict` is the rule's place, −1 when none holds."""
    why = {"en": "made for a race", "zh": "为测速而造"}
    declared: dict[str, Any] = {
        name: {"type": "number", "unit": "score", "range": [low, high], "unknown": "no_match"}
        for name, (low, high) in NUMBERS.items()
    }
    declared |= {
        name: {"type": "integer", "unit": "count", "range": [low, high], "unknown": "no_match"}
        for name, (low, high) in COUNTS.items()
    }
    declared |= {name: {"type": "boolean", "unknown": "no_match"} for name in FLAGS}
    declared |= {name: {"type": "choice", "values": values, "unknown": "no_match"} for name, values in WORDS.items()}
    return Rulebook.model_validate(
        {
            "id": f"race_{len(rules)}",
            "title": why,
            "hit": "first",
            "facts": declared,
            "outputs": {"verdict": {"type": "integer", "unit": "place", "range": [-1, len(rules)]}},
            "rules": [
                {
                    "id": f"r{place}",
                    "when": " and ".join(_sentence(test) for test in rule),
                    "then": {"verdict": place},
                    "because": why,
                    "assumption": "made up",
                }
                for place, rule in enumerate(rules)
            ],
            "otherwise": {"then": {"verdict": -1}, "because": why, "assumption": "made up"},
        }
    )


def _sentence(test: Test) -> str:
    if isinstance(test.value, bool):
        return test.fact if test.value else f"not {test.fact}"
    return (
        f"{test.fact} is {test.value}" if isinstance(test.value, str) else f"{test.fact} {test.operator} {test.value}"
    )


def codes(facts: Facts) -> np.ndarray[Any, Any]:
    """The facts as a simulation holds them."""
    vector = np.full(len(FACTS), np.nan)
    for name, value in facts.items():
        vector[FACT_INDEX[name]] = WORDS[name].index(value) if name in WORDS else float(value)
    return vector


def material(rules: int, facts: int) -> tuple[Rules, list[Facts]]:
    """The rules and facts of one race: the same wherever they are asked for."""
    return random_rules(rules, np.random.default_rng([1, rules])), random_facts(
        facts, np.random.default_rng([2, rules])
    )
