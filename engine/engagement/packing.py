"""All strategies as one flat table: for each, the number of phases and the phases' words (see `dynamics.pursuit`)."""

from __future__ import annotations

from engine.engagement.strategy import Strategy


def strategy_words(strategies: tuple[Strategy, ...], base: int) -> list[int | float]:
    """Words to be placed at `base`: a place for each strategy, then each strategy's count (int) and phases (floats)."""
    places: list[int | float] = []
    body: list[int | float] = []
    for strategy in strategies:
        places.append(base + len(strategies) + len(body))
        body.append(len(strategy.phases))
        for phase in strategy.phases:
            body += [float(word) for word in phase.words()]
    return places + body
