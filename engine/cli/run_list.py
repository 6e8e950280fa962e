"""What stands in a folder of runs, read off the files themselves; nothing is simulated or checked again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from engine.cli.options import DEFAULT_OUT, shortened
from engine.errors import InputError, Problem
from engine.wording import Column, Document, Item, Items, Message, Said, Table, nearest, say

State = Literal["complete", "unfinished", "unresumable", "unreadable"]
STATES: Mapping[State, Message] = {
    "complete": say("complete"),
    "unfinished": say("unfinished"),
    "unresumable": say("unfinished, other version"),
    "unreadable": say("cannot be read"),
}


LEAST_SURE_FIRST = ("cannot_tell", "likely", "clear")


@dataclass(frozen=True)
class RunFound:
    """One run. leader: who wins most often of those that act; sure: how sure that is against each other one."""

    name: str
    state: State
    bytes: int
    created: str = ""
    scenario: str = ""
    strategies: tuple[str, ...] = ()
    replications: int | None = None
    seed: int | None = None
    leader: str = ""
    sure: str = ""
    command: str = ""

    def as_data(self) -> dict[str, object]:
        """The run as plain values."""
        return asdict(self)


def runs_in(folder: Path) -> list[RunFound]:
    """The runs in a folder, the newest first; unfinished ones last."""
    found = list(_found(folder))
    return sorted(found, key=lambda run: (run.state == "complete", run.created, run.name), reverse=True)


def run_named(given: Path) -> Path:
    """The folder of a run: as it is given, or of this name in the folder where runs are put.

    Raises InputError when it is neither, with the nearest name.
    """
    if given.exists():
        return given
    known = [run.name for run in runs_in(DEFAULT_OUT)] if DEFAULT_OUT.is_dir() else []
    if str(given) in known:
        return DEFAULT_OUT / given
    what = say("there is no run `{name}`", name=shortened(str(given)))
    raise InputError(Problem("RUN", what, nearest(str(given), known), "run-none"))


def told(runs: list[RunFound]) -> Document:
    """The runs for people, and how those go on that were broken off."""
    commands = tuple(dict.fromkeys(run.command for run in runs if run.state == "unfinished" and run.command))
    going_on = [Items([Item(say("What is unfinished goes on when its command is given again:"), code=commands)])]
    return Document([_table_of(runs), *(going_on if commands else [])])


def _table_of(runs: list[RunFound]) -> Table:
    heads = [
        Column(say("Run")),
        Column(say("When")),
        Column(say("Strategies")),
        Column(say("Replications"), number=True),
        Column(say("Seed"), number=True),
        Column(say("Wins most often")),
        Column(say("Size"), "MB", number=True),
        Column(say("State")),
    ]
    return Table(heads, [list(_row(run)) for run in runs])


def _row(run: RunFound) -> Iterator[Said]:
    from engine.statistics.estimates import VERDICT_WORDS

    words = {str(name): each for name, each in VERDICT_WORDS.items()}
    yield run.name
    yield run.created[:16].replace("T", " ")
    yield ", ".join(run.strategies)
    yield "" if run.replications is None else f"{run.replications:,}"
    yield "" if run.seed is None else str(run.seed)
    yield say("{leader}, {sure}", leader=run.leader, sure=words[run.sure]) if run.sure else run.leader
    yield f"{run.bytes / 1e6:.1f}"
    yield STATES[run.state]


def _found(folder: Path) -> Iterator[RunFound]:
    from engine.results.partial_folder import unfinished_in

    for work in unfinished_in(folder):
        state: State = "unfinished" if work.resumable else "unresumable"
        played = tuple(name for name in work.alternatives if "/" not in name)
        about = (work.begun, work.name, played, work.replications, work.seed)
        yield RunFound(work.folder.name, state, _size(work.folder), *about, command=work.command)
    for place in sorted(folder.iterdir()):
        if place.name.startswith(".") or not place.is_dir():
            continue
        size = _size(place)
        if any((place / name).is_file() for name in ("receipt.json", "roi.json", "challenge.json")):
            yield _stored(place, size)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _stored(place: Path, size: int) -> RunFound:
    from engine.engagement import BASELINE
    from engine.results import HEADLINE

    try:
        study = next((place / name for name in ("roi.json", "challenge.json") if (place / name).is_file()), None)
        found = json.loads((study or place / "receipt.json").read_text(encoding="utf-8"))
        receipt = found["receipt"] if study else found
        comparison = {} if study else json.loads((place / "comparison.json").read_text(encoding="utf-8"))
        leader, sure = _in_front(comparison, HEADLINE[0], BASELINE)
        return RunFound(
            place.name,
            "complete",
            size,
            receipt["created"],
            receipt["scenario_id"],
            tuple(receipt["strategies"]),
            receipt["replications"],
            receipt["seed"],
            leader,
            sure,
        )
    except (OSError, ValueError, KeyError, TypeError):
        return RunFound(place.name, "unreadable", size)


def _in_front(comparison: Mapping[str, Any], measure: str, baseline: str) -> tuple[str, str]:
    """Who is ahead by a measure, and how sure that is against whoever is told from it least."""
    results = comparison.get("results", {})
    values = {name: each["estimates"][measure]["value"] for name, each in results.items() if name != baseline}
    known = {name: value for name, value in values.items() if value is not None}
    if not known:
        return "", ""
    leader = max(known, key=known.__getitem__)
    verdicts = {
        each["verdict"]
        for each in comparison["differences"]
        if each["measure"] == measure and leader in (each["first"], each["second"])
        if {each["first"], each["second"]} <= known.keys()
    }
    return leader, next((sure for sure in LEAST_SURE_FIRST if sure in verdicts), "")
