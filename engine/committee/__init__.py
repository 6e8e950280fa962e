"""The buying committee: its graphs, structure, influence and choice; the only package that knows NetworkX."""

from engine.committee.fixation import fixation_chain, fixation_probabilities
from engine.committee.influence import (
    LongRun,
    NoFixedPoint,
    degroot_consensus,
    friedkin_johnsen_fixed_point,
    friedkin_johnsen_step,
    influence_matrix,
    total_effects,
)
from engine.committee.structure import Structure, describe

__all__ = [
    "LongRun",
    "NoFixedPoint",
    "Structure",
    "degroot_consensus",
    "describe",
    "fixation_chain",
    "fixation_probabilities",
    "friedkin_johnsen_fixed_point",
    "friedkin_johnsen_step",
    "influence_matrix",
    "total_effects",
]
