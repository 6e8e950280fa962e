"""What was sold for how much, and why that much; where nothing was sold, what was at stake."""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.quantity import canonical
from engine.model.tender_price import price_left
from engine.model.terms import Outcome, Play
from engine.report.deal import Deal
from engine.report.story.judge import Judge
from engine.report.story.offer_words import MANY_ASKED, terms_words
from engine.report.story.path_words import came_down
from engine.results.deal_trace import Event
from engine.wording import Message, Paragraph, Part, Said, numbers as formats, say, sentences


def what_was_at_stake(deal: Deal, judge: Judge) -> list[Part]:
    """The amount of a deal that came to an end, and what made it smaller; nothing for one that is open."""
    if deal.outcome in (Outcome.open, Outcome.no_project):
        return []
    smaller = _divided(deal)
    part = canonical(deal.account.project.part.share) if smaller and deal.account.project.part else 1.0
    whole = canonical(deal.account.project.amount)
    if deal.outcome is not Outcome.won:
        return [Paragraph(sentences([_at_stake(deal, whole, part), _why_smaller(deal, judge, smaller)]))]
    said = [_sold(deal, whole, part), _pressed(deal), _why_smaller(deal, judge, smaller), _margin(deal, whole * part)]
    return [Paragraph(sentences(said))]


def _sold(deal: Deal, whole: float, part: float) -> Message:
    sold = _money(deal, whole * part * (1.0 - _taken_off(deal)))
    if part == 1.0:
        return say("Sold: {sold}, for all that was at stake.", sold=sold)
    return say(
        "Sold: {sold} for {name}, {part} of the {whole} at stake.",
        name=_part_name(deal),
        sold=sold,
        part=formats.share(part, 0),
        whole=_money(deal, whole),
    )


def _taken_off(deal: Deal) -> float:
    """Share of the price that others pressed off, that a last price after talks took, and that we conceded."""
    return 1.0 - (1.0 - _pressed_off(deal)) * (1.0 - _conceded(deal)["price_conceded"])


def _conceded(deal: Deal) -> Mapping[str, float]:
    """Our terms as they stood in the end."""
    stood = {"price_conceded": 0.0, "credit_days": 0.0, "days_sooner": 0.0}
    for event in deal.of("offer_terms"):
        stood = {name: event[name] for name in stood}
    return stood


def _pressed_off(deal: Deal) -> float:
    """Share of the price that other bidders, other suppliers who were asked, or talks on a last price took off."""
    scored = list(deal.of("bids_scored"))
    if not scored:
        asked = [event["share"] for event in deal.of("price_pressed") if event.code == MANY_ASKED]
        return float(asked[-1]) if asked else 0.0
    needed = canonical(deal.account.project.path.bidders_needed)
    pressure = deal.constant("behaviour.tender.pressure", 0.0)
    return 1.0 - (1.0 - came_down(deal)) * price_left(pressure, scored[-1].code, needed)


def _pressed(deal: Deal) -> Said:
    """What was taken off the price, by whom, and what else was conceded."""
    pressed, conceded = _pressed_off(deal), _conceded(deal)
    said: list[Said] = []
    if pressed > 0.0:
        said.append(say("Other bidders pressed the price by {share}.", share=formats.share(pressed, 0)))
    if conceded["price_conceded"] > 0.0:
        said.append(say("We conceded {share} of it.", share=formats.share(conceded["price_conceded"], 1)))
    if not said:
        said.append(say("Nothing was taken off the price."))
    if conceded["credit_days"] > 0.0 or conceded["days_sooner"] > 0.0:
        terms = terms_words(0.0, conceded["credit_days"], conceded["days_sooner"])
        said.append(say("Beyond the standard offer: {terms}.", terms=terms))
    return sentences(said)


def _at_stake(deal: Deal, whole: float, part: float) -> Message:
    if part == 1.0:
        return say("At stake were {whole}.", whole=_money(deal, whole))
    return say(
        "At stake were {whole}, of which we went for {name}: {part}, {asked}.",
        whole=_money(deal, whole),
        name=_part_name(deal),
        part=formats.share(part, 0),
        asked=_money(deal, whole * part),
    )


def _part_name(deal: Deal) -> Said:
    part = deal.account.project.part
    return part.name if part is not None else ""


def _divided(deal: Deal) -> Event | None:
    """The choice to go for a part of the project only; what is chosen after our offer is in changes nothing."""
    last = None
    for event in deal.of("play", "offer_submitted"):
        if event.kind == "offer_submitted":
            break
        last = event
    return last if last is not None and last.code == Play.divide else None


def _why_smaller(deal: Deal, judge: Judge, chosen: Event | None) -> Said:
    if chosen is None:
        return ""
    day = formats.days(round(deal.day(chosen)))
    for event in deal.of("decision"):
        if event.day != chosen.day or deal.trace.books[event.code] != "competitive_strategy":
            continue
        decision = judge.decision(event)
        if decision is not None and decision.rule is not None and decision.outputs["play"] == Play.divide.name:
            return say(
                "On day {day} the rule “{rule}” chose to go for a part only: {because}",
                day=day,
                rule=decision.logic.book.title_of(decision.rule),
                because=decision.because,
            )
    return say("On day {day} we chose to go for a part only.", day=day)


def _margin(deal: Deal, sold: float) -> Said:
    """What the sale leaves before selling cost, less what our terms cost and a failed delivery takes."""
    lease = deal.account.project.path.lease
    lessor = 0.0 if lease is None or "leasing" in deal.scenario.switched_off else canonical(lease.lessor_share)
    margin = sold * (canonical(deal.account.project.margin) - lessor - _taken_off(deal) - _cost_of_terms(deal))
    delivered = next(deal.of("delivered"), None)
    if delivered is None or delivered.code == 1:
        return say("Its margin before selling cost: {margin}.", margin=_money(deal, margin))
    lost = margin * deal.constant("behaviour.after.failure_loss", 0.0)
    return say(
        "Its margin before selling cost: {left}, after the failed delivery took {lost} from {margin}.",
        left=_money(deal, margin - lost),
        lost=_money(deal, lost),
        margin=_money(deal, margin),
    )


def _cost_of_terms(deal: Deal) -> float:
    """What credit and haste cost us, as a share of the amount."""
    stood = _conceded(deal)
    owed = deal.constant("behaviour.terms.capital", 0.0) * stood["credit_days"]
    return owed + deal.constant("behaviour.terms.overtime", 0.0) * stood["days_sooner"]


def _money(deal: Deal, amount: float) -> Said:
    return formats.scale_for("currency", [amount], deal.scenario.currency).full(amount)
