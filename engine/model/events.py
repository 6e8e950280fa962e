"""The kinds of event that make up the story of a deal."""

from __future__ import annotations

from enum import IntEnum


class EventKind(IntEnum):
    """What happened. The meaning of `code`, `a`, `b` and `c` depends on it."""

    trigger = 1  # code: Trigger; a: urgency; b: days to the deadline (NaN none); c: budget factor
    origin = 2  # code: Origin; a: our sighting day; b: 1 when a rival saw it first
    decision = 3  # code: place of the rulebook in BOOKS; a: winning rule's place, −1 none; facts attached
    request_refused = 4  # person; code: route; a: chance of access; b: refusals so far by this person
    request_granted = 5  # person; code: route; a: chance of access; b: lead days
    touch = 6  # person; code: TouchKind; a: change of stance; b: relevance; c: stance after
    team_wait = 7  # code: place in TEAM_ROLES; a: days waited
    met = 8  # person met for the first time; a: level
    sponsor_won = 9  # person
    sponsor_lost = 10  # person
    mandate = 11  # person who gives it; a: strength; b: people reached
    resentment = 12  # person; a: amount; code: 1 ordered by a weak mandate, 2 bypassed
    stage = 13  # code: Stage entered
    engagement = 14  # code: Engagement now used (playbook)
    play = 15  # code: Play now used
    meeting = 16  # internal meeting; a: mean stance before; b: after
    rival_touch = 17  # person; code: place of the rival; a: change of stance towards them
    surprise = 18  # person; a: worry added
    step = 19  # buyer's process enters a step; code: BuyerStep; a: work days; b: waiting days
    sign_off = 20  # person; a: days waited; code: 1 signed, 0 refused
    need_frozen = 21
    offer_submitted = 22  # a: fit after tailoring
    vote = 23  # person; code: 0 us, 1… rivals, then nothing; a: chance of choosing us; b: chance of nothing
    veto = 24  # person; code: option vetoed
    round_without_decision = 25  # a: round
    outcome = 26  # code: Outcome; a: winning rival's place
    delivered = 27  # code: 1 accepted, 0 failed; a: satisfaction
    paid = 28  # a: days after signature
