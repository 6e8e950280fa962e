"""Whose opinion takes over when people copy one another at random: voter, invasion and link processes, solved exactly.

Source: Sood, Antal & Redner, Voter models on heterogeneous networks, Phys. Rev. E 77, 041121 (2008).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
FixationModel = Literal["voter", "invasion", "link"]
MAX_CHAIN_PEOPLE = 12


def fixation_probabilities(attention: npt.ArrayLike, model: FixationModel) -> FloatArray:
    """The chance that everybody ends with the opinion of one person who starts alone with it: n values, by starter.

    attention: n×n, aᵢⱼ ≥ 0 how much i listens to j; an adjacency matrix, or a W without conflict; aᵢᵢ means that
    nothing happens. A move makes i copy j:
    `voter`     a random person i listens to somebody, picked by aᵢⱼ along the row;
    `invasion`  a random person j pushes the opinion on somebody, picked by aᵢⱼ down the column;
    `link`      a random line (i, j) is picked by aᵢⱼ.
    Solves φⱼ Σₖ rⱼₖ = Σᵢ φᵢ rᵢⱼ, Σφ = 1, r being the chances of the moves: as no opinion is better than another, the
    chance to take over adds up over starters. `fixation_chain` finds the same from the chain of all 2ⁿ states.
    Raises ValueError for negative attention, or when two groups can hold their opinions for ever.

    >>> star = [[0, 1, 1, 1, 1], [1, 0, 0, 0, 0], [1, 0, 0, 0, 0], [1, 0, 0, 0, 0], [1, 0, 0, 0, 0]]
    >>> [round(float(chance), 6) for chance in fixation_probabilities(star, "voter")[:2]]
    [0.5, 0.125]
    """
    moves = _copy_moves(attention, model)
    balance = moves.T - np.diag(moves.sum(axis=1))
    balance[0] = 1.0
    answer = np.linalg.solve(balance, np.eye(len(moves))[0])
    return np.clip(answer, 0.0, 1.0)


def fixation_chain(attention: npt.ArrayLike, model: FixationModel) -> FloatArray:
    """The chance that the supporters win everybody, for every set of supporters: 2ⁿ values, bit i = person i supports.

    Solves the absorbing chain over all sets, at most 12 people. Supporting and not supporting are alike, so only sets
    without person 0 are unknown. Arguments and errors as in `fixation_probabilities`.
    """
    moves = _copy_moves(attention, model)
    n = len(moves)
    if n > MAX_CHAIN_PEOPLE:
        raise ValueError(f"the chain has 2^{n} states; at most {MAX_CHAIN_PEOPLE} people can be solved")
    full = (1 << n) - 1
    states = np.arange(0, full + 1, 2)
    system = np.zeros((len(states), len(states)))
    constant = np.zeros(len(states))
    for i, j in np.argwhere(moves > 0):
        chance = moves[i, j]
        rows = np.flatnonzero(((states >> i) & 1) != ((states >> j) & 1))
        after = states[rows] ^ (1 << i)
        mirrored = (after & 1) == 1
        column = np.where(mirrored, full ^ after, after) >> 1
        np.add.at(system, (rows, rows), chance)
        np.add.at(system, (rows, column), np.where(mirrored, chance, -chance))
        constant[rows] += np.where(mirrored, chance, 0.0)
    system[0, 0] = 1.0
    chances = np.empty(full + 1)
    chances[states] = np.linalg.solve(system, constant)
    chances[full ^ states] = 1 - chances[states]
    return chances


def _copy_moves(attention: npt.ArrayLike, model: FixationModel) -> FloatArray:
    """The chance per step that i copies j, n×n without diagonal."""
    listens = np.array(attention, dtype=np.float64)
    if listens.ndim != 2 or listens.shape[0] != listens.shape[1] or len(listens) == 0:
        raise ValueError("attention must be a square matrix with at least one person")
    if not np.all(np.isfinite(listens)) or np.any(listens < 0):
        raise ValueError("attention must be finite and not negative; leave conflict out")
    if not np.any(np.all(_reaches(listens), axis=0)):
        raise ValueError("two groups do not listen to each other: no opinion ever takes over everybody")
    if model == "voter":
        total = listens.sum(axis=1, keepdims=True) * len(listens)
    elif model == "invasion":
        total = listens.sum(axis=0, keepdims=True) * len(listens)
    elif model == "link":
        total = np.full((1, 1), listens.sum())
    else:
        raise ValueError(f"no fixation model `{model}`; use voter, invasion or link")
    moves = np.divide(listens, total, out=np.zeros_like(listens), where=total > 0)
    np.fill_diagonal(moves, 0.0)
    return np.asarray(moves, dtype=np.float64)


def _reaches(listens: FloatArray) -> npt.NDArray[np.bool_]:
    """n×n: does an opinion of column j get to row i, directly or through others?"""
    reach = (listens > 0) | np.eye(len(listens), dtype=np.bool_)
    for _ in range(len(listens).bit_length()):
        reach = reach @ reach
    return reach
