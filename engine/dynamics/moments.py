"""The moments at which mechanisms join in. Who has something to do with a moment marks a kernel with it:

    @moments.person_met.at(20)
    def consider_sponsoring(account: Account, deal: Deal, desk: Desk, now: float, i: int) -> None: …

All kernels of a moment are called in the order of their numbers. Where a moment hands on a value, each kernel is given
the value of the one before and returns its own; the first gets what the caller put in. Kernels of a mechanism that the
scenario switches off are passed over.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar, cast

from engine.dynamics.kernels import Kernel, kernel

F = TypeVar("F", bound=Callable[..., Any])
_ALWAYS = ("account", "deal", "desk", "now")


class Moment(Kernel[..., Any]):
    """A kernel made of those that joined.

    more:  names of the arguments after account, deal, desk and now.
    value: the last of them is a value that is handed on from one to the next and returned.
    """

    removable: ClassVar[frozenset[str]] = frozenset()
    """Names of the mechanisms that can be switched off, which are set once all mechanisms are known."""

    def __init__(self, name: str, meaning: str, more: tuple[str, ...] = (), value: bool = False) -> None:
        self.name, self.meaning, self.more, self.hands_on = name, meaning, more, value
        self.joined: list[tuple[int, str, Any]] = []
        super().__init__(self._nothing)
        self.__name__ = name

    def _nothing(self, *_: Any) -> None:
        """Stands in for the composed function until it is made."""

    def at(self, order: int) -> Callable[[F], F]:
        """Join in, in this place of the order (10, 20, 30, …)."""

        def join(function: F) -> F:
            marked: Any = function if isinstance(function, Kernel) else kernel(function)
            self.joined.append((order, f"{function.__module__}.{function.__name__}", marked))
            return cast(F, marked)

        return join

    @staticmethod
    def asked_of(marked: Any) -> str:
        """What a composed function asks before it calls this kernel; empty where its mechanism is always on."""
        mechanism = marked.__module__.rpartition(".")[2]
        return f"desk.on_{mechanism} == 1" if mechanism in Moment.removable else ""

    def source(self) -> str:
        """The composed function as text."""
        arguments = ", ".join((*_ALWAYS, *self.more))
        lines = [f"def {self.name}({arguments}):", f'    """{self.meaning}"""']
        for place, (_, name, marked) in enumerate(sorted(self.joined, key=lambda each: each[:2])):
            call = f"kernel_{place}({arguments})  # {name}"
            line = f"{self.more[-1]} = {call}" if self.hands_on else call
            asked = Moment.asked_of(marked)
            lines += [f"    if {asked}:", f"        {line}"] if asked else [f"    {line}"]
        if self.hands_on:
            lines.append(f"    return {self.more[-1]}")
        return "\n".join(lines) + "\n"

    def composed(self, callable_of: Callable[[Any], Any]) -> Callable[..., Any]:
        """The composed function, calling what `callable_of` makes of each kernel."""
        joined = sorted(self.joined, key=lambda each: each[:2])
        names: dict[str, Any] = {f"kernel_{place}": callable_of(each[2]) for place, each in enumerate(joined)}
        return self.made(names)

    def made(self, names: dict[str, Any]) -> Callable[..., Any]:
        """The function that the source comes to, with these names in sight."""
        exec(compile(self.source(), f"<moment {self.name}>", "exec"), names)
        made: Callable[..., Any] = names[self.name]
        return made


# --- the account ------------------------------------------------------------------------------------------------------
account_begins = Moment("account_begins", "The observation starts: an account comes into view.")
next_cause = Moment("next_cause", "The next day on which a cause could open a project.", ("after", "day"), value=True)
cause_rests = Moment("cause_rests", "The cause just looked at opened nothing.")
snapshot = Moment("snapshot", "Facts about the account that are known with or without a project.")
cause_settled = Moment("cause_settled", "The account has bought, from whomever, on day `now`.")
visit_asked = Moment(
    "visit_asked", "1 when person i receives us without a project.", ("i", "executive", "received"), True
)
visit_paid = Moment(
    "visit_paid",
    "A visit to person i without a project; how much of what was said concerned them, 0 for a waste of their time.",
    ("i", "role", "message"),
    True,
)
contact_made = Moment("contact_made", "We were in touch with person i otherwise than in a meeting or visit.", ("i",))
turned_away = Moment("turned_away", "Person i did not receive us.", ("i",))
sponsor_lost = Moment("sponsor_lost", "Person i stood up for us and does so no longer.", ("i",))
person_leaves = Moment("person_leaves", "Person i gives up the seat; what concerns them is still in place.", ("i",))

# --- the buyer's process ----------------------------------------------------------------------------------------------
project_opens = Moment("project_opens", "A project has opened.")
buyer_moves = Moment("buyer_moves", "Before the buyer's process goes an event further.")
buyer_goes_on = Moment(
    "buyer_goes_on", "The day of the buyer's next event, unless the project ends before.", ("day",), True
)
project_interrupted = Moment(
    "project_interrupted", "A day that `buyer_goes_on` named has come before the buyer's own next event."
)
step_begins = Moment("step_begins", "The buyer's process enters a step, for the first time or again.")
step_hindrance = Moment(
    "step_hindrance",
    "By what waiting at the step, and the odds of doing it again or dropping the project, are multiplied.",
    ("factor",),
    True,
)
file_faults = Moment(
    "file_faults",
    "By what the odds that the file at hand comes back are multiplied by how well it was made.",
    ("factor",),
    True,
)
step_ends = Moment(
    "step_ends", "A step ends as `end` says (StepEnd), unhindered it would as `usual`.", ("usual", "end")
)
backing = Moment(
    "backing", "How strongly person i is backed from above in moving the file, 0–1.", ("i", "strength"), True
)
signature_asked = Moment(
    "signature_asked", "Days until the file comes back from the first who has it; below 0: nobody.", ("days",), True
)
signature_given = Moment(
    "signature_given", "Days until the file comes back from the next, or SIGNED, or REFUSED.", ("days",), True
)
signature_wait = Moment("signature_wait", "Days until person i signs or refuses.", ("i", "days"), True)
group_votes = Moment(
    "group_votes",
    "The group's choice: 0 us, 1 … R a rival, R + 2 a stranger, −1 no decision.",
    ("choice",),
    True,
)
utility = Moment("utility", "What an option is worth to person i.", ("i", "option", "worth"), True)
all_weighed = Moment("all_weighed", "What each option is worth to person i, written to `worths`.", ("i", "worths"))
papers_rewritten = Moment("papers_rewritten", "A challenge was upheld: the papers are written anew, fit for all.")
source_named = Moment(
    "source_named", "The one supplier who is asked (0 us, 1… rivals); −1 where others may be.", ("option",), True
)
bid_stands = Moment("bid_stands", "1 when a known supplier's bid may be looked at.", ("option", "yes"), True)
bids_read = Moment(
    "bids_read",
    "How well each bid fits the specification (0–1), and its price as a multiple of the estimate.",
    ("bids", "keys", "fits", "prices"),
)
requirement_judged = Moment(
    "requirement_judged",
    "The chance of each bid to be the lowest of those that meet the requirement, written to `first`.",
    ("bids", "keys", "valid", "first"),
)
bids_opened = Moment(
    "bids_opened",
    "Points of all bids of a tender, and which are valid; `bids` are we, the rivals, and strangers by their `keys`.",
    ("bids", "keys", "valid", "points"),
)
satisfaction = Moment("satisfaction", "How satisfied a customer is after acceptance, 0–1.", ("degree",), True)
deal_ends = Moment("deal_ends", "The project has ended; `deal.outcome` says how.")

project_heard = Moment(
    "project_heard", "We learn of the project, from whom `deal.our_sighting` tells: or from the tender."
)

# --- the seller's process ---------------------------------------------------------------------------------------------
facts_of_deal = Moment("facts_of_deal", "What the seller has seen, heard, or can look up about a live deal.")
move_wanted = Moment(
    "move_wanted",
    "The one place that is asked before a move (terms.Move) towards person i, whoever makes it: terms.Ruling.",
    ("move", "i", "ruling"),
    True,
)
rule_against = Moment(
    "rule_against",
    "The place of the rule that forbids a move towards person i, in the order in which rules win; −1: none does.",
    ("move", "i", "rule"),
    True,
)
move_refused = Moment("move_refused", "We wanted a move towards person i that is forbidden.", ("move", "i"))
approval_days = Moment(
    "approval_days",
    "A move towards person i is about to be made: days until our own approver has answered, where one is to be asked.",
    ("move", "i", "days"),
    True,
)
next_contact = Moment("next_contact", "Whom to ask for a meeting next, −1 for nobody.", ("person",), True)
may_be_asked = Moment("may_be_asked", "May person i be asked for a meeting now? 1 or 0.", ("i", "yes"), True)
stays_away = Moment("stays_away", "1 while we call on nobody for this project.", ("yes",), True)
next_chance = Moment("next_chance", "Days until there may be somebody to ask.", ("days",), True)
kind_of_meeting = Moment("kind_of_meeting", "What kind of touch a meeting is.", ("i", "role", "kind"), True)
another_way = Moment(
    "another_way", "1 when a channel of ours that was not tried of late leads to person i.", ("i", "yes"), True
)
prepared_for = Moment("prepared_for", "What is learnt of person i beforehand, 0–1.", ("i", "hours", "learnt"), True)
meeting_asked = Moment(
    "meeting_asked",
    "Days until person i receives us; below 0: refused.",
    ("i", "learnt", "executive", "days"),
    True,
)
request_made = Moment("request_made", "Person i has been asked for a meeting, by `deal.route`.", ("i",))
pushed = Moment("pushed", "Person i was asked once too often and refused again.", ("i",))
appointment = Moment("appointment", "Days until person i's slot, by `deal.route`.", ("i", "days"), True)
way_in = Moment("way_in", "The chance that person i receives us.", ("i", "prepared", "executive", "chance"), True)
other_way_in = Moment(
    "other_way_in",
    "The chance that person i comes to us or receives us for another's sake, though the door be shut.",
    ("i", "chance"),
    True,
)
who_goes = Moment("who_goes", "The role of the colleague for a meeting.", ("i", "kind", "executive", "role"), True)
purpose = Moment("purpose", "What a meeting with person i is for.", ("i", "role", "kind"), True)
pause = Moment("pause", "Days to leave person i alone after a meeting.", ("i", "days"), True)
meeting_arranged = Moment(
    "meeting_arranged", "A thread has its next meeting; its hours carry our small efforts.", ("thread",)
)
colleague_booked = Moment("colleague_booked", "A colleague is booked for the hours of a thread.", ("thread",))
meeting_comes = Moment("meeting_comes", "The meeting of a thread is due.", ("thread",))
turns_out = Moment("turns_out", "What a meeting is for when its day has come.", ("i", "role", "kind"), True)
meeting_held = Moment("meeting_held", "Person i is met by a colleague.", ("i", "kind", "role"))
relevance = Moment("relevance", "How much of a message concerns person i, 0–1.", ("i", "share"), True)
standing = Moment(
    "standing",
    "What part of a talk's effect is left for the rank of who goes.",
    ("i", "kind", "role", "share"),
    True,
)
first_meeting_wasted = Moment("first_meeting_wasted", "Person i regrets having received us.", ("i",))
badly_received = Moment("badly_received", "A meeting that wasted person i's time.", ("i",))
well_received = Moment("well_received", "A meeting that was worth person i's time.", ("i", "effect", "message"))
talked_over = Moment("talked_over", "What the talk itself brings to light.", ("i", "kind", "effect"))
person_met = Moment("person_met", "After a meeting with person i.", ("i",))
play_advised = Moment("play_advised", "The competitive strategy that can be followed here.", ("play",), True)
play_chosen = Moment("play_chosen", "The competitive strategy has changed.")
offer_handed_in = Moment("offer_handed_in", "Our offer is handed in.")
terms_approved = Moment(
    "terms_approved",
    "1 when we may concede so much now; 0 when our own approver has to answer first.",
    ("price", "credit", "sooner", "yes"),
    True,
)
terms_given = Moment(
    "terms_given",
    "So much is conceded from now on, for a reason (terms.TermsSettled).",
    ("price", "credit", "sooner", "why"),
)
price_offered = Moment("price_offered", "We offer a lower price than before.")

# --- rivals -----------------------------------------------------------------------------------------------------------
rival_way_in = Moment("rival_way_in", "The chance that person i receives rival j.", ("j", "i", "chance"), True)
rival_calls = Moment("rival_calls", "1 when person i receives rival j.", ("j", "i", "received"), True)
rival_refused = Moment("rival_refused", "Person i did not receive rival j.", ("j", "i"))
rival_slot = Moment("rival_slot", "Days until person i's slot for rival j.", ("j", "i", "days"), True)
rival_received = Moment("rival_received", "Rival j met person i, with so much relevance.", ("j", "i", "relevance"))
seen_with_us = Moment("seen_with_us", "Person i came to something of ours of which everybody hears.", ("i",))
