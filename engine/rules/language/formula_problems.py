"""What is wrong with the formulas of a book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.errors import Problem
from engine.model.rulebook import FactDeclaration
from engine.rules.language.computed_facts import in_order
from engine.rules.language.decision_tables import Where
from engine.rules.language.fact_formulas import Formula
from engine.rules.language.formula_parser import parse_formula
from engine.rules.language.formula_units import check_formula
from engine.rules.language.tokens import ConditionError
from engine.rules.language.values import BadValue
from engine.wording import say


def formula_problems(facts: Mapping[str, FactDeclaration], where: Where) -> Iterator[Problem]:
    """Formulas that cannot be read, that put together what does not go together, or that need themselves."""
    read: dict[str, Formula] = {}
    for name, declared in facts.items():
        if declared.formula is None:
            continue
        at = where(("facts", name, "formula"))
        try:
            read[name] = parse_formula(declared.formula, facts)
            check_formula(name, declared, read[name], facts)
        except ConditionError as wrong:
            what = say(
                "fact `{fact}`, `formula`, character {at}: {what}", fact=name, at=wrong.position, what=wrong.what
            )
            yield Problem(at, what, wrong.hint, wrong.code)
        except BadValue as unfit:
            yield Problem(at, unfit.what, unfit.hint, unfit.code)
    circle = in_order(read)[1]
    if circle:
        what = say("`{fact}` is computed from itself: {circle}", fact=circle[0], circle=" → ".join(circle))
        hint = say("take one of them out of the circle")
        yield Problem(where(("facts", circle[0], "formula")), what, hint, "formula-circle")
