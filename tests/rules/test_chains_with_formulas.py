"""Books that feed books and compute facts: nothing is claimed of both that was not proved."""

from __future__ import annotations

import itertools
import pickle
import random

import pytest

from engine.advice.gaps import gaps_of
from engine.errors import InputError
from engine.rules import Book, book_hash, load_book
from engine.rules.proof.fed_groups import reach_of
from engine.studies import past_deals

WHY = {"en": "so it is", "zh": "就是如此"}
NUMBER = {"type": "number", "unit": "10k CNY", "range": [0, 100], "unknown": "no_match"}
SHARE = {"type": "number", "unit": "10k CNY", "unknown": "no_match"}
LEVELS = {"type": "choice", "values": ["low", "high", "open"]}


def book(name, facts, rules, output, otherwise):
    key = next(iter(output))
    return {
        "id": name,
        "title": WHY,
        "purpose": WHY,
        "hit": "first",
        "facts": facts,
        "outputs": output,
        "rules": [
            {"id": f"r{at}", "when": when, "then": {key: then}, "because": WHY, "assumption": "for the test"}
            for at, (when, then) in enumerate(rules)
        ],
        "otherwise": {"then": {key: otherwise}, "because": WHY, "assumption": "for the test"},
    }


def margin(**facts):
    own = {"price": NUMBER, "cost": NUMBER, "gap": {**SHARE, "formula": "price - cost"}, **facts}
    return Book.from_dict(book("margin", own, [("gap >= 10", "high"), ("gap < 10", "low")], {"level": LEVELS}, "open"))


def offer(feeder, rules=None, cases=(), **facts):
    level = {**LEVELS, "unknown": "no_match", "from": "margin.level"}
    own = {"level": level, "rival": NUMBER, "ours": NUMBER, "lead": {**SHARE, "formula": "rival - ours"}, **facts}
    written = rules or [("level is high and lead > 5", 3), ("level is high", 2), ("lead > 5 or level is low", 1)]
    step = {"type": "integer", "unit": "steps", "range": [0, 9]}
    return Book.from_dict({**book("offer", own, written, {"step": step}, 0), "cases": list(cases)}, books=[feeder])


def wrong(make):
    with pytest.raises(InputError) as caught:
        make()
    return [problem.code for problem in caught.value.problems]


def by_hand(price, cost, rival, ours):
    level = None if None in (price, cost) else "high" if price - cost >= 10 else "low"
    lead = None if None in (rival, ours) else rival - ours
    if level == "high":
        return 3 if lead is not None and lead > 5 else 2
    return 1 if (lead is not None and lead > 5) or level == "low" else 0


def test_given_then_fed_then_computed_then_asked():
    made = offer(margin())
    values = [None, 5.0, 12.5, 20.0]
    everybody = [
        dict(zip(("price", "cost", "rival", "ours"), each, strict=True)) for each in itertools.product(values, repeat=4)
    ]
    expected = [by_hand(*facts.values()) for facts in everybody]
    assert [made.decide(facts).outputs["step"] for facts in everybody] == expected
    assert list(made.decide_all(everybody).outputs["step"]) == expected
    for facts in everybody[::9]:
        made.compiled.check_against_engine(facts)
        assert made.decide_all([facts])[0].facts["lead"] == made.decide(facts).facts["lead"]
    assert made.decide(level="high", price=1, cost=0).outputs["step"] == 2, "a given value wins"
    story = made.explain(price=20, cost=5, rival=20, ours=5).to_text("en")
    assert "Where that comes from" in story and "known: gap: price − cost = 15" in story


def test_what_is_computed_anywhere_in_the_chain_cannot_be_given():
    made = offer(margin())
    assert wrong(lambda: made.decide(lead=3)) == ["fact-computed"]
    assert wrong(lambda: made.decide(gap=3)) == ["fact-computed"]
    assert wrong(lambda: made.decide_all([{"gap": 3}])) == ["fact-computed"]


