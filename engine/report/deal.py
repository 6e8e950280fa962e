"""One deal as the pictures and the story read it: names behind numbers, days since the project opened, its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.engagement import strategy_label
from engine.model.account import Account
from engine.model.buying_centre import Stakeholder
from engine.model.quantity import canonical, quantities_in
from engine.model.scenario import Scenario
from engine.model.terms import BuyerStep, Outcome
from engine.model.vocabulary import in_words
from engine.results.deal_trace import Event, Trace
from engine.wording import Both, Said, say

AFTER_THE_END = ("delivered", "paid")


@dataclass(frozen=True)
class Deal:
    """A trace beside the account it is about.

    opened: day of the observation on which the project opened; days are counted from there. 0 where none opened.
    """

    trace: Trace
    account: Account
    scenario: Scenario
    opened: float
    events: tuple[Event, ...]

    @property
    def outcome(self) -> Outcome:
        """How it ended; open when the horizon came first."""
        ends = [Outcome(event.code) for event in self.of("outcome")]
        opened = any(self.of("trigger"))
        return ends[-1] if ends else Outcome.open if opened else Outcome.no_project

    @property
    def days(self) -> float:
        """How long it lasted, or was followed."""
        if self.outcome in (Outcome.open, Outcome.no_project):
            return canonical(self.scenario.horizon) - self.opened
        last = [event.day for event in self.events if event.kind not in AFTER_THE_END]
        return max(last, default=self.opened) - self.opened

    @property
    def winner(self) -> int:
        """Place of the rival who won, −1 when none did."""
        return next((int(event["winner_place"]) for event in self.of("outcome") if event.code == Outcome.lost), -1)

    def of(self, *kinds: str) -> Iterator[Event]:
        """The events of these kinds, in the order of time."""
        return (event for event in self.events if event.kind in kinds)

    def day(self, event: Event) -> float:
        """The event's day since the project opened."""
        return event.day - self.opened

    def person(self, place: int) -> Stakeholder:
        """The person with this number."""
        return self.account.buying_centre.person(self.trace.people[place])

    def power(self, place: int) -> float:
        """The power of the person with this number in this replication, 0–1; 0 where the trace does not say."""
        return self.trace.power[place] if self.trace.power else self.person(place).power or 0.0

    def name(self, place: int) -> Both:
        """The person's name without title, as far as nobody else is called the same."""
        return Both(self._name(place, "en"), self._name(place, "zh"))

    def rival(self, place: int) -> Said:
        """A rival's name; one place behind the last stands a bidder whom nobody knew."""
        if place == len(self.account.rivals):
            return say("a bidder whom nobody knew")
        identifier = self.trace.rivals[place]
        return next(rival.name for rival in self.account.rivals if rival.id == identifier)

    @property
    def strategy(self) -> Said:
        """The strategy in words; a strategy of the user's own keeps its name."""
        return strategy_label(self.trace.strategy)

    def step(self, code: int) -> Said:
        """A step of the buyer in words; bidding is called otherwise where it is no tender in the sense of the law."""
        if code == BuyerStep.bidding and not self.account.project.path.formal_tender:
            return say("bidding", context="no tender")
        return in_words(BuyerStep(code))

    def constant(self, path: str, absent: float) -> float:
        """A number of the scenario by its path; `absent` where its mechanism has been taken out."""
        found = dict(quantities_in(self.scenario)).get(path)
        return absent if found is None else canonical(found)

    def outcome_words(self) -> Said:
        """The outcome, with the rival who won."""
        if self.outcome is Outcome.lost and self.winner >= 0:
            return say("lost to {rival}", rival=self.rival(self.winner))
        return in_words(self.outcome)

    def _name(self, place: int, lang: str) -> str:
        names = [_without_title(person.name.in_language(lang)) for person in self.account.buying_centre.people]
        whole = self.person(place).name.in_language(lang)
        short = _without_title(whole)
        return short if names.count(short) == 1 else whole


def read_deal(trace: Trace, scenario: Scenario) -> Deal:
    """The deal behind a trace. Raises KeyError when the scenario has no such account."""
    account = next((account for account in scenario.accounts if account.id == trace.account), None)
    if account is None:
        raise KeyError(trace.account)
    opened = next((event.day for event in trace.events if event.kind == "trigger"), 0.0)
    return Deal(trace, account, scenario, opened, tuple(sorted(trace.events, key=lambda event: event.day)))


def _without_title(name: str) -> str:
    return name.split(",")[0].split("（")[0].strip() or name
