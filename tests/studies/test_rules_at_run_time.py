"""Rules at run time with the real simulator: what was kept, what it says, and that it can be made again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from fake_simulator import Fake

from engine.errors import InputError
from engine.execution import session
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.model.terms import Outcome
from engine.results import read_run
from engine.simulation import BOOKS, story as watching
from engine.situation import Situation
from engine.studies import Comparison, compare, load_comparison, replay, rules_at_run_time, trace
from engine.studies.firings import MOST_STEPS, step_for

WATCHED, REPLICATIONS = 40, 60
Books = dict[str, Rulebook]


@pytest.fixture(scope="module", autouse=True)
def watch_few() -> None:
    """Workers of their own processes keep the usual number, so only runs in this process may use this."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(watching, "WATCHED", WATCHED)
        patch.setattr("engine.studies.conclude.WATCHED", WATCHED)
        yield


def edited(book: Rulebook, facts: dict[str, object], rules: list[tuple[str, str, dict[str, object]]]) -> Rulebook:
    """A book with other rules, the first that fires deciding, and the facts they ask for."""
    tree = book.model_dump(mode="json", by_alias=True, exclude_none=True)
    because = {"en": "set by a test", "zh": "测试设定"}
    tree["hit"] = "first"
    tree["facts"] = {**tree["facts"], **facts}
    tree["rules"] = [
        {"id": name, "when": when, "then": then, "because": because, "assumption": "a test"}
        for name, when, then in rules
    ]
    return Rulebook.model_validate({**tree, "cases": []})


@pytest.fixture(scope="module")
def fickle(books: Books) -> Books:
    """Three meetings from the top, three in the field, two from the top again; at the eighth the deal is given up."""
    touches = {"touches": {"type": "integer", "unit": "count", "range": [0, 10000], "unknown": {"as": 0}}}
    engage = [
        ("early", "touches < 3", {"engagement": "top_down"}),
        ("middle", "touches < 6", {"engagement": "bottom_up_field"}),
        ("late", "touches >= 6", {"engagement": "top_down"}),
        ("nowhere", "touches > 5000", {"engagement": "do_nothing"}),
    ]
    judge = [
        ("on", "touches < 8", {"continuation": "carry_on"}),
        ("off", "touches >= 8", {"continuation": "withdraw"}),
    ]
    return {
        **books,
        "engagement_choice": edited(books["engagement_choice"], touches, engage),
        "withdraw_continue": edited(books["withdraw_continue"], {}, judge),
    }


@pytest.fixture(scope="module")
def stored(scenario: Scenario, fickle: Books, tmp_path_factory: pytest.TempPathFactory, watch_few: None) -> Comparison:
    runs = tmp_path_factory.mktemp("runs")
    return compare(
        Situation(scenario, fickle), ["playbook"], replications=REPLICATIONS, seed=3, workers=1, out=runs, trace_first=1
    )


def folder(comparison: Comparison) -> Path:
    assert comparison.folder is not None
    return comparison.folder


def test_known_contradictions_are_found_and_nothing_else(stored: Comparison) -> None:
    """Every deal that gets to a given meeting must show the pair that this meeting brings, and no other deal may."""
    rows = read_run(folder(stored)).outcomes("playbook")
    rows = rows[(rows["replication"] < WATCHED) & (rows["outcome"] != Outcome.no_project)]
    firings = stored.results["playbook"].firings
    assert firings is not None and firings.replications == WATCHED and firings.deals == len(rows)
    found = {(each.kind, each.undone_rule, each.by_rule): each for each in firings.contradictions}
    gave_up = int((rows["outcome"] == Outcome.withdrawn).sum())
    assert gave_up > 10
    turned_back = found["engagement_reversed", "middle", "late"]
    assert turned_back.deals == turned_back.times == int((rows["touches"] >= 6).sum())
    by_trigger = [each for (kind, *_), each in found.items() if kind == "opened_then_withdrawn"]
    assert {each.by_rule for each in by_trigger} == {"off"}
    assert sum(each.deals for each in by_trigger) == gave_up
    assert 0 < found["backed_then_withdrawn", "on", "off"].deals <= gave_up
    assert {kind for kind, *_ in found} <= {
        "engagement_reversed", "opened_then_withdrawn", "backed_then_withdrawn", "play_reversed"
    }  # fmt: skip
    share = turned_back.share
    assert share.value == turned_back.deals / len(rows)
    assert share.low is not None and share.high is not None and 0 < share.low < share.value < share.high < 1


