"""Comparisons that wait for something the feeding book never says."""

from __future__ import annotations

from engine.rules.language.conditions import Known, Leaf
from engine.rules.language.spoken import said
from engine.rules.proof.examined_book import ExaminedBook
from engine.rules.tabulation.fact_cells import DeclaredCells, members
from engine.wording import Said, listed, say

MOST_TOLD = 12


def never_fed(examined: ExaminedBook, leaf: Leaf) -> Said | None:
    """Why the comparison never holds of what the feeding book says; None where it may, or where no book feeds it."""
    book = examined.logic.book
    if leaf.fact not in book.feeders or isinstance(leaf, Known):
        return None
    cells = examined.space.facts[examined.space.place[leaf.fact]]
    declared = DeclaredCells(cells.fact, cells.cuts, cells.declared)
    could, can = declared.where(leaf)[0] & declared.known, cells.where(leaf)[0] & cells.known
    if can or not could:
        return None
    feeder = book.feeders[leaf.fact]
    told = [said(leaf.fact, cells.cell(index).sample) for index in members(cells.known)][:MOST_TOLD]
    if not told:
        return say("“{book}”, which it comes from, never says anything", book=feeder.title)
    if cells.ordered:
        return say("“{book}”, which it comes from, never says so", book=feeder.title)
    return say("“{book}”, which it comes from, only says {values}", book=feeder.title, values=listed(told))
