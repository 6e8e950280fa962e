"""What people read of past deals beside a book: a line a deal, how often they agree, and what that does not prove."""

from __future__ import annotations

from collections.abc import Sequence

from engine.model.rulebook import Rulebook
from engine.rules.language.feeding import askable
from engine.rules.language.spoken import label_of, outcome
from engine.studies.past_deal_columns import Ended
from engine.studies.past_deal_counts import FEWEST, JudgedDeal, PastCounts, Side
from engine.wording import Cell, Column, Message, Paragraph, Part, Said, Table, counted, listed, say, sentences
from engine.wording.numbers import count, scale_for

CNY_PER_10K = 10_000.0
_MOST_TO_LEARN = 2
_ENDED: dict[Ended | None, Said] = {
    "won": say("won"),
    "lost": say("lost", context="deal"),
    "no_decision": say("no decision"),
    "not_won": say("not won"),
    None: say("not known"),
}


def deals_table(deals: Sequence[JudgedDeal], book: Rulebook, compared: Sequence[str]) -> Table:
    """A line a deal, in the order of the sheet; without the columns that a sheet has nothing for."""
    columns = [Column(say("deal")), Column(say("the book says")), Column(say("by rule", context="column"))]
    columns += [Column(say("what was done")), Column(say("agreed?"))] if compared else []
    columns += [Column(say("how it ended"))]
    rows: list[list[Cell | Said]] = []
    for one in deals:
        row: list[Cell | Said] = [one.deal.name, _says(one), book.title_of(one.decision.rule)]
        if compared:
            done = {name: (value,) for name, value in one.deal.done.items()}
            row += [outcome(done, book.outputs) if done else Cell(say("not known"), tone="weak"), _agreed(one)]
        rows.append([*row, _ended(one)])
    return Table(columns, rows)


def past_deals_parts(counts: PastCounts, book: Rulebook, compared: Sequence[str], says_ended: bool) -> list[Part]:
    """How often they agree, how each kind of deal ended, and what may be said of it."""
    parts: list[Part] = [Paragraph(_agreement(counts), "lead")] if counts.compared else []
    if counts.hanging.deals:
        apart = counted(
            "In {n} deal the decision hangs on facts that are not known; it is counted apart.",
            "In {n} deals the decision hangs on facts that are not known; they are counted apart.",
            counts.hanging.deals,
        )
        parts.append(Paragraph(sentences([apart, *_hanging(counts, book)])))
    if says_ended and compared:
        parts.append(_ends(counts))
    parts.append(Paragraph(verdict_of(counts, compared, says_ended)))
    if not counts.compared:
        return parts
    return [*parts, Paragraph(_NO_PROOF), Paragraph(_NOTE, "note")]


_NO_PROOF = say(
    "This is no proof: deals differ, and whoever chose had reasons that stand in no sheet. It counts only facts that "
    "were known when the choice was made; what came to light later flatters the book or wrongs it."
)
_NOTE = say(
    "95% intervals: Wilson's for shares, Newcombe's for their difference. They take each deal as independent of the "
    "others; deals of one account or one salesperson are alike, and then less is sure than they say. Win share: deals "
    "won ÷ all deals of known end, those without a decision among them."
)


def verdict_of(counts: PastCounts, compared: Sequence[str], says_ended: bool) -> Message:
    """In a sentence, whether deals ended otherwise where was done what the book says."""
    if not compared:
        return say("No column says what was done, so nothing can be compared; it would be called `done`.")
    if not counts.compared:
        return say("In no deal does the decision stand and is it known what was done: nothing can be told.")
    if not says_ended:
        return say("No column says how deals ended; it would be called `outcome`.")
    difference = counts.difference
    if difference is None:
        return say(
            "Too few deals to tell: {agreed} of known end were done as the book says, {differed} otherwise; with fewer "
            "than {fewest} on either side nothing can be said of how they end.",
            agreed=count(counts.agreed.ended),
            differed=count(counts.differed.ended),
            fewest=FEWEST,
        )
    value, (low, high) = difference
    scale = scale_for("share", (value, low, high), difference=True)
    said = {"difference": scale.full_signed(value), "interval": scale.signed_span(low, high)}
    if low > 0:
        return say(
            "Deals done as the book says were won more often: {difference} (95% interval {interval}).",
            **said,
        )
    if high < 0:
        return say(
            "Deals done as the book says were won less often: {difference} (95% interval {interval}).",
            **said,
        )
    return say(
        "Whether deals done as the book says were won more often cannot be told from these: {difference} (95% interval "
        "{interval}).",
        **said,
    )


