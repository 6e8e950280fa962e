"""What to try next: a few concrete steps that follow from the numbers, each with the exact command."""

from __future__ import annotations

import math
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from engine.experiment import Comparison, rules_at_run_time
from engine.experiment.stopping import MOST_REPLICATIONS
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.model.terms import InfluenceModel
from engine.report.labels import INFLUENCE, TEAM_ROLE, strategy_label
from engine.report.labels.statement import HINTS
from engine.report.standing import BASELINE, acting, standing
from engine.results.measures import HEADLINE
from engine.situation import STRATEGY_NAMES
from engine.wording import numbers as formats

BUSY, LONG_WAIT, MANY_OPEN = 0.6, 2.0, 0.2
ALIKE = 0.015
"""A difference known to ± this and not told from zero is called none for practical purposes."""

_WITH_A_NUMBER = {"--replications", "-n", "--precision", "--out"}
_OTHER_RULE: Mapping[InfluenceModel, InfluenceModel] = {
    "friedkin_johnsen": "voter",
    "degroot": "voter",
    "voter": "invasion",
    "invasion": "voter",
}


@dataclass(frozen=True)
class Hint:
    """One thing to try: why, and the commands to type."""

    text: str
    commands: tuple[str, ...]


def next_steps(
    comparison: Comparison, scenario: Scenario, lang: str, books: Mapping[str, Rulebook] | None = None
) -> tuple[Hint, ...]:
    """What to try next, the most telling first."""
    found = [
        _more_replications(comparison, lang),
        _another_influence_rule(comparison, scenario, lang),
        _bottleneck(comparison, scenario, lang),
        _horizon(comparison, scenario, lang),
        _silent_rules(comparison, books, lang),
    ]
    hints = [hint for hint in found if hint is not None]
    story = _story(comparison, lang)
    if story is not None and not any(story.commands == hint.commands for hint in hints):
        hints.append(story)
    return tuple(hints)


def silent_rules(comparison: Comparison, books: Mapping[str, Rulebook]) -> tuple[tuple[str, str], ...]:
    """(book, rule) of every rule of these books that decided nothing under any strategy."""
    return tuple(
        (each.book, each.rule) for each in rules_at_run_time(comparison).never if each.everywhere and each.book in books
    )


def scenario_argument(comparison: Comparison) -> list[str]:
    """The scenario and the changes made to it, as in the command of this run."""
    words = shlex.split(comparison.receipt.command)
    if len(words) < 3 or words[1] not in ("compare", "run"):
        return [f"scenarios/{comparison.scenario_id}.yaml"]
    kept, place = [], 2
    while place < len(words):
        word = words[place]
        name = word.split("=", 1)[0]
        values = 0 if "=" in word or not word.startswith("-") else 1
        if not word.startswith("-") or name in ("--set", "--people", "--ties"):
            kept += words[place : place + 1 + values]
        place += 1 + values
    return kept or [f"scenarios/{comparison.scenario_id}.yaml"]


def command(comparison: Comparison, *options: str, verb: str = "compare") -> str:
    """A command on the same scenario, strategies and seed with other options."""
    words = ["kam", verb, *scenario_argument(comparison)]
    chosen = [name for name in comparison.strategies if name != BASELINE]
    if verb == "compare" and chosen and set(comparison.strategies) != set(STRATEGY_NAMES):
        words += ["--strategies", ",".join(chosen)]
    if comparison.seed != 1:
        words += ["--seed", str(comparison.seed)]
    return shlex.join([*words, *options])


def _more_replications(comparison: Comparison, lang: str) -> Hint | None:
    found = standing(comparison, HEADLINE[0])
    pairs = [comparison.difference(HEADLINE[0], found.leader, name) for name in found.tied] if found else []
    known = [pair for pair in pairs if pair.value is not None and pair.low is not None and pair.high is not None]
    if not known:
        return None
    pair = max(known, key=lambda each: abs(each.value or 0.0))
    value, half = abs(pair.value or 0.0), ((pair.high or 0.0) - (pair.low or 0.0)) / 2
    needed = math.inf if value == 0 else comparison.replications * (half / value) ** 2
    words = {
        "first": _quoted(pair.first, lang),
        "second": _quoted(pair.second, lang),
        "difference": formats.scale_of(pair, "share", lang, comparison.currency, difference=True).full_signed(
            pair.value
        ),
        "half": f"{100 * half:.1f}",
    }
    if needed > MOST_REPLICATIONS and half <= ALIKE:
        return Hint(_say("equal", lang, n=formats.count(MOST_REPLICATIONS), **words), ())
    key, wanted = (
        ("more", 1.2 * needed)
        if needed <= MOST_REPLICATIONS
        else ("narrow", _replications_for_a_point(half, comparison))
    )
    rounded = _round_up(wanted)
    return Hint(
        _say(key, lang, n=formats.count(rounded), **words), (command(comparison, "--replications", str(rounded)),)
    )


