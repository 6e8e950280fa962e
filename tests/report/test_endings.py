"""How stories end: the vote as the rule in force counts it, what was sold and why that much, and no project at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engine.model.quantity import Quantity
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.report import story, tell
from engine.report.deal import read_deal
from engine.results.deal_trace import Event, Trace
from engine.wording import Items

MakeTrace = Callable[..., Trace]
Decide = Callable[..., Event]
Choose = Callable[..., Event]
Books = dict[str, Rulebook]
US, FIRST, SECOND, NOTHING = 0, 1, 2, 3
ZHOU, TANG, PEOPLE = 0, 5, 11


def told(trace: Trace, scenario: Scenario, books: Books, lang: str = "en") -> str:
    return story(trace, scenario, books).to_text(lang, columns=10_000)


def why(trace: Trace, scenario: Scenario, books: Books) -> str:
    return tell(read_deal(trace, scenario), books).why.text("en", 10_000)


def opened() -> list[Event]:
    return [
        Event(10.0, "trigger", -1, 3, {"urgency": 0.5, "deadline_days": float("nan"), "budget": 1.0}),
        Event(10.0, "step", -1, 0, {"work_days": 5, "waiting_days": 5, "times_before": 0}),
    ]


def end(day: float, code: int, winner: int = -1) -> Event:
    return Event(day, "outcome", -1, code, {"winner_place": float(winner)})


def votes(day: float, codes: list[int], us: float = 0.2, nothing: float = 0.5) -> list[Event]:
    return [
        Event(day, "vote", place, code, {"chance_us": us, "chance_nothing": nothing})
        for place, code in enumerate(codes)
    ]


def under(scenario: Scenario, rivals: int = 2, **rule: Any) -> Scenario:
    """The same scenario under another group rule, and perhaps with fewer rivals."""
    account = scenario.accounts[0]
    centre = account.buying_centre
    changed = centre.model_copy(update={"group_choice": centre.group_choice.model_copy(update=rule)})
    update = {"buying_centre": changed, "rivals": account.rivals[:rivals]}
    return scenario.model_copy(update={"accounts": (account.model_copy(update=update), *scenario.accounts[1:])})


def quota(scenario: Scenario, n: int) -> Any:
    rounds = scenario.accounts[0].buying_centre.group_choice.rounds
    return rounds.model_copy(update={"value": n})


MIXED = [US, *[SECOND] * 6, *[NOTHING] * 4]
"""Zhou for us, six for the second rival, four for nothing."""


@pytest.mark.parametrize(
    ("rule", "person", "code", "said"),
    [
        ("weighted", ZHOU, US, "Zhou speaks for all, drawn by power, and is for us."),
        ("equiprobability", TANG, SECOND, "Tang speaks for all, drawn with the same chance as everybody, and is for"),
        ("autocracy", ZHOU, US, "Zhou decides alone, and is for us."),
        (
            "unanimity",
            -1,
            US,
            "chances multiplied, with the decider's silence counted in, leave 30% for us, 45% for a rival",
        ),
        ("preference_perturbation", -1, US, "to which it is persuaded most easily: 30% for us, 45% for a rival"),
    ],
)
def test_a_rule_that_counts_no_votes_tells_no_tally(
    scenario: Scenario,
    books: Books,
    make_trace: MakeTrace,
    choose: Choose,
    rule: str,
    person: int,
    code: int,
    said: str,
) -> None:
    vote = choose(60.0, person, code, us=0.30, rivals=0.45, nothing=0.25)
    trace = make_trace([*opened(), *votes(60.0, MIXED), vote, end(60.0, 2 if code else 1, code - 1)])
    text = told(trace, under(scenario, model=rule), books)
    assert text.count(said) == 2, "on its day, and at the end"
    assert not re.search(r"International vendor (6|3\.35)|International vendor: ", text)
    assert "Where they stood" in text and "How they voted" not in text
    for chance in ("30% for us", "45% for a rival", "25% for buying nothing"):
        assert chance in text


@pytest.mark.parametrize(
    ("rule", "least", "code", "said"),
    [
        (
            "plurality",
            None,
            SECOND,
            "us 1, International vendor 6 and buying nothing 4. Most votes: International vendor.",
        ),
        # powers by hand: Zhou 1; .75 + .7 + .65 + .3 + .5 + .45; .4 + .25 + .25 + .15
        (
            "weighted_vote",
            None,
            SECOND,
            "by power: us 1.00, International vendor 3.35 and buying nothing 1.05. Most power: International vendor.",
        ),
        ("minimum_endorsement", 6, SECOND, "6 have to agree: International vendor."),
        ("minimum_endorsement", 7, NOTHING, "7 have to agree, and no option reaches that."),
    ],
)
def test_votes_are_counted_as_the_rule_counts_them(
    scenario: Scenario,
    books: Books,
    make_trace: MakeTrace,
    choose: Choose,
    rule: str,
    least: int | None,
    code: int,
    said: str,
) -> None:
    vote = choose(60.0, -1, code, us=0.30, rivals=0.45, nothing=0.25)
    last = end(60.0, 3) if code == NOTHING else end(60.0, 2, 1)
    trace = make_trace([*opened(), *votes(60.0, MIXED), vote, last])
    there = under(scenario, model=rule, quota=None if least is None else quota(scenario, least))
    text = told(trace, there, books)
    assert text.count(said) == 2 and "speaks for all" not in text
    assert "How they voted" in text and "- us: Zhou" in text


def test_a_tie_is_told_as_a_lot(scenario: Scenario, books: Books, make_trace: MakeTrace, choose: Choose) -> None:
    codes = [*[US] * 5, *[FIRST] * 5, NOTHING]
    vote = choose(60.0, -1, FIRST, us=0.30, rivals=0.45, nothing=0.25)
    trace = make_trace([*opened(), *votes(60.0, codes), vote, end(60.0, 2, 0)])
    text = told(trace, under(scenario, model="plurality"), books)
    assert "Of those level in front, the lot falls on Domestic low-price vendor." in text


def test_perturbation_counts_changes_of_order(
    scenario: Scenario, books: Books, make_trace: MakeTrace, choose: Choose
) -> None:
    """By hand. Three rank us, the rival, nothing; eight nothing, the rival, us. Changes: 8 × 2, 3 + 8, 3 × 2."""
    codes = [US] * 3 + [2] * 8
    cast = [*votes(60.0, codes, 0.5, 0.2)[:3], *votes(60.0, codes, 0.2, 0.5)[3:]]
    vote = choose(60.0, -1, US, us=0.2, rivals=0.3, nothing=0.5)
    trace = make_trace([*opened(), *cast, vote, end(60.0, 1)])
    text = told(trace, under(scenario, rivals=1, model="preference_perturbation"), books)
    assert "us 16, Domestic low-price vendor 11 and buying nothing 6. The draw falls on us." in text


def test_a_silent_decider_is_named(scenario: Scenario, books: Books, make_trace: MakeTrace, choose: Choose) -> None:
    codes = [NOTHING, *[US] * 10]
    vote = choose(60.0, TANG, NOTHING, us=0.1, rivals=0.1, nothing=0.8)
    trace = make_trace([*opened(), *votes(60.0, codes), vote, end(60.0, 3)])
    text = told(trace, scenario, books)
    assert "in round 1 of the decision, the committee shelved the project" in text
    assert "Tang speaks for all, drawn by power, and is for us. Zhou, who decides, wants to buy nothing" in text
    assert "the chance that the group buys nothing was 80%" in text
    free = under(scenario, economic_buyer_must_act=False)
    assert "Zhou, who decides, wants" not in told(trace, free, books)
    alone = choose(60.0, ZHOU, NOTHING, us=0.1, rivals=0.1, nothing=0.8)
    trace = make_trace([*opened(), *votes(60.0, codes), alone, end(60.0, 3)])
    assert "Zhou, who decides, wants" not in told(trace, scenario, books), "that is what was said already"


@pytest.mark.parametrize("rule", ["weighted", "plurality", "unanimity"])
def test_an_empty_chair_of_the_decider_is_told(
    scenario: Scenario, books: Books, make_trace: MakeTrace, choose: Choose, rule: str
) -> None:
    vote = choose(60.0, -1, NOTHING, us=0.0, rivals=0.0, nothing=1.0)
    trace = make_trace([*opened(), *votes(60.0, [US] * PEOPLE)[1:], vote, end(60.0, 3)])
    text = told(trace, under(scenario, model=rule), books)
    assert text.count("the decider's chair is empty") == 2 and "us 10" not in text


def test_the_measures_share_of_the_deal_is_told(
    scenario: Scenario, books: Books, make_trace: MakeTrace, choose: Choose
) -> None:
    """Three rounds at most: a first round that closes leaves 2 : 3 for us and a rival, a third counts as it is."""
    first = [*votes(60.0, MIXED), choose(60.0, ZHOU, US, us=0.2, rivals=0.3, nothing=0.5)]
    text = why(make_trace([*opened(), *first, end(60.0, 1)]), scenario, books)
    assert "the measures count the deal as 40% won and 60% lost, since this round brought a choice" in text
    held = [[*votes(day, MIXED), choose(day, ZHOU, US, us=0.2, rivals=0.3, nothing=0.5)] for day in (60.0, 70.0, 80.0)]
    trace = make_trace([*opened(), *[event for each in held for event in each], end(80.0, 1)])
    assert "count the deal as 20% won, 30% lost and 50% without a decision" in why(trace, scenario, books)


def test_a_project_dropped_after_a_vote_is_not_told_as_voted_down(
    scenario: Scenario, books: Books, make_trace: MakeTrace, choose: Choose
) -> None:
    vote = choose(60.0, TANG, NOTHING, us=0.1, rivals=0.1, nothing=0.8)
    trace = make_trace([*opened(), *votes(60.0, MIXED), vote, end(75.0, 3)])
    text = why(trace, scenario, books)
    assert "the customer dropped the project in the step" in text and "Before the draw" not in text


def delivered(day: float, accepted: int) -> Event:
    return Event(day, "delivered", -1, accepted, {"satisfaction": 0.8 if accepted else 0.2})


def play(day: float, code: int) -> Event:
    return Event(day, "play", -1, code, {})


def test_a_win_ends_with_what_was_sold(scenario: Scenario, books: Books, make_trace: MakeTrace) -> None:
    """6.8 million at a margin of 38 %; a failed delivery takes 60 % of that."""
    text = why(make_trace([*opened(), end(60.0, 1), delivered(80.0, 1)]), scenario, books)
    assert "Sold: 6,800k CNY, for all that was at stake. Nothing was taken off the price." in text
    assert "Its margin before selling cost: 2,584k CNY." in text
    failed = why(make_trace([*opened(), end(60.0, 1), delivered(80.0, 0)]), scenario, books)
    assert "1,034k CNY, after the failed delivery took 1,550k CNY from 2,584k CNY" in failed


def test_a_part_names_the_decision_that_made_it_smaller(
    scenario: Scenario, books: Books, make_trace: MakeTrace, decide: Decide
) -> None:
    position = {"live_opportunity": True, "fit_lead": -0.2, "need_frozen": True, "divisible": True}
    chosen = decide(20.0, "competitive_strategy", **position)
    start = [*opened(), chosen, play(20.0, 3)]
    text = why(make_trace([*start, end(60.0, 1)]), scenario, books)
    assert "Sold: 2,380k CNY for Roll-out in the second plant, 35% of the 6,800k CNY at stake." in text
    assert "On day 10 the rule “Go for a part of it” chose to go for a part only: " in text
    lost = why(make_trace([*start, end(60.0, 2, 0)]), scenario, books)
    assert "of which we went for Roll-out in the second plant: 35%, 2,380k CNY. On day 10 the rule" in lost
    offer = Event(15.0, "offer_submitted", -1, 0, {"shaped": 0.5})
    late = why(make_trace([*opened(), offer, chosen, play(20.0, 3), end(60.0, 1)]), scenario, books)
    assert "for all that was at stake" in late and "part only" not in late
    back = why(make_trace([*start, play(30.0, 2), end(60.0, 1)]), scenario, books)
    assert "for all that was at stake" in back


def test_who_was_not_asked_is_told_why(scenario: Scenario, books: Books, make_trace: MakeTrace) -> None:
    drawn = Event(40.0, "short_list", -1, 0b010, {"chance_us": 0.31, "knew_us": 0.0, "drew": 4.0})
    lost = end(60.0, 2, 0)
    text = why(make_trace([*opened(), drawn, lost]), scenario, books)
    assert (
        "we were not asked for one, since nobody who drew up the list knew us, and nobody with power let us in" in text
    )
    let_in = Event(45.0, "let_in", 0, 0, {})
    assert "not asked" not in why(make_trace([*opened(), drawn, let_in, lost]), scenario, books)
    asked = Event(40.0, "short_list", -1, 0b001, {"chance_us": 0.6, "knew_us": 2.0, "drew": 4.0})
    assert "not asked" not in why(make_trace([*opened(), asked, lost]), scenario, books)


def test_an_award_is_told_by_points(scenario: Scenario, books: Books, make_trace: MakeTrace) -> None:
    """Six valid bids, so that three beyond the least take three per cent off the price and off the margin of 38 %."""
    (account,) = scenario.accounts
    choice = account.buying_centre.group_choice.model_copy(update={"model": "tender"})
    centre = account.buying_centre.model_copy(update={"group_choice": choice})
    needed = Quantity(value=3, unit="count", assumption="as in a tender")
    path = account.project.path.model_copy(update={"bidders_needed": needed})
    project = account.project.model_copy(update={"path": path})
    account = account.model_copy(update={"buying_centre": centre, "project": project})
    tendered = scenario.model_copy(update={"accounts": (account,)})
    scored = Event(60.0, "bids_scored", -1, 6, {"ours": 0.8, "best_other": 0.7, "strangers": 3.0})
    chances = {"chance_us": 0.6, "chance_rivals": 0.3, "chance_nothing": 0.1}
    ours = [*opened(), scored, Event(60.0, "group_choice", -1, 0, chances), end(60.0, 1)]
    text = why(make_trace(ours), tendered, books)
    assert "The evaluators' points put us first, and the decider confirms." in text
    assert "the chances of this award were 60% for us" in text
    assert "Sold: 6,598k CNY, for all that was at stake. Other bidders pressed the price by 3%." in text
    assert "Its margin before selling cost: 2,382k CNY." in text
    stranger = len(account.rivals) + 2
    lost = [*opened(), scored, Event(60.0, "group_choice", -1, stranger, chances), end(60.0, 2, len(account.rivals))]
    assert "put a bidder whom nobody knew first" in why(make_trace(lost), tendered, books)
    nothing = [*opened(), scored, Event(60.0, "group_choice", -1, stranger - 1, chances), end(60.0, 3)]
    assert "Nothing is awarded this time." in why(make_trace(nothing), tendered, books)


@pytest.mark.parametrize(("code", "at_stake"), [(2, True), (3, True), (4, True), (None, False)])
def test_what_was_at_stake_is_told_of_deals_that_ended(
    scenario: Scenario, books: Books, make_trace: MakeTrace, code: int | None, at_stake: bool
) -> None:
    text = why(make_trace([*opened(), *([] if code is None else [end(60.0, code, 0)])]), scenario, books)
    assert ("At stake were 6,800k CNY." in text) is at_stake and "Sold" not in text


def test_no_project_is_told_as_that(scenario: Scenario, books: Books, make_trace: MakeTrace, decide: Decide) -> None:
    """Blocked twice, then short of the threshold: each cause with what it lacked when it came nearest."""
    blocked = [
        decide(day, "purchase_triggers", adoption_over_threshold=0.1, budget_blocked=True) for day in (65.0, 95.0)
    ]
    trace = make_trace(
        [*blocked, decide(400.0, "purchase_triggers", adoption_over_threshold=-0.2, budget_blocked=True)]
    )
    text = told(trace, scenario, books)
    assert "no project opened; days are counted from the start of the observation" in text
    assert "We followed the account for 730 days. Something came up 3 times, between day 65 and day 400" in text
    assert "Held back 2 times by the rule “Behind, but budget blocked”" in text
    nearest = "keeping up (rule “Peers have bought”). On day 95, when it came nearest, it lacked"
    assert f"Could have opened one: {nearest}" in text
    assert "the budget is blocked this year – now yes" in text
    assert "renewal" not in text, "an account without such an asset cannot have one renewed"
    assert "after it opened" not in text and "At stake" not in text
    assert re.search(r"^day 65 .*no trigger \(rule “Behind, but budget blocked”\)", text, re.M)


def test_nothing_at_all_is_told_as_that(make_trace: MakeTrace, scenario: Scenario, books: Books) -> None:
    found = story(make_trace([]), scenario, books)
    assert "We followed the account for 730 days, and nothing came up" in found.to_text("en", columns=200)
    assert "没有立项" in found.to_text("zh") and not found.day_by_day.parts
    assert not [part for part in found.why.parts if isinstance(part, Items)]


def test_an_open_deal_was_followed_to_the_horizon(scenario: Scenario, books: Books, make_trace: MakeTrace) -> None:
    text = why(make_trace(opened()), scenario, books)
    assert "At the horizon, 720 days after it opened, the deal was still open" in text


def test_no_stance_leaves_its_range(scenario: Scenario, books: Books, make_trace: MakeTrace) -> None:
    """Sixty meetings that raise and sixty that pull back add up to far more than any stance can be."""
    days = np.arange(20.0, 80.0)
    touches = [Event(day, "touch", TANG, 0, {"change": 0.3, "relevance": 0.6, "stance": 0.5}) for day in days]
    visits = [Event(day, "rival_touch", 1, 0, {"change": 0.2}) for day in days]
    meetings = [Event(day, "meeting", -1, 0, {"stance_before": 0.3, "stance_after": 0.1}) for day in days]
    events = sorted([*touches, *visits, *meetings], key=lambda event: event.day)
    for last in (end(90.0, 1), end(90.0, 2, 0)):
        text = told(make_trace([*opened(), *events, last]), scenario, books)
        shown = [float(found.replace("−", "-")) for found in re.findall(r"[+−]\d+\.\d\d", text)]
        assert shown and max(map(abs, shown)) <= 1.0
    won = why(make_trace([*opened(), *events, end(90.0, 1)]), scenario, books)
    assert "Met 60 times, Tang went from +0.20 before the first meeting to +0.50 after the last." in won
    lost = why(make_trace([*opened(), *events, end(90.0, 2, 0)]), scenario, books)
    assert "(60 visits, +0.20 each on average)" in lost and "(60 meetings, −0.20 each on average)" in lost
