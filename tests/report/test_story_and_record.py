"""What stories say of the vote and the money is what the record of the same deal holds, under every group rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.model.quantity import canonical
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.model.terms import VOTING_MODELS, Outcome
from engine.report import story
from engine.report.deal import read_deal
from engine.report.story.rounds import rounds
from engine.simulation import Simulator
from engine.situation import read_scenario
from engine.wording import numbers as formats

REPLICATIONS = 16
GROUP = "accounts.parts_group.buying_centre.group_choice"


@pytest.fixture(scope="module", params=VOTING_MODELS)
def there(request: pytest.FixtureRequest, repository: Path) -> Scenario:
    changes = [f"{GROUP}.model={request.param}", "behaviour.after.delivery_failure=0.5"]
    if request.param == "minimum_endorsement":
        changes.append(f"{GROUP}.quota={{value: 5, unit: count, assumption: nearly half of the committee}}")
    return read_scenario(repository / "scenarios" / "keeping_up.yaml", changes)


def _money(amount: float) -> str:
    return str(formats.scale_for("currency", [amount], "CNY").full(amount))


def test_stories_agree_with_the_record(there: Scenario, books: dict[str, Rulebook]) -> None:
    simulator = Simulator(there, "playbook", books, 1)
    rows = simulator.run(0, REPLICATIONS).outcomes
    by_vote = 0
    for row in rows:
        trace = simulator.trace(int(row["replication"]), int(row["deal"]))
        text = story(trace, there, books).to_text("en", columns=10_000)
        shares = re.search(r"count the deal as (\d+)% won(?:,| and) (\d+)% lost(?: and (\d+)%)?", text)
        unsplit = max(row["won"], row["lost"], row["no_decision"]) in (0.0, 1.0)
        assert shares is not None or unsplit, "what the vote split is told"
        if shares is not None:
            by_vote += 1
            told = [int(share or 0) for share in shares.groups()]
            held = [100 * float(row[name]) for name in ("won", "lost", "no_decision")]
            assert told == pytest.approx(held, abs=0.51)
        if row["outcome"] == Outcome.won:
            assert f"Sold: {_money(row['revenue_if_won'])}" in text
            assert f"Its margin before selling cost: {_money(row['margin_if_won'])}" in text
        elif row["outcome"] in (Outcome.lost, Outcome.no_decision):
            assert f"At stake were {_money(canonical(there.accounts[0].project.amount))}" in text
    assert by_vote >= REPLICATIONS / 2


def test_what_the_rule_brought_about_is_what_was_chosen(there: Scenario, books: dict[str, Rulebook]) -> None:
    """Where votes or one voice decide, the choice differs from them only for the decider's sake."""
    simulator = Simulator(there, "top_down", books, 1)
    seen = 0
    for replication in range(REPLICATIONS):
        for held in rounds(read_deal(simulator.trace(replication), there)):
            seen += 1
            if held.by_rule is None:
                assert len(held.in_front) != 1 or held.rule in ("unanimity", "preference_perturbation")
            elif held.choice.code != held.by_rule:
                assert held.choice.code == held.nothing
                assert held.silent_decider is not None or (held.decider_must_act and held.decider_is_away)
    assert seen >= REPLICATIONS / 2
