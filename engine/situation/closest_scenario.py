"""Which shipped scenario is nearest to a purchase: the same trigger, the same path, as many who have a say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from engine.files import read_yaml
from engine.files.shipped import SHIPPED, shipped_scenarios
from engine.model.account import Account
from engine.model.purchase_path import FORMAL, PurchasePath
from engine.model.scenario import Scenario
from engine.model.terms import OwnershipName, PathName
from engine.situation.reader import read_scenario
from engine.wording import Message, say

TriggerName = Literal["scheduled_renewal", "unexpected_replacement", "keeping_up", "staying_ahead"]
TRIGGERS: tuple[TriggerName, ...] = get_args(TriggerName)
PATHS: tuple[PathName, ...] = get_args(PathName)


@dataclass(frozen=True)
class Base:
    """A scenario to build on, of one account. name: `kam:keeping_up`, or a file."""

    name: str
    scenario: Scenario

    @property
    def account(self) -> Account:
        """The account of it."""
        return self.scenario.accounts[0]

    @property
    def trigger(self) -> TriggerName:
        """What starts the purchase there."""
        market = self.account.market
        if self.account.assets:
            broken = any(asset.failed for asset in self.account.assets)
            return "unexpected_replacement" if broken else "scheduled_renewal"
        return "keeping_up" if market.keeping_up is not None else "staying_ahead"


def base_of(name: str) -> Base:
    """The scenario of this name as a base. Raises InputError where it cannot be read."""
    return Base(name, read_scenario(name))


@cache
def shipped_bases() -> tuple[Base, ...]:
    """The shipped scenarios with a single account."""
    return tuple(base for base in map(base_of, shipped_scenarios()) if len(base.scenario.accounts) == 1)


@cache
def shipped_paths() -> dict[PathName, PurchasePath]:
    """The paths that ship, by their kind; a frame has us alone in it until others are named."""
    found = {}
    for name in PATHS:
        said = read_yaml(f"{SHIPPED}{name}").plain(tuple)
        found[name] = PurchasePath.model_validate({**said, **({"frame": ("us",)} if said["asked"] == "frame" else {})})
    return found


def closest(
    trigger: TriggerName, path: PathName, ownership: OwnershipName | None = None, people: int | None = None
) -> Base:
    """The shipped scenario nearest to such a purchase; its trigger is always the one asked for.

    people: how many have a say; a single one is a purchase of another kind.
    """
    wanted = shipped_paths()[path]

    def nearness(base: Base) -> tuple[int, ...]:
        account, theirs = base.account, base.account.project.path
        return (
            (len(account.buying_centre.people) == 1) == (people == 1),
            base.trigger == trigger,
            not wanted.by_papers or any(step.step == "bidding" for step in account.process.steps),
            theirs.kind == path,
            theirs.by_papers == wanted.by_papers,
            (theirs.kind in FORMAL) == (path in FORMAL),
            account.ownership == ownership,
        )

    fitting = [base for base in shipped_bases() if base.trigger == trigger]
    return max(fitting, key=nearness)


def reasons(base: Base, trigger: TriggerName, path: PathName, ownership: OwnershipName | None) -> Iterator[Message]:
    """What the base has in common with a purchase, and what the file changes about it."""
    account = base.account
    if base.trigger == trigger:
        yield say("the same trigger")
    if account.project.path.kind == path:
        yield say("the same path")
    elif account.project.path.by_papers == shipped_paths()[path].by_papers:
        yield say("a path of the same sort")
    if ownership is not None and account.ownership == ownership:
        yield say("a customer of the same sort")
