"""What to try next: a few concrete steps that follow from the numbers, each with the exact command."""

from __future__ import annotations

import math
import shlex
from collections.abc import Iterator, Mapping

from engine.engagement import BASELINE
from engine.files import SHIPPED
from engine.files.name_list import listed_names
from engine.model.decisions import ASKED_OF_MOVES
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.model.terms import GroupModel
from engine.report.labels import GROUP_CHOICE, TEAM_ROLE, quoted_strategy
from engine.results.measures import HEADLINE
from engine.situation import STRATEGY_NAMES
from engine.statistics.looks import MOST_REPLICATIONS
from engine.studies import Comparison, rules_at_run_time
from engine.studies.comparison import DealReference
from engine.wording import Item, Joined, numbers as formats, say

BUSY, LONG_WAIT, MANY_OPEN = 0.6, 2.0, 0.2
NEGLIGIBLE_DIFFERENCE = 0.015
"""A difference known to ± this and not told from zero is called none for practical purposes."""

_OF_THE_SITUATION = ("", "--set", "--people", "--ties", "--encoding")
_ALONE = ("--json", "--page", "--no-page")


def next_steps(
    comparison: Comparison, scenario: Scenario, books: Mapping[str, Rulebook] | None = None
) -> tuple[Item, ...]:
    """What to try next, the most telling first, each with the commands to type."""
    found = [
        _more_replications(comparison),
        _another_group_rule(comparison, scenario),
        _bottleneck(comparison, scenario),
        _horizon(comparison, scenario),
        _silent_rules(comparison, books),
    ]
    hints = [hint for hint in found if hint is not None]
    story = _story(comparison)
    if story is not None and not any(story.code == hint.code for hint in hints):
        hints.append(story)
    return tuple(hints)


def silent_rules(comparison: Comparison, books: Mapping[str, Rulebook]) -> tuple[tuple[str, str], ...]:
    """(book, rule) of every rule of these books that decided nothing under any strategy."""
    return tuple(
        (each.book, each.rule) for each in rules_at_run_time(comparison).never if each.everywhere and each.book in books
    )


def scenario_argument(comparison: Comparison) -> list[str]:
    """The scenario and the changes made to it, as in the command of this run."""
    kept = [word for name, words in _typed(comparison) for word in words if name in _OF_THE_SITUATION]
    return kept or [f"{SHIPPED}{comparison.scenario_id}"]


def command(comparison: Comparison, *options: str, verb: str = "compare") -> str:
    """A command on the same scenario, strategies and seed with other options."""
    words = ["kam", verb, *scenario_argument(comparison)]
    chosen = [name for name in comparison.strategies if name != BASELINE]
    if verb == "compare" and chosen and set(comparison.strategies) != set(STRATEGY_NAMES):
        typed = [word for name, given in _typed(comparison) for word in given if name == "--strategies"]
        words += typed or ["--strategies", ",".join(chosen)]
    if comparison.seed != 1:
        words += ["--seed", str(comparison.seed)]
    return shlex.join([*words, *options])


def trace_command(comparison: Comparison, strategy: str, deal: DealReference) -> str:
    """The command that tells the story of one deal of this run."""
    options = ["--strategy", _as_typed(comparison, strategy), "--replication", str(deal.replication)]
    options += ["--deal", str(deal.deal)] if deal.deal else []
    return command(comparison, *options, verb="trace")


def _as_typed(comparison: Comparison, strategy: str) -> str:
    """What names this strategy in a command: one of the user's own is named by its file."""
    texts = [given[-1].removeprefix("--strategies=") for name, given in _typed(comparison) if name == "--strategies"]
    return dict(zip(comparison.strategies, listed_names(texts), strict=False)).get(strategy, strategy)


def _typed(comparison: Comparison) -> Iterator[tuple[str, list[str]]]:
    """The words of this run's command: each option's by its name, the scenario under an empty one."""
    words = shlex.split(comparison.receipt.command)
    words = words[2:] if words[1:2] == ["compare"] else []
    while words:
        name = words[0].partition("=")[0] if words[0].startswith("-") else ""
        taken = 1 if not name or name in _ALONE or "=" in words[0] else 2
        yield name, words[:taken]
        words = words[taken:]


def _more_replications(comparison: Comparison) -> Item | None:
    found = comparison.standings.get(HEADLINE[0])
    pairs = [comparison.difference(HEADLINE[0], found.leader, name) for name in found.tied] if found else []
    measured = [pair for pair in pairs if pair.value is not None and pair.low is not None and pair.high is not None]
    if not measured:
        return None
    pair = max(measured, key=lambda each: abs(each.value or 0.0))
    value, half = abs(pair.value or 0.0), ((pair.high or 0.0) - (pair.low or 0.0)) / 2
    needed = math.inf if value == 0 else comparison.replications * (half / value) ** 2
    scale = formats.scale_about(pair, "share", difference=True)
    first, second = quoted_strategy(pair.first), quoted_strategy(pair.second)
    difference, known = scale.full_signed(pair.value), f"{100 * half:.1f}"
    if needed > MOST_REPLICATIONS and half <= NEGLIGIBLE_DIFFERENCE:
        return Item(
            say(
                "{first} and {second} differ by {difference} in the win rate, known to ±{half} points. To tell them "
                "apart would take {n} replications or more: treat them as equal on this measure and look at cost and "
                "margin instead.",
                n=formats.count(MOST_REPLICATIONS),
                first=first,
                second=second,
                difference=difference,
                half=known,
            )
        )
    if needed <= MOST_REPLICATIONS:
        n = _round_up(1.2 * needed)
        text = say(
            "Tell {first} from {second} on the win rate: the difference is {difference} and known to ±{half} points. "
            "If it is really that large, about {n} replications would show it.",
            n=formats.count(n),
            first=first,
            second=second,
            difference=difference,
            half=known,
        )
    else:
        n = _round_up(_replications_for_a_point(half, comparison))
        text = say(
            "{first} and {second} differ by {difference} in the win rate, but that is known to ±{half} points only. "
            "About {n} replications would narrow it to ±1 point.",
            n=formats.count(n),
            first=first,
            second=second,
            difference=difference,
            half=known,
        )
    return Item(text, code=(command(comparison, "--replications", str(n)),))


