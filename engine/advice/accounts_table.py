"""The advice on several accounts as one table, a line an account, for terminals, pages and sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.advice.abc_analysis import AbcAnalysis
from engine.advice.advice import Advice
from engine.advice.naming import called
from engine.rules.language.spoken import said
from engine.wording import Cell, Column, Joined, Said, Table, say

ROOM = {
    132: ("account", "classes", "standing", "admission", "trigger", "strategy", "engagement", "next", "find_out"),
    112: ("account", "classes", "admission", "trigger", "strategy", "engagement", "next", "find_out"),
    98: ("account", "classes", "admission", "trigger", "strategy", "engagement", "next"),
    84: ("account", "classes", "admission", "trigger", "engagement", "next"),
    70: ("account", "classes", "trigger", "engagement", "next"),
    0: ("account", "classes", "engagement", "next"),
}
"""What stands side by side on a terminal of at least so many columns."""
PAGE = (
    *("account", "class", "revenue", "tier", "standing", "admission", "trigger", "urgency", "strategy", "engagement"),
    *("person", "action", "forbidden", "find_out"),
)


@dataclass(frozen=True)
class Field:
    """A column of the table. width: in characters of a sheet."""

    head: Said
    unit: Said = ""
    number: bool = False
    width: float = 14


FIELDS: dict[str, Field] = {
    "account": Field(say("account"), width=22),
    "class": Field(say("ABC class"), width=7),
    "classes": Field(say("ABC / tier"), width=12),
    "revenue": Field(say("yearly revenue"), say("10k CNY"), number=True, width=12),
    "profit_class": Field(say("ABC class by profit"), width=9),
    "band": Field(say("Curry band"), width=9),
    "tier": Field(say("tier"), width=9),
    "review": Field(say("tier review"), width=12),
    "rating": Field(say("value today"), width=12),
    "potential": Field(say("potential"), width=12),
    "standing": Field(say("standing"), width=14),
    "worksheet": Field(say("potential worksheet"), width=12),
    "kind": Field(say("kind of customer"), width=12),
    "admission": Field(say("admission"), width=16),
    "trigger": Field(say("trigger"), width=16),
    "urgency": Field(say("urgency"), number=True, width=9),
    "strategy": Field(say("strategy"), width=16),
    "engagement": Field(say("engagement"), width=22),
    "next": Field(say("next contact"), width=30),
    "person": Field(say("next contact"), width=24),
    "action": Field(say("what to do"), width=26),
    "because": Field(say("why"), width=40),
    "forbidden": Field(say("not to be visited now"), number=True, width=11),
    "find_out": Field(say("to find out first"), width=28),
}
TOPIC_OF = {
    "tier": "tier_letters",
    "review": "tier_review",
    "rating": "account_rating",
    "potential": "potential_rating",
    "standing": "account_standing",
    "worksheet": "potential",
    "kind": "account_kind",
    "admission": "admission",
    "trigger": "purchase_triggers",
    "strategy": "competitive_strategy",
    "engagement": "engagement_choice",
}


def accounts_table(accounts: Sequence[Advice], abc: AbcAnalysis | None, names: Sequence[str]) -> Table:
    """The table with these columns, accounts by falling revenue, those of unknown revenue last."""
    columns = [Column(FIELDS[name].head, FIELDS[name].unit, FIELDS[name].number, name) for name in names]
    rows = [[cell_of(name, advice, abc) for name in names] for advice in by_revenue(accounts)]
    return Table(columns, rows)


def terminal_columns(columns: int) -> Sequence[str]:
    """Which columns of the table stand side by side in so many columns of a terminal."""
    return next(names for least, names in ROOM.items() if columns >= least)


def by_revenue(accounts: Sequence[Advice]) -> list[Advice]:
    """The accounts by falling revenue, those of unknown revenue last, in their order."""

    def place(advice: Advice) -> tuple[bool, float]:
        revenue = revenue_of(advice)
        return revenue is None, -(revenue or 0.0)

    return sorted(accounts, key=place)


def revenue_of(advice: Advice) -> float | None:
    """The account's yearly revenue in 10k CNY; None where nobody knows it."""
    return advice.dossier.purchases.yearly_revenue


def cell_of(name: str, advice: Advice, abc: AbcAnalysis | None) -> Cell:
    """What stands in a column about an account."""
    topic = TOPIC_OF.get(name)
    if topic is not None:
        return _verdict(advice, topic)
    match name:
        case "account":
            return Cell(advice.dossier.name)
        case "class":
            return _class(advice, abc)
        case "profit_class":
            letter = None if abc is None else abc.profit.letter(advice.dossier.id)
            return _open() if letter is None else Cell(letter)
        case "band":
            line = None if abc is None else abc.line(advice.dossier.id)
            return _open() if line is None else Cell(said("band", line.band))
        case "classes":
            return Cell(Joined([_class(advice, abc).words, _verdict(advice, "tier_letters").words], " / "))
        case "revenue":
            revenue = revenue_of(advice)
            return _open() if revenue is None else Cell(f"{revenue:,.12g}", value=revenue)
        case "urgency":
            return _urgency(advice)
        case "forbidden":
            return Cell(str(len(advice.forbidden)), value=len(advice.forbidden))
        case "find_out":
            return Cell(advice.first_to_find_out)
    return _contact(name, advice)


def _class(advice: Advice, abc: AbcAnalysis | None) -> Cell:
    if abc is None:
        return Cell("")
    letter = abc.letter(advice.dossier.id)
    return _open() if letter is None else Cell(letter)


def _verdict(advice: Advice, topic: str) -> Cell:
    line = advice.line(topic)
    if line.standing == "open":
        return Cell(say("there is a project, trigger open"), tone="weak") if line.grounds.note else _open()
    return Cell(line.verdict)


def _urgency(advice: Advice) -> Cell:
    line = advice.line("purchase_triggers")
    urgency = line.decision.outputs.get("urgency")
    if line.standing != "settled" or not line.decision.fired or urgency is None:
        return Cell("")
    return Cell(said("urgency", urgency), value=urgency)


def _contact(name: str, advice: Advice) -> Cell:
    one = advice.next_contact or next(iter(advice.contacts), None)
    if one is None:
        return Cell("" if name in ("action", "because") else _nobody(advice), tone="weak")
    if name == "next":
        return Cell(say("{person}: {action}", person=called(one.contact), action=one.words))
    if name == "because":
        return Cell(one.decision.because)
    return Cell(called(one.contact) if name == "person" else one.words)


def _nobody(advice: Advice) -> Said:
    """Why nobody is to be seen next."""
    people = advice.dossier.contacts
    if not people:
        return say("list who has a say")
    return say("nobody may be visited now") if len(advice.forbidden) == len(people) else say("nobody presses")


def _open() -> Cell:
    return Cell(say("open", context="cell"), tone="weak")
