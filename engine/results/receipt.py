"""The receipt of a run: what went in, with hashes, so that the same records can be made again and proved equal."""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version as version_of
from pathlib import Path
from typing import Literal

from pydantic import Field

from engine.model.base import Frozen
from engine.model.counted_votes import tallies_fit
from engine.model.scenario import Scenario
from engine.model.terms import MAX_TALLIES, VOTE_DRAWS, Score
from engine.wording import Message, say

RECEIPT_SCHEMA: Literal[2] = 2
"""Of the run folder's layout: 1 was that of 0.1.0."""

LIBRARIES = ("numpy", "numba", "simpy", "networkx", "scipy", "durable-rules", "pydantic", "pyarrow")
"""Libraries whose version can change a number or a byte."""


COUNTED = "exact"
DRAWN = f"{VOTE_DRAWS}_draws_beyond_{MAX_TALLIES}_tallies"


class AccountRules(Frozen):
    """How opinions travel and how the group decides at one account: the winner can turn on it (I4).

    votes:   how the chances of a vote are worked out: exactly, or by draws once there are too many tallies.
    unknown: of how many people each score is unknown, and drawn once a replication.
    """

    account: str
    influence: str
    group_choice: str
    votes: str = COUNTED
    unknown: dict[Score, int] = Field(default_factory=dict)


class RowsHash(Frozen):
    """One strategy's records: how many rows, and the SHA-256 of their bytes in replication order."""

    outcomes: int
    outcomes_sha256: str
    team: int
    team_sha256: str


class Receipt(Frozen):
    """What a run was made of.

    rows:  by strategy.
    files: SHA-256 of every other file in the run folder, by name; empty when no folder was written.
    """

    schema_version: Literal[2] = RECEIPT_SCHEMA
    program: str
    created: str
    command: str
    scenario_id: str
    scenario_sha256: str
    books: dict[str, str]
    code_sha256: str
    versions: dict[str, str]
    seed: int
    strategies: tuple[str, ...]
    replications: int
    accounts: tuple[AccountRules, ...]
    rows: dict[str, RowsHash]
    files: dict[str, str] = Field(default_factory=dict)


def account_rules(scenario: Scenario) -> tuple[AccountRules, ...]:
    """The influence and group choice model of each account of a scenario."""
    return tuple(
        AccountRules(
            account=account.id,
            influence=account.buying_centre.influence,
            group_choice=account.buying_centre.group_choice.model,
            votes=COUNTED if tallies_fit(account) else DRAWN,
            unknown=account.buying_centre.unknown,
        )
        for account in scenario.accounts
    )


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def code_hash() -> str:
    """SHA-256 over every Python source of the package, with its place in it; as it was when first asked for."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py"), key=lambda found: found.relative_to(root).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).digest())
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Versions of Python, the machine and the libraries that can change a number or a byte."""
    found = {"python": platform.python_version(), "machine": f"{sys.platform}-{platform.machine()}"}
    return found | {name: version for name in LIBRARIES if (version := installed_version(name))}


def installed_version(name: str) -> str:
    """Version of an installed distribution; empty when it is used without having been installed."""
    try:
        return version_of(name)
    except PackageNotFoundError:
        return ""


def what_differs(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[Message, ...]:
    """`name: then → now` for every entry that is not the same on both sides."""
    return tuple(
        say("{name}: {then} → {now}", name=name, then=then.get(name, "—"), now=now.get(name, "—"))
        for name in {**then, **now}
        if then.get(name) != now.get(name)
    )
