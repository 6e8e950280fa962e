"""A seat is given up: everything that concerned the person is reset to what holds for a newcomer, field by field."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from engine.dynamics.declarations import Field
from engine.dynamics.moments import Moment
from engine.dynamics.state.flat_records import PEOPLE


class Vacate(Moment):
    """A kernel (account, deal, desk, now, i) composed of fields, which are set once all mechanisms are known."""

    fields: tuple[Field, ...] = ()

    def source(self) -> str:
        """The composed function as text."""
        lines = [f"def {self.name}(account, deal, desk, now, i):", f'    """{self.meaning}"""']
        for field in self.fields:
            value = field.start if field.newcomer is None else field.newcomer
            lines.append(f"    {self._every(field)} = {self._number(value)}")
        return "\n".join([*lines, "    return"]) + "\n"

    def _every(self, field: Field) -> str:
        """The places of the field that belong to seat i."""
        return f"{field.path}[{', '.join('i' if d == PEOPLE else ':' for d in field.per)}]"

    def _number(self, value: float) -> str:
        return repr(value) if math.isfinite(value) else f"float({str(value)!r})"

    def composed(self, callable_of: Callable[[Any], Any]) -> Callable[..., Any]:
        """The composed function."""
        return self.made({})


vacate = Vacate("vacate", "Forget the person on seat i; the seat itself stays as it is.", ("i",))


def use(fields: tuple[Field, ...]) -> None:
    """These are the fields there are."""
    vacate.fields = tuple(field for field in fields if PEOPLE in field.per and not field.of_seat)
