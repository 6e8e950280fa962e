"""What a formula computes with: numbers of one unit may be added and compared, those of any may be multiplied.

A unit is a product of words with powers: `10k CNY per hour` is one of `10k CNY` and one less of `hours`. Shares,
scores, probabilities, coefficients and counts are plain numbers: they may be added to each other and leave no trace in
a product. A number written without a unit takes the unit of what it is added to or compared with, and is plain in a
product.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from engine.model.rulebook import FactDeclaration
from engine.rules.language.fact_formulas import (
    COMPARISONS,
    DateWritten,
    FactRead,
    Formula,
    NumberWritten,
    Operation,
    nodes,
    written,
)
from engine.rules.language.formula_parser import compares
from engine.rules.language.values import BadValue
from engine.wording import Said, say, unit_said

Powers = tuple[tuple[str, int], ...]
"""Words of a unit, each with its power, sorted; none for plain numbers."""
_PLAIN = frozenset(["share", "score", "probability", "coefficient", "count", "factor", "ratio"])
_ONE_OF = {"day": "days", "week": "weeks", "month": "months", "year": "years", "hour": "hours"}


def powers_of(unit: str) -> Powers:
    """The words of a unit with their powers.

    >>> powers_of("10k CNY per day"), powers_of("share of revenue"), powers_of("per week")
    ((('10k CNY', 1), ('days', -1)), (), (('weeks', -1),))
    """
    above, *below = f" {unit} ".replace("/", " per ").split(" per ")
    found: Counter[str] = Counter()
    for part, power in ((above, 1), *((part, -1) for part in below)):
        for word in part.split("×"):
            plain, _, times = " ".join(word.split()).replace("²", "^2").replace("³", "^3").partition("^")
            if plain and plain.split(" of ")[0] not in _PLAIN:
                found[_ONE_OF.get(plain, plain)] += power * (int(times) if times.isdecimal() else 1)
    return _sorted(found)


def _sorted(found: Mapping[str, int]) -> Powers:
    return tuple(sorted((word, power) for word, power in found.items() if power))


def powers_said(powers: Powers) -> Said:
    """The unit in words: `10k CNY per day`, `a plain number`."""
    one = {many: single for single, many in _ONE_OF.items()}
    above = [word if power == 1 else f"{word}^{power}" for word, power in powers if power > 0]
    below = [one.get(word, word) if power == -1 else f"{word}^{-power}" for word, power in powers if power < 0]
    if not powers:
        return say("a plain number")
    return unit_said(" per ".join([" × ".join(above), *below]).strip())


def check_formula(name: str, declared: FactDeclaration, formula: Formula, facts: Mapping[str, FactDeclaration]) -> None:
    """Raises BadValue where the formula of a fact puts together what does not go together, or gives something else
    than the fact is declared to be."""
    found = _Units(facts).of(formula)
    if compares(formula) != (declared.type == "boolean"):
        if declared.type == "boolean":
            what = say("`{name}` is yes or no, and its formula gives a number", name=name)
            raise BadValue(what, say("end it with a comparison, as in `a - b > 0`"), "formula-type")
        what = say("`{name}` is a number, and its formula gives yes or no", name=name)
        raise BadValue(what, say("declare it as `type: boolean`"), "formula-type")
    if declared.type == "boolean":
        return
    if found is not None and found != powers_of(declared.unit or ""):
        what = say(
            "`{name}` is declared in {unit}, and its formula gives {found}",
            name=name,
            unit=unit_said(declared.unit or ""),
            found=powers_said(found),
        )
        raise BadValue(what, say("declare the unit that it has, or correct the formula"), "formula-unit")
    if declared.type == "integer" and not _whole(formula, facts):
        what = say("`{name}` counts whole numbers, and its formula can give others", name=name)
        raise BadValue(what, say("declare it as `type: number`"), "formula-type")


def _whole(formula: Formula, facts: Mapping[str, FactDeclaration]) -> bool:
    """Does the formula give whole numbers alone?"""
    for part in nodes(formula):
        if isinstance(part, Operation) and part.operator == "/":
            return False
        if isinstance(part, NumberWritten) and not part.value.is_integer():
            return False
        if isinstance(part, FactRead) and facts[part.fact].type not in ("integer", "date"):
            return False
    return True


class _Units:
    """The unit of each part; None for a number written without one."""

    def __init__(self, facts: Mapping[str, FactDeclaration]) -> None:
        self._facts = facts

    def of(self, formula: Formula) -> Powers | None:
        match formula:
            case NumberWritten(_, unit):
                return None if unit is None else powers_of(unit)
            case DateWritten(day):
                raise _no_number(day)
            case FactRead(fact):
                return self._of_fact(fact)
            case Operation("days", left, right):
                self._need_dates(formula, left, right)
                return powers_of("days")
            case Operation(operator, left, right) if operator in COMPARISONS and self._dates(left, right):
                self._need_dates(formula, left, right)
                return ()
            case Operation("*" | "/" as operator, left, right):
                return self._product(self.of(left), self.of(right), 1 if operator == "*" else -1)
            case Operation(_, left, right):
                return self._same(formula, self.of(left), self.of(right))

    def _of_fact(self, fact: str) -> Powers:
        declared = self._facts[fact]
        if declared.type == "date":
            raise _no_number(fact)
        if declared.type in ("boolean", "choice"):
            what = say("`{fact}` is no number, so nothing can be computed from it", fact=fact)
            raise BadValue(what, say("ask about it in a rule"), "formula-type")
        return powers_of(declared.unit or "")

    def _is_date(self, part: Formula) -> bool:
        return isinstance(part, DateWritten) or (isinstance(part, FactRead) and self._facts[part.fact].type == "date")

    def _dates(self, *parts: Formula) -> bool:
        return any(self._is_date(part) for part in parts)

    def _need_dates(self, whole: Formula, *parts: Formula) -> None:
        for part in parts:
            if not self._is_date(part):
                what = say("`{part}` is no date, in `{formula}`", part=written(part), formula=written(whole))
                raise BadValue(what, say("a date is a fact of `type: date`, or written as 2026-01-31"), "formula-type")

    def _product(self, left: Powers | None, right: Powers | None, sign: int) -> Powers | None:
        if left is None and right is None:
            return None
        found = Counter(dict(left or ()))
        for word, power in right or ():
            found[word] += sign * power
        return _sorted(found)

    def _same(self, whole: Operation, left: Powers | None, right: Powers | None) -> Powers | None:
        if left is None or right is None or left == right:
            return right if left is None else left
        what = say(
            "`{formula}` puts {left} and {right} together",
            formula=written(whole),
            left=powers_said(left),
            right=powers_said(right),
        )
        raise BadValue(what, say("both must have the same unit"), "formula-unit")


def _no_number(part: str) -> BadValue:
    what = say("`{fact}` is a date, so it is no number", fact=part)
    return BadValue(what, say("count the days between two dates: `days(from, to)`"), "formula-type")
