"""Rank against rank: who goes counts, beside what is said (S12; MODEL §4)."""

from __future__ import annotations

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Mechanism, ShownIn, assumed
from engine.dynamics.kernels import kernel
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import depth
from engine.dynamics.state.team_roles import EXECUTIVE, PRESALES
from engine.model.quantity import Share
from engine.model.terms import TouchKind
from engine.wording import say


@kernel
def _place_in_chart(desk: Desk, role: int) -> float:
    """Where a colleague of ours would stand in the customer's chart: 0 its top, 1 its lowest level."""
    if role == EXECUTIVE:
        return desk.rank_executive
    return desk.rank_presales if role == PRESALES else desk.rank_account_manager


@moments.standing.at(10)
def rank_counts(
    account: Account, deal: Deal, desk: Desk, now: float, i: int, kind: int, role: int, share: float
) -> float:
    """Each level that our colleague stands below person i costs part of the effect; evidence and offers speak alone."""
    if kind == TouchKind.evidence or kind == TouchKind.proposal:
        return share
    ours = 1.0 + _place_in_chart(desk, role) * (depth(account) - 1)
    below = ours - account.level[i]
    return share * (1.0 - desk.rank_loss) ** below if below > 0.0 else share


MECHANISM = Mechanism(
    name="counterparts",
    title=say("Rank against rank"),
    sentence=say(
        "People take a caller of their own rank more seriously: each level that ours stands below them costs part of "
        "what a talk could move."
    ),
    source=say("S12 (rank of who goes counts as much as whom they see); MODEL §4"),
    shown_in=ShownIn("resentful_middle", "top_down", "win_rate_all", "up"),
    constants=(
        Constant(
            "rank.loss",
            Share,
            "share of the effect of a talk lost for each level that who goes stands below who receives",
            assumed(0.2, "share", 0.1, 0.35, say("two levels up, a good talk is worth two thirds")),
        ),
        Constant(
            "rank.executive",
            Share,
            "where our executive stands in the customer's chart: 0 its top, 1 its lowest level",
            assumed(0, "share", 0, 0.3, say("sent because they can sit opposite the head")),
        ),
        Constant(
            "rank.account_manager",
            Share,
            "where our account manager stands in the customer's chart",
            assumed(0.5, "share", 0.3, 0.7, say("sits opposite the heads of departments")),
        ),
        Constant(
            "rank.presales",
            Share,
            "where our presales engineer stands in the customer's chart",
            assumed(0.75, "share", 0.5, 1, say("sits opposite engineers and their group leaders")),
        ),
    ),
)
