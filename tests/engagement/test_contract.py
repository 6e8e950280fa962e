"""The contract of every strategy, and what each one does that the others do not: mechanism, never "X wins"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, ClassVar

import numpy as np
import pytest
from invariants import check_records, check_story
from laboratory import run, shipped as as_shipped, simulator

from engine.dynamics.state.routes import Route
from engine.dynamics.state.source import in_record_order
from engine.engagement import BASELINE, STRATEGIES, Contact, Counsel, Phase, Strategy, strategy_named
from engine.engagement.strategy import ANY_LEVEL
from engine.errors import InputError
from engine.model.base import Text
from engine.model.buying_centre import BuyingCentre, Stakeholder
from engine.model.scenario import Scenario
from engine.results.deal_trace import Event, Trace
from engine.wording import told

SITUATIONS = ("keeping_up", "resentful_middle", "staying_ahead_tender")
REPLICATIONS = 12


def shipped(name: str) -> Scenario:
    """A shipped scenario in which nobody was visited beforehand: contracts are about what is done in a project."""
    return as_shipped(name).model_copy(update={"switched_off": ("cultivation",)})


TOP_DOWN, MULTI_LEVEL, PLAYBOOK, DO_NOTHING = map(strategy_named, ("top_down", "multi_level", "playbook", "do_nothing"))
BOTTOM_UP_FIELD, BOTTOM_UP_LEAPFROG, BOTTOM_UP_SPONSORED = (
    strategy_named(f"bottom_up_{way}") for way in ("field", "leapfrog", "sponsored")
)


@dataclass(frozen=True)
class Story:
    """One deal's story with the people in it."""

    trace: Trace
    centre: BuyingCentre

    def events(self, *kinds: str) -> list[Event]:
        return [event for event in self.trace.events if event.kind in kinds]

    def person(self, event: Event) -> Stakeholder:
        return self.centre.people[event.person]

    @property
    def levels(self) -> list[int]:
        """Levels of the people met, in the order of first meetings."""
        return [self.person(event).level for event in self.events("met")]


@cache
def stories_of(strategy: Strategy) -> tuple[Story, ...]:
    """First deals of some replications of several situations."""
    found = []
    for name in SITUATIONS:
        teller = simulator(shipped(name), strategy)
        centre = in_record_order(shipped(name).accounts[0]).buying_centre
        found += [Story(teller.trace(replication), centre) for replication in range(REPLICATIONS)]
    return tuple(found)


def is_below(centre: BuyingCentre, person: Stakeholder, host: str) -> bool:
    """Does somebody report to the host, directly or through others?"""
    bosses = {each.id: each.reports_to for each in centre.people}
    boss = person.reports_to
    while boss is not None and boss != host:
        boss = bosses[boss]
    return boss == host


def neighbours(centre: BuyingCentre, person: Stakeholder) -> set[str]:
    """Whom a meeting with somebody brings to our notice: superior, reports, and those they ask for advice."""
    found = {person.reports_to} if person.reports_to else set()
    found |= {other.id for other in centre.people if other.reports_to == person.id}
    return found | {tie.target for tie in centre.ties if tie.kind == "advice" and tie.source == person.id}


def known_at_first(centre: BuyingCentre) -> list[Stakeholder]:
    """Whom we know of before anything is done: the people identified, and the top, which is public."""
    return [person for person in centre.people if person.identified or (person.level == 1 and centre.top_is_public)]


def limits_of(phase: Phase) -> tuple[int, int]:
    """The levels that a phase admits in charts of four or five levels, as all of SITUATIONS have."""
    return (3, ANY_LEVEL) if phase.levels == "low" else phase.levels


def tied_to(centre: BuyingCentre, person: Stakeholder) -> set[str]:
    """Who can bring us to somebody: superior, reports, and those tied by advice or friendship."""
    found = {other.id for other in centre.people if person.id == other.reports_to or other.id == person.reports_to}
    for tie in centre.ties:
        if tie.kind != "conflict" and person.id in (tie.source, tie.target):
            found |= {tie.source, tie.target}
    return found


