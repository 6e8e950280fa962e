"""Advice on the buying and the selling of a project: kind of purchase, tasks and their evidence, pace, questions."""

from __future__ import annotations

from typing import Any

import pytest

from engine.advice import account_facts, advise
from engine.advice.process_facts import STAGE_OF_STEP, TASKS, pace_of, selling_facts
from engine.advice.process_remarks import FIRST_OF_STAGE, evidence_of
from engine.advice.topics import OF_A_PROJECT
from engine.model.dossier import Dossier
from engine.model.facts import FACT_INDEX, FACTS
from engine.model.terms import BuyerStep, Stage
from engine.rules import compile_book, load_book
from engine.wording import told

NAME = {"en": "An account", "zh": "某客户"}
TASKS_OF_A_STAGE = {"identify": 5, "assess": 6, "propose": 5, "close": 5, "follow_up": 5}


def dossier(**parts: Any) -> Dossier:
    return Dossier.model_validate({"id": "k-17", "name": NAME, **parts})


def project(stage: str | None = None, step: str | None = None, evidence: dict[str, bool] | None = None, **more: Any):
    selling = {} if stage is None else {"stage": stage}
    return dossier(
        opportunity={"live": True, **({} if step is None else {"step": step})},
        selling={**selling, **more},
        evidence=evidence or {},
    )


def people(*persons: dict[str, Any], live: bool | None = True) -> Dossier:
    listed = [{"id": f"p{number}", **person} for number, person in enumerate(persons)]
    return dossier(opportunity={} if live is None else {"live": live}, contacts=listed)


@pytest.mark.parametrize("live", [None, False])
def test_where_no_project_is_live_nothing_is_said_of_one(live: bool | None) -> None:
    found = advise(dossier(opportunity={} if live is None else {"live": live}, selling={"stage": "assess"}))
    assert not {line.topic for line in found.lines} & set(OF_A_PROJECT)
    assert not {gap.book for gap in found.gaps} & set(OF_A_PROJECT)


@pytest.mark.parametrize("topic", OF_A_PROJECT)
def test_a_project_of_which_nothing_is_known_gets_no_verdict_but_a_reason(topic: str) -> None:
    line = advise(project()).line(topic)
    assert line.standing == "open" and line.grounds.find_out
    for lang in ("en", "zh"):
        assert told(line.because()[0], lang) in " ".join(advise(project()).to_text(lang, 500).split("\n"))


def test_each_stage_has_its_tasks_and_each_task_its_evidence() -> None:
    book = load_book("stage_tasks")
    assert {stage: len(evidence_of(stage)) for stage in FIRST_OF_STAGE} == TASKS_OF_A_STAGE
    assert [name for stage in FIRST_OF_STAGE for name in evidence_of(stage)] == list(TASKS) and len(TASKS) == 26
    tasks = [rule for rule in book.rules if rule.id in book.outputs["next_task"].values]
    assert [rule.when for rule in tasks] == [
        f"stage is {stage} and (not {name} or {name} is unknown)"
        for stage in FIRST_OF_STAGE
        for name in evidence_of(stage)
    ]
    assert all(rule.then == {"next_task": rule.id} for rule in tasks)
    assert set(book.facts) - {"stage", "buyer_step", "talks_closed"} == set(TASKS)


def test_the_next_task_is_the_first_that_does_not_show_on_their_side() -> None:
    for stage in FIRST_OF_STAGE:
        step = next(step for step, called_for in STAGE_OF_STEP.items() if called_for == Stage[stage])
        names = evidence_of(stage)
        seen = []
        for place in range(len(names)):
            known = dict.fromkeys(names[:place], True)
            line = advise(project(stage, step, {**known, names[place]: False})).line("stage_tasks")
            unnoted = advise(project(stage, step, known)).line("stage_tasks")
            assert line.decision.outputs == unnoted.decision.outputs and line.standing == "settled"
            seen.append(line.decision.outputs["next_task"])
        assert len(set(seen)) == len(names)


