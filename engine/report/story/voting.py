"""How a committee chose in one round: who spoke for it, or how votes and weights fell under the rule in force."""

from __future__ import annotations

from collections.abc import Mapping

from engine.report.deal import Deal
from engine.report.story.rounds import COUNTED, Round
from engine.results.deal_trace import Event
from engine.wording import Message, Said, listed, numbers as formats, say

TENDER = "tender"
NONE = 1e-9
"""A chance below this is none: what is left for a rival is known as 1 less the others."""


def voted(found: Round) -> Message:
    """How the group came to its choice, in the words of its rule."""
    if found.rule == TENDER:
        return _awarded(found)
    if not found.votes or (found.decider_must_act and found.decider_is_away):
        return say("The committee meets, but the decider's chair is empty, and without that voice it does not close.")
    how = _spoken(found) or _counted(found) or _weighed(found)
    silent = found.silent_decider
    if silent is None or found.by_rule == found.nothing or found.choice.code != found.nothing:
        return how
    return say(
        "{how} {name}, who decides, wants to buy nothing, and without that voice the group does not close.",
        how=how,
        name=found.deal.name(silent),
    )


def _awarded(found: Round) -> Message:
    """A tender: points put one first, and the decider confirms it or nothing is awarded."""
    if found.choice.code == found.nothing:
        return say("Nothing is awarded this time.")
    option = option_words(found.deal, found.choice.code)
    if found.deal.account.project.path.award == "lowest_price":
        return say(
            "The lowest price that meets the requirement is {option}'s, and the decider confirms.", option=option
        )
    return say("The evaluators' points put {option} first, and the decider confirms.", option=option)


def option_words(deal: Deal, code: int) -> Said:
    """An option of the vote: us, a rival by name, or buying nothing."""
    if code == 0:
        return say("us")
    if code <= len(deal.account.rivals):
        return deal.rival(code - 1)
    return say("buying nothing") if code == len(deal.account.rivals) + 1 else deal.rival(code - 2)


def _spoken(found: Round) -> Message | None:
    """One person's voice counts; None where the rule hears everybody, or where the chair is empty."""
    if found.spokesman is None:
        return None
    name, option = found.deal.name(found.choice.person), option_words(found.deal, found.spokesman)
    match found.rule:
        case "weighted":
            return say(
                "The committee votes: {name} speaks for all, drawn by power, and is for {option}.",
                name=name,
                option=option,
            )
        case "equiprobability":
            return say(
                "The committee votes: {name} speaks for all, drawn with the same chance as everybody, and is for "
                "{option}.",
                name=name,
                option=option,
            )
        case "autocracy":
            return say("{name} decides alone, and is for {option}.", name=name, option=option)
    return None


def _counted(found: Round) -> Message | None:
    """The votes, as the rule counts them; None under a rule that does not count votes."""
    if found.rule not in COUNTED:
        return None
    tally = listed(_tallied(found, code, n) for code, n in found.points.items())
    if not found.in_front:
        return say(
            "The committee votes: {tally}. {quota} have to agree, and no option reaches that.",
            tally=tally,
            quota=found.quota,
        )
    if found.by_rule is None and found.choice.code not in found.in_front:
        return say("The committee votes: {tally}. Nobody is alone in front.", tally=tally)
    chosen = option_words(found.deal, found.choice.code if found.by_rule is None else found.by_rule)
    if found.by_rule is None:
        return say(
            "The committee votes: {tally}. Of those level in front, the lot falls on {option}.",
            tally=tally,
            option=chosen,
        )
    if found.quota is not None:
        return say(
            "The committee votes: {tally}. {quota} have to agree: {option}.",
            tally=tally,
            quota=found.quota,
            option=chosen,
        )
    if found.rule == "weighted_vote":
        return say("The committee votes, by power: {tally}. Most power: {option}.", tally=tally, option=chosen)
    return say("The committee votes: {tally}. Most votes: {option}.", tally=tally, option=chosen)


def _tallied(found: Round, code: int, n: float) -> Message:
    option = option_words(found.deal, code)
    if found.rule == "weighted_vote":
        return say("{option} {power}", option=option, power=f"{n:.2f}")
    return say("{option} {n}", option=option, n=f"{n:.0f}")


def _weighed(found: Round) -> Message:
    """A rule that looks at everybody's chances and not at single votes."""
    chances, needed = chances_of(found.choice), _changes(found)
    option = option_words(found.deal, found.choice.code)
    if found.rule == "unanimity":
        return say(
            "The committee has to be of one mind: the members' chances multiplied, with the decider's silence counted "
            "in, leave {chances}. The draw falls on {option}.",
            chances=chances,
            option=option,
        )
    if not needed:
        return say(
            "The committee looks for the option to which it is persuaded most easily: {chances}. The draw falls on "
            "{option}.",
            chances=chances,
            option=option,
        )
    return say(
        "The committee looks for the option that takes the fewest changes of members' orders: {changes}. The draw "
        "falls on {option}.",
        changes=listed(
            say("{option} {changes}", option=option_words(found.deal, code), changes=n) for code, n in needed.items()
        ),
        option=option,
    )


def tells_chances(found: Round) -> bool:
    """Are the chances of the vote already part of how the group came to its choice?"""
    by_itself = found.rule != TENDER and found.rule not in COUNTED
    return by_itself and found.by_rule is None and not _changes(found)


def _changes(found: Round) -> Mapping[int, int]:
    """Changes of order until everybody puts an option first; empty where votes do not tell rivals apart."""
    if len(found.deal.account.rivals) > 1:
        return {}
    orders = []
    for vote in found.votes:
        us, nothing = vote["chance_us"], vote["chance_nothing"]
        rest = [1.0 - us - nothing] if found.nothing > 1 else []
        orders.append([us, *rest, nothing])
    in_play = [code for code in range(found.nothing + 1) if any(order[code] > NONE for order in orders)]
    return {code: sum(other > order[code] for order in orders for other in order) for code in in_play}


def chances_of(choice: Event) -> Said:
    """The chances of this vote before the draw."""
    us, rivals, nothing = (formats.share(choice[f"chance_{name}"], 0) for name in ("us", "rivals", "nothing"))
    return say("{us} for us, {rivals} for a rival, {nothing} for buying nothing", us=us, rivals=rivals, nothing=nothing)