class Contract:
    """Tests that every strategy inherits. A subclass names its strategy."""

    strategy: ClassVar[Strategy]
    acts: ClassVar[bool] = True

    @pytest.fixture
    def stories(self) -> tuple[Story, ...]:
        return stories_of(self.strategy)

    def test_it_says_what_it_is_and_where_it_comes_from(self) -> None:
        assert self.strategy.name.isidentifier()
        assert told(self.strategy.label, "en") and told(self.strategy.label, "zh")
        assert told(self.strategy.label, "en") != told(self.strategy.label, "zh")
        assert len(self.strategy.source) > 10

    def test_it_runs_to_the_end_of_every_situation(self) -> None:
        for name in SITUATIONS:
            records = run(shipped(name), self.strategy, 8)
            check_records(shipped(name), records, 8)
            teller = simulator(shipped(name), self.strategy)
            for row in records.outcomes[:4]:
                check_story(shipped(name), teller.trace(int(row["replication"]), int(row["deal"])), row)

    def test_the_same_luck_gives_the_same_story(self) -> None:
        one, two = (simulator(shipped("keeping_up"), self.strategy).trace(3).events for _ in range(2))
        assert list(map(repr, one)) == list(map(repr, two))

    def test_it_works_for_deals_unless_it_is_to_do_nothing(self, stories: tuple[Story, ...]) -> None:
        assert any(story.levels for story in stories) == self.acts

    def test_it_asks_only_people_it_has_identified(self, stories: tuple[Story, ...]) -> None:
        for story in stories:
            known = {person.id for person in known_at_first(story.centre)}
            for event in story.events("request_granted", "request_refused", "touch", "seminar"):
                person = story.person(event)
                if event.kind == "seminar":
                    known |= {each.id for each in story.centre.people if is_below(story.centre, each, person.id)}
                    continue
                assert person.id in known
                if event.kind == "touch":
                    known |= neighbours(story.centre, person)

    def test_it_never_asks_more_often_than_allowed(self, stories: tuple[Story, ...]) -> None:
        most = shipped("keeping_up").behaviour.pursuit.most_attempts.value
        for story in stories:
            assert all(event["refusals"] <= most for event in story.events("request_refused"))

    def test_it_leaves_people_time_between_meetings(self, stories: tuple[Story, ...]) -> None:
        pause = shipped("keeping_up").behaviour.pursuit.pause.value
        for story in stories:
            last: dict[int, float] = {}
            for event in story.events("touch"):
                assert event.day - last.get(event.person, -1e9) >= min(pause, 7.0) - 1e-6
                last[event.person] = event.day


class PhasedContract(Contract):
    """What strategies made of phases inherit besides."""

    def test_it_keeps_within_the_widest_limits_of_its_phases(self, stories: tuple[Story, ...]) -> None:
        limits = [limits_of(phase) for phase in self.strategy.phases]
        highest, lowest = min(high for high, _ in limits), max(low for _, low in limits)
        assert all(highest <= level <= lowest for story in stories for level in story.levels)

    def test_its_first_request_follows_its_first_phase(self, stories: tuple[Story, ...]) -> None:
        phase, asked = self.strategy.phases[0], 0
        highest, lowest = limits_of(phase)
        for story in stories:
            allowed = [
                person.level
                for person in known_at_first(story.centre)
                if highest <= person.level <= lowest and (not phase.roles or set(phase.roles) & set(person.roles))
            ]
            for event in story.events("request_granted", "request_refused")[:1]:
                asked += 1
                assert story.person(event).level == (min if phase.highest_first else max)(allowed)
        assert asked > 10


class TestTopDown(PhasedContract):
    strategy = TOP_DOWN

    def test_its_mandates_reach_people_below(self, stories: tuple[Story, ...]) -> None:
        mandates = [event for story in stories for event in story.events("mandate")]
        assert mandates
        assert all(event["strength"] > 0 and event["reached"] >= 1 for event in mandates)

    def test_it_passes_nobody_over(self, stories: tuple[Story, ...]) -> None:
        """Who asks the top first leaps over nobody; only tops identified later may be asked from below."""
        for story in stories:
            known = {person.id for person in known_at_first(story.centre)}
            late = {person.id for person in story.centre.people} - known
            newest: Event | None = None
            for event in story.events("met", "passed_over"):
                if event.kind == "met":
                    newest = event
                else:
                    assert newest is not None and story.person(newest).id in late


class TestMultiLevel(PhasedContract):
    strategy = MULTI_LEVEL


class TestBottomUpField(PhasedContract):
    strategy = BOTTOM_UP_FIELD

    def test_it_never_climbs_above_the_third_level(self, stories: tuple[Story, ...]) -> None:
        asked = ("request_granted", "request_refused", "touch")
        assert all(story.person(event).level >= 3 for story in stories for event in story.events(*asked))

    def test_nobody_of_the_upper_levels_feels_passed_over(self, stories: tuple[Story, ...]) -> None:
        """A team leader not known at first may, when users and then the department head were seen."""
        for story in stories:
            assert all(story.person(event).level > 3 for event in story.events("passed_over"))


