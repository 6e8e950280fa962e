"""Any executor plays a job alike: this process, threads, processes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest

from engine.model.scenario import Scenario
from engine.situation import read_scenario
from engine.studies import compare, rule_roi

STRATEGIES = ["playbook", "top_down"]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario("kam:keeping_up")


def threads() -> Executor:
    return ThreadPoolExecutor(4)


def processes() -> Executor:
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"))


@pytest.mark.parametrize("make", [threads, processes])
def test_a_comparison_is_the_same_whoever_plays_it(scenario: Scenario, make: Callable[[], Executor]) -> None:
    here = compare(scenario, STRATEGIES, replications=60, workers=1)
    with make() as executor:
        there = compare(scenario, STRATEGIES, replications=60, executor=executor)
    assert there.receipt.rows == here.receipt.rows
    assert there.results == here.results


def test_several_jobs_at_once_do_not_disturb_each_other(scenario: Scenario) -> None:
    """Two comparisons share four threads; each thread goes from one job to the other and back."""
    alone = [compare(scenario, [name], replications=40, workers=1).receipt.rows for name in STRATEGIES]
    with threads() as executor, ThreadPoolExecutor(2) as callers:
        runs = [callers.submit(compare, scenario, [name], replications=40, executor=executor) for name in STRATEGIES]
        assert [run.result().receipt.rows for run in runs] == alone


def test_what_rules_are_worth_is_the_same_in_threads(scenario: Scenario) -> None:
    here = rule_roi(scenario, "engagement_choice", replications=12, workers=1)
    with threads() as executor:
        there = rule_roi(scenario, "engagement_choice", replications=12, executor=executor)
    assert there.rules == here.rules
