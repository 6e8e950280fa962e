"""What the field finds with and without: how an account is made one with it, and one without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from engine.files.shipped import shipped_folder
from engine.model.account import Account
from engine.model.purchase_path import Evaluation, PurchasePath
from engine.model.terms import GroupModel
from engine.situation import load_tree
from engine.wording import Message, say

ACQUAINTED_USERS = 3
"""Relationship of users and evaluators with whoever supplies them (S20): our assumption of what goes with being it."""

Change = Callable[[Account], Account | None]
"""Makes an account another one; None where that cannot be."""


@dataclass(frozen=True)
class Contrast:
    """Something that is there or not. published: odds ratio in data, as a sentence."""

    name: str
    title: Message
    there: Change
    absent: Change
    published: Message


def _us_in_place(account: Account) -> Account:
    return account.model_copy(update={"incumbent": "us"})


def _us_in_place_and_known(account: Account) -> Account:
    """In place, and as close to those who use and judge it as whoever supplies them usually is."""
    centre = account.buying_centre
    people = tuple(
        person.model_copy(update={"relationship": max(person.relationship, ACQUAINTED_USERS), "identified": True})
        if {"user", "technical_evaluator"} & set(person.roles)
        else person
        for person in centre.people
    )
    return _us_in_place(account.model_copy(update={"buying_centre": centre.model_copy(update={"people": people})}))


def _nobody_in_place(account: Account) -> Account:
    return account.model_copy(update={"incumbent": None})


def _as_it_is(account: Account) -> Account | None:
    return account if account.rivals and not account.project.path.by_papers else None


def _without_rivals(account: Account) -> Account | None:
    """Nobody else is there; where bids are counted the purchase would never end, and a frame names its suppliers."""
    path = account.project.path
    if path.by_papers or not account.rivals or path.frame:
        return None
    centre = account.buying_centre
    people = tuple(person.model_copy(update={"rival_stance": {}}) for person in centre.people)
    return account.model_copy(
        update={
            "rivals": (),
            "incumbent": account.incumbent if account.incumbent == "us" else None,
            "buying_centre": centre.model_copy(update={"people": people}),
        }
    )


@cache
def _shipped_path(name: str) -> PurchasePath:
    return PurchasePath.model_validate(load_tree(shipped_folder() / "shared" / f"{name}.yaml").plain())


def _bought_by(account: Account, path: PurchasePath, model: GroupModel) -> Account:
    project = account.project.model_copy(update={"path": path})
    centre = account.buying_centre
    choice = centre.group_choice.model_copy(update={"model": model})
    centre = centre.model_copy(update={"group_choice": choice})
    return account.model_copy(update={"project": project, "buying_centre": centre})


def _bids_are_called_for(account: Account) -> bool:
    return any(step.step == "bidding" for step in account.process.steps)


def _by_tender(account: Account) -> Account | None:
    if account.project.path.formal_tender:
        return account
    judged = account.project.path.evaluation or Evaluation()
    path = _shipped_path("open_tender").model_copy(update={"evaluation": judged})
    return _bought_by(account, path, "tender") if _bids_are_called_for(account) else None


def _by_vote(account: Account) -> Account | None:
    if not _bids_are_called_for(account):
        return None
    by_papers = account.project.path.by_papers
    return _bought_by(account, _shipped_path("free_purchase"), "weighted") if by_papers else account


CONTRASTS = (
    Contrast(
        "incumbent",
        say("We supply them already; nothing else differs"),
        _us_in_place,
        _nobody_in_place,
        say("8 to 11 in two data sets, with the relationships that go with it"),
    ),
    Contrast(
        "incumbent_known",
        say("We supply them already, and know those who use and judge it"),
        _us_in_place_and_known,
        _nobody_in_place,
        say("8 to 11 in two data sets, with the relationships that go with it"),
    ),
    Contrast(
        "rival",
        say("Rivals are there"),
        _as_it_is,
        _without_rivals,
        say("1/8 (.210 against .674, SALVIRT)"),
    ),
    Contrast(
        "tender",
        say("It is bought by open tender"),
        _by_tender,
        _by_vote,
        say("1/4 (.231 against .543, SALVIRT)"),
    ),
)
