"""Is a vote so simple that the chances of all its tallies can be worked out?"""

from __future__ import annotations

from engine.model.account import Account
from engine.model.buying_centre import Stakeholder
from engine.model.terms import COUNTED_BY_VOTES, MAX_TALLIES

UNLIKE_ANY_OTHER = 1 << 40
"""Beyond every stated weight in billionths: no two sums with different such weights are equal."""


def tallies_fit(account: Account) -> bool:
    """True unless a vote of the whole committee can come out in more than MAX_TALLIES ways.

    Only where votes are added up there are tallies at all. With an option vetoed or a chair empty there are fewer.
    """
    centre, options = account.buying_centre, range(len(account.rivals) + 2)
    if centre.group_choice.model not in COUNTED_BY_VOTES:
        return True
    by_weight = centre.group_choice.model == "weighted_vote"
    tallies = {(0,) * len(options)}
    for place, person in enumerate(centre.people):
        worth = _worth(person, place) if by_weight else 1
        tallies = {(*tally[:k], tally[k] + worth, *tally[k + 1 :]) for tally in tallies for k in options}
        if len(tallies) > MAX_TALLIES:
            return False
    return True


def _worth(person: Stakeholder, place: int) -> int:
    """What a vote adds to a tally, in billionths; one that is still to be drawn makes no sum equal to another."""
    return UNLIKE_ANY_OTHER << place if person.power is None else round(person.power * 1e9)
