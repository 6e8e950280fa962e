"""The reference deal: its scenario, its strategy, and both programs made for it."""

from __future__ import annotations

from pathlib import Path

from engine.simulation import Simulator
from engine.situation import load_books, read_scenario
from tests.benchmarks.plain_simpy import PlainProgram

SCENARIO = Path(__file__).parent / "reference.yaml"
STRATEGY = "top_down"
SEED = 1
LARGEST_TEAM = 50
"""People of each role, as many as a scenario allows: 200 accounts hardly ever wait for one."""


def our_program(strategy: str = STRATEGY) -> Simulator:
    """The engine's SimPy driver for the reference deal."""
    scenario = read_scenario(SCENARIO)
    return Simulator(scenario, strategy, load_books(scenario), SEED)


def portfolio(accounts: int, strategy: str = STRATEGY) -> Simulator:
    """So many copies of the reference account, each with luck of its own, and the same large team for all sizes."""
    members = range(len(read_scenario(SCENARIO).team.members))
    team = {f"team.members.{place}.count": LARGEST_TEAM for place in members}
    scenario = read_scenario(SCENARIO, {"accounts.dairy.copies": accounts, **team})
    return Simulator(scenario, strategy, load_books(scenario), SEED)


def plain_program(strategy: str = STRATEGY) -> PlainProgram:
    """The plain SimPy program of the same deal."""
    scenario = read_scenario(SCENARIO)
    return PlainProgram(scenario, strategy, load_books(scenario), SEED)
