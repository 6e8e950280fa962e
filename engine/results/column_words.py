"""The words behind the codes in columns of records, and what every column says; both stand in the files themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from engine.dynamics.machine.composition import COLUMNS
from engine.dynamics.machine.outcome_row import ALWAYS
from engine.dynamics.state.source import in_record_order
from engine.model.scenario import Scenario
from engine.model.terms import TEAM_ROLES, Origin, Outcome, Play, Stage, Trigger
from engine.results.columns import MONEY, Rows

ColumnWords = Mapping[str, tuple[tuple[str, ...], ...]]
"""By column the words of its codes from 0 on: once for all accounts, or once for each. Below 0 there is nothing."""

STRANGER = "(stranger)"
"""Who won where it was nobody of those we knew as rivals; no id is written so."""

WORDS: ColumnWords = {
    **{
        name: (tuple(word.name for word in words),)
        for name, words in (
            ("outcome", Outcome),
            ("origin", Origin),
            ("play", Play),
            ("stage", Stage),
            ("trigger", Trigger),
        )
    },
    "listed": (("not_asked", "asked"),),
    "role": (TEAM_ROLES,),
}
"""Of the columns whose codes mean the same in every scenario."""


class Says(NamedTuple):
    """What a column says to whoever reads the file; in English, as the names of columns are."""

    name: str
    description: str


_TEAM_MEANINGS = (
    Says("replication", description="number of the replication"),
    Says("role", description="role of our team"),
    Says("people", description="people in this role"),
    Says("hours_booked", description="what deals were charged for, hours; those after the horizon as well"),
    Says("hours_worked", description="of these within the horizon, hours"),
    Says("hours_capacity", description="hours per week × people × weeks of the horizon"),
    Says("requests", description="requests for somebody in this role"),
    Says("wait_days", description="days that they waited in all"),
    Says("queue_mean", description="requests waiting, mean over time"),
    Says("deals_mean", description="deals open, mean over time"),
    Says("deal_days", description="days that all deals were open in all"),
    Says("horizon", description="days"),
)
_IN_WORDS = (
    Says("account", description="id of the account"),
    Says(
        "outcome",
        description="how the deal ended as it was drawn; `open` at the horizon, `no_project` where none opened in time",
    ),
    Says("winner", description="the rival who won as it was drawn; nothing where no rival did"),
    Says("origin", description="who started the project: we (`proactive`) or the customer"),
    Says("play", description="competitive strategy, the last one chosen"),
    Says("stage", description="highest sales stage reached"),
    Says("trigger", description="why the project opened"),
    Says("listed", description="whether we were asked for an offer; nothing where there was no list"),
)
"""What columns of words say: where they are declared their codes are explained."""
_GOES_ON = "… "
_BEGUN = (
    Says("won", description="share of the deal that was"),
    Says("revenue_if_won", description="of a win,"),
    Says("value_days", description="buyer's lead time by kind (S27):"),
)
"""How meanings begin that go on from the one of this column."""
_DAYS = ("opened", "closed", "first_touch", "horizon", "heard_after", "days_saved", "days_sooner")
_NOTHING = -1
_WORDS, _MEANING, _UNIT = b"words", b"meaning", b"unit"


def words_of(scenario: Scenario) -> ColumnWords:
    """The words of every column of codes in a run of this scenario."""
    accounts = tuple(account.id for account in scenario.accounts)
    listed = [in_record_order(account) for account in scenario.accounts]
    winners = tuple((*(rival.id for rival in account.rivals), STRANGER) for account in listed)
    return {**WORDS, "account": (accounts,), "winner": winners}


def meanings(layout: np.dtype[Any]) -> dict[str, str]:
    """What each column of OUTCOME or TEAM rows says, by name."""
    if "role" in (layout.names or ()):
        return dict(_TEAM_MEANINGS)
    found, begun, beginnings = {}, "", dict(_BEGUN)
    declared = [(column.name, column.meaning) for column in ALWAYS] + [(each.name, each.meaning) for each in COLUMNS]
    for name, meaning in declared:
        begun = beginnings.get(name, begun)
        goes_on = meaning.startswith(_GOES_ON)
        found[name] = f"{begun} {meaning.removeprefix(_GOES_ON)}" if goes_on else meaning
    return found | {name: says for name, says in _IN_WORDS if name in found}


def unit(name: str, currency: str) -> str:
    """The unit of a column, empty where it counts things or has none."""
    amount = name.removesuffix("_if_won")
    if amount in MONEY:
        return currency
    if amount in _DAYS or amount.endswith("_days"):
        return "days"
    return "hours" if name.startswith("hours") or name.endswith("_hours") else ""


def field(name: str, kind: Any, words: ColumnWords, meaning: str, of_unit: str) -> Any:
    """An Arrow field: codes are a dictionary of words, and what the column says goes with it."""
    about = {_MEANING: meaning.encode(), _UNIT: of_unit.encode()}
    if name in words:
        about[_WORDS] = json.dumps(words[name], ensure_ascii=False).encode()
        kind = pa.dictionary(pa.int32(), pa.string())
    return pa.field(name, kind, metadata={key: text for key, text in about.items() if text})


class Worded:
    """One column of codes, turned into words and back.

    words: as in `ColumnWords`.
    """

    def __init__(self, words: Sequence[Sequence[str]]) -> None:
        self._words = words
        self._all = list(dict.fromkeys(word for each in words for word in each))
        self._places = np.full((len(words), max(map(len, words))), _NOTHING, np.int32)
        for row, each in zip(self._places, words, strict=True):
            row[: len(each)] = [self._all.index(word) for word in each]

    def array(self, rows: Rows, name: str) -> Any:
        """This column of the rows as an Arrow dictionary. Raises IndexError or ArrowInvalid for a code without word."""
        codes = rows[name]
        nothing = codes < 0
        places = self._places[self._which(rows), np.where(nothing, 0, codes)]
        return pa.DictionaryArray.from_arrays(pa.array(places, mask=nothing), pa.array(self._all, pa.string()))

    def codes(self, column: Any, rows: Rows) -> Rows:
        """The codes of an Arrow column of words, read from a file. rows: with the accounts in them already."""
        found = []
        start = 0
        for chunk in column.chunks:
            names = chunk.dictionary.to_pylist()
            table = np.array([[_place(each, name) for name in (*names, None)] for each in self._words], np.int32)
            places = chunk.indices.fill_null(len(names)).to_numpy()
            found.append(table[self._which(rows[start : start + len(chunk)]), places])
            start += len(chunk)
        return np.concatenate(found) if found else np.zeros(0, np.int32)

    def _which(self, rows: Rows) -> Any:
        return rows["account"] if len(self._words) > 1 else 0


def worded(about: Any) -> Worded | None:
    """How a column read from a file turns into codes; None for one of numbers. about: its Arrow field."""
    text = (about.metadata or {}).get(_WORDS)
    return None if text is None else Worded(json.loads(text))


def _place(words: Sequence[str], name: str | None) -> int:
    return words.index(name) if name in words else _NOTHING
