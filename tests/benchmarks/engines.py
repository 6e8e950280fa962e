"""Rule engines in their own words, all given the same rules: each answers with the place of the first rule that holds.

Every engine is asked through its public interface, the way its manual shows, with all its preparation done beforehand.
Those that are not installed are left out; `rivals` names them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from tests.benchmarks.engine_books import COUNTS, FLAGS, NAMES, NUMBERS, Facts, Rules, Test

Decide = Callable[[Facts], int]
NOTHING = -1


def plain_chain(rules: Rules) -> Decide:
    """One Python function with an `if` a rule: what a programmer would write by hand."""
    signs = {">=": ">=", "<": "<", "==": "=="}

    def said(test: Test) -> str:
        if isinstance(test.value, bool):
            return f"f[{test.fact!r}]" if test.value else f"not f[{test.fact!r}]"
        return f"f[{test.fact!r}] {signs[test.operator]} {test.value!r}"

    lines = [f"    if {' and '.join(map(said, rule))}: return {place}" for place, rule in enumerate(rules)]
    space: dict[str, Any] = {}
    exec("\n".join(["def decide(f):", *lines, f"    return {NOTHING}"]), space)
    decide: Decide = space["decide"]
    return decide


def zen(rules: Rules) -> Decide:
    """GoRules Zen: a decision table with hit policy `first`, a column a fact."""
    engine = import_module("zen").ZenEngine()

    def cell(rule: tuple[Test, ...], fact: str) -> str:
        found = [test for test in rule if test.fact == fact]
        if not found:
            return ""
        (test,) = found
        return json.dumps(test.value) if test.operator == "==" else f"{test.operator} {test.value}"

    content = {
        "inputs": [{"id": name, "name": name, "type": "expression", "field": name} for name in NAMES],
        "outputs": [{"id": "place", "name": "place", "type": "expression", "field": "place"}],
        "hitPolicy": "first",
        "rules": [
            {"_id": f"r{place}", **{name: cell(rule, name) for name in NAMES}, "place": str(place)}
            for place, rule in enumerate(rules)
        ],
    }
    graph = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "table", "type": "decisionTableNode", "name": "table", "content": content},
            {"id": "out", "type": "outputNode", "name": "out"},
        ],
        "edges": [
            {"id": "first", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "second", "sourceId": "table", "targetId": "out", "type": "edge"},
        ],
    }
    decision = engine.create_decision(json.dumps(graph))

    def decide(facts: Facts) -> int:
        return int((decision.evaluate(facts)["result"] or {}).get("place", NOTHING))

    return decide


def rule_engine(rules: Rules) -> Decide:
    """rule-engine: a compiled expression a rule, asked one after the other."""
    library = import_module("rule_engine")

    def said(test: Test) -> str:
        if isinstance(test.value, bool):
            return test.fact if test.value else f"not {test.fact}"
        return f"{test.fact} {test.operator} {json.dumps(test.value)}"

    matchers = [library.Rule(" and ".join(map(said, rule))).matches for rule in rules]

    def decide(facts: Facts) -> int:
        for place, matches in enumerate(matchers):
            if matches(facts):
                return place
        return NOTHING

    return decide


def clips(rules: Rules) -> Decide:
    """CLIPS through clipspy: a template, a rule each with its salience, one fact asserted and retracted a decision."""
    environment = import_module("clips").Environment()
    environment.build(f"(deftemplate account {' '.join(f'(slot {name})' for name in NAMES)})")
    environment.build("(defglobal ?*place* = -1)")

    def said(test: Test) -> str:
        if isinstance(test.value, bool):
            return f"({test.fact} {'TRUE' if test.value else 'FALSE'})"
        if isinstance(test.value, str):
            return f'({test.fact} "{test.value}")'
        return f"({test.fact} ?{test.fact}&:({test.operator} ?{test.fact} {test.value}))"

    for place, rule in enumerate(rules):
        tests = " ".join(map(said, rule))
        environment.build(
            f"(defrule r{place} (declare (salience {-place})) (account {tests}) => (bind ?*place* {place}))"
        )
    template, chosen = environment.find_template("account"), environment.find_global("place")

    def decide(facts: Facts) -> int:
        chosen.value = NOTHING
        fact = template.assert_fact(**facts)
        environment.run(1)
        place = int(chosen.value)
        fact.retract()
        return place

    return decide


def business_rules(rules: Rules) -> Decide:
    """business-rules: variables read from the account, conditions as dictionaries, the first that holds."""
    library = import_module("business_rules")
    variables, actions = import_module("business_rules.variables"), import_module("business_rules.actions")
    marks = {
        **dict.fromkeys((*NUMBERS, *COUNTS), variables.numeric_rule_variable),
        **dict.fromkeys(FLAGS, variables.boolean_rule_variable),
    }
    chosen = [NOTHING]

    def reader(name: str) -> Any:
        def read(self: Any) -> Any:
            return self.facts[name]

        read.__name__ = name
        return marks.get(name, variables.string_rule_variable)(read)

    def __init__(self: Any, facts: Facts) -> None:
        self.facts = facts

    def choose(self: Any, place: int) -> None:
        chosen[0] = int(place)

    account = type(
        "Account", (variables.BaseVariables,), {"__init__": __init__, **{name: reader(name) for name in NAMES}}
    )
    numeric = import_module("business_rules.fields").FIELD_NUMERIC
    acts = type("Acts", (actions.BaseActions,), {"choose": actions.rule_action(params={"place": numeric})(choose)})()
    signs = {">=": "greater_than_or_equal_to", "<": "less_than", "==": "equal_to"}

    def said(test: Test) -> dict[str, Any]:
        if isinstance(test.value, bool):
            return {"name": test.fact, "operator": "is_true" if test.value else "is_false", "value": None}
        return {"name": test.fact, "operator": signs[test.operator], "value": test.value}

    written = [
        {"conditions": {"all": [said(test) for test in rule]}, "actions": [{"name": "choose", "params": {"place": at}}]}
        for at, rule in enumerate(rules)
    ]

    def decide(facts: Facts) -> int:
        chosen[0] = NOTHING
        library.run_all(written, account(facts), acts, stop_on_first_trigger=True)
        return chosen[0]

    return decide


RIVALS: Mapping[str, Callable[[Rules], Decide]] = {
    "zen-engine": zen,
    "rule-engine": rule_engine,
    "clipspy": clips,
    "business-rules": business_rules,
}
"""By the name of the package; durable_rules has a process of its own (`durable_race`)."""


def use_installed(folder: Path) -> None:
    """Find engines in this folder too, after everything else: `make bench` keeps them apart from what a run needs."""
    if folder.is_dir():
        sys.path.append(str(folder))


def version_of(package: str) -> str | None:
    """The installed version; None when it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None
