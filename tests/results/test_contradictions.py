"""Decisions that undo earlier ones: by hand, deal by deal."""

import numpy as np
import pytest

from engine.results.contradictions import CONTRADICTIONS, Decided, answers_of, contradictions
from engine.results.records import FIRING
from engine.rules import load_book

PURPOSES = ("purchase_triggers", "withdraw_continue", "engagement_choice", "competitive_strategy", "stage_gates")
BOOKS = {purpose: load_book(purpose) for purpose in PURPOSES}
ANSWERS = answers_of({purpose: book.compiled.logic for purpose, book in BOOKS.items()})
OPEN, KEEP, STOP = "keeping_up", "backed_from_inside", "no_progress"
FIELD, TOP, OTHER_FIELD = "repair_first", "the_top_confirms", "decider_is_with_us"

Event = tuple[float, str, str | None]


def found(*events: Event) -> list[tuple[str, str | None, str | None, float]]:
    decided = [Decided(*event) for event in events]
    return [
        (each.kind, undone.rule, by.rule, by.day - undone.day)
        for each in CONTRADICTIONS
        for undone, by in each.pairs(decided, ANSWERS)
    ]


def opened(day: float, rule: str | None = OPEN) -> Event:
    return day, "purchase_triggers", rule


def judged(day: float, rule: str | None) -> Event:
    return day, "withdraw_continue", rule


def engaged(day: float, rule: str | None) -> Event:
    return day, "engagement_choice", rule


def test_the_books_answer_what_the_examples_take_for_granted() -> None:
    assert ANSWERS["purchase_triggers", OPEN]["trigger"] != "none"
    assert ANSWERS["purchase_triggers", None]["trigger"] == "none"
    assert (ANSWERS["withdraw_continue", KEEP], ANSWERS["withdraw_continue", STOP]) == (
        {"continuation": "carry_on"},
        {"continuation": "withdraw"},
    )
    values = [ANSWERS["engagement_choice", rule]["engagement"] for rule in (FIELD, TOP, OTHER_FIELD)]
    assert values == ["bottom_up_field", "top_down", "bottom_up_field"]


def test_opened_then_withdrawn() -> None:
    assert found(opened(0, None), opened(30), judged(50, None), judged(75, STOP)) == [
        ("opened_then_withdrawn", OPEN, STOP, 45)
    ]
    assert found(opened(30), judged(50, None), judged(75, KEEP)) == []
    assert found(opened(30, None), judged(75, STOP)) == [], "nothing was opened"


@pytest.mark.parametrize(("gap", "counts"), [(0, True), (28, True), (28.5, False)])
def test_backed_then_withdrawn_within_four_weeks(gap: float, counts: bool) -> None:
    pairs = [("backed_then_withdrawn", KEEP, STOP, gap)] if counts else []
    assert found(judged(10, KEEP), judged(20, KEEP), judged(20 + gap, STOP)) == pairs, "the latest backing counts"


def test_carrying_on_because_no_rule_speaks_against_it_is_no_promise() -> None:
    assert found(judged(20, None), judged(22, STOP)) == []


def test_engagement_there_and_back() -> None:
    flip = [engaged(0, FIELD), engaged(5, TOP), engaged(9, TOP)]
    assert found(*flip) == []
    assert found(*flip, engaged(12, OTHER_FIELD)) == [("engagement_reversed", TOP, OTHER_FIELD, 7)]
    again = found(*flip, engaged(12, OTHER_FIELD), engaged(20, TOP))
    assert again[1:] == [("engagement_reversed", OTHER_FIELD, TOP, 8)]


def test_another_rule_with_the_same_answer_reverses_nothing() -> None:
    assert found(engaged(0, FIELD), engaged(5, OTHER_FIELD), engaged(9, FIELD)) == []


def test_gates_passed_and_held_are_no_contradiction() -> None:
    gates = ((0, "qualified"), (3, None), (9, "assessed"))
    assert found(*((day, "stage_gates", rule) for day, rule in gates)) == []


def test_deals_are_kept_apart() -> None:
    """The same decisions in one deal and spread over two."""
    names = [(purpose, (*(rule.id for rule in book.winning_order()), None)) for purpose, book in BOOKS.items()]
    engagement = PURPOSES.index("engagement_choice")

    def row(deal: int, day: float, rule: str) -> tuple[int, int, int, int, float, float]:
        return 0, deal, engagement, names[engagement][1].index(rule), day, day

    flip = [(0.0, FIELD), (5.0, TOP), (12.0, FIELD)]
    together = np.array([row(3, *each) for each in flip], FIRING)
    (only,) = contradictions(together, names, ANSWERS)
    assert (only.kind, only.undone.rule, only.by.rule, only.replication, only.deal, only.days) == (
        "engagement_reversed",
        TOP,
        FIELD,
        0,
        3,
        7.0,
    )
    apart = np.array([row(deal, *each) for deal, each in zip((3, 3, 4), flip, strict=True)], FIRING)
    assert contradictions(apart, names, ANSWERS) == []


def test_no_rule_is_the_last_place() -> None:
    names = [(purpose, (*(rule.id for rule in book.winning_order()), None)) for purpose, book in BOOKS.items()]
    triggers, withdraw = PURPOSES.index("purchase_triggers"), PURPOSES.index("withdraw_continue")
    stop = names[withdraw][1].index(STOP)
    rows = np.array([(0, 0, triggers, -1, 0.0, np.nan), (0, 0, withdraw, stop, 9.0, 9.0)], FIRING)
    assert contradictions(rows, names, ANSWERS) == [], "a trigger book in which no rule fires opens nothing"
