"""A run folder read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
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
from engine.results.receipt import RECEIPT_SCHEMA, Receipt, file_hash
from engine.results.record_file import read_rows
from engine.results.records import OUTCOME, TEAM
from engine.results.run_folder import AS_WRITTEN, OWN_STRATEGIES
from engine.wording import Message, say, system_reason


@dataclass(frozen=True)
class StoredRun:
    """A run folder read back. `comparison` is its JSON text; `engine.studies` knows what it means.

    as_written: scenario and rulebooks before values were set; None where none was.
    """

    folder: Path
    receipt: Receipt
    scenario: Scenario
    books: Mapping[str, Rulebook]
    strategies: tuple[Strategy, ...]
    comparison: str
    as_written: tuple[Scenario, Mapping[str, Rulebook]] | None = None

    def outcomes(self, strategy: str) -> Rows:
        """OUTCOME rows of one strategy. Raises InputError where the file does not hold such rows."""
        with reading(self.folder / f"outcomes-{strategy}.parquet") as file:
            return read_rows(file, OUTCOME)

    def team(self, strategy: str) -> Rows:
        """TEAM rows of one strategy. Raises InputError likewise."""
        with reading(self.folder / f"team-{strategy}.parquet") as file:
            return read_rows(file, TEAM)

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
    """A run folder with its receipt, scenario and rulebooks.

    Raises InputError when it is not one, or one of a version whose runs are laid out otherwise.
    """
    place = Path(folder)
    if not (place / "receipt.json").is_file():
        what, hint = say("this is not a run folder"), say("it must hold a `receipt.json`")
        raise InputError(Problem(str(place), what, hint, "run-not-one"))
    receipt = _receipt(place / "receipt.json")
    scenario, books = _inputs(place, receipt.books)
    before = place / AS_WRITTEN
    mine: dict[str, Strategy] = {}
    if (place / OWN_STRATEGIES).exists():
        with reading(place / OWN_STRATEGIES) as file:
            mine = {strategy.name: strategy for strategy in map(strategy_from, json.loads(file.read_bytes()))}
    with reading(place / "comparison.json") as file:
        comparison = file.read_text(encoding="utf-8")
    return StoredRun(
        folder=place,
        receipt=receipt,
        scenario=scenario,
        books=books,
        strategies=tuple(mine.get(name) or strategy_named(name) for name in receipt.strategies),
        comparison=comparison,
        as_written=_inputs(before, receipt.books) if before.is_dir() else None,
    )


def _receipt(path: Path) -> Receipt:
    with reading(path) as file:
        plain = json.loads(file.read_bytes())
        made_by = plain["program"]
        if plain["schema_version"] != RECEIPT_SCHEMA:
            what = say("{program} made this run, and laid it out otherwise than this version does", program=made_by)
            hint = say("run it again: {command}", command=plain["command"])
            raise InputError(Problem(str(path.parent), what, hint, "run-of-other-version"))
        return Receipt.model_validate_json(file.read_bytes())


def _inputs(folder: Path, purposes: Iterable[str]) -> tuple[Scenario, dict[str, Rulebook]]:
    """The scenario and the rulebooks in a folder."""
    with reading(folder / "scenario.json") as file:
        scenario: Scenario = CompleteScenario.model_validate_json(file.read_bytes())
    books = {}
    for purpose in purposes:
        with reading(folder / "books" / f"{purpose}.json") as file:
            books[purpose] = Rulebook.model_validate_json(file.read_bytes())
    return scenario, books


@contextmanager
def reading(path: Path) -> Iterator[Path]:
    """Turns what goes wrong in reading a file of a run folder into an InputError."""
    try:
        yield path
    except OSError as error:
        what = say("cannot be read: {reason}", reason=system_reason(error))
        raise InputError(Problem(str(path), what, code="file-unreadable")) from error
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        what, hint = say("is not what this program writes"), say("another version wrote it, or it was changed")
        raise InputError(Problem(str(path), what, hint, "run-changed")) from error