def test_one_fact_is_computed_alike_in_all_books_or_refused():
    assert "chain-differs" in wrong(lambda: offer(margin(), gap=SHARE))
    assert "chain-differs" in wrong(lambda: offer(margin(), price=NUMBER, gap={**SHARE, "formula": "price + ours"}))
    both = {
        **LEVELS,
        "type": "boolean",
        "values": [],
        "unknown": "no_match",
        "from": "margin.level",
        "formula": "ours > 3",
    }
    assert "formula-fed" in wrong(lambda: offer(margin(), level=both))


def test_the_hash_covers_formulas_of_feeders():
    other = margin(gap={**SHARE, "formula": "price - cost * 1"})
    assert book_hash(offer(margin())) != book_hash(offer(other))


def test_check_sees_through_formulas_that_share_nothing_with_what_is_fed():
    made = offer(margin())
    assert reach_of(made).settled
    checked = made.check()
    assert not [one for one in checked.findings if one.kind == "not_proven"]
    never = offer(margin(), [("level is high and lead > 5", 3), ("level is open", 2), ("level is low", 1)])
    found = {one.rules: one for one in never.check().findings if one.kind == "unreachable"}
    assert ("r1",) in found and "only says" in str(found["r1",].message)


def test_a_witness_is_given_down_to_the_feeder_and_its_computed_facts_are_right():
    made = offer(margin(), [("level is high and lead > 5", 3), ("level is high and lead > 2", 3), ("lead > 90", 1)])
    for found in made.check().findings:
        if found.witness is not None:
            assert not {"level", "lead", "gap"} & found.witness.keys()
            made.decide(found.witness)


def test_what_is_computed_from_what_is_fed_is_not_settled():
    points = {
        **book("points", {"a": NUMBER, "b": NUMBER}, [("a > 3", 10), ("b > 3", 20)], {"points": {}}, 0),
        "hit": "collect",
        "aggregate": "sum",
        "outputs": {"points": {"type": "integer", "unit": "points", "range": [0, 30]}},
    }
    fed = {"type": "integer", "unit": "points", "range": [0, 30], "unknown": "no_match", "from": "points.points"}
    rest = {"type": "integer", "unit": "points", "formula": "30 - points", "unknown": "no_match"}
    rules = [("rest = 25", 1), ("rest <= 10", 2), ("points > 25", 3)]
    step = {"step": {"type": "integer", "unit": "steps", "range": [0, 9]}}
    made = Book.from_dict(book("rest", {"points": fed, "rest": rest}, rules, step, 0), books=[Book.from_dict(points)])
    assert (made.decide(a=5).facts["rest"], made.decide(a=5, b=5).outputs["step"]) == (20, 2)
    assert made.decide(b=5).outputs["step"] == 2 and made.decide(a=5).outputs["step"] == 0
    assert not reach_of(made).settled
    checked = made.check()
    assert [one for one in checked.findings if one.kind == "not_proven"]
    assert not [one for one in checked.findings if one.witness is not None]


def test_standing_flip_and_diff_say_that_they_do_not_see_through_a_chain_that_computes():
    made = offer(margin())
    standing = made.standing(price=20, cost=5)
    assert not (standing.settled or standing.seen_through or standing.stands)
    explained = made.explain(price=20, cost=5, rival=20, ours=5)
    assert explained.flip is None and not explained.settled and not explained.seen_through
    other = offer(margin(gap={**SHARE, "formula": "price - cost - 1"}))
    assert not made.diff(other).settled
    same_feeder = offer(
        margin(), [("level is high and lead > 4", 3), ("level is high", 2), ("lead > 5 or level is low", 1)]
    )
    apart = made.diff(same_feeder)
    assert apart.settled and len(apart.kinds) == 1
    account = apart.kinds[0].account
    assert made.decide(account).outputs["step"] == 2 and same_feeder.decide(account).outputs["step"] == 3


