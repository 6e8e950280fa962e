"""What a simulation asks of rulebooks: who decides what, and with which answers."""

from __future__ import annotations

BOOK_OUTPUTS: dict[str, tuple[str, ...]] = {
    "purchase_triggers": (
        "trigger",
        "urgency",
        "has_deadline",
        "price_latitude",
        "budget_factor",
        "enthusiasm",
        "steps_skipped",
    ),
    "project_origin": ("origin", "delivery_risk_factor"),
    "competitive_strategy": ("play",),
    "engagement_choice": ("engagement",),
    "stage_gates": ("verdict",),
    "withdraw_continue": ("continuation",),
    "cultivation_choice": ("cultivation",),
    "compliance": ("ruling",),
    "offer_terms": ("price_concession", "credit_days", "days_sooner"),
}
"""What each rulebook has to answer, in the order in which kernels read it. A book's place is its number."""

BOOKS: tuple[str, ...] = tuple(BOOK_OUTPUTS)
ASKED_OF_MOVES = {
    "compliance": (
        "move",
        "ownership",
        "formal_tender",
        "buyer_step",
        "receiver_evaluates",
        "purchase_path",
        "talks_closed",
    )
}
"""Books that are asked about a move, and the facts that are at hand then: they can ask about nothing else."""
OPENS_DEALS = "purchase_triggers"
BETWEEN_DEALS = (OPENS_DEALS, "cultivation_choice")
"""Books that are asked while there is no deal; the others are asked during one."""


def book_number(name: str) -> int:
    """The number of a rulebook, as kernels ask it."""
    return BOOKS.index(name)


def output_place(book: str, name: str) -> int:
    """The place of an output among those asked of a book."""
    return BOOK_OUTPUTS[book].index(name)
