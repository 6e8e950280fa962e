"""One deal as one flat record: constants, what is true, what the seller believes, and what has been counted.

People, rivals and threads are array positions. Days count from the start of the observation. `Deal` in annotations is
one element of an array of this type; kernels take it by reference and change it in place.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.model.behaviour import Behaviour
from engine.model.facts import FACTS
from engine.model.terms import CRITERIA, MAX_PEOPLE, MAX_RIVALS, TEAM_ROLES

Deal = Any
MAX_STEPS = 8
MAX_ASSETS = 8
MAX_THREADS = 4
ABREAST = 4
"""So many listeners are added up side by side: the processor does that in one go."""
_P, _R, _T, _C, _S = (MAX_PEOPLE,), (MAX_RIVALS,), (MAX_THREADS,), len(CRITERIA), (MAX_STEPS,)
_PP, _RP = (MAX_PEOPLE, MAX_PEOPLE), (MAX_RIVALS, MAX_PEOPLE)
_M = (len(TEAM_ROLES),)

CONSTANT_FIELDS: tuple[tuple[str, str], ...] = tuple(
    (group, name)
    for group, field in Behaviour.model_fields.items()
    for name in field.annotation.model_fields  # type: ignore[union-attr]
)
"""(group, name) of every constant of the mechanism; the record's field is `group_name`."""

FACT_FIELDS: tuple[str, ...] = tuple(f"fact_{fact.name}" for fact in FACTS)

_DRIVER = [
    # what the driver reads and writes by itself (see PORT)
    ("outcome", "i8"),  # Outcome; no_project while nothing is decided
    ("role_needed", "i8"),  # place in TEAM_ROLES for the meeting just planned
    ("hours_needed", "f8"),
    ("closed", "f8"),  # day of the end; NaN while nothing is decided
    ("buyer_due", "f8"),  # day of the buyer's next event, or of the one that ended the project
    ("team_wait_days", "f8"),
    ("tape_at", "i8"),  # next free place on the tape
    ("tables_bytes", "i8"),  # length of the tables that follow the record in memory
    ("thread_due", "f8", _T),  # day on which the thread is due, from the first on; infinite before we begin
]

