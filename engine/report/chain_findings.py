"""What the decision chain tells a seller, in plain sentences: who decides, can veto, bridges, is unknown."""

from __future__ import annotations

from collections.abc import Iterable

from engine.committee import Structure, describe, draw_power_map
from engine.model.account import Account
from engine.report.labels import listed
from engine.report.labels.chain import CHAIN
from engine.report.plots.chain import FELT
from engine.wording import numbers as formats

ACQUAINTED = 2
MOST_BRIDGES = 3


def chain_findings(account: Account, lang: str) -> tuple[str, ...]:
    """Sentences about the buying centre as the scenario states it at the start, the deciders first."""
    centre = account.buying_centre
    names = {person.id: _short(person.name.in_language(lang), lang) for person in centre.people}
    found = describe(centre, [person.id for person in centre.people if person.relationship >= ACQUAINTED])

    def say(key: str, who: Iterable[str] = (), **values: object) -> str:
        joined = listed([names[name] for name in who], lang) or CHAIN["nobody"].in_language(lang)
        return CHAIN[key].in_language(lang).format(names=joined, **values)

    sentences = [
        say(
            "size",
            people=found.extensivity,
            levels=found.vertical_involvement,
            departments=found.lateral_involvement,
        ),
        say("decides", found.deciders),
    ]
    sentences += [say("vetoes", found.can_veto)] if found.can_veto else []
    sentences += [say("gatekeepers", found.gatekeepers)] if found.gatekeepers else []
    sentences.append(say("bridges" if found.bridges else "no_bridges", found.bridges[:MOST_BRIDGES]))
    sentences.append(say("cut_points" if found.cut_points else "no_cut_points", found.cut_points))
    sentences += _routes(account, names, lang)
    sentences += _unknown(found, names, lang)
    for key, people in (
        ("supporters", [p.id for p in centre.people if p.stance > FELT]),
        ("opponents", [p.id for p in centre.people if p.stance < -FELT]),
    ):
        sentences += [say(key, people)] if people else []
    return tuple(sentences + _conflicts(account, names, lang))


def _routes(account: Account, names: dict[str, str], lang: str) -> list[str]:
    """The way to a decider from those we know at the start, and who must not be lost on it."""
    centre = account.buying_centre
    known = [person.id for person in centre.people if person.relationship >= ACQUAINTED]
    deciders = [person.id for person in centre.people if "decider" in person.roles]
    acquainted = [name for name in deciders if name in known]
    if acquainted:
        return [CHAIN["decider_known"].in_language(lang).format(names=listed([names[n] for n in acquainted], lang))]
    drawn = draw_power_map(centre, known, [person.id for person in centre.people if person.identified])
    if not drawn.routes:
        return [CHAIN["no_route"].in_language(lang)]
    route = drawn.routes[0]
    path = " → ".join(names[name] for name in route.path)
    steps = CHAIN["introductions"].in_language(lang).format(n=route.steps)
    said = [CHAIN["route_met"].in_language(lang).format(decider=names[route.decider], path=path, steps=steps)]
    if drawn.single_points:
        lost = listed([names[name] for name in drawn.single_points], lang)
        said.append(CHAIN["lost_route"].in_language(lang).format(names=lost))
    return said


def _unknown(found: Structure, names: dict[str, str], lang: str) -> list[str]:
    hidden = found.unknown
    if not hidden.unidentified:
        return [CHAIN["all_known"].in_language(lang)]
    said = (
        CHAIN["unknown"]
        .in_language(lang)
        .format(
            names=listed([names[name] for name in hidden.unidentified], lang),
            share=formats.share(hidden.power_share, 0),
        )
    )
    if hidden.decider_unidentified:
        said += ("" if lang == "zh" else " ") + CHAIN["unknown_decider"].in_language(lang)
    return [said]


def _conflicts(account: Account, names: dict[str, str], lang: str) -> list[str]:
    pairs = {frozenset((tie.source, tie.target)) for tie in account.buying_centre.ties if tie.kind == "conflict"}
    if not pairs:
        return []
    order = list(names)
    said = []
    for pair in sorted(pairs, key=lambda pair: min(order.index(name) for name in pair)):
        one, other = sorted(pair, key=order.index)
        said.append(CHAIN["pair"].in_language(lang).format(one=names[one], other=names[other]))
    return [CHAIN["conflicts"].in_language(lang).format(pairs=("；" if lang == "zh" else "; ").join(said))]


def _short(name: str, lang: str) -> str:
    """A name that can stand in a list: `Zhou (group president)`."""
    head, comma, tail = name.partition(", ")
    return f"{head} ({tail})" if comma and lang == "en" else name
