"""Keys of files written earlier are read as what they mean, which is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import InputError
from engine.situation import read_situation
from engine.wording import told

KEPT = """
extends: kam:{base}
schema: 2
accounts:
  {account}:
    project:
      formal_tender: {formal}
"""


def written(folder: Path, base: str, account: str, formal: str, more: str = "") -> Path:
    path = folder / "earlier.yaml"
    path.write_text(KEPT.format(base=base, account=account, formal=formal) + more, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("base", "account", "formal", "kind", "award"),
    [
        ("keeping_up", "parts_group", "false", "free_purchase", "vote"),
        ("keeping_up", "parts_group", "是", "open_tender", "vote"),
        ("reactive_tender", "water_group", "true", "open_tender", "points"),
    ],
)
def test_whether_it_is_a_tender_is_read_as_a_path(
    tmp_path: Path, base: str, account: str, formal: str, kind: str, award: str
) -> None:
    situation = read_situation(written(tmp_path, base, account, formal))
    path = situation.scenario.accounts[0].project.path
    assert (path.kind, path.award) == (kind, award)
    for lang in ("en", "zh"):
        assert any(f"kam:{kind}" in told(message, lang) for message in situation.said)


def test_who_judges_is_taken_over(tmp_path: Path) -> None:
    judges = "      tender:\n        evaluators: {value: 9, unit: count, assumption: nine are named}\n"
    path = written(tmp_path, "staying_ahead_tender", "housing_maker", "true", judges)
    evaluation = read_situation(path).scenario.accounts[0].project.path.evaluation
    assert evaluation is not None and evaluation.evaluators.value == 9


def test_beside_a_path_it_is_refused(tmp_path: Path) -> None:
    both = '      path: {extends: "kam:enquiry"}\n'
    with pytest.raises(InputError, match="said by its path"):
        read_situation(written(tmp_path, "keeping_up", "parts_group", "true", both))
