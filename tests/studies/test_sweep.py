"""A sweep: what it refuses, what it says of a chain whose win rates are formulas, and that nothing else changes it."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats
from textbook_chain import BOTH, COLD, CONSENT, DEALS, RECOMMENDED, TextbookChain, luck

from engine import read_situation, sweep
from engine.errors import InputError
from engine.execution.alternatives import SideBySide
from engine.execution.effort import Effort, Progress
from engine.results.measures import MEASURES
from engine.situation import Situation, known_strategies
from engine.statistics.bands import crossings
from engine.studies.fixed_effort import play_sides
from engine.studies.whatif import Plan, Sweep, playing
from engine.studies.whatif.axes import axes_of
from engine.studies.whatif.cells import Layout, lay_out
from engine.studies.whatif.difference_curves import Gaps, gaps_in
from engine.studies.whatif.leading import lead_at
from engine.studies.whatif.sweep import second_seed

TEXTBOOK = TextbookChain()
REPEATS = int(os.environ.get("KAM_REPEATS", "24"))
"""Seeded repeats of the proof that boundaries lie within their bands; `KAM_REPEATS=200` is its long form."""
GROUP = "accounts.parts_group.buying_centre.group_choice.model"


@cache
def situation() -> Situation:
    """Keeping up, of which the textbook reads three numbers."""
    return read_situation("kam:keeping_up")


def swept(*over: str, **options: Any) -> Sweep:
    """A sweep of the textbook chain."""
    chosen = {"strategies": BOTH, "replications": 256, "workers": 1, "simulator": TEXTBOOK, **options}
    return sweep(situation(), over, **chosen)


WRONG = [
    ("axis-shape", ["fit"]),
    ("axis-shape", [f"{COLD}=0.1:0.9"]),
    ("axis-none", []),
    ("axis-empty", [f"{COLD}=0.5:0.5:9"]),
    ("axis-empty", [f"{COLD}=0.9:0.1:9"]),
    ("axis-points", [f"{COLD}=0.1:0.9:1"]),
    ("axis-points", [f"{COLD}=0.1:0.9:many"]),
    ("number-none", [f"{COLD}=low:0.9:3"]),
    ("axis-single", [f"{COLD}=0.5"]),
    ("axis-value-twice", [f"{COLD}=0.5,0.5"]),
    ("axis-twice", [f"{COLD}=0.1:0.9:2", f"{COLD}=0.2,0.3"]),
    ("axis-many", [f"{COLD}=0.1:0.9:2", f"{CONSENT}=0.2,0.3", f"{RECOMMENDED}=0.2,0.3"]),
    ("axis-many", [f"{COLD}=0.1:0.9:30", f"{CONSENT}=0.2:0.3:30"]),
    ("axis-text", ["title.en=a,b"]),
    ("axis-text", ["story=a,b"]),
    ("axis-text", ["horizon.assumption=one,two"]),
    ("axis-word", [f"{GROUP}=1:2:3"]),
    ("set-path", ["behaviour.access.cold_levl_1=0.1:0.9:3"]),
    ("value-high", [f"{COLD}=0.5:1.5:2"]),
    ("value-choice", [f"{GROUP}=weighted,autocrcy"]),
    ("book-unknown", ["rulebooks.engagement_choice=engagement_choice,engagement_choic"]),
    ("book-elsewhere", ["rulebooks.engagement_choice=engagement_choice,stage_gates"]),
    ("unit-unfit", ["horizon=1:2:2 parsecs"]),
]


@pytest.mark.parametrize(("code", "over"), WRONG, ids=[f"{code} {over}" for code, over in WRONG])
def test_a_wrong_axis_is_refused_before_anything_is_played(code: str, over: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        swept(*over)
    assert {problem.code for problem in caught.value.problems} == {code}
    for problem in caught.value.problems:
        assert problem.where.startswith("--over") or code.startswith("book")
        for lang in ("en", "zh"):
            assert problem.in_language(lang)


def test_an_unknown_path_names_the_nearest() -> None:
    with pytest.raises(InputError, match=r"did you mean behaviour\.access\.cold_level_1"):
        swept("behaviour.access.cold_levl_1=0.1:0.9:3")


def test_a_constant_of_a_mechanism_that_is_off_touches_nothing() -> None:
    off = read_situation("kam:keeping_up", ["switched_off=[turnover]"])
    with pytest.raises(InputError, match="`turnover`, which reads it, is switched off"):
        sweep(off, "behaviour.turnover.vacancy=10:20:3", BOTH, replications=2)


@pytest.mark.parametrize(
    ("code", "options"),
    [
        ("measure-unknown", {"measures": ["win_rat"]}),
        ("measure-unknown", {"equal": {"coverage": 0.1}}),
        ("equal-none", {"equal": -1.0}),
        ("budget-none", {"budget": "soon"}),
        ("budget-twice", {"budget": "60s"}),
        ("budget-small", {"budget": 1e-6, "replications": None}),
        ("precision-not-here", {"precision": 0.01, "replications": None}),
        ("replications-few", {"replications": 1}),
    ],
)
def test_wrong_options_are_refused(code: str, options: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        swept(f"{COLD}=0.1:0.3:2", **options)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_values_outside_the_stated_range_are_played_and_told() -> None:
    found = swept(f"{COLD}=0.1:0.5:3")
    assert found.axes[0].range == (0.12, 0.35) and found.axes[0].outside == (0.1, 0.5)
    assert "2 of 3 values lie outside" in found.to_text("en", 10_000)


def test_a_mapping_says_the_same_as_a_line() -> None:
    line, mapping = (
        swept(f"{COLD}=0.1,0.3"),
        sweep(situation(), {COLD: [0.3, 0.1]}, BOTH, replications=256, workers=1, simulator=TEXTBOOK),
    )
    assert line.axes == mapping.axes and line.pairs == mapping.pairs
    months = swept("horizon=18:24:2 months")
    assert months.axes[0].values == ("18 months", "24 months") and months.axes[0].unit == "months"


def test_who_leads_along_an_axis_and_where_the_lead_changes() -> None:
    """Break-even of the textbook: .20 cold against .2381 · .84."""
    found = swept(f"{CONSENT}=0.02:0.52:6", replications=2048)
    leads = [lead.leader for lead in found.leads["win_rate_all"]]
    assert leads[0] == "top_down" and leads[-1] == "bottom_up_sponsored"
    (change,) = (each for each in found.changes if each.measure == "win_rate_all")
    assert (change.before, change.after) == BOTH
    assert change.low < 0.2 / 0.84 < change.high and change.low <= change.at <= change.high
    assert change.high - change.low < 0.1
    assert found.same_as["top_down"] == (0,) * 6 and found.twins == 5
    assert [each.identical for each in found.shifts if each.measure == "win_rate_all"] == [True, False]
    for lang in ("en", "zh"):
        words = found.to_text(lang, 10_000)
        assert "0.02" in words and CONSENT in words
    assert "identical records from 0.02 to 0.52" in found.to_text("en", 10_000)


def test_whoever_is_out_of_it_is_told_where_the_leader_is_not() -> None:
    """Doing nothing wins nothing; between the two others too little was played."""
    found = swept(f"{CONSENT}=0.24:0.25:2", strategies=(*BOTH, "do_nothing"), replications=128)
    assert [set(lead.strategies) for lead in found.leads["win_rate_all"]] == [set(BOTH)] * 2
    assert "leads everywhere, it cannot be told which" in found.to_text("en", 10_000)
    assert "具体是谁尚不能区分" in found.to_text("zh", 10_000)


def test_estimates_and_differences_are_those_of_the_deals() -> None:
    """By hand: shares of deals below the chances of both strategies, and differences replication by replication."""
    found = swept(f"{CONSENT}=0.1:0.5:3", replications=256)
    deals = luck(1)[:256]
    for place, consent in enumerate((0.1, 0.3, 0.5)):
        top, bottom = (deals < 0.2).mean(), (deals < consent * 0.84).mean()
        assert found.estimates["win_rate_all"]["top_down"][place].value == pytest.approx(top)
        assert found.pair("win_rate_all", *BOTH).value[place] == pytest.approx(top - bottom)
        assert found.estimates["revenue_per_deal"]["bottom_up_sponsored"][place].value == pytest.approx(1000 * bottom)
    curve = found.pair("win_rate_all", *BOTH)
    apart = ((deals < 0.2).astype(float) - (deals < 0.5 * 0.84)).mean(axis=1)
    half = found.reach["win_rate_all"] * np.hypot(apart.std(ddof=1) / 16, 2 / deals.size)
    assert curve.high[2] - curve.value[2] == pytest.approx(half, rel=1e-6)  # type: ignore[operator]
    assert found.pair("win_rate_all", *reversed(BOTH)) == curve.reversed()


def test_where_not_one_byte_changes_that_is_said() -> None:
    found = swept("behaviour.decision.fit=1:3:3")
    assert not found.touched and found.twins == 4
    for lang, words in (("en", "not one byte of any record changes"), ("zh", "一个字节都没有变")):
        assert words in found.to_text(lang, 10_000)


def test_what_reads_the_same_is_played_once() -> None:
    """Where a mechanism is off, nothing reads its constant: two cells of each strategy are one."""
    found = swept("switched_off=[turnover],[]", "behaviour.turnover.vacancy=10,20")
    assert (found.computed, found.shared) == (6, 2)
    assert (found.plan.alternatives, found.plan.shared) == (6, 2)


def test_a_map_and_its_check() -> None:
    found = swept(f"{COLD}=0.05:0.45:5", f"{CONSENT}=0.05:0.55:5", replications=1024)
    leads = [lead.leader for lead in found.leads["win_rate_all"]]
    assert found.cells[1] == ("0.05", "0.175") and len(leads) == 25
    assert leads[4] == "bottom_up_sponsored" and leads[20] == "top_down"
    block = found.second_block
    assert block is not None and block.seed == second_seed(1) != 1
    assert block.told == block.agree + block.open_there + block.against
    assert block.agree > 15 and block.against == 0
    again = swept(
        f"{COLD}=0.05:0.45:5", f"{CONSENT}=0.05:0.55:5", replications=1024, seed=block.seed, second_block=False
    )
    assert again.leads["win_rate_all"] == block.leads and again.second_block is None


def test_a_plan_comes_first_and_a_budget_becomes_replications() -> None:
    plans: list[Plan] = []
    found = swept(f"{COLD}=0.1:0.3:2", budget="0.02s", replications=None, planned=plans.append)
    assert plans == [found.plan] and plans[0].replications == found.replications >= 32
    assert (plans[0].alternatives, plans[0].blocks, plans[0].budget) == (4, 1, 0.02)
    given = swept(f"{COLD}=0.1:0.3:2", replications=512).plan
    curve = swept(f"{COLD}=0.1:0.3:2", replications=512).pair("win_rate_all", *BOTH)
    widest = max(high - low for low, high in zip(curve.low, curve.high, strict=True)) / 2  # type: ignore[operator]
    assert given.half_width == pytest.approx(widest, rel=0.4)


def same(found: Sweep) -> dict[str, Any]:
    """All but when it was made and how long it was to take."""
    plain = found.model_dump(mode="json", exclude={"plan": {"seconds"}, "receipt": {"created"}})
    return dict(plain)


def test_nothing_depends_on_who_plays() -> None:
    over = (f"{COLD}=0.1:0.3:2", f"{CONSENT}=0.1,0.5")
    assert same(swept(*over)) == same(swept(*over, workers=2))


def test_what_was_broken_off_is_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sweep stopped half-way leaves what it played, and the same call goes on with it to the same result."""
    monkeypatch.setattr(playing, "WORTH_KEEPING", 0.0)
    monkeypatch.setattr("engine.execution.session.LARGEST_CHUNK", 64)
    over, whole = f"{CONSENT}=0.1:0.5:3", swept(f"{CONSENT}=0.1:0.5:3", replications=512)
    assert not whole.plan.kept

    def stop(progress: Progress) -> None:
        if progress.done >= 300:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        swept(over, replications=512, keep=tmp_path, progress=stop)
    assert len(list(tmp_path.glob(".partial-*"))) == 1
    told: list[Progress] = []
    again = swept(over, replications=512, keep=tmp_path, progress=told.append)
    assert again.plan.kept and max(each.found for each in told) >= 256
    assert again.pairs == whole.pairs and again.estimates == whole.estimates
    assert list(tmp_path.glob(".partial-*")) == []