def _replications_for_a_point(half: float, comparison: Comparison) -> float:
    """Replications after which the interval would be ±1 percentage point wide."""
    return comparison.replications * (half / 0.01) ** 2


def _another_group_rule(comparison: Comparison, scenario: Scenario) -> Item | None:
    """What the leader depends on most; one other rule is played, all of them by the second command."""
    if len(comparison.strategies) < 2:
        return None
    used = {account.id: account.buying_centre.group_choice.model for account in scenario.accounts}
    other: GroupModel = "weighted" if "autocracy" in used.values() else "autocracy"
    papers = [account.id for account in scenario.accounts if account.project.path.by_papers]
    settings = [f"accounts.{name}.buying_centre.group_choice.model={other}" for name in used]
    settings += [f"accounts.{name}.project.path.award=vote" for name in papers]
    changes = [word for setting in settings for word in ("--set", setting)]
    text = say(
        "See whether the order holds when the group decides by another rule, such as {rule}; or under all of them and "
        "over the range of every assumption (some minutes).",
        rule=GROUP_CHOICE[other],
    )
    everything = shlex.join(["kam", "model", "--scenario", scenario_argument(comparison)[0]])
    return Item(text, code=(command(comparison, *_same_effort(comparison), *changes), everything))


def _bottleneck(comparison: Comparison, scenario: Scenario) -> Item | None:
    candidates = [
        (load.load.value or 0.0, load.wait.value or 0.0, load.role, name)
        for name in comparison.acting
        for load in comparison.results[name].team
    ]
    tight = [each for each in candidates if each[0] >= BUSY or each[1] >= LONG_WAIT]
    if not tight:
        return None
    load, wait, role, strategy = max(tight, key=lambda each: (each[1], each[0]))
    member = next(member for member in scenario.team.members if member.role == role)
    text = say(
        "The tightest role of our team is the {role}: with {strategy}, {load} of the hours are booked and a request "
        "waits {days} days on average. See what one more would change.",
        role=TEAM_ROLE[role],
        strategy=quoted_strategy(strategy),
        load=formats.share(load, 0),
        days=formats.days(wait),
    )
    change = ("--set", f"team.members.{member.id}.count={member.count + 1}")
    return Item(text, code=(command(comparison, *_same_effort(comparison), *change),))


def _horizon(comparison: Comparison, scenario: Scenario) -> Item | None:
    shares = [comparison.results[name].estimates["open_share"].value or 0.0 for name in comparison.strategies]
    if max(shares) < MANY_OPEN:
        return None
    longer = f"horizon={1.5 * scenario.horizon.value:g}"
    text = say(
        "Up to {open} of the projects were still open at the end. Watch longer.", open=formats.share(max(shares), 0)
    )
    return Item(text, code=(command(comparison, *_same_effort(comparison), "--set", longer),))


def _silent_rules(comparison: Comparison, books: Mapping[str, Rulebook] | None) -> Item | None:
    silent = silent_rules(comparison, books or {})
    if not silent or not books:
        return None
    asked = {use.book for result in comparison.results.values() for use in result.rules if use.count > 0}
    asked -= set(ASKED_OF_MOVES)
    total = sum(len(book.rules) for name, book in books.items() if name in asked)
    book, rule = silent[0]
    text = say(
        "{n} of {total} rules never decided anything, for example {example}. Read in one deal which conditions they "
        "lacked.",
        n=len(silent),
        total=total,
        example=Joined([books[book].title, f"`{rule}`"], " / "),
    )
    strategy = "playbook" if "playbook" in comparison.strategies else _leading_strategy(comparison)
    return Item(text, code=_trace_commands(comparison, strategy))


def _story(comparison: Comparison) -> Item | None:
    strategy = _leading_strategy(comparison)
    commands = _trace_commands(comparison, strategy)
    text = say(
        "Read how a typical deal went with {strategy}, and why it ended as it did.", strategy=quoted_strategy(strategy)
    )
    return Item(text, code=commands) if commands else None


def _leading_strategy(comparison: Comparison) -> str:
    best = comparison.standings.get(HEADLINE[0])
    return best.leader if best else comparison.acting[0]


def _trace_commands(comparison: Comparison, strategy: str) -> tuple[str, ...]:
    deal = comparison.results[strategy].representative
    return () if deal is None else (trace_command(comparison, strategy, deal),)


def _same_effort(comparison: Comparison) -> tuple[str, ...]:
    targets = comparison.precision.targets
    if targets:
        return ("--precision", ",".join(f"{measure}={half:g}" for measure, half in targets.items()))
    return ("--replications", str(comparison.replications))


def _round_up(number: float) -> int:
    """Up to two significant digits, at least 100."""
    step = 10 ** max(1, math.floor(math.log10(max(number, 1.0))) - 1)
    return int(max(100, math.ceil(number / step) * step))
