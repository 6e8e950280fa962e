"""The catalogue is complete and bilingual: every word the program can show exists in English and in Chinese."""

from __future__ import annotations

import inspect
import re
import string
from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import get_args

import pytest

from engine.dynamics.machine.composition import Behaviour
from engine.dynamics.state.routes import Route
from engine.engagement import STRATEGIES, strategy_label
from engine.model import terms
from engine.model.facts import FACTS
from engine.report import labels
from engine.report.assumptions import TITLES
from engine.report.labels import measures
from engine.results.measures import MEASURES
from engine.wording import Said, told

CHINESE = re.compile(r"[\u4e00-\u9fff]")
SAME_IN_BOTH = {"–", "%", "§"}
VOCABULARIES = [
    member
    for _, member in inspect.getmembers(terms, inspect.isclass)
    if issubclass(member, IntEnum) and member is not IntEnum
]


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def catalogue() -> Iterator[tuple[str, Said]]:
    tables: dict[str, Mapping[object, Said]] = {
        "roles": labels.ROLE,
        "team roles": labels.TEAM_ROLE,
        "ties": labels.TIE,
        "influence": labels.INFLUENCE,
        "group choice": labels.GROUP_CHOICE,
        "better": labels.BETTER,
        "short": measures.SHORT,
        "routes": dict(enumerate(labels.ROUTES)),
        "strategies": {strategy.name: strategy.label for strategy in STRATEGIES},
        "measures": {name: measure.label for name, measure in MEASURES.items()},
        "measures meaning": {name: measure.meaning for name, measure in MEASURES.items()},
        **{f"terms {kind.__name__}": words for kind, words in labels.TERMS.items()},
    }
    for table, entries in tables.items():
        for key, text in entries.items():
            yield f"{table}: {key}", text


EVERYTHING = dict(catalogue())


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda kind: kind.__name__)
def test_every_word_of_the_field_has_both_languages(vocabulary: type[IntEnum]) -> None:
    assert set(labels.TERMS[vocabulary]) == set(vocabulary)


@pytest.mark.parametrize(
    ("words", "closed"),
    [
        (labels.ROLE, terms.Role),
        (labels.TEAM_ROLE, terms.TeamRole),
        (labels.TIE, terms.TieKind),
        (labels.INFLUENCE, terms.InfluenceModel),
        (labels.GROUP_CHOICE, terms.GroupModel),
    ],
)
def test_every_word_of_a_closed_list_has_both_languages(words: Mapping[str, Said], closed: object) -> None:
    assert set(words) == set(get_args(closed))


def test_routes_are_named_in_the_order_of_their_codes() -> None:
    assert len(labels.ROUTES) == len(Route)
    assert labels.ROUTES[Route.cold] == "cold"
    assert "mandate" in labels.ROUTES[Route.mandate]
    assert "introduced" in labels.ROUTES[Route.introduced]


def test_every_direction_of_a_measure_has_words() -> None:
    assert {measure.better for measure in MEASURES.values()} <= set(labels.BETTER)
    assert set(measures.SHORT) <= set(MEASURES)


def test_every_strategy_has_a_label_and_a_strange_one_keeps_its_name() -> None:
    for strategy in STRATEGIES:
        assert strategy_label(strategy.name) is strategy.label
    assert strategy_label("my_own") == "my_own"


def test_values_of_rulebook_facts_can_be_said() -> None:
    choices = {fact.name: fact.values for fact in FACTS if fact.values}
    assert set(choices) <= set(labels.KIND_OF_VALUE)
    for name, values in choices.items():
        assert set(values) <= set(labels.KIND_OF_VALUE[name].__members__)


def test_every_part_of_the_behaviour_has_a_heading() -> None:
    assert {f"behaviour.{name}" for name in Behaviour.model_fields} <= set(TITLES)


@pytest.mark.parametrize("name", EVERYTHING)
def test_a_text_is_in_its_language_and_has_the_same_blanks(name: str) -> None:
    text = EVERYTHING[name]
    en, zh = told(text, "en"), told(text, "zh")
    assert not CHINESE.search(en)
    assert CHINESE.search(zh) or zh in SAME_IN_BOTH or not re.search(r"[a-z]", re.sub(r"{\w+}", "", zh))
    assert blanks(en) == blanks(zh)