def test_json_is_read_back_without_loss() -> None:
    found = swept(f"{COLD}=0.1:0.3:2", f"{CONSENT}=0.1,0.5")
    assert Sweep.model_validate_json(found.to_json()) == found
    assert "NaN" not in found.to_json()
    rows = found.table()
    assert len(rows) == 4 * 2 * 3 and json.dumps(rows)
    assert rows[0] == {
        COLD: 0.1,
        CONSENT: 0.1,
        "strategy": "top_down",
        "measure": "win_rate_all",
        "value": found.estimates["win_rate_all"]["top_down"][0].value,
        "low": found.estimates["win_rate_all"]["top_down"][0].low,
        "high": found.estimates["win_rate_all"]["top_down"][0].high,
        "lead": found.leads["win_rate_all"][0].kind,
        "in_front": list(found.leads["win_rate_all"][0].strategies),
    }


def test_choices_have_no_order() -> None:
    found = swept(f"{GROUP}=weighted,autocracy")
    assert found.axes[0].numbers is None and found.changes == () and found.shifts == ()
    assert f"`{GROUP}`" in found.to_text("en", 10_000)


def test_who_leads_at_a_point() -> None:
    worth = {"a": 0.30, "b": 0.295, "c": 0.20}

    def at(spans: dict[tuple[str, str], tuple[float, float]], margin: float) -> tuple[str, tuple[str, ...]]:
        lead = lead_at(tuple(worth), worth.get, lambda one, two: spans[one, two], margin)
        return lead.kind, lead.strategies

    clear = {("a", "b"): (0.002, 0.008), ("a", "c"): (0.05, 0.15)}
    assert at(clear, 0.001) == ("leads", ("a",))
    assert at(clear, 0.01) == ("equal", ("a", "b"))
    assert at({**clear, ("a", "b"): (-0.02, 0.03)}, 0.01) == ("unknown", ("a", "b"))
    assert at({**clear, ("a", "c"): (-0.02, 0.22)}, 0.01) == ("unknown", ("a", "b", "c"))


