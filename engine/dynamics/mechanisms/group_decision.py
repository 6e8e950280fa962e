"""The committee's decision (MODEL §7): members' utilities, their vetoes, and the rule that makes one choice of them.

Member i chooses with the softmax of utilities; every member's own choice is drawn with their own keyed uniform.
Sources: Choffray & Lilien 1980; Miller & Heiman on the silent economic buyer.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.dynamics import moments
from engine.dynamics.declarations import Constant, Draw, EventKind, Field, Mechanism, Number, ShownIn
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.ballots import cast_ballots, mean_of_draws, speaker_of
from engine.dynamics.state.group_rules import TENDER, WEIGHTED, group_chances, is_spoken, pick, softmax, voices
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import (
    FINANCIAL,
    TECHNICAL,
    chief_of,
    fit,
    has_role,
    inside,
    our_reputation,
    present,
    relationship,
    rival_fit,
    urgency_now,
)
from engine.dynamics.state.shared import GROUP_CHOICE
from engine.dynamics.state.source import Source
from engine.dynamics.state.vote_tallies import MAX_OPTIONS
from engine.model.counted_votes import tallies_fit
from engine.model.quantity import Coefficient, canonical
from engine.model.terms import GROUP_MODELS
from engine.wording import say

VOTE = EventKind(
    23,
    "vote",
    "rumoured",
    by="person",
    person="the member",
    code="0 us, 1… rivals, then nothing",
    numbers=(Number("chance_us", "chance of choosing us"), Number("chance_nothing", "chance of buying nothing")),
)
VETO = EventKind(24, "veto", "rumoured", by="person", person="who vetoes", code="option vetoed")
OWN_VOTE = Draw(25, "a member's own choice")
SPOKESMAN = Draw(26, "who speaks for the group")
TIE = Draw(27, "how a tie is split, or what members agree on who talk on")
FURTHER_VOTES = Draw(35, "a member's choice in further draws of a vote with too many tallies to be counted")


@kernel
def _worth_of_us(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> float:
    return (
        desk.decision_stance * account.stance[i]
        + desk.decision_fit * fit(account, deal, i)
        - desk.decision_worry * account.worry[i]
        + desk.decision_relationship * (relationship(account, desk, i, now) - 1.0) / 4.0
        + desk.decision_reputation * our_reputation(account)
    )


@kernel
def _worth_of_rival(account: Account, deal: Deal, desk: Desk, i: int, j: int) -> float:
    return (
        desk.decision_stance * account.rival_stance[j, i]
        + desk.decision_fit * rival_fit(account, deal, j, i)
        - desk.decision_worry * account.worry[i]
        + desk.decision_relationship * (account.rival_relationship[j] - 1.0) / 4.0
        + desk.decision_reputation * account.rival_reputation[j]
    )


@moments.all_weighed.at(10)
def utilities(account: Account, deal: Deal, desk: Desk, now: float, i: int, out: Any) -> None:
    """Utility of each option to person i."""
    nothing = account.rivals + 1
    out[0] = moments.utility(account, deal, desk, now, i, 0, _worth_of_us(account, deal, desk, now, i))
    for j in range(account.rivals):
        out[1 + j] = moments.utility(account, deal, desk, now, i, 1 + j, _worth_of_rival(account, deal, desk, i, j))
    worth = desk.decision_nothing
    worth += desk.decision_need * (1.0 - account.need[i])
    worth += desk.decision_indecision * account.worry[i]
    worth = moments.utility(account, deal, desk, now, i, nothing, worth)
    out[nothing] = worth - desk.decision_urgency * urgency_now(deal, now)


@kernel
def _vetoed(account: Account, i: int, option: int) -> bool:
    """Technical evaluators and financial approvers can stop an option they are set against."""
    if (account.roles[i] & (TECHNICAL | FINANCIAL)) == 0:
        return False
    stance = account.stance[i] if option == 0 else account.rival_stance[option - 1, i]
    return bool(stance < account.veto_stance)


@kernel
def _seated(account: Account, seats: Any) -> int:
    """Put the seats of those who have a vote and are there into `seats`; how many they are."""
    members = 0
    for i in range(account.people):
        votes = account.seat_roles == 0 or has_role(account, i, account.seat_roles)
        if votes and inside(account, i):
            seats[members] = i
            members += 1
    return members


@kernel
def _leader(account: Account, seats: Any, members: int) -> int:
    """Who decides under autocracy: the decider; while that chair is empty, the most powerful who is there."""
    chief, best = chief_of(account), 0
    for member in range(members):
        if seats[member] == chief:
            return member
        if account.power[seats[member]] > account.power[seats[best]]:
            best = member
    return best


@kernel
def _strike_out(account: Account, deal: Deal, desk: Desk, now: float, seats: Any, members: int, chances: Any) -> None:
    """Options that somebody vetoes are worth nothing to anybody."""
    for option in range(account.rivals + 1):
        for member in range(members):
            if chances[member, option] > -math.inf and _vetoed(account, seats[member], option):
                write(account, deal, desk, now, VETO, seats[member], option)
                for other in range(members):
                    chances[other, option] = -math.inf
                break


@kernel
def _announce(account: Account, deal: Deal, desk: Desk, now: float, speaker: int, chosen: int, odds: Any) -> int:
    """Tell how likely each end of this vote was, and what it came to; the chances are the deal's shares for now."""
    nothing = account.rivals + 1
    deal.won, deal.lost, deal.no_decision = odds[0], 0.0, odds[nothing]
    for option in range(1, nothing):
        deal.lost += odds[option]
    write(account, deal, desk, now, GROUP_CHOICE, speaker, chosen, deal.won, deal.lost, deal.no_decision)
    return -1 if chosen == nothing else chosen