def test_no_stage_is_left_before_the_step_of_the_buyer() -> None:
    """Offers after the approval, closing when the buyer chooses, whatever evidence there is."""
    everything = dict.fromkeys(TASKS, True)
    compiled = compile_book(load_book("stage_tasks"))
    for stage, earliest in (("assess", BuyerStep.sourcing), ("propose", BuyerStep.testing)):
        for step in BuyerStep:
            task = compiled.decide({"stage": stage, "buyer_step": step.name, **everything}).outputs["next_task"]
            assert (task == "go_on") is (earliest <= step < BuyerStep.acceptance), (stage, step)
        unknown = compiled.decide({"stage": stage, **everything})
        assert unknown.outputs["next_task"] == "find_out" and "how far their own purchase" in unknown.because.en


def test_no_task_sends_anybody_to_those_who_judge_while_talks_are_closed() -> None:
    for stage in ("identify", "assess", "propose", "close"):
        tender = {"live": True, "purchase_path": "open_tender", "step": "testing"}
        for offer, task in ((True, "await_the_buyer"), (False, "await_the_buyer" if stage == "close" else "submit")):
            parts = {"opportunity": tender, "selling": {"stage": stage}, "evidence": {"offer_received": offer}}
            assert advise(dossier(**parts)).line("stage_tasks").decision.outputs["next_task"] == task


def test_evidence_that_is_wanting_and_that_nobody_noted_are_told_apart() -> None:
    line = advise(project("assess", "analysis", {"link_confirmed": False, "difficulties_told": True})).line(
        "stage_tasks"
    )
    lacking, unnoted = (told(remark, "en") for remark in line.remarks)
    assert lacking == "not there yet on their side: they say that our capability serves their initiative"
    assert unnoted.startswith("not noted whether: they have told us how they see us beside rivals; ")
    assert "what stands in their way" not in lacking + unnoted
    gate = advise(project("assess", "analysis", {"difficulties_told": True})).line("stage_gates")
    assert "of the 6 tasks of this stage, 1 show on the customer's side" in map(str, gate.remarks)


@pytest.mark.parametrize(
    ("stage", "step", "stages", "days", "words"),
    [
        ("assess", "analysis", 0, 0, "in step with the buyer"),
        ("identify", "sourcing", 2, 12, "the buyer is ahead of us by 12 days at least"),
        ("close", "approval", -2, 40, "we are ahead of the buyer by 40 days at least"),
    ],
)
def test_days_ahead_of_the_buyer_or_behind_are_told(
    stage: str, step: str, stages: int, days: float, words: str
) -> None:
    found = project(stage, step, days_in_stage=40, days_in_step=12)
    pace = pace_of(found)
    assert pace is not None and (pace.stages, pace.days) == (stages, days)
    assert words in str(advise(found).line("stage_gates").remarks[-1])
    undated = pace_of(project(stage, step))
    assert undated is not None and undated.days == (0 if stages == 0 else None)


def test_pace_is_unknown_where_one_of_the_two_is() -> None:
    assert pace_of(project("assess")) is None and pace_of(project(None, "analysis")) is None


def test_stages_follow_the_steps_of_the_buyer_in_order() -> None:
    assert list(STAGE_OF_STEP) == [step.name for step in BuyerStep]
    assert list(STAGE_OF_STEP.values()) == sorted(STAGE_OF_STEP.values())


def test_the_kind_of_purchase_follows_from_the_trigger() -> None:
    renewal = {"equipment": [{"age_years": 9.5, "service_life_years": 10, "renewal_lead_days": 365, "failed": False}]}
    live = {"live": True, "incumbent": "us"}
    open_ = advise(dossier(**renewal, opportunity=live)).line("buyclass")
    assert open_.standing == "open" and "want the same again" in open_.decision.because.en
    for changed, kind in ((True, "modified_rebuy"), (False, "straight_rebuy")):
        found = dossier(**renewal, opportunity=live, selling={"requirement_changed": changed})
        assert advise(found).line("buyclass").decision.outputs["buyclass"] == kind
    broken = advise(dossier(equipment=[{"failed": True}], opportunity=live)).line("buyclass").decision
    assert dict(broken.outputs) == {"buyclass": "modified_rebuy", "selling_task": "close_the_gap"}


