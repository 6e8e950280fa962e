"""The suppliers in a scenario of one's own: our offer, and rivals modelled on those of the example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.model.account import Account
from engine.model.quantity import canonical
from engine.model.rival import Rival
from engine.model.terms import MAX_RIVALS, PathName
from engine.situation.closest_scenario import shipped_paths
from engine.situation.file_lines import comment, flow, in_words, number, one_line, quoted
from engine.wording import say, told

OFTEN = "per month"


@dataclass(frozen=True)
class Supplier:
    """A rival of the file: its id and name there, and the rival of the base that it is modelled on."""

    id: str
    name: str
    model: Rival | None


def suppliers(account: Account, names: tuple[str, ...] | None, in_place: str | int | None) -> tuple[Supplier, ...]:
    """The rivals of the file; each modelled on one of the base, the supplier in place on the base's."""
    models = list(account.rivals)
    if names is None:
        return tuple(Supplier(rival.id, "", rival) for rival in models)
    old = next((rival for rival in models if rival.id == account.incumbent), None)
    order: list[Rival | None] = [models[place % len(models)] if models else None for place in range(len(names))]
    if old is not None and isinstance(in_place, int) and order[in_place] is not old:
        other = order.index(old) if old in order else None
        if other is not None:
            order[other] = order[in_place]
        order[in_place] = old
    return tuple(
        Supplier(f"rival_{place}", name, model)
        for place, (name, model) in enumerate(zip(names, order, strict=True), start=1)
    )


def enough_rivals(path: PathName, named: int) -> int:
    """How many rivals there have to be, so that a purchase on this path can be awarded; at least those named."""
    wanted = shipped_paths()[path]
    needed = round(canonical(wanted.bidders_needed)) - 1 if wanted.by_papers and not wanted.announced else 0
    return min(MAX_RIVALS, max(named, needed))


def offer_lines(account: Account, lang: str) -> Iterator[str]:
    """Our own offer and our name in the trade, as in the example."""
    offer = account.offer
    ours = say("Our offer beside the best the market could give, 0 to 1 each: price, technical fit, service, low risk.")
    yield from comment(ours, lang, 4)
    scores = {name: getattr(offer, name) for name in ("price", "technical", "service", "risk")}
    reason = told(say("our own comparison; say here what it rests on"), lang)
    yield f"    offer: {flow({**scores, 'provenance': {'assumption': reason}})}"
    yield from comment(say("Our name in the trade, 0 to 1."), lang, 4)
    yield f"    reputation: {number(account.reputation)}"


def rival_lines(rivals: tuple[Supplier, ...], account: Account, lang: str) -> Iterator[str]:
    """The rivals, each with what the example says of the one it is modelled on."""
    about = say(
        "Rivals: their offer as ours, 0 to 1; reputation and skill 0 to 1; relationship 1 to 5; style: whom they call "
        "on first (top_first, users_first, everybody). All but the names is taken from the example: correct it."
    )
    yield from comment(about, lang, 4)
    if not rivals:
        yield "    rivals: []"
        return
    yield "    rivals:"
    reason = told(say("taken from the example; correct it by what you see in bids"), lang)
    for rival in rivals:
        model = rival.model
        yield f"      - id: {rival.id}"
        yield f"        name: {in_words(one_line(rival.name), lang)}"
        source = account.offer if model is None else model.offer
        yield f"        offer: {flow(_without_reasons(source.model_dump(mode='json', exclude_none=True), reason))}"
        if model is None:
            yield from _unknown_rival(reason)
            continue
        yield f"        reputation: {number(model.reputation)}"
        yield f"        skill: {number(model.skill)}"
        yield f"        relationship: {model.relationship}"
        touches = model.touches.model_dump(mode="json", exclude_none=True)
        yield f"        touches: {flow(_without_reasons(touches, reason))}"
        yield f"        reaction: {number(model.reaction)}"
        yield f"        style: {model.style}"


def _without_reasons(held: Mapping[str, Any], reason: str) -> dict[str, Any]:
    """The same values without what the example says of where they come from: that was of other firms."""
    found: dict[str, Any] = {}
    for name, value in held.items():
        if name in ("source", "assumption"):
            found["assumption"] = reason
        else:
            found[name] = _without_reasons(value, reason) if isinstance(value, Mapping) else value
    return found


def _unknown_rival(reason: str) -> Iterator[str]:
    yield "        reputation: 0.5"
    yield "        skill: 0.5"
    yield f"        touches: {{value: 2, unit: {OFTEN}, assumption: {quoted(reason)}}}"
