"""Another cultivation by a suffix: on every strategy, in words, and told what is wrong where there is none."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from engine.engagement import STRATEGIES, cultivating, strategy_label, strategy_named
from engine.engagement.own import plain_strategy, strategy_from
from engine.errors import InputError
from engine.situation import known_strategies
from engine.wording import told


@pytest.mark.parametrize("whom", ["nobody", "top", "bottom", "rules"])
@pytest.mark.parametrize("strategy", STRATEGIES, ids=lambda each: each.name)
def test_every_strategy_can_cultivate_anybody(strategy: object, whom: str) -> None:
    base = strategy_named(strategy.name)  # type: ignore[attr-defined]
    found = strategy_named(f"{base.name}+{whom}")
    assert (found.cultivation, found.phases, found.rules_choose) == (whom, base.phases, base.rules_choose)
    label = strategy_label(found.name)
    assert told(label, "en") == told(found.label, "en") != told(base.label, "en")
    assert told(label, "zh") == told(found.label, "zh") != told(label, "en")
    again = strategy_from(plain_strategy(found))
    assert (again.name, again.cultivation, again.phases) == (found.name, whom, found.phases)


@pytest.mark.parametrize(
    ("name", "says", "hint"),
    [
        ("top_down+botom", "there is no cultivation `botom`", "bottom"),
        ("top_down+", "there is no cultivation ``", "top"),
        ("top_dwn+bottom", "there is no strategy `top_dwn`", "top_down"),
    ],
)
def test_what_there_is_not_is_told_with_the_nearest(name: str, says: str, hint: str) -> None:
    with pytest.raises(InputError) as wrong:
        known_strategies([name])
    (problem,) = wrong.value.problems
    assert told(problem.what, "en") == says
    assert hint in told(problem.hint, "en")


def test_a_strategy_of_the_users_own_keeps_it_when_sent_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a+b.py").write_text(
        "from engine.engagement import Phase, Strategy\n"
        'CLIMB = Strategy("climb", "Climb", "a test", (Phase(highest_first=False),))\n'
    )
    (plain,) = known_strategies(["a+b.py:CLIMB"])
    (found,) = known_strategies(["a+b.py:CLIMB+top"])
    assert (plain.name, plain.cultivation) == ("climb", "nobody")
    assert (found.name, found.cultivation) == ("climb+top", "top")
    for again in (pickle.loads(pickle.dumps(found)), strategy_from(plain_strategy(found))):
        assert (again.name, again.cultivation, again.phases) == ("climb+top", "top", plain.phases)
    assert told(strategy_label("climb+top"), "zh").startswith("climb")


def test_the_same_twice_is_refused_and_another_cultivation_is_not_the_same() -> None:
    assert len(known_strategies(["top_down", "top_down+bottom", "top_down+nobody"])) == 3
    with pytest.raises(InputError):
        known_strategies(["top_down+top", "top_down+top"])


def test_one_cultivation_after_another_is_no_strategy() -> None:
    with pytest.raises(InputError):
        cultivating(strategy_named("top_down"), "top+bottom")
