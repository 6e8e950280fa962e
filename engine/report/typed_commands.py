"""Commands to be typed next: on the same scenario, strategies and seed as those of a run, with something changed."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping

from engine.engagement import BASELINE
from engine.files import SHIPPED
from engine.files.name_list import listed_names
from engine.situation import STRATEGY_NAMES
from engine.studies import Comparison
from engine.studies.comparison import DealReference

SET = "--set"
_NONE: Mapping[str, str] = {}
PEOPLE = ("--people", "--ties")
_OF_THE_SITUATION = ("", SET, *PEOPLE, "--encoding")
_ALONE = ("--json", "--page", "--no-page")


def scenario_argument(comparison: Comparison, settings: Mapping[str, str] = _NONE) -> list[str]:
    """The scenario and the changes made to it, as in the command of this run, each value set once.

    settings: values set besides, by path; they take the place of those that the run set.
    """
    typed = [(name, words) for name, words in typed_options(comparison) if name in _OF_THE_SITUATION]
    kept = [word for name, words in typed for word in words if name != SET]
    values = {**settings_of(comparison), **settings}
    return [*(kept or [f"{SHIPPED}{comparison.scenario_id}"]), *_as_options(values)]


def settings_of(comparison: Comparison) -> dict[str, str]:
    """The values that the command of this run set, by path; the last one of a path counts."""
    texts = [words[-1].removeprefix(f"{SET}=") for name, words in typed_options(comparison) if name == SET]
    return {path.strip(): value.strip() for path, _, value in (text.partition("=") for text in texts)}


def _as_options(values: Mapping[str, str]) -> list[str]:
    return [word for path, value in values.items() for word in (SET, f"{path}={value}")]


def command(comparison: Comparison, *options: str, verb: str = "compare", settings: Mapping[str, str] = _NONE) -> str:
    """A command on the same scenario, strategies and seed with other options, and with other values set."""
    words = ["kam", verb, *scenario_argument(comparison, settings)]
    chosen = [name for name in comparison.strategies if name != BASELINE]
    if verb == "compare" and chosen and set(comparison.strategies) != set(STRATEGY_NAMES):
        typed = [word for name, given in typed_options(comparison) for word in given if name == "--strategies"]
        words += typed or ["--strategies", ",".join(chosen)]
    if comparison.seed != 1:
        words += ["--seed", str(comparison.seed)]
    return shlex.join([*words, *options])


def trace_command(comparison: Comparison, strategy: str, deal: DealReference) -> str:
    """The command that tells the story of one deal of this run."""
    options = ["--strategy", as_typed(comparison, strategy), "--replication", str(deal.replication)]
    options += ["--deal", str(deal.deal)] if deal.deal else []
    return command(comparison, *options, verb="trace")


def as_typed(comparison: Comparison, strategy: str) -> str:
    """What names this strategy in a command: one of the user's own is named by its file."""
    texts = [
        given[-1].removeprefix("--strategies=") for name, given in typed_options(comparison) if name == "--strategies"
    ]
    return dict(zip(comparison.strategies, listed_names(texts), strict=False)).get(strategy, strategy)


def typed_options(comparison: Comparison) -> Iterator[tuple[str, list[str]]]:
    """The words of this run's command: each option's by its name, the scenario under an empty one."""
    words = shlex.split(comparison.receipt.command)
    words = words[2:] if words[1:2] == ["compare"] else []
    while words:
        name = words[0].partition("=")[0] if words[0].startswith("-") else ""
        taken = 1 if not name or name in _ALONE or "=" in words[0] else 2
        yield name, words[:taken]
        words = words[taken:]


def same_effort(comparison: Comparison) -> tuple[str, ...]:
    """The options by which a run is played as long, or as precisely, as this one."""
    targets = comparison.precision.targets
    if targets:
        return ("--precision", ",".join(f"{measure}={half:g}" for measure, half in targets.items()))
    return ("--replications", str(comparison.replications))
