"""Comparisons and traces made by hand, so that every wording and every picture can be provoked without a simulation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import font_manager

from engine.dynamics.machine.composition import EVENTS
from engine.engagement import STRATEGIES
from engine.model.base import Text
from engine.model.facts import FACT_INDEX, FACTS
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.report import figures
from engine.report.page import write_report
from engine.report.plots import style
from engine.report.plots.style import Saved
from engine.results.deal_trace import Event, Trace
from engine.results.measures import HEADLINE, MEASURES
from engine.results.receipt import Receipt, RowsHash, account_rules
from engine.rules import compile_book
from engine.simulation import BOOKS
from engine.situation import load_books, read_scenario
from engine.statistics.estimates import Precision
from engine.studies import Comparison, Difference, Estimate, StrategyResult
from engine.studies.comparison import (
    Contradiction,
    Curve,
    DealReference,
    Firings,
    Incidence,
    LittlesLaw,
    RuleTimes,
    RuleUse,
    TeamLoad,
)

REPLICATIONS = 200
MakeComparison = Callable[..., Comparison]
MakeTrace = Callable[..., Trace]


@pytest.fixture(scope="session")
def scenario(repository: Path) -> Scenario:
    rule = "accounts.parts_group.buying_centre.group_choice.model=weighted"
    return read_scenario(repository / "scenarios" / "keeping_up.yaml", [rule])


@pytest.fixture(scope="session")
def books(scenario: Scenario) -> dict[str, Rulebook]:
    return load_books(scenario)


def _estimate(measure: str, value: float | None, half: float) -> Estimate:
    if value is None:
        return Estimate(measure=measure, value=None, low=None, high=None, n=REPLICATIONS, note="undefined")
    return Estimate(measure=measure, value=value, low=value - half, high=value + half, n=REPLICATIONS)


def _usual(measure: str, win: float) -> float:
    """A plausible value of any measure for a strategy with this win rate."""
    unit = MEASURES[measure].unit
    if measure.startswith("win_rate"):
        return win
    if unit == "share":
        return 0.2
    return {"days": 250.0, "currency": 150_000.0, "currency per day": 900.0, "hours": 80.0}.get(unit, 2.0)


def _difference(measure: str, first: str, second: str, gap: float | None, half: float, wide: float) -> Difference:
    better = MEASURES[measure].better
    sure = "cannot_tell" if gap is None or abs(gap) <= half else "clear" if abs(gap) > wide else "likely"
    ahead = None
    if gap is not None and sure != "cannot_tell" and better != "neutral":
        ahead = first if (gap > 0) == (better == "up") else second
    return Difference(
        measure=measure,
        first=first,
        second=second,
        value=gap,
        low=None if gap is None else gap - half,
        high=None if gap is None else gap + half,
        n=REPLICATIONS,
        changed=REPLICATIONS,
        effective=0.6 * REPLICATIONS,
        variance_reduction=2.5,
        verdict=sure,  # type: ignore[arg-type]
        ahead=ahead,
    )


def _incidence() -> Incidence:
    days = tuple(float(day) for day in range(0, 401, 20))
    rise = np.linspace(0, 0.3, len(days))
    curves = tuple(
        Curve(
            outcome=name,
            value=tuple(rise * part),
            low=tuple(np.maximum(rise * part - 0.02, 0)),
            high=tuple(rise * part + 0.02),
        )
        for name, part in (("won", 1.0), ("lost", 1.4), ("no_decision", 0.5), ("withdrawn", 0.1))
    )
    return Incidence(days=days, at_risk=tuple(range(REPLICATIONS, 0, -9))[: len(days)], curves=curves)


def _firings(name: str) -> Firings:
    """The playbook's rules decide over half a year, and two of them undo each other."""
    if name != "playbook":
        return Firings(replications=200, deals=196, step=14.0, times=(), contradictions=(), sha256="5" * 64)
    times = tuple(
        RuleTimes(
            book="engagement_choice",
            rule=rule,
            decisions=sum(counts),
            deals=20,
            before=0,
            lower=lower,
            median=lower + 20,
            upper=lower + 55,
            counts=counts,
        )
        for rule, lower, counts in (
            ("decider_is_with_us", 40.0, (0, 0, 4, 9, 5, 3, 1)),
            ("door_stays_shut", 12.0, (6, 3, 1)),
            (None, 3.0, (30, 20, 10)),
        )
    )
    undone = Contradiction(
        kind="engagement_reversed",
        undone_book="engagement_choice",
        undone_rule="door_stays_shut",
        by_book="engagement_choice",
        by_rule="decider_is_with_us",
        times=9,
        deals=8,
        share=Estimate(measure="engagement_reversed", value=0.041, low=0.021, high=0.079, n=200),
        days=36.5,
        example=DealReference(replication=14, deal=0),
    )
    return Firings(replications=200, deals=196, step=14.0, times=times, contradictions=(undone,), sha256="5" * 64)


