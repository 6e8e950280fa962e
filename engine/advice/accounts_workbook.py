"""The advice on several accounts as a workbook: a line an account to sort and filter, and sheets with the reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.advice.accounts_table import FIELDS, by_revenue, cell_of
from engine.advice.advice import Advice
from engine.advice.naming import called, fields_called, rule_called
from engine.advice.several_accounts import AccountsAdvice
from engine.files import WrittenColumn, WrittenSheet, written_workbook
from engine.model.rulebook import OTHERWISE
from engine.wording import Joined, Said, say, told

Row = tuple[str | float | None, ...]
SHEET = (
    *("account", "class", "revenue", "profit_class", "band", "tier", "review", "rating", "potential", "standing"),
    *("worksheet", "kind", "admission", "trigger", "urgency", "strategy"),
    *("engagement", "person", "action", "because", "forbidden", "find_out"),
)
STANDINGS: dict[str, Said] = {
    "settled": say("settled"),
    "for_now": say("for now"),
    "open": say("open", context="cell"),
}


def accounts_workbook(advice: AccountsAdvice, lang: str) -> bytes:
    """The XLSX file: accounts, reasons, people and what to find out, each a sheet that sorts and filters.

    Raises InputError for text that a workbook cannot hold.
    """
    accounts = by_revenue(advice.accounts)

    def sheet(name: Said, heads: Sequence[tuple[Said, float]], rows: Iterator[Row]) -> WrittenSheet:
        columns = [WrittenColumn(told(head, lang), width) for head, width in heads]
        return WrittenSheet(told(name, lang), columns, list(rows), filtered=True)

    heads: list[tuple[Said, float]] = [
        (say("{head} ({unit})", head=each.head, unit=each.unit) if each.unit else each.head, each.width)
        for each in (FIELDS[name] for name in SHEET)
    ]
    account = (say("account"), 22.0)
    return written_workbook(
        [
            sheet(say("accounts at a glance"), heads, _overview(accounts, advice, lang)),
            sheet(
                say("reasons"),
                [
                    account,
                    *_headed(topic=18, decision=26, standing=10, rule=24, why=60),
                    (say("to find out first"), 40),
                ],
                _reasons(accounts, lang),
            ),
            sheet(say("people there"), [account, *_headed(person=26, what=30, why=60)], _people(accounts, lang)),
            sheet(
                say("to find out"),
                [account, *_headed(fact=30, where=30, would=70)],
                _gaps(accounts, lang),
            ),
            *_worksheet(advice, lang),
        ]
    )


def _worksheet(advice: AccountsAdvice, lang: str) -> list[WrittenSheet]:
    """The potential worksheet, a column an account, the best first; none for a single account."""
    if advice.abc is None:
        return []
    table = advice.worksheet.table()
    columns = [WrittenColumn(told(column.head, lang), 16 if column.name else 30) for column in table.columns]
    rows = [
        tuple(cell.value if isinstance(cell.value, float) else told(cell.words, lang) for cell in row)
        for row in table.cells()
    ]
    return [WrittenSheet(told(say("potential worksheet"), lang), columns, rows)]


def _headed(**widths: float) -> list[tuple[Said, float]]:
    words: dict[str, Said] = {
        "topic": say("topic"),
        "decision": say("decision"),
        "standing": say("how sure"),
        "rule": say("rule"),
        "why": say("why"),
        "person": say("person"),
        "what": say("what to do"),
        "fact": say("what is not known"),
        "where": say("where it belongs in the sheet"),
        "would": say("what it would change"),
    }
    return [(words[name], width) for name, width in widths.items()]


def _overview(accounts: Sequence[Advice], advice: AccountsAdvice, lang: str) -> Iterator[Row]:
    for each in accounts:
        cells = [cell_of(name, each, advice.abc) for name in SHEET]
        yield tuple(
            float(cell.value) if isinstance(cell.value, int | float) else told(cell.words, lang) or None
            for cell in cells
        )


def _reasons(accounts: Sequence[Advice], lang: str) -> Iterator[Row]:
    for each in accounts:
        for line in each.lines:
            if not line.is_shown:
                continue
            first = (told(each.dossier.name, lang), told(line.title, lang), told(line.verdict, lang))
            standing, missing = told(STANDINGS[line.standing], lang), told(line.to_find_out, lang) or None
            book, told_rules = line.decision.logic.book, [pair for pair in line.reasons if pair[0] != OTHERWISE]
            for rule, why in told_rules:
                yield (*first, standing, told(rule_called(book, rule), lang).strip("`"), told(why, lang), missing)
            if not told_rules:
                why = line.reasons[0][1]
                yield (
                    *first,
                    standing,
                    None,
                    None if line.standing == "open" and not line.of_its_kind else told(why, lang),
                    missing,
                )


def _people(accounts: Sequence[Advice], lang: str) -> Iterator[Row]:
    for each in accounts:
        name = told(each.dossier.name, lang)
        for one in each.contacts:
            why = told(one.decision.because, lang)
            yield name, told(called(one.contact), lang), told(one.words, lang), why
        for question in each.questions:
            yield name, told(called(question.contact), lang), told(question.words, lang), told(question.because, lang)
        for kept in each.forbidden:
            yield (
                name,
                told(called(kept.contact), lang),
                told(say("may not be visited now"), lang),
                told(kept.decision.because, lang),
            )


def _gaps(accounts: Sequence[Advice], lang: str) -> Iterator[Row]:
    for each in accounts:
        for gap in each.gaps:
            would = Joined([say("if {value}, then {outcome}", value=v, outcome=out) for v, out in gap.told], "; ")
            where = fields_called(gap.fields) if gap.fields else ""
            yield told(each.dossier.name, lang), told(gap.meaning, lang), told(where, lang), told(would, lang)
