"""Champion and challenger as text for the terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from engine.experiment import Challenge, Example, challenge_words
from engine.experiment.challenge_words import MOST_PAIRS, say
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.report.labels import strategy_label
from engine.report.tables import laid_out
from engine.results.run_folder import RunWriter, run_name
from engine.wording.columns import wrap

Commands = Callable[[Example], tuple[str, ...]]
"""The commands that tell an example's whole story, champion's first; none where there is none."""


def challenge_text(found: Challenge, lang: str = "en", columns: int = 100, commands: Commands | None = None) -> str:
    """Measures side by side, the decisions that differ, and deals at which the books part."""
    lines = [*wrap(challenge_words.title(found, lang), columns)]
    for line in challenge_words.basis(found, lang, f"“{strategy_label(found.strategy, lang)}”"):
        lines += wrap(line, columns)
    heads = [(say("unit", lang),), *((say(side, lang),) for side in ("champion", "challenger"))]
    heads.append((f"{say('difference', lang)}   ",))
    body = [
        (label, [(unit,), *cells[:2], (cells[2][0], f"{cells[2][1]}   ")])
        for label, unit, cells in challenge_words.measure_rows(found, lang)
    ]
    lines += ["", *laid_out(say("measure", lang), heads, body, columns)]
    for line in challenge_words.footnotes(found, lang):
        lines += wrap(line, columns)
    lines += ["", *wrap((" " if lang == "en" else "").join(challenge_words.parted_words(found, lang)), columns)]
    return "\n".join([*lines, *_pairs(found, lang, columns), *_examples(found, lang, columns, commands)])


def _pairs(found: Challenge, lang: str, columns: int) -> list[str]:
    rows = challenge_words.pair_rows(found, lang)
    if not rows:
        return []
    lines = ["", *wrap(say("pairs", lang), columns)]
    for first, second, deals in rows:
        said = say("pair", lang, champion=first, challenger=second)
        lines += wrap(said, columns, " " * 8, f"{deals:>6,}  ")
    more = len(found.partings.pairs) - len(rows)
    assert more <= 0 or len(rows) == MOST_PAIRS
    return [*lines, f"        {say('more_pairs', lang, n=more)}"] if more > 0 else lines


def _examples(found: Challenge, lang: str, columns: int, commands: Commands | None) -> list[str]:
    if not found.partings.examples:
        return []
    lines = ["", say("examples", lang)]
    for example in found.partings.examples:
        head, told = challenge_words.example_words(example, lang)
        lines += wrap(f"- {head}", columns, "  ")
        for line in told:
            lines += wrap(line, columns, "    ", "  ")
        lines += [f"    {command}" for command in (commands(example) if commands else ())]
    return lines


def write_challenge(found: Challenge, scenario: Scenario, books: Mapping[str, Rulebook], out: str | Path) -> Path:
    """Keep the result and what it was made of in a folder of their own; its path.

    Holds `challenge.json`, `scenario.json` and `books/`; complete or not there at all.
    Raises RunFailed when it cannot be stored.
    """
    name = run_name(f"{scenario.id}-challenge-{found.purpose}", found.receipt.created)
    with RunWriter(Path(out), name) as writer:
        with writer.text("challenge.json") as file:
            file.write(found.model_dump_json(indent=1) + "\n")
        writer.inputs(scenario, books)
        return writer.commit()
