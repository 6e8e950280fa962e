"""What rules are worth: the arithmetic of leaving out, honest verdicts, the same bytes anywhere, clear refusals."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.errors import InputError
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.columns import COLUMN, replication_columns
from engine.results.effects import EFFECTS
from engine.simulation import Simulator
from engine.situation import Situation
from engine.statistics.intervals import t_quantile
from engine.studies import RuleRoi, rule_roi
from engine.studies.silencing import silenced
from engine.wording import told

PURPOSE = "engagement_choice"
RULE = "a_friend_to_build_on"
N = 192


@pytest.fixture(scope="module")
def roi(scenario: Scenario, books: dict[str, Rulebook]) -> RuleRoi:
    return rule_roi(Situation(scenario, books), PURPOSE, replications=N, shapley=True, seed=4, workers=1)


@pytest.fixture(scope="module")
def columns(scenario: Scenario, books: dict[str, Rulebook]) -> list[np.ndarray]:
    """Per replication with all rules, then without one of them."""
    found = []
    for book in (books[PURPOSE], silenced(books[PURPOSE], {RULE})):
        played = Simulator(scenario, "playbook", {**books, PURPOSE: book}, 4).run(0, N)
        found.append(replication_columns(played.outcomes, played.team, 0, N))
    return found


@pytest.mark.parametrize("measure", ["wins", "cost", "net_margin"])
def test_what_a_rule_adds_is_the_paired_difference(roi: RuleRoi, columns: list[np.ndarray], measure: str) -> None:
    difference = (columns[0] - columns[1])[:, COLUMN[EFFECTS[measure].numerator]]
    half = t_quantile(N - 1) * difference.std(ddof=1) / N**0.5
    effect = roi.rule(RULE).adds[measure]
    assert effect.value == pytest.approx(difference.mean())
    assert effect.changed == np.count_nonzero(difference) > 0
    assert (effect.low, effect.high) == pytest.approx((difference.mean() - half, difference.mean() + half))


def test_weeks_are_those_of_decided_deals(roi: RuleRoi, columns: list[np.ndarray]) -> None:
    sums = [each.sum(axis=0) for each in columns]
    days, decided = ([total[COLUMN[name]] for total in sums] for name in ("cycle_days", "decided"))
    assert roi.rule(RULE).adds["weeks"].value == pytest.approx((days[0] / decided[0] - days[1] / decided[1]) / 7)


def test_rules_that_never_decided_are_worth_exactly_nothing(roi: RuleRoi) -> None:
    never = [rule for rule in roi.rules if rule.decided == 0]
    assert never and len(never) < len(roi.rules)
    for rule in never:
        assert (rule.decided_in, rule.changed_in) == (0, 0)
        for effect in rule.adds.values():
            assert (effect.value, effect.low, effect.high, effect.note) == (0, 0, 0, "never_decided")
            assert (effect.verdict, effect.better) == ("cannot_tell", None)


def test_counts_are_those_of_a_plain_run(scenario: Scenario, books: dict[str, Rulebook], roi: RuleRoi) -> None:
    counts = Simulator(scenario, "playbook", books, 4).run(0, N).rule_counts[PURPOSE]
    assert [*(rule.decided for rule in roi.rules), roi.otherwise] == counts.tolist()
    assert roi.decisions == counts.sum()
    assert all(rule.decided_in <= N and rule.changed_in <= rule.decided_in for rule in roi.rules)


def test_cost_that_a_rule_makes_is_told_as_bad(scenario: Scenario, books: dict[str, Rulebook]) -> None:
    found = rule_roi(Situation(scenario, books), PURPOSE, replications=4 * N, seed=4, workers=1)
    effects = [found.rule(rule.id).adds["cost"] for rule in books[PURPOSE].rules]
    costly = [effect for effect in effects if effect.verdict == "clear" and (effect.value or 0) > 0]
    assert costly and all(effect.better is False for effect in costly)


def test_two_processes_find_the_same(scenario: Scenario, books: dict[str, Rulebook], roi: RuleRoi) -> None:
    other = rule_roi(Situation(scenario, books), PURPOSE, replications=N, shapley=True, seed=4, workers=2)
    same = {"receipt": roi.receipt.model_copy(update={"created": other.receipt.created})}
    assert other.model_dump_json() == roi.model_copy(update=same).model_dump_json()


def test_the_result_survives_json(roi: RuleRoi) -> None:
    assert RuleRoi.model_validate_json(roi.model_dump_json()) == roi


@pytest.mark.parametrize(("lang", "words"), [("en", "In this scenario"), ("zh", "仅就本情境")])
def test_a_notebook_shows_it_as_a_table(roi: RuleRoi, lang: str, words: str) -> None:
    text = roi.to_markdown(lang)
    name = told(roi.rule(RULE).name, lang)
    assert words in text and f"- {name}" in text, "the rule is told in words"
    (row, share) = [line for line in text.splitlines() if line.startswith(f"| {name} |")]
    assert [line.count("|") for line in (row, share)] == [7, 6]
    assert roi._repr_markdown_() == roi.to_markdown("en")


def test_a_book_nobody_asks_is_said_to_be_one(scenario: Scenario, books: dict[str, Rulebook]) -> None:
    found = rule_roi(Situation(scenario, books), PURPOSE, "top_down", replications=4, workers=1)
    assert found.decisions == 0 and all(rule.decided == 0 for rule in found.rules)
    assert "never asked this rulebook" in found.to_markdown("en") and "从未用到这本规则书" in found.to_markdown("zh")


def test_a_book_of_one_s_own_takes_its_place(
    scenario: Scenario, books: dict[str, Rulebook], tmp_path: Path, repository: Path
) -> None:
    text = (repository / "engine/rules/books/stage_gates.yaml").read_text(encoding="utf-8")
    (tmp_path / "gates.yaml").write_text(text.replace("id: stage_gates", "id: my_gates"), encoding="utf-8")
    found = rule_roi(Situation(scenario, books), tmp_path / "gates.yaml", replications=2, workers=1)
    assert (found.purpose, found.book) == ("stage_gates", "my_gates")


@pytest.mark.parametrize(
    ("arguments", "where", "what"),
    [
        ({"book": "engagement_choise"}, "book", "engagement_choice"),
        ({"book": "potential"}, "book", "decides nothing in a simulation"),
        ({"book": "nowhere.yaml"}, "nowhere.yaml", "no such file"),
        ({"strategy": "top_dwn"}, "strategies", "top_down"),
        ({"replications": 1}, "replications", "give 2 or more"),
        ({"replications": 31, "shapley": True}, "replications", "give 32 or more"),
        ({"seed": -1}, "seed", "cannot be a seed"),
        ({"precision": 0.02}, "precision", "give replications"),
        ({"workers": 0}, "workers", "can do nothing"),
    ],
)
def test_wrong_arguments_are_refused(
    scenario: Scenario, books: dict[str, Rulebook], arguments: dict[str, object], where: str, what: str
) -> None:
    with pytest.raises(InputError) as refused:
        rule_roi(Situation(scenario, books), **{"book": PURPOSE, **arguments})  # type: ignore[arg-type]
    (problem,) = refused.value.problems
    assert problem.where == where and what in str(problem)
