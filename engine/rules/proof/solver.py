"""Finds an account inside one box and outside many others, or proves that there is none.

The question decides everything that verification asks: a rule is shadowed when no account lies in one of its boxes and
outside the boxes of the rules before it; a book is complete when no account lies outside all boxes. The search is the
classic one for satisfiability (Davis, Putnam, Logemann, Loveland) over sets of cells instead of truth values: a box
must be left through one of its facts; when a single fact is open the way is forced; otherwise the two possibilities of
the most contested fact are tried. It ends always; a clock ends it sooner.
"""

from __future__ import annotations

import itertools
import math
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from engine.files.arguments import refused
from engine.rules.proof.real_accounts import NotSeenThrough, RealAccounts, Unsettled
from engine.rules.proof.space import Point, Space
from engine.rules.proof.tied_facts import TiedFacts
from engine.rules.tabulation.fact_cells import UNKNOWN, Box, members
from engine.wording import say

_STEPS_A_LOOK = 64
_MOST_COUNTED = 1_000
"""Combinations of cells of which it is looked up one by one whether an account reaches them."""


class OutOfTime(Unsettled):
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
    Raises OutOfTime, and NotSeenThrough where a formula leaves it open.
    """
    clock.questions += 1
    domain = [inside.get(place, cells) & cells for place, cells in enumerate(space.full)]
    without = [*outside, *space.forbidden]
    if space.real is None:
        return find_among(domain, without, clock)
    if not all(domain):
        return None
    within, step = space.real.within, clock.step
    return _first_certain(partial(within, found, step) for found in search(domain, without, clock))


def _first_certain(tries: Iterable[Callable[[], Point | None]]) -> Point | None:
    """The first point that one of these finds. Raises NotSeenThrough where none does and one is left open."""
    open_ = False
    for found in tries:
        try:
            point = found()
        except NotSeenThrough:
            open_ = True
            continue
        if point is not None:
            return point
    if open_:
        raise NotSeenThrough
    return None


def find_among(domain: Sequence[int], outside: Sequence[Box], clock: Deadline) -> Point | None:
    """A point with each fact in these cells that lies in none of the boxes, all of them accounts. Raises OutOfTime."""
    if not all(domain):
        return None
    found = next(search(list(domain), list(outside), clock), None)
    return None if found is None else tuple(map(_first, found))


def find_in(space: Space, region: Iterable[Box], outside: Iterable[Box], clock: Deadline) -> Point | None:
    """The same in one of several boxes. Raises as `find` does, once no box holds an account for certain."""
    without = list(outside)
    return _first_certain(partial(find, space, box, without, clock) for box in region)


def covered(space: Space, region: Iterable[Box], by: Sequence[Box], clock: Deadline) -> bool:
    """Does every point of the region lie in one of the boxes? Raises as `find` does."""
    return find_in(space, region, by, clock) is None


def counted_outside(space: Space, outside: Iterable[Box], clock: Deadline, most_steps: int) -> tuple[int, bool]:
    """How many points lie in none of the boxes, and whether that is all: False when so many steps did not suffice.

    Where facts are computed, points that no account reaches do not count. Raises OutOfTime.
    """
    clock.questions += 1
    last, total, all_ = clock.steps + most_steps, 0, True
    untried = [(list(space.full), [*outside, *space.forbidden])]
    while untried:
        if clock.steps >= last:
            return total, False
        domain, boxes = untried.pop()
        left = _forced(domain, boxes, clock)
        if left:
            untried += _parted(domain, left)
        elif left is not None:
            points, counted = _points_in(space, domain, clock)
            total, all_ = total + points, all_ and counted
    return total, all_


def _points_in(space: Space, domain: Sequence[int], clock: Deadline) -> tuple[int, bool]:
    """How many points of the domain an account reaches, and whether these are all."""
    if space.real is None:
        return math.prod(cells.bit_count() for cells in domain), True
    names = [cells.fact for cells in space.facts]
    tied = {name for group in space.real.tied for name in (*group.given, *group.computed)}
    total = math.prod(cells.bit_count() for name, cells in zip(names, domain, strict=True) if name not in tied)
    every = True
    for group in space.real.tied:
        points, counted = _points_of(space.real, group, dict(zip(names, domain, strict=True)), clock)
        total, every = total * points, every and counted
    return total, every


def _points_of(real: RealAccounts, group: TiedFacts, domain: Mapping[str, int], clock: Deadline) -> tuple[int, bool]:
    """How many combinations of cells of tied facts an account reaches, and whether these are all."""
    names = (*group.given, *group.computed)
    if math.prod(domain[name].bit_count() for name in names) > _MOST_COUNTED:
        return 0, False
    found, every = 0, True
    for chosen in itertools.product(*(members(domain[name]) for name in names)):
        try:
            found += real.holds(group, {name: 1 << cell for name, cell in zip(names, chosen, strict=True)}, clock.step)
        except NotSeenThrough:
            every = False
    return found, every


def _first(cells: int) -> int:
    return 0 if cells & UNKNOWN else (cells & -cells).bit_length() - 1


def search(domain: list[int], boxes: list[Box], clock: Deadline) -> Iterator[list[int]]:
    """The parts of the domain that lie outside every box; no two of them meet."""
    untried = [(domain, boxes)]
    while untried:
        domain, boxes = untried.pop()
        left = _forced(domain, boxes, clock)
        if left is None:
            continue
        if left:
            untried += _parted(domain, left)
        else:
            yield domain


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
