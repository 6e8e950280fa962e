"""Rows of a table as ties: informal ones with their weight, and who reports to whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from engine.committee.cells import Problems, number, shown
from engine.committee.csv_table import Row, Table
from engine.committee.vocabulary import KIND_WORDS, RELATIONS
from engine.errors import suggest
from engine.model.terms import TieKind


def read_ties(
    ties: Table, ids: Collection[str], problems: Problems
) -> tuple[dict[tuple[str, str, TieKind], float], dict[str, tuple[str, str]]]:
    """Informal ties with weight, and formal lines as {subordinate: (superior, where)}."""
    informal: dict[tuple[str, str, TieKind], float] = {}
    formal: dict[str, tuple[str, str]] = {}
    first: dict[tuple[str, str, str], str] = {}
    for row in ties.rows:
        source, target = row.get("from"), row.get("to")
        unknown = [end for end in (source, target) if end not in ids]
        for end in unknown:
            problems.add(row.where, f"a tie names unknown person `{shown(end)}`", suggest(end, ids))
        if unknown:
            continue
        for kind, weight in _kinds(row, ties.columns, problems):
            if source == target:
                problems.add(row.where, f"the {kind} tie joins `{source}` with themselves")
            elif (source, target, kind) in first:
                where = first[source, target, kind]
                problems.add(row.where, f"the {kind} tie {source} → {target} comes twice", f"the first is {where}")
            elif kind == "reports_to" and source in formal:
                hint = f"{formal[source][1]} says {formal[source][0]}"
                problems.add(row.where, f"`{source}` reports to two people", hint)
            elif kind == "reports_to":
                formal[source] = (target, row.where)
            else:
                relation = next(one for one in RELATIONS if one == kind)
                informal[source, target, relation] = weight
            first.setdefault((source, target, kind), row.where)
    return informal, formal


def _kinds(row: Row, columns: Collection[str], problems: Problems) -> Iterable[tuple[str, float]]:
    """The kinds of tie this row states, with their weights."""
    kinds = (*RELATIONS, "reports_to")
    if "kind" in columns:
        kind = KIND_WORDS.get(row.get("kind"), row.get("kind"))
        if kind not in kinds:
            problems.add(row.where, f"no kind of tie is called `{shown(kind)}`", suggest(kind, kinds))
            return
        weight = number(row, "weight", 0, 1, problems) if row.get("weight") else 1.0
        if weight == 0:
            problems.add(row.where, "a tie of weight 0 is no tie", "leave the row out")
        elif weight is not None:
            yield kind, weight
        return
    for kind in kinds:
        stated = number(row, kind, 0, 1, problems) if row.get(kind) else None
        if stated and kind == "reports_to" and stated != 1:
            problems.add(row.where, f"reports_to is 0 or 1, not {stated:g}")
        elif stated:
            yield kind, stated


def bosses(rows: dict[str, Row], formal: dict[str, tuple[str, str]], problems: Problems) -> dict[str, str]:
    """{subordinate: superior} from both tables, which must agree and hold no cycle."""
    boss = {subordinate: superior for subordinate, (superior, _) in formal.items()}
    for one, row in rows.items():
        superior = row.get("reports_to")
        if not superior:
            continue
        if superior not in rows:
            problems.add(row.where, f"`{one}` reports to unknown person `{shown(superior)}`", suggest(superior, rows))
        elif boss.setdefault(one, superior) != superior:
            problems.add(row.where, f"`{one}` reports to two people", f"{formal[one][1]} says {formal[one][0]}")
    checked: set[str] = set()
    for one in rows:
        chain = [one]
        while chain[-1] in boss and chain[-1] not in checked:
            above = boss[chain[-1]]
            if above in chain:
                loop = " → ".join([*chain[chain.index(above) :], above])
                where = formal[above][1] if above in formal else rows[above].where
                problems.add(where, f"reporting cycle {loop}", "nobody can report to themselves in the end")
                break
            chain.append(above)
        checked.update(chain)
    return boss
