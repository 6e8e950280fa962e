"""`python -m tests.benchmarks`: speed side by side in one run, as ratios. Nothing here passes or fails by the clock."""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine.experiment import compare, load_books
from engine.model.events import EventKind
from engine.report import write_report
from engine.rules import compile_book
from engine.scenario_file import read_scenario
from engine.simulation import BOOKS
from tests.benchmarks.agreement import agreement
from tests.benchmarks.reference import SEED, STRATEGY, our_program, plain_program

BUNDLED = Path(__file__).parents[2] / "scenarios" / "keeping_up.yaml"
REPEATS = 5


def timed(work: Callable[[], object], deals: int) -> float:
    """CPU seconds per deal."""
    before = time.process_time()
    work()
    return (time.process_time() - before) / deals


def shown(name: str, seconds: list[float]) -> str:
    """Median, least and most, in microseconds, and deals a second."""
    low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
    return f"{name:38s} {middle * 1e6:9.1f} µs a deal ({low * 1e6:.1f}–{high * 1e6:.1f})   {1 / middle:8.0f} deals/s"


def deals_per_second(ours_each: int, plain_each: int) -> None:
    """The reference deal in both programs, in turn, and whether they describe the same deal."""
    ours, plain = our_program(), plain_program()
    ours.run(1, 50)
    own, other = [], []
    for repeat in range(REPEATS):
        own.append(timed(lambda first=repeat: ours.run(1 + first * ours_each, ours_each), ours_each))  # type: ignore[misc]
        other.append(timed(lambda: plain.run(plain_each), plain_each))
    rows = ours.run(1, ours_each).outcomes
    print(f"reference deal ({STRATEGY}): {rows['events'].mean():.0f} events, outcome records on, one process")
    print(shown("  SimPy over compiled kernels", own))
    print(shown("  straightforward SimPy program", other))
    ratios = [slow / fast for slow, fast in zip(other, own, strict=True)]
    print(f"  ratio {statistics.median(ratios):.1f} ({min(ratios):.1f}–{max(ratios):.1f})")
    found = agreement(plain.run(10 * plain_each), rows)
    print(f"  agreement of {len(found)} figures between the two (see test_agreement.py):")
    for each in found:
        print(f"    {each.figure:20s} plain {each.plain:12.3f}   ours {each.ours:12.3f}   z {each.z:+.1f}")


def rule_decisions() -> None:
    """One decision: by table in Python, and asked of the live engine, on the facts of a real deal."""
    simulator = our_program("playbook")
    trace = simulator.trace(0)
    asked = [event for event in trace.events if event.kind == EventKind.decision and event.facts is not None]
    by_table, live = [], []
    for event in asked:
        book = simulator.books[BOOKS[event.code]]
        facts = book.facts_from_codes(np.asarray(event.facts))
        book.decide(facts)
        by_table.append(timed(lambda book=book, facts=facts: book.decide(facts), 1))  # type: ignore[misc]
        live.append(timed(lambda book=book, facts=facts: book.ask_engine(facts), 1))  # type: ignore[misc]
    print(
        f"rule decisions of one deal ({len(asked)}), mean: by table in Python {np.mean(by_table) * 1e6:.1f} µs, ",
        end="",
    )
    print(f"live durable_rules {np.mean(live) * 1e6:.0f} µs, ratio {np.mean(live) / np.mean(by_table):.0f}")
    print("  (in a run the tables are read by compiled code: part of the microseconds a deal above)")


def whole_comparison(replications: int) -> None:
    """Two strategies and doing nothing on a bundled scenario, two workers, report included."""
    scenario = read_scenario(BUNDLED)
    books = load_books(scenario)
    for book in books.values():
        compile_book(book)
    with tempfile.TemporaryDirectory() as folder:
        before = time.perf_counter()
        comparison = compare(
            scenario,
            ["top_down", "bottom_up_sponsored"],
            replications=replications,
            workers=2,
            seed=SEED,
            out=Path(folder),
        )
        computed = time.perf_counter() - before
        write_report(comparison, scenario, Path(folder) / "report", books=books)
        total = time.perf_counter() - before
    print(f"compare, 2 strategies + do_nothing, {replications} deals each, 2 workers: {total:.1f} s ", end="")
    print(f"({computed:.1f} s to compute and store, {total - computed:.1f} s for the report)")


def main() -> None:
    """Print everything; `--quick` takes a tenth of the deals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the deals")
    scale = 10 if parser.parse_args().quick else 1
    print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} processors, load ", end="")
    print(", ".join(f"{load:.1f}" for load in os.getloadavg()))
    deals_per_second(4000 // scale, 200 // scale)
    rule_decisions()
    whole_comparison(10_000 // scale)


if __name__ == "__main__":
    main()
