"""Bodies that meet on dates, decide together and can put a file off to the next meeting (S08; MODEL §3)."""

from __future__ import annotations

import math
from typing import Any

from engine.dynamics import moments
from engine.dynamics.declarations import Column, Draw, EventKind, Field, Mechanism, Number, ShownIn
from engine.dynamics.kernels import kernel
from engine.dynamics.machine.chance import uniform
from engine.dynamics.machine.tape import write
from engine.dynamics.state.kernel_arguments import Account, Deal, Desk
from engine.dynamics.state.person_values import INITIATOR, has_role, inside
from engine.dynamics.state.signing import BODY, REFUSED, SIGNED, lies, odds_of_refusal
from engine.dynamics.state.source import Source, key_of
from engine.dynamics.state.workdays import next_working_moment
from engine.model.quantity import canonical
from engine.wording import say

BODY_MEETS = EventKind(
    53,
    "body_meets",
    "rumoured",
    code=("refused", "signed", "postponed"),
    numbers=(
        Number("body", "place of the body in the file, from 0"),
        Number("waited_days", "days that the file waited for this meeting"),
    ),
)
POSTPONED = Draw(61, "is a file put off to the next meeting")
BODY_REFUSAL = Draw(62, "does a body refuse")
NOBODY = -1
REFUSES, SIGNS, POSTPONES = 0, 1, 2
NECESSARY, IN_VAIN = 0, 1


@kernel
def next_meeting(account: Account, b: int, now: float) -> float:
    """The day of body b's next meeting after now; one that falls on a day off is held on the next working day."""
    number = math.floor((now - account.body_first[b]) / account.body_every[b])
    day = now
    while day <= now:
        day = next_working_moment(account, account.body_first[b] + number * account.body_every[b])
        number += 1.0
    return day


@kernel
def chance_of_refusal(account: Account, deal: Deal, desk: Desk, now: float, b: int) -> float:
    """One vote of all members who are there and did not ask for it themselves: the mean of theirs, by power."""
    faults = moments.file_faults(account, deal, desk, now, 1.0)
    total, refusing = 0.0, 0.0
    for i in range(account.people):
        if (account.body_members[b] >> i) & 1 == 1 and inside(account, i) and not has_role(account, i, INITIATOR):
            total += account.power[i]
            refusing += account.power[i] * odds_of_refusal(account, i, account.sign_refusal, account.sign_sway, faults)
    return refusing / total if total > 0.0 else account.sign_refusal


@moments.signature_asked.at(30)
@moments.signature_given.at(30)
def before_the_body(account: Account, deal: Deal, desk: Desk, now: float, days: float) -> float:
    """Signed, a file waits for the meeting; there it is put off, refused or passed."""
    b = int(account.step_body[deal.step])
    if b == NOBODY or days != SIGNED:
        return days
    if deal.file_at != BODY:
        return lies(deal, BODY, next_meeting(account, b, now) - now, NECESSARY)
    occurrence = deal.body_agendas
    deal.body_agendas += 1
    if uniform(deal.key, account.body_key[b], POSTPONED, occurrence) < account.body_postpones[b]:
        deal.postponed += 1
        write(account, deal, desk, now, BODY_MEETS, -1, POSTPONES, float(b), deal.wait_now)
        return lies(deal, BODY, next_meeting(account, b, now) - now, IN_VAIN)
    if uniform(deal.key, account.body_key[b], BODY_REFUSAL, occurrence) < chance_of_refusal(
        account, deal, desk, now, b
    ):
        deal.refused_by_body += 1
        write(account, deal, desk, now, BODY_MEETS, -1, REFUSES, float(b), deal.wait_now)
        return REFUSED
    write(account, deal, desk, now, BODY_MEETS, -1, SIGNS, float(b), deal.wait_now)
    return SIGNED


def lower(source: Source, account: Any, deal: Any) -> None:
    """Who sits in each body, when it meets, and which step it ends."""
    process, places = source.account.process, source.places
    names = [body.id for body in process.bodies]
    for place, step in enumerate(process.steps):
        if step.body is not None:
            account.step_body[place] = names.index(step.body)
    for place, body in enumerate(process.bodies):
        account.body_key[place] = key_of(f"body {body.id}")
        account.body_first[place] = canonical(body.first)
        account.body_every[place] = canonical(body.every)
        account.body_postpones[place] = canonical(body.postpones)
        account.body_members[place] = sum(1 << places[member] for member in set(body.members))


MECHANISM = Mechanism(
    name="bodies",
    title=say("Bodies that meet on dates"),
    sentence=say(
        "A file that is signed may still have to come before a body that meets on dates, decides together, and can "
        "put it off to the next meeting."
    ),
    source="S08; MODEL §3",
    shown_in=ShownIn("staying_ahead_tender", "bottom_up_field", "cost_per_win", "down"),
    fields=(
        Field("account.step_body", "whole", "place of the body that ends the step, −1 for none", ("steps",), start=-1),
        Field("account.body_key", "key", "luck of each body", ("bodies",)),
        Field("account.body_first", "number", "day of a meeting", ("bodies",)),
        Field("account.body_every", "number", "days from meeting to meeting", ("bodies",), start=1),
        Field("account.body_postpones", "number", "chance that a file is put off", ("bodies",)),
        Field("account.body_members", "bits", "who sits in it", ("bodies",)),
        Field("deal.body_agendas", "whole", "meetings at which the file was on the agenda"),
        Field("deal.postponed", "whole", "times the file was put off"),
        Field("deal.refused_by_body", "whole", "times a body refused it"),
    ),
    reads=(
        Field("account.sign_refusal", "number", "chance that a signer of even mind refuses"),
        Field("account.sign_sway", "number", "log-odds of refusal per unit of worry − need"),
    ),
    events=(BODY_MEETS,),
    draws=(POSTPONED, BODY_REFUSAL),
    columns=(
        Column("postponed", "i4", "times a body put the file off", "deal.postponed"),
        Column("refused_by_body", "i4", "times a body refused the file", "deal.refused_by_body"),
    ),
    lower=lower,
)
