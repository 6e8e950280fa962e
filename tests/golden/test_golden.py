"""Small fixed runs give what they gave when they were recorded; they change only on purpose (`make golden`)."""

from __future__ import annotations

import pytest
from golden_runs import CASES, COLUMNS, digest_of, machine, read_digests, read_table, records_of, rows_of

ON_PURPOSE = 'results change: if on purpose, run `make golden` and write "Results change: …" in CHANGELOG.md'


def test_every_scenario_and_strategy_is_recorded() -> None:
    assert set(read_table()) == set(CASES)
    assert set(read_digests()["sha256"]) == {f"{name} {strategy}" for name, strategy in CASES}


@pytest.mark.parametrize(("name", "strategy"), CASES)
def test_results_are_the_recorded_ones(name: str, strategy: str) -> None:
    records = records_of(name, strategy)
    found, recorded = rows_of(name, strategy, records), read_table()[name, strategy]
    assert len(found) == len(recorded), ON_PURPOSE
    for row, old in zip(found, recorded, strict=True):
        labels = ["scenario", "strategy", *COLUMNS]
        differ = {label: (was, now) for label, was, now in zip(labels, old, row, strict=True) if was != now}
        assert not differ, f"{ON_PURPOSE}; replication {row[2]}, deal {row[3]}, was and is now: {differ}"
    stored = read_digests()
    if stored["machine"] == machine():
        assert digest_of(records) == stored["sha256"][f"{name} {strategy}"], f"{ON_PURPOSE} (beyond the sixth digit)"
