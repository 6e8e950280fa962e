"""How a comparison was computed, and what it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.engagement import strategy_label
from engine.results.measures import HEADLINE
from engine.studies import Comparison
from engine.wording import Column, Item, Items, Joined, Paragraph, Part, Said, Table, numbers as formats, say


def method_parts(comparison: Comparison) -> tuple[Part, ...]:
    """Common luck, variance reduction, intervals, verdicts, censoring, rules, Little's law."""
    precision, several = comparison.precision, len(comparison.strategies) > 1
    entries: list[Item | Said] = [*_luck(comparison)] if several else []
    entries.append(
        say(
            "Intervals. The unit is the replication (a whole team with its accounts), since deals share a team. "
            "{method}",
            method=precision.method,
        )
    )
    if several:
        entries.append(
            say(
                "“clear”: with 95%, none of the differences so called is luck, all headline comparisons taken "
                "together; “likely”: of those so called, one in ten may be luck. Neither is said of a difference that "
                "rests on fewer than twenty replications."
            )
        )
    entries += [
        say(
            "The committee’s choice counts with its chances, not with the draw that the story follows: each deal once, "
            "in the round in which the committee closes. Money goes with the same chances."
        ),
        say(
            "Deals open at the horizon are censored: they count as followed up to their last day. Rates and the median "
            "cycle are read by day {day} of a project, the last one up to which 5% of the deals and 30 of them could "
            "be followed.",
            day=comparison.by_day,
        ),
        say(
            "Rules are run by durable_rules through truth tables; a sampled share of decisions was asked again of the "
            "live engine and agreed."
        ),
    ]
    return (Items([*entries, *_littles_law(comparison)]),)


def receipt_parts(comparison: Comparison) -> tuple[Part, ...]:
    """What the run was made of, with hashes."""
    receipt = comparison.receipt
    rows: list[tuple[Said, Iterable[Said]]] = [
        (say("Program"), [receipt.program]),
        (say("Command"), [f"`{receipt.command}`"] if receipt.command else []),
        (say("Made"), [receipt.created]),
        (say("Scenario"), [f"`{receipt.scenario_id} sha256:{receipt.scenario_sha256}`"]),
        (say("Rulebooks"), [f"`{name} sha256:{value}`" for name, value in receipt.books.items()]),
        (say("Code"), [f"`sha256:{receipt.code_sha256}`"]),
        (say("Seed"), [str(receipt.seed)]),
        (say("Replications"), [formats.count(receipt.replications)]),
        (say("Looks taken"), [Joined([formats.count(look) for look in comparison.precision.looks], ", ")]),
        (say("Records"), _records(comparison)),
        (say("Versions"), _named(receipt.versions)),
    ]
    note = say(
        "The same scenario, rules, code, seed and versions give the same records, byte for byte; `kam runs "
        "replay` proves it."
    )
    table = [(name, Joined(values, "\n")) for name, values in rows if values]
    return Paragraph(note, "note"), Table([Column(""), Column("")], table)


def _luck(comparison: Comparison) -> Iterable[Said]:
    yield say(
        "Common random numbers. All strategies meet the same people, rivals, triggers and luck in each replication; "
        "every draw belongs to a person, a purpose and an occurrence. Differences are taken replication by replication."
    )
    base = comparison.reference
    factors = [
        say("{name} {number}", name=strategy_label(each.first), number=f"{each.variance_reduction:.1f}")
        for each in comparison.against(HEADLINE[0], base)
        if each.variance_reduction is not None
    ]
    if factors:
        yield say(
            "Variance reduction achieved for the difference in win rate from “{reference}”: {factors}. A factor of 2 "
            "means that separate luck would have needed twice the replications.",
            factors=Joined(factors, "; "),
            reference=strategy_label(base),
        )


def _littles_law(comparison: Comparison) -> list[Item]:
    found = [
        say(
            "{strategy}: {deals} deals open on average, {arrivals} opened a day, {days} days each; largest gap {gap}",
            strategy=strategy_label(name),
            deals=f"{law.deals:.3f}",
            arrivals=f"{law.arrivals:.5f}",
            days=f"{law.days:.1f}",
            gap=f"{max(law.gap, law.queue_gap):.1e}",
        )
        for name, result in comparison.results.items()
        if (law := result.littles_law) is not None
    ]
    return [Item(say("Check by Little's law (L = λW), measured on both sides separately:"), found)] if found else []


def _records(comparison: Comparison) -> list[Said]:
    return [
        say(
            "{strategy}: {outcomes} deals, {team} team rows `sha256:{outcomes_hash}… {team_hash}…`",
            strategy=strategy_label(name),
            outcomes=formats.count(rows.outcomes),
            team=formats.count(rows.team),
            outcomes_hash=rows.outcomes_sha256[:16],
            team_hash=rows.team_sha256[:16],
        )
        for name, rows in comparison.receipt.rows.items()
    ]


def _named(pairs: Mapping[str, str]) -> list[Said]:
    return [
        say("machine {name}", name=value) if name == "machine" else f"{name} {value}" for name, value in pairs.items()
    ]
