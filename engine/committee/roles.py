"""What is assumed about people of whom only the chart and the advice ties are known: their roles, and whom we know.

Used for people read from tables without these columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.committee.departments import function_of
from engine.model.terms import Role
from engine.wording import say

CHART_ASSUMPTION = say(
    "read off the chart: roles by rank, department and advice ties; scores are unknown and drawn once a replication"
)
FINANCE, TECHNICAL, PURCHASING = ("finance",), ("engineering", "it", "quality"), ("purchasing",)


@dataclass(frozen=True)
class Chart:
    """Who stands where: ids in order; level (1 = top) and department of each; advice as (asks, is asked).

    function: the department whose work each does, as `departments.function_of` reads it; of the department when absent.
    """

    ids: tuple[str, ...]
    level: dict[str, int]
    department: dict[str, str]
    advice: frozenset[tuple[str, str]]
    function: dict[str, str | None] = field(default_factory=dict)
    asked: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        asked = {person: sum(target == person for _, target in self.advice) for person in self.ids}
        object.__setattr__(self, "asked", asked)
        if not self.function:
            found = {person: function_of(words.replace("-", " ")) for person, words in self.department.items()}
            object.__setattr__(self, "function", found)

    def highest(self, candidates: list[str]) -> str | None:
        """Of these the one of highest rank; of equals the most asked for advice, then the first listed."""
        return min(candidates, key=lambda person: (self.level[person], -self.asked[person]), default=None)

    def most_asked(self, candidates: list[str]) -> str | None:
        """Of these the most asked for advice; of equals the one of highest rank, then the first listed."""
        return min(candidates, key=lambda person: (-self.asked[person], self.level[person]), default=None)

    def working_in(self, functions: tuple[str, ...], candidates: list[str]) -> list[str]:
        """Those who do the work of one of these departments."""
        return [person for person in candidates if self.function.get(person) in functions]


@dataclass(frozen=True)
class Assigned:
    """Roles of each person, and those that were guessed because no department does their work: {role: person}."""

    roles: dict[str, tuple[Role, ...]]
    guessed: dict[Role, str]


def assign_roles(chart: Chart) -> Assigned:
    """Roles from the chart, in this order, each to somebody who has none yet:

    1. decider: the highest in rank (of equals here and below: the most asked for advice);
    2. financial approver, technical evaluator, and buyer with gatekeeper: the highest in a department of that work;
    3. where there is none: the highest left as approver, the most asked left as evaluator, the highest left as buyer;
    4. initiator and user: of the lowest rank left, the one who asks most people for advice;
    5. the others: users in the lowest rank, influencers above it.
    Where people run out the technical evaluator (or the decider) takes the roles over.
    """
    left = list(chart.ids)
    roles: dict[str, tuple[Role, ...]] = {}
    guessed: dict[Role, str] = {}

    def give(person: str | None, *given: Role) -> str:
        holder = person or next((one for one, has in roles.items() if "technical_evaluator" in has), chart.ids[0])
        roles[holder] = roles.get(holder, ()) + given
        if person is not None:
            left.remove(person)
        return holder

    give(chart.highest(left), "decider")
    works: tuple[tuple[tuple[str, ...], tuple[Role, ...]], ...] = (
        (FINANCE, ("financial_approver",)),
        (TECHNICAL, ("technical_evaluator",)),
        (PURCHASING, ("buyer", "gatekeeper")),
    )
    fitting = {given: chart.highest(chart.working_in(functions, left)) for functions, given in works}
    for given, person in fitting.items():
        if person is not None:
            give(person, *given)
    for given, person in fitting.items():
        if person is None:
            choose = chart.most_asked if "technical_evaluator" in given else chart.highest
            guessed[given[0]] = give(choose(left), *given)
    lowest = max((chart.level[person] for person in left), default=0)
    asks = {person: sum(source == person for source, _ in chart.advice) for person in left}
    users = [person for person in left if chart.level[person] == lowest]
    give(max(users, key=lambda person: asks[person], default=None), "initiator", "user")
    for person in left:
        roles[person] = ("user",) if chart.level[person] == lowest else ("influencer",)
    return Assigned(roles, guessed)


def known_from_outside(roles: tuple[Role, ...]) -> bool:
    """Is the person identified at the start: the decider is public, the others face suppliers by their job?"""
    return any(role in ("decider", "buyer", "technical_evaluator", "initiator") for role in roles)
