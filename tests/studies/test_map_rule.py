"""From a map back to a rule: what a seller sees, cuts that follow the leaders, and lines that a rulebook takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from textbook_chain import BOTH, COLD, CONSENT, TextbookChain

from engine import load_book, read_situation, sweep
from engine.situation import known_strategies
from engine.studies.whatif import Lead
from engine.studies.whatif.axes import axes_of
from engine.studies.whatif.cells import lay_out
from engine.studies.whatif.map_rule import rule_of
from engine.studies.whatif.map_words import rule_lines
from engine.studies.whatif.seen_facts import facts_along, facts_of

ACCOUNT = "accounts.parts_group"
AMOUNTS = (100.0, 200.0, 300.0, 400.0, 500.0, 600.0)
PATHS = ("free_purchase", "open_tender")
FACTS = ("deal_amount", "purchase_path")
VALUES = [{"deal_amount": amount, "purchase_path": path} for amount in AMOUNTS for path in PATHS]


def leads(leader: dict[tuple[float, str], str]) -> list[Lead]:
    """Top-down everywhere but where it is said."""
    names = [leader.get((float(each["deal_amount"]), str(each["purchase_path"])), BOTH[0]) for each in VALUES]
    return [Lead(kind="leads", strategies=(name,)) for name in names]


@pytest.mark.parametrize(
    ("path", "values", "fact"),
    [
        (f"{ACCOUNT}.project.amount", "550:850:3", "deal_amount"),
        (f"{ACCOUNT}.project.path", "kam:free_purchase,kam:single_source", "purchase_path"),
        (f"{ACCOUNT}.ownership", "state,private", "ownership"),
        (COLD, "0.1:0.3:2", None),
        (f"{ACCOUNT}.project.margin", "0.1,0.2", None),
    ],
)
def test_what_a_seller_sees(path: str, values: str, fact: str | None) -> None:
    scenario = read_situation("kam:keeping_up").scenario
    axes = axes_of([f"{path}={values}", f"{CONSENT}=0.3,0.5"], scenario)
    layout = lay_out(read_situation("kam:keeping_up"), axes, known_strategies(["top_down"]))
    assert facts_along(layout) == (fact, None)
    assert {len(each) for each in facts_of(layout, (fact, None))} == {0 if fact is None else 1}


def test_cuts_follow_the_leaders() -> None:
    """Sponsored where the amount is large and no tender runs: two cuts; left out, only points at the edge are lost."""
    rule = rule_of(FACTS, VALUES, leads({(amount, "free_purchase"): BOTH[1] for amount in AMOUNTS[2:]}))
    assert rule is not None
    assert [(line.when, line.strategy) for line in rule.lines] == [
        ("deal_amount >= 250 and purchase_path is free_purchase", BOTH[1])
    ]
    assert (rule.otherwise, rule.points, rule.fits, rule.plain) == (BOTH[0], 12, 12, 8)
    assert rule.plain < rule.kept < 12


def test_luck_makes_no_rule() -> None:
    """A single point that differs is fitted by the cuts and lost when it is left out."""
    rule = rule_of(FACTS, VALUES, leads({(300.0, "free_purchase"): BOTH[1]}))
    assert rule is not None and rule.kept <= rule.plain == 11


def test_where_there_is_no_rule() -> None:
    even = leads({(amount, "free_purchase"): BOTH[1] for amount in AMOUNTS})
    assert rule_of(("deal_amount", None), VALUES, even) is None
    assert rule_of(FACTS, VALUES, leads({})) is None
    own = [Lead(kind="leads", strategies=("mine" if at % 2 else "top_down",)) for at in range(len(VALUES))]
    assert rule_of(FACTS, VALUES, own) is None
    unknown = [Lead(kind="unknown", strategies=BOTH)] * len(VALUES)
    assert rule_of(FACTS, VALUES, unknown) is None


def test_its_lines_are_lines_of_a_rulebook(repository: Path, tmp_path: Path) -> None:
    rule = rule_of(FACTS, VALUES, leads({(amount, "free_purchase"): BOTH[1] for amount in AMOUNTS[2:]}))
    assert rule is not None
    book = (repository / "engine/rules/books/engagement_choice.yaml").read_text(encoding="utf-8")
    begins, rest = book.split("\nrules:\n", 1)
    lines = "".join(f"  {line}\n" for line in rule_lines(rule))
    (tmp_path / "mine.yaml").write_text(f"{begins}\nrules:\n{lines}{rest}", encoding="utf-8")
    mine = load_book(tmp_path / "mine.yaml")
    assert mine.decide({"deal_amount": 400.0, "purchase_path": "free_purchase"}).outputs["engagement"] == BOTH[1]


def test_a_map_over_what_nobody_sees_says_so() -> None:
    found = sweep(
        read_situation("kam:keeping_up"),
        {COLD: "0.05:0.45:2", CONSENT: "0.05:0.55:2"},
        BOTH,
        replications=64,
        workers=1,
        simulator=TextbookChain(),
    )
    assert found.facts == (None, None) and found.rule is None
    assert "no rule can turn on them" in found.to_text("en", 10_000)
    assert "销售方看不到" in found.to_text("zh", 10_000)