def _result(name: str, wins: Mapping[str, float | None], books: Mapping[str, Rulebook], changes: Any) -> StrategyResult:
    win = wins[name]
    estimates = {
        measure: _estimate(measure, changes.get((name, measure), None if win is None else _usual(measure, win)), 0.03)
        for measure in MEASURES
    }
    rules = []
    for purpose, book in books.items():
        if (purpose == "engagement_choice") == (name == "playbook") or purpose == "purchase_triggers":
            rules += [RuleUse(book=purpose, rule=rule.id, count=5 * at) for at, rule in enumerate(book.winning_order())]
            rules.append(RuleUse(book=purpose, rule=None, count=40))
    team = ()
    if name != "do_nothing":
        load = Estimate(measure="load:account_manager", value=0.85, low=0.8, high=0.9, n=REPLICATIONS)
        wait = Estimate(measure="wait:account_manager", value=4.0, low=3.5, high=4.5, n=REPLICATIONS)
        team = (TeamLoad(role="account_manager", people=1, load=load, wait=wait, queue=wait),)
    return StrategyResult(
        strategy=name,
        estimates=estimates,
        incidence=_incidence(),
        rules=tuple(rules),
        team=team,
        littles_law=LittlesLaw(deals=0.6, arrivals=0.002, days=300.0, gap=1e-15, queue_gap=0.0),
        representative=DealReference(replication=7, deal=0),
        firings=_firings(name),
    )


@pytest.fixture(scope="session")
def make_comparison(scenario: Scenario, books: dict[str, Rulebook]) -> MakeComparison:
    """Win rates by strategy, half-widths of the plain and the wide interval, and the command that was typed."""

    def make(
        wins: Mapping[str, float | None],
        half: float = 0.03,
        wide: float = 0.06,
        command: str = "kam compare scenarios/keeping_up.yaml --replications 200",
        changes: Mapping[tuple[str, str], float | None] | None = None,
        open_share: float = 0.05,
    ) -> Comparison:
        given = {**{(name, "open_share"): open_share for name in wins}, **(changes or {})}
        results = {name: _result(name, wins, books, given) for name in wins}
        differences = []
        for measure in MEASURES:
            for first, second in combinations(wins, 2):
                values = [results[name].estimates[measure].value for name in (first, second)]
                gap = None if values[0] is None or values[1] is None else values[0] - values[1]
                scale = 1.0 if MEASURES[measure].unit == "share" else 100.0
                differences.append(_difference(measure, first, second, gap, half * scale, wide * scale))
        return Comparison(
            scenario_id=scenario.id,
            currency="CNY",
            seed=1,
            replications=REPLICATIONS,
            strategies=tuple(wins),
            results=results,
            by_day=400,
            differences=tuple(differences),
            ended_otherwise={first: dict.fromkeys(wins, 20) for first in wins},
            best_by_luck=dict.fromkeys(HEADLINE, 0.01),
            precision=Precision(
                widening=1.0,
                targets={},
                reached={"win_rate_all": half},
                looks=(REPLICATIONS,),
                planned=(REPLICATIONS,),
                shown=1,
                met=True,
                method=Text(en="The number was fixed beforehand.", zh="模拟次数事先给定。"),
            ),
            receipt=Receipt(
                program="kam-sandbox 0.1.0",
                created="2025-01-31T15:45:02+00:00",
                command=command,
                scenario_id=scenario.id,
                scenario_sha256="0" * 64,
                books=dict.fromkeys(books, "1" * 64),
                code_sha256="2" * 64,
                versions={"python": "3.11.7"},
                seed=1,
                strategies=tuple(wins),
                replications=REPLICATIONS,
                accounts=account_rules(scenario),
                rows={
                    name: RowsHash(outcomes=200, outcomes_sha256="3" * 64, team=200, team_sha256="4" * 64)
                    for name in wins
                },
            ),
        )

    return make


