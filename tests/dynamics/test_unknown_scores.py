"""What a scenario leaves out of people: drawn once a replication, by whom it concerns, whatever we do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from laboratory import (
    Bench,
    assert_mean_is,
    bench_of,
    build,
    copy_of,
    degenerate,
    person,
    plain,
    run,
    simulator,
    step,
)
from scipy import stats

from engine.committee import read_committee
from engine.dynamics import moments
from engine.dynamics.machine.chance import cut_normal, join_keys, mean_of_cut_normal
from engine.dynamics.state.person_values import power_seen
from engine.dynamics.state.priors import NEED, POWER, centre_of
from engine.dynamics.state.rival_values import power_seen_by_rival
from engine.dynamics.state.source import person_key
from engine.model.counted_votes import tallies_fit
from engine.model.role_criteria import USUAL_CRITERIA, usual_criteria
from engine.model.scenario import Scenario
from engine.model.terms import CRITERIA, ROLES, SCORES

IDS = ("chief", "buyer", "user")
CHIEF, BUYER, USER = map(sorted(IDS, key=person_key).index, IDS)
PLACES = {"chief": CHIEF, "buyer": BUYER, "user": USER}


def forgotten(tree: Any, *scores: str) -> Any:
    """The same scenario with these scores (all, if none is named) left out of everybody in its first account."""
    for one in tree["accounts"][0]["buying_centre"]["people"]:
        for score in scores or SCORES:
            one.pop(score, None)
    return tree


def nobody_known(edits: Mapping[str, Any] | None = None, **stated: Any) -> Scenario:
    """Three people on three levels of whom nothing is known; `stated` is what is known of the user."""
    people = [
        person("chief", 1, roles=["decider"], identified=True),
        person("buyer", 2, "chief", roles=["buyer"]),
        person("user", 3, "buyer", roles=["user", "initiator"]),
    ]
    for one in people:
        for score in SCORES:
            del one[score]
    people[2].update(stated)
    return degenerate([step("need", 10), step("purchase", 10)], people, edits)


def begun(scenario: Scenario, seeds: int) -> list[Bench]:
    """The records of so many replications on their first day."""
    fresh = bench_of(scenario)
    benches = []
    for seed in range(seeds):
        bench = copy_of(fresh)
        bench.account.key = join_keys(np.uint64(7), seed)
        moments.account_begins(*bench.records, 0.0)
        benches.append(bench)
    return benches


def seen_in(benches: list[Bench], name: str, place: int) -> list[float]:
    return [float(bench[name][place]) for bench in benches]


@pytest.fixture(scope="module")
def many() -> list[Bench]:
    return begun(nobody_known(), 600)


def cut(centre: float, spread: float, low: float = 0.0) -> Any:
    return stats.truncnorm((low - centre) / spread, (1.0 - centre) / spread, centre, spread)


@pytest.mark.parametrize(
    ("name", "who", "expected"),
    [
        ("power", "chief", cut(0.95, 0.12)),
        ("power", "buyer", cut((0.68 + 0.45) / 2, 0.12)),
        ("power", "user", cut(0.2, 0.12)),
        ("susceptibility", "user", cut(0.5, 0.12)),
        ("stance", "chief", cut(0.0, 0.25, -1.0)),
        ("need", "buyer", cut(0.2, 0.15)),
        ("need", "user", cut(0.4, 0.15)),
        ("worry", "buyer", cut(0.35, 0.1)),
    ],
)
def test_scores_are_spread_as_the_scenario_supposes(many: list[Bench], name: str, who: str, expected: Any) -> None:
    """Three levels are stretched over the four of the constants, as access is."""
    assert stats.kstest(seen_in(many, name, PLACES[who]), expected.cdf).pvalue > 1e-3


@pytest.mark.parametrize("criterion", range(len(CRITERIA)))
def test_criteria_follow_a_dirichlet_distribution_around_what_roles_ask_for(many: list[Bench], criterion: int) -> None:
    weights = [bench.account.criteria[BUYER] for bench in many]
    assert np.allclose(np.sum(weights, axis=1), 1.0)
    shape = 20 * usual_criteria(["buyer"])[criterion]
    found = [float(each[criterion]) for each in weights]
    assert stats.kstest(found, "beta", args=(shape, 20 - shape)).pvalue > 1e-3


def test_what_follows_from_a_score_follows_from_the_one_drawn(many: list[Bench]) -> None:
    for bench in many[:20]:
        np.testing.assert_array_equal(bench.anchor, bench.stance)
        np.testing.assert_array_equal(bench.need_at_rest, bench.need)
        np.testing.assert_array_equal(bench.implied_need, bench.need)
        np.testing.assert_array_equal(bench.worry_at_rest, bench.worry)
        np.testing.assert_array_equal(bench.deal.criteria, bench.account.criteria)


def test_scores_of_one_person_and_those_of_two_have_nothing_to_do_with_each_other(many: list[Bench]) -> None:
    columns = [seen_in(many, name, place) for name in ("power", "stance", "need", "worry") for place in (CHIEF, USER)]
    odd = np.corrcoef(columns) - np.eye(len(columns))
    assert np.abs(odd).max() < 4 / np.sqrt(len(many))


def test_everybody_is_the_same_whatever_we_do_and_another_in_the_next_replication() -> None:
    scenario = build(forgotten(plain("keeping_up")))
    told = {name: simulator(scenario, name) for name in ("do_nothing", "top_down", "bottom_up_field")}
    for replication in range(2):
        assert len({teller.trace(replication).power for teller in told.values()}) == 1
    first, second = (told["top_down"].trace(replication).power for replication in range(2))
    assert first != second and 0 < min(first) <= max(first) < 1


def test_listed_the_other_way_round_the_same_people_give_the_same_records() -> None:
    listed = forgotten(plain("keeping_up"))
    turned = forgotten(plain("keeping_up"))
    turned["accounts"][0]["buying_centre"]["people"].reverse()
    assert run(build(listed), "playbook", 2).outcomes.tobytes() == run(build(turned), "playbook", 2).outcomes.tobytes()


def test_what_is_known_of_one_person_changes_nothing_about_the_others() -> None:
    given = {"power": 0.3, "susceptibility": 0.4, "stance": 0.2, "need": 0.6, "worry": 0.1}
    (all_unknown,), (one_known,) = begun(nobody_known(), 1), begun(nobody_known(**given), 1)
    for name, value in given.items():
        assert one_known[name][USER] == value
        for place in (CHIEF, BUYER):
            assert one_known[name][place] == all_unknown[name][place]
    np.testing.assert_array_equal(one_known.account.criteria, all_unknown.account.criteria)


def test_where_everything_is_stated_nothing_is_drawn() -> None:
    """Nobody looks at what is supposed, and the mechanism switched off changes no byte."""
    tree = plain("keeping_up")
    for one in tree["accounts"][0]["buying_centre"]["people"]:
        one["stance"] = one["stance"] or 0.0
    stated = build(tree)
    supposed = {name: quantity.value for name, quantity in stated.behaviour.unknown}  # type: ignore[attr-defined]
    for name in supposed:
        tree["behaviour"]["unknown"][name]["value"] = 0.6 if name != "criteria_agreement" else 3.0
        tree["behaviour"]["unknown"][name]["range"] = None
    others = [build(tree), stated.model_copy(update={"switched_off": ("unknown_scores",)})]
    expected = run(stated, "playbook", 2).outcomes.tobytes()
    assert [run(other, "playbook", 2).outcomes.tobytes() for other in others] == [expected] * 2


def test_switched_off_people_are_as_one_may_expect(many: list[Bench]) -> None:
    off = nobody_known({"switched_off": ["hearing", "unknown_scores"]})
    (bench,) = begun(off, 1)
    for name in ("power", "susceptibility", "stance", "need", "worry"):
        for place in PLACES.values():
            assert_mean_is(seen_in(many, name, place), float(bench[name][place]), widest=0.05)
    np.testing.assert_allclose(bench.account.criteria[USER], usual_criteria(["user", "initiator"]))


def test_the_mean_of_a_bell_that_is_cut_off() -> None:
    for bell in ((0.95, 0.12, 0.0, 1.0), (0.2, 0.25, 0.0, 1.0), (-0.1, 0.4, -1.0, 1.0), (0.5, 0.0, 0.0, 1.0)):
        values = [cut_normal((place + 0.5) / 20_000, *bell) for place in range(20_000)]
        assert np.mean(values) == pytest.approx(mean_of_cut_normal(*bell), abs=1e-4)
        assert bell[2] <= min(values) and max(values) <= bell[3]


def test_power_falls_with_rank_and_need_is_largest_where_the_work_is_done(many: list[Bench]) -> None:
    account, desk = many[0].account, many[0].desk
    powers = [centre_of(account, desk, place, POWER) for place in (CHIEF, BUYER, USER)]
    assert powers == pytest.approx([0.95, (0.68 + 0.45) / 2, 0.2])
    assert [centre_of(account, desk, place, NEED) for place in (USER, BUYER)] == pytest.approx([0.4, 0.2])


def test_the_power_of_whom_nobody_knows_is_a_guess_until_they_are_met(many: list[Bench]) -> None:
    bench = copy_of(many[0])
    guess, truth = float(bench.supposed_power[USER]), float(bench.power[USER])
    assert guess == pytest.approx(cut(0.2, 0.12).mean()) and guess != truth
    assert power_seen(bench.account, USER) == guess
    bench.met[USER] = 1
    assert power_seen(bench.account, USER) == truth


def test_a_rival_guesses_too() -> None:
    tree = forgotten(plain("keeping_up"))
    (bench,) = begun(build(tree), 1)
    assert power_seen_by_rival(bench.account, 0, 0) == bench.supposed_power[0] != bench.power[0]
    bench.rival_met[0, 0] = 1
    assert power_seen_by_rival(bench.account, 0, 0) == bench.power[0]
    assert power_seen_by_rival(bench.account, 1, 0) == bench.supposed_power[0]


def test_votes_with_weights_that_are_still_to_be_drawn_have_many_tallies() -> None:
    tree = plain("keeping_up")
    tree["accounts"][0]["buying_centre"]["group_choice"]["model"] = "weighted_vote"
    for one in tree["accounts"][0]["buying_centre"]["people"]:
        one["power"] = 0.5
    assert tallies_fit(build(tree).accounts[0])
    assert not tallies_fit(build(forgotten(tree, "power")).accounts[0])


def test_a_blank_cell_is_as_unknown_as_a_score_left_out(tmp_path: Path) -> None:
    tree = forgotten(plain("keeping_up"))
    centre = build(tree).accounts[0].buying_centre
    columns = ("power", "susceptibility", "stance", "need", "worry", *CRITERIA)
    rows = [f"id,level,department,roles,reports_to,{','.join(columns)}"]
    for one in centre.people:
        first = "0.25" if one.id == centre.people[0].id else ""
        roles = ";".join(one.roles)
        rows.append(
            f"{one.id},{one.level},{one.department},{roles},{one.reports_to or ''},{first},,,,{',' * len(CRITERIA)}"
        )
    (tmp_path / "people.csv").write_text("\n".join(rows) + "\n")
    read = read_committee(tmp_path / "people.csv", None, centre).centre
    assert read.people[0].power == 0.25 and read.people[0].unknown == SCORES[1:]
    assert all(one.unknown == SCORES for one in read.people[1:])
    assert read.unknown == {score: len(read.people) - (score == "power") for score in SCORES}
    tree["accounts"][0]["buying_centre"]["people"][0]["power"] = 0.25
    written = build(tree)
    tree["accounts"][0]["buying_centre"] = read.model_dump(mode="json", by_alias=True)
    (one,), (other,) = begun(written, 1), begun(build(tree), 1)
    for name in ("unknown", "power", "susceptibility", "criteria", "stance", "need", "worry"):
        np.testing.assert_array_equal(one.account[name], other.account[name])


def test_a_number_in_a_cell_keeps_its_meaning_and_a_criterion_named_alone_weighs_everything(tmp_path: Path) -> None:
    text = "id,reports_to,department,stance,technical\nann,,management,0,\nbob,ann,finance,,2\n"
    (tmp_path / "people.csv").write_text(text)
    ann, bob = read_committee(
        tmp_path / "people.csv", None, build(plain("keeping_up")).accounts[0].buying_centre
    ).centre.people
    assert (ann.stance, ann.criteria, bob.stance) == (0.0, None, None)
    assert bob.criteria is not None and bob.criteria.technical == 2 and bob.criteria.price == 0


def test_every_role_has_its_usual_criteria() -> None:
    assert set(USUAL_CRITERIA) == set(ROLES)
    assert sum(usual_criteria(ROLES)) == pytest.approx(1.0)
