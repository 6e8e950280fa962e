"""Fields that no single mechanism owns: what a driver reads and writes, the desk's memory, the facts, the counts."""

from __future__ import annotations

import math

from engine.dynamics.declarations import Column, Draw, EventKind, Field, Mechanism, Number
from engine.model.facts import FACT_PLACES, FACTS, OWN_FACTS
from engine.model.terms import TEAM_ROLES, Outcome
from engine.wording import say

SCRATCH = 40
BOOK_FACTS_MOST, STACK = 200, 128
"""Facts that one book may ask about, and numbers that a formula may have under way at once."""
"""Numbers that fit on each of the desk's scratch lines: the largest committee, rounded up to blocks, and a few more."""
ROLES = len(TEAM_ROLES)
NAN, INF = math.nan, math.inf
CALENDAR = ("calendar_days",)

COPY_START = Draw(31, "start of a copy")
RECEIVES = Draw(20, "does somebody receive a caller")
CONSENT = Draw(24, "is somebody the kind of person who sponsors")
DECISION = EventKind(
    3,
    "decision",
    "seen",
    by="us",
    code="place of the rulebook",
    numbers=(Number("rule_place", "place of the deciding rule, −1 for none"),),
)
TEAM_WAIT = EventKind(
    7, "team_wait", "seen", by="us", code="place in TEAM_ROLES", numbers=(Number("waited_days", "days waited"),)
)
OFFER_SUBMITTED = EventKind(
    22, "offer_submitted", "seen", by="us", numbers=(Number("shaped", "share made up of what our fit lacked, 0–1"),)
)
GROUP_CHOICE = EventKind(
    32,
    "group_choice",
    "rumoured",
    person="who spoke for the group, −1 where nobody does",
    code="0 us, 1… rivals, then nothing",
    numbers=(
        Number("chance_us", "chance of choosing us"),
        Number("chance_rivals", "chance of choosing a rival"),
        Number("chance_nothing", "chance of buying nothing"),
    ),
)
OUTCOME = EventKind(
    26,
    "outcome",
    "seen",
    code=Outcome,
    numbers=(Number("winner_place", "place of the winning rival, one behind the last for a stranger, −1 for none"),),
)

