"""Rows of a table as stakeholders; what a row leaves out follows the rules of `roles`."""

from __future__ import annotations

import math
import re
from typing import get_args

from engine.committee import roles as assumed
from engine.committee.cells import Problems, number, shown, whole, yes_or_no
from engine.committee.csv_table import Row, Table
from engine.committee.names import DEPARTMENTS
from engine.committee.vocabulary import ROLE_WORDS
from engine.errors import suggest
from engine.model.base import Text
from engine.model.buying_centre import CriteriaWeights, Stakeholder
from engine.model.terms import CRITERIA, MAX_PEOPLE, Role

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]{0,39}")
_RANGES = {"power": (0, 1), "susceptibility": (0, 1), "stance": (-1, 1), "need": (0, 1), "worry": (0, 1)}
_ROLES: tuple[Role, ...] = get_args(Role)


def rows_by_id(people: Table, problems: Problems) -> dict[str, Row]:
    """The row of each person, in order."""
    rows: dict[str, Row] = {}
    for row in people.rows:
        identifier = row.get("id")
        if not _IDENTIFIER.fullmatch(identifier):
            hint = "letters, digits, `_` and `-`, at most 40; Chinese names go into name_zh"
            problems.add(row.where, f"`{shown(identifier)}` cannot be an id", hint)
        elif identifier in rows:
            problems.add(row.where, f"two people have the id `{identifier}`", f"the first is {rows[identifier].where}")
        else:
            rows[identifier] = row
    if len(people.rows) > MAX_PEOPLE:
        where = people.rows[MAX_PEOPLE].where
        problems.add(where, f"{len(people.rows)} people", f"a buying centre has at most {MAX_PEOPLE}")
    return rows


def levels(people: Table, rows: dict[str, Row], boss: dict[str, str], problems: Problems) -> dict[str, int]:
    """Level of each person as stated, or counted down the reporting lines."""
    if "level" in people.columns:
        stated = {one: whole(row, "level", 1, 9, problems) for one, row in rows.items()}
        return {one: level for one, level in stated.items() if level is not None}
    if not boss:
        problems.add(people.where, "nothing says who stands above whom", "add `level` (1 = top) or `reports_to`")
    level: dict[str, int] = {}
    for one, row in rows.items():
        depth, above = 1, one
        while above in boss:
            depth, above = depth + 1, boss[above]
        level[one] = depth
        if depth > 9:
            problems.add(row.where, f"`{one}` stands {depth} levels down", "at most 9 levels")
    return level


def departments(rows: dict[str, Row], problems: Problems) -> dict[str, str]:
    """Ids of the departments: known Chinese words are translated, other words made into ids."""
    found: dict[str, str] = {}
    for row in rows.values():
        stated = row.get("department")
        if not stated:
            problems.add(row.where, "no department", "every person needs one")
            continue
        known = [place.id for place in DEPARTMENTS if any(word in stated for word in place.words if not word.isascii())]
        plain = re.sub(r"[^a-z0-9]+", "-", stated.lower()).strip("-")[:40] if stated.isascii() else ""
        name = (known[0] if known else plain) or f"department-{len(found) + 1}"
        if stated not in found:
            found[stated] = name if name not in found.values() else f"{name[:36]}-{len(found) + 1}"
    return {one: found.get(row.get("department"), "") for one, row in rows.items()}


def roles(people: Table, rows: dict[str, Row], chart: assumed.Chart, problems: Problems) -> dict[str, tuple[Role, ...]]:
    """Roles as stated, or by the rule when no row states any. A blank among stated ones is an influencer."""
    if not any(row.get("roles") for row in rows.values()):
        return assumed.assign_roles(chart)
    found: dict[str, tuple[Role, ...]] = {}
    for one, row in rows.items():
        held: list[Role] = []
        for word in filter(None, re.split(r"[;|、；]", row.get("roles"))):
            name = ROLE_WORDS.get(word.strip(), word.strip().lower().replace(" ", "_"))
            role = next((known for known in _ROLES if known == name), None)
            if role is None:
                problems.add(row.where, f"no role is called `{shown(word.strip())}`", suggest(name, _ROLES))
            elif role not in held:
                held.append(role)
        found[one] = tuple(held) or ("influencer",)
    if not problems.found and not any("decider" in held for held in found.values()):
        problems.add(people.where, "nobody has the role `decider`", "give it to the person who can say yes")
    return found


def person(
    row: Row,
    chart: assumed.Chart,
    boss: str | None,
    roles: tuple[Role, ...],
    power: float,
    problems: Problems,
) -> Stakeholder | None:
    """One person; None when a cell is wrong, which is noted."""
    before = len(problems.found)
    identifier = row.get("id")
    scores = {
        column: number(row, column, low, high, problems) for column, (low, high) in _RANGES.items() if row.get(column)
    }
    criteria = {column: number(row, column, 0, math.inf, problems) for column in CRITERIA if row.get(column)}
    weighs = assumed.assumed_criteria(roles)
    if criteria and not any(criteria.values()) and not len(problems.found) > before:
        problems.add(row.where, "all criteria stated weigh 0", f"one of {', '.join(CRITERIA)} must weigh more")
    relationship = whole(row, "relationship", 1, 5, problems) if row.get("relationship") else 1
    identified = yes_or_no(row, "identified", assumed.known_from_outside(roles), problems)
    if len(problems.found) > before:
        return None
    base = {
        "power": power,
        "susceptibility": assumed.assumed_susceptibility(chart.level[identifier] - min(chart.level.values())),
        "stance": 0.0,
        "need": assumed.assumed_need(roles),
        "worry": assumed.assumed_worry(roles),
    }
    return Stakeholder.model_validate(
        {
            **base,
            **scores,
            "id": identifier,
            "name": _name(row),
            "level": chart.level[identifier],
            "department": chart.department[identifier],
            "roles": roles,
            "reports_to": boss,
            "criteria": CriteriaWeights.model_validate({column: criteria.get(column, 0.0) for column in CRITERIA})
            if criteria
            else weighs,
            "relationship": relationship,
            "identified": identified,
        }
    )


def _name(row: Row) -> Text:
    either = row.get("name") or row.get("name_en") or row.get("name_zh")
    return Text(
        en=row.get("name_en") or either or f"person {row.get('id')}",
        zh=row.get("name_zh") or either or f"人员{row.get('id')}",
    )
