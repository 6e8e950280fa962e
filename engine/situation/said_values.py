"""Words and numbers of a scenario taken as people say them: yes and no, 97%, roles in Chinese, not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError

from engine.dynamics.complete import CompleteScenario
from engine.files import (
    Findings,
    Node,
    Numeral,
    answer,
    folded,
    is_nobody_word,
    is_unknown_word,
    money_unit,
    money_worth,
    numeral,
    plain_value,
    role_guessed,
    role_meant,
    team_role_meant,
    words_in,
)
from engine.files.model_types import bare, fields_of, model_of, type_at
from engine.model.buying_centre import Stakeholder
from engine.model.quantity import MONEY_UNITS, Quantity
from engine.model.terms import ROLES, SCORES, TEAM_ROLES, TieKind
from engine.situation.walk import item_name
from engine.wording import Message, amount_said, say, unit_said


def take_as_said(root: Node, findings: Findings) -> bool:
    """Puts what is meant where the file has a word or a number as people say it. Was there any?

    What was guessed or left open on the way is said, and what can be read in two ways is asked.
    """
    changed = _people_and_rivals(root, findings)
    try:
        CompleteScenario.model_validate(root.plain(), strict=True)
    except ValidationError as error:
        for each in error.errors():
            found = _found(root, each["loc"])
            changed |= found is not None and _taken(found, str(each["type"]), findings)
    return changed


@dataclass(frozen=True)
class _Found:
    """A word or number of the file. step, inside, holder: its key or place, the node and the type it stands in."""

    node: Node
    annotation: Any
    step: str | int
    inside: Node
    holder: Any
    path: str
    quantity: Node | None


def _found(root: Node, steps: tuple[str | int, ...]) -> _Found | None:
    """What stands at these steps; None where that is no text."""
    inside, node, holder, annotation = root, root, None, CompleteScenario
    quantity: Node | None = None
    names: list[str] = []
    for step in steps:
        child = node.items[step] if isinstance(step, int) and step < len(node.items) else node.mapping.get(str(step))
        if child is None:
            return None
        quantity = node if model_of(annotation) is Quantity else quantity
        names.append(item_name(child, step) if isinstance(step, int) else step)
        inside, node, holder, annotation = node, child, annotation, type_at(annotation, step)
    if not steps or not node.text:
        return None
    return _Found(node, annotation, steps[-1], inside, holder, ".".join(names), quantity)


def _taken(found: _Found, kind: str, findings: Findings) -> bool:
    node, word = found.node, found.node.text or ""
    if is_unknown_word(word):
        return _left_open(found, findings)
    if kind == "tuple_type" and ROLES[0] in get_args(get_args(bare(found.annotation))[0]):
        node.content = [Node(each, node.file, node.line, node.key_line, each, node.column) for each in words_in(word)]
        for child in node.items:
            _word(child, get_args(bare(found.annotation))[0], findings)
        return True
    if kind == "literal_error":
        return _word(node, found.annotation, findings)
    if plain_value(node.raw) != word:
        return False  # a number in quotes is meant as text
    if kind == "bool_type":
        said = answer(word)
        node.content = word if said is None else said
    elif kind in ("float_type", "int_type"):
        number = numeral(word)
        value = None if number is None else _number(number, found, findings)
        if value is not None and kind == "int_type" and value == int(value):
            node.content = int(value)
        elif value is not None and kind == "float_type":
            node.content = value
    return node.content != word


def _word(node: Node, annotation: Any, findings: Findings) -> bool:
    """A word of a closed vocabulary, by its meaning."""
    word = node.text or ""
    choices = get_args(bare(annotation))
    meant: str | None = folded(word).replace(" ", "_").replace("-", "_")
    if ROLES[0] in choices:
        role, guessed = role_meant(word)
        meant = role
        if role is not None and guessed:
            findings.say(role_guessed(word, role))
    elif TEAM_ROLES[0] in choices:
        meant = team_role_meant(word) or meant
    elif get_args(TieKind)[0] in choices:
        from engine.committee.table_words import kind_meant

        meant = kind_meant(word)
    else:
        from engine.advice.dossier_fields import choice_meant

        spoken = (choice_meant(field, word) for field in ("basics.kind", "opportunity.step"))
        meant = next((each for each in spoken if each in choices), meant)
    if meant not in choices:
        return False
    node.content = meant
    return True


def _number(number: Numeral, found: _Found, findings: Findings) -> float | None:
    """What a figure is worth in the unit of its quantity; None where that is not clear."""
    values = set(number.values.values())
    unit = found.quantity.mapping.get("unit") if found.quantity is not None else None
    name = unit.text or "" if unit is not None else ""
    if len(values) != 1:
        return None
    (value,) = values
    if number.unit or number.currency:
        money = name.removesuffix(" per hour")
        ten_thousands = money_worth(number.unit or money_unit("CNY"))
        if not money.endswith("CNY") or ten_thousands is None or number.percent or number.currency in ("$", "€", "£"):
            return None
        worth = float(f"{value * ten_thousands * 1e4 / MONEY_UNITS[money]:.15g}")
        what = say(
            "{path}: `{word}` was read as {value} {unit}",
            path=found.path,
            word=found.node.raw,
            value=worth,
            unit=unit_said(name),
        )
        findings.say(what)
        return worth
    if number.percent and found.quantity is not None:
        return (
            value if name == "percent" else float(f"{value / 100:.15g}") if name in ("share", "probability") else None
        )
    return float(f"{value / 100:.15g}") if number.percent else value


def _left_open(found: _Found, findings: Findings) -> bool:
    """An unknown value is left out where the field says what then holds; which is told."""
    info = fields_of(found.holder).get(str(found.step))
    if info is None or info.is_required():
        return False
    del found.inside.mapping[str(found.step)]
    if model_of(found.holder) is Stakeholder and found.step in SCORES:
        drawn = say(
            "{where}: {path} is not known, so it is drawn once a replication", where=found.node.where, path=found.path
        )
        findings.say(drawn)
        return True
    default = info.get_default(call_default_factory=True)
    stated = amount_said(f"{default.value:g}", default.unit) if isinstance(default, Quantity) else str(default)
    told: Message = say(
        "{where}: {path} is not known; taken is what holds without it: {default}",
        where=found.node.where, path=found.path, default=say("nothing") if default in (None, "", ()) else stated,
    )  # fmt: skip
    findings.say(told)
    return True


def _people_and_rivals(root: Node, findings: Findings) -> bool:
    """Words for nobody and for somebody unknown where a person or a rival is named."""
    changed = False
    accounts = root.mapping.get("accounts")
    for account in accounts.items if accounts else []:
        centre = account.mapping.get("buying_centre")
        people = centre.mapping.get("people") if centre else None
        rivals = account.mapping.get("rivals")
        changed |= _named(account, "incumbent", rivals, findings)
        for person in people.items if people else []:
            changed |= _named(person, "reports_to", people, findings)
    return changed


def _named(holder: Node, key: str, known: Node | None, findings: Findings) -> bool:
    node = holder.mapping.get(key)
    word = node.text or "" if node is not None else ""
    ids = [item.mapping["id"].text for item in (known.items if known else []) if "id" in item.mapping]
    if node is None or not word or word in ids:
        return False
    if not is_nobody_word(word):
        if not is_unknown_word(word):
            return False
        name = holder.mapping["id"].text if "id" in holder.mapping else None
        if key == "reports_to":
            what = say("who is the boss of `{person}`?", person=name)
            readings = {say("they stand at the top"): True, say("somebody of this committee"): None}
            settle = say("leave out `reports_to`, or write an id there")
        else:
            what = say("who holds the account `{account}` today?", account=name)
            readings = {say("nobody"): True, say("we, or one of the rivals"): None}
            settle = say("leave out `incumbent`, or write `us` or the id of a rival")
        findings.ask(f"{key.partition('_')[0]}-open", node.where, what, readings, settle)
    node.content = None
    return True
