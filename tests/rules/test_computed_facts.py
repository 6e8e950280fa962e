"""Computed facts: what a formula may say, what it is worth, and that everything about facts follows."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import openpyxl
import pytest
from hypothesis import assume, given, strategies as st

from engine.errors import InputError
from engine.model.decimal_arithmetic import (
    ADD,
    DIVIDE,
    FACT,
    GREATEST,
    LEAST,
    MULTIPLY,
    NUMBER,
    SUBTRACT,
    worked,
)
from engine.model.facts import FACT_INDEX
from engine.rules import Book, load_book
from engine.rules.language.computed_facts import derived_of
from engine.rules.language.fact_formulas import postfix, written
from engine.rules.language.formula_parser import parse_formula
from engine.rules.language.formula_units import powers_of

WHY = {"en": "so it is", "zh": "就是如此"}
FACTS = {
    "ours": {"type": "number", "unit": "10k CNY", "range": [0, 1000], "unknown": "no_match"},
    "theirs": {"type": "number", "unit": "10k CNY", "range": [0, 1000], "unknown": {"as": 4}},
    "pieces": {"type": "integer", "unit": "count", "range": [0, 50], "unknown": "no_match"},
    "reach": {"type": "integer", "unit": "people", "range": [0, 50], "unknown": "no_match"},
    "fit": {"type": "number", "unit": "share", "range": [0, 1], "unknown": "no_match"},
    "open": {"type": "boolean", "unknown": "no_match"},
    "kind": {"type": "choice", "values": ["red", "blue"], "unknown": "no_match"},
    "seen": {"type": "date", "unknown": "no_match"},
    "today": {"type": "date", "unknown": {"as": "2026-03-01"}},
}


def computed(kind, formula, unit=None, unknown="no_match", **more):
    parts = {"type": kind, "formula": formula, "unknown": unknown, **more}
    return {**parts, "unit": unit} if unit else parts


def data(rules=(("r0", "ours > 1"),), cases=(), **facts):
    return {
        "id": "small",
        "title": WHY,
        "hit": "first",
        "facts": {**FACTS, **facts},
        "outputs": {"out": {"type": "choice", "values": ["yes it is", "no it is not"]}},
        "rules": [
            {"id": name, "when": when, "then": {"out": "yes it is"}, "because": WHY, "assumption": "test"}
            for name, when in rules
        ],
        "otherwise": {"then": {"out": "no it is not"}, "because": WHY, "assumption": "test"},
        "cases": list(cases),
    }


def book(rules=(("r0", "ours > 1"),), cases=(), **facts):
    return Book.from_dict(data(rules, cases, **facts))


def wrong(**facts):
    with pytest.raises(InputError) as raised:
        book(**facts)
    return str(raised.value)


def value(formula, **given):
    unit = given.pop("unit", "10k CNY")
    kind = given.pop("kind_of", "number")
    made = book(x=computed(kind, formula, unit))
    return made.decide(given).facts["x"]


# arithmetic


def test_decimals_add_up():
    assert value("ours + theirs", ours=0.1, theirs=0.2) == 0.3
    assert value("ours + theirs - 0.3", ours=0.1, theirs=0.2) == 0
    assert value("ours - theirs", ours=1000, theirs=999.9) == 0.1
    assert value("ours × 3", ours=0.1) == 0.3
    assert value("ours ÷ 3", ours=1) == 0.333333333333
    assert worked(SUBTRACT, 1000000.1, 1000000.0) == 0.1


ORDINARY = st.integers(-(10**7), 10**7)
PLACES = st.integers(0, 4)


def as_decimal(digits, places):
    return Decimal(digits).scaleb(-places)


@given(ORDINARY, PLACES, ORDINARY, PLACES)
def test_sums_and_differences_are_those_of_decimal_arithmetic(a, m, b, n):
    one, other = as_decimal(a, m), as_decimal(b, n)
    assert worked(ADD, float(one), float(other)) == float(one + other)
    assert worked(SUBTRACT, float(one), float(other)) == float(one - other)
    assert (worked(SUBTRACT, float(one), float(other)) < 0) == (one < other)


@given(st.integers(-(10**6), 10**6), PLACES, st.integers(-(10**6), 10**6), st.integers(0, 3))
def test_products_of_few_digits_are_exact(a, m, b, n):
    one, other = as_decimal(a, m), as_decimal(b, n)
    assert worked(MULTIPLY, float(one), float(other)) == float(one * other)


@given(st.floats(-1e15, 1e15))
def test_twelve_digits_are_kept(number):
    assume(number == 0 or abs(number) > 1e-9)
    with localcontext() as context:
        context.prec, context.rounding = 12, ROUND_HALF_EVEN
        rounded = +Decimal(repr(number))
    unit = Decimal(1).scaleb(rounded.adjusted() - 11) if rounded else Decimal(0)
    found = worked(ADD, number, 0.0)
    at_a_tie = abs(abs(Decimal(repr(number)) - rounded) - unit / 2) < unit / 100
    assert found == float(rounded) or (at_a_tie and abs(Decimal(found) - rounded) < 2 * unit)
    assert worked(ADD, found, 0.0) == found


@given(ORDINARY, st.integers(1, 10**6), PLACES)
def test_quotients_are_rounded_decimals(a, b, n):
    one, other = Decimal(a), as_decimal(b, n)
    with localcontext() as context:
        context.prec = 12
        exact = one / other
    assert math.isclose(worked(DIVIDE, float(one), float(other)), float(exact), rel_tol=2e-12, abs_tol=0)


def test_what_is_unknown_stays_unknown():
    unknown = math.nan
    for step in (ADD, SUBTRACT, MULTIPLY, DIVIDE, LEAST, GREATEST):
        assert math.isnan(worked(step, unknown, 1.0)) and math.isnan(worked(step, 1.0, unknown))
    assert math.isnan(worked(DIVIDE, 1.0, 0.0)) and math.isnan(worked(DIVIDE, 0.0, 0.0))
    assert math.isnan(worked(MULTIPLY, 1e9, 1e9)), "beyond the numbers of a book"
    assert worked(ADD, 0.0, 0.0) == 0 and math.copysign(1, worked(ADD, -0.0, -0.0)) == 1


# what a formula is worth


@pytest.mark.parametrize(
    ("formula", "unit", "given", "worth"),
    [
        ("ours - theirs", "10k CNY", {"ours": 7, "theirs": 10}, -3),
        ("ours − theirs × 2", "10k CNY", {"ours": 7, "theirs": 2}, 3),
        ("(ours - theirs) / theirs", "share", {"ours": 12, "theirs": 10}, 0.2),
        ("-ours + 10", "10k CNY", {"ours": 7, "theirs": 2}, 3),
        ("min(ours, theirs, 5)", "10k CNY", {"ours": 7, "theirs": 6}, 5),
        ("max(0, ours - theirs)", "10k CNY", {"ours": 1, "theirs": 6}, 0),
        ("ours / pieces", "10k CNY", {"ours": 7, "pieces": 2}, 3.5),
        ("ours / reach", "10k CNY per people", {"ours": 7, "reach": 2}, 3.5),
        ("ours - 5 10k CNY", "10k CNY", {"ours": 7}, 2),
        ("fit * ours", "10k CNY", {"ours": 7, "fit": 0.1}, 0.7),
        ("days(seen, today)", "days", {"seen": "2026-01-01", "today": "2026-03-01"}, 59),
        ("days(seen, 2026-01-31)", "days", {"seen": "2026-01-01"}, 30),
        ("days(seen, today) / 7 days", "share", {"seen": "2026-01-01", "today": "2026-01-15"}, 2),
    ],
)
def test_a_formula_is_worth_what_it_says(formula, unit, given, worth):
    assert value(formula, unit=unit, **given) == worth


@pytest.mark.parametrize(
    ("formula", "ours", "theirs", "holds"),
    [
        ("ours < theirs", 1, 2, True),
        ("ours >= theirs", 1, 2, False),
        ("theirs ≤ ours", 2, 2, True),
        ("ours = theirs", 0.3, 0.3, True),
        ("ours + 0.2 == theirs", 0.1, 0.3, True),
        ("ours <> theirs", 1, 2, True),
        ("ours ≠ theirs", 2, 2, False),
        ("ours > 2 * theirs", 5, 2, True),
    ],
)
def test_a_comparison_gives_yes_or_no(formula, ours, theirs, holds):
    assert value(formula, unit=None, kind_of="boolean", ours=ours, theirs=theirs) is holds


def test_dates_are_compared_as_days():
    made = book([("r0", "late")], late=computed("boolean", "seen < today"))
    assert made.decide(seen="2026-02-28").rule == "r0" and made.decide(seen="2026-03-01").rule is None


def test_unknown_operands_and_what_stands_in_for_them():
    made = book([("r0", "gap > 0")], gap=computed("number", "ours - theirs", "10k CNY"))
    assert made.decide(ours=9).facts["gap"] == 5, "unknown theirs counts as 4"
    assert made.decide(theirs=9).facts["gap"] is None and made.decide(theirs=9).rule is None
    stands = book([("r0", "gap > 0")], gap=computed("number", "ours - theirs", "10k CNY", {"as": 2}))
    assert stands.decide(theirs=9).rule == "r0" and stands.decide(theirs=9).facts["gap"] is None


def test_a_stand_in_of_a_computed_fact_goes_on_in_others():
    made = book(
        gap=computed("number", "ours - theirs", "10k CNY", {"as": 2}),
        twice=computed("number", "gap * 2", "10k CNY"),
    )
    assert made.decide({}).facts["twice"] == 4 and made.decide(ours=5).facts["twice"] == 2


def test_division_by_zero_is_unknown():
    made = book([("r0", "each is unknown")], each=computed("number", "ours / pieces", "10k CNY"))
    assert made.decide(ours=1, pieces=0).rule == "r0" and made.decide(ours=1, pieces=2).rule is None


def test_facts_are_computed_in_the_order_in_which_they_need_each_other():
    made = book(
        last=computed("number", "middle + 1", "10k CNY"),
        middle=computed("number", "first * 2", "10k CNY"),
        first=computed("number", "ours - 1", "10k CNY"),
    )
    assert made.decide(ours=3).facts["last"] == 5
    assert list(derived_of(made.facts).formulas) == ["first", "middle", "last"]
    assert derived_of(made.facts).rests_on("last") == {"ours"}


# what is refused


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("ours + thiers", "character 8: no fact is called `thiers`"),
        ("ours +", "character 7: expected a fact or a number"),
        ("ours theirs", "character 6: expected an operation before `theirs`"),
        ("(ours", "expected `)`"),
        ("min(ours)", "`min` needs at least two parts"),
        ("days(seen)", "write `days(from, to)`"),
        ("days(ours, today)", "`ours` is no date"),
        ("ours + seen", "`seen` is a date, so it is no number"),
        ("ours + days(seen, today)", "puts 10k CNY and days together"),
        ("ours + pieces", "puts 10k CNY and a plain number together"),
        ("ours * theirs", "declared in 10k CNY, and its formula gives 10k CNY^2"),
        ("ours / theirs", "declared in 10k CNY, and its formula gives a plain number"),
        ("ours * open", "`open` is no number"),
        ("ours + kind", "`kind` is no number"),
        ("ours < theirs", "`x` is a number, and its formula gives yes or no"),
        ("(ours < theirs) + 1", "a comparison stands within brackets"),
        ("ours < theirs < 3", "comparisons cannot be chained"),
        ("ours （theirs）", "full-width"),
        ("ours + 5%", "write a share"),
        ("ours + 'a'", "not with words"),
        ("ours - 2026-02-30", "there is no such day"),
        ("x + ours", "`x` is computed from itself: x → x"),
        (" + ".join(["ours"] * 60), "59 operations are too many"),
    ],
)
def test_a_wrong_formula_is_refused_with_its_reason(formula, message):
    assert message in wrong(x=computed("number", formula, "10k CNY"))


def test_other_faults_of_computed_facts():
    circle = wrong(
        p=computed("number", "q + 1", "10k CNY"),
        q=computed("number", "r + 1", "10k CNY"),
        r=computed("number", "p + 1", "10k CNY"),
    )
    assert "p → q → r → p" in circle
    assert "has no `range` of its own" in wrong(x=computed("number", "ours", "10k CNY", range=[0, 1]))
    assert "this is of type `choice`" in wrong(x=computed("choice", "ours", values=["a"]))
    assert "`x` is yes or no, and its formula gives a number" in wrong(x=computed("boolean", "ours - theirs"))
    assert "can give others" in wrong(x=computed("integer", "pieces / 2", "count"))
    assert "can give others" in wrong(x=computed("integer", "fit + 1", "count"))
    assert "a number needs a `unit`" in wrong(x=computed("number", "ours"))
    both = wrong(x=computed("number", "ours +", "10k CNY"), y=computed("number", "ours * nobody", "10k CNY"))
    assert "fact `x`" in both and "`nobody`" in both, "all faults at once"


def test_an_output_is_no_date():
    plain = data()
    plain["outputs"] = {"out": {"type": "date"}}
    with pytest.raises(InputError, match="`date` is a type of facts"):
        Book.from_dict(plain)


def test_units_are_products_of_words():
    assert powers_of("10k CNY per hour") == (("10k CNY", 1), ("hours", -1))
    assert powers_of("share of peers") == powers_of("score") == powers_of("count") == ()
    assert powers_of("per day") == (("days", -1),)
    per_day = computed("number", "ours / days(seen, today)", "10k CNY per day")
    assert book(x=per_day).decide(ours=59, seen="2026-01-01").facts["x"] == 1


@given(st.recursive(st.sampled_from(["ours", "theirs", "2", "0.5"]), lambda inner: st.builds(
    "({} {} {})".format, inner, st.sampled_from("+-*/"), inner), max_leaves=6))  # fmt: skip
def test_a_formula_reads_back_as_it_is_written(text):
    facts = book().facts
    formula = parse_formula(text, facts)
    assert parse_formula(written(formula), facts) == formula


def test_a_postfix_program_is_at_hand_for_who_packs_it():
    formula = parse_formula("max(0, ours - theirs)", book().facts)
    assert postfix(formula) == (
        (NUMBER, 0.0),
        (FACT, "ours"),
        (FACT, "theirs"),
        (SUBTRACT, 0.0),
        (GREATEST, 0.0),
    )


# everything about facts follows


GAP = {"gap": computed("number", "ours - theirs", "10k CNY"), "cheaper": computed("boolean", "ours < theirs")}


def test_a_computed_fact_cannot_be_given():
    made = book([("r0", "gap > 0")], **GAP)
    for ask in (
        lambda: made.decide(gap=1),
        lambda: made.explain({"gap": 1}),
        lambda: made.decide_all([{"ours": 1}, {"gap": 3}]),
        lambda: made.decide_all({"gap": [None, 1.0]}),
    ):
        with pytest.raises(InputError, match="`gap` is computed and cannot be given: ours - theirs"):
            ask()
    assert made.decide(gap=None, ours=9).rule == "r0", "nothing is given here"
    in_case = {"name": "c", "facts": {"gap": 3}, "rule": "r0"}
    with pytest.raises(InputError, match="give `ours` and `theirs`"):
        book([("r0", "gap > 0")], [in_case], **GAP)


def test_many_accounts_are_decided_as_each_alone():
    made = book([("r0", "gap > 0 and cheaper is no"), ("r1", "gap < 0")], **GAP)
    accounts = [{"ours": a, "theirs": b} for a in (None, 0.1, 4, 9) for b in (None, 0.1, 4, 9)]
    found = made.decide_all(accounts)
    assert found.rules == tuple(made.decide(each).rule for each in accounts)
    assert [dict(each.facts)["gap"] for each in found] == [made.decide(each).facts["gap"] for each in accounts]


def test_the_live_engine_agrees():
    made = book([("r0", "gap > 0.3 or cheaper"), ("r1", "seen < 2026-02-01 or quiet >= 30")], **GAP,
                quiet=computed("integer", "days(seen, today)", "days"))  # fmt: skip
    for ours in (None, 0.1, 4.3, 4.4):
        for seen in (None, "2026-01-30", "2026-01-31", "2026-02-01"):
            made.compiled.check_against_engine({"ours": ours, "theirs": 4, "seen": seen})


def test_reasons_tell_how_a_fact_was_computed():
    decision = book([("r0", "gap > 0")], **GAP).decide(ours=1, theirs=4)
    assert "ours − theirs = -3" in decision.to_text("en")
    assert decision.given == {"ours": 1, "theirs": 4} and decision.facts["gap"] == -3
    assert "“gap” is above 0" in decision.to_text("en") or "gap is above 0 – now -3" in decision.to_text("en")


def test_a_rule_about_what_rests_on_an_unknown_fact_is_open():
    made = book([("r0", "gap > 0")], **GAP)
    assert made.decide(theirs=1).undetermined
    assert made.decide(ours=3).undetermined, "theirs only counts as 4"
    assert not made.decide(ours=3, theirs=5).undetermined


def test_the_book_in_words_tells_its_formulas():
    made = book(
        [("r0", "gap > 0 or quiet > 3 or seen >= 2026-01-01")],
        **GAP,
        quiet=computed("integer", "max(1, days(seen, today))", "days"),
    )
    english, chinese = made.to_text("en"), made.to_text("zh")
    assert "computed: ours − theirs" in english and "the greatest of 1 and the days from seen to today" in english
    assert "seen is not before 2026-01-01" in english
    assert (
        "计算方法：ours − theirs" in chinese and "从 seen 到 today 的天数" in chinese and "不早于 2026-01-01" in chinese
    )
    assert "not before 2026-01-01" in made.decision_table().to_html("en")


@pytest.mark.parametrize("ending", ["xlsx", "csv", "yaml"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_book_with_computed_facts_makes_the_round_trip(tmp_path, ending, lang):
    case = {"name": "c", "facts": {"ours": 5, "seen": "2026-01-01"}, "rule": "r0"}
    more = {
        "minus": computed("number", "-ours + theirs", "10k CNY"),
        "quiet": computed("integer", "days(seen, today)", "days", {"as": 3}),
    }
    made = book([("r0", "gap > 0 and seen < 2026-02-01")], [case], **GAP, **more)
    path = made.export(tmp_path / f"book.{ending}", lang)
    assert load_book(path) == made
    assert load_book(path).test().failed == ()


def test_dates_of_a_workbook_are_read(tmp_path):
    made = book([("r0", "quiet > 30")], quiet=computed("integer", "days(seen, today)", "days"))
    sheet = openpyxl.Workbook()
    sheet.active.append(["account", "seen", "today"])
    sheet.active.append(["one", datetime(2026, 1, 1), datetime(2026, 3, 1)])
    sheet.active.append(["two", "2026-02-20", date(2026, 3, 1)])
    sheet.active.append(["three", "2026年2月1日", "2026/3/5"])
    sheet.active.append(["four", None, None])
    sheet.save(tmp_path / "accounts.xlsx")
    assert made.decide_all(tmp_path / "accounts.xlsx").rules == ("r0", None, "r0", None)


@pytest.mark.parametrize("odd", ["tomorrow", "2026-02-30", 20260101, "01/02/2026", datetime(2026, 1, 1, 9, 30)])
def test_what_is_no_date_is_refused(odd):
    with pytest.raises(InputError, match="`seen` is a date and cannot be"):
        book().decide(seen=odd)


def test_conditions_on_dates():
    made = book([("r0", "seen between 2026-01-01 and 2026-01-31"), ("r1", "seen in [2026-03-01, 2026-03-08]")])
    for day, rule in (("2026-01-31", "r0"), ("2026-02-01", None), ("2026-03-08", "r1"), (None, None)):
        assert made.decide(seen=day).rule == rule
    assert made.decide(seen=date(2026, 1, 1)).rule == "r0"
    with pytest.raises(InputError, match="`seen` is a date and cannot be 5"):
        book([("r0", "seen > 5")])
    with pytest.raises(InputError, match="formula: days\\(seen, today\\)"):
        book([("r0", "seen < today")])


def test_dates_in_a_table():
    plain = data()
    rows = [("r0", "< 2026-02-01"), ("r1", "[2026-02-01..2026-02-28]"), ("r2", "unknown")]
    del plain["rules"]
    plain["table"] = {
        "when": ["seen"],
        "then": ["out"],
        "rows": [
            {"id": name, "when": [cell], "then": ["yes it is"], "because": WHY, "assumption": "test"}
            for name, cell in rows
        ],
    }
    made = Book.from_dict(plain)
    days = ("2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01", None)
    assert [made.decide(seen=day).rule for day in days] == ["r0", "r1", "r1", None, "r2"]
    assert made.check().proven


def test_the_schema_knows_formulas():
    from engine.rules.language.rulebook_schema import rulebook_schema

    declared = rulebook_schema()["$defs"]["FactDeclaration"]["properties"]
    assert "formula" in declared and "date" in str(declared["type"])


def test_what_a_simulation_recorded_is_computed_anew():
    lead = {"type": "number", "unit": "score", "range": [-1, 1], "unknown": "no_match"}
    plain = data([("r0", "lead > 0.3")])
    plain["facts"] = {
        "fit_lead": lead,
        "reputation_lead": lead,
        "lead": computed("number", "fit_lead + reputation_lead", "score"),
    }
    made = Book.from_dict(plain)
    codes = [math.nan] * len(FACT_INDEX)
    codes[FACT_INDEX["fit_lead"]], codes[FACT_INDEX["reputation_lead"]] = 0.1, 0.2
    assert made.compiled.facts_from_codes(codes)["lead"] == 0.3
    assert made.compiled.decision_from_codes(-1, codes).rule is None
    codes[FACT_INDEX["reputation_lead"]] = 0.21
    assert made.compiled.decision_from_codes(0, codes).rule == "r0"


def test_past_deals_are_asked_with_computed_facts(tmp_path):
    from engine.studies import past_deals

    made = book([("r0", "quiet > 30")], quiet=computed("integer", "days(seen, today)", "days"))
    sheet = tmp_path / "past.csv"
    sheet.write_text("deal,seen,today,out\na,2026-01-01,2026-03-01,yes it is\nb,2026/2/20,2026-03-01,yes it is\n")
    judged = past_deals(made, sheet)
    assert [one.decision.rule for one in judged.deals] == ["r0", None]
    sheet.write_text("deal,seen,today,quiet,out\na,2026-01-01,2026-03-01,59,yes it is\n")
    with pytest.raises(InputError, match="`quiet` is computed and cannot be given"):
        past_deals(made, sheet)


def test_a_formula_cut_by_a_comma_is_told_apart_from_another_key(tmp_path):
    text = load_book_text(tmp_path)
    quoted = text.replace("formula: days(seen, today)", 'formula: "days(seen, today)"')
    assert Book.from_text(quoted).decide(seen="2026-01-01").facts["quiet"] == 59
    with pytest.raises(InputError, match=re.escape('write `formula: "days(seen, today)"`')) as raised:
        Book.from_text(text)
    assert "text:" in str(raised.value) and "Extra" not in str(raised.value)


def load_book_text(tmp_path):
    made = book([("r0", "quiet > 3")], quiet=computed("integer", "days(seen, today)", "days"))
    text = made.export(tmp_path / "book.yaml").read_text(encoding="utf-8")
    return text.replace('formula: "days(seen, today)"', "formula: days(seen, today)")
