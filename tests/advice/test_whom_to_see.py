"""Whom to see next agrees with how the decision chain is engaged, by name and title."""

from __future__ import annotations

import random

import pytest

from engine.advice import advise
from engine.advice.naming import called
from engine.model.dossier import Dossier
from engine.model.dossier_sections import Contact
from engine.model.rulebook import Rulebook
from engine.rules import load_book
from engine.wording import told

BOSS = {"id": "p1", "name": {"zh": "周建国"}, "title": {"zh": "院长"}, "level": 1, "roles": ["decider"]}
BOSS |= {"influence": 0.6, "met": False}
HEAD = {"id": "p2", "name": {"zh": "吴敏"}, "level": 2, "roles": ["buyer"], "influence": 0.3, "met": False}
USER = {
    "id": "p3",
    "name": {"zh": "李伟"},
    "level": 3,
    "roles": ["user"],
    "met": True,
    "relationship": 3,
    "stance": 0.5,
}
PEOPLE = (BOSS, HEAD, USER)


def dossier(*people):
    return Dossier.model_validate({"id": "k", "name": {"en": "K"}, "contacts": people})


def always(engagement: str) -> Rulebook:
    """A book of engagement that always says the same."""
    book = load_book("engagement_choice")
    then = {"engagement": engagement}
    rule = book.rules[0].model_copy(update={"when": "best_relationship >= 1", "then": then})
    return book.model_copy(update={"rules": (rule,), "cases": ()})


def actions(engagement: str, *people):
    found = advise(dossier(*people), {"engagement_choice": always(engagement)})
    return [(one.contact.id, one.action) for one in found.contacts]


def test_each_engagement_has_its_own_order():
    assert actions("do_nothing", *PEOPLE) == [("p1", "hold_back"), ("p2", "hold_back"), ("p3", "hold_back")]
    assert actions("top_down", *PEOPLE) == [("p1", "see_first"), ("p2", "meet")]
    assert actions("bottom_up_leapfrog", *PEOPLE) == [("p1", "see_first"), ("p2", "meet")]
    assert actions("bottom_up_field", *PEOPLE) == [("p2", "meet"), ("p1", "hold_back")]
    assert actions("multi_level", *PEOPLE) == [("p1", "meet"), ("p2", "meet")]
    assert actions("bottom_up_sponsored", *PEOPLE) == [("p3", "make_sponsor"), ("p1", "hold_back"), ("p2", "hold_back")]
    sponsor = {**USER, "sponsor": True}
    assert actions("bottom_up_sponsored", BOSS, HEAD, sponsor) == [("p1", "be_introduced"), ("p2", "be_introduced")]


def test_who_introduces_us_is_named_with_title():
    sponsors = [
        {"id": "s1", "name": {"zh": "马主任"}, "level": 3, "sponsor": True, "met": True, "relationship": 5},
        {"id": "s2", "name": {"zh": "田华"}, "title": {"zh": "设备科长"}, "level": 2, "sponsor": True, "met": True},
    ]
    found = advise(dossier(BOSS, *sponsors))
    first = found.next_contact
    assert (first.contact.id, first.action, first.through.id) == ("p1", "be_introduced", "s2")
    assert "周建国（院长）：请人引荐，引荐人：田华（设备科长）" in found.to_text("zh").replace("\n", "")
    assert found.as_data()["contacts"][0]["through"] == "s2"


def test_an_account_of_which_engagement_is_open_counts_each_person_by_themselves():
    found = advise(dossier())
    assert found.line("engagement_choice").standing == "open" and found.next_contact is None


@pytest.mark.parametrize(
    ("parts", "english", "chinese"),
    [
        ({"name": {"zh": "周建国"}, "title": {"en": "director", "zh": "院长"}}, "周建国 (director)", "周建国（院长）"),
        ({"name": {"zh": "周建"}, "roles": ["decider", "user"]}, "周建 (decider, user)", "周建（决策者、使用者）"),
        ({"title": {"zh": "院长"}}, "院长", "院长"),
        ({"department": "设备科"}, "设备科", "设备科"),
        ({}, "somebody without a name", "姓名不详者"),
    ],
)  # fmt: skip
def test_people_are_called_by_name_and_title_and_never_by_id(parts, english, chinese):
    contact = Contact.model_validate({"id": "x-99", **parts})
    assert (told(called(contact), "en"), told(called(contact), "zh")) == (english, chinese)


def some_people(draw: random.Random):
    people = []
    for number in range(draw.randint(1, 6)):
        person = {"id": f"p{number}"}
        for name, values in (
            ("level", range(1, 6)), ("roles", (["decider"], ["user"], ["buyer"], [])), ("influence", (0.1, 0.3, 0.6)),
            ("relationship", range(1, 6)), ("stance", (-0.5, 0.0, 0.6)), ("met", (True, False)),
            ("sponsor", (True, False)), ("passed_over", (True, False, False)), ("days_since_contact", (10, 90)),
        ):  # fmt: skip
            if draw.random() < 0.7:
                person[name] = draw.choice(list(values))
        people.append(person)
    return people


@pytest.mark.parametrize("seed", range(150))
def test_the_list_never_contradicts_the_engagement(seed):
    draw = random.Random(seed)
    people = some_people(draw)
    opportunity = {"refusals_at_top": draw.choice([0, 3]), "step": draw.choice(["need", "bidding"])}
    account = Dossier.model_validate({"id": "k", "name": {"en": "K"}, "contacts": people, "opportunity": opportunity})
    found = advise(account)
    engagement = found.line("engagement_choice").decision.outputs["engagement"]
    for one in found.contacts:
        who, unmet = one.contact, not one.contact.met
        decides = who.roles is not None and "decider" in who.roles
        if engagement == "bottom_up_sponsored" and one.action == "meet" and unmet and decides:
            best = max(other.relationship or 0 for other in account.contacts)
            assert who.sponsor or (who.relationship or 0) == best >= 2
        if engagement == "bottom_up_field" and unmet and decides:
            assert one.action in ("hold_back", "repair")
        if one.action == "be_introduced":
            assert engagement == "bottom_up_sponsored" and one.through is not None and one.through.sponsor
        if one.action == "make_sponsor":
            assert not any(other.sponsor for other in account.contacts)
        if engagement == "do_nothing":
            assert one.action == "hold_back"