def test_facts_of_the_process_are_within_what_a_simulation_supplies() -> None:
    found = dossier(
        selling={"selling_cost": 1e6, "expected_margin": 1e-3, "rival_stance": -1, "touches": 10_000},
        evidence={"offer_received": True},
        contacts=[
            {"id": "a", "met": True, "influence": 0.3, "explicit_need": 0.2, "worry": 1, "roles": ["user"]},
            {"id": "b", "met": True, "influence": 0.1, "explicit_need": 0.6},
            {"id": "c", "met": False, "influence": 0.6, "explicit_need": 1},
        ],
    )
    facts = selling_facts(found)
    assert facts["offer_submitted"] is True and facts["people_met"] == 2 and facts["cost_share"] == 1000
    assert facts["need_seen"] == pytest.approx((0.3 * 0.2 + 0.1 * 0.6) / 0.4) and facts["worry_seen"] == 1
    assert facts["facts_learnt"] == pytest.approx((4 / 5 + 2 / 5) / 2)
    for name, value in facts.items():
        supplied = FACTS[FACT_INDEX[name]] if name in FACT_INDEX else None
        if supplied is not None and supplied.low is not None and value is not None:
            assert supplied.low <= value <= supplied.high, name  # type: ignore[operator]
    assert all(value is None for value in selling_facts(dossier()).values())
    assert selling_facts(dossier(selling={"selling_cost": 3, "expected_margin": 0}))["cost_share"] is None
    assert account_facts(found)["stance_seen"] is None


def test_what_says_little_by_itself_is_no_verdict() -> None:
    """That we know somebody there tells neither who defined the need nor whether the deal is worth it."""
    friend = {
        "opportunity": {"live": True, "step": "approval"},
        "contacts": [{"id": "a", "met": True, "relationship": 3}],
    }
    found = advise(dossier(**friend))
    for topic in ("project_origin", "withdraw_continue"):
        assert found.line(topic).standing == "open", topic
    told_late = advise(dossier(**friend | {"opportunity": {"live": True, "need_frozen": False}}))
    assert told_late.line("project_origin").standing == "for_now"
    effort = advise(dossier(**friend, selling={"touches": 3})).line("withdraw_continue")
    assert (effort.standing, effort.decision.outputs["continuation"]) == ("for_now", "carry_on")


def test_a_deal_is_left_when_it_has_eaten_its_margin() -> None:
    found = advise(project("propose", "bidding", selling_cost=30, expected_margin=20)).line("withdraw_continue")
    assert found.standing == "settled" and found.decision.outputs["continuation"] == "withdraw"
    assert found.reasons[0][0] == "margin_is_gone"


def test_questions_go_from_shallow_to_deep() -> None:
    talks: list[tuple[dict[str, Any], str]] = [
        ({"situation_questions": 0, "problem_told": False}, "situation"),
        ({"situation_questions": 2, "problem_told": False}, "problem"),
        ({"situation_questions": 6}, "problem"),
        ({"situation_questions": 6, "problem_told": True}, "implication"),
        ({"problem_told": True, "consequence_seen": True}, "need_payoff"),
        ({"explicit_need": 0.7}, "need_payoff"),
        ({"explicit_need": 0.7, "benefit_stated": True}, "none"),
        ({"problem_told": True, "patience": 0.1}, "none"),
        ({"problem_told": True, "passed_over": True}, "none"),
    ]
    found = advise(people(*({"met": True, **talk} for talk, _ in talks)))
    assert [one.kind for one in found.questions] == [kind for _, kind in talks]
    assert "What to ask next" in found.to_text("en") and "下一步问什么" in found.to_text("zh")
    assert [each["question"] for each in found.as_data()["questions"]] == [kind for _, kind in talks]  # type: ignore[attr-defined, index]


def test_nobody_is_asked_whom_we_have_not_met_or_may_not_visit() -> None:
    met = {"met": True, "problem_told": True}
    assert advise(people({"met": False, "problem_told": True}, {"problem_told": True})).questions == ()
    tender = {"live": True, "formal_tender": True, "step": "bidding"}
    assert advise(dossier(opportunity=tender, contacts=[{"id": "a", **met}])).questions == ()
    assert [one.kind for one in advise(people(met, live=None)).questions] == ["implication"]


def test_people_of_whom_nothing_is_noted_stand_in_one_line() -> None:
    found = advise(
        people({"name": {"en": "Li", "zh": "李"}, "met": True}, {"name": {"en": "Wu", "zh": "吴"}, "met": True})
    )
    assert [one.kind for one in found.questions] == ["find_out", "find_out"]
    text = " ".join(found.to_text("en", 400).split())
    assert "Li, Wu: cannot tell yet; note after the next talk: has told us of a difficulty; " in text
    assert advise(people({"met": True}, live=None)).questions == ()