def test_mutants_are_tried_on_cases_along_the_chain():
    cases = [
        {"name": "far ahead", "facts": {"price": 20, "cost": 5, "rival": 20, "ours": 5}, "rule": "r0"},
        {"name": "just high", "facts": {"price": 20, "cost": 10, "rival": 10, "ours": 5}, "rule": "r1"},
    ]
    made = offer(margin(), cases=cases)
    tried = made.mutate()
    assert tried.caught and not tried.failing
    open_ones = [each for each in tried.survivors if not each.settled]
    assert all(not each.seen_through for each in open_ones)
    for survivor in tried.survivors:
        if survivor.account is not None:
            assert not {"gap", "lead"} & survivor.account.keys()
            made.decide(survivor.account)


@pytest.mark.parametrize("seed", range(12))
def test_claims_about_random_rules_hold_for_every_account_of_a_grid(seed):
    chance = random.Random(seed)
    asked = ["level is high", "level is low", "level is open", "level is known", "rival >= 50", "ours is unknown"]
    asked += [f"lead {sign} {bound}" for sign in ("<", ">=") for bound in (0, 20, 60)]
    rules = [(" and ".join(chance.sample(asked, chance.choice([1, 2, 3]))), at) for at in (1, 2, 3, 4)]
    made = offer(margin(), rules)
    values = [None, 0.0, 35.0, 50.0, 90.0]
    grid = [
        dict(zip(("price", "cost", "rival", "ours"), each, strict=True)) for each in itertools.product(values, repeat=4)
    ]
    decided = made.decide_all(grid)
    fired = {name for at in range(len(grid)) for name in _all_fired(decided[at])}
    checked = made.check()
    assert not [one for one in checked.findings if one.kind == "not_proven"]
    unreachable = {one.rules[0] for one in checked.findings if one.kind == "unreachable"}
    assert not unreachable & fired
    assert unreachable | fired == {rule.id for rule in made.rules}, "the grid reaches every cell"
    has_gap = any(one.kind == "gap" for one in checked.findings)
    assert has_gap == any(not decided[at].fired for at in range(len(grid)))
    for survivor in made.mutate().survivors:
        assert survivor.settled or not survivor.seen_through


def _all_fired(decision):
    return [decision.logic.rules[at].id for at in decision.fired]


@pytest.mark.parametrize("ending", ["yaml", "xlsx", "csv"])
def test_files_keep_where_facts_come_from_and_how_they_are_computed(tmp_path, ending):
    made, feeder = offer(margin()), margin()
    feeder.export(tmp_path / f"margin.{ending}")
    made.export(tmp_path / f"offer.{ending}")
    read = load_book(tmp_path / f"offer.{ending}")
    assert book_hash(read) == book_hash(made) and read == made
    assert read.decide(price=20, cost=5, rival=20, ours=5).outputs["step"] == 3
    again = pickle.loads(pickle.dumps(read.compiled))
    assert again.decide({"price": 20, "cost": 5}).outputs["step"] == 2


def test_past_deals_follow_the_chain_and_refuse_what_is_computed(tmp_path):
    sheet = tmp_path / "deals.csv"
    sheet.write_text("deal,price,cost,rival,ours,done,outcome\nA,20,5,20,5,3,won\nB,20,15,,,2,lost\n", encoding="utf-8")
    found = past_deals(offer(margin()), sheet)
    assert [one.decision.outputs["step"] for one in found.deals] == [3, 1]
    sheet.write_text("deal,price,cost,gap,done,outcome\nA,20,5,15,3,won\n", encoding="utf-8")
    assert wrong(lambda: past_deals(offer(margin()), sheet)) == ["fact-computed"]


def test_what_would_change_it_is_looked_for_down_to_what_formulas_of_feeders_ask():
    made = offer(margin())
    gaps = gaps_of(made.compiled, {"price": 50.0})
    assert {gap.fact for gap in gaps} == {"cost"}
    assert not {gap.fact for gap in gaps_of(made.compiled, {"level": "high", "rival": 3.0})} - {"ours"}


def test_what_is_given_for_a_book_that_is_not_asked_is_read_all_the_same():
    made = offer(margin())
    assert wrong(lambda: made.decide(level="high", price=-1)) == ["value-range"]
    assert wrong(lambda: made.decide(level="high", gap=3)) == ["fact-computed"]
