"""Points that a book of points gives and other books ask about: known now, and what they may still come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, product, zip_longest

from engine.advice.gaps import Gap, values_told_apart
from engine.errors import InputError
from engine.model.rulebook import Value
from engine.rules.language.spoken import label_of
from engine.rules.language.values import is_unknown
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.wording import Joined, Said, say

Range = tuple[float, float]
POINTS: Mapping[str, str] = {
    "account_rating": "rating_points",
    "potential_rating": "potential_rating_points",
    "potential": "potential_points",
}
"""The fact that the points of a book are for other books."""
UNDECIDED = ("unknown", "find_out")
"""Values by which a book itself says that it cannot tell."""


@dataclass(frozen=True)
class Fed:
    """What is not known of the points that feed a decision.

    lacks: what each of these facts lacks, as gaps of the book that gives the points. unsettled: those that would change
    the decision, though something is known of them. bounds: between which bounds these lie, in words.
    """

    lacks: Mapping[str, Sequence[Gap]] = field(default_factory=dict)
    unsettled: tuple[str, ...] = ()
    bounds: Said = ""

    def gaps(self, names: Iterable[str]) -> Iterator[Gap]:
        """What these facts lack, the first of each before the second of any."""
        in_turn = zip_longest(*(self.lacks.get(name, ()) for name in names))
        return (gap for gap in chain.from_iterable(in_turn) if gap is not None)


def open_points(compiled: CompiledBook, facts: Mapping[str, object], ranges: Mapping[str, Range]) -> tuple[str, ...]:
    """Which of the points that are known only between two bounds would change the first output of the book, or the
    reason why it cannot tell.

    Every kind of value that the book tells apart between the bounds is tried, with every kind of the others.
    """
    tried = {name: _between(compiled, name, bounds) for name, bounds in ranges.items() if name in compiled.facts_asked}
    decided: dict[tuple[float, ...], object] = {}
    for values in product(*tried.values()):
        try:
            decision = compiled.decide({**facts, **dict(zip(tried, values, strict=True))})
            first = next(iter(decision.outputs.values()))
            decided[values] = decision.rules if first in UNDECIDED else first
        except InputError:
            decided[values] = None
    return tuple(
        name
        for place, name in enumerate(tried)
        if any(outputs != decided[_with(values, place, tried[name][0])] for values, outputs in decided.items())
    )


def _with(values: tuple[float, ...], place: int, value: float) -> tuple[float, ...]:
    return (*values[:place], value, *values[place + 1 :])


def _between(compiled: CompiledBook, name: str, bounds: Range) -> tuple[float, ...]:
    """The bounds, and a value of each kind between them."""
    inside = [value for value in map(float, values_told_apart(compiled, name)) if bounds[0] < value < bounds[1]]
    number = int if compiled.book.facts[name].type == "integer" else float
    return tuple(dict.fromkeys(map(number, (bounds[0], *inside, bounds[1]))))


def bounds_said(
    compiled: CompiledBook, names: Iterable[str], ranges: Mapping[str, Range], facts: Mapping[str, Value | None]
) -> Said:
    """Between which bounds the points lie, where something is known of them: “value today 30 to 80 points”."""
    said = [
        say(
            "{points} {least} to {most}",
            points=label_of(name, compiled.book.facts[name]),
            least=f"{ranges[name][0]:g}",
            most=f"{ranges[name][1]:g}",
        )
        for name in names
        if not is_unknown(facts.get(name))
    ]
    return Joined(said, ", ") if said else ""
