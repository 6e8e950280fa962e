"""The path of a purchase (S08): who is asked, how long papers lie open, when talks end, and how it is awarded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, model_validator

from engine.model.base import Frozen, Identifier, Text
from engine.model.faults import Fault, Unfit, unfit_if
from engine.model.quantity import Count, Duration, Quantity, Score, Share, canonical
from engine.model.terms import PathName
from engine.wording import say

LEAST_EVALUATORS, LEAST_OUTSIDE = 5, 2 / 3
"""Of a compulsory public tender in China: 招标投标法 §37."""
Award = Literal["vote", "points", "lowest_price", "named"]
Asked = Literal["all", "short_list", "frame", "one"]
ContactEnds = Literal["none", "sourcing", "bidding"]
FORMAL: tuple[PathName, ...] = ("open_tender", "invited_tender")
BY_PAPERS: tuple[Award, ...] = ("points", "lowest_price")


class Evaluation(Frozen):
    """Who judges the bids, and who wrote what is asked for."""

    evaluators: Count = Field(
        default=Quantity(value=5, unit="count", range=(5, 9), assumption=say("the smallest committee the law knows")),
        description="people on the evaluation committee",
    )
    outside: Share = Field(
        default=Quantity(value=0.4, unit="share", range=(0, 0.7), assumption=say("two of five are called in")),
        description="share of them who come from outside",
    )
    old_supplier: Share = Field(
        default=Quantity(value=0, unit="share", range=(0, 0.3), assumption=say("the papers are written in the house")),
        description="share of the fit it lacks that the supplier in place has put into the papers",
    )

    @model_validator(mode="before")
    @classmethod
    def _said_of_the_account(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and "public_body" in data:
            what, hint = (
                say("whether a public body buys is said of the account"),
                say("write `ownership: public_body` beside its `kind`"),
            )
            raise Unfit(Fault("tender-public-body", what, ("public_body",), hint))
        return data

    @model_validator(mode="after")
    def _lawful(self) -> Evaluation:
        evaluators = canonical(self.evaluators)
        if evaluators < 1 or evaluators != round(evaluators):
            what, hint = say("somebody has to score the bids"), say("write 1 or more")
            raise Unfit(Fault("tender-evaluators", what, ("evaluators",), hint))
        return self

    def unlawful(self) -> list[Fault]:
        """What a public body may not do: 招标投标法 §37."""
        faults, evaluators = [], canonical(self.evaluators)
        if evaluators < LEAST_EVALUATORS or evaluators % 2 == 0:
            what = say("a public body needs an odd number of evaluators, {n} or more", n=LEAST_EVALUATORS)
            faults.append(Fault("tender-evaluators", what, ("project", "path", "evaluation", "evaluators")))
        if canonical(self.outside) < LEAST_OUTSIDE - 0.005:
            what = say("with a public body at least two thirds of the evaluators come from outside")
            faults.append(Fault("tender-outside", what, ("project", "path", "evaluation", "outside")))
        return faults


class Lease(Frozen):
    """A lessor pays, and is paid by the year."""

    years: Count = Field(description="years over which the amount is paid back")
    lessor_share: Share = Field(description="of the amount, which the lessor keeps of what we are paid")

    @model_validator(mode="after")
    def _lasts(self) -> Lease:
        if canonical(self.years) < 1:
            raise Unfit(Fault("lease-years", say("a lease lasts a year or more"), ("years",)))
        return self


class BuysFromThem(Frozen):
    """A supplier who is a customer of the customer."""

    id: Identifier = Field(description="`us` or a rival's id")
    yearly: Share = Field(description="what it buys from them in a year ÷ amount of this purchase")


class PurchasePath(Frozen):
    """How a purchase goes. Those that ship are taken over by `path: {extends: "kam:open_tender"}` and the like."""

    kind: PathName
    title: Text
    announced: bool = Field(description="does it bring bidders whom nobody knows?")
    bidders_needed: Count = Field(description="valid bids below which it stops and starts again")
    least_days: Duration = Field(description="from the papers to the opening of bids at least, calendar days")
    contact_ends: ContactEnds = Field(description="the step from which those who judge may not be called on")
    award: Award = Field(
        description="`vote`: the group by its own rule; `points`; `lowest_price` among bids that meet the requirement; "
        "`named`: the one who is asked, or nobody"
    )
    asked: Asked = Field(description="who is asked for an offer")
    decides: Literal["group", "users_and_purchasing"] = Field(default="group", description="whose votes count")
    qualified: bool = Field(default=False, description="are suppliers qualified before bids are opened?")
    because: Text | None = Field(default=None, description="where its rules come from; an assumption unless it says")
    evaluation: Evaluation | None = Field(default=None, description="who judges bids; as usual when absent")
    requirement: Score | None = Field(
        default=None, description="fit with the specification that a bid needs where the lowest price wins"
    )
    last_price: bool = Field(default=False, description="do suppliers hand in a last price after talks?")
    frame: tuple[Identifier, ...] = Field(default=(), description="suppliers in the frame: `us`, ids of rivals")
    bought: tuple[BuysFromThem, ...] = Field(
        default=(), max_length=4, description="what suppliers buy from the customer, where that counts"
    )
    lease: Lease | None = None

    @property
    def formal_tender(self) -> bool:
        """Is it a tender in the sense of the law?"""
        return self.kind in FORMAL

    @property
    def by_papers(self) -> bool:
        """Are bids opened and judged, instead of a vote?"""
        return self.award in BY_PAPERS

    @model_validator(mode="after")
    def _whole(self) -> PurchasePath:
        faults = []
        if (self.award == "named") != (self.asked == "one"):
            what = say("`award: named` and `asked: one` go together")
            faults.append(Fault("path-named", what, ("award",)))
        if (self.asked == "frame") != bool(self.frame):
            what, hint = say("who is in the frame is not said"), say("write `{line}`", line="frame: [us]")
            if self.frame:
                what, hint = say("a frame is given, but suppliers outside it are asked"), say("write `asked: frame`")
            faults.append(Fault("path-frame", what, ("frame",), hint))
        if (self.kind == "leasing") != (self.lease is not None):
            what = say("a leasing path says `lease`, and no other does")
            faults.append(Fault("path-lease", what, ("lease",)))
        if (self.award == "lowest_price") != (self.requirement is not None):
            what = say("`requirement` is said where the lowest price wins, and nowhere else")
            faults.append(Fault("path-requirement", what, ("requirement",)))
        if self.last_price and self.award != "lowest_price":
            what = say("a last price is handed in where the lowest price wins")
            faults.append(Fault("path-last-price", what, ("last_price",)))
        if self.bought and self.kind != "reciprocal":
            what = say("what a supplier buys counts on the path `reciprocal` only")
            faults.append(Fault("path-bought", what, ("bought",)))
        if self.evaluation is not None and not (self.by_papers or self.formal_tender):
            what = say("nobody judges bids on this path")
            faults.append(Fault("tender-none", what, ("evaluation",), say("leave it out")))
        faults += self._number_of_bidders()
        unfit_if(faults)
        return self

    def _number_of_bidders(self) -> list[Fault]:
        needed = canonical(self.bidders_needed)
        if needed < 1 or needed != round(needed):
            return [Fault("path-bidders", say("somebody has to bid"), ("bidders_needed",), say("write 1 or more"))]
        if needed > 1 and not self.by_papers and not self.announced:
            what = say("bids are counted where they are opened, and here the group votes")
            return [Fault("path-bidders", what, ("bidders_needed",), say("write `bidders_needed: 1 count`"))]
        return []

    def faults_in(self, rivals: tuple[str, ...], asked: float | None) -> list[Fault]:
        """What does not go with these rivals and so many suppliers asked (None: all); places within the account."""
        faults, at = [], ("project", "path")
        suppliers = ("us", *rivals)
        for where, names in (("frame", self.frame), ("bought", tuple(each.id for each in self.bought))):
            for name in names:
                if name not in suppliers:
                    what = say("`{name}` is neither `us` nor a rival's id", name=name)
                    faults.append(Fault("path-supplier", what, (*at, where)))
        there = float(len(self.frame) if self.asked == "frame" else len(suppliers))
        if self.asked == "short_list" and asked is not None:
            there = min(there, asked)
        if not self.announced and self.by_papers and there < canonical(self.bidders_needed):
            what = say("{n} suppliers can bid at most, so that it would never be awarded", n=round(there))
            faults.append(Fault("path-bidders", what, (*at, "bidders_needed")))
        return faults
