"""Finds an account inside one box and outside many others, or proves that there is none.

The question decides everything that verification asks: a rule is shadowed when no account lies in one of its boxes and
outside the boxes of the rules before it; a book is complete when no account lies outside all boxes. The search is the
classic one for satisfiability (Davis, Putnam, Logemann, Loveland) over sets of cells instead of truth values: a box
must be left through one of its facts; when a single fact is open the way is forced; otherwise the two possibilities of
the most contested fact are tried. It ends always; a clock ends it sooner.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from engine.files.arguments import refused
from engine.rules.proof.space import Point, Space
from engine.rules.tabulation.fact_cells import UNKNOWN, Box
from engine.wording import say

_STEPS_A_LOOK = 64


class OutOfTime(Exception):
    """The clock ran out before a question was settled."""


class TooManyWays(OutOfTime):
    """A rule can come true in so many ways that nothing is proved of its book in any time."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        super().__init__(rule)


class Deadline:
    """Counts the steps of all searches and ends them after so many seconds."""

    def __init__(self, seconds: float) -> None:
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            raise refused("seconds", seconds, say("a number of seconds"))
        self.seconds, self.steps, self.questions = seconds, 0, 0
        self._end = time.monotonic() + seconds

    def give_up(self) -> None:
        """Ends the search as if the time were over."""
        raise OutOfTime

    def step(self) -> None:
        """One step of work. Raises OutOfTime when the time is over."""
        self.steps += 1
        if self.steps % _STEPS_A_LOOK == 0 and time.monotonic() > self._end:
            raise OutOfTime


def find(space: Space, inside: Box, outside: Iterable[Box], clock: Deadline) -> Point | None:
    """A point of `inside` that lies in none of `outside` and can come about; None when there is none.

    Of several values of a fact it takes unknown where that is allowed, so that accounts come out short.
    Raises OutOfTime.
    """
    clock.questions += 1
    domain = [inside.get(place, cells) & cells for place, cells in enumerate(space.full)]
    return find_among(domain, [*outside, *space.forbidden], clock)


def find_among(domain: Sequence[int], outside: Sequence[Box], clock: Deadline) -> Point | None:
    """A point with each fact in these cells that lies in none of the boxes. Raises OutOfTime."""
    if not all(domain):
        return None
    found = _search(list(domain), list(outside), clock)
    return None if found is None else tuple(_first(cells) for cells in found)


def covered(space: Space, region: Iterable[Box], by: Sequence[Box], clock: Deadline) -> bool:
    """Does every point of the region lie in one of the boxes? Raises OutOfTime."""
    return all(find(space, box, by, clock) is None for box in region)


def counted_outside(space: Space, outside: Iterable[Box], clock: Deadline, most_steps: int) -> tuple[int, bool]:
    """How many points lie in none of the boxes, and whether that is all: False when so many steps did not suffice.

    Raises OutOfTime.
    """
    clock.questions += 1
    last, total = clock.steps + most_steps, 0
    untried = [(list(space.full), [*outside, *space.forbidden])]
    while untried:
        if clock.steps >= last:
            return total, False
        domain, boxes = untried.pop()
        left = _forced(domain, boxes, clock)
        if left:
            untried += _parted(domain, left)
        elif left is not None:
            total += math.prod(cells.bit_count() for cells in domain)
    return total, True


def _first(cells: int) -> int:
    return 0 if cells & UNKNOWN else (cells & -cells).bit_length() - 1


def _search(domain: list[int], boxes: list[Box], clock: Deadline) -> list[int] | None:
    """The domain narrowed until it leaves every box, or None."""
    untried = [(domain, boxes)]
    while untried:
        domain, boxes = untried.pop()
        left = _forced(domain, boxes, clock)
        if left is None:
            continue
        if not left:
            return domain
        untried += _parted(domain, left)
    return None


def _parted(domain: list[int], left: list[tuple[Box, list[int]]]) -> Iterator[tuple[list[int], list[Box]]]:
    """The two possibilities of the most contested fact."""
    place, cells = _contested(left)
    remaining = [box for box, _ in left]
    for narrowed in (domain[place] & cells, domain[place] & ~cells):
        branch = domain.copy()
        branch[place] = narrowed
        yield branch, remaining


def _forced(domain: list[int], boxes: list[Box], clock: Deadline) -> list[tuple[Box, list[int]]] | None:
    """Narrows the domain by every box with a single way out; the boxes left with their ways, None at a dead end."""
    while True:
        clock.step()
        narrowed, left = False, []
        for box in boxes:
            ways = []
            for place, cells in box.items():
                allowed = domain[place]
                if not allowed & cells:
                    break
                if allowed & ~cells:
                    ways.append(place)
            else:
                if not ways:
                    return None
                if len(ways) == 1:
                    domain[ways[0]] &= ~box[ways[0]]
                    narrowed = True
                else:
                    left.append((box, ways))
        if not narrowed:
            return left
        boxes = [box for box, _ in left]


def _contested(boxes: list[tuple[Box, list[int]]]) -> tuple[int, int]:
    """The fact and cells at which to part: of the boxes with fewest ways out, those named most often."""
    fewest = min(len(ways) for _, ways in boxes)
    counts = Counter((place, box[place]) for box, ways in boxes if len(ways) == fewest for place in ways)
    return max(counts, key=counts.__getitem__)
