"""Traces on disk as JSON, one deal a line: every number. What does not apply is null there, and NaN when read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from math import nan
from typing import IO, Any

import numpy as np
from pydantic_core import to_json

from engine.results.deal_trace import Event, Trace

TRACES = "traces.jsonl"
NAMES = ("people", "power", "rivals", "books", "strategies", "own_facts")
"""What is a list in the file and a tuple in a trace."""


def write_traces(file: IO[str], traces: Iterable[Trace]) -> None:
    """Write these deals."""
    for trace in traces:
        about = {
            "account": trace.account,
            "people": trace.people,
            "power": trace.power,
            "rivals": trace.rivals,
            "books": trace.books,
            "strategies": trace.strategies,
            "own_facts": trace.own_facts,
            "events": [_plain(event) for event in trace.events],
        }
        name = _json({"strategy": trace.strategy, "replication": trace.replication, "deal": trace.deal})
        file.write(f"{name[:-1]},{_json(about)[1:]}\n")


def read_traces(file: IO[str], wanted: Iterable[tuple[str, int, int]]) -> Iterator[Trace]:
    """Those of the wanted deals (strategy, replication, deal) that were written, in the order of the file."""
    names = tuple(
        _json({"strategy": strategy, "replication": replication, "deal": deal})[:-1] + ","
        for strategy, replication, deal in wanted
    )
    for line in file:
        if line.startswith(names):
            plain = json.loads(line)
            names_of = {key: tuple(plain.get(key, ())) for key in NAMES}
            events = tuple(map(_event, plain.pop("events")))
            yield Trace(**(plain | names_of), events=events)


def _json(plain: Mapping[str, object]) -> str:
    return to_json(plain, inf_nan_mode="null").decode()


def _event(plain: Mapping[str, Any]) -> Event:
    numbers = {name: _number(value) for name, value in plain["numbers"].items()}
    facts = np.array([_number(value) for value in plain["facts"]]) if "facts" in plain else None
    return Event(plain["day"], plain["kind"], plain["person"], plain["code"], numbers, facts)


def _number(value: float | None) -> float:
    return nan if value is None else value


def _plain(event: Event) -> dict[str, object]:
    plain: dict[str, object] = {
        "day": event.day,
        "kind": event.kind,
        "person": event.person,
        "code": event.code,
        "numbers": dict(event.numbers),
    }
    if event.facts is not None:
        plain["facts"] = event.facts.tolist()
    return plain
