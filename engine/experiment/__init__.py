"""Replications, paired comparison with intervals, sequential stopping, and the proof that a run can be repeated."""

from engine.experiment.book_choice import choose_book
from engine.experiment.challenge import Challenge, challenge, contestants
from engine.experiment.compare import DEFAULT_SEED, STRATEGIES, compare, load_books, run, trace
from engine.experiment.comparison import NOTES, Comparison, Estimate, Lead, PairedDifference, StrategyResult, Verdict
from engine.experiment.gather import Progress
from engine.experiment.parting import Example
from engine.experiment.replay import ReplayResult, load_comparison, replay
from engine.experiment.roi import RuleRoi, RuleWorth, rule_roi

__all__ = [
    "DEFAULT_SEED",
    "NOTES",
    "STRATEGIES",
    "Challenge",
    "Comparison",
    "Estimate",
    "Example",
    "Lead",
    "PairedDifference",
    "Progress",
    "ReplayResult",
    "RuleRoi",
    "RuleWorth",
    "StrategyResult",
    "Verdict",
    "challenge",
    "choose_book",
    "compare",
    "contestants",
    "load_books",
    "load_comparison",
    "replay",
    "rule_roi",
    "run",
    "trace",
]