def test_an_example_shows_what_it_is_an_example_of(stored: Comparison, scenario: Scenario, fickle: Books) -> None:
    firings = stored.results["playbook"].firings
    assert firings is not None
    (shown,) = [each for each in firings.contradictions if each.kind == "engagement_reversed"]
    story = trace(Situation(scenario, fickle), "playbook", shown.example.replication, shown.example.deal, seed=3)
    names = [rule.id for rule in fickle["engagement_choice"].rules]
    days: dict[str, float] = {}
    for event in story.events:
        if event.kind == "decision" and BOOKS[event.code] == "engagement_choice":
            days.setdefault(names[int(event["rule_place"])], event.day)
    between = days["late"] - days["middle"]
    assert between > 0 and abs(between - shown.days) <= shown.days


def test_rules_that_never_decided(stored: Comparison) -> None:
    found = rules_at_run_time(stored)
    silent = {each.rule: each for each in found.never if each.book == "engagement_choice"}
    assert set(silent) == {"nowhere"}
    assert silent["nowhere"].everywhere and silent["nowhere"].asked == ("playbook",)
    assert found.unasked == ()
    assert (1 - found.at_most) ** REPLICATIONS == pytest.approx(0.05), "so rare a rule stays silent once in twenty runs"
    said = found.to_markdown()
    assert "nowhere" in said and "middle" in said and f"first {WATCHED} replications" in said
    assert "从未起作用" in found.to_markdown("zh")


def test_what_was_watched_is_all_that_was_counted(scenario: Scenario) -> None:
    """In a run no longer than what is watched, both tell how often each rule decided."""
    for result in compare(scenario, ["playbook"], replications=WATCHED, workers=1).results.values():
        assert result.firings is not None
        timed = {(times.book, times.rule): times.decisions for times in result.firings.times}
        assert timed == {(use.book, use.rule): use.count for use in result.rules if use.count}


def test_a_rule_silent_under_one_strategy_only(scenario: Scenario) -> None:
    both = compare(scenario, ["playbook", "top_down"], replications=30, workers=1)
    found = rules_at_run_time(both)
    assert "do_nothing" not in {name for each in found.never if each.book == "stage_gates" for name in each.asked}
    for each in found.never:
        counts = {
            name: sum(use.count for use in result.rules if (use.book, use.rule) == (each.book, each.rule))
            for name, result in both.results.items()
        }
        assert {name for name in each.asked if not counts[name]} == set(each.silent)


def test_the_file_holds_the_decisions_of_the_stories(stored: Comparison, scenario: Scenario, fickle: Books) -> None:
    columns = read_run(folder(stored)).firings()
    rows = list(zip(*(columns[name] for name in ("strategy", "replication", "deal", "book", "rule")), strict=True))
    days = list(zip(columns["day"], columns["since_opening"], strict=True))
    assert max(columns["replication"]) == WATCHED - 1
    outcomes = read_run(folder(stored)).outcomes("playbook")
    for replication in (0, 7):
        story = trace(Situation(scenario, fickle), "playbook", replication, 0, seed=3)
        told, when = [], []
        for event in story.events:
            if event.kind == "decision":
                ids = [rule.id for rule in fickle[BOOKS[event.code]].winning_order()]
                place = int(event["rule_place"])
                rule = ids[place] if place >= 0 else None
                told.append(("playbook", replication, 0, BOOKS[event.code], rule))
                when.append(event.day)
        places = [place for place, row in enumerate(rows) if row[:3] == ("playbook", replication, 0)]
        assert [rows[place] for place in places] == told
        assert [days[place][0] for place in places] == when
        opened = outcomes["opened"][(outcomes["replication"] == replication) & (outcomes["deal"] == 0)][0]
        for place in places:
            day, since = days[place]
            assert since == (None if np.isnan(opened) else day - opened)


