"""A box around a point, made smaller step by step, and no smaller than what is to stay asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import partial

from engine.rules.language.logic import BookLogic
from engine.rules.proof.regions import Region, inside
from engine.rules.tabulation.fact_cells import Box, DeclaredCells, members

Number = int | Fraction


def within(region: Region, point: Sequence[int]) -> Box | None:
    """The first box of the region that holds the point."""
    return next((box for box in region if inside(box, point)), None)


class Around:
    """A box that holds a point. room: the cells of each fact that matter at all."""

    def __init__(self, room: Sequence[int], point: Sequence[int]) -> None:
        self._room, self._point = room, point
        self.cells: dict[int, int] = {}

    def allowed(self, place: int) -> int:
        """The cells of a fact that are in the box."""
        return self.cells.get(place, self._room[place])

    def narrow(self, place: int, cells: int) -> None:
        """Keep only these cells of a fact."""
        self.cells[place] = self.allowed(place) & cells

    def stay(self, region: Region) -> None:
        """Within the first box of the region that holds the point."""
        found = within(region, self._point)
        assert found is not None
        for place, cells in found.items():
            self.narrow(place, cells)

    def avoid(self, regions: Iterable[Region]) -> None:
        """Outside every box of these regions; none of them holds the point."""
        for box in (box for region in regions for box in region):
            if any(not self.allowed(place) & cells for place, cells in box.items()):
                continue
            ways = [place for place, cells in box.items() if not cells >> self._point[place] & 1]
            place = next((each for each in ways if each in self.cells), ways[0])
            self.narrow(place, ~box[place])


_Step = Callable[[Around], None]


class PointSum:
    """The points of a book that adds up what fires, kept between two bounds with as few facts held as can be."""

    def __init__(self, logic: BookLogic, regions: Sequence[Region]) -> None:
        output, declared = next(iter(logic.book.outputs.items()))
        self.whole = declared.type == "integer" or logic.book.aggregate == "count"
        self._single: dict[int, list[tuple[int, Number]]] = {}
        self._several: list[tuple[Region, Number]] = []
        for region, row in zip(regions, logic.rows, strict=True):
            points: Number = 1 if logic.book.aggregate == "count" else Fraction(float(row[output]))
            points = int(points) if self.whole else points
            places = {place for box in region for place in box}
            if len(places) == 1 and all(box for box in region):
                place = places.pop()
                cells = 0
                for box in region:
                    cells |= box[place]
                self._single.setdefault(place, []).append((cells, points))
            elif region:
                self._several.append((region, points))

    def _at(self, place: int, cell: int) -> Number:
        return sum((points for cells, points in self._single[place] if cells >> cell & 1), 0)

    def at(self, point: Sequence[int]) -> Number:
        """The points at a point."""
        single = sum((self._at(place, point[place]) for place in self._single), 0)
        return single + sum((points for region, points in self._several if within(region, point) is not None), 0)

    def hold(self, box: Around, point: Sequence[int], fact: DeclaredCells, cells: int) -> bool:
        """Make the box so small that the points stay in these cells of a fact, among which they are; False where they
        are not."""
        now = self.at(point)
        here = fact.cell_of(float(now))
        if not cells >> here & 1:
            return False
        first = last = here
        while first > 1 and (cells >> (first - 1) & 1):
            first -= 1
        while cells >> (last + 1) & 1 and last + 1 < fact.count:
            last += 1
        while True:
            low, high, lower, raiser = self._bounds(box, point)
            if fact.cell_of(float(high)) > last and raiser is not None:
                raiser(box)
            elif fact.cell_of(float(low)) < first and lower is not None:
                lower(box)
            else:
                return True

    def _bounds(self, box: Around, point: Sequence[int]) -> tuple[Number, Number, _Step | None, _Step | None]:
        """The least and the most in the box, and what to hold to bring either nearer to the point's."""
        low: Number = 0
        high: Number = 0
        falls: list[tuple[Number, _Step]] = []
        rises: list[tuple[Number, _Step]] = []
        for place in self._single:
            by_cell = {cell: self._at(place, cell) for cell in members(box.allowed(place))}
            here = self._at(place, point[place])
            low, high = low + min(by_cell.values()), high + max(by_cell.values())
            if max(by_cell.values()) > here:
                kept = sum(1 << cell for cell, points in by_cell.items() if points <= here)
                rises.append((max(by_cell.values()) - here, partial(_keep, place, kept)))
            if min(by_cell.values()) < here:
                kept = sum(1 << cell for cell, points in by_cell.items() if points >= here)
                falls.append((here - min(by_cell.values()), partial(_keep, place, kept)))
        for region, points in self._several:
            may = any(all(box.allowed(place) & cells for place, cells in each.items()) for each in region)
            must = any(all(not box.allowed(place) & ~cells for place, cells in each.items()) for each in region)
            low += points if must else min(0, points) if may else 0
            high += points if must else max(0, points) if may else 0
            if may and not must:
                fires = within(region, point) is not None
                step = partial(_hold, region, fires)
                size: Number = points if points > 0 else -points
                (rises if (points > 0) != fires else falls).append((size, step))
        return low, high, _largest(falls), _largest(rises)


def _keep(place: int, cells: int, box: Around) -> None:
    """Keep only some cells of a fact."""
    box.narrow(place, cells)


def _hold(region: Region, fires: bool, box: Around) -> None:
    """Let a rule go on to fire, or to be silent."""
    if fires:
        box.stay(region)
    else:
        box.avoid([region])


def _largest(steps: Sequence[tuple[Number, _Step]]) -> _Step | None:
    return max(steps, key=lambda step: step[0])[1] if steps else None