@moments.group_votes.at(10)
def committee_decides(account: Account, deal: Deal, desk: Desk, now: float, choice: int) -> int:
    """Hold the vote. Returns 0 for us, 1 … R for a rival, −1 when the group buys nothing or comes to no decision.

    Who is not there has no vote; the silence of an empty chair of the decider never closes.
    """
    if account.group_model == TENDER:
        return choice
    nothing = account.rivals + 1
    count = nothing + 1
    chances = np.zeros((account.people, MAX_OPTIONS))
    ballots = np.zeros((account.people, MAX_OPTIONS))
    weights, words = np.zeros(account.people), np.zeros(account.people)
    odds, drawn = np.zeros(MAX_OPTIONS), np.zeros(MAX_OPTIONS)
    seats = np.zeros(account.people, np.int64)
    members = _seated(account, seats)
    for member in range(members):
        weights[member] = account.power[seats[member]]
        moments.all_weighed(account, deal, desk, now, seats[member], chances[member])
    _strike_out(account, deal, desk, now, seats, members, chances)
    for member in range(members):
        softmax(chances[member], count)
    cast_ballots(account, deal, seats, members, chances, OWN_VOTE, deal.rounds_held, ballots)
    for member in range(members):
        vote = pick(ballots[member], count, 0.5)
        write(account, deal, desk, now, VOTE, seats[member], vote, chances[member, 0], chances[member, nothing])
    must_act = account.economic_buyer_must_act == 1
    if members == 0 or (must_act and not present(account, chief_of(account))):
        odds[nothing] = 1.0
        return _announce(account, deal, desk, now, -1, nothing, odds)
    leader = _leader(account, seats, members)
    silent = leader if must_act else -1
    model, quota = account.group_model, account.quota
    voices(model, weights, members, leader, words)
    exact = account.tallies_fit == 1
    if exact:
        exact = group_chances(model, chances, chances, words, members, count, quota, silent, odds)
    speaker = -1
    if is_spoken(model):
        speaks = speaker_of(account, deal, seats, members, words, SPOKESMAN)
        speaker = seats[speaks]
        for member in range(members):
            words[member] = 1.0 if member == speaks else 0.0
    group_chances(model, chances, ballots, words, members, count, quota, silent, drawn)
    chosen = pick(drawn, count, uniform(deal.key, 0, TIE, deal.rounds_held))
    if not exact:
        odds[:] = drawn
        mean_of_draws(account, deal, seats, members, chances, words, model, quota, silent, FURTHER_VOTES, odds)
    return _announce(account, deal, desk, now, speaker, chosen, odds)


def lower(source: Source, account: Any, deal: Any) -> None:
    """The rule of this group."""
    choice = source.account.buying_centre.group_choice
    account.group_model = GROUP_MODELS.index(choice.model)
    if account.group_model == TENDER and "tender" in source.scenario.switched_off:
        account.group_model = WEIGHTED
    account.tallies_fit = tallies_fit(source.account)
    account.quota = round(canonical(choice.quota)) if choice.quota is not None else 0
    account.veto_stance = canonical(choice.veto_stance)
    by_all = source.account.project.path.decides == "group"
    account.economic_buyer_must_act = choice.economic_buyer_must_act and by_all


MECHANISM = Mechanism(
    name="group_decision",
    title=say("The group decides"),
    sentence=say(
        "Everybody weighs us, each rival and buying nothing; vetoes strike out, and the group's "
        "own rule makes one choice."
    ),
    source=say("MODEL §7; Choffray & Lilien 1980 (anchors G1–G6); Miller & Heiman"),
    shown_in=ShownIn("unexpected_replacement", "top_down", "no_decision_share", "up"),
    constants=(
        Constant("decision.stance", Coefficient, "β_s"),
        Constant("decision.fit", Coefficient, "β_f"),
        Constant("decision.worry", Coefficient, "β_w"),
        Constant("decision.relationship", Coefficient, "β_k"),
        Constant("decision.reputation", Coefficient, "utility of a perfect name, or of a perfect last delivery"),
        Constant("decision.nothing", Coefficient, "β_0, utility of buying nothing"),
        Constant("decision.need", Coefficient, "β_q"),
        Constant("decision.indecision", Coefficient, "utility of buying nothing to somebody full of worry"),
        Constant("decision.urgency", Coefficient, "β_u"),
    ),
    fields=(
        Field("account.group_model", "whole", "place in GROUP_MODELS"),
        Field("account.tallies_fit", "whole", "1 when its votes have so few tallies that chances are exact"),
        Field("account.quota", "whole", "members who must agree, for minimum endorsement"),
        Field("account.veto_stance", "number", "below this stance technical and financial roles veto, −1 … 1"),
        Field("account.economic_buyer_must_act", "whole", "1: a silent decider never closes"),
    ),
    reads=(Field("account.seat_roles", "whole", "roles (a bit each) of those whose votes count; 0: everybody's do"),),
    events=(VOTE, VETO),
    draws=(OWN_VOTE, SPOKESMAN, TIE, FURTHER_VOTES),
    lower=lower,
)
