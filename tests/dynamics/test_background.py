"""What goes on without us: internal meetings, rivals, surprises; caught up when somebody looks, exactly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from laboratory import CHIEF, ENGINEER, USER, assert_mean_is, copy_of, office, rival, written

from engine.dynamics import moments
from engine.dynamics.machine.background import catch_up, wind_clocks
from engine.dynamics.mechanisms.influence import set_meeting_rate
from engine.dynamics.mechanisms.surprises import surprise
from engine.dynamics.state.person_values import rival_fit, urgency_now
from engine.model.rival import COURT_STYLES
from engine.model.terms import ROLES, Play


def live(key: int = 1, **fields: float) -> Any:
    """An open project with one rival who has seen the need; luck by `key`."""
    bench = office(rivals=[rival(touches={"value": 1, "unit": "per week", "assumption": "for a test"})])
    bench.key = key
    bench.opened = 0.0
    bench.surprises, bench.influence_urgency_effect = 1 / 14, 0.0
    bench.rival_offer[0] = 0.8
    bench.need[:6] = 0.5
    for name, value in fields.items():
        bench[name] = value
    wind_clocks(*bench.records, 0.0)
    set_meeting_rate(*bench.records, 0.0)
    return bench


def fresh(blank: Any, key: int) -> Any:
    """The same situation on other luck."""
    bench = copy_of(blank)
    bench.key = key
    wind_clocks(*bench.records, 0.0)
    return bench


def open_doors(bench: Any) -> Any:
    """Everybody receives everybody at once, and rivals have all the hours they want."""
    for level in range(1, 5):
        bench[f"access_cold_level_{level}"], bench[f"access_lead_level_{level}"] = 1.0, 0.0
    bench.access_unprepared, bench.access_retry, bench.access_tolerated_attempts = 1.0, 0.0, 1e9
    bench.rivals_hours = 1e9
    return bench


def test_clocks_ring_as_often_as_their_rates_say() -> None:
    blank, days = live(rival_reaction=0.0), 140.0
    counts = []
    for key in range(250):
        bench = fresh(blank, key)
        catch_up(*bench.records, days)
        counts.append((bench.meetings, bench.surprises_seen, bench.rival_requests[0]))
    for place, rate in enumerate((blank.influence_meetings, 1 / 14, 1 / 7)):
        seen = np.array(counts)[:, place]
        assert_mean_is(seen, rate * days, widest=0.09 * rate * days)
        assert seen.var() == pytest.approx(rate * days, rel=0.4), "Poisson: variance equals mean"


def test_catching_up_in_pieces_changes_nothing() -> None:
    blank = live()
    for key in range(25):
        at_once, in_pieces = fresh(blank, key), fresh(blank, key)
        catch_up(*at_once.records, 200.0)
        for day in np.sort(np.random.default_rng(key).uniform(0, 200, 60)):
            catch_up(*in_pieces.records, day)
        catch_up(*in_pieces.records, 200.0)
        for count in ("meetings", "surprises_seen", "rival_requests", "rival_touches", "rivals_refused"):
            np.testing.assert_array_equal(at_once[count], in_pieces[count])
        for state in (
            "stance",
            "anchor",
            "rival_stance",
            "rival_anchor",
            "need",
            "worry",
            "rival_shaped",
            "rival_bond",
        ):
            np.testing.assert_allclose(at_once[state], in_pieces[state], rtol=0, atol=1e-12)


def test_events_come_in_order_within_the_time_caught_up() -> None:
    bench = live()
    catch_up(*bench.records, 50.0)
    catch_up(*bench.records, 120.0)
    days = [event.day for event in written(bench)]
    assert days == sorted(days)
    assert days[0] > 0.0 and days[-1] <= 120.0
    assert {event.kind for event in written(bench)} == {"meeting", "rival_touch", "rival_refused", "surprise"}


def test_a_rival_sleeps_until_they_see_the_need() -> None:
    bench = live()
    bench.rival_active[0], bench.rival_sighting[0] = 0, 90.0
    catch_up(*bench.records, 60.0)
    assert bench.rival_touches[0] == 0
    catch_up(*bench.records, 300.0)
    touched = [event.day for event in written(bench, "rival_touch")]
    assert bench.rival_active[0] == 1
    assert touched and min(touched) >= 90.0


def test_a_sleeping_rival_leaves_the_other_clocks_alone() -> None:
    asleep, awake = live(), live()
    for bench, seen in ((asleep, 70.0), (awake, 0.0)):
        bench.rival_active[0], bench.rival_sighting[0] = 0, seen
    days = []
    for bench in (asleep, awake):
        catch_up(*bench.records, 150.0)
        days.append([e.day for e in written(bench, "meeting")])
    np.testing.assert_allclose(days[0], days[1], rtol=0, atol=1e-9)


@pytest.mark.parametrize(("style", "more", "less"), [("top_first", CHIEF, USER), ("users_first", USER, CHIEF)])
def test_rivals_court_by_their_style(style: Any, more: int, less: int) -> None:
    blank = open_doors(live())
    blank.power[:6], blank.rival_style[0] = 0.5, COURT_STYLES.index(style)
    visits = np.zeros(6)
    for key in range(80):
        bench = fresh(blank, key)
        catch_up(*bench.records, 140.0)
        for event in written(bench, "rival_touch"):
            visits[event.person] += 1
    assert visits[more] > 2 * visits[less] > 0


def test_rivals_win_people_for_themselves_and_shape_the_need_until_it_is_frozen() -> None:
    open_need, frozen = live(), live()
    frozen.frozen = 1
    for bench in (open_need, frozen):
        catch_up(*bench.records, 200.0)
    assert open_need.rival_stance[0, :6].mean() > 0.05
    assert np.all(open_need.stance[:6] == 0.0), "they speak for themselves, not against us"
    assert open_need.rival_shaped[0] > 0.0 == frozen.rival_shaped[0]


def test_a_rival_s_visit_works_like_ours_on_the_other_side() -> None:
    """r += g · skill · m · (1 + c(k − 1)) · need · (1 − r), and the anchor takes its share."""
    bench = live(surprises=0.0, influence_meetings=0.0, frozen=1, touch_bond_gain=0.0)
    bench.rival_relationship[0], bench.rival_skill[0] = 3.0, 0.6
    catch_up(*bench.records, 300.0)
    gain = (
        bench.touch_stance_gain * 0.6 * 0.8 * (1 + 2 * bench.touch_relationship_bonus) * bench.touch_weight_payoff * 0.5
    )
    expected = np.zeros(6)
    for event in written(bench, "rival_touch"):
        assert event["change"] == pytest.approx(gain * (1 - expected[event.person]))
        expected[event.person] += event["change"]
    assert bench.rival_touches[0] > 20
    np.testing.assert_allclose(bench.rival_stance[0, :6], expected)
    np.testing.assert_allclose(bench.rival_anchor[0, :6], bench.touch_anchor_share * expected)


def test_a_rivals_praise_is_worth_what_the_need_is_worth() -> None:
    bench = live()
    bench.need[:6] = 0.0
    catch_up(*bench.records, 200.0)
    assert bench.rival_touches[0] > 0
    assert np.all(bench.rival_stance[0, :6] == 0.0)


def test_fortifying_keeps_rivals_out_with_people_close_to_us() -> None:
    blank = open_doors(live(shaping_isolation=0.6))
    blank.play, blank.touch_bond_half_life = int(Play.fortify), 1e9
    blank.bond[:6] = 3.0
    kept_out = []
    for key in range(60):
        bench = fresh(blank, key)
        catch_up(*bench.records, 140.0)
        kept_out += [event.kind == "rival_refused" for event in written(bench, "rival_touch", "rival_refused")]
    assert_mean_is(kept_out, 0.6, widest=0.07)
    for change in ("play", "bond"):
        bench = fresh(blank, 7)
        bench[change] = 0
        catch_up(*bench.records, 140.0)
        assert written(bench, "rival_touch") and not written(bench, "rival_refused")


def test_good_meetings_with_users_set_standards_until_the_need_is_fixed() -> None:
    bench = live()
    bench.play, bench.frozen, bench.roles[0] = int(Play.fortify), 0, 1 << ROLES.index("user")
    before = rival_fit(*bench.records[:2], 0, 0)
    moments.well_received(*bench.records, 1.0, 0, 1.0, 1.0)
    expected = bench.shaping_standards_gain * bench.shaping_standards
    assert bench.standards == pytest.approx(expected)
    assert rival_fit(*bench.records[:2], 0, 0) == pytest.approx(before * (1.0 - expected))
    for _ in range(200):
        moments.well_received(*bench.records, 1.0, 0, 1.0, 1.0)
    assert bench.standards == pytest.approx(bench.shaping_standards)
    for change in ({"frozen": 1}, {"play": int(Play.frontal)}):
        bench = live()
        bench.play, bench.frozen, bench.roles[0] = int(Play.fortify), 0, 1 << ROLES.index("user")
        for name, value in change.items():
            bench[name] = value
        moments.well_received(*bench.records, 1.0, 0, 1.0, 1.0)
        assert bench.standards == 0.0


def test_neglected_friends_no_longer_keep_rivals_out() -> None:
    bench = open_doors(live(shaping_isolation=1.0))
    bench.play, bench.touch_bond_half_life = int(Play.fortify), 30.0
    bench.bond[:6] = 3.0
    catch_up(*bench.records, 400.0)
    kept_out, received = ([e.day for e in written(bench, kind)] for kind in ("rival_refused", "rival_touch"))
    assert kept_out and max(kept_out) < min(received)


def test_surprises_raise_worry_without_end_at_one() -> None:
    bench = live(surprises=1.0, touch_surprise=0.3)
    bench.worry[:6] = 0.1
    catch_up(*bench.records, 300.0)
    assert np.all(bench.worry[:6] > 0.5)
    assert np.all(bench.worry[:6] <= 1.0)


def test_bad_news_is_retold_to_those_one_talks_with() -> None:
    bench = live(touch_surprise=0.2, touch_surprise_retold=0.5)
    bench.worry[:6], bench.talks[:6] = 0.0, 0
    bench.power[:6], bench.boss[:6] = 0.0, -1
    bench.power[0], bench.talks[0] = 1.0, 1 << 3
    surprise(*bench.records, 1.0, 0)
    assert bench.worry[0] == pytest.approx(0.2) and bench.worry[3] == pytest.approx(0.1)
    assert np.all(bench.worry[[1, 2, 4, 5]] == 0.0)


def test_urgency_quickens_internal_meetings() -> None:
    bench = live(influence_urgency_effect=1.0, urgency=0.0)
    set_meeting_rate(*bench.records, 0.0)
    calm = float(bench.meetings_a_day)
    bench.urgency = 1.0
    set_meeting_rate(*bench.records, 0.0)
    assert bench.meetings_a_day == pytest.approx(2 * calm)


def test_a_deadline_raises_urgency_to_one() -> None:
    bench = live(urgency=0.4)
    assert urgency_now(bench.deal, 77.0) == 0.4, "without a deadline it stays"
    bench.deadline = 100.0
    assert [urgency_now(bench.deal, day) for day in (0.0, 50.0, 100.0, 300.0)] == pytest.approx([0.4, 0.7, 1.0, 1.0])


def test_opinions_stay_within_the_committee_s_range() -> None:
    bench = live(surprises=0.0, rival_rate=0.0)
    bench.stance[:6] = bench.anchor[:6] = [-0.4, 0.6, 0.1, 0.2, -0.2, 0.3]
    bench.stance[ENGINEER] = 0.6
    catch_up(*bench.records, 500.0)
    assert -0.4 <= bench.stance[:6].min() <= bench.stance[:6].max() <= 0.6
