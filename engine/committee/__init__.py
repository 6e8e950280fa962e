"""The buying committee: its graphs, structure, influence and choice; the only package that knows NetworkX."""

from engine.committee.fixation import fixation_chain, fixation_probabilities
from engine.committee.from_tables import Committee, read_committee, read_people_and_ties
from engine.committee.generator import generate
from engine.committee.group_choice import Verdict, group_probabilities, miller_heiman
from engine.committee.influence_models import (
    LongRun,
    NoFixedPoint,
    degroot_consensus,
    friedkin_johnsen_fixed_point,
    friedkin_johnsen_step,
    influence_matrix,
    total_effects,
)
from engine.committee.power_map import PowerMap, Sighting, draw_power_map
from engine.committee.structure import Structure, describe

__all__ = [
    "Committee",
    "LongRun",
    "NoFixedPoint",
    "PowerMap",
    "Sighting",
    "Structure",
    "Verdict",
    "degroot_consensus",
    "describe",
    "draw_power_map",
    "fixation_chain",
    "fixation_probabilities",
    "friedkin_johnsen_fixed_point",
    "friedkin_johnsen_step",
    "generate",
    "group_probabilities",
    "influence_matrix",
    "miller_heiman",
    "read_committee",
    "read_people_and_ties",
    "total_effects",
]
