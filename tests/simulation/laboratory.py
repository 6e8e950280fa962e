"""A laboratory for tests of the real code: shipped scenarios edited, degenerate ones built, single records to work on.

Nothing here computes what the program computes: it only prepares inputs and reads outputs.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from engine.dynamics.complete import CompleteScenario
from engine.dynamics.mechanisms.triggers import begin_deal
from engine.dynamics.state.flat_records import Record
from engine.dynamics.state.source import person_key
from engine.engagement import Strategy, strategy_named
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.model.terms import CRITERIA, ROLES, TERM_CRITERIA, BuyerStep, PathKind
from engine.results.records import Records
from engine.rules import compile_book
from engine.simulation import Simulator
from engine.simulation.desk import SharedDesk
from engine.simulation.lowering import blank
from engine.simulation.packing import Packed, pack
from engine.simulation.story import events_on
from engine.situation import load_books, read_scenario

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
NAMES = tuple(sorted(path.stem for path in SCENARIOS.glob("*.yaml")))
Tree = dict[str, Any]


@cache
def shipped(name: str) -> Scenario:
    """A scenario of the box."""
    return read_scenario(SCENARIOS / f"{name}.yaml")


@cache
def books() -> dict[str, Rulebook]:
    """The shipped rulebooks by what they decide."""
    return load_books(shipped("keeping_up"))


@cache
def _plain(name: str) -> Tree:
    tree: Tree = shipped(name).model_dump(mode="json", by_alias=True)
    return tree


def plain(name: str) -> Tree:
    """A shipped scenario as nested dicts and lists, to be edited and built again."""
    return copy.deepcopy(_plain(name))


def build(tree: Tree) -> Scenario:
    """The scenario that such a tree describes, validated."""
    return CompleteScenario.model_validate(tree)


def put(tree: Any, edits: Mapping[str, Any]) -> Any:
    """The same tree with values put at dotted paths; a number put at a quantity keeps the unit."""
    for path, value in edits.items():
        *above, last = path.split(".")
        node = tree
        for step in above:
            node = node[int(step)] if isinstance(node, list) else node[step]
        old = node.get(last) if isinstance(node, dict) else None
        if isinstance(old, dict) and "unit" in old and isinstance(value, int | float):
            value = {"value": value, "unit": old["unit"], "assumption": "set by a test"}
        node[last] = value
    return tree


def edited(name: str, edits: Mapping[str, Any]) -> Scenario:
    """A shipped scenario with values changed, by dotted paths."""
    return build(put(plain(name), edits))


def quantity(value: float, unit: str) -> Tree:
    """A number with its unit, as an assumption."""
    return {"value": value, "unit": unit, "assumption": "set by a test"}


def path(kind: str = "free_purchase", **more: Any) -> Tree:
    """A shipped path of a purchase, with values changed."""
    told: Tree = YAML(typ="safe").load((SCENARIOS / "shared" / f"{kind}.yaml").read_text(encoding="utf-8"))
    return {**told, **more}


def project_by(kind: str, **more: Any) -> Tree:
    """A project that takes this path."""
    return {**plain("keeping_up")["accounts"][0]["project"], "path": path(kind, **more)}


def person(name: str, level: int = 1, boss: str | None = None, **more: Any) -> Tree:
    """One person of a degenerate committee: neutral, of middling everything, unknown to us unless said otherwise."""
    return {
        "id": name,
        "name": {"en": name, "zh": name},
        "level": level,
        "department": "general",
        "roles": ["influencer"],
        "reports_to": boss,
        "power": 0.5,
        "susceptibility": 0.5,
        "criteria": {"price": 1, "technical": 1, "service": 1, "risk": 1},
        "stance": 0.0,
        "need": 0.2,
        "worry": 0.3,
        **more,
    }


def decider(**more: Any) -> Tree:
    """The single person of the smallest committee."""
    return person("chief", roles=["decider", "initiator"], power=1.0, identified=True, **more)


def step(name: str, work: float, *, shape: float = 1.0, repeat: float = 0.0, abandon: float = 0.0) -> Tree:
    """A step of the buyer's process without waiting or signatures."""
    return {
        "step": name,
        "work": quantity(work, "days"),
        "work_shape": quantity(shape, "coefficient"),
        "waiting": quantity(0, "days"),
        "repeat": quantity(repeat, "probability"),
        "abandon": quantity(abandon, "probability"),
    }


