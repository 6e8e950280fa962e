"""A buying centre from two tables, people and ties; what the tables leave out follows documented rules.

People, one row each: `id` or a name, `department`, and `reports_to` or `level` (1 = top) or both; optional `name`,
`name_en`, `name_zh`, `title` (stands behind the name), `roles` (separated by `;` or `|`), `power`, `susceptibility`,
`stance`, `need`, `worry`, `relationship`, `identified`, and the criteria `price`, `technical`, `service`, `risk`,
`delivery`, `payment` (where one is stated, a blank one weighs 0).
Scores may be said in words, as 支持 (`office_sheet`). A `remark` is kept beside the person and decides nothing. Other
columns, as age or tenure, are left aside, and this is said.
Ties, in one of two shapes: `from`, `to`, `kind` (advice, friendship, conflict, reports_to), optional `weight`; or
`ego`, `alter` and one column of yes and no, or weights, per kind. People are named by id or by name. Chinese column
names and words are understood as well; `vocabulary` lists them.

Where a column or cell is missing: roles as `roles.assign_roles` reads them off the chart; power, susceptibility,
criteria, stance, need and worry are unknown, as in a scenario that leaves them out; relationship 1; identified are the
decider, the buyer, the technical evaluator and the initiator; without `level`, levels are counted down the lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import ceil
from pathlib import Path

from pydantic import ValidationError

from engine.committee import roles as assumed
from engine.committee.chart_table import levels, refuse_too_many, reporting_lines
from engine.committee.departments import function_of
from engine.committee.identities import Identities, identities
from engine.committee.office_sheet import as_numbers_and_ids
from engine.committee.people_table import departments, roles_of, stakeholders
from engine.committee.table_words import people_columns, tie_columns
from engine.committee.tie_table import KINDS, Ties, read_ties
from engine.errors import InputError, Problem
from engine.files import Findings, Row, Table, columns_said, faults_of, read_table
from engine.model.buying_centre import BuyingCentre, GroupChoice, Stakeholder, Tie
from engine.model.quantity import Provenance, Quantity, canonical
from engine.model.vocabulary import unknown_in_words
from engine.wording import Message, say


@dataclass(frozen=True)
class Committee:
    """A buying centre read from tables.

    said: what was read, guessed and left aside, in sentences. guessed: those of them that somebody should look at.
    departments, remarks, titles: by person's id, in the words of the table. columns: those of the table of people in
    which something stands.
    """

    centre: BuyingCentre
    said: tuple[Message, ...]
    guessed: tuple[Message, ...] = ()
    departments: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)


def read_committee(
    people_path: Path, ties_path: Path | None, template: BuyingCentre, encoding: str | None = None
) -> Committee:
    """The buying centre described by two tables; influence model, its weights and group choice are the template's.

    ties_path: None when only the chart is known. encoding: of CSV files, as the user says; by evidence if absent.
    Raises InputError naming the place of everything wrong, and OpenQuestion where something can be read in two ways.
    """
    findings = Findings()
    people = read_table(people_path, people_columns(), findings, encoding)
    ties = read_table(ties_path, tie_columns(), findings, encoding) if ties_path is not None else None
    if not people.rows:
        what = say("there is a header but no row below it")
        findings.wrong("table-no-row", people.where, what, say("one row per person"))
    if ties is not None and not set(ties.columns) & {"kind", *KINDS} and ties.rows and not findings.found:
        hint = say("add `kind`, or advice, friendship … with yes and no")
        findings.wrong("tie-kind", ties.where, say("no column says what a tie is"), hint)
    findings.raise_if_any()
    people = as_numbers_and_ids(people, findings)
    who = identities(people, findings)
    centre = _centre(people, who, ties, template, findings)
    lines = sum(person.reports_to is not None for person in centre.people)
    counted = say(
        "{file}: people {people}, reporting lines {lines}, ties {ties}",
        file=str(people_path), people=len(centre.people), lines=lines, ties=len(centre.ties),
    )  # fmt: skip
    said = [counted, *unknown_in_words(str(people_path), centre.unknown), *columns_said(str(people_path), people)]
    if ties is not None:
        said += columns_said(str(ties_path), ties)
    own = {
        column: {one: row.get(column) for one, row in who.rows.items() if row.get(column)}
        for column in ("department", "remark", "title")
    }
    guessed = tuple(findings.said)
    filled = tuple(column for column in people.columns if any(row.get(column) for row in people.rows))
    return Committee(centre, (*said, *guessed), guessed, own["department"], own["remark"], filled, own["title"])


def all_identified(committee: Committee) -> Committee:
    """The same people, of all of whom we know that they have a say: somebody of ours has listed them."""
    people = tuple(person.model_copy(update={"identified": True}) for person in committee.centre.people)
    return replace(committee, centre=committee.centre.model_copy(update={"people": people}))


def with_rules_of(committee: Committee, template: BuyingCentre) -> Committee:
    """The same people, who are swayed and decide as the template says; a quota is the same share of them."""
    rule = _rule_for(len(committee.centre.people), template, Findings())
    rules = {name: getattr(template, name) for name in ("influence", "influence_weights")}
    return replace(committee, centre=committee.centre.model_copy(update={**rules, "group_choice": rule}))


def _centre(
    people: Table, who: Identities, ties: Table | None, template: BuyingCentre, findings: Findings
) -> BuyingCentre:
    refuse_too_many(people, who, findings)
    findings.raise_if_any()
    tied = read_ties(ties, who, findings) if ties is not None else Ties()
    lines = reporting_lines(who, tied.formal, findings)
    findings.raise_if_any()
    level, department = levels(people, who, lines, findings), departments(who, findings)
    findings.raise_if_any()
    advice = frozenset((source, target) for source, target, kind in tied.informal if kind == "advice")
    works = {one: _work(row) for one, row in who.rows.items()}
    chart = assumed.Chart(tuple(who.rows), level, department, advice, works)
    held = roles_of(people, who, chart, findings)
    findings.raise_if_any()
    members = stakeholders(people, who, chart, lines.boss, held, findings)
    findings.raise_if_any()
    if len(members) == 1:
        findings.say(say("one person only: that is a sale to a person, not to a key account"))
    return _built(members, tied, template, _rule_for(len(members), template, findings), people.where)


def _work(row: Row) -> str | None:
    """The department whose work somebody does; of one that stands for the house as a whole, as the title says."""
    department = function_of(row.get("department"))
    return (function_of(row.get("title")) or department) if department in (None, "management") else department


def _rule_for(count: int, template: BuyingCentre, findings: Findings) -> GroupChoice:
    """The rule of the group; where it asks for more people than there are, for the same share of these."""
    rule, all_of_them = template.group_choice, len(template.people)
    if rule.quota is None or canonical(rule.quota) <= count:
        return rule
    asked = canonical(rule.quota)
    quota = ceil(asked / max(asked, all_of_them) * count)
    findings.say(
        say(
            "the scenario asks for {asked} of {all} who agree; of these {count} that is {quota}: set "
            "`group_choice.quota` where it is another number",
            asked=f"{asked:g}",
            all=all_of_them,
            count=count,
            quota=quota,
        )
    )
    reason = say("the same share of the committee as in the scenario")
    return rule.model_copy(update={"quota": Quantity(value=quota, unit="count", assumption=reason)})


def _built(
    members: list[Stakeholder], tied: Ties, template: BuyingCentre, rule: GroupChoice, where: str
) -> BuyingCentre:
    try:
        return BuyingCentre(
            provenance=Provenance(
                assumption=say("read from tables; where they say nothing: {assumed}", assumed=assumed.CHART_ASSUMPTION)
            ),
            people=tuple(members),
            ties=tuple(
                Tie.model_validate({"from": source, "to": target, "kind": kind, "weight": weight})
                for (source, target, kind), weight in tied.informal.items()
            ),
            influence=template.influence,
            influence_weights=template.influence_weights,
            group_choice=rule,
        )
    except ValidationError as error:
        faults = faults_of(error)
        raise InputError(*(Problem(where, fault.what, fault.hint, fault.code) for fault in faults)) from None
