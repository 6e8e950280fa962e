"""Replications, paired comparison with intervals, sequential stopping, and the proof that a run can be repeated."""

from engine.experiment.compare import DEFAULT_SEED, STRATEGIES, compare, load_books, run, trace
from engine.experiment.comparison import NOTES, Comparison, Estimate, Lead, PairedDifference, StrategyResult, Verdict
from engine.experiment.gather import Progress
from engine.experiment.replay import ReplayResult, load_comparison, replay
from engine.experiment.rules_at_run_time import NeverDecided, RulesAtRunTime, rules_at_run_time

__all__ = [
    "DEFAULT_SEED",
    "NOTES",
    "STRATEGIES",
    "Comparison",
    "Estimate",
    "Lead",
    "NeverDecided",
    "PairedDifference",
    "Progress",
    "ReplayResult",
    "RulesAtRunTime",
    "StrategyResult",
    "Verdict",
    "compare",
    "load_books",
    "load_comparison",
    "replay",
    "rules_at_run_time",
    "run",
    "trace",
]