BROKEN = {
    "id": "machine",
    "name": {"en": "Machine", "zh": "设备"},
    "age": quantity(0, "days"),
    "service_life": quantity(1000, "years"),
    "renewal_lead": quantity(0, "days"),
    "failed": True,
}
"""An asset that opens a project on day 0."""

CERTAIN: dict[str, float] = {
    "behaviour.decision.stance": 0,
    "behaviour.decision.fit": 0,
    "behaviour.decision.worry": 0,
    "behaviour.decision.relationship": 0,
    "behaviour.decision.reputation": 0,
    "behaviour.decision.incumbency": 0,
    "behaviour.decision.need": 0,
    "behaviour.decision.indecision": 0,
    "behaviour.decision.urgency": 0,
    "behaviour.decision.over_budget": 0,
    "behaviour.decision.nothing": -100,
    "behaviour.owners.exponent": 0,
    "behaviour.pace.spread": 0,
    "behaviour.urgency.shortens": 0,
    "accounts.0.process.sign_offs.clerk_wait": 0,
    "accounts.0.process.sign_offs.clerk_refusal": 0,
    "behaviour.cultivation.ahead": 0,
    "behaviour.cultivation.hours": 0,
}
"""Whoever answers without a rival is bought from with certainty, in steps that take what they are said to take."""


def degenerate(
    steps: Sequence[Tree], people: Sequence[Tree] = (), edits: Mapping[str, Any] | None = None, **account: Any
) -> Scenario:
    """One account with a broken machine, nothing else going on, and a decision that is certain.

    Needs are noticed at random, and by nobody's word.

    edits: dotted paths from the top, applied last. account: fields of the account.
    """
    tree = plain("keeping_up")
    tree["expect"] = []
    tree["horizon"] = quantity(1000, "years")
    tree["switched_off"] = ["hearing"]
    it = tree["accounts"][0]
    it.update(rivals=[], incumbent=None, assets=[copy.deepcopy(BROKEN)], max_projects=1, retry_after=None)
    it["market"] = {"surprises": quantity(0, "per year")}
    it["partners"], it["project"]["early_signature"] = [], None
    it["buying_centre"].update(people=list(people) or [decider()], ties=[])
    it["buying_centre"]["group_choice"].update(model="weighted", quota=None)
    it["process"].update(steps=list(steps), working_days_only=False, suppliers_asked=None, bodies=[])
    it["calendar"] = None
    it.update(account)
    put(tree, CERTAIN)
    return build(put(tree, edits or {}))


def simulator(scenario: Scenario, strategy: Any = "do_nothing", seed: int = 1) -> Simulator:
    """The real simulator with the shipped rulebooks."""
    return Simulator(scenario, strategy, books(), seed)


def run(scenario: Scenario, strategy: Any = "do_nothing", count: int = 100, first: int = 0, seed: int = 1) -> Records:
    """Records of some replications."""
    return simulator(scenario, strategy, seed).run(first, count)


class Bench:
    """Fresh records of a deal to work on, and a desk. Fields are read and written by name, whichever record has them.

    account, deal, desk: the records, as kernels take them. `bench.stance` is `account.stance`, and so on.
    """

    def __init__(self, account: Record, deal: Record, desk: Record) -> None:
        self.__dict__.update(account=account, deal=deal, desk=desk)

    def _home(self, name: str) -> Record:
        for record in (self.deal, self.account, self.desk):
            if name in record.layout.places or name in record.layout.dimensions:
                return record
        raise AttributeError(f"no record has a field `{name}`")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._home(name), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._home(name), name, value)

    __getitem__, __setitem__ = __getattr__, __setattr__

    @property
    def records(self) -> tuple[Record, Record, Record]:
        """What every kernel is given first."""
        return self.account, self.deal, self.desk


