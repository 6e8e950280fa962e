"""Replications, paired comparison with intervals, sequential stopping, and the proof that a run can be repeated."""

from engine.experiment.book_choice import choose_book
from engine.experiment.challenge import Challenge
from engine.experiment.compare import DEFAULT_SEED, compare, run, trace
from engine.experiment.comparison import NOTES, Comparison, Estimate, Lead, PairedDifference, StrategyResult, Verdict
from engine.experiment.gather import Progress
from engine.experiment.match import challenge, contestants
from engine.experiment.parting import Example
from engine.experiment.replay import ReplayResult, load_comparison, replay
from engine.experiment.roi import rule_roi
from engine.experiment.rule_worth import RuleRoi, RuleWorth
from engine.experiment.rules_at_run_time import NeverDecided, RulesAtRunTime, rules_at_run_time

__all__ = [
    "DEFAULT_SEED",
    "NOTES",
    "Challenge",
    "Comparison",
    "Estimate",
    "Example",
    "Lead",
    "NeverDecided",
    "PairedDifference",
    "Progress",
    "ReplayResult",
    "RuleRoi",
    "RuleWorth",
    "RulesAtRunTime",
    "StrategyResult",
    "Verdict",
    "challenge",
    "choose_book",
    "compare",
    "contestants",
    "load_comparison",
    "replay",
    "rule_roi",
    "rules_at_run_time",
    "run",
    "trace",
]
