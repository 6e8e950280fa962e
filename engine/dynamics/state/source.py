"""What a scenario says, as mechanisms are given it to put into fresh records."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.model.account import Account
from engine.model.scenario import Scenario

INT64_MAX = 2**63 - 1


def key_of(name: str) -> int:
    """A stable 63-bit number for a name, so that adding somebody leaves everybody else's luck alone."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little") & INT64_MAX


@dataclass(frozen=True)
class Source:
    """An account of a scenario, and what was worked out of it elsewhere.

    influence: W of Friedkin–Johnsen, n × n, row hears column, conflict negative.
    """

    scenario: Scenario
    account: Account
    influence: Any

    @cached_property
    def places(self) -> dict[str, int]:
        """Place of each person by id."""
        return {person.id: place for place, person in enumerate(self.account.buying_centre.people)}

    @cached_property
    def rivals(self) -> dict[str, int]:
        """Place of each rival by id."""
        return {rival.id: place for place, rival in enumerate(self.account.rivals)}
