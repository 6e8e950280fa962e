"""What happened, in one sentence for every kind of event that is told by itself, and for whom it was good."""

from __future__ import annotations

import math

from engine.dynamics.mechanisms.reorganisation import KEPT as OUTLIVED
from engine.dynamics.state.promises import BROKEN, KEPT, MADE
from engine.dynamics.state.step_ends import StepEnd
from engine.model.terms import Cultivation, Move, Origin, Outcome, Trigger
from engine.model.vocabulary import in_words
from engine.report.deal import Deal
from engine.report.story.offer_words import of_terms
from engine.report.story.path_words import of_path, path_taken, stopped_short
from engine.report.story.rounds import rounds
from engine.report.story.signatures import of_signing
from engine.report.story.sourcing import short_list
from engine.report.story.tendering import TOO_FEW, of_tender
from engine.report.story.voting import option_words, voted
from engine.results.deal_trace import Event
from engine.wording import Message, Said, counted, numbers as formats, say
from engine.wording.parts import Tone


def happened(deal: Deal, event: Event) -> Message | None:
    """The event in a sentence; None where others are needed to tell it, as votes are told with what the group chose."""
    return _with_a_person(deal, event) or _dealings(deal, event) or _in_the_process(deal, event)


def tone_of(event: Event) -> Tone:
    """Was it good or bad for us?"""
    match event.kind, event.code:
        case ("tender_stopped" | "signed_early", _):
            return "bad"
        case "reorganised", _:
            return "good" if event.code == OUTLIVED else "bad"
        case "not_qualified", option:
            return "good" if option else "bad"
        case "short_list", on:
            return "good" if on & 1 else "bad"
        case "let_in", option:
            return "bad" if option else "good"
        case "promise", _:
            return "bad" if event.code == BROKEN else ""
        case "step_swayed", _:
            return "bad" if event["pull"] < 0 else "good"
        case "offer_tested", _:
            return "bad" if event["change"] < 0 else "good"
        case (
            ("helped" | "seminar" | "sponsor_won" | "passes_us_on" | "told" | "mandate", _)
            | (
                "outcome",
                Outcome.won,
            )
            | ("delivered", 1)
        ):
            return "good"
        case (
            ("sponsor_lost" | "left_silent" | "ordered_about" | "passed_over" | "outcome", _)
            | (
                "sign_off" | "veto" | "delivered" | "formal_check" | "body_meets",
                0,
            )
            | ("body_meets", 2)
        ):
            return "bad"
    return ""


def _with_a_person(deal: Deal, event: Event) -> Message | None:
    name = deal.name(event.person)
    match event.kind:
        case "sponsor_won":
            return say("{name} becomes our sponsor and will speak for us inside.", name=name)
        case "sponsor_lost":
            return say("{name} cools down and no longer sponsors us.", name=name)
        case "person_left":
            return say("{name} leaves the company; what was agreed goes with them.", name=name)
        case "successor":
            return say("A successor of {name} begins and knows nothing of us.", name=name)
        case "mandate":
            return say(
                "{name} tells the people below to work with us (strength {strength}, reaching {reached}).",
                name=name,
                strength=f"{event['strength']:.2f}",
                reached=int(event["reached"]),
            )
        case "ordered_about":
            return say(
                "{name} resents being told from above by a half-hearted word (−{amount}).",
                name=name,
                amount=f"{event['resentment']:.2f}",
            )
        case "passes_us_on":
            return say("{name} is ready to pass us on to colleagues.", name=name)
        case "passed_over":
            return say("{name} feels passed over (−{amount}).", name=name, amount=f"{event['stance_lost']:.2f}")
        case "let_in":
            return say(
                "{name} sees to it that {supplier} is asked for an offer after all.",
                name=name,
                supplier=option_words(deal, event.code),
            )
        case "step_swayed":
            return _swayed(event, name)
        case "veto":
            return say("{name} vetoes {option}.", name=name, option=option_words(deal, event.code))
    return None


def _promise(event: Event, name: Said) -> Message:
    left = event["due_day"] - event.day
    if event.code == MADE:
        return say("We promise {name} to come back to them within {days} days.", name=name, days=formats.days(left))
    if event.code == KEPT:
        return say("We keep our promise to {name}.", name=name)
    return say("We break our promise to {name}: it was due {days} days before.", name=name, days=formats.days(-left))


def _dealings(deal: Deal, event: Event) -> Message | None:
    """What passes between us and somebody beside plain meetings."""
    name = deal.name(event.person)
    match event.kind:
        case "left_silent":
            return say(
                "{name} hears that we see the superior; not a word from us for {days} days (stance {change}).",
                name=name,
                days=formats.days(event["silent_days"]),
                change=formats.stance(event["change"]),
            )
        case "seminar":
            return say(
                "{name} lets us hold a seminar: {guests} people come, {strangers} of them new to us.",
                name=name,
                guests=int(event["guests"]),
                strangers=int(event["strangers"]),
            )
        case "budgetary_quote":
            return say("{name} gets a figure for the budget; nobody has asked for offers yet.", name=name)
        case "helped":
            return say(
                "We do part of {name}'s work on {step}: {days} days of it saved, the file {helped} sound.",
                name=name,
                step=deal.step(event.code),
                days=formats.days(event["saved_days"]),
                helped=formats.share(event["helped"], 0),
            )
        case "promise":
            return _promise(event, name)
        case "move_refused":
            move = in_words(Move(event.code))
            return say("Compliance forbids {move} to {name}; it is not made.", move=move, name=name)
        case "approval_sought":
            return say(
                "Our own approver is asked about {move} to {name} and answers after {days} days.",
                move=in_words(Move(event.code)),
                name=name,
                days=formats.days(event["days"]),
            )
    return None


