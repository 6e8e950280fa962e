"""What stands in a book: values, names, titles, cells of tables, and how much of each there may be."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from engine.model.base import Text
from engine.model.faults import Fault, Unfit
from engine.wording import say

LARGEST_NUMBER = 1e15
SMALLEST_NUMBER = 1e-4
MAX_RULES, MAX_FACTS, MAX_OUTPUTS, MAX_VALUES, MAX_CASES = 500, 200, 32, 200, 5000
MAX_WHEN = 20_000
MAX_FORMULA = 1000
LAST_DAY = 3_652_059
"""31 December 9999, as a day counted from 1 January of the year 1."""
MAX_TITLE = 40
"""Characters of a rule's title in either language: what a picture and a line of a table have room for."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
"""A name used in sentences: small letters, digits and `_`, starting with a letter, at most 60 characters."""

Value = bool | int | float | str
"""A value as written in a book. `yes` and `no` stand for the two booleans."""

ChoiceValue = Annotated[str, StringConstraints(max_length=100, pattern=r'^[^"\\\x00-\x1f]+$')]
"""A value of a choice: any text without double quotes, backslashes and line breaks, at most 100 characters."""
Finite = Annotated[float, Field(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]


def _cell_text(raw: object) -> object:
    """A cell as text, whatever YAML or a spreadsheet took it for."""
    if raw is None:
        return "-"
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    return repr(raw) if isinstance(raw, int | float) else raw


TableCell = Annotated[
    str, BeforeValidator(_cell_text, json_schema_input_type=Value | None), StringConstraints(max_length=MAX_WHEN)
]
"""What a row asks of one fact, as text."""


def _short(title: Text) -> Text:
    if max(len(title.en), len(title.zh)) > MAX_TITLE:
        what = say("a title has at most {most} characters", most=MAX_TITLE)
        raise Unfit(Fault("title-long", what))
    return title


RuleTitle = Annotated[
    Text, AfterValidator(_short), Field(description="a few words by which people know the rule; unique in its book")
]
"""What people call a rule; its id is what files and commands call it."""
