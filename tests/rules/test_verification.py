"""What verification says about books that show one thing each, its limits in time, and the shipped books."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import pytest

from engine.errors import RuleMismatch
from engine.model.rulebook import Rulebook
from engine.rules import compile_book, load_book, shipped_books
from engine.rules.language.conditions import truth
from engine.rules.language.parser import parse_condition
from engine.rules.proof.regions import condition_of, inside, region_of
from engine.rules.proof.solver import Deadline, OutOfTime, find
from engine.rules.proof.space import Space
from engine.rules.proof.verify import verify
from engine.rules.tabulation.compiled_book import CompiledBook

sys.path.insert(0, str(Path(__file__).parent))

from book_maker import FACTS, WHY, accounts, book, reading

from tests.rules.turned_rules import turned

MINUTE = 60


def check(rules, hit="first", **more):
    return verify(compile_book(book(rules, hit, **more)))


def only(report, kind):
    (finding,) = [finding for finding in report.findings if finding.kind == kind]
    return finding


def test_a_gap_comes_with_the_row_that_closes_it():
    rules = [("x < 0.3", 1), ("x > 0.5", 2), ("x is unknown", 3)]
    gap = only(check(rules), "gap")
    assert (gap.severity, gap.row) == ("info", "x between 0.3 and 0.5")
    assert gap.witness == {"x": 0.3} and "otherwise` answers 0" in gap.message
    shown = check(rules).to_text("zh")
    assert "当 x 介于 0.3 与 0.5 之间（含）时没有规则触发" in shown and "例证：x：0.3（`x=0.3`）" in shown
    assert "可补规则：`when: x between 0.3 and 0.5`" in shown
    assert check([*rules, (gap.row, 4)]).complete


def test_all_gaps_are_counted_and_the_fullest_account_comes_first():
    report = check([("x > 0.5 and b", 1), ("n == 4 and b", 2)])
    gaps = [finding for finding in report.findings if finding.kind == "gap"]
    assert [gap.row for gap in gaps] == [
        "b is no or b is unknown",
        "(x <= 0.5 or x is unknown) and n <= 3 and b is yes",
    ]
    assert [set(gap.witness) for gap in gaps] == [{"x", "n", "b"}] * 2, "of what no rule asks nothing needs be known"
    assert report.cells == 4 * 3 * 3 * 4 and report.silent == 4 * (2 * 12 + 3 * 2), (
        "b not yes; b yes, x and n too small"
    )
    assert report.counted
    assert f"{report.silent} of them without a rule, all settled" in report.proof
    assert report.as_data()["without_rule"] == {"kinds": report.silent, "exact": True}


def test_a_thin_account_does_not_hide_the_full_one():
    report = check([("x > 0.5", 1), ("x <= 0.5 and b", 2)])
    rows = [(gap.row, gap.witness) for gap in report.findings if gap.kind == "gap"]
    assert rows[0] == ("(x <= 0.5 or x is unknown) and (b is no or b is unknown)", {"x": 0.0, "b": False})
    assert rows[1] == ("x is unknown and b is yes", {"b": True})


def test_only_the_first_gaps_are_shown_and_the_others_counted():
    rules = [(f"x > 0.5 and n == {n} and c is {c}", n) for n in range(1, 4) for c in ("red", "green", "blue")]
    report = check(rules, facts={**FACTS, "n": {**FACTS["n"], "unknown": "no_match"}})
    gaps = [finding for finding in report.findings if finding.kind == "gap"]
    text = " ".join(report.to_text("en").split())
    assert len(gaps) == 3 and "more gap" not in text
    apart = [(f"x == {x / 10} and n == {x % 5}", x) for x in range(1, 10)]
    report = check(apart, facts={**FACTS, "n": {**FACTS["n"], "unknown": "no_match"}})
    gaps = [finding for finding in report.findings if finding.kind == "gap"]
    text = " ".join(report.to_text("en").split())
    assert len(gaps) > 5 and text.count("gap: no rule fires") == 5
    assert f"and {len(gaps) - 5} more gaps; `--json` lists them" in text
    assert len([f for f in report.as_data()["findings"] if f["kind"] == "gap"]) == len(gaps)


def test_gaps_of_a_large_book_are_listed_in_part_and_that_is_said():
    report = verify(compile_book(big_book("first", 200, 30, 1)), MINUTE)
    (more,) = [finding for finding in report.findings if finding.kind == "more_gaps"]
    gaps = [finding for finding in report.findings if finding.kind == "gap"]
    assert more.message == f"there are more gaps than the {len(gaps)} listed; close these and check again"
    assert len(gaps) >= 3 and report.silent > 0 and not report.counted
    assert "at least " in report.proof and "of them without a rule" in report.proof


def test_a_rule_that_always_fires_is_named():
    report = check([("b or n < 3 or n >= 3", 1), ("x < 0.5 or x >= 0.5", 2), ("b is known and x is known", 3)])
    said = {finding.rules[0]: finding.message for finding in report.findings if finding.kind == "always_fires"}
    assert said == {
        "r0": "`r0` fires for every account; write it as `otherwise` if that is meant",
        "r1": "`r1` fires for every account of which what it asks about is known",
    }


def test_gaps_only_where_something_is_unknown_say_so():
    gap = only(check([("x <= 0.5", 1), ("x > 0.5", 2)]), "gap")
    assert gap.row == "x is unknown" and "every account with all facts known has its rule" in gap.message


@pytest.mark.parametrize(("hit", "severity"), [("unique", "warning"), ("any", "warning"), ("collect", "info")])
def test_gaps_weigh_more_where_a_table_should_be_complete(hit, severity):
    assert only(check([("b", 1)], hit), "gap").severity == severity


def test_a_complete_book_says_what_the_proof_rests_on():
    report = check([("x < 0.5", 1), ("x >= 0.5 or x is unknown", 2)], facts={"x": SHARE})
    assert report.complete and report.findings == () and report.cells == 4
    assert report.to_text("en").startswith(
        "small: 0 errors, 0 warnings, 0 notes; 2 rules over 1 fact, 4 kinds of account, each has a rule"
    )
    assert report.to_text("zh").startswith("small：错误 0 项") and report.to_markdown("en") == report.proof


SHARE = {"type": "number", "unit": "share", "range": [0, 1], "unknown": "no_match"}


def test_overlaps_and_conflicts_are_errors_under_unique_and_conflicts_under_any():
    rules = [("b", 1), ("x > 0.5", 1), ("n == 2 and x > 0.5", 3)]
    unique, tolerant = check(rules, "unique"), check(rules, "any")
    assert {f.rules for f in unique.errors if f.kind == "overlap"} == {("r0", "r1")}
    assert {f.rules for f in unique.errors if f.kind == "conflict"} == {("r0", "r2"), ("r1", "r2")}
    assert {f.rules for f in tolerant.errors} == {("r0", "r2"), ("r1", "r2")}
    assert "out: 1 ≠ 3" in tolerant.errors[0].message
    for hit in ("first", "collect"):
        assert not {"overlap", "conflict"} & {finding.kind for finding in check(rules, hit).findings}


def test_a_shadowed_rule_names_those_before_it_and_no_others():
    report = check([("n == 4", 9), ("x < 0.5", 1), ("x >= 0.5", 2), ("x between 0.3 and 0.7 and b", 3)])
    finding = only(report, "shadowed")
    assert (finding.severity, finding.rules) == ("error", ("r1", "r2", "r3"))
    assert "`r3` never decides: wherever it fires, it is decided before it by `r1` and `r2`" in finding.message


def test_equal_priorities_that_disagree_are_noticed():
    ties = check([("b", 1), ("x > 0.5", 2), ("n == 3", 3)], "priority", priorities=[1, 1, 2])
    assert only(ties, "conflict").rules == ("r0", "r1") and only(ties, "conflict").severity == "warning"


def test_duplicates_and_rules_that_could_go():
    report = check([("b and x > 0.5", 1), ("x > 0.5 and b", 1), ("n == 2", 5), ("n between 1 and 2", 5)])
    assert only(report, "duplicate").rules == ("r0", "r1")
    assert only(report, "subsumed").rules == ("r2",) and "from `r3`" in only(report, "subsumed").message


def test_a_rule_that_can_never_fire_shows_the_account_that_comes_nearest():
    finding = only(check([("x > 0.5 and x < 0.3 and b", 1), ("b", 2)]), "unreachable")
    assert finding.severity == "error" and finding.witness["b"] is True
    assert finding.message.endswith("lacks only `x > 0.5`")


def test_idle_conditions_are_told_apart():
    report = check([("x >= 0 and b", 1), ("x > 1.0 or n > 2", 2), ("x > 0.5 and x > 0.3", 3), ("n > 1 or n > 2", 4)])
    said = {(finding.kind, finding.rules[0]): finding.message for finding in report.of("warning") if finding.rules}
    assert "every allowed value makes `x >= 0` true (allowed: 0 – 1); write `x is known`" in said["always_true", "r0"]
    assert "no allowed value makes `x > 1` true (allowed: 0 – 1)" in said["never_true", "r1"]
    assert "`x > 0.3` holds whenever the rest does; it can go" in said["always_true", "r2"]
    assert "`n > 2` never lets the rule fire where the rest does not" in said["never_true", "r3"]


def test_whole_numbers_have_nothing_between_them():
    report = check([("n > 2 and n < 3", 1), ("n <= 2", 2), ("n >= 3", 3)])
    assert only(report, "unreachable").rules == ("r0",) and not [f for f in report.findings if f.kind == "gap"]


def test_a_fact_that_must_be_known_is_named_with_what_it_would_do():
    finding = only(check([("x > 0.5 and b", 1), ("x < 0.3", 2)]), "unknown_not_handled")
    assert (finding.fact, finding.severity) == ("x", "warning")
    assert finding.witness == {"b": True} and "fires `r0`" in finding.message
    assert not [f for f in check([("n > 2", 1)]).findings if f.kind == "unknown_not_handled"], "a stand-in handles it"


def test_unused_facts_and_values():
    report = check([("b", 1)])
    assert {f.fact for f in report.findings if f.kind == "unused_fact"} == {"x", "n", "c"}
    values = verify(compile_book(load_book("project_origin")))
    assert only(values, "unused_value").message == "no rule gives `origin` the value `unknown`"


def test_values_that_no_rule_names_and_outputs_that_tell_nothing():
    report = check([("c is green", 0), ("b", 0)])
    assert only(report, "unused_value").message == "no rule names `blue` of `c`", "red is what unknown counts as"
    assert only(report, "unused_output").message == "`out` is 0 whatever rule decides; it tells nothing"
    assert only(report, "unused_value").fact == "c" and only(report, "unused_output").severity == "info"
    kinds = {finding.kind for finding in check([("c is known", 1)]).findings}
    assert not {"unused_value", "unused_output"} & kinds


def test_sentences_of_boxes_mean_the_box():
    facts = book([("b", 1)]).facts
    texts = [
        "x > 0.3 and x < 0.5 or x is unknown",
        "n != 2",
        "n between 1 and 2",
        "n is unknown",
        "c in [red, blue]",
        "c is not green and n is known",
        "not b",
        "b is known",
        "x >= 0.5",
    ]
    for text in texts:
        condition = parse_condition(text, facts)
        space = Space(facts, [condition])
        for box in region_of(condition, space):
            again = condition_of(box, space)
            assert again is not None
            for facts_of, values in READINGS:
                assert inside(box, space.point(facts_of)) == (truth(again, *values) is True), text


READINGS = [(account, reading(account)) for account in accounts()]


def test_a_contradiction_by_the_compiled_book_is_a_defect_that_stops():
    right = compile_book(book([("b", 1), ("b and x > 0.5", 2)]))
    table = right.table
    rules = tuple(turned(rule, table) for rule in table.rules)
    wrong = CompiledBook(right.logic, type(table)(**{**table.__dict__, "rules": rules}))
    with pytest.raises(RuleMismatch, match="no rule can fire while"):
        verify(wrong)


@pytest.mark.parametrize("name", shipped_books())
def test_shipped_books_are_clean(name):
    report = verify(compile_book(load_book(name)))
    assert report.proven and not report.errors
    assert {f.kind for f in report.of("warning")} <= {"unknown_not_handled"}
    assert report.cells >= 9 and report.as_data()["proven"] is True


def big_book(hit, rules, facts, seed, least=2, most=5):
    """Random rules over all kinds of facts."""
    chance = random.Random(seed)
    kinds = (
        {"type": "number", "unit": "share", "range": [0, 1], "unknown": "no_match"},
        {"type": "integer", "unit": "count", "range": [0, 50], "unknown": {"as": 0}},
        {"type": "boolean", "unknown": "no_match"},
        {"type": "choice", "values": list("pqrst"), "unknown": "no_match"},
    )
    declared = {f"f{place}": kinds[place % 4] for place in range(facts)}

    def part(fact):
        low, high = sorted(chance.sample(range(1, 50), 2))
        kind = declared[fact]["type"]
        if kind == "choice":
            return f"{fact} {chance.choice(['in', 'not in'])} [{', '.join(chance.sample('pqrst', 2))}]"
        if kind == "boolean":
            return chance.choice([fact, f"not {fact}"])
        if kind == "integer":
            return chance.choice([f"{fact} >= {low}", f"{fact} <= {high}", f"{fact} between {low} and {high}"])
        span = f"({fact} >= {low / 50} and {fact} < {high / 50})"
        return chance.choice([f"{fact} >= {low / 50}", span, f"({fact} < {low / 50} or {fact} > {high / 50})"])

    sentences = [
        " and ".join(part(fact) for fact in chance.sample(list(declared), chance.randint(least, most)))
        for _ in range(rules)
    ]
    return Rulebook.model_validate(
        {
            "id": "big",
            "title": WHY,
            "hit": hit,
            "facts": declared,
            "outputs": {"out": {"type": "integer", "unit": "place"}},
            "rules": [
                {"id": f"r{i}", "when": when, "then": {"out": i % 7}, "because": WHY, "assumption": "test"}
                for i, when in enumerate(sentences)
            ],
            "otherwise": {"then": {"out": -1}, "because": WHY, "assumption": "test"},
        }
    )


@pytest.mark.parametrize(("hit", "seed", "most"), [("first", 1, 5), ("any", 2, 3)])
def test_two_hundred_rules_over_thirty_facts_take_less_than_a_minute(hit, seed, most):
    compiled = compile_book(big_book(hit, 200, 30, seed, most=most))
    started = time.process_time()
    report = verify(compiled, MINUTE)
    assert time.process_time() - started < MINUTE
    assert report.cells > 10**30 and report.findings
    assert all(f.kind != "not_proven" or "pairs" in f.message for f in report.findings)
    assert f"×10^{len(str(report.cells)) - 1}" in report.proof


def test_five_hundred_rules_over_thirty_facts_take_less_than_twenty_seconds():
    compiled = compile_book(big_book("first", 500, 30, 1))
    started = time.process_time()
    assert verify(compiled, MINUTE).proven
    assert time.process_time() - started < 20


def test_too_little_time_is_told():
    compiled = compile_book(big_book("first", 60, 30, 3))
    report = verify(compiled, seconds=0.02)
    assert not report.proven and not report.complete
    assert "not proven within 0.02 s" in report.to_text("en") and "0.02 秒内未能证明" in report.to_text("zh")


def test_the_search_finds_the_one_cell_left_and_proves_when_none_is():
    facts = {f"n{i}": {"type": "integer", "unit": "count", "range": [0, 3], "unknown": {"as": 0}} for i in range(6)}
    declared = book([("n0 == 1", 1)], facts=facts).facts
    space = Space(declared, [parse_condition(f"n{i} in [0, 1, 2, 3]", declared) for i in range(6)])
    chance = random.Random(4)
    hidden = tuple(2 * chance.randint(0, 4) for _ in range(6))
    boxes = [{place: space.full[place] & ~(1 << cell)} for place, cell in enumerate(hidden)]
    assert find(space, {}, boxes, Deadline(5)) == hidden
    boxes.append({place: 1 << cell for place, cell in enumerate(hidden)})
    assert find(space, {}, boxes, Deadline(5)) is None


def test_pigeons_end_the_search_in_time():
    """Nine pigeons, eight holes: no short proof exists for this kind of search, so the clock must end it."""
    holes = [str(hole) for hole in range(8)]
    facts = {f"p{i}": {"type": "choice", "values": holes, "unknown": "no_match"} for i in range(9)}
    declared = book([("p0 is known", 1)], facts=facts).facts
    space = Space(declared, [])
    boxes = [{i: 4 << 2 * hole, j: 4 << 2 * hole} for hole in range(8) for i in range(9) for j in range(i)]
    known = {place: full & ~1 for place, full in enumerate(space.full)}
    with pytest.raises(OutOfTime):
        find(space, known, boxes, Deadline(0.3))
