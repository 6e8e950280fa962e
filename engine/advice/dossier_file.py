"""Reads dossiers: one account in a YAML file, or many in a table (CSV or XLSX) with one account a row.

The columns of a table are fields with dots, such as `purchases.yearly_revenue`, `name.zh` or `contacts.1.level`, or
their Chinese and English names; a cell left empty is unknown, and people without an id are numbered.
`dossier_fields` lists them, `dossier_template` writes a sheet of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.advice.dossier_cells import read_cells
from engine.advice.dossier_fields import MANY, field_named, fields, vocabulary
from engine.errors import InputError, near_names
from engine.files import CellSource, Findings, Node, Table, columns_said, located, read_table, read_yaml, validate
from engine.files.arguments import path_given
from engine.model.dossier import Dossier
from engine.model.faults import Place
from engine.wording import Message, say

MAX_ACCOUNTS = 2_000
TABLES = (".csv", ".tsv", ".txt", ".xlsx")


@dataclass(frozen=True)
class Accounts:
    """Dossiers of a file. said: what was read, guessed and left aside, in sentences."""

    dossiers: tuple[Dossier, ...]
    said: tuple[Message, ...]


def read_dossiers(path: str | Path) -> tuple[Dossier, ...]:
    """The dossiers in a file. Raises InputError with everything that is wrong, each problem with its place."""
    return read_accounts(path).dossiers


def read_accounts(path: str | Path, encoding: str | None = None) -> Accounts:
    """The same with what there is to say about it. encoding: of a CSV file, as the user says; by evidence if absent."""
    path_given("path", path)
    findings = Findings()
    if located(path).suffix.lower() in TABLES:
        table = read_table(path, vocabulary(), findings, encoding)
        dossiers = _from_table(table, findings)
        counted = say("{file}: accounts {count}", file=str(path), count=len(dossiers))
        return Accounts(dossiers, (counted, *columns_said(str(path), table), *findings.said))
    root = read_yaml(path, said=findings.said)
    if not root.mapping:
        hint = say("it starts with `id:` and `name:`")
        findings.wrong("dossier-shape", root.where, say("a dossier is a mapping"), hint)
        findings.raise_if_any()
    draft = CellSource(str(path))
    _take(root, "", draft.data, draft, (), findings)
    return Accounts(_checked([draft], findings), tuple(findings.said))


def _from_table(table: Table, findings: Findings) -> tuple[Dossier, ...]:
    for header in (header for header in table.aside if "." in header):
        what = say("unknown column `{header}`", header=header)
        findings.wrong("column-unknown", table.where, what, say("fields are called as in `purchases.yearly_revenue`"))
    for name in [name for name in table.columns if f"{name}.en" in table.columns or f"{name}.zh" in table.columns]:
        what = say("column `{name}` contradicts another", name=name)
        findings.wrong("column-parts", table.where, what, say("give its parts only"))
    if not table.rows:
        what = say("no account stands in the file")
        findings.wrong("table-no-row", table.where, what, say("one account a row below the column names"))
    if len(table.rows) > MAX_ACCOUNTS:
        what = say("more than {most} accounts", most=MAX_ACCOUNTS)
        findings.wrong("table-large", table.where, what, say("split the file"))
    findings.raise_if_any()
    drafts = [CellSource(row.where) for row in table.rows]
    for name in table.columns:
        known = field_named(name)
        assert known is not None
        known = replace(known, wanted=replace(known.wanted, name=table.headers[name]))
        cells = [row.cells.get(name) for row in table.rows]
        places = [row.at(name) for row in table.rows]
        values = read_cells(cells, places, known, findings, table.styles, table.units.get(name, ""))
        for draft, value, place in zip(drafts, values, places, strict=True):
            if value is not None:
                _put(draft, name, value, place)
    for draft in drafts:
        _list_parts(draft)
    return _checked(drafts, findings)


def _put(draft: CellSource, name: str, value: Any, place: str) -> None:
    into = draft.data
    *outer, last = name.split(".")
    for step in outer:
        into = into.setdefault(step, {})
    into[last] = value
    draft.places[tuple(name.split("."))] = place


def _list_parts(draft: CellSource) -> None:
    """Contacts and equipment by their numbers become lists."""
    for many in MANY:
        numbered = draft.data.get(many)
        if numbered is None:
            continue
        order = sorted(numbered, key=int)
        if many == "contacts":
            for number in order:
                numbered[number].setdefault("id", f"contact-{int(number)}")
        draft.data[many] = [numbered[number] for number in order]
        for path, place in list(draft.places.items()):
            if path[0] == many:
                draft.places[(many, order.index(str(path[1])), *path[2:])] = place


def _take(node: Node, name: str, into: dict[str, Any], draft: CellSource, path: Place, findings: Findings) -> None:
    """The entries of a mapping of YAML, each read as its field says."""
    for key, child in node.mapping.items():
        dotted = f"{name}.{key}" if name else key
        at = (*path, key)
        draft.places[at] = child.key_where
        known = fields().get(dotted)
        listed = known is not None and known.kind == "days" and child.items
        if known is not None and not child.mapping and (listed or not child.items):
            content: Any = "; ".join(str(item.content) for item in child.items) if listed else child.content
            (value,) = read_cells([content], [child.where], known, findings)
            if value is not None:
                into[key] = value
        elif key == "facts" and not name:
            into[key] = child.plain(list)
        elif child.mapping:
            into[key] = {}
            _take(child, dotted, into[key], draft, at, findings)
        elif child.items and key in MANY and not name:
            into[key] = [{} for _ in child.items]
            for index, item in enumerate(child.items):
                draft.places[(*at, index)] = item.where
                _take(item, key, into[key][index], draft, (*at, index), findings)
        elif known is None and name and not near_names(key, _siblings(name)):
            findings.say(
                say("{where}: `{key}` is no field of a dossier and was left aside", where=child.key_where, key=dotted)
            )
        elif child.content is not None:
            into[key] = child.plain(list)


def _siblings(name: str) -> list[str]:
    return [path.removeprefix(f"{name}.").split(".")[0] for path in fields() if path.startswith(f"{name}.")]


def _checked(drafts: Sequence[CellSource], findings: Findings) -> tuple[Dossier, ...]:
    """The dossiers, when nothing is wrong with any of them; else everything that is, raised together."""
    dossiers: list[Dossier] = []
    first: dict[str, str] = {}
    faulty = {problem.where for problem in findings.found}
    for draft in drafts:
        try:
            dossiers.append(validate(Dossier, draft))
        except InputError as wrong:
            findings.found += [problem for problem in wrong.problems if problem.where not in faulty]
            continue
        account = dossiers[-1].id
        if account in first:
            what = say("two accounts have the id `{id}`", id=account)
            place = draft.where(("id",))
            findings.wrong("account-twice", place, what, say("the first is {where}", where=first[account]))
        first.setdefault(account, draft.where(("id",)))
    findings.raise_if_any()
    return tuple(dossiers)
