"""A scenario file of a customer of one's own: the purchase, the rivals and the people, on a shipped scenario's steps.

Whatever the answers do not say, such as the steps and their days, the team and how people behave, is the base's.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.committee import Committee
from engine.files import SHIPPED, Findings, parse
from engine.model.account import Account
from engine.model.quantity import Quantity
from engine.model.scenario import Scenario
from engine.model.terms import OwnershipName, PathName, Trigger
from engine.model.vocabulary import TERMS
from engine.situation.closest_scenario import Base, shipped_paths
from engine.situation.committee_lines import Members, committee_lines
from engine.situation.extending import extended
from engine.situation.file_lines import (
    comment,
    flow,
    identifier,
    in_words,
    one_line,
    quantity_lines,
    quoted,
)
from engine.situation.own_rivals import Supplier, offer_lines, rival_lines, suppliers
from engine.situation.own_rules import decision_lines, path_lines, process_lines
from engine.situation.reader import scenario_of
from engine.wording import Message, say, told


@dataclass(frozen=True)
class Purchase:
    """What somebody says of a customer and of what is bought there.

    customer, title: names. ownership: None where it is not known. path: None for the base's own.
    amount: 10k CNY; margin: part of 1; None for the base's. rivals: names; None for the base's own.
    supplier: who supplies today: "nobody", "us" or the place of a rival in `rivals`; None for the base's.
    committee: who has a say; None for the people of the base.
    """

    base: Base
    customer: str
    title: str
    ownership: OwnershipName | None = None
    path: PathName | None = None
    amount: float | None = None
    margin: float | None = None
    rivals: tuple[str, ...] | None = None
    supplier: str | int | None = None
    committee: Committee | None = None


def own_scenario_text(path: Path, purchase: Purchase, lang: str) -> str:
    """The text of a scenario file at `path`; its comments are in the language `lang`."""
    base = purchase.base
    named = base.name if base.name.startswith(SHIPPED) else os.path.relpath(base.name, path.parent)
    watch = say("How long to watch; what is still open then is not counted.")
    title = _one_of(purchase)
    lines = [
        *_introduction(purchase, named, path, lang),
        f"extends: {quoted(named)}",
        f"id: {identifier(path.stem)}",
        f"title: {in_words(title, lang)}",
        f"story: {in_words(_story(purchase), lang)}",
        *comment(say("Day 0; holidays are counted from it."), lang),
        f"begins: {quoted(str(base.scenario.begins))}" if base.scenario.begins else "# begins:",
        *quantity_lines("horizon", base.scenario.horizon, watch, lang),
        "",
        "accounts:",
        *_account(purchase, lang),
        "",
        *comment(say("What the example is tested for need not hold here."), lang),
        "expect: []",
    ]
    return "\n".join(lines) + "\n"


def checked(text: str, path: Path) -> Scenario:
    """The scenario that such a text at `path` says. Raises InputError, with places in the file, where it says none."""
    root = extended(parse(text, str(path)), path.parent)
    return scenario_of(root, Findings())


def _one_of(purchase: Purchase) -> Message:
    return say("{customer}: {title}", customer=one_line(purchase.customer), title=one_line(purchase.title))


def _story(purchase: Purchase) -> Message:
    base = purchase.base
    told_path = shipped_paths()[purchase.path].title if purchase.path else base.account.project.path.title
    return say(
        "{customer} wants to buy: {title}. What starts it: {trigger}; how it is bought: {path}. Steps and their days, "
        "our team and how people behave are those of the example “{base}” until they are corrected.",
        customer=one_line(purchase.customer),
        title=one_line(purchase.title),
        trigger=TERMS[Trigger][Trigger[base.trigger]],
        path=told_path,
        base=base.scenario.title,
    )


def _introduction(purchase: Purchase, base: str, path: Path, lang: str) -> Iterator[str]:
    title = purchase.base.scenario.title.in_language(lang)
    yield from comment(say("What stands behind # explains. What stands behind a colon can be changed."), lang)
    yield from comment(say("Whatever is not said here is as in “{title}” ({base}).", title=title, base=base), lang)
    yield from comment(say("To check it: {command}", command=shlex.join(["kam", "check", path.name])), lang)
    compare = shlex.join(["kam", "compare", path.name])
    yield from comment(say("To compare strategies in it: {command}", command=compare), lang)


def _account(purchase: Purchase, lang: str) -> Iterator[str]:
    account = purchase.base.account
    rivals = suppliers(purchase.base.account, purchase.rivals, purchase.supplier)
    yield from comment(say("The line below is the account of the example; what follows makes it yours."), lang, 2)
    yield f"  {account.id}:"
    yield "    id: customer"
    yield f"    name: {in_words(one_line(purchase.customer), lang)}"
    yield f"    industry: {in_words(say('not said'), lang)}"
    owners = say("Whose it is: public_body, state, private or foreign; null where it is not known.")
    yield from comment(owners, lang, 4)
    yield f"    ownership: {flow(purchase.ownership)}"
    yield from comment(say("Who supplies today: us, the id of a rival below, or null for nobody."), lang, 4)
    yield f"    incumbent: {flow(_incumbent(purchase, rivals))}"
    reason = told(say("as we see it; nobody has checked it yet"), lang)
    yield f"    provenance: {{assumption: {quoted(reason)}}}"
    yield from _assets(account, lang)
    yield from _project(purchase, rivals, lang)
    yield "    buying_centre:"
    yield f"      provenance: {{assumption: {quoted(told(say('our own people, asked about each of theirs'), lang))}}}"
    yield from decision_lines(purchase.base, purchase.path, purchase.committee, lang)
    known = {model.id: supplier.id for supplier in reversed(rivals) if (model := supplier.model) is not None}
    gone = {rival.id: known.get(rival.id, "") for rival in account.rivals}
    committee = purchase.committee
    members = (
        Members(account.buying_centre, rivals=gone)
        if committee is None
        else Members(committee.centre, committee.departments, committee.remarks)
    )
    yield from committee_lines(members, lang, 6)
    yield from process_lines(purchase.base, purchase.path, committee, lang)
    if committee is not None:
        yield from comment(say("Firms we work with that know people there: none yet."), lang, 4)
        yield "    partners: []"
    yield from offer_lines(account, lang)
    if purchase.rivals is not None:
        yield from rival_lines(rivals, account, lang)


def _incumbent(purchase: Purchase, rivals: tuple[Supplier, ...]) -> str | None:
    if purchase.supplier is None:
        return purchase.base.account.incumbent
    if isinstance(purchase.supplier, int):
        return rivals[purchase.supplier].id
    return None if purchase.supplier == "nobody" else purchase.supplier


def _assets(account: Account, lang: str) -> Iterator[str]:
    if not account.assets:
        return
    yield from comment(
        say("What they have today, and how old it is; its end of life is what opens the project."), lang, 4
    )
    yield "    assets:"
    for place, asset in enumerate(account.assets, start=1):
        name = say("what they have today") if len(account.assets) == 1 else say("what they have today, {n}", n=place)
        yield f"      {asset.id}:"
        yield f"        name: {in_words(name, lang)}"
        yield from quantity_lines("age", asset.age, say("How old it is today."), lang, 8)
        yield from quantity_lines("service_life", asset.service_life, say("How long such a thing is used."), lang, 8)


def _project(purchase: Purchase, rivals: tuple[Supplier, ...], lang: str) -> Iterator[str]:
    project = purchase.base.account.project
    amount, margin = _amount(project.amount, purchase.amount), project.margin
    if purchase.margin is not None:
        margin = margin.model_copy(update={"value": purchase.margin, "unit": "share", "range": None})
    yield "    project:"
    values = {
        "amount": (amount, say("Contract amount, when all is bought from one supplier.")),
        "margin": (margin, say("Margin, as a share of the amount.")),
        "our_sighting": (project.our_sighting, say("After how long we notice a project by ourselves, on average.")),
        "rival_sighting": (project.rival_sighting, say("After how long a rival notices it, on average.")),
        "budget": (project.budget, say("Budget that can be freed, as a share of the amount.")),
    }
    for name, (value, meaning) in values.items():
        yield from quantity_lines(name, value, meaning, lang, 6)
    yield from path_lines(purchase.base, purchase.path, purchase.ownership, [rival.id for rival in rivals], lang)
    parts = say("Parts that can be bought by themselves, such as a site or a trade: none that we know of.")
    yield from comment(parts, lang, 6)
    yield "      parts: []"


def _amount(usual: Quantity, stated: float | None) -> Quantity:
    """The amount in 10k CNY; without a range where it is the user's own."""
    if stated is None:
        return usual
    return usual.model_copy(update={"value": stated, "unit": "10k CNY", "range": None})
