"""The potential worksheet over several accounts (S03): columns are accounts, the total ranks them, ties are shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.advice.abc_classes import larger
from engine.advice.advice import Advice
from engine.advice.advice_line import AdviceLine
from engine.model.base import Text
from engine.rules.language.spoken import label_of, said
from engine.wording import Cell, Column, Document, Paragraph, Part, Said, Shown, Table, Title, say

WORKSHEET = "potential"
ABREAST = 5
"""Accounts side by side in one table."""


@dataclass(frozen=True)
class RankedAccount:
    """One account of the worksheet.

    points: what it is known to have; least, most: what it may still come to. rank: by points, 1 is the best; accounts
    of equal points share a rank, and the next one counts them all. best, worst: the ranks between which it lies,
    whatever turns out. answers: to each criterion; None is unknown.
    """

    account: str
    name: Text
    points: float
    least: float
    most: float
    rank: int
    best: int
    worst: int
    answers: tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class PotentialRanking(Shown):
    """Accounts by falling potential. criteria: what is asked of each, by name and in words."""

    accounts: tuple[RankedAccount, ...]
    criteria: tuple[tuple[str, Said], ...]

    def document(self) -> Document:
        """The worksheet, the best accounts first, a few of them abreast."""
        parts: list[Part] = [Title(say("Potential worksheet, ranked"), 3)]
        for start in range(0, len(self.accounts), ABREAST):
            parts.append(self._table(self.accounts[start : start + ABREAST]))
        parts.append(Paragraph(say("Accounts of equal points share a rank."), "note"))
        if any(each.best != each.worst for each in self.accounts):
            note = say("Ranks in brackets: between which it could still come, whatever is found out.")
            parts.append(Paragraph(note, "note"))
        return Document(parts)

    def _table(self, abreast: Sequence[RankedAccount]) -> Table:
        columns = [Column(say("criterion")), *(Column(each.name, name=each.account) for each in abreast)]
        rows = [
            [Cell(words), *(_answer(name, dict(each.answers)[name]) for each in abreast)]
            for name, words in self.criteria
        ]
        total = [
            Cell(say("total"), tone="strong"),
            *(Cell(_points(each), value=each.points if each.points == each.most else None) for each in abreast),
        ]
        rank = [
            Cell(say("rank"), tone="strong"),
            *(Cell(_rank(each), value=float(each.rank) if each.best == each.worst else None) for each in abreast),
        ]
        return Table(columns, [*rows, total, rank])

    def table(self) -> Table:
        """The whole worksheet as one table, however many accounts there are."""
        return self._table(self.accounts)

    def of(self, account: str) -> RankedAccount | None:
        """The place of the account with this id."""
        return next((each for each in self.accounts if each.account == account), None)

    def as_data(self) -> list[dict[str, object]]:
        """The ranking as plain data."""
        return [{**vars(each), "name": each.name.model_dump(), "answers": dict(each.answers)} for each in self.accounts]


def potential_ranking(accounts: Sequence[Advice]) -> PotentialRanking:
    """The worksheet of these accounts, by what advice says of their potential."""
    lines = [(each, each.line(WORKSHEET)) for each in accounts]
    points, least, most = zip(*(_bounds(line) for _, line in lines), strict=True) if lines else ((), (), ())
    ranks, best, worst = larger(points, points), larger(least, most), larger(most, least)
    ranked = [
        RankedAccount(
            each.dossier.id,
            each.dossier.name,
            points[own],
            least[own],
            most[own],
            rank=1 + ranks[own],
            best=1 + best[own],
            worst=1 + worst[own] - (most[own] > least[own]),  # nobody stands behind themselves
            answers=tuple(line.decision.facts.items()),
        )
        for own, (each, line) in enumerate(lines)
    ]
    asked = lines[0][1].decision.logic.book.facts.items() if lines else ()
    criteria = tuple((name, label_of(name, declared)) for name, declared in asked)
    return PotentialRanking(tuple(sorted(ranked, key=lambda one: (one.rank, -one.most))), criteria)


def _bounds(line: AdviceLine) -> tuple[float, float, float]:
    """Points as known, the least and the most that they may come to."""
    points, grounds = float(next(iter(line.decision.outputs.values()))), line.grounds
    least = points if grounds.least is None else float(grounds.least)
    return points, least, points if grounds.most is None else float(grounds.most)


def _answer(name: str, value: object) -> Cell:
    return Cell(say("open", context="cell"), tone="weak") if value is None else Cell(said(name, value), value=value)


def _points(each: RankedAccount) -> Said:
    points, most = f"{each.points:g}", f"{each.most:g}"
    return points if points == most else say("{points}, up to {most} possible", points=points, most=most)


def _rank(each: RankedAccount) -> Said:
    if each.best == each.worst:
        return str(each.rank)
    return say("{rank} ({best} to {worst})", rank=each.rank, best=each.best, worst=each.worst)
