"""What to try next: a few concrete steps that follow from the numbers, each with the exact command."""

from __future__ import annotations

import math
import shlex
from collections.abc import Mapping, Sequence

from engine.model.decisions import ASKED_OF_MOVES
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.model.terms import GroupModel
from engine.report.choosing_anyway import MARGIN, choosing_anyway
from engine.report.labels import GROUP_CHOICE, TEAM_ROLE, quoted_strategy
from engine.report.typed_commands import as_typed, command, same_effort, scenario_argument, settings_of, trace_command
from engine.results.measures import HEADLINE, MEASURES
from engine.statistics.looks import MOST_REPLICATIONS
from engine.studies import Comparison, NearlyAlways, rules_at_run_time
from engine.wording import Item, Joined, numbers as formats, say

BUSY, LONG_WAIT, MANY_OPEN = 0.6, 2.0, 0.2
NEGLIGIBLE_DIFFERENCE = 0.015
"""A difference known to ± this and not told from zero is called none for practical purposes."""

GROUP_MODEL = "buying_centre.group_choice.model"


def next_steps(
    comparison: Comparison,
    scenario: Scenario,
    books: Mapping[str, Rulebook] | None = None,
    nearly_always: Sequence[NearlyAlways] = (),
) -> tuple[Item, ...]:
    """What to try next, the most telling first, each with the commands to type."""
    found = [
        _more_replications(comparison),
        choosing_anyway(comparison),
        _another_group_rule(comparison, scenario),
        _bottleneck(comparison, scenario),
        _horizon(comparison, scenario),
        *(_nearly_always(comparison, each, books or {}) for each in nearly_always),
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


def _more_replications(comparison: Comparison) -> Item | None:
    found = comparison.standings.get(HEADLINE[0])
    pairs = [comparison.difference(HEADLINE[0], found.leader, name) for name in found.tied] if found else []
    told = [pair for pair in pairs if pair.value is not None and pair.low is not None and pair.high is not None]
    measured = [
        pair for pair in told if pair.low != pair.high
    ]  # where nothing differs, no number of replications tells
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
    """What the leader depends on most; one other rule is played, all of them by the second command.

    Where this run is such a what-if already, only all of them at once are left to try.
    """
    if len(comparison.strategies) < 2:
        return None
    everything = shlex.join(["kam", "model", "--scenario", scenario_argument(comparison)[0]])
    if any(path.endswith(GROUP_MODEL) for path in settings_of(comparison)):
        text = say("See who leads under every rule of the group and over the range of every assumption (some minutes).")
        return Item(text, code=(everything,))
    used = {account.id: account.buying_centre.group_choice.model for account in scenario.accounts}
    other: GroupModel = "weighted" if "autocracy" in used.values() else "autocracy"
    papers = [account.id for account in scenario.accounts if account.project.path.by_papers]
    settings: dict[str, str] = {f"accounts.{name}.{GROUP_MODEL}": other for name in used}
    settings |= {f"accounts.{name}.project.path.award": "vote" for name in papers}
    text = say(
        "See whether the order holds when the group decides by another rule, such as {rule}; or under all of them and "
        "over the range of every assumption (some minutes).",
        rule=GROUP_CHOICE[other],
    )
    return Item(text, code=(command(comparison, *same_effort(comparison), settings=settings), everything))


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
    path = f"team.members.{member.id}.count"
    if path in settings_of(comparison):  # the effect of one more is on this very page
        return None
    text = say(
        "The tightest role of our team is the {role}: with {strategy}, {load} of the hours are booked and a request "
        "waits {days} days on average. See what one more would change.",
        role=TEAM_ROLE[role],
        strategy=quoted_strategy(strategy),
        load=formats.share(load, 0),
        days=formats.days(wait),
    )
    more = {path: f"{member.count + 1}"}
    return Item(text, code=(command(comparison, *same_effort(comparison), settings=more),))


def _horizon(comparison: Comparison, scenario: Scenario) -> Item | None:
    shares = [comparison.results[name].estimates["open_share"].value or 0.0 for name in comparison.strategies]
    if max(shares) < MANY_OPEN:
        return None
    longer = {"horizon": f"{1.5 * scenario.horizon.value:g}"}
    text = say(
        "Up to {open} of the projects were still open at the end. Watch longer.", open=formats.share(max(shares), 0)
    )
    return Item(text, code=(command(comparison, *same_effort(comparison), settings=longer),))


def _nearly_always(comparison: Comparison, found: NearlyAlways, books: Mapping[str, Rulebook]) -> Item | None:
    """A rule that makes its book say the same nearly always, and what that costs or brings."""
    if found.purpose not in books:
        return None
    measure = MEASURES[MARGIN]
    scale = formats.scale_about(found.adds, measure.unit, comparison.currency, difference=True)
    verdict = (
        say("whether that costs or brings anything cannot be told")
        if found.adds.verdict == "cannot_tell"
        else say("so it costs money here: see whether its condition is too wide")
        if (found.adds.value or 0.0) < 0
        else say("so it earns its place here")
    )
    text = say(
        "With {strategy}, “{rule}” took {share} of the {n} decisions of “{book}”: the book nearly always says the "
        "same. With the rule − without it, the margin after selling cost differs by {difference} per deal ({interval}, "
        "{replications} replications): {verdict}.",
        strategy=quoted_strategy(found.strategy),
        rule=books[found.purpose].title_of(found.rule),
        share=formats.share(found.decided / found.asked, 0),
        n=formats.count(found.asked),
        book=books[found.purpose].title,
        difference=scale.full_signed(found.adds.value),
        interval=scale.signed_span(found.adds.low, found.adds.high),
        replications=formats.count(found.replications),
        verdict=verdict,
    )
    words = ["kam", "rules", "roi", *scenario_argument(comparison), "--book", found.purpose]
    return Item(text, code=(shlex.join([*words, "--strategy", as_typed(comparison, found.strategy)]),))


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
        example=Joined([books[book].title, books[book].title_of(rule)], " / "),
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


def _round_up(number: float) -> int:
    """Up to two significant digits, at least 100."""
    step = 10 ** max(1, math.floor(math.log10(max(number, 1.0))) - 1)
    return int(max(100, math.ceil(number / step) * step))
