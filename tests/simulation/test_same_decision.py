"""The same state told as a dossier gives the same facts and the same decision: derived facts have one definition."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings, strategies as st
from laboratory import Bench, bench_of, books, copy_of, shipped

from engine.advice.account_facts import account_facts, for_book
from engine.dynamics.machine.fact_vector import deal_facts
from engine.model.dossier import Dossier
from engine.model.dossier_sections import Contact, Opportunity
from engine.model.facts import FACTS
from engine.model.process import STEP_NAMES
from engine.model.terms import ROLES, Incumbent
from engine.rules import compile_book

ASKED = ("competitive_strategy", "engagement_choice")
DERIVED = (
    "fit_lead",
    "reputation_lead",
    "relationship_lead",
    "rival_holds_relationship",
    "coverage_met",
    "top_level_identified",
    "decider_identified",
    "decider_met",
    "decider_stance",
    "stance_seen",
    "best_relationship",
    "has_sponsor",
    "has_mandate",
    "people_resentful",
)
SHOWN = 0.1


@cache
def fresh(rivals: int) -> Bench:
    scenario = shipped("keeping_up")
    account = scenario.accounts[0]
    people = tuple(person.model_copy(update={"rival_stance": {}}) for person in account.buying_centre.people)
    centre = account.buying_centre.model_copy(update={"people": people})
    account = account.model_copy(update={"buying_centre": centre, "rivals": account.rivals[:rivals]})
    return bench_of(scenario.model_copy(update={"accounts": (account,)}))


def some_state(seed: int) -> Bench:
    """A deal in which anything may have happened."""
    luck = np.random.default_rng(seed)
    bench = copy_of(fresh(int(luck.integers(0, 3))))
    n = bench.people
    bench.opened, bench.our_sighting = 0.0, 1.0
    bench.step, bench.frozen = luck.integers(0, 8), luck.integers(0, 2)
    bench.urgency, bench.refused_at_top = luck.random(), luck.integers(0, 7)
    bench.incumbent = luck.integers(-1, 1 + bench.rivals)
    bench.identified[:] = luck.random(n) < 0.8
    bench.met[:] = bench.identified * (luck.random(n) < luck.random())
    bench.bond[:] = np.where(bench.met == 1, luck.choice([0.0, 1.0, 2.0, 3.0], n), 0.0)
    bench.bond_since = 10.0
    bench.power[:] = luck.choice([0.2, 0.5, 1.0], n)
    bench.seen_stance[:] = luck.choice([-0.4, 0.1, 0.3, 0.5], n)
    bench.sponsor[:] = bench.met * (luck.random(n) < 0.2)
    bench.mandate_given[:] = np.where(bench.met == 1, luck.choice([0.0, 0.0, 0.4], n), 0.0)
    bench.seen_resentment[:] = np.where(bench.met == 1, luck.choice([0.0, 0.5], n), 0.0)
    bench.roles[:] = luck.choice([bench.roles[0], bench.roles[-1], 1 << ROLES.index("decider")], n)
    return bench


def simulated(bench: Bench) -> dict[str, Any]:
    """The facts as the simulation puts them before a rulebook, in a book's own words."""
    deal_facts(*bench.records, 10.0)
    found: dict[str, Any] = {}
    for fact in FACTS:
        value = float(bench[f"fact_{fact.name}"])
        if np.isnan(value):
            found[fact.name] = None
        elif fact.type == "boolean":
            found[fact.name] = value == 1.0
        elif fact.type == "choice":
            found[fact.name] = fact.values[int(value)]
        else:
            found[fact.name] = int(value) if fact.type == "integer" else value
    return found


def dossier(bench: Bench, facts: dict[str, Any]) -> Dossier:
    """What a seller in this state would write down."""
    contacts = tuple(
        Contact(
            id=f"p{i}",
            level=int(bench.level[i] - min(bench.level)) + 1,
            roles=tuple(role for place, role in enumerate(ROLES) if bench.roles[i] >> place & 1),
            influence=float(bench.power[i]),
            relationship=1 + int(bench.bond[i]),
            stance=float(bench.seen_stance[i]) if bench.met[i] else None,
            met=bool(bench.met[i]),
            sponsor=bool(bench.sponsor[i]),
            mandate=bool(bench.mandate_given[i] > 0),
            passed_over=bool(bench.seen_resentment[i] > SHOWN),
        )
        for i in range(bench.people)
        if bench.identified[i]
    )
    rivals, ours, lead = bench.rivals, facts["our_fit"], facts["fit_lead"]
    return Dossier(
        id="state",
        name={"en": "State", "zh": "状态"},
        contacts=contacts,
        opportunity=Opportunity(
            live=True,
            step=STEP_NAMES[int(bench.step_code[bench.step])],
            formal_tender=bool(bench.formal_tender),
            divisible=bool(bench.part_share > 0.0),
            need_frozen=bool(bench.frozen),
            urgency=facts["urgency"],
            our_fit=ours,
            rival_fit=ours - lead if lead is not None else None,
            our_reputation=float(bench.reputation),
            rival_reputation=max(map(float, bench.rival_reputation)) if rivals else None,
            incumbent=Incumbent(min(int(bench.incumbent) + 1, 2)).name,
            rival_present=rivals > 0,
            rival_relationship=max(map(float, bench.rival_relationship)) if rivals else None,
            executive_on_our_side=facts["executive_on_our_side"],
            refusals_at_top=facts["refusals_at_top"],
        ),
    )


@given(st.integers(0, 2**32 - 1))
@example(6551)  # nobody whom we know decides
@settings(max_examples=150, deadline=None)
def test_a_dossier_of_the_same_state_gives_the_same_facts_and_decisions(seed: int) -> None:
    bench = some_state(seed)
    facts = simulated(bench)
    told = account_facts(dossier(bench, facts))
    for name in DERIVED:
        mine, theirs = told[name], facts[name]
        if isinstance(theirs, float):
            theirs = pytest.approx(theirs, abs=1e-12)
        assert mine == theirs, name
    for name in ASKED:
        book = compile_book(books()[name])
        known = {fact: facts[fact] for fact in book.book.facts}
        asked = for_book({**told, "trigger": facts["trigger"]}, book.book.facts)
        assert book.decide(asked).outputs == book.decide(known).outputs, (asked, known)
