"""A run folder read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from engine.dynamics.complete import CompleteScenario
from engine.engagement import Strategy, strategy_named
from engine.engagement.own import strategy_from
from engine.errors import InputError, Problem
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.columns import Rows
from engine.results.firing_file import FIRINGS, read_firings
from engine.results.receipt import Receipt, file_hash
from engine.results.record_file import read_rows
from engine.results.records import OUTCOME, TEAM
from engine.results.run_folder import OWN_STRATEGIES
from engine.wording import Message, say, system_reason


@dataclass(frozen=True)
class StoredRun:
    """A run folder read back. `comparison` is its JSON text; `engine.studies` knows what it means."""

    folder: Path
    receipt: Receipt
    scenario: Scenario
    books: Mapping[str, Rulebook]
    strategies: tuple[Strategy, ...]
    comparison: str

    def outcomes(self, strategy: str) -> Rows:
        """OUTCOME rows of one strategy."""
        return read_rows(self.folder / f"outcomes-{strategy}.parquet", OUTCOME)

    def team(self, strategy: str) -> Rows:
        """TEAM rows of one strategy."""
        return read_rows(self.folder / f"team-{strategy}.parquet", TEAM)

    def firings(self) -> dict[str, list[Any]]:
        """Which rule decided when, in the first replications: columns by name (see `results.firing_file`).

        Raises InputError when the run kept none.
        """
        path = self.folder / FIRINGS
        if not path.is_file():
            what = say("is not there: this run did not keep when its rules decided")
            raise InputError(Problem(str(path), what, say("run it again"), "firings-not-kept"))
        return read_firings(path)

    def damaged(self) -> tuple[Message, ...]:
        """Files that are missing or not what the receipt says they were."""
        found = []
        for name, sha256 in self.receipt.files.items():
            if not (self.folder / name).is_file():
                found.append(say("{name} is missing", name=name))
            elif file_hash(self.folder / name) != sha256:
                found.append(say("{name} was changed", name=name))
        return tuple(found)


def read_run(folder: str | Path) -> StoredRun:
    """A run folder with its receipt, scenario and rulebooks. Raises InputError when it is not one."""
    place = Path(folder)
    if not (place / "receipt.json").is_file():
        what, hint = say("this is not a run folder"), say("it must hold a `receipt.json`")
        raise InputError(Problem(str(place), what, hint, "run-not-one"))
    at = place / "receipt.json"
    try:
        receipt = Receipt.model_validate_json(at.read_bytes())
        at = place / "scenario.json"
        scenario: Scenario = CompleteScenario.model_validate_json(at.read_bytes())
        books = {}
        for name in receipt.books:
            at = place / "books" / f"{name}.json"
            books[name] = Rulebook.model_validate_json(at.read_bytes())
        at = place / OWN_STRATEGIES
        own = json.loads(at.read_text(encoding="utf-8")) if at.exists() else []
        mine = {strategy.name: strategy for strategy in map(strategy_from, own)}
        at = place / "comparison.json"
        comparison = at.read_text(encoding="utf-8")
    except OSError as error:
        what = say("cannot be read: {reason}", reason=system_reason(error))
        raise InputError(Problem(str(at), what, code="file-unreadable")) from error
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        raise not_ours(at) from error
    strategies = tuple(mine.get(name) or strategy_named(name) for name in receipt.strategies)
    return StoredRun(place, receipt, scenario, books, strategies, comparison)


def not_ours(path: Path) -> InputError:
    """The error for a file of a run folder that says something else than this program writes."""
    what, hint = say("is not what this program writes"), say("another version wrote it, or it was changed")
    return InputError(Problem(str(path), what, hint, "run-changed"))
