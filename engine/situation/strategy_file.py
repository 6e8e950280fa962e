"""A strategy of the user's own as data: name, label, source and phases in a YAML file."""

from __future__ import annotations

from pydantic import Field

from engine.engagement import Phase, Strategy
from engine.engagement.strategy import ANY_LEVEL, Cultivates, Levels, Until
from engine.errors import refuse
from engine.files import read_yaml, validate
from engine.files.sources import TreeSource
from engine.model.base import Frozen, Identifier, Text
from engine.model.terms import Role
from engine.situation.forbidden_moves import asked_for_in
from engine.situation.phase_sentences import wrong_phases

ENDINGS = (".yaml", ".yml")


class PhaseInFile(Frozen):
    """One phase; the keys are those of `engagement.Phase`."""

    highest_first: bool = Field(description="order of contact by level: the highest first, or the lowest")
    roles: tuple[Role, ...] = Field(default=(), description="only people with one of these roles; anybody when absent")
    levels: Levels = Field(
        default=(1, ANY_LEVEL), description="highest and lowest level of the chart to be seen, 1 the top; or `low`"
    )
    introduced_only: bool = Field(default=False, description="shielded levels only where a door is opened for us")
    preparation: float = Field(default=0.0, ge=0, le=200, description="hours before a first meeting")
    with_executive: bool = Field(default=False, description="our executive goes to the shielded levels")
    every_rank: bool = Field(default=False, description="all ranks at once: the one that has waited longest first")
    every_channel: bool = Field(default=False, description="events, reference customers and partners open doors, too")
    keeps_balance: bool = Field(default=False, description="those left silent get a call before we see their superior")
    until: Until = Field(default="never", description="what ends the phase")
    value: float = Field(default=0.0, ge=0, description="the number that goes with `until`")
    enter: str = Field(default="", description="a sentence in the language of rules, without which it does not begin")
    leave: str = Field(default="", description="a sentence that ends the phase, in place of `until`")


class StrategyInFile(Frozen):
    """What such a file says."""

    name: Identifier
    label: Text
    source: str = Field(min_length=1, description="where it comes from")
    phases: tuple[PhaseInFile, ...] = Field(min_length=1)
    cultivation: Cultivates = Field(
        default="nobody", description="with whom contact is kept while there is no project; `rules`: the rulebook says"
    )


def strategy_in(path: str) -> Strategy:
    """The strategy in a YAML file. Raises InputError with everything that is wrong with it."""
    tree = read_yaml(path)
    refuse(asked_for_in(tree))
    source = TreeSource(tree)
    found = validate(StrategyInFile, source)
    phases = tuple(Phase(**vars(phase)) for phase in found.phases)
    strategy = Strategy(found.name, found.label, found.source, phases, cultivation=found.cultivation)
    refuse(wrong_phases(strategy, source.where))
    return strategy
