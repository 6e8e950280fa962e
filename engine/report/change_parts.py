"""What values that were set change, strategy by strategy, on the same luck; or that they decided nothing."""

from __future__ import annotations

from engine.dynamics.state.routes import Route
from engine.engagement import strategy_label
from engine.report.labels import ROUTES, short_words
from engine.results.measures import HEADLINE, MEASURES
from engine.statistics.estimates import CONFIDENCE
from engine.studies import Changes, Comparison
from engine.studies.effect_parts import effect_cell, effect_scale
from engine.wording import Cell, Column, Items, Joined, Message, Paragraph, Part, Table, Title, listed, say
from engine.wording.numbers import count, level, part

HEADING = say("What the values set change")


def change_parts(comparison: Comparison) -> list[Part]:
    """The table of effects, or one sentence where nothing came out differently; nothing where nothing was set."""
    found = comparison.changes
    if found is None:
        return []
    settings, n = listed(f"`{each}`" for each in found.settings), count(comparison.replications)
    if found.nothing:
        nothing = say(
            "{settings} changed nothing: in {n} replications not one byte of any record came out differently, under "
            "any strategy.",
            settings=settings,
            n=n,
        )
        return [Paragraph(nothing), *_ways_in(found)]
    return [
        _effects(comparison, found),
        Paragraph(
            say(
                "With {settings} − without, on the same luck; !! clear, ! likely, ? cannot tell; below each value its "
                "{level} interval. changed: share of replications in which any record came out differently.",
                settings=settings,
                level=level(CONFIDENCE),
            ),
            "note",
        ),
        *_ways_in(found),
    ]


def with_heading(comparison: Comparison) -> list[Part]:
    """The same under its heading."""
    parts = change_parts(comparison)
    return [Title(HEADING, 2), *parts] if parts else []


def _effects(comparison: Comparison, found: Changes) -> Table:
    scales = {
        name: effect_scale([each[name] for each in found.effects.values()], MEASURES[name], comparison.currency)
        for name in HEADLINE
    }
    columns = [Column(say("Strategy"), name="strategy"), Column(say("changed", context="records"), number=True)]
    columns += [Column(short_words(name), scale.heading, number=True, name=name) for name, scale in scales.items()]
    rows = []
    for name, effects in found.effects.items():
        share = Cell(part(found.parted[name], comparison.replications), value=found.parted[name])
        cells = [effect_cell(effects[key], scale) for key, scale in scales.items()]
        rows.append([Cell(strategy_label(name), value=name), share, *cells])
    return Table(columns, rows)


def _ways_in(found: Changes) -> list[Part]:
    """How people were reached where nothing changed: which way was taken instead."""
    if not found.routes:
        return []
    head = say("Where nothing changed, meetings came about in these ways (first deals of each strategy):")
    return [Paragraph(head), Items([_ways(name, routes) for name, routes in found.routes.items()])]


def _ways(strategy: str, routes: dict[str, int]) -> Message:
    taken = sorted(routes, key=lambda name: -routes[name])
    ways = [say("{way} {n}×", way=ROUTES[Route[name]], n=routes[name]) for name in taken]
    nobody = say("nobody received us")
    return say("{name}: {meaning}", name=strategy_label(strategy), meaning=Joined(ways, ", ") if ways else nobody)
