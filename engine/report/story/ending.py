"""Why a deal ended as it did: the votes, the chance they gave us, who was never met, and what weighed most."""

from __future__ import annotations

from engine.model.terms import BuyerStep, GroupModel, Outcome
from engine.report.deal import Deal
from engine.report.labels import GROUP_CHOICE, listed, term
from engine.report.labels.story import STORY
from engine.report.story.parts import say
from engine.report.story.telling import option_words
from engine.results.trace import Event
from engine.wording import numbers as formats

_LINEAR: tuple[GroupModel, ...] = ("weighted", "equiprobability", "autocracy")


def last_votes(deal: Deal) -> list[Event]:
    """The votes of the last round."""
    votes = list(deal.of("vote"))
    return [event for event in votes if event.day == votes[-1].day] if votes else []


def met_people(deal: Deal) -> set[int]:
    """Everybody we ever met in this deal, or knew before."""
    touched = {event.person for event in deal.of("touch")}
    return touched | {event.person for event in deal.of("met")}


def ending(deal: Deal, lang: str) -> tuple[str, ...]:
    """How it ended, and what the vote says about it."""
    votes = last_votes(deal)
    said = [_outcome(deal, votes, lang)]
    if votes and deal.outcome in (Outcome.won, Outcome.lost, Outcome.no_decision):
        said += _chance(deal, votes, lang)
        said += _silent_chief(deal, votes, lang)
        said += _unmet_power(deal, lang)
        said.append(STORY["votes"].in_language(lang))
    return tuple(said)


def vote_lines(deal: Deal, lang: str) -> tuple[str, ...]:
    """The last vote, a line per option, us first."""
    if deal.outcome not in (Outcome.won, Outcome.lost, Outcome.no_decision):
        return ()
    by_option: dict[int, list[str]] = {}
    met = met_people(deal)
    for event in sorted(last_votes(deal), key=lambda event: -deal.person(event.person).power):
        by_option.setdefault(event.code, []).append(
            say(
                STORY["voter" if event.person in met else "voter_unmet"],
                lang,
                name=deal.short_name(event.person, lang),
                power=f"{deal.person(event.person).power:.2f}",
                chance=formats.share(event.a, 0),
            )
        )
    return tuple(
        say(
            STORY["votes_line"],
            lang,
            option=option_words(deal, code, lang),
            names=("；" if lang == "zh" else "; ").join(names),
        )
        for code, names in sorted(by_option.items())
    )


def chance_of_us(deal: Deal, votes: list[Event]) -> float | None:
    """Chance that the group would choose us with the preferences of this vote; None for rules that are not linear.

    A decider who prefers to buy nothing stops the group where the economic buyer must act.
    """
    choice = deal.account.buying_centre.group_choice
    if choice.model not in _LINEAR:
        return None
    chief = _chief(deal)
    alone = choice.model == "autocracy"
    powers = {event.person: deal.person(event.person).power for event in votes}
    weights = {
        p: float(p == chief) if alone else 1.0 if choice.model == "equiprobability" else w for p, w in powers.items()
    }
    total = sum(weights.values())
    if total <= 0:
        return None
    silent = next((event.b for event in votes if event.person == chief), 0.0) if choice.economic_buyer_must_act else 0.0
    return (
        sum(weights[event.person] * event.a * (1.0 if event.person == chief else 1.0 - silent) for event in votes)
        / total
    )


def _chief(deal: Deal) -> int:
    deciders = [place for place in range(len(deal.trace.people)) if "decider" in deal.person(place).roles]
    return max(deciders, key=lambda place: deal.person(place).power)


def _outcome(deal: Deal, votes: list[Event], lang: str) -> str:
    days = formats.days(deal.days)
    outcome = deal.outcome
    if outcome is Outcome.no_decision:
        decided_today = bool(votes) and any(event.day == votes[-1].day for event in deal.of("outcome"))
        if not decided_today:
            steps = list(deal.of("step"))
            step = term(BuyerStep(steps[-1].code), lang) if steps else "–"
            return say(STORY["ended_dropped"], lang, days=days, step=step)
        rounds = len({event.day for event in deal.of("vote")})
        return say(STORY["ended_no_decision"], lang, days=days, rounds=rounds)
    key = {Outcome.won: "ended_won", Outcome.lost: "ended_lost", Outcome.withdrawn: "ended_withdrawn"}.get(
        outcome, "ended_open"
    )
    winner = deal.rival(deal.winner, lang) if deal.winner >= 0 else ""
    return say(STORY[key], lang, days=days, winner=winner)


def _chance(deal: Deal, votes: list[Event], lang: str) -> list[str]:
    chance = chance_of_us(deal, votes)
    if chance is None:
        return []
    rule = GROUP_CHOICE[deal.account.buying_centre.group_choice.model].in_language(lang)
    return [say(STORY["chance_weighted"], lang, rule=_with_colon(rule), chance=formats.share(chance, 0))]


def _with_colon(text: str) -> str:
    """`weighted vote (votes count by power)` as it can stand inside brackets."""
    return text.replace(" (", ": ").replace("（", "：").removesuffix(")").removesuffix("）")


def _silent_chief(deal: Deal, votes: list[Event], lang: str) -> list[str]:
    nothing = len(deal.account.rivals) + 1
    chief = _chief(deal)
    wanted_nothing = any(event.person == chief and event.code == nothing for event in votes)
    must_act = deal.account.buying_centre.group_choice.economic_buyer_must_act
    if deal.outcome is not Outcome.no_decision or not (wanted_nothing and must_act):
        return []
    return [say(STORY["silent_chief"], lang, name=deal.short_name(chief, lang))]


def _unmet_power(deal: Deal, lang: str) -> list[str]:
    met = met_people(deal)
    powers = [deal.person(place).power for place in range(len(deal.trace.people))]
    unmet = [place for place in range(len(powers)) if place not in met]
    share = sum(powers[place] for place in unmet) / sum(powers)
    if not unmet or not 0.1 <= share < 1:
        return []
    names = listed([deal.short_name(place, lang) for place in unmet], lang)
    return [say(STORY["unmet_power"], lang, share=formats.share(share, 0), names=names)]
