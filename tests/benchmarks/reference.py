"""The reference deal and variants of it: the scenario, the strategy, and both programs made for them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.model.scenario import Scenario
from engine.simulation import Simulator
from engine.situation import load_books, read_scenario
from tests.benchmarks.plain_simpy import PlainProgram

SCENARIO = Path(__file__).parent / "reference.yaml"
STRATEGY = "top_down"
SEED = 1
LARGEST_TEAM = 50
"""People of each role, as many as a scenario allows: 200 accounts hardly ever wait for one."""
SECOND_BEST = {"price": 0.3, "technical": 0.4, "service": 0.4, "risk": 0.35}
HOPELESS = {"price": 0.3, "technical": 0.3, "service": 0.4, "risk": 0.3}
DAIRY, PROJECT, BEHAVIOUR = "accounts.dairy", "accounts.dairy.project", "behaviour"
PEOPLE = f"{DAIRY}.buying_centre.people"
OPEN_TENDER: dict[str, object] = {
    f"{PROJECT}.path.kind": "open_tender",
    f"{PROJECT}.path.announced": True,
    f"{PROJECT}.path.bidders_needed": "3 count",
    f"{PROJECT}.path.least_days": "20 days",
    f"{PROJECT}.path.contact_ends": "bidding",
    f"{PROJECT}.path.award": "points",
    f"{PROJECT}.path.asked": "all",
    f"{PROJECT}.path.qualified": True,
    f"{DAIRY}.buying_centre.group_choice.model": "tender",
}
"""What the shipped path says, in place of that of a free purchase."""
VARIANTS: dict[str, dict[str, object]] = {
    "reference": {},
    "tender": OPEN_TENDER,
    "public tender": {
        **OPEN_TENDER,
        f"{DAIRY}.ownership": "public_body",
        f"{PROJECT}.path.evaluation.evaluators": "7 count",
        f"{PROJECT}.path.evaluation.outside": "0.7143 share",
        f"{PROJECT}.path.evaluation.old_supplier": "0.3 share",
        f"{PROJECT}.parts.packing.lot": True,
        f"{DAIRY}.process.steps.approval.step": "sourcing",
        f"{BEHAVIOUR}.qualification.check": "60 days",
    },
    "in place": {
        f"{DAIRY}.incumbent": "us",
        f"{DAIRY}.process.suppliers_asked": "3 count",
        f"{BEHAVIOUR}.terms.pressure": 0.25,
        f"{PROJECT}.budget": 0.5,
        f"{BEHAVIOUR}.owners.usual_pull": 0.4,
        f"{BEHAVIOUR}.urgency.shortens": 0.8,
        f"{BEHAVIOUR}.rank.loss": 0.8,
        f"{BEHAVIOUR}.access.peer_executive": 0.02,
        f"{BEHAVIOUR}.channels.event_access": 0.6,
        f"{BEHAVIOUR}.channels.event_ahead": 60,
        f"{BEHAVIOUR}.shaping.isolation": 0.9,
        f"{BEHAVIOUR}.shaping.close_from": 2,
        f"{BEHAVIOUR}.shaping.standards": 1,
        f"{BEHAVIOUR}.shaping.standards_gain": 1,
        f"{BEHAVIOUR}.chain.mandate_stance": 0.2,
        f"{BEHAVIOUR}.chain.weak_mandate": 1,
        f"{BEHAVIOUR}.chain.resentment": 1,
        f"{BEHAVIOUR}.chain.resentment_eased": 1,
        f"{BEHAVIOUR}.chain.resentment_half_life": 60,
        f"{BEHAVIOUR}.chain.backlash": 0.8,
        f"{BEHAVIOUR}.chain.backlash_forgiven": 0,
    },
    "peers and plans": {
        "horizon": "3650 days",
        f"{DAIRY}.assets.filling_line.service_life": "40 years",
        f"{DAIRY}.market.keeping_up.innovation": "0.03 coefficient",
        f"{DAIRY}.market.keeping_up.imitation": "0.38 coefficient",
        f"{DAIRY}.market.keeping_up.since": "4.5 years",
        f"{DAIRY}.market.keeping_up.threshold": "0.3 share",
        f"{DAIRY}.market.keeping_up.budget_blocked": "0.2 probability",
        f"{DAIRY}.market.staying_ahead.ambition": "0.6 score",
        f"{DAIRY}.market.staying_ahead.first_season": "20 days",
        f"{DAIRY}.market.staying_ahead.every": "180 days",
        f"{DAIRY}.market.staying_ahead.season_length": "60 days",
        f"{PROJECT}.early_signature": "60 per year",
        f"{DAIRY}.market.reorganisations": "1.5 per year",
    },
    "second best": {
        **{f"{DAIRY}.offer.{name}": score for name, score in SECOND_BEST.items()},
        f"{DAIRY}.rivals.line_maker.relationship": 3,
        f"{PROJECT}.parts.packing.share": "0.2 share",
        f"{DAIRY}.offer.delivery": {"value": 150, "unit": "days", "assumption": "made up for benchmarks"},
        f"{PEOPLE}.managing_director.criteria.payment": 3,
        f"{PEOPLE}.finance_director.criteria.payment": 6,
        f"{PEOPLE}.production_director.criteria.delivery": 3,
        f"{PEOPLE}.plant_manager.criteria.payment": 3,
        f"{PEOPLE}.maintenance_head.criteria.payment": 3,
        f"{DAIRY}.calendar": {
            "provenance": {"assumption": "made up for benchmarks"},
            "working_days": 2,
            "office_hours": {"opens": 9, "closes": 17},
        },
    },
    "hopeless": {
        **{f"{DAIRY}.offer.{name}": score for name, score in HOPELESS.items()},
        f"{DAIRY}.rivals.line_maker.relationship": 3,
        f"{BEHAVIOUR}.shaping.criteria_shift": 0.2,
        f"{BEHAVIOUR}.shaping.flanking_cost": 0.25,
        f"{BEHAVIOUR}.shaping.develop_pace": 0.05,
        f"{BEHAVIOUR}.pace.spread": 1.0,
    },
}
"""What each variant sets: enough of every mechanism to see it, more than anybody would assume of the world."""


def scenario_of(variant: str, switched_off: Sequence[str] = ()) -> Scenario:
    """A variant of the reference deal, with some mechanisms doing nothing."""
    scenario = read_scenario(SCENARIO, VARIANTS[variant])
    return scenario.model_copy(update={"switched_off": tuple(switched_off)})


def our_program(strategy: str = STRATEGY, variant: str = "reference", switched_off: Sequence[str] = ()) -> Simulator:
    """The engine's SimPy driver for the reference deal."""
    scenario = scenario_of(variant, switched_off)
    return Simulator(scenario, strategy, load_books(scenario), SEED)


def portfolio(accounts: int, strategy: str = STRATEGY) -> Simulator:
    """So many copies of the reference account, each with luck of its own, and the same large team for all sizes."""
    members = range(len(read_scenario(SCENARIO).team.members))
    team = {f"team.members.{place}.count": LARGEST_TEAM for place in members}
    scenario = read_scenario(SCENARIO, {"accounts.dairy.copies": accounts, **team})
    return Simulator(scenario, strategy, load_books(scenario), SEED)


def plain_program(strategy: str = STRATEGY, variant: str = "reference") -> PlainProgram:
    """The plain SimPy program of the same deal."""
    scenario = scenario_of(variant)
    return PlainProgram(scenario, strategy, load_books(scenario), SEED)
