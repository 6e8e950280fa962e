"""The receipt of a run, whatever its alternatives."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.receipt import Receipt, RowsHash, account_rules, installed_version, versions
from engine.rules import book_hash
from engine.situation import scenario_hash


def receipt_of(
    scenario: Scenario,
    strategies: tuple[str, ...],
    books: Mapping[str, Rulebook],
    seed: int,
    rows: Mapping[str, RowsHash],
    *,
    replications: int,
    code_sha256: str,
    created: str,
    command: str,
) -> Receipt:
    """What went in, with hashes. rows: by alternative; books: by purpose, or by the name of an alternative."""
    return Receipt(
        program=f"kam-sandbox {installed_version('kam-sandbox')}".strip(),
        created=created,
        command=command,
        scenario_id=scenario.id,
        scenario_sha256=scenario_hash(scenario),
        books={name: book_hash(book) for name, book in books.items()},
        code_sha256=code_sha256,
        versions=versions(),
        seed=seed,
        strategies=strategies,
        replications=replications,
        accounts=account_rules(scenario),
        rows=dict(rows),
    )