class TestLeapfrog(PhasedContract):
    strategy = BOTTOM_UP_LEAPFROG

    def test_it_goes_straight_to_the_boss_after_the_first_contacts(self, stories: tuple[Story, ...]) -> None:
        for story in stories:
            before_boss = story.levels[: story.levels.index(1)] if 1 in story.levels else []
            assert all(level >= 3 for level in before_boss[:2])
        assert any(1 in story.levels for story in stories)

    def test_it_skips_the_middle_on_its_way_up(self, stories: tuple[Story, ...]) -> None:
        """Before the boss was met or gave up on, nobody of the second level is asked."""
        for story in stories:
            refused = 0
            for event in story.events("request_granted", "request_refused", "touch"):
                level = story.person(event).level
                if event.kind == "touch" and "decider" in story.person(event).roles:
                    break
                refused += event.kind == "request_refused" and level == 1
                if refused >= 4:
                    break
                assert level != 2

    def test_those_passed_over_resent_it(self, stories: tuple[Story, ...]) -> None:
        """The backlash falls on the day somebody two levels up is met, on people in between not met before."""
        blows = 0
        for story in stories:
            met: set[int] = set()
            newest: Event | None = None
            for event in story.events("met", "passed_over"):
                if event.kind == "met":
                    met.add(event.person)
                    newest = event
                else:
                    assert newest is not None and event.day == newest.day
                    assert event.person not in met
                    top = story.person(newest).level
                    assert top < story.person(event).level
                    assert any(story.centre.people[who].level > top + 1 for who in met)
                    blows += top == 1
        assert blows > 5


class TestSponsored(PhasedContract):
    strategy = BOTTOM_UP_SPONSORED

    def test_the_upper_levels_are_entered_by_an_open_door_only(self, stories: tuple[Story, ...]) -> None:
        """A first request at levels 1 and 2 needs a tie to who speaks for us, a mandate, or familiarity."""
        seen = 0
        for story in stories:
            sponsors: set[int] = set()
            under_mandate: set[str] = set()
            met: set[int] = set()
            for event in story.trace.events:
                if event.kind in ("sponsor_won", "passes_us_on"):
                    sponsors.add(event.person)
                elif event.kind == "sponsor_lost":
                    sponsors.discard(event.person)
                elif event.kind == "mandate":
                    under_mandate |= below(story.centre, story.person(event))
                elif event.kind == "met":
                    met.add(event.person)
                elif event.kind in ("request_granted", "request_refused"):
                    person = story.person(event)
                    if person.level < 3 and event.person not in met:
                        seen += 1
                        near = {story.centre.people[one].id for one in sponsors}
                        tied = near & tied_to(story.centre, person)
                        assert tied or person.id in under_mandate or person.relationship >= 3
        assert seen > 10

    def test_introductions_open_doors_at_the_top(self, stories: tuple[Story, ...]) -> None:
        granted = [(story, event) for story in stories for event in story.events("request_granted")]
        introduced = [event for _, event in granted if event.code == Route.introduced]
        assert sum(event.code == Route.introduced and story.person(event).level < 3 for story, event in granted) > 3
        chance = shipped("keeping_up").behaviour.access.recommended.value
        assert all(event["chance"] >= chance for event in introduced)

    def test_it_wins_sponsors_before_it_climbs(self, stories: tuple[Story, ...]) -> None:
        for story in stories:
            climbed = [e.day for e in story.events("met") if story.person(e).level < 3]
            familiar = any(p.level < 3 and p.relationship >= 3 for p in story.centre.people)
            if climbed and not familiar:
                won = [e.day for e in story.events("sponsor_won", "mandate")]
                assert won and won[0] <= climbed[0]


