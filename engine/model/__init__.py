"""What exists: frozen values with units and sources. No chance, no input or output."""

from engine.model.account import Account
from engine.model.buying_centre import BuyingCentre, Stakeholder, Tie
from engine.model.quantity import Quantity, canonical, canonical_range, quantities_in
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.model.team import Team

__all__ = [
    "Account",
    "BuyingCentre",
    "Quantity",
    "Rulebook",
    "Scenario",
    "Stakeholder",
    "Team",
    "Tie",
    "canonical",
    "canonical_range",
    "quantities_in",
]
