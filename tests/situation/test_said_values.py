"""Words and numbers of a scenario are taken as people say them; what is guessed is said, what is open is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.errors import InputError, OpenQuestion, answering
from engine.model.scenario import Scenario
from engine.situation import read_scenario
from engine.wording import Message

ACCOUNT = "accounts.parts_group"
CIO, CFO = f"{ACCOUNT}.buying_centre.people.cio", f"{ACCOUNT}.buying_centre.people.cfo"


def at(scenario: Scenario, path: str) -> Any:
    """The part of a scenario at a dotted path."""
    found: Any = scenario
    for name in path.split("."):
        if isinstance(found, tuple):
            named = {getattr(item, "id", str(index)): item for index, item in enumerate(found)}
            found = named[name] if name in named else found[int(name)]
        else:
            found = getattr(found, name)
    return found


SAID: list[tuple[str, str, object]] = [
    (f"{CIO}.roles", "[决策者, 影响者]", ("decider", "influencer")),
    (f"{CIO}.roles", "技术评估者、使用者", ("technical_evaluator", "user")),
    (f"{CIO}.roles", "[Users, decision maker]", ("user", "decider")),
    (f"{CIO}.level", "二", 2),
    (f"{CIO}.power", "65%", 0.65),
    (f"{CIO}.power", "０．６５", 0.65),
    (f"{CIO}.identified", "否", False),
    (f"{CIO}.identified", "√", True),
    (f"{CIO}.need", "不清楚", None),
    (f"{CIO}.power", "不清楚", None),
    (f"{CIO}.criteria", "unknown", None),
    (f"{CIO}.identified", "未知", False),
    (f"{CFO}.reports_to", "president", "president"),
    (f"{ACCOUNT}.incumbent", "无", None),
    (f"{ACCOUNT}.kind", "集团型", "group"),
    (f"{ACCOUNT}.buying_centre.ties.0.kind", "矛盾", "conflict"),
    (f"{ACCOUNT}.project.margin.value", "97%", 0.97),
    (f"{ACCOUNT}.project.amount.value", "680万", 680),
    (f"{ACCOUNT}.project.amount.value", "680万元", 680),
    (f"{ACCOUNT}.project.amount.value", "6800000元", 680),
    (f"{ACCOUNT}.project.path.announced", "是", True),
    (f"{ACCOUNT}.process.steps.0.step", "提出需求", "need"),
    ("team.members.0.role", "客户经理", "account_manager"),
    ("team.members.1.role", "售前", "presales_engineer"),
]


@pytest.mark.parametrize(("path", "word", "value"), SAID)
def test_words_are_taken_as_they_are_said(path: str, word: str, value: object) -> None:
    assert at(read_scenario("kam:keeping_up", [f"{path}={word}"]), path) == value


def test_what_was_guessed_or_left_open_is_said() -> None:
    said: list[Message] = []
    changes = [f"{CIO}.roles=[教练]", f"{CIO}.need=不详", f"{ACCOUNT}.project.amount=680万"]
    read_scenario("kam:keeping_up", changes, said=said)
    assert [str(message).removeprefix("--set ") for message in said] == [
        f"{ACCOUNT}.project.amount.value: `680万` was read as 680 10k CNY",
        "`教练` was taken as influencer",
        f"{CIO}.need: {CIO}.need is not known, so it is drawn once a replication",
    ]
    assert all(message.in_language("zh") != message for message in said)


NOT_TAKEN = [
    (f"{CIO}.level=不清楚", "value-number"),
    (f"{CIO}.power='0.65'", "value-number"),
    (f"{CIO}.roles=[老板娘]", "value-choice"),
    (f"{CIO}.level=1.5", "value-number"),
    (f"{ACCOUNT}.project.amount=97%", "value-number"),
    (f"{ACCOUNT}.project.amount=$680", "value-number"),
    (f"{ACCOUNT}.project.margin=3万", "value-number"),
    (f"{ACCOUNT}.project.amount=1,234", "value-number"),
]


@pytest.mark.parametrize(("change", "code"), NOT_TAKEN)
def test_what_does_not_fit_is_not_bent_until_it_does(change: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_scenario("kam:keeping_up", [change])
    assert [problem.code for problem in caught.value.problems] == [code]


@pytest.mark.parametrize(
    ("path", "code", "settled"),
    [(f"{CIO}.reports_to", "reports-open", None), (f"{ACCOUNT}.incumbent", "incumbent-open", None)],
)
def test_somebody_unknown_is_asked_about(path: str, code: str, settled: object) -> None:
    with pytest.raises(OpenQuestion) as caught:
        read_scenario("kam:keeping_up", [f"{path}=不清楚"])
    (question,) = caught.value.problems
    assert question.code == code
    with answering({question: 0}.get):  # type: ignore[arg-type]
        assert at(read_scenario("kam:keeping_up", [f"{path}=不清楚"]), path) is settled


def test_two_accounts_of_one_id_are_refused_with_both_places(folder: Path) -> None:
    path = folder / "team_portfolio.yaml"
    text = path.read_text(encoding="utf-8")
    first = text[: text.index("- id: vehicle_maker")].count("\n") + 1
    second = text.index("\n  - id: ", text.index("- id: vehicle_maker"))
    end = text.index("\n", second + 1)
    path.write_text(f"{text[:second]}\n  - id: vehicle_maker{text[end:]}", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_scenario(path)
    (problem,) = caught.value.problems
    line = text[: second + 1].count("\n") + 1
    assert (problem.where, problem.code) == (f"{path}:{line}:9", "account-twice")
    assert f"the first is {path}:{first}:9" in str(problem)