def _agreement(counts: PastCounts) -> Message:
    low, high = counts.agreement or (0.0, 1.0)
    share = counts.agreed.deals / counts.compared
    scale = scale_for("share", (share, low, high))
    return counted(
        "In {n} deal the decision stands and it is known what was done; the book agrees with it in {k}: {share} (95% "
        "interval {interval}).",
        "In {n} deals the decision stands and it is known what was done; the book agrees with it in {k}: {share} (95% "
        "interval {interval}).",
        counts.compared,
        k=count(counts.agreed.deals),
        share=scale.full(share),
        interval=scale.span(low, high),
    )


def _hanging(counts: PastCounts, book: Rulebook) -> list[Message]:
    said = []
    if counts.hanging_told:
        said.append(
            say(
                "As far as is known, the book agrees with what was done in {k} of {m} of them.",
                k=count(counts.hanging_agreed),
                m=count(counts.hanging_told),
            )
        )
    if counts.missing:
        facts = listed(label_of(name, askable(book)[name]) for name in counts.missing)
        said.append(say("Missing most of all: {facts}.", facts=facts))
    return said


def _ends(counts: PastCounts) -> Table:
    columns = [
        Column(""),
        Column(say("deals"), number=True, name="deals"),
        Column(say("end known"), number=True, name="ended"),
        Column(say("won"), number=True, name="won"),
        Column(say("win share"), number=True, name="win_share"),
    ]
    kinds: list[tuple[Said, Side]] = [
        (say("done as the book says"), counts.agreed),
        (say("done otherwise"), counts.differed),
        (say("hangs on facts not known"), counts.hanging),
        (say("not known what was done"), counts.untold),
    ]
    always = (counts.agreed, counts.differed)
    rows = [
        [words, *(Cell(count(n), value=n) for n in (side.deals, side.ended, side.won)), _share(side)]
        for words, side in kinds
        if side.deals or any(side is each for each in always)
    ]
    return Table(columns, rows)


def _share(side: Side) -> Cell:
    share, interval = side.win_share, side.interval
    if share is None or interval is None:
        return Cell("–")
    scale = scale_for("share", (share, *interval))
    return Cell(scale.full(share), below=scale.span(*interval), value=share)


def _says(one: JudgedDeal) -> Cell:
    if one.stands:
        return Cell(one.decision.decided)
    facts = askable(one.decision.logic.book)
    learn = [label_of(name, facts[name]) for name in one.standing.ask[:_MOST_TO_LEARN]]
    why = say("hangs on: {facts}", facts=listed(learn)) if learn else say("not settled within the time given")
    return Cell(one.decision.decided, below=why, tone="weak")


def _agreed(one: JudgedDeal) -> Cell:
    if not one.stands:
        return Cell(say("open", context="cell"), tone="weak")
    if one.agrees is None:
        return Cell("–")
    return Cell(say("yes")) if one.agrees else Cell(say("no"), tone="strong")


def _ended(one: JudgedDeal) -> Cell:
    amount = one.deal.amount
    if amount is None:
        return Cell(_ENDED[one.deal.ended], tone="" if one.deal.ended else "weak")
    money = amount * CNY_PER_10K
    return Cell(say("won, {amount}", amount=scale_for("currency", (money,), "CNY").full(money)), value=amount)
