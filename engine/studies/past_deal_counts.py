"""Past deals beside what a book says of them: which agree, how each kind ended, and how sure the shares are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isclose, sqrt

from engine.model.rulebook import Value
from engine.rules.language.feeding import askable
from engine.rules.proof.learning import Standing
from engine.rules.tabulation.decision import Decision
from engine.statistics.intervals import Interval, difference_interval, proportion_interval
from engine.studies.past_deal_sheet import PastDeal

FEWEST = 5
"""With fewer deals of known end on either side nothing is said about the difference: assumption, a rule of thumb."""
MOST_MISSING = 3
_NORMAL = 10**9
"""Degrees of freedom at which Student's t is the normal, as Wilson's interval has it."""


@dataclass(frozen=True)
class JudgedDeal:
    """A past deal and what the book says of it. compared: the outputs that are compared with what was done."""

    deal: PastDeal
    standing: Standing
    compared: tuple[str, ...]

    @property
    def decision(self) -> Decision:
        """What the book says on what was known."""
        return self.standing.decision

    @property
    def stands(self) -> bool | None:
        """Is what is compared the same whatever the unknown facts turn out to be? None when time was over before."""
        names = self.compared or tuple(self.decision.outputs)
        if any(not self._same(other.after.outputs[name], name) for other in self.standing.others for name in names):
            return False
        return True if self.standing.settled else None

    @property
    def agrees(self) -> bool | None:
        """Was done what the book says? None where the sheet does not say what was done, or the decision not stand."""
        return self.agrees_so_far if self.stands else None

    @property
    def agrees_so_far(self) -> bool | None:
        """Was done what the book says on what is known? None where the sheet does not say what was done."""
        if not self.deal.done:
            return None
        return all(self._same(value, name) for name, value in self.deal.done.items())

    def _same(self, value: Value, name: str) -> bool:
        said = self.decision.outputs[name]
        if isinstance(value, str) or isinstance(said, str):
            return value == said
        return isclose(value, said, rel_tol=1e-9, abs_tol=1e-12)


@dataclass(frozen=True)
class Side:
    """Deals of one kind. ended: those of known end. won: of these."""

    deals: int
    ended: int
    won: int

    @property
    def win_share(self) -> float | None:
        """Deals won ÷ deals of known end; None without any."""
        return self.won / self.ended if self.ended else None

    @property
    def interval(self) -> Interval | None:
        """Wilson's 95 % interval of the win share; None without deals of known end."""
        return wilson(self.won, self.ended) if self.ended else None


@dataclass(frozen=True)
class PastCounts:
    """Every deal in one of four: agreed, differed, hanging on facts not known, or without a word of what was done.

    hanging_told: hanging deals of which is known what was done. hanging_agreed: of these, where it is what the book
    says on what is known. missing: the facts that most hanging deals hang on, at most three.
    """

    agreed: Side
    differed: Side
    hanging: Side
    untold: Side
    hanging_told: int = 0
    hanging_agreed: int = 0
    missing: tuple[str, ...] = ()

    @property
    def compared(self) -> int:
        """Deals whose decision stands and of which the sheet says what was done."""
        return self.agreed.deals + self.differed.deals

    @property
    def agreement(self) -> Interval | None:
        """Wilson's 95 % interval of the share of compared deals in which was done what the book says."""
        return wilson(self.agreed.deals, self.compared) if self.compared else None

    @property
    def enough(self) -> bool:
        """Are there enough deals of known end on both sides to say anything of the difference?"""
        return min(self.agreed.ended, self.differed.ended) >= FEWEST

    @property
    def difference(self) -> tuple[float, Interval] | None:
        """Win share where they agreed − where not, with Newcombe's 95 % interval; None where there is not enough.

        Reference: Newcombe, Statistics in Medicine 17 (1998), method 10.
        """
        one, other = self.agreed, self.differed
        if not self.enough or one.win_share is None or other.win_share is None:
            return None
        ends = wilson(one.won, one.ended), wilson(other.won, other.ended)
        interval = difference_interval(one.win_share, ends[0], other.win_share, ends[1], 0.0)
        return one.win_share - other.win_share, Interval(max(interval.low, -1.0), min(interval.high, 1.0))


def wilson(some: int, n: int) -> Interval:
    """Wilson's 95 % interval of `some` of `n` independent cases, n at least 1.

    >>> [round(end, 4) for end in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    share = some / n
    return proportion_interval(share, sqrt(share * (1 - share) / n), _NORMAL, independent=n)


def counts_of(deals: Sequence[JudgedDeal]) -> PastCounts:
    """How many deals of each kind there are and how they ended; their order does not matter."""
    standing, hanging = [one for one in deals if one.stands], [one for one in deals if not one.stands]
    so_far = [one.agrees_so_far for one in hanging if one.agrees_so_far is not None]
    return PastCounts(
        _side(one for one in standing if one.agrees),
        _side(one for one in standing if one.agrees is False),
        _side(hanging),
        _side(one for one in standing if one.agrees is None),
        len(so_far),
        sum(so_far),
        _missing(hanging),
    )


def _missing(hanging: Sequence[JudgedDeal]) -> tuple[str, ...]:
    """The facts to find out that most deals have; of equals those that the book declares first."""
    times = Counter(name for one in hanging for name in one.standing.ask)
    declared = list(askable(hanging[0].decision.logic.book)) if hanging else []
    return tuple(sorted(times, key=lambda name: (-times[name], declared.index(name)))[:MOST_MISSING])


def _side(deals: Iterable[JudgedDeal]) -> Side:
    ends = [one.deal.ended for one in deals]
    return Side(len(ends), sum(end is not None for end in ends), ends.count("won"))
