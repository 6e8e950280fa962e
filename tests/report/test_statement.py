"""The result in words: as sure as the intervals allow, on stated assumptions, with commands that work."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.report import findings
from engine.report.hints import silent_rules
from engine.results.measures import HEADLINE, MEASURES
from engine.situation import read_scenario
from engine.studies import Comparison, Difference, NearlyAlways
from engine.wording import told
from engine.wording.terminal_columns import width

Make = Callable[..., Comparison]


CLEAR = {"top_down": 0.40, "bottom_up_sponsored": 0.20, "do_nothing": 0.05}
LIKELY = {"top_down": 0.30, "bottom_up_sponsored": 0.255, "do_nothing": 0.05}
TIED = {"top_down": 0.30, "bottom_up_sponsored": 0.29, "do_nothing": 0.05}


def test_a_clear_lead_is_called_clear(make_comparison: Make, scenario: Scenario) -> None:
    comparison = make_comparison(CLEAR)
    said = findings(comparison, scenario)
    assert said.headline.startswith(
        "In this situation “Top-down” clearly won more often than the other strategies: 40.0% (95% interval "
        "37.0–43.0) of projects by day 400. Amount won per deal: "
    )
    assert said.points[0] == (
        "On the win rate “Top-down” is clearly ahead of “Bottom-up: sponsored” (+20.0 points, +17.0 to +23.0)."
    )
    assert "明显高于" in told(said.headline, "zh")
    zh = told(said.points[0], "zh")
    assert "+20.0 个百分点" in zh and "大概率" not in zh


@pytest.mark.parametrize("measure", [name for name in HEADLINE if "revenue" in name or "margin" in name])
def test_money_stands_in_one_breath_with_the_win_rate(make_comparison: Make, scenario: Scenario, measure: str) -> None:
    """Who wins most often need not win most."""
    comparison = make_comparison(CLEAR, changes={("bottom_up_sponsored", measure): 900_000.0})
    said = findings(comparison, scenario)
    sentence = f"{MEASURES[measure].label}: “Bottom-up: sponsored” is clearly best with 900k CNY"
    assert sentence in said.headline and "“Top-down” clearly won more often" in said.headline
    assert not any(str(MEASURES[measure].label) in str(point) for point in said.points), "said once"


@pytest.mark.parametrize(("share", "near"), [(0.05, False), (0.051, True)])
def test_many_open_deals_are_said_beside_the_headline(
    make_comparison: Make, scenario: Scenario, share: float, near: bool
) -> None:
    said = findings(make_comparison(CLEAR, open_share=share), scenario)
    assert bool(said.cautions) is near
    assert any("are censored" in str(line) for line in said.basis) is not near
    assert said.to_text("en", 10_000).count("are censored") == 1


def test_who_meets_nobody_is_never_best_on_cost(make_comparison: Make, scenario: Scenario) -> None:
    idle = {("playbook", "touches"): 0.0, ("playbook", "cost_per_win"): 1.0}
    said = findings(make_comparison({"top_down": 0.3, "playbook": 0.29, "do_nothing": 0.05}, changes=idle), scenario)
    (cost,) = (str(point) for point in said.measures if str(MEASURES["cost_per_win"].label) in str(point))
    assert "“Top-down” has" in cost and "Playbook" not in cost
    alone = findings(make_comparison({"playbook": 0.29, "do_nothing": 0.05}, changes=idle), scenario)
    assert any("nobody met anybody, so nobody is best" in str(point) for point in alone.measures)


def test_a_likely_lead_is_called_probable(make_comparison: Make, scenario: Scenario) -> None:
    comparison = make_comparison(LIKELY)
    en = findings(comparison, scenario).headline
    assert "probably" in en and "clearly" not in en
    zh = told(findings(comparison, scenario).headline, "zh")
    assert "大概率" in zh and "明显" not in zh


def test_no_lead_is_claimed_where_it_cannot_be_told(make_comparison: Make, scenario: Scenario) -> None:
    comparison = make_comparison(TIED)
    en = findings(comparison, scenario).headline
    assert en.startswith("Nobody is clearly ahead") and "cannot be told apart" in en
    assert not re.search(r"clearly (ahead of|won)|probably", en)
    assert told(findings(comparison, scenario).headline, "zh").startswith("尚分不出高下")


def test_doing_worse_than_nothing_is_said(make_comparison: Make, scenario: Scenario) -> None:
    comparison = make_comparison({"top_down": 0.1, "playbook": 0.05, "do_nothing": 0.5})
    said = " ".join(map(str, findings(comparison, scenario).points))
    assert "clearly worse than doing nothing" in said


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("wins", [CLEAR, LIKELY, TIED], ids=["clear", "likely", "tied"])
def test_what_it_rests_on_is_always_said(
    make_comparison: Make, scenario: Scenario, wins: dict[str, float], lang: str
) -> None:
    said = findings(make_comparison(wins), scenario).to_text(lang, 10_000)
    assert "Friedkin–Johnsen" in said
    assert {"en": "weighted probability", "zh": "加权概率"}[lang] in said
    assert {"en": "enough departments stand behind", "zh": "够多部门签字背书"}[lang] in said
    assert {"en": "seed 1", "zh": "随机种子 1"}[lang] in said
    assert "200" in said
    assert {"en": "are assumptions", "zh": "项为假设"}[lang] in said
    assert {"en": "of all projects", "zh": "占全部项目"}[lang] in said
    assert {"en": "of those not won", "zh": "占未赢单"}[lang] in said
    assert {"en": "are censored", "zh": "按删失处理"}[lang] in said
    assert {"en": "does not say which way of selling is better in general", "zh": "不说明哪种策略普遍更好"}[
        lang
    ] in said


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_line_of_text_is_wider_than_asked_but_commands(
    comparison: Comparison, scenario: Scenario, lang: str
) -> None:
    for line in findings(comparison, scenario).to_text(lang, 80).splitlines():
        assert width(line) <= 80 or line.lstrip().startswith("kam ")


def test_the_whole_group_is_not_listed_by_name(make_comparison: Make, scenario: Scenario) -> None:
    wins = {"top_down": 0.3, "bottom_up_field": 0.3, "bottom_up_sponsored": 0.3, "do_nothing": 0.3}
    assert "the others cannot be told apart" in findings(make_comparison(wins), scenario).headline


def test_nothing_finished_says_so(make_comparison: Make, scenario: Scenario) -> None:
    comparison = make_comparison({"top_down": None, "playbook": None, "do_nothing": None})
    said = findings(comparison, scenario)
    assert "nothing can be said about win rates" in said.headline
    assert any("nothing to measure" in point for point in said.measures)


def test_a_single_strategy_is_described_without_rivals(make_comparison: Make, scenario: Scenario) -> None:
    said = findings(make_comparison({"top_down": 0.2}), scenario).to_text("en")
    assert said.startswith("“Top-down” won 20.0%")
    assert "ahead" not in said.split("What it rests on")[0]


def test_without_open_deals_nothing_is_said_of_censoring(make_comparison: Make, scenario: Scenario) -> None:
    comparison = make_comparison(CLEAR, open_share=0.0)
    assert "censored" not in findings(comparison, scenario).to_text("en")


def commands(comparison: Comparison, scenario: Scenario, books: dict[str, Rulebook]) -> list[list[str]]:
    steps = findings(comparison, scenario, books).next_steps
    return [shlex.split(command) for step in steps for command in step.code]


def test_the_replications_to_tell_two_apart_follow_from_the_interval(make_comparison: Make, scenario: Scenario) -> None:
    """±3 points with 200 replications and a difference of 1 point: about nine times as many, and a fifth more."""
    step = findings(make_comparison(TIED), scenario).next_steps[0]
    assert "about 2,200 replications" in step.words
    assert step.code == (
        "kam compare scenarios/keeping_up.yaml --strategies top_down,bottom_up_sponsored --replications 2200",
    )


def test_a_difference_hardly_known_is_not_called_equal(make_comparison: Make, scenario: Scenario) -> None:
    """±3 points with 200 replications: nine times as many give ±1 point."""
    step = findings(make_comparison({**TIED, "bottom_up_sponsored": 0.2999}), scenario).next_steps[0]
    assert "equal" not in step.words and "known to ±3.0 points only" in step.words
    assert "--replications 1800" in step.code[0]


def test_a_difference_too_small_to_find_is_called_equal(make_comparison: Make, scenario: Scenario) -> None:
    comparison = make_comparison({**TIED, "bottom_up_sponsored": 0.29995}, half=0.012)
    step = findings(comparison, scenario).next_steps[0]
    assert "treat them as equal" in step.words and not step.code


def test_every_change_suggested_can_be_made(
    make_comparison: Make,
    scenario: Scenario,
    books: dict[str, Rulebook],
    repository: Path,
) -> None:
    comparison = make_comparison(TIED, open_share=0.4)
    typed = commands(comparison, scenario, books)
    changes = [words[at + 1] for words in typed for at, word in enumerate(words) if word == "--set"]
    assert len(changes) == 3, "the group's rule, one more colleague, a longer horizon"
    for change in changes:
        changed = read_scenario(repository / "scenarios" / "keeping_up.yaml", [change])
        assert changed != scenario
    assert "accounts.parts_group.buying_centre.group_choice.model=autocracy" in changes


def test_commands_keep_what_was_asked_before(
    make_comparison: Make, scenario: Scenario, books: dict[str, Rulebook]
) -> None:
    before = "kam compare 'my folder/a.yaml' --precision 0.02 --set horizon=400 --people p.csv --ties=t.csv --lang zh"
    for words in commands(make_comparison(TIED, command=before), scenario, books):
        if words[1] == "model":
            assert words[2:] == ["--scenario", "my folder/a.yaml"], "every rule and range, of the file as it is"
            continue
        assert words[0] == "kam" and words[2] == "my folder/a.yaml"
        assert "horizon=400" in words and "p.csv" in words and "--ties=t.csv" in words
        assert words.count("--precision") + words.count("--replications") <= 1


def test_the_deal_to_read_is_the_representative_one(
    make_comparison: Make, scenario: Scenario, books: dict[str, Rulebook]
) -> None:
    words = commands(make_comparison(CLEAR), scenario, books)[-1]
    assert words == ["kam", "trace", "scenarios/keeping_up.yaml", "--strategy", "top_down", "--replication", "7"]


def test_rules_that_never_fired_are_counted_among_books_that_were_asked(
    comparison: Comparison,
    make_comparison: Make,
    books: dict[str, Rulebook],
) -> None:
    silent = silent_rules(comparison, books)
    asked = {purpose: book for purpose, book in books.items() if purpose != "compliance"}
    first = {purpose: book.winning_order()[0].id for purpose, book in asked.items()}
    assert set(silent) == set(first.items()), "the first rule of each book has the count 0; of moves nothing is said"
    without = silent_rules(make_comparison(CLEAR), books)
    assert "engagement_choice" not in {book for book, _ in without}, "only the playbook asks it"


def test_no_value_is_set_twice_and_no_step_leads_back(
    make_comparison: Make, scenario: Scenario, books: dict[str, Rulebook]
) -> None:
    """A run with another rule of the group, one more colleague and a longer horizon is not sent back to any of them."""
    rule = "accounts.parts_group.buying_centre.group_choice.model=weighted"
    crew = next(load.role for load in make_comparison(TIED).results["top_down"].team)
    member = next(each for each in scenario.team.members if each.role == crew)
    before = f"kam compare a.yaml --set {rule} --set horizon=900 --set=team.members.{member.id}.count=3"
    comparison = make_comparison(TIED, open_share=0.4, command=before)
    for words in commands(comparison, scenario, books):
        paths = [words[at + 1].partition("=")[0] for at, word in enumerate(words) if word == "--set"]
        assert len(paths) == len(set(paths)), words
        assert not any("autocracy" in word for word in words)
        if words[1] != "model":
            assert rule in words and (f"team.members.{member.id}.count=3") in words
    steps = findings(comparison, scenario, books).next_steps
    assert any("under every rule of the group" in str(step.words) for step in steps)


def test_who_cannot_be_told_apart_is_chosen_by_cost_risk_and_what_is_learnt(
    make_comparison: Make, scenario: Scenario
) -> None:
    dearer = {("bottom_up_sponsored", "cost_per_deal"): 900_000.0}
    steps = findings(make_comparison(TIED, changes=dearer), scenario).next_steps
    (anyway,) = (step for step in steps if "Until they can" in str(step.words))
    assert "“Top-down” and “Bottom-up: sponsored” cannot be told apart" in str(anyway.words)
    cost, risk, learnt = map(str, anyway.within)
    assert cost == "Selling cost per deal: “Top-down” 150k CNY, against “Bottom-up: sponsored” 900k CNY."
    assert risk == "People resentful per deal: no difference can be told." and "no difference" in learnt
    alone = findings(make_comparison(CLEAR), scenario).next_steps
    assert not any("Until they can" in str(step.words) for step in alone)


@pytest.mark.parametrize(
    ("value", "half", "said"), [(-90_000.0, 10_000.0, "so it costs money"), (9_000.0, 90_000.0, "cannot be told")]
)
def test_a_rule_that_decides_nearly_always_says_what_it_costs(
    make_comparison: Make, scenario: Scenario, books: dict[str, Rulebook], value: float, half: float, said: str
) -> None:
    verdict = "clear" if abs(value) > half else "cannot_tell"
    adds = Difference(
        measure="net_margin_per_deal", first="with", second="without", value=value, low=value - half, high=value + half,
        n=200, changed=150, effective=150.0, variance_reduction=1.0, verdict=verdict, ahead=None,
    )  # fmt: skip
    rule = NearlyAlways("top_down", "cultivation_choice", "others_have_moved", 190, 200, adds, 200)
    steps = findings(make_comparison(CLEAR), scenario, books, [rule]).next_steps
    (told_of,) = (step for step in steps if "nearly always" in str(step.words))
    assert "took 95% of the 200 decisions" in str(told_of.words) and said in str(told_of.words)
    assert told_of.code == ("kam rules roi scenarios/keeping_up.yaml --book cultivation_choice --strategy top_down",)
