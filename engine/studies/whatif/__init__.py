"""What-if studies: what is varied, how it is played, and what comes of it."""

from engine.studies.whatif.axes import Axis, Over
from engine.studies.whatif.leading import Lead
from engine.studies.whatif.map_words import ahead_by
from engine.studies.whatif.playing import Plan
from engine.studies.whatif.sweep import Sweep, sweep
from engine.studies.whatif.sweep_result import LeadChange, PairCurve, SecondBlock, Shift, SweepValues
from engine.studies.whatif.sweep_terms import plan_said

__all__ = [
    "Axis",
    "Lead",
    "LeadChange",
    "Over",
    "PairCurve",
    "Plan",
    "SecondBlock",
    "Shift",
    "Sweep",
    "SweepValues",
    "ahead_by",
    "plan_said",
    "sweep",
]