@pytest.fixture(scope="session")
def comparison(make_comparison: MakeComparison) -> Comparison:
    """Six strategies: one ahead, one likely behind, the others clearly behind."""
    return make_comparison(
        {
            "top_down": 0.30,
            "bottom_up_field": 0.22,
            "bottom_up_leapfrog": 0.20,
            "bottom_up_sponsored": 0.34,
            "playbook": 0.32,
            "do_nothing": 0.08,
        }
    )


def event(day: float, kind: str, person: int = -1, code: int = 0, *numbers: float) -> Event:
    """An event with its numbers in the order in which its kind declares them; those left out are 0."""
    (declared,) = ([number.name for number in each.numbers] for each in EVENTS.values() if each.name == kind)
    assert len(numbers) <= len(declared), kind
    return Event(day, kind, person, code, dict.fromkeys(declared, 0.0) | dict(zip(declared, numbers, strict=False)))


def group_choice(day: float, person: int, code: int, us: float, rivals: float, nothing: float) -> Event:
    """What the group made of the votes of a day."""
    chances = {"chance_us": us, "chance_rivals": rivals, "chance_nothing": nothing}
    return Event(day, "group_choice", person, code, chances)


@pytest.fixture(scope="session")
def choose() -> Callable[..., Event]:
    return group_choice


@pytest.fixture(scope="session")
def decide(books: dict[str, Rulebook]) -> Callable[..., Event]:
    """An event of a rulebook deciding on these facts; facts not named are unknown."""

    def make(day: float, purpose: str, **facts: object) -> Event:
        compiled = compile_book(books[purpose])
        decision = compiled.decide(facts)
        vector = np.full(len(FACTS), np.nan)
        for name, value in facts.items():
            declared = FACTS[FACT_INDEX[name]]
            vector[FACT_INDEX[name]] = declared.values.index(value) if declared.values else float(value)  # type: ignore[arg-type]
        rule = decision.fired[0] if decision.fired else -1
        return Event(day, "decision", -1, BOOKS.index(purpose), {"rule_place": float(rule)}, vector)

    return make


@pytest.fixture(scope="session")
def make_trace(scenario: Scenario) -> MakeTrace:
    account = scenario.accounts[0]

    def make(events: list[Event], strategy: str = "top_down") -> Trace:
        return Trace(
            strategy=strategy,
            replication=7,
            deal=0,
            account=account.id,
            people=tuple(person.id for person in account.buying_centre.people),
            rivals=tuple(rival.id for rival in account.rivals),
            books=BOOKS,
            strategies=tuple(strategy.name for strategy in STRATEGIES),
            events=tuple(events),
        )

    return make


