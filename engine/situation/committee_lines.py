"""The people of a scenario as lines of its file, each with what is known, and a guided question for what is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import get_args

from engine.committee.guided_questions import GuidedQuestion, guided_questions
from engine.model.buying_centre import BuyingCentre, CriteriaWeights, Stakeholder
from engine.model.terms import CRITERIA, InfluenceModel, Role
from engine.model.vocabulary import ROLE
from engine.situation.file_lines import comment, flow, number, one_line
from engine.wording import Joined, Said, either, listed, say, told

ASKED = ("power", "stance", "need", "worry", "susceptibility")
"""The scores that have a line for each person, in this order."""
RANGE = {"stance": "−1 … 1", "relationship": "1 … 5"}


@dataclass(frozen=True)
class Members:
    """A committee as a file shows it.

    departments, remarks: by id, in the words of whoever keeps the sheet. rivals: new ids of rivals by their old ones.
    """

    centre: BuyingCentre
    departments: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    rivals: Mapping[str, str] = field(default_factory=dict)


def committee_lines(members: Members, lang: str, indent: int) -> Iterator[str]:
    """`people`, `ties` and `influence` of a buying centre, with the questions to ask about each person."""
    centre = members.centre
    yield from comment(say("How views spread: {rules}.", rules=either(get_args(InfluenceModel))), lang, indent)
    yield f"{' ' * indent}influence: {centre.influence}"
    yield from question_lines(lang, indent)
    yield f"{' ' * indent}people:"
    for person in centre.people:
        yield from _person(person, members, lang, indent + 2)
    yield from _ties(members, lang, indent)


def question_lines(lang: str, indent: int) -> Iterator[str]:
    """What to ask about a person: each question once, with its answers, its range and what leaving it out means."""
    questions = guided_questions()
    how = say(
        "What to ask about each person. Take away the # in front of a line below and write the number behind the "
        "colon; a line that stays as it is means: not known."
    )
    yield from comment(how, lang, indent)
    for score in (*ASKED, "relationship", "identified"):
        asked = questions[score]
        span: Said = RANGE.get(score, "0 … 1") if score != "identified" else say("yes or no")
        sentence = say(
            "{score} ({span}): {question} {answers}. Left out: {unknown}.",
            score=_called(score, asked, lang),
            span=span,
            question=asked.question,
            answers=asked.answers,
            unknown=asked.unknown if score != "identified" else say("no"),
        )
        yield from comment(sentence, lang, indent)
    weights = say(
        "criteria: what counts for the person, as weights of {criteria}. Written as: {line} Left out: {unknown}.",
        criteria=listed([_called(name, questions[name], lang) for name in CRITERIA]),
        line="criteria: {price: 3, technical: 4, service: 2, risk: 1}",
        unknown=questions["price"].unknown,
    )
    yield from comment(weights, lang, indent)
    called = {role: told(words, lang) for role, words in ROLE.items()}
    roles = listed([role if word == role.replace("_", " ") else f"{role} {word}" for role, word in called.items()])
    yield from comment(say("roles: {roles}; several may stand in the brackets.", roles=roles), lang, indent)


def _person(person: Stakeholder, members: Members, lang: str, indent: int) -> Iterator[str]:
    first, rest = f"{' ' * indent}- ", " " * (indent + 2)
    name = one_line(person.name.in_language(lang))
    remark = one_line(members.remarks.get(person.id, ""))
    yield from comment(say("{name}: {remark}", name=name, remark=remark) if remark else name, lang, indent)
    yield f"{first}id: {flow(person.id)}"
    yield f"{rest}name: {flow(person.name)}"
    yield f"{rest}level: {person.level}"
    yield f"{rest}department: {flow(members.departments.get(person.id, person.department)[:60])}"
    yield f"{rest}roles: {flow(person.roles)}  # {_roles(person.roles, lang)}"
    if person.reports_to is not None:
        yield f"{rest}reports_to: {flow(person.reports_to)}  # {_name_of(person.reports_to, members.centre, lang)}"
    if person.outside:
        yield f"{rest}outside: true"
    yield f"{rest}identified: {flow(person.identified)}"
    yield f"{rest}relationship: {person.relationship}"
    for score in ASKED:
        value = getattr(person, score)
        asked = guided_questions()[score]
        if value is not None:
            label = told(asked.label, lang)
            yield f"{rest}{score}: {number(value)}{'' if label == score else f'  # {label}'}"
        else:
            yield f"{rest}# {score}:  # {_anchors(asked, lang)}"
    if person.criteria is not None:
        yield f"{rest}criteria: {flow(_stated(person.criteria))}"
    stances = {members.rivals.get(rival, rival): value for rival, value in person.rival_stance.items()}
    stances = {rival: value for rival, value in stances.items() if rival}
    if stances:
        yield f"{rest}rival_stance: {flow(stances)}"


def _stated(criteria: CriteriaWeights) -> dict[str, float]:
    shown = {name: getattr(criteria, name) for name in CRITERIA}
    return {name: weight for name, weight in shown.items() if weight or name not in ("delivery", "payment")}


def _called(score: str, asked: GuidedQuestion, lang: str) -> str:
    """The word of the file, and what it is called where that is another word."""
    label = told(asked.label, lang)
    return score if label == score else f"{score} {label}"


def _anchors(asked: GuidedQuestion, lang: str) -> str:
    label = told(asked.label, lang)
    return told(asked.answers if label == asked.score else Joined([label, asked.answers], ": "), lang)


def _roles(roles: tuple[Role, ...], lang: str) -> str:
    return told(listed([ROLE[role] for role in roles]), lang)


def _name_of(one: str, centre: BuyingCentre, lang: str) -> str:
    return one_line(centre.person(one).name.in_language(lang))


def _ties(members: Members, lang: str, indent: int) -> Iterator[str]:
    centre = members.centre
    about = say(
        "Who asks whom for advice (advice), who is a friend of whom (friendship), who is at odds with whom (conflict). "
        "Whose word reaches whom follows from it; without any, only the lines to the superior carry words."
    )
    yield from comment(about, lang, indent)
    blank = " " * indent
    if centre.ties:
        yield f"{blank}ties:"
        for tie in centre.ties:
            held = {"from": tie.source, "to": tie.target, "kind": tie.kind}
            if tie.weight < 1:
                held["weight"] = tie.weight  # type: ignore[assignment]
            names = " → ".join(_name_of(one, centre, lang) for one in (tie.source, tie.target))
            yield f"{blank}  - {flow(held)}  # {names}"
        return
    yield f"{blank}ties: []"
    if len(centre.people) > 1:
        one, other = centre.people[1].id, centre.people[0].id
        line = f"ties: [{{from: {one}, to: {other}, kind: advice}}]"
        yield from comment(say("For example: {line}", line=line), lang, indent)
