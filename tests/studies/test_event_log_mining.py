"""A process-mining tool reads the event log as it is, and finds the process and the times that the scenario says.

pm4py is a development dependency only (AGPL); nothing of the program imports it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pm4py
import pytest
from pm4py.objects.log.util import interval_lifecycle

from engine.model.quantity import canonical
from engine.model.scenario import Scenario
from engine.results import read_run
from engine.results.stored_run import StoredRun
from engine.situation import read_scenario
from engine.studies import compare

REPLICATIONS = 400
IN_ORDER = ["case:concept:name", "time:timestamp"]


@dataclass(frozen=True)
class Mined:
    """A run and its event log: as pandas reads it without options, and as pm4py makes it its own."""

    run: StoredRun
    plain: Any
    log: Any

    @property
    def steps(self) -> Any:
        names = [step.step for step in self.run.scenario.accounts[0].process.steps]
        return self.log[self.log["concept:name"].isin(names)]

    def days(self, log: Any) -> Any:
        """Rows from start to complete, with the days in between."""
        found = pm4py.convert_to_dataframe(interval_lifecycle.to_interval(pm4py.convert_to_event_log(log)))
        return found.assign(days=(found["time:timestamp"] - found["start_timestamp"]).dt.total_seconds() / 86_400)


def mined(scenario: Scenario, strategy: str, replications: int, folder: Path) -> Mined:
    found = compare(
        scenario, [strategy], replications=replications, workers=1, out=folder, trace_first=replications, seed=3
    )
    assert found.folder is not None
    plain = pd.read_csv(found.folder / "events.csv")
    return Mined(read_run(found.folder), plain, pm4py.format_dataframe(plain.copy()))


@pytest.fixture(scope="module")
def plain_process(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Mined:
    """Steps that take what the scenario says: nobody signs, hinders, helps, sets a pace or is on holiday."""
    scenario = read_scenario(repository / "scenarios" / "keeping_up.yaml", ["horizon=3000"])
    account = scenario.accounts[0]
    steps = tuple(step.model_copy(update={"sign_off": False, "body": None}) for step in account.process.steps)
    process = account.process.model_copy(update={"steps": steps})
    plain = account.model_copy(update={"process": process, "calendar": None})
    changed = scenario.model_copy(update={"accounts": (plain,), "switched_off": ("pace", "step_owners")})
    return mined(changed, "do_nothing", REPLICATIONS, tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def shipped(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Mined:
    """The scenario as it is, played by the rules."""
    return mined(scenario, "playbook", 60, tmp_path_factory.mktemp("shipped"))


def test_every_column_has_one_type(shipped: Mined) -> None:
    words = {
        *("case:concept:name", "concept:name", "time:timestamp", "org:resource", "lifecycle:transition", "person"),
        *("detail", "rule", "case:strategy", "case:account", "case:outcome"),
    }
    for name, kind in shipped.plain.dtypes.items():
        if name in words:
            assert pd.api.types.is_string_dtype(kind), name
        else:
            assert pd.api.types.is_numeric_dtype(kind), name
    assert shipped.plain.dtypes["case:replication"] == shipped.plain.dtypes["concept:instance"] == np.int64
    assert pd.api.types.is_datetime64_any_dtype(shipped.log["time:timestamp"])


def test_any_sort_by_time_keeps_the_order(shipped: Mined) -> None:
    assert not shipped.plain.duplicated(IN_ORDER).any()
    by_case = shipped.plain.sort_values("case:concept:name", kind="stable")
    assert (shipped.plain.sort_values(IN_ORDER, kind="quicksort").index == by_case.index).all()


def test_events_lie_in_office_hours(shipped: Mined) -> None:
    hours = shipped.log["time:timestamp"].dt
    assert set(hours.hour) <= set(range(9, 18))
    at_work = shipped.log["concept:name"].isin(["sign off", "body meets", "meeting"])
    assert set(hours.day_name()[at_work & (shipped.log["lifecycle:transition"] == "complete")]) == {
        *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    }


def test_the_process_of_the_scenario_is_discovered(plain_process: Mined) -> None:
    done = plain_process.steps[plain_process.steps["lifecycle:transition"] == "complete"]
    tree = pm4py.discover_process_tree_inductive(done, noise_threshold=0.2)
    assert tree.operator is not None and tree.operator.name == "SEQUENCE"
    found = [leaf.label for leaf in tree._get_leaves() if leaf.label is not None]
    assert found == [step.step for step in plain_process.run.scenario.accounts[0].process.steps]


def test_each_step_takes_as_long_as_the_scenario_says(plain_process: Mined) -> None:
    took = plain_process.days(plain_process.steps).groupby("concept:name")["days"].mean()
    for step in plain_process.run.scenario.accounts[0].process.steps:
        assert took[step.step] == pytest.approx(canonical(step.work) + canonical(step.waiting), rel=0.1), step.step


def test_the_steps_of_a_deal_take_as_long_as_the_records_say(shipped: Mined) -> None:
    began = shipped.steps.groupby("case:concept:name")["time:timestamp"].min()
    ended = shipped.steps.groupby("case:concept:name")["time:timestamp"].max()
    took = (ended - began).dt.total_seconds() / 86_400
    rows = shipped.run.outcomes("playbook")
    closed = [
        (row["closed"] - row["opened"], took[case])
        for row in rows
        if (case := f"playbook-{row['replication']:06d}-{row['deal']:04d}") in took.index
        and shipped.log.loc[shipped.log["case:concept:name"] == case, "case:outcome"].iloc[0] != "open"
    ]
    records, log = np.array(closed).T
    assert len(records) > 20 and np.abs(records - log).max() < 0.5
    for strategy, about in shipped.days(shipped.steps).groupby("case:strategy"):
        total = about.groupby("case:concept:name")["days"].sum().sum()
        assert total == pytest.approx(took[about["case:concept:name"].unique()].sum(), rel=0.1), strategy


def test_waits_for_signatures_take_as_long_as_the_records_say(shipped: Mined) -> None:
    for name in ("sign off", "body meets", "formal check"):
        waits = shipped.days(shipped.log[shipped.log["concept:name"] == name])
        assert len(waits) > 20
        assert waits["days"].mean() == pytest.approx(waits["waited_days"].mean(), rel=0.1, abs=0.05), name


def test_who_won_is_the_same_in_the_log_and_in_the_records(shipped: Mined) -> None:
    ends = shipped.plain[shipped.plain["concept:name"] == "outcome: lost"].set_index("case:concept:name")["detail"]
    winners = {}
    for strategy in shipped.run.receipt.strategies:
        table = pd.read_parquet(shipped.run.folder / f"outcomes-{strategy}.parquet")
        for row in table[table["outcome"] == "lost"].itertuples():
            winners[f"{strategy}-{row.replication:06d}-{row.deal:04d}"] = row.winner
    assert len(set(ends)) > 1 and {case: winners[case] for case in ends.index} == ends.to_dict()


def test_rules_of_the_log_are_those_of_the_firings(shipped: Mined) -> None:
    firings = shipped.run.firings()
    known = {rule for rule in firings["rule"] if rule is not None}
    decided = shipped.plain[shipped.plain["concept:name"].str.startswith("decision")]
    assert set(decided["rule"].dropna()) <= known
    case = f"playbook-{firings['replication'][-1]:06d}-{firings['deal'][-1]:04d}"
    expected = [
        rule
        for strategy, replication, deal, rule in zip(
            firings["strategy"], firings["replication"], firings["deal"], firings["rule"], strict=True
        )
        if f"{strategy}-{replication:06d}-{deal:04d}" == case
    ]
    here = decided[decided["case:concept:name"] == case]
    assert len(here) and [None if pd.isna(rule) else rule for rule in here["rule"]] == expected