@cache
def laid_out(*over: str) -> Layout:
    """The textbook chain over some axes."""
    return lay_out(situation(), axes_of(over, situation().scenario), known_strategies(BOTH))


def played(layout: Layout, seed: int, replications: int = 256) -> Gaps:
    """One block of luck of the textbook chain."""
    measures = {"win_rate_all": MEASURES["win_rate_all"]}
    work = SideBySide(layout.alternatives, seed)
    effort = Effort(replications=replications, seed=seed, workers=1, simulator=TEXTBOOK)
    return gaps_in(layout, play_sides(work.alternatives, measures, situation().scenario, effort), measures, {})


def test_the_boundary_lies_within_its_band() -> None:
    """Over cold access and consent the strategies are even where cold = consent · .84: a line through the map.

    In 95 % of seeded repeats, everywhere on the map at once: no crossing that is told excludes the truth, and no cell
    is given to the one who is behind.
    """
    layout = laid_out(f"{COLD}=0.1:0.4:4", f"{CONSENT}=0.05:0.65:5")
    cold, consent = (np.array(axis.numbers) for axis in layout.axes)
    truth = cold[:, None] - 0.84 * consent[None, :]
    missed = 0
    for seed in range(REPEATS):
        found = played(layout, 1000 + seed)
        curve = found.pairs[0]
        low, high = (np.array(line, float).reshape(truth.shape) for line in (curve.low, curve.high))
        wrong = bool(((truth < low) | (truth > high)).any())
        for row in range(len(cold)):
            for each in crossings(
                tuple(consent), curve.value[row * 5 : row * 5 + 5], tuple(low[row]), tuple(high[row])
            ):
                wrong |= not each.low <= cold[row] / 0.84 <= each.high
        missed += wrong
    assert missed <= stats.binom.ppf(0.999, REPEATS, 0.05), f"{missed} of {REPEATS} repeats missed"


def test_equal_ways_to_the_boss_win_the_same_deals() -> None:
    """Where both chances are .2, not one byte differs: practically equal once enough was played, and said so."""
    found = swept(f"{RECOMMENDED}=0.4:0.8:2", replications=1024)
    curve = found.pair("win_rate_all", *BOTH)
    half = found.reach["win_rate_all"] * 2 / (1024 * DEALS)
    assert curve.identical == (True, False) and curve.value[0] == 0.0
    assert curve.high[0] == pytest.approx(half) and curve.low[0] == pytest.approx(-half)
    few = swept(f"{RECOMMENDED}=0.4:0.8:2", replications=32)
    assert few.pairs[0].identical[0] and few.leads["win_rate_all"][0].kind == "unknown"
    assert found.leads["win_rate_all"][0].kind == "equal"
    assert "practically equal at 0.4" in found.to_text("en", 10_000)
