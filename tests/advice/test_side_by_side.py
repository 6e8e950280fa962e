"""Several accounts among one another: classes by revenue and profit, Curry bands, and the ranked worksheet."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import pytest

from engine.advice import abc_analysis, advise
from engine.advice.potential_ranking import potential_ranking
from engine.advice.profit_classes import profit_classes
from engine.advice.several_accounts import AccountsAdvice, advise_all
from engine.model.dossier import Dossier
from engine.rules import load_book
from engine.wording import told

QUESTIONS = tuple(load_book("potential").facts)


def account(name, revenue=None, profit=None, **potential):
    bought = {"yearly_revenue": revenue, "yearly_profit": profit}
    said = {"id": name, "name": {"en": name}, "purchases": bought, "potential": potential}
    return Dossier.model_validate(said)


def test_a_hundred_accounts_fall_into_bands_of_1_4_15_and_80():
    found = abc_analysis([account(f"a{n}", 1000 - n) for n in range(100)])
    assert Counter(line.band for line in found.lines) == {"top": 1, "large": 4, "medium": 15, "small": 80}
    assert [line.band for line in found.lines[:6]] == ["top", "large", "large", "large", "large", "medium"]


def test_equal_revenue_shares_a_band_the_better_one():
    found = abc_analysis([account(f"a{n}", 500 if n < 3 else 100 - n) for n in range(100)])
    assert [line.band for line in found.lines[:6]] == ["top", "top", "top", "large", "large", "medium"]


def test_your_own_bands_take_the_place_of_the_shipped_ones(tmp_path):
    shipped = load_book("curry_bands")
    row = shipped.table.rows[0].model_copy(update={"when": ("<= 1",)})
    own = shipped.model_copy(
        update={"table": shipped.table.model_copy(update={"rows": (row,)}), "rules": (), "cases": ()}
    )
    assert {line.band for line in abc_analysis([account("a", 9), account("b", 1)], own).lines} == {"top"}
    table = tmp_path / "two.csv"
    table.write_text("id,name,yearly revenue\na,A,9\nb,B,1\n", encoding="utf-8")
    assert {line.band for line in advise_all(table, [own]).abc.lines} == {"top"}


def test_who_changes_class_by_profit_is_named_with_what_is_really_held():
    found = profit_classes(
        [account("big", 900, -10), account("fair", 300, 60), account("small", 50, 30), account("b", 40, 5),
         account("c", 30, 15), account("nobody", 800)]
    )  # fmt: skip
    assert [(line.account, line.by_revenue, line.by_profit) for line in found.lines] == [
        ("fair", "B", "A"),
        ("small", "B", "B"),
        ("c", "C", "B"),
        ("b", "C", "C"),
        ("big", "A", "C"),
    ]
    assert [line.account for line in found.changing] == ["fair", "c", "big"]
    assert found.held_by_profit == pytest.approx(0.6) and found.held_by_revenue == pytest.approx(-0.1)
    assert [name.en for name in found.unknown] == ["nobody"]
    assert "fair (B by revenue, A by profit)" in " ".join(found.to_text("en", 200).split())
    assert profit_classes([account("a", 9, -1), account("b", 5, 1)]).held_by_profit is None


def worksheet(accounts):
    return potential_ranking([advise(each) for each in accounts])


def test_the_worksheet_ranks_by_total_and_ties_share_a_rank():
    yes = [5, 3, 5, 0, 3]
    answered = [
        account(f"a{place}", **{name: number < count for number, name in enumerate(QUESTIONS)})
        for place, count in enumerate(yes)
    ]
    found = worksheet(answered)
    assert {each.account: each.rank for each in found.accounts} == {"a0": 1, "a2": 1, "a1": 3, "a4": 3, "a3": 5}
    assert all((each.best, each.worst) == (each.rank, each.rank) for each in found.accounts)
    columns = [told(column.head, "en") for column in found.table().columns]
    assert columns == ["criterion", "a0", "a2", "a1", "a4", "a3"]
    totals = [str(cell.words) for cell in found.table().rows[len(QUESTIONS)]]
    assert totals == ["total", "5", "5", "3", "3", "0"]


@pytest.mark.parametrize("seed", range(20))
def test_ranks_lie_between_the_bounds_of_all_completions_and_reach_both(seed):
    chance = random.Random(seed)
    answers = [{name: chance.choice((True, False)) for name in QUESTIONS} for _ in range(3)]
    for given in answers:
        for name in chance.sample(QUESTIONS, chance.randint(0, 2)):
            given[name] = None
    found = worksheet([account(f"a{place}", **given) for place, given in enumerate(answers)])
    seen = {f"a{place}": set() for place in range(3)}
    least = [sum(value is True for value in given.values()) for given in answers]
    most = [sum(value is not False for value in given.values()) for given in answers]
    for totals in itertools.product(*(range(low, high + 1) for low, high in zip(least, most, strict=True))):
        for place, total in enumerate(totals):
            seen[f"a{place}"].add(1 + sum(other > total for other in totals))
    for each in found.accounts:
        assert (each.best, each.worst) == (min(seen[each.account]), max(seen[each.account]))


def test_several_accounts_show_all_of_it_in_both_languages(repository):
    found = advise_all(repository / "scenarios/dossiers/portfolio.csv")
    english, chinese = found.details().text("en", 120), found.details().text("zh", 120)
    assert "Curry band" in english and "Meadow Dairy (C by revenue, B by profit)" in " ".join(english.split())
    assert "柯里层次" in chinese and "潜力客户工作表（按总分排名）" in chinese
    assert "change class by profit" in found.to_text("en", 120)
    data = found.as_data()
    assert len(data["worksheet"]) == 5 and len(data["abc"]["profit"]["lines"]) == 5
    single = AccountsAdvice(found.accounts[:1], None)
    assert single.as_data()["worksheet"] is None and "Potential worksheet, ranked" not in single.details().text("en")
    assert "standing" in found.to_text("en", 140).splitlines()[1]