@pytest.fixture(scope="session")
def eventful(make_trace: MakeTrace, decide: Callable[..., Event], scenario: Scenario) -> Trace:
    """A deal in which everything happens at least once and which is lost to the second rival."""
    people = range(len(scenario.accounts[0].buying_centre.people))
    events = [
        decide(90.0, "purchase_triggers", adoption_over_threshold=0.1, budget_blocked=True),
        decide(100.0, "purchase_triggers", adoption_over_threshold=0.1, budget_blocked=False, times_shelved=0),
        event(100.0, "trigger", -1, 3, 0.5, 200.0, 0.8),
        event(100.0, "step", -1, 0, 20, 10),
        event(103.0, "meeting", -1, 0, -0.02, 0.01),
        decide(110.0, "project_origin", seen_before_freeze=True, coverage_met=0.5),
        event(110.0, "origin", -1, 1, 110.0, 1),
        decide(110.0, "competitive_strategy", live_opportunity=True, fit_lead=-0.1, need_frozen=False),
        event(110.0, "play", code=2),
        event(110.0, "engagement", code=1),
        event(110.0, "request_refused", 0, 0, 0.08, 1),
        event(110.0, "request_refused", 1, 0, 0.14, 1),
        event(110.0, "request_granted", 5, 2, 0.92, 4.0),
        event(114.0, "team_wait", -1, 1, 2.4),
        event(114.0, "met", 5, 0, 3),
        event(114.0, "touch", 5, 0, 0.05, 0.6, 0.25),
        decide(114.0, "stage_gates", stage="identify", people_identified=4, people_met=1, decider_identified=True),
        decide(114.0, "withdraw_continue", touches_since_progress=0, stance_seen=0.1),
        event(116.0, "touch", 5, 1, 0.02, 0.6, 0.27),
        event(117.0, "request_refused", 2, 0, 0.1, 1),
        event(118.0, "touch", 5, 1, 0.03, 0.6, 0.30),
        event(119.0, "touch", 5, 2, 0.04, 0.6, 0.34),
        event(121.0, "rival_touch", 0, 0, 0.11),
        event(122.0, "rival_refused", 0, 0, 0.2, 1),
        event(123.0, "surprise", 3, 0, 0.08),
        event(130.0, "step", -1, 3, 10, 15),
        event(131.0, "touch", 5, 4, 0.15, 0.6, 0.5),
        event(131.0, "sponsor_won", 5),
        event(133.0, "mandate", 0, 0, 0.4, 6),
        event(133.0, "ordered_about", 6, 0, 0.1),
        event(134.0, "passed_over", 2, 0, 0.3),
        event(135.0, "touch", 2, 3, -0.2, 0.1, -0.3),
        event(136.0, "sponsor_lost", 5),
        event(137.0, "need_frozen"),
        event(138.0, "touch", 5, 5, 0.1, 0.6, 0.4),
        event(138.0, "offer_submitted", -1, 0, 0.6),
        decide(138.0, "stage_gates", stage="propose", offer_submitted=True, worry_seen=0.3, buyer_step="testing"),
        event(138.0, "stage", code=4),
        event(140.0, "sign_off", 0, 0, 2.0),
        event(141.0, "step", -1, 3, 10, 15, 1),
        event(146.0, "step_swayed", 3, 1, -0.4, 0.55, 0.2),
        event(150.0, "sign_off", 0, 1, 3.0),
        event(150.5, "offer_tested", -1, 0, -0.1, -0.02, -0.05),
        event(151.0, "step", -1, 7, 10, 15),
        event(160.0, "veto", 2, 0),
        *[event(160.0, "vote", place, 3, 0.0, 0.4) for place in people],
        group_choice(160.0, 5, 3, us=0.0, rivals=0.6, nothing=0.4),
        event(160.0, "round_without_decision", -1, 0, 1),
        event(161.0, "step", -1, 7, 10, 15, 1),
        *[event(190.0, "vote", place, 2 if place else 0, 0.2, 0.3) for place in people],
        group_choice(190.0, 5, 2, us=0.15, rivals=0.45, nothing=0.4),
        event(190.0, "outcome", -1, 2, 1),
    ]
    return make_trace(events)


@pytest.fixture(scope="session")
def written(
    comparison: Comparison,
    scenario: Scenario,
    books: dict[str, Rulebook],
    eventful: Trace,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Path]:
    """The page in both languages, written once for all who look at it."""
    folder = tmp_path_factory.mktemp("reports")
    return {
        lang: write_report(comparison, scenario, folder / lang, lang=lang, traces=[eventful], books=books)
        for lang in ("en", "zh")
    }


@pytest.fixture
def sketched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blank pictures, where a test is not about them."""
    for name in ("paired", "incidence", "chain", "timeline", "rules", "firings", "team"):
        monkeypatch.setattr(figures, f"draw_{name}", lambda *_: Saved(b"picture", 100, 50))


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without fonts other than those that come with Matplotlib."""
    own = [entry for entry in font_manager.fontManager.ttflist if Path(entry.fname).is_relative_to(mpl.get_data_path())]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", own)
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [])
    monkeypatch.setattr(style, "_list_new_fonts", style._list_new_fonts.__wrapped__)
