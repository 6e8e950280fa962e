"""Looks where switching each mechanism off is seen best: `python tests/studies/search_knockouts.py [REPLICATIONS]`.

Every mechanism in every shipped scenario under every shipped strategy, by every headline measure, with verdicts made
for all of a scenario together. What it prints belongs into `shown_in` of the mechanisms' files; `kam model --measure`
and the tests then measure it anew, on other luck.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TextIO

from engine.dynamics.declarations import ShownIn
from engine.dynamics.machine.composition import MECHANISMS
from engine.files.shipped import shipped_folder
from engine.situation import read_situation
from engine.studies.knockout_effects import Knockouts, shows, threshold
from engine.studies.knockouts import knockouts

SEED = 77
"""Not the one of `kam model`: an effect chosen for being the largest reads too large on the luck it was chosen by."""
REPLICATIONS = 512
"""A third of them for a scenario of several accounts, which tell more each."""


@dataclass(frozen=True, order=True)
class Found:
    """An effect; `strength`: how many times what it has to reach the near end of its interval is."""

    strength: float
    mechanism: str
    scenario: str
    strategy: str
    measure: str
    value: float

    def declared(self) -> ShownIn:
        """As the mechanism's file says it."""
        return ShownIn(self.scenario, self.strategy, self.measure, "up" if self.value > 0 else "down")


def effects_in(found: Knockouts) -> list[Found]:
    """Effects that are beyond luck and large enough."""
    seen = []
    for each in found.found:
        for measure, effect in each.effects.items():
            as_it_is = found.as_it_is[each.strategy][measure]
            if shows(effect, as_it_is) and effect.value and effect.low is not None and effect.high is not None:
                strength = min(abs(effect.low), abs(effect.high)) / threshold(as_it_is)
                where = (each.mechanism, found.scenario_id, each.strategy, measure)
                seen.append(Found(strength, *where, effect.value))
    return seen


def main(replications: int) -> None:
    """Search all shipped scenarios and print the best for each mechanism."""
    seen: list[Found] = []
    situations = [read_situation(path) for path in shipped_folder().glob("*.yaml")]
    for situation in sorted(situations, key=lambda each: len(each.scenario.accounts)):
        enough = replications if len(situation.scenario.accounts) == 1 else replications // 3
        mine = effects_in(knockouts(situation, replications=enough, seed=SEED, workers=1))
        seen += mine
        print(f"{situation.scenario.id}: {enough} replications, {len(mine)} effects", file=sys.stderr, flush=True)
        tell(mine, sys.stderr)
    tell(seen, sys.stdout)


def tell(seen: list[Found], where: TextIO) -> None:
    """The strongest effects of each mechanism."""
    for mechanism in MECHANISMS:
        mine = sorted((each for each in seen if each.mechanism == mechanism.name), reverse=True)
        print(mechanism.name, mine[0].declared() if mine else None, file=where, flush=True)
        for each in mine[:4]:
            what = f"{each.scenario} {each.strategy} {each.measure} {each.value:+.4g}"
            print(f"    {each.strength:6.2f}  {what}", file=where, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else REPLICATIONS)
