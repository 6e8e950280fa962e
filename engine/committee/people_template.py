"""A sheet for the people of a customer to fill in, with a guided question for each score instead of a bare number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.committee.guided_questions import GuidedQuestion, guided_questions
from engine.files import WrittenColumn, WrittenSheet, word_list, written_workbook
from engine.model.base import Text
from engine.model.terms import CRITERIA
from engine.model.vocabulary import ROLE
from engine.wording import Joined, Said, say, told

WHO = ("name", "title", "department", "reports_to", "roles")
ASKED_FIRST = ("stance", "relationship", "power")
OTHER_SCORES = ("susceptibility", "need", "worry", "identified", *CRITERIA)


def people_heads(lang: str) -> list[str]:
    """The heads of the sheet, as they are read back."""
    return [told(_head(name), lang) for name in _names()]


def people_template(lang: str) -> bytes:
    """The workbook: a sheet to fill in, and one that explains every column with an example."""
    columns = [
        WrittenColumn(head, 14, told(_note(name), lang), _choices(name, lang))
        for name, head in zip(_names(), people_heads(lang), strict=True)
    ]
    heads = (say("column"), say("what it means"), say("what can be written"), say("where it is left empty"))
    explained = [WrittenColumn(told(head, lang), width) for head, width in zip(heads, (20, 44, 60, 40), strict=True)]
    explained.append(WrittenColumn(told(say("example"), lang), 18))
    return written_workbook(
        [
            WrittenSheet(told(say("people who have a say"), lang), columns, []),
            WrittenSheet(told(say("explanations"), lang), explained, list(_explanations(lang))),
        ]
    )


def _names() -> Sequence[str]:
    return (*WHO, *ASKED_FIRST, *OTHER_SCORES, "remark")


def _explanations(lang: str) -> Iterator[tuple[str, ...]]:
    for name in _names():
        score = guided_questions().get(name)
        meaning, answers, empty = (score.question, score.answers, score.unknown) if score else _who(name)
        yield tuple(told(each, lang) for each in (_head(name), meaning, answers, empty, _example(name, score)))


def _example(name: str, score: GuidedQuestion | None) -> Said:
    if score is not None:
        return score.anchors[len(score.anchors) // 2].written
    given = word_list("engine.committee", "guided_questions.yaml")["examples"].get(name)
    if given is not None:
        return Text(en=given["en"], zh=given["zh"])
    return {"reports_to": "/", "roles": ROLE["decider"]}.get(name, "")


def _head(name: str) -> Said:
    score = guided_questions().get(name)
    if score is not None:
        return score.label
    chinese = next(iter(word_list("engine.committee")["people"][name]))
    return Text(en=name.replace("_", " "), zh=chinese)


def _note(name: str) -> Said:
    score = guided_questions().get(name)
    parts = (score.question, score.answers) if score else _who(name)[:2]
    return Joined(parts, "\n")


def _who(name: str) -> tuple[Said, Said, Said]:
    """Of a column about who somebody is: what it means, what can be written, what leaving it empty means."""
    match name:
        case "name":
            return say("The person's name."), say("each name once"), say("not possible")
        case "title":
            return say("What the person is there, such as director."), say("text"), say("the name stands alone")
        case "department":
            return say("In which department, in the customer's own words."), say("text"), say("not possible")
        case "reports_to":
            what = say("To whom the person reports: a name of this sheet; / for whoever stands at the top.")
            return what, say("a name of this sheet, or /"), say("asked about where several are empty")
        case "roles":
            what = say("What the person does in a purchase; several with ; between them. Somebody has to decide.")
            return what, Joined(_roles(), ", "), say("guessed from departments where nobody has one; else influencer")
    return say("What else is worth knowing; it changes nothing."), say("text"), say("nothing")


def _roles() -> list[Said]:
    return list(ROLE.values())


def _choices(name: str, lang: str) -> tuple[str, ...]:
    """What can be picked: words for roles and for scores that are understood in words; numbers may be typed as well."""
    if name == "roles":
        return tuple(told(word, lang) for word in _roles())
    if name == "identified":
        return tuple(told(word, lang) for word in (say("yes"), say("no")))
    if name == "relationship":
        return tuple(told(anchor.words, lang) for anchor in guided_questions()[name].anchors)
    words = word_list("engine.committee")["said"].get(name, {}).values()
    return tuple(next(word for word in each if word.isascii() == (lang == "en")) for each in words)
