"""Why the plain program's account opens a project, and when: an asset's end of life, its peers, or its own plans."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from engine.model.quantity import canonical
from tests.benchmarks.plain_facts import Facts

if TYPE_CHECKING:
    from tests.benchmarks.plain_simpy import PlainProgram

YEAR = 365.25


class Cause:
    """What happens in one account until a project opens, on `day`, after so many `looks` at its rulebook."""

    def __init__(self, program: PlainProgram) -> None:
        self.account, self.rng = program.account, program.rng
        self.blocked: dict[int, bool] = {}
        self.horizon = canonical(program.scenario.horizon)
        self.looks = 0
        causes = (self.renewal, self.left_behind, self.season)
        days = [cause(0.0) for cause in causes]
        while True:
            self.day = min(days)
            if self.day >= self.horizon:
                raise ValueError("a variant of the reference deal in which no project may open")
            self.looks += 1
            self.trigger = program.decide("purchase_triggers", self.snapshot(self.day))
            if self.trigger["trigger"] != "none":
                break
            which = days.index(self.day)
            days[which] = causes[which](self.day + program.c.market.look_again)

    def renewal(self, after: float) -> float:
        """The asset has to be renewed in time."""
        for asset in self.account.assets:
            planned = canonical(asset.service_life) - canonical(asset.age) - canonical(asset.renewal_lead)
            return max(after, planned)
        return math.inf

    def left_behind(self, after: float) -> float:
        """So many peers have adopted (Bass) that the account feels left behind."""
        keeping = self.account.market.keeping_up
        if keeping is None:
            return math.inf
        p, q, share = canonical(keeping.innovation), canonical(keeping.imitation), canonical(keeping.threshold)
        years = math.log((1.0 + q / p * share) / (1.0 - share)) / (p + q)
        return max(after, years * YEAR - canonical(keeping.since))

    def season(self, after: float) -> float:
        """A planning season in which ambition finds an idea."""
        ahead = self.account.market.staying_ahead
        if ahead is None:
            return math.inf
        start = canonical(ahead.first_season)
        while start < self.horizon:
            if start >= after and self.rng.random() < canonical(ahead.ambition):
                return start
            start += canonical(ahead.every)
        return math.inf

    def snapshot(self, day: float) -> Facts:
        """The account on that day."""
        facts: Facts = {"budget_blocked": False, "times_shelved": 0}
        for asset in self.account.assets:
            age, life, lead = canonical(asset.age) + day, canonical(asset.service_life), canonical(asset.renewal_lead)
            facts |= {
                "asset_failed": asset.failed,
                "within_renewal_lead": life - age <= lead,
                "asset_age_share": age / life,
                "days_to_end_of_life": life - age,
            }
        keeping, ahead = self.account.market.keeping_up, self.account.market.staying_ahead
        if keeping is not None:
            p, q = canonical(keeping.innovation), canonical(keeping.imitation)
            decay = math.exp(-(p + q) * (day + canonical(keeping.since)) / YEAR)
            facts["peer_adoption"] = adoption = (1.0 - decay) / (1.0 + q / p * decay)
            over = adoption - canonical(keeping.threshold)
            facts["adoption_over_threshold"] = 0.0 if abs(over) < 1e-9 else over
            year = int(day / YEAR)
            blocked = self.blocked.setdefault(year, self.rng.random() < canonical(keeping.budget_blocked))
            facts["budget_blocked"] = blocked
        if ahead is not None:
            into = (day - canonical(ahead.first_season) + 1e-6) % canonical(ahead.every)
            facts["ambition"] = canonical(ahead.ambition)
            facts["planning_season"] = into <= canonical(ahead.season_length) + 2e-6
        return facts
