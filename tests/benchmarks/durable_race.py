"""`python -m tests.benchmarks.durable_race RULES FACTS`: durable_rules' own `Host.post` in the race of rule engines.

One ruleset with all rules, each with its place as priority; facts posted as a dictionary, as its manual shows. In a
process of its own, because such a host starts threads that never end. Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import sys
from time import process_time
from typing import Any

from durable import engine as durable

from tests.benchmarks.engine_books import Facts, Rules, Test, material
from tests.benchmarks.engines import NOTHING

_SIGNS = {">=": "$gte", "<": "$lt"}


def _said(test: Test) -> dict[str, Any]:
    return {test.fact: test.value} if test.operator == "==" else {_SIGNS[test.operator]: {test.fact: test.value}}


class Race:
    """The rules in the library's own terms; the first action to run tells the place."""

    def __init__(self, rules: Rules) -> None:
        self._host = durable.Host()
        self._chosen = NOTHING
        ruleset = {
            f"r{place}": {
                "pri": place,
                "all": [{"m": {"$and": [_said(test) for test in rule]}}],
                "run": self._run(place),
            }
            for place, rule in enumerate(rules)
        }
        self._host.set_rulesets({"race": ruleset})

    def _run(self, place: int) -> Any:
        def run(_: Any) -> None:
            if self._chosen == NOTHING:
                self._chosen = place

        return run

    def decide(self, facts: Facts) -> int:
        """The place of the rule that ran first."""
        self._chosen = NOTHING
        try:
            self._host.post("race", dict(facts))
        except durable.MessageNotHandledException:
            return NOTHING
        return self._chosen


def main(count: int, asked: int) -> None:
    """Decide, time it, and print both."""
    rules, facts = material(count, asked)
    race = Race(rules)
    try:
        decided = [race.decide(each) for each in facts]
    except Exception as error:  # the library raises whatever its C part reports
        print(json.dumps({"failed": f"fails: {error}"}), flush=True)
        return
    start = process_time()
    for each in facts:
        race.decide(each)
    seconds = (process_time() - start) / len(facts)
    print(json.dumps({"decided": decided, "seconds": seconds}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
    os._exit(0)
