"""How the preferences of single people become one decision: exact probabilities of the classical group models.

Sources: Choffray & Lilien (1980); Lilien, Kotler & Moorthy, Marketing Models (1992), for the models; Miller & Heiman,
Strategic Selling (1985), for the guard. Throughout `preferences` is n×m: row i holds member i's probabilities of
preferring each of the m options (us, each rival, nobody) and sums to one; members decide independently; `weights` is n
values ≥ 0. Answers are m probabilities. Every model works for 32 members.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from engine.model.terms import GroupModel

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

MAX_TALLIES = 250_000
SAME_TALLY = 1e-8
TIE = 1e-6
DRAWN_VOTES = 400_000
DRAWN_SEED = 1980


class Verdict(IntEnum):
    """What Miller & Heiman's roles allow: a veto stops, a silent economic buyer leaves it open, else it may close."""

    stopped = 0
    waiting = 1
    may_close = 2


def weighted(preferences: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """The weighted probability model: Σᵢ wᵢ Pᵢ ÷ Σᵢ wᵢ, as if one member, drawn by weight, decided."""
    members = _preferences(preferences)
    share = _shares(weights, len(members))
    return np.asarray(share @ members, dtype=np.float64)


def equiprobability(preferences: npt.ArrayLike) -> FloatArray:
    """Every member counts the same: the mean of the members."""
    members = _preferences(preferences)
    return weighted(members, np.ones(len(members)))


def autocracy(preferences: npt.ArrayLike, leader: int) -> FloatArray:
    """One member, `leader` (row), decides alone."""
    return np.array(_preferences(preferences)[leader], dtype=np.float64)


def plurality(preferences: npt.ArrayLike) -> FloatArray:
    """Each member votes for one option; most votes win, ties are split evenly. Exact for every size."""
    members = _preferences(preferences)
    return weighted_vote(members, np.ones(len(members)))


def weighted_vote(preferences: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Each member casts one vote worth the weight; the largest sum wins, ties are split evenly.

    All outcomes of the vote are followed, equal tallies merged; sums within a millionth of the total count as tied.
    Exact while at most 250 000 different tallies arise: about 11 members of different weights and three options, any
    number of members where weights repeat. Beyond that 400 000 votes are drawn from a fixed seed instead: the same
    answer every time, standard error below .0008.
    """
    members = _preferences(preferences)
    share = _shares(weights, len(members))
    counted = _tallies(members, share)
    return _most_votes(*counted) if counted is not None else _drawn_votes(members, share)


def minimum_endorsement(preferences: npt.ArrayLike, quota: int) -> tuple[FloatArray, float]:
    """An option is chosen when at least `quota` members prefer it: (m probabilities, probability that none is agreed).

    With a quota of half the members or less several options can reach it; then the one with more votes is chosen and
    ties are split. A quota of n gives the raw product of unanimity.
    """
    members = _preferences(preferences)
    if not 1 <= quota <= len(members):
        raise ValueError(f"quota must lie between 1 and {len(members)}, not {quota}")
    counted = _tallies(members, np.ones(len(members)))
    if counted is None:
        raise ValueError("too many members and options to count all votes")
    votes, chances = counted
    agreed = votes.max(axis=1) >= quota
    return _most_votes(votes[agreed], chances[agreed]), float(chances[~agreed].sum())


def unanimity_raw(preferences: npt.ArrayLike) -> FloatArray:
    """The chance that all members prefer each option at the first go: Πᵢ Pᵢ, which sums to less than one."""
    return np.asarray(_preferences(preferences).prod(axis=0), dtype=np.float64)


def unanimity(preferences: npt.ArrayLike) -> FloatArray:
    """The group talks on until all agree: Πᵢ Pᵢ ÷ its sum over options.

    Computed in logarithms, so that 32 members do not underflow. Raises ValueError when no option has a chance with
    every member.
    """
    members = _preferences(preferences)
    with np.errstate(divide="ignore"):
        logs = np.log(members).sum(axis=0)
    if np.max(logs) == -np.inf:
        raise ValueError("no option has a chance with every member: the group never agrees")
    raw = np.exp(logs - np.max(logs))
    return np.asarray(raw / raw.sum(), dtype=np.float64)


def ranks_of(preferences: npt.ArrayLike) -> FloatArray:
    """n×m ranks, 1 = most preferred; options liked equally share the mean of their ranks."""
    members = _preferences(preferences)
    better = (members[:, :, None] < members[:, None, :]).sum(axis=2)
    equal = (members[:, :, None] == members[:, None, :]).sum(axis=2)
    return np.asarray(better + (equal + 1) / 2, dtype=np.float64)


def perturbations_needed(ranks: npt.ArrayLike) -> FloatArray:
    """Q: how many neighbours in the members' rank orders must swap until all rank the option first; m values.

    ranks: n×m, 1 = most preferred. Moving an option from rank k to the top of one order takes k − 1 swaps.
    """
    orders = np.asarray(ranks, dtype=np.float64)
    if (
        orders.ndim != 2
        or 0 in orders.shape
        or not np.allclose(np.sort(orders, axis=1).sum(axis=1), orders.shape[1] * (orders.shape[1] + 1) / 2)
    ):
        raise ValueError("ranks must be n×m, each row holding the ranks 1 … m (ties: their mean)")
    return np.asarray((orders - 1).sum(axis=0), dtype=np.float64)


def preference_perturbation(ranks: npt.ArrayLike) -> FloatArray:
    """The minimum perturbation model: the fewer swaps of preference an option needs, the likelier; Pr ∝ 1/Q.

    ranks: n×m, 1 = most preferred (`ranks_of` makes them from probabilities). An option that all rank first has Q = 0
    and is chosen with certainty.

    >>> [round(float(chance) * 12, 9) for chance in preference_perturbation([[1, 2, 3], [3, 1, 2], [1, 2, 3]])]
    [5.0, 5.0, 2.0]
    """
    needed = perturbations_needed(ranks)
    if np.any(needed == 0):
        return np.asarray((needed == 0) / np.count_nonzero(needed == 0), dtype=np.float64)
    return np.asarray((1 / needed) / (1 / needed).sum(), dtype=np.float64)


def group_probabilities(
    model: GroupModel,
    preferences: npt.ArrayLike,
    weights: npt.ArrayLike,
    leader: int = 0,
    quota: int = 1,
) -> tuple[FloatArray, float]:
    """The named model applied: (m probabilities, probability that the group does not come to any of the options).

    leader: row of the decider, for `autocracy`. quota: for `minimum_endorsement`. `preference_perturbation` takes each
    member's rank order from the preferences.
    """
    if model == "minimum_endorsement":
        return minimum_endorsement(preferences, quota)
    chosen = {
        "weighted": lambda: weighted(preferences, weights),
        "equiprobability": lambda: equiprobability(preferences),
        "autocracy": lambda: autocracy(preferences, leader),
        "plurality": lambda: plurality(preferences),
        "weighted_vote": lambda: weighted_vote(preferences, weights),
        "unanimity": lambda: unanimity(preferences),
        "preference_perturbation": lambda: preference_perturbation(ranks_of(preferences)),
    }[model]()
    return chosen, 0.0


def miller_heiman(
    says: npt.ArrayLike,
    is_economic_buyer: npt.ArrayLike,
    can_veto: npt.ArrayLike,
    economic_buyer_must_act: bool = True,
) -> Verdict:
    """Whether the roles let a deal close, however the votes fall.

    says: n values, 1 yes, 0 silent, −1 no. is_economic_buyer, can_veto: n booleans (the decider; technical evaluators
    and financial approvers). A no of a veto holder or of an economic buyer stops. Without a yes of an economic buyer
    it waits: any number of technical yeses never closes. With `economic_buyer_must_act` off, any yes will do.
    """
    voice = np.asarray(says, dtype=np.int64)
    buyer = np.asarray(is_economic_buyer, dtype=np.bool_)
    veto = np.asarray(can_veto, dtype=np.bool_)
    if not voice.shape == buyer.shape == veto.shape or voice.ndim != 1:
        raise ValueError("says, is_economic_buyer and can_veto need one value per person")
    if np.any((voice < 0) & (buyer | veto)):
        return Verdict.stopped
    enough = voice[buyer] > 0 if economic_buyer_must_act else voice > 0
    return Verdict.may_close if np.any(enough) else Verdict.waiting


def _preferences(preferences: npt.ArrayLike) -> FloatArray:
    members = np.asarray(preferences, dtype=np.float64)
    if members.ndim != 2 or 0 in members.shape:
        raise ValueError("preferences must be n members × m options")
    if np.any(members < 0) or not np.allclose(members.sum(axis=1), 1.0, rtol=0, atol=1e-9):
        raise ValueError("each member's preferences must be probabilities that sum to 1")
    return members


def _shares(weights: npt.ArrayLike, n: int) -> FloatArray:
    power = np.asarray(weights, dtype=np.float64)
    if power.shape != (n,) or not np.all(np.isfinite(power)) or np.any(power < 0) or power.sum() <= 0:
        raise ValueError(f"weights must be {n} values of at least 0, not all 0")
    return np.asarray(power / power.sum(), dtype=np.float64)


def _tallies(members: FloatArray, worth: FloatArray) -> tuple[FloatArray, FloatArray] | None:
    """Every possible tally (k×m) and its chance (k); None when there are more than MAX_TALLIES.

    worth: n, what each member's vote adds to the tally of an option.
    """
    options = members.shape[1]
    tallies, chances = np.zeros((1, options)), np.ones(1)
    for preference, value in zip(members, worth, strict=True):
        voted = np.flatnonzero(preference)
        tallies = (tallies[:, None, :] + value * np.eye(options)[voted]).reshape(-1, options)
        chances = (chances[:, None] * preference[voted]).reshape(-1)
        same = np.zeros(len(tallies), dtype=np.int64)
        for column in tallies.T[:-1]:
            distinct, place = np.unique(np.rint(column / SAME_TALLY), return_inverse=True)
            same = np.unique(same * len(distinct) + place, return_inverse=True)[1].astype(np.int64)
        _, first = np.unique(same, return_index=True)
        if len(first) > MAX_TALLIES:
            return None
        tallies, chances = tallies[first], np.bincount(same, weights=chances).astype(np.float64)
    return tallies, chances


def _drawn_votes(members: FloatArray, share: FloatArray) -> FloatArray:
    """The chances of a weighted vote from simulated votes."""
    generator = np.random.default_rng(DRAWN_SEED)
    ballots = np.arange(DRAWN_VOTES)
    tallies = np.zeros((DRAWN_VOTES, members.shape[1]))
    for preference, value in zip(members, share, strict=True):
        choice = np.searchsorted(preference.cumsum()[:-1], generator.random(DRAWN_VOTES), side="right")
        tallies[ballots, choice] += value
    return _most_votes(tallies, np.full(DRAWN_VOTES, 1 / DRAWN_VOTES))


def _most_votes(tallies: FloatArray, chances: FloatArray) -> FloatArray:
    """The chance of each option to have the largest tally; equal tallies share the chance."""
    wins = tallies >= tallies.max(axis=1, keepdims=True) - TIE
    return np.asarray((chances[:, None] * wins / wins.sum(axis=1, keepdims=True)).sum(axis=0), dtype=np.float64)
