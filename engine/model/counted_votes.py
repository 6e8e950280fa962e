"""Is a vote so simple that the chances of all its tallies can be worked out?"""

from __future__ import annotations

from engine.model.account import Account
from engine.model.terms import COUNTED_BY_VOTES, MAX_TALLIES


def tallies_fit(account: Account) -> bool:
    """True unless a vote of the whole committee can come out in more than MAX_TALLIES ways.

    Only where votes are added up there are tallies at all. With an option vetoed or a chair empty there are fewer.
    """
    centre, options = account.buying_centre, range(len(account.rivals) + 2)
    if centre.group_choice.model not in COUNTED_BY_VOTES:
        return True
    by_weight = centre.group_choice.model == "weighted_vote"
    tallies = {(0,) * len(options)}
    for person in centre.people:
        worth = round(person.power * 1e9) if by_weight else 1
        tallies = {(*tally[:k], tally[k] + worth, *tally[k + 1 :]) for tally in tallies for k in options}
        if len(tallies) > MAX_TALLIES:
            return False
    return True
