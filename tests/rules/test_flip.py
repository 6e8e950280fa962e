"""The nearest flip against brute force, and how it is told."""

from __future__ import annotations

import itertools
import math
import random
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from engine.errors import InputError
from engine.rules import compile_book, load_book, shipped_books
from engine.rules.proof.explanation import explain_decision
from engine.rules.proof.flip import nearest_flip

sys.path.insert(0, str(Path(__file__).parent))

from book_maker import VALUES, accounts, book, books

SPAN = {"x": 1.0, "n": 4.0}
EDGES = [0.0, 1.0, *(edge for cut in (0.3, 0.5, 1.0) for edge in (cut, math.nextafter(cut, 0), math.nextafter(cut, 1)))]
ACCOUNTS = list(accounts())


def result(compiled, facts):
    try:
        return dict(compiled.decide(facts).collected)
    except InputError:
        return None


def cost_of(before, after):
    changed = [name for name in VALUES if before.get(name) != after.get(name)]
    distance = sum(
        abs(after[name] - before[name]) / SPAN[name] if name in SPAN and name in before and name in after else 1.0
        for name in changed
    )
    return len(changed), distance


def by_force(compiled, facts, accepted, keep_known):
    values = {"x": [facts.get("x"), *EDGES, None], "n": VALUES["n"], "b": VALUES["b"], "c": VALUES["c"]}
    best = None
    for picked in itertools.product(*values.values()):
        after = {name: value for name, value in zip(values, picked, strict=True) if value is not None}
        if keep_known and not facts.keys() <= after.keys():
            continue
        found = result(compiled, after)
        if found is not None and accepted(found):
            cost = cost_of(facts, after)
            best = cost if best is None or cost < best else best
    return best


@settings(max_examples=50)
@given(books(), st.sampled_from(ACCOUNTS), st.sampled_from([None, 0, 1, 2]))
def test_the_nearest_flip_is_the_one_brute_force_finds(book, facts, to):
    compiled = compile_book(book)
    now = result(compiled, facts)
    if now is None:
        return
    wanted = None if to is None else {"out": to}
    flip = nearest_flip(compiled, facts, wanted)

    def accepted(found):
        return found != now if to is None else to in found["out"]

    best = by_force(compiled, facts, accepted, True) or by_force(compiled, facts, accepted, False)
    assert (flip is None) == (best is None)
    if flip is not None:
        assert len(flip.changes) == best[0]
        assert flip.distance == pytest.approx(best[1], abs=1e-9)
        moved = dict(facts) | {change.fact: change.after for change in flip.changes}
        assert all(change.before == facts.get(change.fact) != change.after for change in flip.changes)
        assert accepted(result(compiled, moved)) and result(compiled, moved) == dict(flip.after.collected)


def test_beyond_an_edge_stands_a_number_people_write():
    compiled = compile_book(book([("x > 0.3", 1), ("n >= 3", 2)]))
    above, below = nearest_flip(compiled, {"x": 0.25}), nearest_flip(compiled, {"x": 0.5})
    assert [str(change) for change in above.changes] == ["x: 0.25 → 0.31"]
    assert [str(change) for change in below.changes] == ["x: 0.5 → 0.3"]
    assert above.distance == pytest.approx(0.05)


def test_fewer_facts_go_before_smaller_steps():
    compiled = compile_book(book([("x >= 0.99 or (b and n >= 3)", 1)]))
    flip = nearest_flip(compiled, {"x": 0.0, "n": 2, "b": False})
    assert [str(change) for change in flip.changes] == ["x: 0 → 0.99"]


def test_what_is_known_stays_known_unless_nothing_else_helps():
    either = compile_book(book([("b is known", 1), ("n is unknown", 2)]))
    only = compile_book(book([("b is known", 1)]))
    assert nearest_flip(only, {"b": True}).changes[0].after is None
    assert [c.fact for c in nearest_flip(either, {"b": True}).changes] == ["b"]
    assert nearest_flip(compile_book(book([("b or not b or b is unknown", 1)])), {}) is None


def test_a_decision_already_as_wanted_needs_no_change():
    compiled = compile_book(book([("b", 1)]))
    flip = nearest_flip(compiled, {"b": True}, {"out": 1})
    assert flip.changes == () and flip.distance == 0
    assert explain_decision(compiled, {"b": True}, {"out": 1}).nearest_change == "It is so already."


def test_wrong_outputs_are_refused():
    compiled = compile_book(load_book("engagement_choice"))
    with pytest.raises(InputError, match=r"no output is called `engagment` \(did you mean engagement"):
        nearest_flip(compiled, {}, {"engagment": "top_down"})
    with pytest.raises(InputError, match="has no value `topdown`"):
        nearest_flip(compiled, {}, {"engagement": "topdown"})


def test_an_explanation_names_reasons_and_the_flip_in_both_languages():
    compiled = compile_book(load_book("withdraw_continue"))
    said = explain_decision(compiled, {"cost_share": 0.8, "stance_seen": 0.05})
    page, zh = said.to_markdown("en"), said.to_markdown("zh")
    assert page.startswith("### Withdraw or carry on: withdraw\n") and "“Never let in” would say" in page
    assert "“Costly and unloved”: Half" in page and "“钱花了没人缘”：已花费" in zh
    assert "0.8 → 0.49 (`cost_share=0.49`); then carry on: " in page and page.endswith("(no rule fires)")
    assert "0.8 → 0.49（`cost_share=0.49`）；届时为继续跟进：" in zh and zh.endswith("（没有规则触发）")
    data = said.as_data()
    assert data["rules"] == ["cost_without_favour"] and data["flip"]["to"]["rules"] == ["otherwise"]


def test_no_time_is_told_honestly():
    compiled = compile_book(load_book("engagement_choice"))
    said = explain_decision(compiled, {}, {"engagement": "bottom_up_leapfrog"}, seconds=1e-9)
    assert said.settled or "not found within" in said.nearest_change


@pytest.mark.parametrize("name", shipped_books())
def test_shipped_books_flip_in_a_blink(name):
    compiled = compile_book(load_book(name))
    chance, started = random.Random(name), time.process_time()
    for case in chance.sample(compiled.book.cases, 6):
        flip = nearest_flip(compiled, case.facts)
        assert flip is not None and dict(flip.after.outputs) != dict(compiled.decide(case.facts).outputs)
    assert time.process_time() - started < 10