_ACCOUNT = [
    ("horizon", "f8"),
    ("n", "i8"),
    ("rivals", "i8"),
    ("formal_tender", "i8"),
    ("working_days_only", "i8"),
    ("amount", "f8"),
    ("margin", "f8"),
    ("budget", "f8"),
    ("mean_our_sighting", "f8"),
    ("mean_rival_sighting", "f8"),
    ("switching_cost", "f8"),
    ("yearly_follow_on", "f8"),
    ("surprises", "f8"),
    ("reputation", "f8"),
    ("influence_model", "i8"),
    ("group_model", "i8"),
    ("quota", "i8"),
    ("veto_stance", "f8"),
    ("max_rounds", "i8"),
    ("economic_buyer_must_act", "i8"),
    ("offer", "f8", (_C,)),
    # market
    ("assets", "i8"),
    ("asset_key", "u8", (MAX_ASSETS,)),
    ("asset_life", "f8", (MAX_ASSETS,)),
    ("asset_lead", "f8", (MAX_ASSETS,)),
    ("asset_failure_shape", "f8", (MAX_ASSETS,)),
    ("asset_failure_scale", "f8", (MAX_ASSETS,)),  # inf when it never breaks
    ("bass_q", "f8"),
    ("bass_since", "f8"),
    ("bass_threshold", "f8"),
    ("budget_blocked", "f8"),
    ("ambition", "f8"),
    ("first_season", "f8"),
    ("season_every", "f8"),
    ("season_length", "f8"),
    # the buyer's process
    ("steps", "i8"),
    ("step_code", "i8", _S),
    ("step_work", "f8", _S),
    ("step_shape", "f8", _S),
    ("step_waiting", "f8", _S),
    ("step_sign_off", "i8", _S),
    ("step_repeat", "f8", _S),
    ("step_abandon", "f8", _S),
    ("step_skipped", "i8", _S),
    ("sign_wait", "f8"),
    ("sign_shape", "f8"),
    ("sign_refusal", "f8"),
    ("sign_sway", "f8"),
    ("sign_log_midpoint", "f8"),
    ("sign_slope", "f8"),
    ("sign_per_level", "f8"),
    # our team
    ("threads", "i8"),
    ("team_here", "i8", _M),
    ("team_skill", "f8", _M),
    ("team_discipline", "f8", _M),
    ("team_cost", "f8", _M),
    ("team_week", "f8", _M),
    # rivals
    ("rival_offer", "f8", (MAX_RIVALS, _C)),
    ("rival_rate", "f8", _R),
    ("rival_reaction", "f8", _R),
    ("rival_skill", "f8", _R),
    ("rival_reputation", "f8", _R),
    ("rival_relationship", "f8", _R),
    ("rival_style", "i8", _R),
    ("rival_key", "u8", _R),
    # people: what does not change
    ("person_key", "u8", _P),
    ("level", "i8", _P),
    ("boss", "i8", _P),  # place of the superior, -1 at the top
    ("roles", "i8", _P),  # bit per place in ROLES
    ("power", "f8", _P),
    ("susceptibility", "f8", _P),
    # W of Friedkin–Johnsen, conflict negative: [i // 4, j, i % 4] is how much i hears of j (see `influence._hear`)
    ("heard", "f8", (MAX_PEOPLE // ABREAST, MAX_PEOPLE, ABREAST)),
    ("advises", "u1", _PP),  # 1 when the row's person asks the column's person for advice
    ("can_introduce", "u1", _PP),  # 1 when the row's person can bring us to the column's person
]

_TRUTH = [
    ("market_key", "u8"),  # seed, replication, account and copy mixed into one number
    ("key", "u8"),  # the same with the project
    ("now", "f8"),  # day up to which the background has been caught up
    ("opened", "f8"),
    ("project", "i8"),  # running number of the project in this account
    ("times_shelved", "i8"),
    ("incumbent", "i8"),  # -1 nobody, 0 us, 1 + place of the rival
    ("asset_age", "f8", (MAX_ASSETS,)),
    ("asset_failed", "i8", (MAX_ASSETS,)),
    ("asset_renewed", "i8", (MAX_ASSETS,)),  # how often it was replaced
    ("bass_p", "f8"),  # per day; 0 when there is nothing to keep up with
    ("trigger", "i8"),
    ("trigger_asset", "i8"),
    ("asset_rests_until", "f8", (MAX_ASSETS,)),  # a cause found wanting is looked at again after this day
    ("keeping_up_rests_until", "f8"),
    ("staying_ahead_rests_until", "f8"),
    ("next_trigger", "f8"),
    ("next_trigger_kind", "i8"),
    ("origin", "i8"),
    ("play", "i8"),
    ("strategy", "i8"),  # Engagement being executed
    ("chosen_strategy", "i8"),  # Engagement that was asked for: playbook may execute any other
    ("phase", "i8"),
    ("urgency", "f8"),
    ("deadline", "f8"),  # day, NaN without one
    ("skips_steps", "i8"),
    ("price_latitude", "f8"),
    ("budget_factor", "f8"),
    ("delivery_risk", "f8"),
    ("frozen", "i8"),
    ("seller_active", "i8"),  # 1 once we work on the deal
    ("our_sighting", "f8"),  # day on which we see the need by ourselves
    ("rival_sighting", "f8", _R),
    ("rival_active", "i8", _R),
    ("shaped", "f8"),  # share of the fit we lacked that was won by shaping and tailoring
    ("rival_shaped", "f8", _R),
    ("scope", "f8"),  # part of the amount we go for
    ("stage", "i8"),
    ("stage_since", "f8"),
    ("offer_submitted", "i8"),
    ("winner", "i8"),
    ("rounds_held", "i8"),
    ("step", "i8"),  # place in steps; -1 before the first
    ("step_phase", "i8"),
    ("step_visits", "i8", _S),
    ("signer", "i8"),
    ("sign_requests_of", "i8", _P),
    ("signatures", "i8"),
    ("sign_wait_now", "f8"),
    ("unbooked_hours", "f8"),  # small efforts, booked with the next meeting
    ("meeting_rate", "f8"),
    ("meeting_hazard", "f8"),  # exposure left until the next internal meeting
    ("surprise_hazard", "f8"),
    ("rival_hazard", "f8", _R),
    ("stance", "f8", _P),
    ("anchor", "f8", _P),
    ("rival_stance", "f8", _RP),
    ("rival_anchor", "f8", _RP),
    ("need", "f8", _P),
    ("implied_need", "f8", _P),
    ("worry", "f8", _P),
    ("criteria", "f8", (MAX_PEOPLE, _C)),
    ("bond", "f8", _P),  # relationship level − 1, continuous, when last met
    ("bond_since", "f8", _P),
    ("resentment", "f8", _P),
    ("resentment_since", "f8", _P),
    ("mandate", "f8", _P),  # backing from above that this person has heard of
    ("mandate_given", "f8", _P),  # strength of the backing this person gives
    ("sponsor", "i8", _P),
    ("bypassed", "i8", _P),
    ("asked_from_below", "i8", _P),  # 1: first asked by ourselves, after we had met somebody two or more levels below
    ("situation_questions", "i8", _P),
    ("refused_by", "i8", _P),
    ("blocked_until", "f8", _P),
    ("last_touch", "f8", _P),
    ("in_flight", "i8", _P),
    ("touches_by", "i8", _P),
    ("attempts_by", "i8", _P),
    ("scratch", "f8", (4, MAX_PEOPLE)),
    ("cells", "i8", (len(FACTS),)),
]

_BELIEF = [
    ("identified", "i8", _P),
    ("met", "i8", _P),
    ("learnt", "f8", _P),
    ("seen_stance", "f8", _P),
    ("seen_rival_stance", "f8", _P),
    ("seen_need", "f8", _P),
    ("seen_implied", "f8", _P),
    ("seen_worry", "f8", _P),
    *((name, "f8") for name in FACT_FIELDS),
    ("thread_person", "i8", _T),  # person to be met next, -1 none
    ("thread_kind", "i8", _T),
    ("thread_role", "i8", _T),
    ("thread_hours", "f8", _T),
    ("best_progress", "f8"),
    ("touches_since_progress", "i8"),
]

_COUNTS = [
    ("first_touch", "f8"),
    ("touches", "i8"),
    ("refused", "i8"),
    ("refused_at_top", "i8"),
    ("sponsors_won", "i8"),
    ("sponsors_lost", "i8"),
    ("switches", "i8"),
    ("meetings", "i8"),
    ("surprises_seen", "i8"),
    ("rival_touches", "i8", _R),
    ("sign_offs", "i8"),
    ("sign_offs_refused", "i8"),
    ("value_days", "f8"),
    ("necessary_days", "f8"),
    ("waste_days", "f8"),
    ("hours", "f8"),
    ("cost", "f8"),
    ("revenue", "f8"),
    ("margin_won", "f8"),
    ("lifetime_value", "f8"),
    ("satisfaction", "f8"),
    ("paid_after", "f8"),
    ("decisions", "i8"),
    ("events", "i8"),
    ("tape_full", "i8"),
]

_CONSTANTS = [(f"{group}_{name}", "f8") for group, name in CONSTANT_FIELDS]
_CHANGING = [*_DRIVER, *_TRUTH, *_BELIEF, *_COUNTS]
DEAL: np.dtype[np.void] = np.dtype((np.record, [*_CHANGING, *_CONSTANTS, *_ACCOUNT]))
CHANGING_BYTES = np.dtype(_CHANGING).itemsize
"""So much of a record, from its beginning, may change; nobody writes on what follows."""

PORT = {field[0]: place for place, field in enumerate(_DRIVER)}
"""Places, in 8-byte words, of the fields a driver reads and writes without going through the record."""


def words(field: str) -> int:
    """Place of a field in the record, in 8-byte words."""
    offset: int = DEAL.fields[field][1]  # type: ignore[index]
    return offset // 8