SHARED = Mechanism(
    name="shared",
    title=say("What all share"),
    sentence=say("The driver's clockwork, the desk everybody works at, and the facts that rulebooks are asked with."),
    source=say("ARCHITECTURE, dynamics"),
    core=True,
    draws=(COPY_START, RECEIVES, CONSENT),
    events=(DECISION, TEAM_WAIT, OFFER_SUBMITTED, GROUP_CHOICE, OUTCOME),
    fields=(
        # the driver's
        Field("account.deal_at", "whole", "bytes from the beginning of the account to its present deal"),
        Field("account.key", "key", "seed, replication, account and copy mixed into one number"),
        Field("account.place", "whole", "place of the account in the scenario"),
        Field("account.own_facts", "number", "facts of the user's own that the scenario says of it", (OWN_FACTS,), NAN),
        Field("account.row", "whole", "running number of the deal within the replication"),
        Field("account.now", "number", "day up to which what goes on between projects has been caught up"),
        Field("deal.outcome", "whole", "model.terms.Outcome; no_project while nothing is decided"),
        Field(
            "deal.winner", "whole", "place of the winning rival, one behind the last: a stranger, −1: none", start=-1
        ),
        Field("deal.won", "number", "share of this deal that was won, 0–1, in multiples of 2⁻³²; at a vote its chance"),
        Field("deal.lost", "number", "the same, lost to a rival"),
        Field("deal.no_decision", "number", "the same, ended without a decision of the customer"),
        Field("deal.role_needed", "whole", "place in TEAM_ROLES for the meeting just planned, −1 for nobody"),
        Field("deal.hours_needed", "number", "hours of that colleague"),
        Field("deal.closed", "number", "day of the end; unknown while nothing is decided", start=NAN),
        Field("deal.buyer_due", "number", "day of the buyer's next event, or of the one that ended the project"),
        Field("deal.step_due", "number", "day to which the buyer's work, waiting or signature at hand was to last"),
        Field("deal.team_wait_days", "number", "days that meetings waited for our own people"),
        Field(
            "deal.thread_due", "number", "day on which the thread is due; infinite before we begin", ("threads",), INF
        ),
        Field(
            "deal.thread_late", "number", "days that the meeting of the thread waited for our own people", ("threads",)
        ),
        Field("deal.key", "key", "the account's key with the project"),
        Field("deal.project", "whole", "running number of the project in this account, from 0"),
        Field(
            "deal.wait_now",
            "number",
            "days of the waiting at hand: of a step in queues, or of a file for its signature",
        ),
        Field("deal.wait_in_vain", "whole", "1 while this is a signature's waiting that gains nothing"),
        Field("deal.file_at", "whole", "who had the file last on its way to be signed: state.signing"),
        Field("deal.now", "number", "day up to which the background has been caught up"),
        # the desk
        Field("desk.horizon", "number", "days", start=INF),
        Field("desk.tables", "wide", "rulebooks and strategies (machine.packed_tables)", ("words",)),
        Field("desk.counts", "wide", "how often each rule decided (machine.packed_tables)", ("rules",)),
        Field("desk.tape", "number", "events (machine.tape)", ("tape_words",)),
        Field("desk.tape_at", "whole", "next free place on the tape"),
        Field("desk.tape_full", "whole", "1 when something did not fit"),
        Field("desk.cells", "wide", "the cell that each fact of a book falls in", (BOOK_FACTS_MOST,)),
        Field("desk.stack", "number", "numbers of a formula on the way to its result", (STACK,)),
        Field("desk.scratch", "number", "lines to reckon on", (4, SCRATCH)),
        Field(
            "desk.asks_about_account", "whole", "1 when a book that is asked during a deal wants facts of the account"
        ),
        Field(
            "desk.asks_about_memory",
            "whole",
            "1 when a book or a phase wants to know what is remembered of the account",
        ),
        Field("desk.strategy", "whole", "place of the strategy among those of the run"),
        Field("desk.known_as", "whole", "place in model.facts.ENGAGEMENTS of what the strategy is called in facts"),
        Field("desk.acts", "whole", "1 unless the strategy does nothing"),
        Field("desk.rules_choose", "whole", "1 when the rulebook chooses among the other strategies"),
        Field("desk.team_here", "wide", "1 where the role is in the team", (ROLES,)),
        Field("desk.team_skill", "number", "0–1", (ROLES,)),
        Field("desk.team_discipline", "number", "share of questions asked in good order, 0–1", (ROLES,)),
        Field("desk.team_cost", "number", "currency per hour", (ROLES,)),
        Field("desk.team_week", "number", "hours per week", (ROLES,)),
        Field("desk.team_people", "number", "colleagues of the role", (ROLES,)),
        Field("desk.accounts", "number", "accounts and copies in the care of the team", start=1),
        Field(
            "desk.cultivation", "whole", "with whom the strategy keeps contact: terms.Cultivation, 3 as the rules say"
        ),
        # facts: unknown until somebody who can know says otherwise
        *(Field(f"deal.fact_{fact.name}", "number", fact.meaning, start=NAN) for fact in FACTS),
        Field("deal.own_facts", "number", "facts of the user's own, where a book asks for them", (OWN_FACTS,), NAN),
        Field("deal.facts", "number", "all facts side by side", (FACT_PLACES,), over=f"fact_{FACTS[0].name}"),
        # counts
        Field("deal.decisions", "whole", "rule decisions taken"),
        Field("deal.events", "whole", "things that happened in this deal"),
    ),
    reads=(
        Field("account.contact_ends", "whole", "step from which talks are closed, −1: none", start=-1),
        Field("account.keeps_hours", "whole", "1 when people meet and work in office hours only"),
        Field("account.opens", "number", "office opens, as a share of a day"),
        Field("account.office_share", "number", "office hours ÷ day", start=1),
        Field("account.days_from", "whole", "first day of the calendar's tables"),
        Field("account.days_a_workday", "number", "days that a working day stands for", start=1),
        Field("account.workdays_early", "whole", "working days in the tables before day 0"),
        Field("account.workdays_known", "whole", "working days in the tables"),
        Field("account.workdays_a_year", "whole", "working days in their last 364 days", start=1),
        Field("account.workdays_before", "whole", "working days from day 0 to each day", CALENDAR),
        Field("account.workday_on", "whole", "day of each working day", CALENDAR),
        Field("account.books_closed", "whole", "days until budgets are signed for again", CALENDAR),
        Field("account.budget_season", "whole", "1 while next year's budgets are made", CALENDAR),
        Field("desk.access_top_levels", "number", "levels from the top that are shielded", start=2),
        Field("desk.touch_bond_half_life", "number", "days; nobody forgets where nothing says so", start=INF),
        Field("desk.touch_anchor_share", "number", "share that becomes conviction"),
        Field("desk.touch_untaught", "number", "relevance of a message before anything has been learnt"),
        Field("desk.chain_resentment_half_life", "number", "days", start=INF),
        Field("desk.chain_resentment_eased", "number", "share"),
        Field("account.blocked_until", "number", "the door is closed until this day", ("people",)),
        Field("account.resentment", "number", "0–1", ("people",)),
        Field("account.resentment_since", "number", "day", ("people",)),
        Field("account.experience", "number", "of being dealt with by us, 0–1", ("people",), start=0.5),
        Field("account.sponsor", "whole", "1 while they stand up for us", ("people",)),
        Field("deal.brought", "whole", "1: somebody spoke for us to them, 2: and they pass us on", ("people",)),
        Field("desk.chain_pass_on_stance", "number", "from this stance on somebody may pass us on"),
        Field("desk.chain_sponsor_stance", "number", "from this stance on somebody may stand up; here nobody", start=2),
        Field("desk.chain_sponsor_relationship", "number", "level at which they know a supplier"),
        Field("desk.chain_sponsor_consent", "number", "share of people who would ever stand up for a supplier"),
        Field("account.rival_met", "whole", "1 when the rival has met them", ("rivals", "people")),
        Field("account.rival_bond", "number", "levels that a rival's meetings have added", ("rivals", "people")),
        Field("account.rival_bond_since", "number", "day on which that was", ("rivals", "people")),
        Field("account.satisfaction", "number", "with our last delivery, 0–1; unknown before one", start=NAN),
        Field("deal.shaped", "number", "share of the fit we lacked that was won"),
        Field("deal.rival_shaped", "number", "the same for each rival", ("rivals",)),
        Field("deal.standards", "number", "share of their fit that rivals lose to our standards, 0–1"),
        Field("account.contact_week", "number", "hours a week set aside for contact without a project"),
        Field("account.contact_role", "whole", "whose hours these are, place in TEAM_ROLES"),
        Field("deal.contact_hours", "number", "hours of contact before the project"),
        Field("deal.contact_early", "number", "of these, hours before day 0"),
    ),
    columns=(
        Column(
            "won",
            "f8",
            "share of the deal that was won: its chance given that the vote ended it; 0 where nothing has ended",
            "deal.won",
        ),
        Column("lost", "f8", "… lost to a rival", "deal.lost"),
        Column("no_decision", "f8", "… ended without a decision; 1 where the project was dropped", "deal.no_decision"),
        Column(
            "winner",
            "i4",
            "place of the winning rival, one behind the last for a stranger, −1 when no rival won",
            "deal.winner",
        ),
        Column("team_wait_days", "f8", "meetings' waiting for our own people, days", "deal.team_wait_days"),
        Column("decisions", "i4", "rule decisions taken", "deal.decisions"),
        Column("events", "i4", "things that happened in this deal", "deal.events"),
    ),
)
