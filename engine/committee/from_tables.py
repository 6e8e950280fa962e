"""A buying centre from two CSV tables, people and ties; what the tables leave out follows documented rules.

People, one row each: `id`, `department`, and `level` (1 = top) or `reports_to`; optional `name`, `name_en`, `name_zh`,
`roles` (separated by `;` or `|`), `power`, `susceptibility`, `stance`, `need`, `worry`, `relationship`, `identified`,
and the criteria `price`, `technical`, `service`, `risk` (where one is stated, a blank one weighs 0). Other columns, as
age or tenure, are left aside.
Ties, in one of two shapes: `from`, `to`, `kind` (advice, friendship, conflict, reports_to), optional `weight`; or
`ego`, `alter` and one column of 0/1 per kind. Chinese column names and words are understood as well.

Where a column or cell is missing: roles as `roles.assign_roles` reads them off the chart; power from level and advice;
susceptibility, criteria, need and worry by level and role; stance 0; relationship 1; identified are the decider, the
buyer, the technical evaluator and the initiator; without `level`, levels are counted down the reporting lines.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from engine.committee import roles as assumed
from engine.committee.cells import Problems, named
from engine.committee.csv_table import Table, read_table
from engine.committee.people_table import departments, levels, person, roles, rows_by_id
from engine.committee.tie_table import bosses, read_ties
from engine.committee.vocabulary import PEOPLE_COLUMNS, RELATIONS, TIE_COLUMNS
from engine.errors import InputError, Problem
from engine.model.buying_centre import BuyingCentre, Stakeholder, Tie
from engine.model.quantity import Provenance, canonical
from engine.model.terms import TieKind


def read_people_and_ties(people_path: Path, ties_path: Path | None, template: BuyingCentre) -> BuyingCentre:
    """The buying centre described by two CSV files; influence model, its weights and group choice are the template's.

    ties_path: None when only the chart is known. Raises InputError naming file and line of everything wrong.
    """
    people = read_table(people_path)
    ties = read_table(ties_path) if ties_path is not None else None
    return centre_from_tables(people, ties, template)


def centre_from_tables(people: Table, ties: Table | None, template: BuyingCentre) -> BuyingCentre:
    """The same from tables already read."""
    problems = Problems()
    people = named(people, PEOPLE_COLUMNS, ("id", "department"), problems)
    if ties is not None:
        ties = named(ties, TIE_COLUMNS, ("from", "to"), problems)
        if not set(ties.columns) & {"kind", "reports_to", *RELATIONS}:
            problems.add(ties.where, "no column says what a tie is", "add `kind`, or advice, friendship … with 0/1")
    problems.raise_if_any()
    rows = rows_by_id(people, problems)
    problems.raise_if_any()
    informal, formal = read_ties(ties, rows, problems) if ties is not None else ({}, {})
    boss = bosses(rows, formal, problems)
    problems.raise_if_any()
    level, department = levels(people, rows, boss, problems), departments(rows, problems)
    problems.raise_if_any()
    advice = frozenset((source, target) for source, target, kind in informal if kind == "advice")
    chart = assumed.Chart(tuple(rows), level, department, advice)
    held = roles(people, rows, chart, problems)
    problems.raise_if_any()
    power = assumed.assumed_power(chart)
    members = [person(row, chart, boss.get(one), held[one], power[one], problems) for one, row in rows.items()]
    quota = template.group_choice.quota
    if quota is not None and canonical(quota) > len(members):
        hint = f"the scenario's group choice asks for {canonical(quota):g} who agree"
        problems.add(people.where, f"only {len(members)} people", hint)
    problems.raise_if_any()
    return _centre([member for member in members if member], informal, template, people.where)


def _centre(
    members: list[Stakeholder],
    informal: dict[tuple[str, str, TieKind], float],
    template: BuyingCentre,
    where: str,
) -> BuyingCentre:
    try:
        return BuyingCentre(
            provenance=Provenance(assumption=f"read from tables; where they say nothing: {assumed.CHART_ASSUMPTION}"),
            people=tuple(members),
            ties=tuple(
                Tie.model_validate({"from": source, "to": target, "kind": kind, "weight": weight})
                for (source, target, kind), weight in informal.items()
            ),
            influence=template.influence,
            influence_weights=template.influence_weights,
            group_choice=template.group_choice,
        )
    except ValidationError as error:
        reasons = [str(item["msg"]).removeprefix("Value error, ") for item in error.errors()]
        raise InputError(*(Problem(where, reason) for reason in reasons)) from None
