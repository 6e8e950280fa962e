"""The words of pictures and tables are complete: every member of every vocabulary can be said."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from enum import IntEnum
from typing import get_args

import pytest

from engine.dynamics.machine.composition import Behaviour
from engine.dynamics.state.routes import Route
from engine.engagement import STRATEGIES, strategy_label
from engine.model import terms
from engine.model.facts import FACTS
from engine.model.vocabulary import KIND_OF_VALUE, ROLE, TERMS
from engine.report import labels
from engine.report.assumptions import TITLES
from engine.results.measures import HEADLINE, MEASURES
from engine.wording import Said, told
from engine.wording.terminal_columns import width

VOCABULARIES = [
    member
    for _, member in inspect.getmembers(terms, inspect.isclass)
    if issubclass(member, IntEnum) and member is not IntEnum
]


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda kind: kind.__name__)
def test_every_word_of_the_field_can_be_said(vocabulary: type[IntEnum]) -> None:
    assert set(TERMS[vocabulary]) == set(vocabulary)


@pytest.mark.parametrize(
    ("words", "closed"),
    [
        (ROLE, terms.Role),
        (labels.TEAM_ROLE, terms.TeamRole),
        (labels.TIE, terms.TieKind),
        (labels.INFLUENCE, terms.InfluenceModel),
        (labels.GROUP_CHOICE, terms.GroupModel),
    ],
)
def test_every_word_of_a_closed_list_can_be_said(words: Mapping[str, Said], closed: object) -> None:
    assert set(words) == set(get_args(closed))


def test_routes_are_named_in_the_order_of_their_codes() -> None:
    assert len(labels.ROUTES) == len(Route)
    assert labels.ROUTES[Route.cold] == "cold"
    assert "mandate" in labels.ROUTES[Route.mandate]
    assert "introduced" in labels.ROUTES[Route.introduced]


def test_every_direction_of_a_measure_has_words() -> None:
    assert {measure.better for measure in MEASURES.values()} <= set(labels.BETTER)


def test_headline_measures_fit_a_column_head() -> None:
    assert [name for name in HEADLINE if width(labels.short_words(name)) > 16] == []
    assert labels.short_words("touches") == MEASURES["touches"].label


def test_every_strategy_has_a_label_and_a_strange_one_keeps_its_name() -> None:
    for strategy in STRATEGIES:
        assert strategy_label(strategy.name) is strategy.label
    assert strategy_label("my_own") == "my_own"


def test_values_of_rulebook_facts_can_be_said() -> None:
    choices = {fact.name: fact.values for fact in FACTS if fact.values}
    for strategy in choices.pop("present_engagement"):
        assert strategy not in (told(strategy_label(strategy), lang) for lang in ("en", "zh"))
    assert set(choices) <= set(KIND_OF_VALUE)
    for name, values in choices.items():
        assert set(values) <= set(KIND_OF_VALUE[name].__members__)


def test_every_part_of_the_behaviour_has_a_heading() -> None:
    assert {f"behaviour.{name}" for name in Behaviour.model_fields} <= set(TITLES)
