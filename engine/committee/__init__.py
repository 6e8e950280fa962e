"""The buying committee: its tables, graphs, structure and influence; the only package that knows NetworkX."""

from engine.committee.from_tables import Committee, all_identified, read_committee, with_rules_of
from engine.committee.influence_matrix import influence_matrix
from engine.committee.structure import Structure, describe
from engine.committee.way_to_decider import WayToDecider, way_to_decider

__all__ = [
    "Committee",
    "Structure",
    "WayToDecider",
    "all_identified",
    "describe",
    "influence_matrix",
    "read_committee",
    "way_to_decider",
    "with_rules_of",
]
