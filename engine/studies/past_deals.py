"""What a rulebook would have said of our past deals, beside what was done and how it ended."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from engine.errors import InputError, Problem
from engine.files import Findings
from engine.files.arguments import refused
from engine.model.rulebook import OTHERWISE, SINGLE_HIT, Rulebook
from engine.rules import Book
from engine.rules.proof.learning import Standing, standing_of
from engine.rules.tabulation.compiled_book import CompiledBook
from engine.studies.past_deal_counts import JudgedDeal, PastCounts, Side, counts_of
from engine.studies.past_deal_sheet import PastDeal, PastDeals, read_past_deals
from engine.studies.past_deal_tables import deals_table, past_deals_parts, verdict_of
from engine.wording import Document, Message, Shown, Title, counted, either, in_both, say

SECONDS = 60.0


@dataclass(frozen=True)
class PastDealsJudged(Shown):
    """Past deals, each with what the book says of it.

    compared: outputs of which a column says what was done. says_ended: does a column tell how deals ended?
    said: what was read of the sheet, guessed and left aside, in sentences.
    """

    book: Rulebook
    deals: tuple[JudgedDeal, ...]
    compared: tuple[str, ...]
    says_ended: bool
    said: tuple[Message, ...] = ()

    @cached_property
    def counts(self) -> PastCounts:
        """How many deals agree with the book, and how they ended."""
        return counts_of(self.deals)

    @property
    def verdict(self) -> Message:
        """In a sentence, whether deals ended otherwise where was done what the book says."""
        return verdict_of(self.counts, self.compared, self.says_ended)

    def document(self) -> Document:
        """A line a deal, then how often the book agrees with what was done and how deals ended, with intervals."""
        heading = counted(
            "{book}: what it would have said of {n} past deal",
            "{book}: what it would have said of {n} past deals",
            len(self.deals),
            book=self.book.title,
        )
        parts = past_deals_parts(self.counts, self.book, self.compared, self.says_ended)
        return Document([Title(heading, 3), deals_table(self.deals, self.book, self.compared), *parts])

    def as_data(self) -> dict[str, object]:
        """All of it as plain data."""
        counts, difference = self.counts, self.counts.difference
        return {
            "book": self.book.id,
            "compared": list(self.compared),
            "deals": [_deal_data(one) for one in self.deals],
            "summary": {
                "deals": len(self.deals),
                "compared": counts.compared,
                "agreement": None
                if counts.agreement is None
                else {"share": counts.agreed.deals / counts.compared, **counts.agreement._asdict()},
                "agreed": _side_data(counts.agreed),
                "differed": _side_data(counts.differed),
                "hanging_on_unknown_facts": {
                    **_side_data(counts.hanging),
                    "told_what_was_done": counts.hanging_told,
                    "agreed_so_far": counts.hanging_agreed,
                    "missing_most": list(counts.missing),
                },
                "not_said_what_was_done": _side_data(counts.untold),
                "difference": None if difference is None else {"value": difference[0], **difference[1]._asdict()},
                "verdict": in_both(self.verdict),
            },
            "said": [in_both(message) for message in self.said],
        }


def past_deals(
    book: Rulebook | str | Path, path: str | Path, encoding: str | None = None, seconds: float = SECONDS
) -> PastDealsJudged:
    """What a book would have said of past deals, beside what was done and how it ended. This proves nothing: deals
    differ, and whoever chose had reasons.

    book: a loaded one, its file, or the id of a shipped one.
    path: CSV or XLSX, one past deal a row. Columns are facts of the book by name or by meaning in Chinese or English;
          what was done under the name or meaning of an output, or `done`, 做法; how it ended under `outcome`, 结果
          (won, lost, no decision), `won`, 是否赢单 (yes, no) or `amount won`, 成交金额; `deal`, 项目, 客户 name it.
          Others are left aside, and that is said. Cells left empty are unknown.
    encoding: of a CSV file; by evidence when absent. seconds: most to spend on whether decisions stand, all together.
    Raises InputError with everything that is wrong, each with its cell, and for a book that gives several hits.

    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> from engine.studies.past_deals import past_deals
    >>> sheet = Path(mkdtemp(), "deals.csv")
    >>> _ = sheet.write_text("deal,people_resentful,done,outcome\\nA,4,bottom_up_field,won\\n")
    >>> print(past_deals("engagement_choice", sheet).counts.agreed)
    Side(deals=1, ended=1, won=1)
    """
    from engine.rules import load_book

    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise refused("seconds", seconds, say("a number of seconds"))
    loaded = Book.of(book) if isinstance(book, Rulebook) else load_book(book)
    compiled = loaded.compiled
    if not loaded.single_hit:
        what = say(
            "hit policy `{policy}` gives all rules that fire: no one decision stands beside what was done",
            policy=loaded.hit,
        )
        hint = say("declare one of {policies}", policies=either(f"`{policy}`" for policy in SINGLE_HIT))
        raise InputError(Problem(say("rulebook {book}", book=loaded.id), what, hint, "policy-gives-several"))
    sheet = read_past_deals(loaded, path, encoding)
    return PastDealsJudged(loaded, _judged(compiled, sheet, seconds), sheet.compared, sheet.says_ended, sheet.said)


def _judged(compiled: CompiledBook, sheet: PastDeals, seconds: float) -> tuple[JudgedDeal, ...]:
    """Every deal with what the book says; equal facts are asked about once. Raises InputError with every row on which
    rules contradict each other."""
    findings, end = Findings(), time.monotonic() + seconds
    known: dict[tuple[object, ...], Standing] = {}
    judged: list[JudgedDeal] = []
    for deal in sheet.deals:
        facts = tuple(deal.facts.values())
        try:
            if facts not in known:
                known[facts] = standing_of(compiled, deal.facts, max(end - time.monotonic(), 0.0))
        except InputError as wrong:
            findings.found += [Problem(deal.where, each.what, each.hint, each.code) for each in wrong.problems]
            continue
        judged.append(JudgedDeal(deal, known[facts], sheet.compared))
    findings.raise_if_any()
    return tuple(judged)


def _side_data(side: Side) -> dict[str, object]:
    low, high = side.interval or (None, None)
    ended = {"deals": side.deals, "ended": side.ended, "won": side.won}
    return {**ended, "win_share": side.win_share, "low": low, "high": high}


def _deal_data(one: JudgedDeal) -> dict[str, object]:
    deal: PastDeal = one.deal
    decision = one.decision
    return {
        "deal": in_both(deal.name),
        "where": str(deal.where),
        "facts": dict(deal.facts),
        "outputs": dict(decision.outputs),
        "rule": decision.rule or OTHERWISE,
        "title": decision.logic.book.title_of(decision.rule).model_dump(),
        "stands": one.stands,
        "hangs_on": [] if one.stands else list(one.standing.ask),
        "done": dict(deal.done),
        "agrees": one.agrees,
        "ended": deal.ended,
        "amount_won": deal.amount,
    }