def _replications_for_a_point(half: float, comparison: Comparison) -> float:
    """Replications after which the interval would be ±1 percentage point wide."""
    return comparison.replications * (half / 0.01) ** 2


def _another_influence_rule(comparison: Comparison, scenario: Scenario, lang: str) -> Hint | None:
    if len(comparison.strategies) < 2:
        return None
    used = {account.id: account.buying_centre.influence for account in scenario.accounts}
    other = _OTHER_RULE[next(iter(used.values()))]
    changes = [word for name in used for word in ("--set", f"accounts.{name}.buying_centre.influence={other}")]
    text = _say("influence", lang, rule=INFLUENCE[other].in_language(lang))
    return Hint(text, (command(comparison, *_same_effort(comparison), *changes),))


def _bottleneck(comparison: Comparison, scenario: Scenario, lang: str) -> Hint | None:
    candidates = [
        (load.load.value or 0.0, load.wait.value or 0.0, load.role, name)
        for name in acting(comparison)
        for load in comparison.results[name].team
    ]
    tight = [each for each in candidates if each[0] >= BUSY or each[1] >= LONG_WAIT]
    if not tight:
        return None
    load, wait, role, strategy = max(tight, key=lambda each: (each[1], each[0]))
    member = next(member for member in scenario.team.members if member.role == role)
    text = _say(
        "bottleneck",
        lang,
        role=TEAM_ROLE[role].in_language(lang),
        strategy=_quoted(strategy, lang),
        load=formats.share(load, 0),
        wait=f"{formats.days(wait)} {'天' if lang == 'zh' else 'days'}",
    )
    change = ("--set", f"team.members.{member.id}.count={member.count + 1}")
    return Hint(text, (command(comparison, *_same_effort(comparison), *change),))


def _horizon(comparison: Comparison, scenario: Scenario, lang: str) -> Hint | None:
    shares = [comparison.results[name].estimates["open_share"].value or 0.0 for name in comparison.strategies]
    if max(shares) < MANY_OPEN:
        return None
    longer = f"horizon={1.5 * scenario.horizon.value:g}"
    text = _say("horizon", lang, open=formats.share(max(shares), 0))
    return Hint(text, (command(comparison, *_same_effort(comparison), "--set", longer),))


def _silent_rules(comparison: Comparison, books: Mapping[str, Rulebook] | None, lang: str) -> Hint | None:
    silent = silent_rules(comparison, books or {})
    if not silent or not books:
        return None
    asked = {use.book for result in comparison.results.values() for use in result.rules if use.count > 0}
    total = sum(len(book.rules) for name, book in books.items() if name in asked)
    best = standing(comparison, HEADLINE[0])
    strategy = "playbook" if "playbook" in comparison.strategies else best.leader if best else acting(comparison)[0]
    example = f"{books[silent[0][0]].title.in_language(lang)} / {silent[0][1]}"
    return Hint(
        _say("silent_rules", lang, n=len(silent), total=total, example=example), _trace_commands(comparison, strategy)
    )


def _story(comparison: Comparison, lang: str) -> Hint | None:
    best = standing(comparison, HEADLINE[0])
    strategy = best.leader if best else acting(comparison)[0]
    commands = _trace_commands(comparison, strategy)
    return Hint(_say("story", lang, strategy=_quoted(strategy, lang)), commands) if commands else None


def _trace_commands(comparison: Comparison, strategy: str) -> tuple[str, ...]:
    deal = comparison.results[strategy].representative
    if deal is None:
        return ()
    options = ["--strategy", strategy, "--replication", str(deal.replication)]
    options += ["--deal", str(deal.deal)] if deal.deal else []
    return (command(comparison, *options, verb="trace"),)


def _same_effort(comparison: Comparison) -> tuple[str, ...]:
    target = comparison.precision.target
    if target is not None:
        return ("--precision", f"{target:g}")
    return ("--replications", str(comparison.replications))


def _round_up(number: float) -> int:
    """Up to two significant digits, at least 100."""
    step = 10 ** max(1, math.floor(math.log10(max(number, 1.0))) - 1)
    return int(max(100, math.ceil(number / step) * step))


def _say(key: str, lang: str, **values: object) -> str:
    return HINTS[key].in_language(lang).format(**values)


def _quoted(strategy: str, lang: str) -> str:
    return f"“{strategy_label(strategy, lang)}”"