class TestPlaybook(Contract):
    strategy = PLAYBOOK

    def test_rules_choose_and_say_so(self, stories: tuple[Story, ...]) -> None:
        used = {story.trace.strategies[event.code] for story in stories for event in story.events("engagement")}
        assert len(used) >= 2, "different facts, different engagements"
        assert used <= {strategy.name for strategy in STRATEGIES if not strategy.rules_choose}

    def test_every_change_follows_a_decision_of_the_book(self, stories: tuple[Story, ...]) -> None:
        book = stories[0].trace.books.index("engagement_choice")
        for story in stories:
            decided = {event.day for event in story.events("decision") if event.code == book}
            assert all(event.day in decided for event in story.events("engagement"))

    def test_records_count_its_switches(self) -> None:
        rows = run(shipped("resentful_middle"), self.strategy, 20).outcomes
        assert rows["switches"].max() >= 1
        for other in (TOP_DOWN, BOTTOM_UP_FIELD):
            assert np.all(run(shipped("resentful_middle"), other, 5).outcomes["switches"] == 0)


class TestDoNothing(Contract):
    strategy = DO_NOTHING
    acts = False

    def test_it_books_no_hours_and_meets_nobody(self) -> None:
        for name in SITUATIONS:
            records = run(shipped(name), self.strategy, 15)
            for field in ("touches", "refused", "people_met", "hours", "cost", "sponsors_won", "mandate", "stage"):
                assert np.all(records.outcomes[field] == 0), field
            for field in ("hours_booked", "hours_worked", "requests", "wait_days"):
                assert np.all(records.team[field] == 0), field

    def test_the_world_goes_on_without_us(self, stories: tuple[Story, ...]) -> None:
        kinds = {event.kind for story in stories for event in story.trace.events}
        assert {"meeting", "rival_touch", "step", "vote", "outcome"} <= kinds


def most_worried_first(contacts: tuple[Contact, ...], day: float) -> Counsel:
    """An example: see whoever worries most among those who can be met."""
    free = [contact for contact in contacts if contact.available]
    return Counsel(max(free, key=lambda c: (c.seen_worry, c.id)).id if free else None)


class TestExampleOfOnesOwn(PhasedContract):
    """A data-only strategy of a user's passes the same contract."""

    strategy = Strategy(
        name="technical_first",
        label=Text(en="Technical people first", zh="先找技术人员"),
        source="an example of how to add a strategy",
        phases=(
            Phase(
                highest_first=False,
                roles=("technical_evaluator",),
                preparation=2.0,
                until="people_met",
                value=2.0,
            ),
            Phase(highest_first=True, preparation=4.0),
        ),
    )

    def test_it_sees_technical_people_first(self, stories: tuple[Story, ...]) -> None:
        for story in stories:
            first = story.events("met")[:1]
            assert all("technical_evaluator" in story.person(event).roles for event in first)


class TestExampleInPython(Contract):
    """A strategy of a user's in Python passes it too."""

    strategy = Strategy(
        "worry_first", Text(en="Worry first", zh="先解忧"), "an example in Python", counsellor=most_worried_first
    )


def below(centre: BuyingCentre, boss: Stakeholder) -> set[str]:
    """Everybody who reports to somebody, directly or through others."""
    found: set[str] = set()
    grown = True
    while grown:
        more = {p.id for p in centre.people if p.reports_to == boss.id or p.reports_to in found}
        grown = not more <= found
        found |= more
    return found


