"""Those we compete with, and what each side offers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.model.base import Frozen, Identifier, Text
from engine.model.buying_centre import Unit
from engine.model.quantity import Duration, PositiveDuration, Provenance, Rate

CourtStyle = Literal["top_first", "users_first", "everybody"]
COURT_STYLES: tuple[CourtStyle, ...] = ("top_first", "users_first", "everybody")


class Offer(Frozen):
    """How well an offer serves each criterion, judged 0–1 (1 is the best the market could give), and its terms in days.

    Days become a judgement by what the account wants (`model.term_scores`).
    """

    price: Unit
    technical: Unit
    service: Unit
    risk: Unit
    delivery: PositiveDuration | None = Field(
        default=None, description="days from signature to acceptance; `behaviour.terms.delivery` when absent"
    )
    payment: Duration | None = Field(
        default=None, description="days of credit after acceptance; `behaviour.terms.credit` when absent"
    )
    provenance: Provenance


class Rival(Frozen):
    """A competitor who courts the same people and reacts to us (S26)."""

    id: Identifier
    name: Text
    offer: Offer
    reputation: Unit
    skill: Unit = Field(description="skill of their people, 0–1")
    relationship: int = Field(default=1, ge=1, le=5, description="their relationship level in the account")
    touches: Rate = Field(description="meetings that they ask the committee for")
    reaction: float = Field(
        default=0.0,
        ge=0,
        le=5,
        description="extra requests, as a multiple, once they know that everybody has met us; assumption",
    )
    style: CourtStyle = "everybody"
