"""Replications, paired comparison with intervals, sequential stopping, and the proof that a run can be repeated."""

from engine.execution.effort import DEFAULT_SEED, Progress
from engine.statistics.estimates import NOTES, Difference, Estimate, Verdict
from engine.studies.book_choice import choose_book
from engine.studies.challenge import Challenge
from engine.studies.changes import Changes
from engine.studies.compare import compare, trace
from engine.studies.comparison import Comparison, StrategyResult
from engine.studies.extension import extend
from engine.studies.match import challenge, contestants
from engine.studies.nearly_always import NearlyAlways, nearly_always
from engine.studies.pair_runs import compare_runs
from engine.studies.parting import Example
from engine.studies.past_deals import PastDealsJudged, past_deals
from engine.studies.replay import ReplayResult, load_comparison, replay, stored_situation
from engine.studies.roi import rule_roi
from engine.studies.rule_worth import RuleRoi, RuleWorth
from engine.studies.rules_at_run_time import NeverDecided, RulesAtRunTime, rules_at_run_time
from engine.studies.run_pair import RunPair
from engine.studies.standings import Mark, Standing
from engine.studies.unknowns import Unknowns

__all__ = [
    "DEFAULT_SEED",
    "NOTES",
    "Challenge",
    "Changes",
    "Comparison",
    "Difference",
    "Estimate",
    "Example",
    "Mark",
    "NearlyAlways",
    "NeverDecided",
    "PastDealsJudged",
    "Progress",
    "ReplayResult",
    "RuleRoi",
    "RuleWorth",
    "RulesAtRunTime",
    "RunPair",
    "Standing",
    "StrategyResult",
    "Unknowns",
    "Verdict",
    "challenge",
    "choose_book",
    "compare",
    "compare_runs",
    "contestants",
    "extend",
    "load_comparison",
    "nearly_always",
    "past_deals",
    "replay",
    "rule_roi",
    "rules_at_run_time",
    "stored_situation",
    "trace",
]
