"""Books that feed books: how they are found, what must agree, and what is said wherever a book is used."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import InputError, RuleMismatch
from engine.rules import Book, CompiledBook, book_hash, compile_book, load_book
from engine.rules.proof.fed_groups import reach_of
from engine.rules.tabulation.chain import Feed
from engine.situation.simulated_books import as_simulated
from engine.wording import told

WHY = {"en": "so it is", "zh": "就是如此"}
TIERS = ["A", "B", "C", "D", "E", "none", "unknown"]
TIER = {"type": "choice", "values": TIERS, "unknown": "no_match", "from": "tier_letters.tier"}
POINTS = {
    "type": "integer",
    "unit": "points",
    "range": [0, 100],
    "unknown": "no_match",
    "from": "account_rating.points",
}


def rule(name, when, **then):
    return {"id": name, "when": when, "then": then, "because": WHY, "assumption": "for the test"}


def data(name="care", facts=None, rules=None, **more):
    outputs = more.pop("outputs", {"care": {"type": "choice", "values": ["much", "some", "none"]}})
    nothing = {key: each["values"][-1] if "values" in each else 0 for key, each in outputs.items()}
    return {
        "id": name,
        "title": {"en": name.capitalize(), "zh": name},
        "hit": "first",
        "facts": facts or {"tier": TIER, "points": POINTS},
        "outputs": outputs,
        "rules": rules or [rule("r0", "tier is A or points >= 60", care="much"), rule("r1", "tier is B", care="some")],
        "otherwise": {"then": nothing, "because": WHY, "assumption": "for the test"},
        **more,
    }


CHOICE = {"type": "choice", "values": ["much", "some", "none"], "unknown": "no_match"}


def wrong(make):
    with pytest.raises(InputError) as caught:
        make()
    return [(problem.code, str(problem)) for problem in caught.value.problems]


def test_a_fact_that_is_not_given_is_asked_of_the_book_it_comes_from():
    care = Book.from_dict(data())
    said = care.decide(cumulative_spend=200)
    assert (said.outputs["care"], said.facts["tier"], said.facts["points"]) == ("much", "A", None)
    assert said.fed["tier"].rule == "tier_a" and said.fed["points"].undetermined
    assert care.decide(contract_volume=400, yearly_revenue=400).facts["points"] == 40
    assert care.decide(price_level=0.5).facts["points"] is None, "other criteria could still be met"


def test_a_given_value_wins_and_that_is_said():
    care = Book.from_dict(data())
    said = care.decide(tier="B", cumulative_spend=200)
    assert said.outputs["care"] == "some" and "tier" not in said.fed
    assert "tier: B, as given; “Letter tiers” was not asked" in told(said.to_text("en"), "en")
    assert care.decide(tier="未知", cumulative_spend=200).outputs["care"] == "much", "unknown is not given"
    assert wrong(lambda: care.decide(spend=200))[0][0] == "fact-unknown"
    assert wrong(lambda: care.decide(cumulative_spend=-1))[0][0] == "value-range"


def test_the_story_goes_down_to_what_was_given():
    told_story = load_book("service_level").explain(cumulative_spend=160, contract_volume=400).to_text("en")
    for part in ("says “Letter tiers”", "says “Value today”", "known: cumulative spend: 160", "“Tier A”"):
        assert part in " ".join(told_story.split())
    plain = load_book("service_level").decide(cumulative_spend=160).as_data()
    assert plain["from"]["tier"]["outputs"] == {"tier": "A"}


def test_three_books_in_a_row():
    care = Book.from_dict(data())
    visits = Book.from_dict(
        data(
            "visits",
            {"care": {**CHOICE, "from": "care.care"}},
            [rule("r0", "care is much", days=7), rule("r1", "care is some", days=30)],
            outputs={"days": {"type": "integer", "unit": "days"}},
        ),
        books=[care],
    )
    assert visits.decide(cumulative_spend=200).outputs["days"] == 7
    assert visits.decide(cumulative_spend=120).outputs["days"] == 30, "a rule of the book before has fired"
    assert visits.decide(cumulative_spend=20).facts["care"] is None, "the rating may still make it much"
    assert visits.decide(tier="B", points=0).outputs["days"] == 30
    everybody = [{"cumulative_spend": 200}, {"tier": "B", "points": 0}, {"care": "some"}, {}]
    assert list(visits.decide_all(everybody).outputs["days"]) == [7, 30, 30, 0]
    visits.compiled.check_against_engine({"cumulative_spend": 200, "contract_volume": 400})
    standing = visits.standing(tier="B")
    assert not standing.stands and {"contract_volume", "collection_rate"} & set(standing.ask)
    again = pickle.loads(pickle.dumps(visits.compiled))
    assert again.decide({"cumulative_spend": 200}).outputs["days"] == 7


def test_a_mismatch_anywhere_in_the_chain_is_noticed():
    compiled = compile_book(Book.from_dict(data()))
    feed = compiled.feeds["tier"]
    first, *others = feed.book.table.rules
    table = replace(feed.book.table, rules=(replace(first, when=others[0].when), *others))
    broken = CompiledBook(compiled.logic, compiled.table)
    broken.feeds = {**compiled.feeds, "tier": Feed(CompiledBook(feed.book.logic, table), "tier")}
    with pytest.raises(RuleMismatch):
        broken.check_against_engine({"cumulative_spend": 200})
    compiled.check_against_engine({"cumulative_spend": 200})


@pytest.mark.parametrize(
    ("fact", "change", "line"),
    [
        ("tier", {"values": ["A", "B"]}, "write `values: [A, B, C, D, E, none, unknown]`"),
        ("tier", {"type": "boolean", "values": []}, "write `type: choice`"),
        ("points", {"unit": "marks"}, "write `unit: points`"),
        ("tier", {"from": "tier_letters.teir"}, "did you mean tier?"),
        ("tier", {"from": "teir_letters.tier"}, "did you mean tier_letters"),
        ("points", {"type": "boolean", "unit": None, "range": None}, "write `type: integer`"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_line_to_write(fact, change, line):
    facts = {"tier": TIER, "points": POINTS}
    facts[fact] = {key: each for key, each in {**facts[fact], **change}.items() if each not in (None, [])}
    rules = [rule("r0", "points is known" if fact == "tier" else "tier is A", care="much")]
    said = wrong(lambda: Book.from_dict(data(facts=facts, rules=rules)))
    assert any(line in message for _, message in said), said


def test_a_fact_that_two_books_declare_differently_is_refused():
    facts = {"tier": TIER, "cumulative_spend": {"type": "number", "unit": "CNY", "unknown": "no_match"}}
    said = wrong(lambda: Book.from_dict(data(facts=facts, rules=[rule("r0", "tier is A", care="much")])))
    assert said[0][0] == "chain-differs" and "10k CNY" in said[0][1]
    facts["cumulative_spend"]["unit"] = "10k CNY"
    Book.from_dict(data(facts=facts, rules=[rule("r0", "tier is A", care="much")]))


def test_a_book_that_gives_several_answers_feeds_none():
    many = Book.from_dict(data("many", hit="collect"))
    facts = {"care": {**CHOICE, "from": "many.care"}}
    said = wrong(lambda: Book.from_dict(data("last", facts, [rule("r0", "care is much", care="much")]), [many]))
    assert said[0][0] == "feeder-several"


def yaml_of(book_data, folder: Path, name: str) -> Path:
    import json

    path = folder / name
    path.write_text(json.dumps(book_data, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_book_beside_is_found_by_its_name_before_a_shipped_one(tmp_path):
    spend = {"cumulative_spend": {"type": "number", "unit": "10k CNY", "unknown": "no_match"}}
    outputs = {"tier": {"type": "choice", "values": TIERS}}
    own = data("tier_letters", spend, [rule("r0", "cumulative_spend >= 10", tier="A")], outputs=outputs)
    yaml_of(own, tmp_path, "tier_letters.yaml")
    last = yaml_of(data(), tmp_path, "care.yaml")
    assert load_book(last).decide(cumulative_spend=10).outputs["care"] == "much"
    named = {"tier": {**TIER, "from": "tier_letters.yaml.tier"}, "points": POINTS}
    assert (
        load_book(yaml_of(data(facts=named), tmp_path, "named.yaml")).decide(cumulative_spend=10).facts["tier"] == "A"
    )
    load_book("tier_letters").export(tmp_path / "tier_letters.csv")
    said = wrong(lambda: load_book(last))
    assert said[0][0] == "feeder-open" and "care.yaml:" in said[0][1]
    mine = Book.from_dict({**own, "otherwise": {**own["otherwise"], "then": {"tier": "A"}}})
    assert load_book(last, books=[mine]).decide(cumulative_spend=1).outputs["care"] == "much", "handed in comes first"


def test_books_in_a_circle_are_refused_by_name(tmp_path):
    for mine, other in (("a", "b"), ("b", "c"), ("c", "a")):
        facts = {"x": {"type": "boolean", "unknown": "no_match"}, "care": {**CHOICE, "from": f"{other}.care"}}
        yaml_of(data(mine, facts, [rule("r0", "x and care is much", care="much")]), tmp_path, f"{mine}.yaml")
    code, message = wrong(lambda: load_book(tmp_path / "a.yaml"))[0]
    assert code == "feeder-circle" and "a.yaml ← b.yaml ← c.yaml ← a.yaml" in message
    itself = {"care": {**CHOICE, "from": "own.care"}}
    yaml_of(data("own", itself, [rule("r0", "care is much", care="some")]), tmp_path, "own.yaml")
    assert wrong(lambda: load_book(tmp_path / "own.yaml"))[0][0] == "feeder-circle"


def test_a_book_whose_feeder_was_not_loaded_says_so():
    from engine.model.rulebook import Rulebook

    facts = {"care": {**CHOICE, "from": "care.care"}}
    bare = Rulebook.model_validate(data("last", facts, [rule("r0", "care is much", care="much")]))
    assert wrong(lambda: compile_book(bare))[0][0] == "feeder-missing"
    assert wrong(lambda: load_book(bare))[0][0] == "feeder-unknown"
    assert load_book(bare, [Book.from_dict(data())]).decide(tier="A").outputs["care"] == "much"


def test_the_fingerprint_covers_the_books_that_feed_it():
    one = Book.from_dict(data())
    letters = load_book("tier_letters")
    row = letters.table.rows[0].model_copy(update={"when": (">= 151",)})
    table = letters.table.model_copy(update={"rows": (row, *letters.table.rows[1:])})
    other = load_book(one, [letters.model_copy(update={"table": table, "cases": (), "rules": ()})])
    assert book_hash(one) != book_hash(other) and one == other
    assert book_hash(load_book("tier_letters")) == book_hash(letters)
    kinds = one.diff(other).kinds
    assert [kind.account["cumulative_spend"] < 151 for kind in kinds] == [True] * len(kinds) and kinds
    assert one.diff(load_book(one)).same


@pytest.mark.parametrize("ending", ["yaml", "xlsx", "csv"])
def test_every_format_keeps_where_a_fact_comes_from(tmp_path, ending):
    for lang in ("en", "zh"):
        book = load_book("service_level")
        again = load_book(book.export(tmp_path / f"own.{ending}", lang))
        assert again == book and (ending != "yaml" or book_hash(again) == book_hash(book))
        assert again.feeders.keys() == {"tier", "rating_points"}


def test_a_book_in_words_tells_where_its_facts_come_from():
    said = load_book("service_level").to_text("en")
    assert "where it is not given, it is what “Letter tiers” says: tier (`tier_letters.tier`)" in " ".join(said.split())


def test_check_tells_a_rule_that_waits_in_vain_and_why():
    facts = {"tier": {**TIER, "values": [*TIERS, "S"]}, "points": POINTS}
    rules = [
        rule("never", "tier is S and points is known", care="much"),
        rule("hardly", "points is 1 or tier is B", care="some"),
        rule("now", "tier is A", care="much"),
    ]
    found = Book.from_dict(data(facts=facts, rules=rules)).check()
    by_kind = {(one.kind, one.rules): one for one in found.findings}
    never = by_kind["unreachable", ("never",)]
    assert never.severity == "error"
    assert "waits for `tier is S`, and “Letter tiers”, which it comes from, only says A, B" in str(never.message)
    assert "“Value today”, which it comes from, never says so" in str(by_kind["never_true", ("hardly",)].message)


def test_what_a_sum_can_come_to_is_known_exactly():
    reach = reach_of(load_book("service_level"))
    assert reach.settled
    points = {kind.values.get("rating_points", "-") for group in reach.groups for kind in group.kinds} - {"-", None}
    weights = [(20, 10), (10, 5), (20, 10), (20, 10), (20, 10), (10, 5)]
    sums = {0}
    for full, half in weights:
        sums = {one + more for one in sums for more in (0, half, full)}
    assert points == sums


def test_past_deals_are_read_with_facts_of_every_book(tmp_path):
    from engine.studies import past_deals

    sheet = tmp_path / "deals.csv"
    sheet.write_text("deal,累计采购额,done,outcome\nA,200,much,won\nB,20,some,lost\n", encoding="utf-8")
    found = past_deals(Book.from_dict(data()), sheet)
    assert [one.decision.outputs["care"] for one in found.deals] == ["much", "none"]
    assert found.deals[0].stands and not found.deals[1].stands


def test_a_simulation_asks_no_other_book():
    with pytest.raises(InputError) as caught:
        as_simulated(Book.from_dict(data()))
    assert {problem.code for problem in caught.value.problems} == {"fact-not-supplied"}
    facts = {"trigger": {**load_book("purchase_triggers").outputs["trigger"].model_dump(exclude_none=True)}}
    facts["trigger"] |= {"unknown": "no_match", "from": "purchase_triggers.trigger"}
    for part in ("range", "meaning"):
        facts["trigger"].pop(part, None)
    value = facts["trigger"]["values"][0]
    asked = Book.from_dict(data(facts=facts, rules=[rule("r0", f"trigger is {value}", care="much")]))
    plain = as_simulated(asked)
    assert not plain.feeders and plain.facts["trigger"].fed_by is None
    assert compile_book(plain).decide({"trigger": value}).rule == "r0"


def test_the_book_takes_ten_thousand_accounts_in_about_a_second():
    book = load_book("service_level")
    accounts = {"cumulative_spend": [float(n % 200) for n in range(10_000)], "own_growth": [True, False] * 5_000}
    decided = book.decide_all(accounts)
    assert len(decided) == 10_000 and decided[199].fed["tier"].outputs["tier"] == "A"
    at = [7, 150, 199, 1234]
    for one in at:
        single = book.decide({name: column[one] for name, column in accounts.items()})
        assert decided[one].rules == single.rules and decided[one].facts["tier"] == single.facts["tier"]


@pytest.mark.parametrize("slip", ["my_rating.yaml#rating", "rating", "account_rating.", "a.Points", " .x", "a.yaml"])
def test_a_source_that_names_no_output_is_refused_with_an_example(slip):
    said = wrong(lambda: Book.from_dict(data(facts={"tier": {**TIER, "from": slip}, "points": POINTS})))
    assert any("as in `from: account_rating.points`" in message for _, message in said), said


def test_versions_that_differ_in_one_feeder_are_compared_in_full():
    service, letters = load_book("service_level"), load_book("tier_letters")
    first, second, *others = letters.table.rows
    rows = (
        first.model_copy(update={"when": (">= 200",)}),
        second.model_copy(update={"when": ("[100..200)",)}),
        *others,
    )
    table = letters.table.model_copy(update={"rows": rows})
    found = service.diff(load_book(service, [letters.model_copy(update={"table": table, "rules": (), "cases": ()})]))
    assert found.settled
    apart = {(kind.before.rule, kind.after.rule) for kind in found.kinds}
    assert apart == {("great_in_both", "great_by_rating"), ("great_by_spend", "middling")}
    for kind in found.kinds:
        assert 150 <= kind.account["cumulative_spend"] < 200
        assert service.decide(kind.account).rule == kind.before.rule
