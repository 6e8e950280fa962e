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


def person_key(identifier: str) -> int:
    """The luck of a person with this id."""
    return key_of(f"person {identifier}")


def rival_key(identifier: str) -> int:
    """The luck of a rival with this id."""
    return key_of(f"rival {identifier}")


def asset_key(identifier: str) -> int:
    """The luck of an asset with this id."""
    return key_of(f"asset {identifier}")


def in_record_order(listed: Account) -> Account:
    """The same account with people, rivals and assets sorted by their keys, as records hold them.

    The order of a file is for display only: another order of the same things changes no byte of a record.
    """
    centre = listed.buying_centre
    people = sorted(centre.people, key=lambda person: person_key(person.id))
    return listed.model_copy(
        update={
            "buying_centre": centre.model_copy(update={"people": tuple(people)}),
            "rivals": tuple(sorted(listed.rivals, key=lambda rival: rival_key(rival.id))),
            "assets": tuple(sorted(listed.assets, key=lambda asset: asset_key(asset.id))),
        }
    )


@dataclass(frozen=True)
class Source:
    """An account of a scenario, and what was worked out of it elsewhere.

    account:   with people, rivals and assets in the order of records.
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
    def talks(self) -> list[int]:
        """Whom each person talks with, a bit each: formal neighbours, ties of advice and friendship; no opponents."""
        centre, places = self.account.buying_centre, self.places
        able = [0] * len(places)
        pairs = [(person.id, person.reports_to) for person in centre.people if person.reports_to is not None]
        pairs += [(tie.source, tie.target) for tie in centre.ties if tie.kind != "conflict"]
        for one, other in pairs:
            able[places[one]] |= 1 << places[other]
            able[places[other]] |= 1 << places[one]
        for tie in centre.ties:
            if tie.kind == "conflict":
                able[places[tie.source]] &= ~(1 << places[tie.target])
                able[places[tie.target]] &= ~(1 << places[tie.source])
        return able

    @cached_property
    def rivals(self) -> dict[str, int]:
        """Place of each rival by id."""
        return {rival.id: place for place, rival in enumerate(self.account.rivals)}
