"""Rows of a table as ties: informal ones with their weight, and who reports to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from engine.committee.identities import Identities
from engine.committee.table_words import RELATIONS, kind_meant
from engine.files import Findings, Row, Table, Wanted, answer, shown, words_in
from engine.model.terms import TieKind
from engine.wording import nearest, say

KINDS = (*RELATIONS, "reports_to")


@dataclass
class Ties:
    """Informal ties with weight, and formal lines as {subordinate: (superior, where it is said)}."""

    informal: dict[tuple[str, str, TieKind], float] = field(default_factory=dict)
    formal: dict[str, tuple[str, str]] = field(default_factory=dict)


def read_ties(ties: Table, who: Identities, findings: Findings) -> Ties:
    """The ties of a table; a line that comes twice counts once, and this is said."""
    found = Ties()
    first: dict[tuple[str, str, str], tuple[float, str]] = {}
    twice: list[str] = []
    for row, stated in zip(ties.rows, _stated(ties, findings), strict=True):
        source, target = (who.find(row.raw(end), row.at(end), findings, "tie-person") for end in ("from", "to"))
        if source is None or target is None:
            continue
        for kind, weight in stated:
            before = first.setdefault((source, target, kind), (weight, row.where))
            if source == target:
                what = say("the {kind} tie joins `{person}` with themselves", kind=kind, person=source)
                findings.wrong("tie-self", row.where, what)
            elif before[1] != row.where and before[0] == weight:
                twice.append(row.where)
            elif before[1] != row.where:
                what = say(
                    "the {kind} tie {source} → {target} comes twice with different weights",
                    kind=kind,
                    source=source,
                    target=target,
                )
                findings.wrong("tie-twice", row.where, what, say("the first is {where}", where=before[1]))
            elif kind == "reports_to" and source in found.formal:
                superior, where = found.formal[source]
                hint = say("{where} says {person}", where=where, person=superior)
                findings.wrong("boss-two", row.where, say("`{person}` reports to two people", person=source), hint)
            elif kind == "reports_to":
                found.formal[source] = (target, row.where)
            else:
                found.informal[source, target, next(one for one in RELATIONS if one == kind)] = weight
    if twice:
        findings.say(say("lines that come twice were counted once: {places}", places=twice[:12]))
    if not ties.rows:
        findings.say(say("{place}: a header and no tie below it", place=ties.where))
    return found


def _stated(ties: Table, findings: Findings) -> list[list[tuple[str, float]]]:
    """For each row the kinds of tie that it states, with their weights."""
    if "kind" in ties.columns:
        weights = ties.numbers(Wanted("weight", low=0, kind="share"), findings)
        return [list(_of_one_kind(row, weight, findings)) for row, weight in zip(ties.rows, weights, strict=True)]
    stated: list[list[tuple[str, float]]] = [[] for _ in ties.rows]
    for kind in (kind for kind in KINDS if kind in ties.columns):
        answers = [answer(row.get(kind)) for row in ties.rows]
        pairs = zip(ties.rows, answers, strict=True)
        others = tuple(row if said is None else Row(row.where, {}, row.places) for row, said in pairs)
        rest = replace(ties, rows=others)
        weights = rest.numbers(Wanted(kind, low=0, kind="share"), findings)
        for row, said, weight, into in zip(ties.rows, answers, weights, stated, strict=True):
            worth = float(said) if said is not None else weight
            if not worth:
                continue
            if kind == "reports_to" and worth != 1:
                what = say("reports_to is yes or no, not {weight}", weight=f"{worth:g}")
                findings.wrong("tie-weight", row.at(kind), what)
            elif _is_weight(kind, worth, row, findings):
                into.append((kind, worth))
    return stated


def _of_one_kind(row: Row, weight: float | None, findings: Findings) -> Iterator[tuple[str, float]]:
    for word in words_in(row.get("kind")) or [""]:
        yield from _of_kind(word, row, weight, findings)


def _of_kind(word: str, row: Row, weight: float | None, findings: Findings) -> Iterator[tuple[str, float]]:
    kind = kind_meant(word)
    if kind not in KINDS:
        stated = shown(word)
        what = (
            say("no kind of tie is called `{kind}`", kind=stated) if stated else say("the kind of the tie is missing")
        )
        findings.wrong("tie-kind", row.at("kind"), what, nearest(kind, KINDS))
        return
    if weight == 0:
        findings.wrong("tie-weight", row.at("weight"), say("a tie of weight 0 is no tie"), say("leave the row out"))
    elif weight is None or _is_weight("weight", weight, row, findings):
        yield kind, 1.0 if weight is None else weight


def _is_weight(column: str, weight: float, row: Row, findings: Findings) -> bool:
    if weight <= 1:
        return True
    what = say("{column} is {weight}, which is above 1", column=column, weight=f"{weight:g}")
    hint = say("from 0 to 1; where it counts something, divide every count by the greatest")
    findings.wrong("tie-weight", row.at(column), what, hint)
    return False
