"""What the decision chain tells a seller, in plain sentences: who decides, can veto, bridges, is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.committee import Structure, describe, way_to_decider
from engine.model.account import Account
from engine.report.plots.chain_plot import side
from engine.wording import Both, Joined, listed, numbers, say, sentences
from engine.wording.words import Words

ACQUAINTED = 2
MOST_BRIDGES = 3


def chain_findings(account: Account) -> tuple[Words, ...]:
    """Sentences about the buying centre as the scenario states it at the start, the deciders first."""
    centre = account.buying_centre
    names = {person.id: Both(_short(person.name.en), _short(person.name.zh)) for person in centre.people}
    found = describe(centre, [person.id for person in centre.people if person.relationship >= ACQUAINTED])

    def told(who: Iterable[str]) -> Joined:
        return listed(names[name] for name in who)

    said: list[Words] = [
        say(
            "{people} people on {levels} levels and in {departments} departments have a say.",
            people=found.extensivity,
            levels=found.vertical_involvement,
            departments=found.lateral_involvement,
        ),
        say("Who decides: {names}.", names=told(found.deciders) or say("nobody")),
    ]
    if found.can_veto:
        said.append(say("Who can say no, but never the final yes: {names}.", names=told(found.can_veto)))
    if found.gatekeepers:
        said.append(say("Gatekeepers, who can keep us from the top: {names}.", names=told(found.gatekeepers)))
    said.append(
        say("Bridges, through whom most ways between others lead: {names}.", names=told(found.bridges[:MOST_BRIDGES]))
        if found.bridges
        else say("Nobody is a bridge between the others.")
    )
    said.append(
        say(
            "Single points of failure: without {names} the committee's contacts fall apart.",
            names=told(found.cut_points),
        )
        if found.cut_points
        else say("No single point of failure: the contacts hold together without any one person.")
    )
    said += _routes(account, names)
    said.append(_unknown(found, names))
    supporters = [person.id for person in centre.people if side(person.stance) == "for"]
    opponents = [person.id for person in centre.people if side(person.stance) == "against"]
    if supporters:
        said.append(say("For us at the start: {names}.", names=told(supporters)))
    if opponents:
        said.append(say("Against us at the start: {names}.", names=told(opponents)))
    unknown = [person.id for person in centre.people if side(person.stance) == "unknown"]
    if unknown:
        said.append(say("How they stand towards us is not known: {names}.", names=told(unknown)))
    return tuple(said + _conflicts(account, names))


def _routes(account: Account, names: Mapping[str, Words]) -> list[Words]:
    """The way to a decider from those we know at the start, and who must not be lost on it."""
    centre = account.buying_centre
    known = [person.id for person in centre.people if person.relationship >= ACQUAINTED]
    deciders = [person.id for person in centre.people if "decider" in person.roles]
    acquainted = [names[name] for name in deciders if name in known]
    if acquainted:
        return [say("We know the decider already: {names}.", names=listed(acquainted))]
    way = way_to_decider(centre, known)
    if not way.routes:
        return [say("Nobody we know has a line to the decider yet: the way up has still to be found.")]
    route = way.routes[0]
    said: list[Words] = [
        say(
            "The shortest way to {decider} from somebody we know: {path} (introductions needed: {n}).",
            decider=names[route[-1]],
            path=Joined([names[name] for name in route], " → "),
            n=len(route) - 1,
        )
    ]
    if way.single_points:
        lost = listed(names[name] for name in way.single_points)
        said.append(say("Without {names}, we would have no way left to the decider.", names=lost))
    return said


def _unknown(found: Structure, names: Mapping[str, Words]) -> Words:
    hidden = found.unknown
    if not hidden.unidentified:
        return say("Everybody with a say is identified at the start.")
    unidentified = listed(names[name] for name in hidden.unidentified)
    said = say("Not identified at the start: {names}.", names=unidentified)
    if hidden.power_share is not None:
        share = numbers.share(hidden.power_share, 0)
        said = say(
            "Not identified at the start, together with {share} of the power: {names}.", share=share, names=unidentified
        )
    return sentences([said, say("Among them is the decider.")]) if hidden.decider_unidentified else said


def _conflicts(account: Account, names: Mapping[str, Words]) -> list[Words]:
    pairs = {frozenset((tie.source, tie.target)) for tie in account.buying_centre.ties if tie.kind == "conflict"}
    if not pairs:
        return []
    order = list(names)
    ordered = sorted(sorted(order.index(name) for name in pair) for pair in pairs)
    said = [say("{one} and {other}", one=names[order[one]], other=names[order[other]]) for one, other in ordered]
    return [
        say("In conflict with each other, so that winning one may lose the other: {pairs}.", pairs=Joined(said, "; "))
    ]


def _short(name: str) -> str:
    """A name that can stand in a list: `Zhou (group president)`."""
    head, comma, tail = name.partition(", ")
    return f"{head} ({tail})" if comma else name
