"""`python -m tests.benchmarks [--quick]`: the figures the project promises, measured side by side in one run.

Nothing here is a timed test: a busy machine makes figures worse, not the project wrong. Ratios are what to look at.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks import (
    command,
    crossings,
    decisions,
    engine_race,
    engines as engines_of_others,
    known,
    machine,
    startup,
    what_if,
)
from tests.benchmarks.agreement import agreement, largest_allowed
from tests.benchmarks.earlier import in_turns
from tests.benchmarks.knockouts import PLAYED
from tests.benchmarks.reference import STRATEGY, our_program, plain_program, portfolio
from tests.benchmarks.speed import account_seconds, race, routed_events, spread


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    repeats: int
    our_deals: int
    accounts: int
    plain_deals: int
    compared: int
    commands: int
    replications: tuple[int, int]
    random_facts: int
    race_facts: int
    starts: int
    scenarios: int


FULL = Size(9, 10_000, 4000, 60, 2000, 3, (1000, 10_000), 100_000, 2000, 5, 7)
QUICK = Size(3, 500, 400, 20, 150, 1, (200, 1000), 3000, 400, 1, 1)
SCENARIOS = (
    "keeping_up",
    "reactive_tender",
    "resentful_middle",
    "scheduled_renewal",
    "staying_ahead_tender",
    "team_portfolio",
    "unexpected_replacement",
)
RACE_RULES = (10, 50, 200)
PORTFOLIOS = (1, 10, 50, 200)


def title(text: str) -> None:
    """A heading."""
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


def line(what: str, value: str, aim: str = "") -> None:
    """One figure, and what was promised of it."""
    print(f"  {what:<54}{value:>34}   {aim}".rstrip(), flush=True)


def knowing(size: Size) -> None:
    """How soon the first difference anybody asks for is known."""
    first, second = known.STRATEGIES
    title(f"Until win rate {first} − {second} is known to ±1 point: {known.WORKERS} workers at hand, no page")
    for scenario in SCENARIOS[: size.scenarios]:
        found = known.measured(scenario)
        then = f"{found.then:,} replications, {found.then_seconds:.2f} s"
        if not found.then_known:
            then = f"±{100 * found.width:.1f} points after {then}"
        aim = "20× or more" if scenario == SCENARIOS[0] else ""
        line(scenario, f"{found.sooner:,.0f}× sooner", aim)
        line("    chances and fine looks", f"{found.now:,} replications, {found.now_seconds:.2f} s")
        line("    drawn votes and doubling looks", then)


def deals(size: Size) -> None:
    """Our driver against the plain program."""
    ours, plain = our_program(), plain_program()
    title(f"Reference deal, {STRATEGY}, one process: {size.repeats} runs in turns, median (least – greatest)")
    rows = ours.run(0, size.our_deals).outcomes
    line("events of a deal", f"{rows['events'].mean():.0f}", "about 180")
    line("days of a deal", f"{(rows['closed'] - rows['opened']).mean():.0f}")
    line("events SimPy routes: our driver", f"{routed_events(lambda n: ours.run(0, n), 200):.0f}")
    line("events SimPy routes: plain program", f"{routed_events(plain.run, 10):.0f}")
    of_ours, of_plain = race(ours, plain, size.our_deals, size.plain_deals, size.repeats)
    line("our driver, deals per processor second", spread(of_ours.by_processor), "8,000 on a quiet machine")
    line("our driver, deals per second by the clock", spread(of_ours.by_clock))
    line("plain program, deals per processor second", spread(of_plain.by_processor))
    ratios = [a / b for a, b in zip(of_ours.by_processor, of_plain.by_processor, strict=True)]
    line("ratio", spread(ratios, "×"), "12× or more")


def agreeing(size: Size) -> None:
    """Whether both programs describe the same deal, in every variant."""
    limit = largest_allowed()
    for variant, strategy in PLAYED:
        ours, plain = our_program(strategy, variant), plain_program(strategy, variant)
        many = f"{size.compared:,} plain deals against {10 * size.compared:,} of ours"
        title(f"Do both describe the same deal? {variant}, {strategy}: {many}")
        print(f"  {'':<24}{'plain':>12}{'ours':>12}{'z':>8}     agree while |z| ≤ {limit:.2f}")
        for result in agreement(plain.run(size.compared), ours.run(0, 10 * size.compared).outcomes):
            verdict = "" if abs(result.z) <= limit else "   DIFFERENT"
            print(f"  {result.figure:<24}{result.plain:>12,.4g}{result.ours:>12,.4g}{result.z:>8.2f}{verdict}")


def accounts(size: Size) -> None:
    """Whether an account costs the same in a small portfolio and in a large one."""
    title(f"An account of a portfolio, µs of processor time, {STRATEGY}: {size.repeats} runs in turns of each size")
    found = account_seconds({many: portfolio(many) for many in PORTFOLIOS}, size.accounts, size.repeats)
    for many, seconds in found.items():
        line(f"portfolio of {many:,}", spread([1e6 * each for each in seconds]))
    small, large = PORTFOLIOS[-2:]
    ratios = [b / a for a, b in zip(found[small], found[large], strict=True)]
    line(f"ratio, {large} ÷ {small} accounts", spread(ratios, "×", digits=2), "1: no dearer in a crowd")


def commands(size: Size) -> None:
    """The whole command, report included."""
    few, many = size.replications
    title(f"kam compare {command.SCENARIO.name}, {command.STRATEGIES} and do_nothing, {command.WORKERS} workers")
    command.compare(10)
    small = [command.compare(few) for _ in range(size.commands)]
    large = [command.compare(many) for _ in range(size.commands)]
    line(f"{few:,} replications, seconds", spread([run.seconds for run in small]))
    line(f"{many:,} replications, seconds", spread([run.seconds for run in large]), "15 s for 10,000")
    line(f"{few:,} replications, MB of the largest process", spread([run.megabytes for run in small]))
    line(f"{many:,} replications, MB of the largest process", spread([run.megabytes for run in large]), "the same")
    growth = median(run.megabytes for run in large) / median(run.megabytes for run in small)
    line(f"memory for {many / few:.0f} times the replications", f"{growth:.2f}×", "flat")


def rules(size: Size) -> None:
    """What a decision costs by each way of asking."""
    simulator = our_program()
    sampled = decisions.sample(simulator, 50)
    title(f"A rule decision, µs, over {len(sampled.facts):,} decisions of the reference deal")
    times = max(1, size.repeats)
    kernel = decisions.kernel_seconds(simulator, sampled, 100 * times)
    table = decisions.seconds_each(lambda book, facts: book.decide(facts), sampled, times)
    slim = decisions.seconds_each(lambda book, facts: book.decide_rule(facts), sampled, times)
    live = decisions.seconds_each(lambda book, facts: book.ask_engine(facts), sampled, 1)
    public = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.public_api", "20", "1"], capture_output=True, text=True, check=True
    )
    for what, seconds, aim in (
        ("truth tables in compiled code: what a run uses", kernel, "below 15"),
        ("CompiledBook.decide, reasons on demand", table, "below 15"),
        ("CompiledBook.decide_rule", slim, ""),
        ("live engine through our adapter, rule by rule", live, ""),
        ("durable_rules' own Host.post, book by book", float(public.stdout) / 1e6, ""),
    ):
        line(what, f"{1e6 * seconds:,.2f}  ({seconds / kernel:,.0f}×)", aim)
    wrong = decisions.mismatches(size.random_facts, seed=1)
    line(f"mismatches with the live engine, {size.random_facts:,} random facts", f"{wrong}", "0")


def engines(size: Size) -> None:
    """Our engine beside others and an if-chain, on the same rules."""
    engines_of_others.use_installed(Path(sys.prefix) / "rivals")
    for count in RACE_RULES:
        found = engine_race.race(count, size.race_facts, size.repeats)
        title(f"{count} rules, {size.race_facts:,} facts: µs a decision by the first rule that holds, median of rounds")
        print(
            f"  no rule holds for {found.undecided:.0%}; the median rule that decides is number {found.depth + 1:.0f}"
        )
        chain, slim = found.entry(engine_race.PLAIN).middle, found.entry(engine_race.SLIM).middle
        for entry in sorted(found.entries, key=lambda each: each.middle):
            version = engines_of_others.version_of(entry.name.replace("_", "-"))
            name = f"{entry.name} {version}" if version else entry.name
            wrong = f"   {entry.wrong} DECISIONS DIFFER" if entry.wrong else ""
            line(name, f"{1e6 * entry.middle:,.2f}  ({entry.middle / chain:,.1f}×)", wrong)
        for name, why in found.absent.items():
            line(name, why)
        rival = found.best_rival
        if rival is not None:
            fastest = f"fastest other engine ({rival.name}) ÷ decide_rule"
            line(fastest, f"{rival.middle / slim:.1f}×", "12× or more")
        line("decide_rule ÷ if-chain", f"{slim / chain:.1f}×", "5× or less, 50 rules")


def starts(size: Size) -> None:
    """How long commands take from nothing, and through how much of the program one comparison goes."""
    title(
        f"From nothing, median of {size.starts} fresh processes: here, and where {startup.TURNS:,} turns of a Python "
        f"loop take {startup.QUIET} s"
    )
    for start, all_of_it in startup.measured(size.starts).items():
        line(*startup.shown(start, all_of_it))
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.crossings"], capture_output=True, text=True, check=True
    )
    first, then, *greatest = ran.stdout.splitlines()
    title(
        f"One comparison of {len(crossings.STRATEGIES)} strategies, {crossings.REPLICATIONS} replications, one process"
    )
    for which, found in (("the first", first), ("the next", then)):
        files, calls = map(int, found.split())
        line(f"files of engine entered, {which}", f"{files}", f"{crossings.FILES_WANTED} or fewer")
        line(f"calls from package to package, {which}", f"{calls:,}", f"{crossings.CROSSINGS_WANTED:,} or fewer")
    for each in greatest:
        print(f"    {each}")


def sweeps(size: Size) -> None:
    """A line of nine points, as `kam whatif sweep` plays it."""
    replications = size.replications[0]
    title(f"kam whatif sweep, {what_if.POINTS} points × {replications:,} replications × 2 strategies, one process")
    found = what_if.measured(replications, size.commands)
    line("seconds by the clock", spread(found.by_clock, digits=2), "5 s for 1,000, quiet machine")
    line("processor seconds", spread(found.by_processor, digits=2))
    line("foretold by the pilot", spread(found.foretold, digits=2))


def against(commit: str, size: Size) -> None:
    """This code beside an earlier commit of it."""
    title(f"Reference deal on this code and on {commit}, in turns: µs of processor time a deal")
    here, there = in_turns(commit, size.our_deals // 5, size.repeats)
    line("this code", spread(here))
    line(commit, spread(there))
    line("ratio", spread([a / b for a, b in zip(here, there, strict=True)], "×", digits=2), "1 or less")


PARTS = {
    "known": knowing,
    "sweep": sweeps,
    "deals": deals,
    "agreement": agreeing,
    "accounts": accounts,
    "commands": commands,
    "rules": rules,
    "engines": engines,
    "startup": starts,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description="Measure what the project promises."
    )
    parser.add_argument("--quick", action="store_true", help="a minute instead of ten, and coarser figures")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part alone; may be repeated")
    parser.add_argument("--against", metavar="COMMIT", help="measure the reference deal on an earlier commit as well")
    chosen = parser.parse_args(arguments)
    title("Machine")
    for text in machine.description():
        print(f"  {text}")
    if chosen.against:
        against(chosen.against, QUICK if chosen.quick else FULL)
    for name in chosen.only or ([] if chosen.against else PARTS):
        PARTS[name](QUICK if chosen.quick else FULL)


if __name__ == "__main__":
    main()
