"""What the decision chain tells a seller, in plain sentences: who decides, can veto, bridges, is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.committee import Structure, describe, draw_power_map
from engine.model.account import Account
from engine.model.base import Text
from engine.report.plots.chain import FELT
from engine.wording import Both, Joined, Said, listed, numbers as formats, say, sentences

ACQUAINTED = 2
MOST_BRIDGES = 3

Names = Mapping[str, Said]


def chain_findings(account: Account) -> tuple[Said, ...]:
    """Sentences about the buying centre as the scenario states it at the start, the deciders first."""
    centre = account.buying_centre
    names = {person.id: _short(person.name) for person in centre.people}
    known = [person.id for person in centre.people if person.relationship >= ACQUAINTED]
    found = describe(centre, known)
    size = say(
        "{people} people on {levels} levels and in {departments} departments have a say.",
        people=found.extensivity,
        levels=found.vertical_involvement,
        departments=found.lateral_involvement,
    )
    return (
        size,
        *_powers(found, names),
        *_structure(found, names),
        *_routes(account, known, names),
        *_unknown(found, names),
        *_sides(account, names),
        *_conflicts(account, names),
    )


def _powers(found: Structure, names: Names) -> Iterable[Said]:
    yield say("Who decides: {names}.", names=_named(found.deciders, names) if found.deciders else say("nobody"))
    if found.can_veto:
        yield say("Who can say no, but never the final yes: {names}.", names=_named(found.can_veto, names))
    if found.gatekeepers:
        yield say("Gatekeepers, who can keep us from the top: {names}.", names=_named(found.gatekeepers, names))


def _structure(found: Structure, names: Names) -> Iterable[Said]:
    bridges = found.bridges[:MOST_BRIDGES]
    if bridges:
        yield say("Bridges, through whom most ways between others lead: {names}.", names=_named(bridges, names))
    else:
        yield say("Nobody is a bridge between the others.")
    if found.cut_points:
        yield say(
            "Single points of failure: without {names} the committee's contacts fall apart.",
            names=_named(found.cut_points, names),
        )
    else:
        yield say("No single point of failure: the contacts hold together without any one person.")


def _routes(account: Account, known: list[str], names: Names) -> Iterable[Said]:
    """The way to a decider from those we know at the start, and who must not be lost on it."""
    centre = account.buying_centre
    acquainted = [person.id for person in centre.people if "decider" in person.roles and person.id in known]
    if acquainted:
        yield say("We know the decider already: {names}.", names=_named(acquainted, names))
        return
    drawn = draw_power_map(centre, known, [person.id for person in centre.people if person.identified])
    if not drawn.routes:
        yield say("Nobody we know has a line to the decider yet: the way up has still to be found.")
        return
    route = drawn.routes[0]
    yield say(
        "The shortest way to {decider} from somebody we know: {path} (introductions needed: {n}).",
        decider=names[route.decider],
        path=Joined([names[name] for name in route.path], " → "),
        n=route.steps,
    )
    if drawn.single_points:
        yield say(
            "Without {names}, we would have no way left to the decider.", names=_named(drawn.single_points, names)
        )


def _unknown(found: Structure, names: Names) -> Iterable[Said]:
    hidden = found.unknown
    if not hidden.unidentified:
        yield say("Everybody with a say is identified at the start.")
        return
    said = say(
        "Not identified at the start, together with {share} of the power: {names}.",
        names=_named(hidden.unidentified, names),
        share=formats.share(hidden.power_share, 0),
    )
    yield sentences([said, say("Among them is the decider.") if hidden.decider_unidentified else ""])


def _sides(account: Account, names: Names) -> Iterable[Said]:
    people = account.buying_centre.people
    supporters = [person.id for person in people if person.stance > FELT]
    opponents = [person.id for person in people if person.stance < -FELT]
    if supporters:
        yield say("For us at the start: {names}.", names=_named(supporters, names))
    if opponents:
        yield say("Against us at the start: {names}.", names=_named(opponents, names))


def _conflicts(account: Account, names: Names) -> Iterable[Said]:
    pairs = {frozenset((tie.source, tie.target)) for tie in account.buying_centre.ties if tie.kind == "conflict"}
    if not pairs:
        return
    order = list(names)
    said = []
    for pair in sorted(pairs, key=lambda pair: min(order.index(name) for name in pair)):
        one, other = sorted(pair, key=order.index)
        said.append(say("{one} and {other}", one=names[one], other=names[other]))
    yield say("In conflict with each other, so that winning one may lose the other: {pairs}.", pairs=Joined(said, "; "))


def _named(people: Iterable[str], names: Names) -> Said:
    return listed(names[name] for name in people)


def _short(name: Text) -> Said:
    """A name that can stand in a list: `Zhou (group president)`."""
    head, comma, tail = name.en.partition(", ")
    return Both(f"{head} ({tail})" if comma else name.en, name.zh)
