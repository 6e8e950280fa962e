"""Silent rules: a rule that never decides leaves no mark, and every set of silent rules is played as it should be."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import numpy as np
import pytest

from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.results.records import Records
from engine.rules import compile_book
from engine.simulation import Simulator
from engine.studies.contrast import Alternative
from engine.studies.silencing import Courses, LeaveOneOut, removal_order, silenced

PURPOSE = "engagement_choice"
N = 24


def played(scenario: Scenario, books: dict[str, Rulebook], book: Rulebook) -> Records:
    return Simulator(scenario, "playbook", {**books, PURPOSE: book}, 5).run(0, N)


def bytes_of(records: Records) -> tuple[bytes, bytes]:
    return records.outcomes.tobytes(), records.team.tobytes()


@pytest.fixture(scope="module")
def whole(scenario: Scenario, books: dict[str, Rulebook]) -> Records:
    return played(scenario, books, books[PURPOSE])


def counts(books: dict[str, Rulebook], records: Records) -> dict[str, int]:
    ids = [rule.id for rule in books[PURPOSE].winning_order()]
    return dict(zip(ids, records.rule_counts[PURPOSE].tolist(), strict=False))


def test_a_rule_that_never_decided_leaves_no_mark(
    scenario: Scenario, books: dict[str, Rulebook], whole: Records
) -> None:
    never = {rule for rule, count in counts(books, whole).items() if count == 0}
    assert never, "there must be something to take away"
    without = played(scenario, books, silenced(books[PURPOSE], never))
    assert bytes_of(without) == bytes_of(whole)
    for book, found in whole.rule_counts.items():
        np.testing.assert_array_equal(without.rule_counts[book], found)


def test_a_silent_rule_is_a_rule_struck_out(scenario: Scenario, books: dict[str, Rulebook], whole: Records) -> None:
    book, often = books[PURPOSE], counts(books, whole)
    first = max(often, key=often.__getitem__)
    struck = book.model_copy(update={"rules": tuple(rule for rule in book.rules if rule.id != first), "cases": ()})
    silent = played(scenario, books, silenced(book, {first}))
    assert bytes_of(silent) == bytes_of(played(scenario, books, struck))
    assert bytes_of(silent) != bytes_of(whole)
    assert counts(books, silent)[first] == 0


def test_a_silent_rule_keeps_its_place_and_says_nothing(books: dict[str, Rulebook]) -> None:
    quiet = compile_book(silenced(books[PURPOSE], {"has_nothing", "repair_first"}))
    assert [rule.id for rule in quiet.logic.rules] == [rule.id for rule in books[PURPOSE].winning_order()]
    for facts in ({"people_resentful": 9}, {"people_resentful": 9, "trigger": "keeping_up"}, {}):
        assert quiet.decide(facts).rule != "repair_first"


@pytest.mark.parametrize("draw", range(6))
def test_a_course_is_what_plain_running_gives(scenario: Scenario, books: dict[str, Rulebook], draw: int) -> None:
    """Whatever was looked at before, and whichever rules were silenced to get there."""
    rng = np.random.default_rng(draw)
    courses = Courses(Alternative("whole", scenario, "playbook", books), PURPOSE, 5)
    rules = [rule.id for rule in books[PURPOSE].winning_order()]
    for replication in (1, 2):
        for share in (0.0, 0.1, 0.1, 0.2, 0.5, 0.8, 1.0):
            silent = frozenset(np.flatnonzero(rng.random(len(rules)) < share).tolist())
            found = courses.course(replication, silent)
            book = silenced(books[PURPOSE], {rules[place] for place in silent})
            plain = Simulator(scenario, "playbook", {**books, PURPOSE: book}, 5).run(replication, 1)
            assert bytes_of(found.records) == bytes_of(plain)
            np.testing.assert_array_equal(found.records.rule_counts[PURPOSE], plain.rule_counts[PURPOSE])
    assert courses.runs < 14, "some of them are the same course"


def test_leaving_out_plays_each_alternative(scenario: Scenario, books: dict[str, Rulebook], whole: Records) -> None:
    job = LeaveOneOut(Alternative("whole", scenario, "playbook", books), PURPOSE, 5)
    found = job.player().run(0, N)
    assert [records.strategy for records in found.records] == ["whole", *job.rules]
    assert bytes_of(found.records[0]) == bytes_of(whole)
    for records, rule in zip(found.records[1:], job.rules, strict=True):
        assert bytes_of(records) == bytes_of(played(scenario, books, silenced(books[PURPOSE], {rule}))), rule
    noted = np.sum([remark.decided for remark in found.remarks], axis=0)
    np.testing.assert_array_equal(noted, whole.rule_counts[PURPOSE])


def test_every_order_of_removal_is_as_likely() -> None:
    drawn = Counter(removal_order(3, batch, 3) for batch in range(3000))
    assert set(drawn) == set(permutations(range(3)))
    expected = 3000 / 6
    chi_square = sum((count - expected) ** 2 / expected for count in drawn.values())
    assert chi_square < 20.5, "5 degrees of freedom, 0.1 %"


def test_an_order_of_removal_is_a_function_of_seed_and_batch() -> None:
    assert removal_order(1, 7, 12) == removal_order(1, 7, 12)
    assert len({removal_order(seed, batch, 12) for seed in range(20) for batch in range(20)}) == 400
    assert removal_order(1, 0, 0) == ()