class TestTheBox:
    """The strategies together."""

    def test_names_labels_and_looks_are_their_own(self) -> None:
        for field in ("name", "label", "source", "colour", "mark", "dashes", "place"):
            assert len({str(getattr(strategy, field)) for strategy in STRATEGIES}) == len(STRATEGIES), field

    def test_doing_nothing_is_the_baseline_and_comes_last(self) -> None:
        assert STRATEGIES[-1] is DO_NOTHING
        assert DO_NOTHING.name == BASELINE

    def test_a_name_finds_its_strategy_and_a_slip_the_nearest(self) -> None:
        assert strategy_named("top_down") is TOP_DOWN
        with pytest.raises(InputError, match="bottom_up_sponsored"):
            strategy_named("bottom_up_sponsered")

    def test_every_contract_is_tested(self) -> None:
        tested = {case.strategy.name for case in _contracts()}
        assert {strategy.name for strategy in STRATEGIES} <= tested

    def test_only_the_strategies_that_climb_meet_the_decider(self) -> None:
        share = {s.name: _share(s, lambda story: 1 in story.levels) for s in STRATEGIES}
        assert share["bottom_up_field"] == share["do_nothing"] == 0.0
        for name in ("top_down", "bottom_up_leapfrog", "bottom_up_sponsored"):
            assert share[name] > 0.0, name

    def test_top_down_sees_the_decider_earlier_than_sponsored(self) -> None:
        """Among deals in which both get there, on the same luck."""
        ahead = []
        for one, two in zip(stories_of(TOP_DOWN), stories_of(BOTTOM_UP_SPONSORED), strict=True):
            days = [_decider_day(story) for story in (one, two)]
            if None not in days:
                ahead.append(days[1] - days[0])  # type: ignore[operator]
        assert len(ahead) >= 5
        assert np.mean(ahead) > 0

    def test_leapfrog_passes_people_over_and_the_others_seldom_do(self) -> None:
        def bypassed(story: Story) -> bool:
            return bool(story.events("passed_over"))

        share = {s.name: _share(s, bypassed) for s in STRATEGIES}
        assert share["bottom_up_leapfrog"] == max(share.values())
        for other in ("top_down", "bottom_up_field", "bottom_up_sponsored"):
            assert share["bottom_up_leapfrog"] > 2 * share[other], other
        assert share["do_nothing"] == 0.0

    def test_preparation_is_what_sets_a_first_meeting_at_the_top_apart(self) -> None:
        """Top-down prepares fully: its first words at the top are more to the point than without preparation."""

        def first_words(strategy: Strategy) -> list[float]:
            return [
                next(e["relevance"] for e in story.events("touch") if e.person == event.person)
                for story in stories_of(strategy)
                for event in story.events("met")
                if story.person(event).level == 1
            ]

        phases = tuple(replace(phase, preparation=0.0) for phase in TOP_DOWN.phases)
        unprepared = replace(TOP_DOWN, name="unprepared", phases=phases)
        assert np.mean(first_words(TOP_DOWN)) > np.mean(first_words(unprepared))

    def test_our_executive_goes_along_top_down_only(self) -> None:
        routes = {
            strategy.name: {e.code for story in stories_of(strategy) for e in story.events("request_granted")}
            for strategy in (TOP_DOWN, BOTTOM_UP_FIELD, BOTTOM_UP_LEAPFROG, BOTTOM_UP_SPONSORED)
        }
        assert Route.executive in routes["top_down"]
        for name in ("bottom_up_field", "bottom_up_leapfrog", "bottom_up_sponsored"):
            assert Route.executive not in routes[name]


def _contracts() -> Iterator[Any]:
    return iter(
        [*(case for case in Contract.__subclasses__() if hasattr(case, "strategy")), *PhasedContract.__subclasses__()]
    )


def _share(strategy: Strategy, holds: Any) -> float:
    return float(np.mean([holds(story) for story in stories_of(strategy)]))


def _decider_day(story: Story) -> float | None:
    """Day on which somebody who decides was first met."""
    days = [event.day for event in story.events("met") if "decider" in story.person(event).roles]
    return min(days, default=None)


def event(story: Story, kind: str, person: int, day: float = 0.0, **numbers: float) -> Event:
    """Something that did not happen."""
    return Event(day, kind, person, 0, numbers)


def spoilt(stories: tuple[Story, ...], *more: Event) -> tuple[Story, ...]:
    """The stories with these events at the beginning of the first."""
    first = stories[0]
    return (replace(first, trace=replace(first.trace, events=(*more, *first.trace.events))), *stories[1:])


def a_stranger(story: Story) -> int:
    """Somebody nobody we know could have named to us."""
    known = known_at_first(story.centre)
    near = {name for person in known for name in neighbours(story.centre, person)} | {person.id for person in known}
    return next(place for place, person in enumerate(story.centre.people) if person.id not in near)


def unlucky(contacts: tuple[Contact, ...], day: float) -> Counsel:
    """Chooses otherwise each time it is asked, whatever the luck."""
    _ASKED.append(day)
    free = [contact.id for contact in contacts if contact.available]
    return (
        Counsel(free[len(_ASKED) % len(free)], preparation=len(_ASKED) % 7) if free and len(_ASKED) % 3 else Counsel()
    )


_ASKED: list[float] = []


def _lost(contacts: tuple[Contact, ...], day: float) -> Counsel:
    return Counsel("nobody")


def with_stories_of(strategy: Strategy) -> Callable[[Any, str], None]:
    """The part is given the stories of another strategy."""
    return lambda case, part: getattr(case(), part)(stories=stories_of(strategy))


def with_strategy(**changes: Any) -> Callable[[Any, str], None]:
    """The part is given a strategy that differs from the one it is about."""

    def play(case: Any, part: str) -> None:
        twin = type("Twin", (case,), {"strategy": replace(case.strategy, name="twin", **changes)})
        getattr(twin(), part)()

    return play


