"""Files written for the first schema are read; what came since holds its default, and that is said."""

from __future__ import annotations

import re
from pathlib import Path

from engine.situation import read_scenario
from engine.wording import Message


def test_a_file_of_the_first_schema_is_the_same_scenario(folder: Path) -> None:
    path = folder / "keeping_up.yaml"
    now = read_scenario(path)
    path.write_text(path.read_text(encoding="utf-8").replace("schema: 2\n", "schema: 1\n"), encoding="utf-8")
    said: list[Message] = []
    assert read_scenario(path, said=said) == now.model_copy(update={"schema_version": 1})
    assert said == []


def test_constants_that_an_older_file_lacks_are_named_with_what_holds(folder: Path) -> None:
    shared = folder / "shared" / "behaviour.yaml"
    text, left_out = re.subn(r"\n +leaving: \{value.*", "", shared.read_text(encoding="utf-8"))
    assert left_out == 1
    shared.write_text(text, encoding="utf-8")
    path = folder / "keeping_up.yaml"
    text = path.read_text(encoding="utf-8").replace("schema: 2\n", "schema: 1\n")
    path.write_text(text.replace("kam:behaviour", "shared/behaviour.yaml"), encoding="utf-8")
    said: list[Message] = []
    scenario = read_scenario(path, said=said)
    assert scenario.behaviour == read_scenario("kam:keeping_up").behaviour.model_copy(
        update={"turnover": scenario.behaviour.turnover}
    )
    assert said == [f"{path}: not stated, so these defaults hold: behaviour.turnover.leaving = 0 per year"]