@cache
def packed_with(strategy: Strategy) -> Packed:
    """The shipped books, and a strategy to follow."""
    return pack({role: compile_book(book).single_hit_table for role, book in books().items()}, strategy)


def bench_of(scenario: Scenario, account: int = 0, strategy: str = "top_down", tape: int = 0) -> Bench:
    """Fresh records of a first project, as a driver would lay them out. `tape`: room for so many words."""
    fresh = blank(scenario, scenario.accounts[account])
    desk = SharedDesk(scenario, packed_with(strategy_named(strategy)))
    if tape:
        desk.lay_out(tape)
    bench = Bench(fresh.account(), fresh.deal(), desk.record)
    bench.account.key = 1
    begin_deal(*bench.records, 0)
    return bench


def copy_of(bench: Bench) -> Bench:
    """Other records with the same content."""
    return Bench(*(Record(record.layout, record.memory.copy()) for record in bench.records))


def role_bits(*roles: str) -> int:
    """Roles as the record holds them."""
    return sum(1 << ROLES.index(role) for role in roles)


def written(bench: Bench, *kinds: str) -> list[Any]:
    """The events on the bench's tape, of these kinds."""
    tape = bench.desk.tape[: bench.desk.tape_at]
    return [event for event in events_on(tape) if not kinds or event.kind in kinds]


def assert_mean_is(sample: Any, expected: float, widest: float, z: float = 4.0) -> None:
    """The sample's mean lies within its own interval around theory, and that interval is narrow enough to tell.

    sample: independent values. widest: the largest half-width allowed, in the unit of the values.
    """
    values = np.asarray(sample, dtype=np.float64)
    half = z * values.std(ddof=1) / np.sqrt(len(values))
    assert half <= widest, f"an interval of ±{half:.4g} tells too little (at most ±{widest:.4g})"
    assert abs(values.mean() - expected) <= half, f"{values.mean():.6g} is not {expected:.6g} ± {half:.3g}"


CONTENT = len(CRITERIA) - len(TERM_CRITERIA)
"""Criteria that are not terms."""
OFFICE = ("chief", "manager", "engineer", "user", "secretary", "buyer")
CHIEF, MANAGER, ENGINEER, USER, SECRETARY, BUYER = map(sorted(OFFICE, key=person_key).index, OFFICE)
"""Places of the people in `office`: records hold them by key."""


def office(edits: Mapping[str, Any] | None = None, **account: Any) -> Bench:
    """The records of a deal with six people, everything about them neutral, our offer good, and luck without scatter.

    The chief is the superior of manager, secretary (gatekeeper) and buyer; the manager of engineer and user.
    """
    people = [
        person("chief", 1, roles=["decider"], power=1.0, identified=True),
        person("manager", 2, "chief"),
        person("engineer", 3, "manager", roles=["technical_evaluator"]),
        person("user", 3, "manager", roles=["user", "initiator"]),
        person("secretary", 2, "chief", roles=["gatekeeper"]),
        person("buyer", 2, "chief", roles=["buyer", "financial_approver"]),
    ]
    bench = bench_of(degenerate([step("need", 10), step("purchase", 10)], people, edits, **account), tape=40_000)
    bench.account.offer[:CONTENT] = bench.deal.offer[:CONTENT] = 0.8
    bench.touch_luck = 0.0
    return bench


def by_tender(bench: Bench) -> Bench:
    """The same records on the path of an open tender."""
    bench.path, bench.formal_tender, bench.papers, bench.announced = PathKind.open_tender, 1, 1, 1
    bench.contact_ends, bench.bidders_needed = BuyerStep.bidding, 3
    return bench


def rival(**more: Any) -> Tree:
    """A competitor of middling everything."""
    return {**plain("keeping_up")["accounts"][0]["rivals"][0], "id": "rival", "skill": 0.6, "relationship": 1, **more}