def _in_the_process(deal: Deal, event: Event) -> Message | None:
    match event.kind:
        case "sign_off" | "formal_check" | "body_meets":
            return of_signing(deal, event)
        case "trigger":
            return say("{opening} {path}", opening=_trigger(event), path=path_taken(deal))
        case "origin":
            return _origin(event)
        case "kept_contact":
            return _kept_contact(event)
        case "told":
            name, known = deal.name(event.person), formats.days(event["known_days"])
            return say("{name} tells us of the project, {known} days after hearing of it.", name=name, known=known)
        case "need_frozen":
            return say("The requirement is fixed; from now on it can no longer be shaped.")
        case "offer_submitted":
            shaped = formats.share(event["shaped"], 0)
            return say("Our offer is in; {shaped} of what was missing in its fit has been made up.", shaped=shaped)
        case "short_list":
            return short_list(deal, event)
        case "misconduct":
            return of_tender(event, deal.rival(int(event["rival"])))
        case "papers_handed_in" | "not_qualified" | "prices_compared":
            return of_path(deal, event)
        case "tender_stopped" if event.code == TOO_FEW:
            return stopped_short(deal)
        case "bids_scored" if deal.account.project.path.award == "lowest_price":
            return counted("Bids are opened: {n} is valid.", "Bids are opened: {n} are valid.", event.code)
        case "visits_closed" | "bids_scored" | "tender_stopped":
            return of_tender(event)
        case "offer_terms" | "terms_approval" | "price_pressed":
            return of_terms(deal, event)
        case "offer_tested":
            return _tested(event)
        case "group_choice":
            return next(voted(found) for found in rounds(deal) if found.choice is event)
        case "signed_early":
            return say("{rival} signs with the decider before the committee has chosen.", rival=deal.rival(event.code))
        case "reorganised":
            return _reorganised(event)
        case "round_without_decision":
            return say("Round {n} ends without a decision; the file goes back one step.", n=int(event["round"]))
        case "outcome":
            return say("The end: {outcome}.", outcome=deal.outcome_words())
        case "delivered":
            satisfaction = f"{event['satisfaction']:.2f}"
            if event.code:
                return say("Delivery accepted; satisfaction {satisfaction}.", satisfaction=satisfaction)
            return say("Delivery failed; satisfaction {satisfaction}.", satisfaction=satisfaction)
        case "paid":
            return say("Paid {days} days after signature.", days=formats.days(event["days_after_signature"]))
    return None


def _swayed(event: Event, name: Said) -> Message:
    """What those whose work a step is made of it, in the person of the one who did most to it."""
    worry, resentment = f"{event['worry']:.2f}", f"{event['resentment']:.2f}"
    match event["pull"] < 0, StepEnd(event.code):
        case True, StepEnd.dropped:
            return say(
                "{name}, whose work this step is, lets the file lie until nobody asks for it (worry {worry}, "
                "resentment {resentment}).",
                name=name,
                worry=worry,
                resentment=resentment,
            )
        case True, _:
            return say(
                "{name}, whose work this step is, finds faults and has it done again (worry {worry}, resentment "
                "{resentment}).",
                name=name,
                worry=worry,
                resentment=resentment,
            )
        case False, StepEnd.sent_back:
            return say("{name}, whose work this step is, keeps the project from being dropped.", name=name)
    return say("{name}, whose work this step is, gets the file past the objections.", name=name)


def _trigger(event: Event) -> Message:
    """Why the project opened."""
    about = say("Urgency {urgency}", urgency=f"{event['urgency']:.2f}")
    if math.isfinite(event["deadline_days"]):
        about = say("{before}, deadline in {days} days", before=about, days=formats.days(event["deadline_days"]))
    if event["budget"] < 0.995:
        about = say("{before}, budget {share} of the usual", before=about, share=formats.share(event["budget"], 0))
    return say("A project opens: {trigger}. {about}.", trigger=in_words(Trigger(event.code)), about=about)


def _kept_contact(event: Event) -> Message:
    """What was done before there was a project."""
    return counted(
        "Without a project we paid {n} visit in {hours} hours ({whom}); people of these whom we have met: {people}.",
        "Without a project we paid {n} visits in {hours} hours ({whom}); people of these whom we have met: {people}.",
        int(event["visits"]),
        hours=f"{event['hours']:.0f}",
        whom=in_words(Cultivation(event.code)),
        people=int(event["people"]),
    )


def _reorganised(event: Event) -> Message:
    """Whether a new order of the account has kept the project."""
    chance = formats.share(event["chance"], 0)
    if event.code == OUTLIVED:
        return say("The account is reorganised; the project outlives it (its chance was {chance}).", chance=chance)
    return say("The account is reorganised; the project does not outlive it (its chance was {chance}).", chance=chance)


def _tested(event: Event) -> Message:
    """How our offer did against the others, and what the report changed."""
    lead, mood, change = (formats.stance(event[number]) for number in ("lead", "mood", "change"))
    return say(
        "The offers are tested: ours stands {lead} from the mean of all ({mood} of it mood); the report moves "
        "everybody's stance towards us by {change}.",
        lead=lead,
        mood=mood,
        change=change,
    )


def _origin(event: Event) -> Message:
    """When and how we learnt of it."""
    origin = in_words(Origin(event.code))
    if event["rival_first"] == 1:
        return say("We learn of it: {origin}, a rival was there first.", origin=origin)
    if event["rival_first"] == 0:
        return say("We learn of it: {origin}, before any rival, as far as we are told.", origin=origin)
    return say("We learn of it: {origin}, nobody there can tell us whether a rival was first.", origin=origin)
