"""What to find out first, in words and tables, for every way in which it can come out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.model.scenario import Scenario
from engine.report.page_parts import Told, sections
from engine.report.statement import findings
from engine.report.unknown_parts import all_unknown_parts, unknown_parts
from engine.report.unknown_words import spread_in_words
from engine.studies import Comparison
from engine.studies.unknowns import AccountUnknowns, Choice, Moves, Spread, Unknown, UnknownPerson, Unknowns, Worth
from engine.wording import Document, told

Make = Callable[..., Comparison]
WINS = {"top_down": 0.30, "bottom_up_sponsored": 0.34, "do_nothing": 0.08}
STAYS = Worth(value=0, low=0, high=0, told=False, otherwise=0, choices=())
CANNOT_TELL = Worth(value=9_000, low=-3_000, high=21_000, told=False, otherwise=0.2, choices=())
DECIDES = Worth(
    value=21_000,
    low=9_000,
    high=33_000,
    told=True,
    otherwise=0.4,
    choices=(
        Choice(strategy="top_down", above=None, below=-0.21),
        Choice(strategy="bottom_up_sponsored", above=-0.21, below=0.333),
        Choice(strategy="top_down", above=0.333, below=None),
    ),
)


def unknown(score: str | None, worth: Worth, moves: float = 0.06, clear: bool = True) -> Unknown:
    both = [
        Moves(
            measure=measure,
            value=moves * scale,
            low=max(0.0, moves - 0.03) * scale,
            high=(moves + 0.03) * scale,
            share=moves**2 / 0.08**2,
            told=clear,
        )
        for measure, scale in (("win_rate_all", 1.0), ("net_margin_per_deal", 1e6))
    ]
    return Unknown(score=score, moves=tuple(both), worth=worth)


def of_person(name: str, worth: Worth, *scores: str, clear: bool = True) -> UnknownPerson:
    return UnknownPerson(
        person=name,
        whole=unknown(None, worth, clear=clear),
        scores=tuple(unknown(score, worth, clear=clear) for score in scores),
    )


def account(*people: UnknownPerson, clear: bool = True, needed: int = 900) -> AccountUnknowns:
    spreads = [
        Spread(
            measure=measure,
            strategy=strategy,
            mean=0.33 * scale,
            value=0.08 * scale,
            low=0.05 * scale if clear else 0.0,
            high=0.11 * scale,
            told=clear,
            all_in_all=0.4 * scale,
        )
        for measure, scale in (("win_rate_all", 1.0), ("net_margin_per_deal", 1e6))
        for strategy in WINS
    ]
    return AccountUnknowns(
        account="parts_group",
        cases=200,
        usual="bottom_up_sponsored",
        spreads=tuple(spreads),
        people=people,
        needed=needed,
    )


@pytest.fixture
def make(make_comparison: Make) -> Callable[..., Comparison]:
    def made(*accounts: AccountUnknowns) -> Comparison:
        return make_comparison(WINS).model_copy(update={"unknowns": Unknowns(replications=200, accounts=accounts)})

    return made


def text(comparison: Comparison, scenario: Scenario, lang: str = "en") -> str:
    return " ".join(Document(unknown_parts(comparison, scenario)).text(lang, 200).split())


def beside(comparison: Comparison, scenario: Scenario) -> str:
    return " ".join(map(str, spread_in_words(comparison, scenario)))


def test_where_everything_is_known_nothing_is_said(make_comparison: Make, scenario: Scenario) -> None:
    known = make_comparison(WINS)
    assert (
        unknown_parts(known, scenario) == all_unknown_parts(known, scenario) == []
        and spread_in_words(known, scenario) == ()
    )
    assert "find out" not in str(findings(known, scenario))


def test_the_spread_is_not_the_interval(make: Make, scenario: Scenario) -> None:
    said = beside(make(account(of_person("president", STAYS, "stance"))), scenario)
    assert "Over 1 score of people that nobody knows" in said
    assert "8.0 points (5.0–11.0) above or below its mean win rate (33.0% with “Bottom-up: sponsored”" in said
    assert "More replications narrow intervals; only finding out narrows this spread." in said
    assert "To find out first: Zhou, group president (stance)." in said
    assert "no value of it was seen with which “Bottom-up: sponsored” is not best" in said
    assert said.split(". ")[0] in " ".join(
        str(findings(make(account(of_person("cfo", STAYS, "stance"))), scenario)).split()
    )


def test_the_page_has_it_after_the_measures(make: Make, scenario: Scenario) -> None:
    class AnyFigure(dict[str, object]):
        def __contains__(self, name: object) -> bool:
            return False

        def __missing__(self, name: str) -> object:
            class Empty:
                picture = None

            return Empty

    given = Told(make(account(of_person("cfo", STAYS, "stance"))), scenario, {}, figures=AnyFigure())  # type: ignore[arg-type]
    page = sections(given)
    names = []
    for each in page:
        names.append(each.anchor)
        if each.anchor == "incidence":
            break
    assert names.index("measures") < names.index("unknown") < names.index("chain")


def test_what_would_change_is_said_value_by_value(make: Make, scenario: Scenario) -> None:
    comparison = make(account(of_person("president", DECIDES, "stance")))
    said = text(comparison, scenario)
    assert "Which strategy is best hangs on it." in said
    assert "21.0" in said and "9.0–33.0" in said
    whole = comparison.unknowns.accounts[0].people[0].whole  # type: ignore[union-attr]
    assert whole.matters
    for words in ("below −0.21: “Top-down”", "−0.21 to 0.33: “Bottom-up: sponsored”", "above 0.33: “Top-down”"):
        assert words in said


def test_scores_stand_under_their_person(make: Make, scenario: Scenario) -> None:
    several = UnknownPerson(
        person="cfo",
        whole=unknown(None, DECIDES.model_copy(update={"choices": ()})),
        scores=(unknown("stance", DECIDES), unknown("need", CANNOT_TELL, 0.01, clear=False)),
    )
    comparison = make(account(several, of_person("cio", CANNOT_TELL, "worry", clear=False)))
    shown = text(comparison, scenario)
    assert "2 scores together" in shown and "another strategy in 40% of accounts" in shown
    assert "explicit need" not in shown and "He, chief" not in shown
    behind = " ".join(Document(all_unknown_parts(comparison, scenario)).text("en", 200).split())
    assert behind.startswith("The spread under each strategy")
    everything = behind.split("All that is not known")[1]
    assert "explicit need" in everything and "He, chief information officer" in everything and "worry" in everything


def test_what_cannot_be_told_is_not_told(make: Make, scenario: Scenario) -> None:
    moves_only = make(account(of_person("cfo", CANNOT_TELL, "stance")))
    assert "Whether another strategy would then be best cannot be told." in text(moves_only, scenario)
    worth_only = make(account(of_person("cfo", DECIDES, "stance", clear=False)))
    assert "9.0 at most" in text(worth_only, scenario)


@pytest.mark.parametrize(
    ("clear", "needed", "said"),
    [
        (True, 900, "What makes half of the spread would probably be told from 900 replications."),
        (True, 100, "What makes half of the spread would probably have shown by now."),
        (False, 900, "What moves the win rate by 5 points would probably be told from 900 replications."),
        (False, 100, "What moves the win rate by 5 points would probably have shown by now."),
    ],
)
def test_nobody_in_particular(make: Make, scenario: Scenario, clear: bool, needed: int, said: str) -> None:
    nobody = of_person("cfo", CANNOT_TELL, "stance", clear=False)
    comparison = make(account(nobody, clear=clear, needed=needed))
    for words in (text(comparison, scenario), beside(comparison, scenario)):
        assert "Of no single person can it be told" in words and said in words
        assert ("cannot be told from 200 replications: by 11.0 points at most" in words) is not clear


def test_too_few_replications(make: Make, scenario: Scenario) -> None:
    said = "Scores of people are unknown; from 200 replications nothing can be told of what they change."
    assert text(make(), scenario) == beside(make(), scenario) == said


def test_several_accounts_are_named(make: Make, scenario: Scenario) -> None:
    first = account(of_person("cfo", STAYS, "stance"))
    comparison = make(first, account(of_person("cfo", STAYS, "stance", clear=False), clear=False))
    said = beside(comparison, scenario)
    assert "about its mean: Car parts group by 8.0 points." in said
    assert said.count("To find out first at Car parts group: Shen, chief financial officer (stance).") == 1
    assert text(comparison, scenario).count("Car parts group") == 2
    neither = account(of_person("cfo", STAYS, "stance", clear=False), clear=False)
    assert "cannot be told at any account" in beside(make(neither, neither), scenario)


def test_data_have_names_and_numbers(make: Make, scenario: Scenario) -> None:
    parts = Document(unknown_parts(make(account(of_person("cfo", DECIDES, "stance"))), scenario)).data("en")
    assert any("worth" in str(part) and "21000" in str(part).replace(".0", "") for part in parts)
    assert told(unknown_parts(make(), scenario)[0].words, "en")  # type: ignore[union-attr]