def with_events(*of: Callable[[Story], Event]) -> Callable[[Any, str], None]:
    """The part is given its own stories with something in them that did not happen."""

    def play(case: Any, part: str) -> None:
        stories = stories_of(case.strategy)
        getattr(case(), part)(stories=spoilt(stories, *(make(stories[0]) for make in of)))

    return play


def _idle_or_busy(case: Any, part: str) -> None:
    getattr(case(), part)(stories=stories_of(DO_NOTHING if case.acts else TOP_DOWN))


def _elsewhere(case: Any, part: str) -> None:
    narrow = replace(case.strategy, phases=(Phase(highest_first=True, levels=(9, 9)),))
    getattr(type("Twin", (case,), {"strategy": narrow})(), part)(stories=stories_of(case.strategy))


def _upside_down(case: Any, part: str) -> None:
    first, *rest = case.strategy.phases
    turned = replace(first, highest_first=not first.highest_first)
    twin = replace(case.strategy, name=f"turned_{case.strategy.name}", phases=(turned, *rest))
    getattr(case(), part)(stories=stories_of(twin))


TWINS: dict[str, Callable[[Any, str], None]] = {
    "test_it_says_what_it_is_and_where_it_comes_from": with_strategy(source="a test"),
    "test_it_runs_to_the_end_of_every_situation": with_strategy(phases=(), rules_choose=False, counsellor=_lost),
    "test_the_same_luck_gives_the_same_story": with_strategy(phases=(), rules_choose=False, counsellor=unlucky),
    "test_it_works_for_deals_unless_it_is_to_do_nothing": _idle_or_busy,
    "test_it_asks_only_people_it_has_identified": with_events(lambda story: event(story, "touch", a_stranger(story))),
    "test_it_never_asks_more_often_than_allowed": with_events(
        lambda story: event(story, "request_refused", 0, refusals=99.0)
    ),
    "test_it_leaves_people_time_between_meetings": with_events(
        lambda story: event(story, "touch", 0, 1.0), lambda story: event(story, "touch", 0, 2.0)
    ),
    "test_it_keeps_within_the_widest_limits_of_its_phases": _elsewhere,
    "test_its_first_request_follows_its_first_phase": _upside_down,
    "test_its_mandates_reach_people_below": with_stories_of(DO_NOTHING),
    "test_it_passes_nobody_over": with_stories_of(BOTTOM_UP_LEAPFROG),
    "test_it_never_climbs_above_the_third_level": with_stories_of(TOP_DOWN),
    "test_nobody_of_the_upper_levels_feels_passed_over": with_stories_of(BOTTOM_UP_LEAPFROG),
    "test_it_goes_straight_to_the_boss_after_the_first_contacts": with_stories_of(TOP_DOWN),
    "test_it_skips_the_middle_on_its_way_up": with_stories_of(BOTTOM_UP_SPONSORED),
    "test_those_passed_over_resent_it": with_stories_of(TOP_DOWN),
    "test_the_upper_levels_are_entered_by_an_open_door_only": with_stories_of(BOTTOM_UP_LEAPFROG),
    "test_introductions_open_doors_at_the_top": with_stories_of(BOTTOM_UP_FIELD),
    "test_it_wins_sponsors_before_it_climbs": with_stories_of(TOP_DOWN),
    "test_rules_choose_and_say_so": with_stories_of(TOP_DOWN),
    "test_every_change_follows_a_decision_of_the_book": with_events(lambda story: event(story, "engagement", -1, -1.0)),
    "test_records_count_its_switches": with_strategy(rules_choose=False, phases=TOP_DOWN.phases),
    "test_it_books_no_hours_and_meets_nobody": with_strategy(phases=TOP_DOWN.phases),
    "test_the_world_goes_on_without_us": lambda case, part: getattr(case(), part)(stories=()),
    "test_it_sees_technical_people_first": with_stories_of(TOP_DOWN),
}
"""For each part of the contract, how a broken twin is made that has to fail it."""

PARTS = [(case, part) for case in _contracts() for part in dir(case) if part.startswith("test_")]


@pytest.mark.parametrize(("case", "part"), PARTS, ids=[f"{case.strategy.name}-{part[5:]}" for case, part in PARTS])
def test_a_broken_twin_fails_each_part(case: Any, part: str) -> None:
    with pytest.raises((AssertionError, InputError)):
        TWINS[part](case, part)