def test_times_agree_with_the_file(stored: Comparison) -> None:
    table = pq.read_table(folder(stored) / "firings.parquet").to_pylist()
    firings = stored.results["playbook"].firings
    assert firings is not None
    assert sum(times.decisions for times in firings.times) == sum(row["strategy"] == "playbook" for row in table)
    for times in firings.times:
        wanted = ("playbook", times.book, times.rule)
        mine = [row for row in table if (row["strategy"], row["book"], row["rule"]) == wanted]
        known = [row["since_opening"] for row in mine if row["since_opening"] is not None]
        since = [days for days in known if days >= 0]
        assert times.decisions == len(mine)
        assert times.before == len(mine) - len(since)
        assert sum(times.counts) == len(since)
        assert times.deals == len({(row["replication"], row["deal"]) for row in mine})
        if since:
            assert times.median == pytest.approx(np.median(since))


def test_the_same_bytes_whatever_the_chunks(
    stored: Comparison, scenario: Scenario, fickle: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "CHUNK_SECONDS", 1e-9)
    where = Situation(scenario, fickle)
    other = compare(where, ["playbook"], replications=REPLICATIONS, seed=3, workers=1, out=tmp_path)
    assert (folder(other) / "firings.parquet").read_bytes() == (folder(stored) / "firings.parquet").read_bytes()
    assert other.results == stored.results


def test_two_processes_make_the_same_bytes(scenario: Scenario, tmp_path: Path) -> None:
    made = []
    for number in (1, 2):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(watching, "WATCHED", 200)
            patch.setattr("engine.studies.conclude.WATCHED", 200)
            made.append(
                compare(scenario, ["top_down"], replications=30, seed=4, workers=number, out=tmp_path / str(number))
            )
    assert made[0].results == made[1].results
    assert made[0].results["top_down"].firings is not None
    files = [(folder(each) / "firings.parquet").read_bytes() for each in made]
    assert files[0] == files[1]


def test_a_replay_proves_the_firings_too(stored: Comparison) -> None:
    assert replay(folder(stored), workers=1).identical
    assert load_comparison(folder(stored)) == stored
    from_folder = rules_at_run_time(folder(stored))
    assert from_folder.model_copy(update={"titles": {}}) == rules_at_run_time(stored)
    assert "决策链应对" in from_folder.to_markdown("zh") and "engagement_choice" not in from_folder.to_markdown("zh")


def test_watching_changes_no_record(stored: Comparison, scenario: Scenario, fickle: Books) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(watching, "WATCHED", 0)
        other = compare(Situation(scenario, fickle), ["playbook"], replications=REPLICATIONS, seed=3, workers=1)
    assert other.receipt.rows == stored.receipt.rows
    for name, result in other.results.items():
        assert result.rules == stored.results[name].rules


def test_whoever_watches_nothing_says_so(scenario: Scenario, tmp_path: Path) -> None:
    other = compare(scenario, ["top_down"], replications=5, workers=1, out=tmp_path, simulator=Fake())
    assert other.results["top_down"].firings is None
    assert rules_at_run_time(other).firings == {}
    with pytest.raises(InputError, match="did not keep when its rules decided"):
        read_run(folder(other)).firings()


@pytest.mark.parametrize("horizon", [1.0, 420.0, 421.0, 730.0, 3650.0, 400_000.0])
def test_a_horizon_never_takes_too_many_steps(horizon: float) -> None:
    assert horizon / step_for(horizon) <= MOST_STEPS
