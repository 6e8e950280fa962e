"""One deal's records become one row of outcomes, column by column as the mechanisms declare them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from engine.dynamics.declarations import Column
from engine.dynamics.moments import Moment


class RowWriter(Moment):
    """A kernel (account, deal, desk, now, row) composed of columns, which are set once all mechanisms are known."""

    columns: tuple[Column, ...] = ()

    def source(self) -> str:
        """The composed function as text."""
        lines = ["def write_row(account, deal, desk, now, row):", f'    """{self.meaning}"""']
        for place, column in enumerate(self.columns):
            by_kernel = not isinstance(column.value, str)
            value = f"value_{place}(account, deal, desk, now)" if by_kernel else column.value
            lines.append(f"    row.{column.name} = {value}")
        return "\n".join(lines) + "\n"

    def composed(self, callable_of: Callable[[Any], Any]) -> Callable[..., Any]:
        """The composed function, calling what `callable_of` makes of each kernel."""
        names: dict[str, Any] = {
            f"value_{place}": callable_of(column.value)
            for place, column in enumerate(self.columns)
            if not isinstance(column.value, str)
        }
        return self.made(names)


write_row = RowWriter("write_row", "What mechanisms have to say of a deal.", ("row",))


class Given(NamedTuple):
    """A column that is there whatever the mechanisms."""

    name: str
    type: str
    meaning: str


ALWAYS = (
    Given("replication", "i8", "number of the replication"),
    Given("account", "i4", "place of the account in the scenario"),
    Given("deal", "i4", "running number within the replication: account, copy, project"),
    Given("outcome", "i4", "model.terms.Outcome"),
    Given("closed", "f8", "day it ended, or the horizon when still open; NaN without a project"),
)


def use(columns: tuple[Column, ...]) -> np.dtype[np.void]:
    """These are the columns there are. Returns the type of a row."""
    write_row.columns = columns
    composed = [(column.name, column.type) for column in columns]
    return np.dtype((np.record, [*((name, kind) for name, kind, _ in ALWAYS), *composed]))
