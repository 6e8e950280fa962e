"""Records are read by other tools with words for codes and meanings for columns, and by us bit for bit."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from engine.dynamics.state.source import rival_key
from engine.model.scenario import Scenario
from engine.model.terms import TEAM_ROLES, Outcome
from engine.results.column_words import STRANGER, WORDS, meanings, words_of
from engine.results.record_file import ROWS_PER_GROUP, RecordFile, read_rows
from engine.results.records import OUTCOME, TEAM
from engine.situation import read_scenario


@pytest.fixture(scope="module")
def portfolio(repository: Path) -> Scenario:
    """Four accounts; one has another rival than the others."""
    first, *others = (scenario := read_scenario(repository / "scenarios" / "team_portfolio.yaml")).accounts
    newcomer = first.rivals[0].model_copy(update={"id": "newcomer"})
    changed = first.model_copy(update={"rivals": (newcomer, *first.rivals[1:])})
    return scenario.model_copy(update={"accounts": (changed, *others)})


def some_rows(scenario: Scenario, count: int = 3 * ROWS_PER_GROUP) -> np.ndarray:
    """Rows with every code of every column of words."""
    words, rows = words_of(scenario), np.zeros(count, OUTCOME)
    numbers = np.random.default_rng(7)
    rows["replication"] = np.arange(count)
    for name in words.keys() & set(OUTCOME.names or ()):
        rows[name] = numbers.integers(-1, len(words[name][0]), count)
    rows["account"] = np.arange(count) % len(scenario.accounts)
    most = [len(winners) for winners in words["winner"]]
    rows["winner"] = [numbers.integers(-1, most[account]) for account in rows["account"]]
    return rows


def written(path: Path, rows: np.ndarray, scenario: Scenario) -> Path:
    file = RecordFile(path, OUTCOME, words_of(scenario), scenario.currency)
    for part in np.array_split(rows, 7):
        file.add(part)
    file.close()
    return path


def test_words_stand_for_codes_and_nothing_for_what_is_not_there(tmp_path: Path, portfolio: Scenario) -> None:
    rows = some_rows(portfolio)
    table = pq.read_table(written(tmp_path / "x", rows, portfolio))
    assert table.column("outcome").to_pylist() == [
        Outcome(code).name if code >= 0 else None for code in rows["outcome"].tolist()
    ]
    assert table.column("account").to_pylist() == [portfolio.accounts[place].id for place in rows["account"]]
    recorded = [sorted((rival.id for rival in account.rivals), key=rival_key) for account in portfolio.accounts]
    rivals = [(*names, STRANGER, None) for names in recorded]
    assert table.column("winner").to_pylist() == [
        rivals[account][winner] for account, winner in zip(rows["account"], rows["winner"], strict=True)
    ]


def test_rivals_of_the_same_place_differ_between_accounts(portfolio: Scenario) -> None:
    assert len(set(words_of(portfolio)["winner"])) > 1, "else the test above shows little"


def test_what_is_read_back_is_what_was_written(tmp_path: Path, portfolio: Scenario) -> None:
    rows = some_rows(portfolio)
    assert read_rows(written(tmp_path / "x", rows, portfolio), OUTCOME).tobytes() == rows.tobytes()


def test_no_column_holds_codes(tmp_path: Path, portfolio: Scenario) -> None:
    schema = pq.read_schema(written(tmp_path / "x", some_rows(portfolio, 10), portfolio))
    for about in schema:
        says = about.metadata[b"meaning"].decode()
        assert says and "model.terms" not in says and not says.startswith(("place", "…"))
        assert pa.types.is_dictionary(about.type) == (about.name in words_of(portfolio))


def test_columns_say_their_unit(tmp_path: Path, portfolio: Scenario) -> None:
    schema = pq.read_schema(written(tmp_path / "x", some_rows(portfolio, 10), portfolio))
    units = {about.name: about.metadata.get(b"unit", b"").decode() for about in schema}
    assert (units["cost"], units["margin_if_won"]) == (portfolio.currency, portfolio.currency)
    assert (units["opened"], units["value_days"], units["hours"], units["people"]) == ("days", "days", "hours", "")


def test_roles_are_words(tmp_path: Path) -> None:
    rows = np.zeros(4, TEAM)
    rows["role"] = range(4)
    file = RecordFile(tmp_path / "x", TEAM)
    file.add(rows)
    file.close()
    assert tuple(pq.read_table(tmp_path / "x").column("role").to_pylist()) == TEAM_ROLES
    assert set(meanings(TEAM)) == set(TEAM.names or ())


def test_a_code_without_a_word_is_not_written(tmp_path: Path) -> None:
    rows = np.zeros(1, TEAM)
    rows["role"] = len(TEAM_ROLES)
    file = RecordFile(tmp_path / "x", TEAM)
    file.add(rows)
    with pytest.raises(IndexError):
        file.close()
    file.abandon()


def test_records_with_bare_codes_are_read_as_before(tmp_path: Path, portfolio: Scenario) -> None:
    rows = some_rows(portfolio, 100)
    columns = {name: pa.array(np.ascontiguousarray(rows[name])) for name in OUTCOME.names or ()}
    pq.write_table(pa.table(columns), tmp_path / "old")
    assert read_rows(tmp_path / "old", OUTCOME).tobytes() == rows.tobytes()


def test_columns_of_words_are_there(portfolio: Scenario) -> None:
    assert WORDS.keys() <= {*(OUTCOME.names or ()), *(TEAM.names or ())}
    assert words_of(portfolio)["account"] == (tuple(account.id for account in portfolio.accounts),)
