"""Champion and challenger: the same luck, the decisions that differ, and examples that are what they say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.errors import InputError
from engine.model.rulebook import FactDeclaration, Rulebook
from engine.model.scenario import Scenario
from engine.model.terms import Outcome
from engine.results.measures import HEADLINE
from engine.rules import compile_book
from engine.simulation import Simulator
from engine.situation import Situation, read_scenario
from engine.studies import Challenge, challenge, trace
from engine.studies.match import CHALLENGER, CHAMPION

PURPOSE = "engagement_choice"
N, FOLLOWED = 60, 40


def sooner_won(book: Rulebook) -> Rulebook:
    """A decider counts as won sooner."""
    rules = tuple(
        rule.model_copy(update={"when": rule.when.replace("decider_stance >= 0.5", "decider_stance >= 0.2")})
        for rule in book.rules
    )
    return book.model_copy(update={"id": "sooner_won", "rules": rules, "cases": ()})


@pytest.fixture(scope="module")
def rival(books: dict[str, Rulebook]) -> Rulebook:
    return sooner_won(books[PURPOSE])


@pytest.fixture(scope="module")
def found(scenario: Scenario, books: dict[str, Rulebook], rival: Rulebook) -> Challenge:
    return challenge(Situation(scenario, books), rival, replications=N, followed=FOLLOWED, seed=2, workers=1)


def both(scenario: Scenario, books: dict[str, Rulebook], rival: Rulebook) -> list[Simulator]:
    return [Simulator(scenario, "playbook", {**books, PURPOSE: book}, 2) for book in (books[PURPOSE], rival)]


def test_measures_are_those_of_each_book_alone(
    scenario: Scenario, books: dict[str, Rulebook], rival: Rulebook, found: Challenge
) -> None:
    rows = [each.run(0, N).outcomes for each in both(scenario, books, rival)]
    for side, own in zip((found.champion, found.challenger), rows, strict=True):
        projects = own["outcome"] != Outcome.no_project
        per_deal = (np.nansum(own["won"] * own["margin_if_won"]) - own["cost"].sum()) / projects.sum()
        assert side.estimates["net_margin_per_deal"].value == pytest.approx(per_deal)
    parted = {int(r) for r in rows[0]["replication"][[a.tobytes() != b.tobytes() for a, b in zip(*rows, strict=True)]]}
    assert found.parted_in == len(parted) > 0
    assert list(found.differences) == list(HEADLINE)
    for name, effect in found.differences.items():
        values = [side.estimates[name].value for side in (found.challenger, found.champion)]
        assert None not in values and effect.value == pytest.approx(values[0] - values[1])  # type: ignore[operator]


def test_every_deal_that_went_differently_is_accounted_for(
    scenario: Scenario, books: dict[str, Rulebook], rival: Rulebook, found: Challenge
) -> None:
    seen = found.partings
    assert seen.replications == FOLLOWED
    assert sum(pair.deals for pair in seen.pairs) == seen.parted
    stories = [[each.stories(r)[0] for r in range(FOLLOWED)] for each in both(scenario, books, rival)]
    differ = sum(_plot(a) != _plot(b) for a, b in zip(*stories, strict=True))
    assert seen.parted + seen.affected == differ
    assert seen.affected == 0, "there is a single deal: no other can affect it"
    endings = [[_outcome(story) for story in side] for side in stories]
    assert seen.ended_apart == sum(a != b for a, b in zip(*endings, strict=True))


def _plot(story: object) -> list[tuple[float, ...]]:
    """What happened apart from the names of rules."""
    return [
        (e.day, e.kind, e.person, e.code, *(() if e.kind == "decision" else np.nan_to_num([*e.numbers.values()])))
        for e in story.events  # type: ignore[attr-defined]
    ]


def _outcome(story: object) -> list[int]:
    return [e.code for e in story.events if e.kind == "outcome"]  # type: ignore[attr-defined]


def test_an_example_is_what_it_says(
    scenario: Scenario, books: dict[str, Rulebook], rival: Rulebook, found: Challenge
) -> None:
    assert found.partings.examples
    for example in found.partings.examples:
        for side, book in ((example.champion, books[PURPOSE]), (example.challenger, rival)):
            story = trace(
                Situation(scenario, {**books, PURPOSE: book}), "playbook", example.replication, example.deal, seed=2
            )
            compiled = compile_book(book)
            code = story.books.index(PURPOSE)
            (there,) = [
                event
                for event in story.events
                if event.kind == "decision" and event.code == code and event.day == example.day
            ][:1]
            assert there.facts is not None
            told = compiled.decision_from_codes(int(there["rule_place"]), there.facts)
            assert (told.rule, dict(told.outputs), told.because) == (side.rule, side.outputs, side.because)
            assert {name: told.facts[name] for name in example.facts} == example.facts
            assert _outcome(story) == ([Outcome[side.outcome]] if side.outcome != "open" else [])
        assert example.champion.outputs != example.challenger.outputs


def test_a_team_s_deals_knock_on(repository: Path, books: dict[str, Rulebook], rival: Rulebook) -> None:
    portfolio = read_scenario(repository / "scenarios" / "team_portfolio.yaml")
    seen = challenge(Situation(portfolio, books), rival, replications=4, followed=3, workers=1).partings
    assert seen.replications == 3 and seen.parted > 0
    assert seen.parted + seen.affected <= seen.deals


def test_two_processes_find_the_same(
    scenario: Scenario, books: dict[str, Rulebook], rival: Rulebook, found: Challenge
) -> None:
    other = challenge(Situation(scenario, books), rival, replications=N, followed=FOLLOWED, seed=2, workers=2)
    same = {"receipt": found.receipt.model_copy(update={"created": other.receipt.created})}
    assert other.model_dump_json() == found.model_copy(update=same).model_dump_json()
    assert set(found.receipt.rows) == {CHAMPION, CHALLENGER}


def test_the_result_survives_json(found: Challenge) -> None:
    assert Challenge.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize(
    ("lang", "words", "answer"),
    [
        ("en", "In this scenario", "“A friend to build on” → Bottom-up: sponsored"),
        ("zh", "仅就本情境", "“熟人培养成支持者” → 自下而上（被动）：内部引荐"),
    ],
)
def test_a_notebook_shows_both_side_by_side(
    found: Challenge, monkeypatch: pytest.MonkeyPatch, lang: str, words: str, answer: str
) -> None:
    text = found.to_markdown(lang)
    assert words in text and answer in text
    assert found.partings.examples[0].champion.because.in_language(lang) in text
    monkeypatch.setenv("KAM_LANG", lang)
    assert found._repr_markdown_() == text


@pytest.mark.parametrize(
    ("arguments", "where", "what"),
    [
        ({"challenger": PURPOSE}, "book", "the champion itself"),
        ({"champion": "stage_gates"}, "champion", "two books of one purpose"),
        ({"champion": "stage_gats"}, "champion", "stage_gates"),
        ({"challenger": "tier_letters"}, "book", "decides nothing in a simulation"),
        ({"replications": 1}, "replications", "give 2 or more"),
        ({"strategy": "upwards"}, "strategies", "no strategy"),
        ({"workers": 0}, "workers", "can do nothing"),
    ],
)
def test_wrong_arguments_are_refused(
    scenario: Scenario,
    books: dict[str, Rulebook],
    rival: Rulebook,
    arguments: dict[str, object],
    where: str,
    what: str,
) -> None:
    with pytest.raises(InputError) as refused:
        challenge(Situation(scenario, books), **{"challenger": rival, **arguments})  # type: ignore[arg-type]
    (problem,) = refused.value.problems
    assert problem.where == where and what in str(problem)


def test_a_book_that_says_the_same_never_parts(scenario: Scenario, books: dict[str, Rulebook]) -> None:
    """Another name for every rule, the same answers: not one deal may part."""
    book = books[PURPOSE]
    rules = tuple(rule.model_copy(update={"id": f"new_{rule.id}"}) for rule in book.rules)
    twin = book.model_copy(update={"rules": rules, "cases": ()})
    found = challenge(Situation(scenario, books), twin, replications=12, seed=2, workers=1)
    assert found.parted_in == 0 and found.partings.parted == found.partings.affected == 0
    assert found.partings.replications == 12 and found.partings.deals > 0
    for effect in found.differences.values():
        assert effect.value == 0 and effect.verdict == "cannot_tell"


def test_it_plays_until_any_measure_is_known(scenario: Scenario, rival: Rulebook) -> None:
    """Whether or not it is among those that are told."""
    found = challenge(scenario, rival, precision={"touches": 5.0}, most_replications=256, followed=1, workers=1)
    assert found.replications == 128


def test_a_book_that_asks_for_more_is_followed_to_where_they_part(
    scenario: Scenario, books: dict[str, Rulebook]
) -> None:
    """What only one of them asks for is not looked up for the other, which makes no difference by itself."""
    book = books[PURPOSE]
    quiet = FactDeclaration(type="number", unit="days", range=(0, 20000), unknown="no_match")
    rule = book.rules[0].model_copy(
        update={
            "id": "leave_the_top_alone",
            "title": None,
            "priority": 1,
            "when": "days_since_refusal_at_top <= 30",
            "then": {"engagement": "bottom_up_field"},
        }
    )
    more = {"facts": {**book.facts, "days_since_refusal_at_top": quiet}, "rules": (rule, *book.rules), "cases": ()}
    asking = Rulebook.model_copy(book, update={"id": "quiet", **more})
    match = challenge(Situation(scenario, books), asking, replications=20, followed=20, seed=2, workers=1)
    assert match.parted_in > 0
    assert {example.challenger.rule for example in match.partings.examples} == {"leave_the_top_alone"}
