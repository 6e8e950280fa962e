"""The story of a deal: everything that matters is told, with its reason; routine is folded; the end says why."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable

import pytest

from engine.dynamics.machine.composition import EVENTS
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.report import story, tell
from engine.report.deal import read_deal
from engine.results.deal_trace import Event, Trace
from engine.wording import Items, Paragraph
from engine.wording.terminal_columns import width

MakeTrace = Callable[..., Trace]
Decide = Callable[..., Event]
Books = dict[str, Rulebook]


def told(trace: Trace, scenario: Scenario, books: Books, lang: str = "en", full: bool = False) -> str:
    return story(trace, scenario, books, full).to_text(lang, columns=10_000)


def brief(days: list[Event], outcome: Event | None, make_trace: MakeTrace, strategy: str = "top_down") -> Trace:
    start = [
        Event(10.0, "trigger", -1, 3, {"urgency": 0.5, "deadline_days": float("nan"), "budget": 1.0}),
        Event(10.0, "step", -1, 0, {"work_days": 5, "waiting_days": 5, "times_before": 0}),
    ]
    return make_trace([*start, *days, *([outcome] if outcome else [])], strategy)


def touch(day: float, person: int, change: float) -> Event:
    return Event(day, "touch", person, 0, {"change": change, "relevance": 0.6, "stance": 0.1})


def end(day: float, code: int, winner: int = -1) -> Event:
    return Event(day, "outcome", -1, code, {"winner_place": float(winner)})


def turning(trace: Trace, scenario: Scenario, books: Books) -> tuple[str, list[str]]:
    """The heading of the turning points, and these."""
    head, points, _, _ = tell(read_deal(trace, scenario), books).why.parts[-4:]
    assert isinstance(head, Paragraph) and isinstance(points, Items)
    return str(head.words), [str(item.words) for item in points.items()]


@pytest.mark.parametrize("full", [False, True])
def test_what_matters_is_in_the_story(eventful: Trace, scenario: Scenario, books: Books, full: bool) -> None:
    text = told(eventful, scenario, books, full=full)
    for said in (
        "A project opens: keeping up. Urgency 0.50, deadline in 200 days, budget 80% of the usual.",
        "80% of the usual. It is bought by free purchase.",
        "Because: More peers have bought than the account can look on",
        "Rule “Peers have bought”",
        "We learn of it: proactive, a rival was there first.",
        "Competitive strategy: flanking (rule “Change the yardstick”)",
        "Zhou (refusal 1, cold, chance 8%)",
        "First meeting with Tang, situation questions (through familiarity, asked 4 days before): stance +0.20 → +0.25",
        "our presales engineer was free only after 2.4 days",
        "it did harm",
        "Tang becomes our sponsor",
        "Tang cools down",
        "Zhou tells the people below to work with us (strength 0.40, reaching 6)",
        "resents being told from above",
        "feels passed over",
        "The requirement is fixed",
        "Offer presented to Tang",
        "60% of what was missing",
        "go on from “propose” to “close” (rule “Offer in, worries known”)",
        "Zhou sends the file back after 2.0 days",
        "Zhou signs after 3 days.",
        "He, whose work this step is, finds faults and has it done again (worry 0.55, resentment 0.20).",
        "ours stands −0.10 from the mean of all (−0.02 of it mood); the report moves everybody's stance towards us by "
        "−0.05.",
        "vetoes us",
        "Round 1 ends without a decision",
        "The committee votes: Tang speaks for all, drawn by power, and is for International vendor.",
        "The end: lost to International vendor",
    ):
        assert said in text, said


def test_every_kind_of_event_is_told(eventful: Trace, scenario: Scenario, books: Books) -> None:
    """Taking all events of a kind away changes the full story, so none is passed over in silence."""
    told_elsewhere = {"stage", "play", "engagement", "group_choice"}  # with the decision, or the votes, behind them
    others = [
        Event(190.0, "group_choice", -1, 2, {"chance_us": 0.2, "chance_rivals": 0.5, "chance_nothing": 0.3}),
        Event(100.0, "kept_contact", -1, 1, {"visits": 7.0, "hours": 40.0, "people": 3.0}),
        Event(108.0, "told", 2, 0, {"known_days": 6.0, "days": 8.0}),
        Event(144.0, "person_left", 5, 0, {}),
        Event(148.0, "successor", 5, 0, {"stance": 0.1}),
        Event(149.0, "passes_us_on", 2, 0, {"stance": 0.2}),
        Event(150.0, "helped", 2, 3, {"saved_days": 4.0, "helped": 0.4, "worry": 0.2}),
        Event(150.0, "promise", 2, 2, {"due_day": 149.0}),
        Event(150.5, "budgetary_quote", 2, 0, {}),
        Event(151.0, "left_silent", 2, 0, {"change": -0.05, "silent_days": 40.0}),
        Event(152.0, "seminar", 2, 0, {"guests": 4.0, "strangers": 3.0}),
        Event(189.0, "signed_early", -1, 1, {"lead": 0.3}),
        Event(120.0, "reorganised", -1, 0, {"chance": 0.6}),
        Event(150.0, "short_list", -1, 0b010, {"chance_us": 0.3, "knew_us": 1.0, "drew": 4.0}),
        Event(151.0, "let_in", 2, 0, {}),
        Event(152.0, "visits_closed", -1, 0, {}),
        Event(152.5, "move_refused", 2, 0, {"rule_place": 2.0}),
        Event(152.6, "approval_sought", 2, 2, {"days": 3.0}),
        Event(152.7, "offer_terms", -1, 1, {"price_conceded": 0.03, "credit_days": 15.0, "days_sooner": 0.0}),
        Event(152.8, "terms_approval", -1, 0, {"days": 7.0}),
        Event(187.0, "price_pressed", -1, 0, {"who": 3.0, "share": 0.01}),
        Event(188.2, "misconduct", -1, 2, {"rival": 0.0, "chance": 0.1}),
        Event(188.0, "bids_scored", -1, 5, {"ours": 0.71, "best_other": 0.74, "strangers": 2.0}),
        Event(188.5, "tender_stopped", -1, 1, {"chance": 0.1}),
        Event(187.0, "papers_handed_in", -1, 0, {"days": 9.0, "waited_days": 0.0}),
        Event(187.5, "not_qualified", -1, 1, {"days": 2.0}),
        Event(188.1, "prices_compared", -1, 3, {"ours": 0.95, "lowest_other": 0.97, "meets": 0.8}),
        Event(139.0, "formal_check", -1, 0, {"waited_days": 1.0}),
        Event(150.0, "body_meets", -1, 2, {"body": 0.0, "waited_days": 12.0}),
        Event(250.0, "delivered", -1, 1, {"satisfaction": 0.6}),
        Event(280.0, "paid", -1, 0, {"days_after_signature": 60.0}),
    ]
    events = sorted([*eventful.events, *others], key=lambda event: event.day)
    trace = Trace(**{**vars(eventful), "events": tuple(events)})
    kinds = {event.kind for event in events}
    assert kinds == {declared.name for declared in EVENTS.values()}
    whole = told(trace, scenario, books, full=True)
    for kind in kinds - told_elsewhere:
        less = Trace(**{**vars(trace), "events": tuple(event for event in events if event.kind != kind)})
        assert told(less, scenario, books, full=True) != whole, kind


def test_a_deal_told_by_another_process_is_the_same_story(eventful: Trace, scenario: Scenario, books: Books) -> None:
    """Between processes the kinds of events become other objects of the same words."""
    sent = pickle.loads(pickle.dumps(eventful))
    for full in (False, True):
        assert told(sent, scenario, books, full=full) == told(eventful, scenario, books, full=full)


def test_days_count_from_the_opening(eventful: Trace, scenario: Scenario, books: Books) -> None:
    text = told(eventful, scenario, books)
    assert "project opened on day 100 of the observation" in text
    assert re.search(r"^day 90 .*A project", text, re.M) is None
    assert re.search(r"^day 0 .*A project opens", text, re.M)
    assert re.search(r"^day −10 .*Behind, but budget blocked", text, re.M)
    assert "After 90 days the committee chose International vendor." in text


def test_a_decision_tells_its_reason_and_what_the_others_lacked(
    scenario: Scenario, books: Books, make_trace: MakeTrace, decide: Decide
) -> None:
    held = decide(12.0, "stage_gates", stage="assess", need_seen=0.2, facts_learnt=0.9, coverage_met=0.9)
    text = told(brief([held], None, make_trace), scenario, books)
    assert "Stage gates: stay in the stage “assess” (no rule fired)" in text
    assert "is at least 0.35 – now 0.2" in text
    fired = decide(12.0, "engagement_choice", people_resentful=1, decider_met=True, decider_stance=0.6)
    text = told(brief([fired], None, make_trace), scenario, books, "zh")
    assert "决策链应对：自下而上（被动）：只靠基层销售" in text
    assert "理由：已见过决策者" in text and "依据：" in text
    assert "同时满足但排在后面：“老板已定，落实基层”" in text


def test_the_same_answer_is_told_once_and_counted(
    scenario: Scenario, books: Books, make_trace: MakeTrace, decide: Decide
) -> None:
    days = [decide(11.0 + day, "withdraw_continue", touches_since_progress=0) for day in range(5)]
    text = told(brief(days, None, make_trace), scenario, books)
    assert text.count("Withdraw or carry on") == 1
    assert "the same answers as before another 4 times" in text


def test_routine_is_folded_and_nothing_gets_lost(scenario: Scenario, books: Books, make_trace: MakeTrace) -> None:
    touches = [touch(20.0 + day, 5 + day % 2, 0.02) for day in range(8)]
    refusals = [Event(20.5 + day, "request_refused", 2, 0, {"chance": 0.1, "refusals": 1.0 + day}) for day in range(4)]
    events = sorted([*touches, *refusals], key=lambda event: event.day)
    text = told(brief(events, None, make_trace), scenario, books)
    assert "8 more meetings: Tang 4× and Fan 4×; stances moved by +0.02; 4 refusals: Shen 4×." in text
    assert text.count("Meeting with") == 0
    assert told(brief(events, None, make_trace), scenario, books, full=True).count("Meeting with") == 8


def test_first_meetings_and_big_effects_are_never_folded(
    scenario: Scenario, books: Books, make_trace: MakeTrace
) -> None:
    touches = [touch(20.0 + day, 5, 0.02) for day in range(4)]
    met = [Event(25.0, "met", 7, 0, {"level": 3}), touch(25.0, 7, 0.01)]
    harm = [touch(26.0, 5, -0.05)]
    text = told(brief([*touches, *met, *harm], None, make_trace), scenario, books)
    assert "First meeting with" in text and "it did harm" in text and "4 more meetings" in text


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (end(60.0, 1), "After 50 days the committee chose us."),
        (end(60.0, 2, 0), "After 50 days the committee chose Domestic low-price vendor."),
        (end(60.0, 4), "After 50 days we withdrew."),
        (end(60.0, 3), "the customer dropped the project in the step “need”, before any decision"),
        (None, "the deal was still open: it counts as neither won nor lost"),
    ],
)
def test_every_outcome_has_an_end(
    outcome: Event | None, said: str, scenario: Scenario, books: Books, make_trace: MakeTrace
) -> None:
    later = Event(60.0, "meeting", -1, 0, {"stance_before": 0.0, "stance_after": 0.01})
    text = told(brief([later], outcome, make_trace), scenario, books)
    assert said in text
    assert "One deal shows what happened, not what would have happened otherwise" in text


def test_turning_points_point_the_way_of_the_outcome(scenario: Scenario, books: Books, make_trace: MakeTrace) -> None:
    good = [touch(20.0, 0, 0.3), Event(21.0, "mandate", 0, 0, {"strength": 0.5, "reached": 6})]
    bad = [
        Event(22.0, "passed_over", 1, 0, {"stance_lost": 0.4}),
        Event(23.0, "rival_touch", 0, 0, {"change": 0.2}),
    ]
    trace = [*good, *bad]
    head, points = turning(brief(trace, end(60.0, 1), make_trace), scenario, books)
    assert "helped" in head and "Zhou tells the people below to work with us" in points[0]
    assert not any("passed over" in point or "won over" in point for point in points)
    head, points = turning(brief(trace, end(60.0, 2, 0), make_trace), scenario, books)
    assert "hurt" in head and any("Liang feels passed over" in point for point in points)
    assert 1 <= len(points) <= 3
    veto = [*trace, Event(60.0, "veto", 2, 0, {})]
    _, points = turning(brief(veto, end(60.0, 2, 0), make_trace), scenario, books)
    assert points[0] == "Day 50: Shen vetoes us."


@pytest.mark.parametrize(
    ("pull", "code", "en", "zh"),
    [
        (-0.4, 2, "lets the file lie until nobody asks for it (worry 0.60, resentment 0.25)", "压到没人再提"),
        (-0.4, 1, "finds faults and has it done again", "让重做一遍"),
        (0.4, 1, "keeps the project from being dropped", "保住了项目"),
        (0.4, 0, "gets the file past the objections", "顶住异议"),
    ],
)
def test_what_owners_of_a_step_do_is_told(
    pull: float, code: int, en: str, zh: str, scenario: Scenario, books: Books, make_trace: MakeTrace
) -> None:
    swayed = Event(30.0, "step_swayed", 2, code, {"pull": pull, "worry": 0.6, "resentment": 0.25})
    trace = brief([swayed], end(30.0, 3), make_trace)
    assert f"Shen, whose work this step is, {en}" in told(trace, scenario, books)
    assert zh in told(trace, scenario, books, "zh")
    if code == 2:
        assert "Shen" in turning(trace, scenario, books)[1][0], "what ended the deal hurt most"


def test_withdrawing_names_our_own_rule(
    scenario: Scenario, books: Books, make_trace: MakeTrace, decide: Decide
) -> None:
    out = decide(60.0, "withdraw_continue", cost_share=2.0)
    text = told(brief([out], end(60.0, 4), make_trace), scenario, books)
    assert "Our own rule “The margin is gone” ended it" in text


def test_the_story_never_claims_a_cause(eventful: Trace, scenario: Scenario, books: Books) -> None:
    en = told(eventful, scenario, books)
    assert "What seems to have hurt most" in en and "a rough measure" in en
    assert not re.search(r"\b(caused|the reason (it|we)|would have won)\b", en)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_story_fits_the_terminal(eventful: Trace, scenario: Scenario, books: Books, lang: str) -> None:
    lines = story(eventful, scenario, books).to_text(lang, columns=80).splitlines()
    assert max(width(line) for line in lines) <= 80


def test_chinese_stories_have_no_english_phrases(eventful: Trace, scenario: Scenario, books: Books) -> None:
    text = re.sub("`[^`]*`", "", told(eventful, scenario, books, "zh"))
    assert not set(re.findall(r"[A-Za-z_]+", text))


def test_a_notebook_shows_the_same_story(eventful: Trace, scenario: Scenario, books: Books) -> None:
    shown = story(eventful, scenario, books).to_markdown("zh")
    assert "# 一个项目的经过" in shown and "- **第 0 天** 立项：跟上潮流。" in shown
    assert "**第 90 天** ! 结局：" in shown


def test_a_trace_of_another_scenario_is_refused(make_trace: MakeTrace, scenario: Scenario) -> None:
    with pytest.raises(KeyError):
        read_deal(Trace(**{**vars(make_trace([])), "account": "elsewhere"}), scenario)
