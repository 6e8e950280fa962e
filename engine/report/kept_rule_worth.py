"""What the rules of a book are worth, kept in a folder with its picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.report.plots.rule_worth_plot import draw_rule_worth
from engine.results.run_folder import RunWriter, run_name
from engine.studies import RuleRoi


def write_rule_worth(
    roi: RuleRoi, scenario: Scenario, books: Mapping[str, Rulebook], out: str | Path, lang: str = "en"
) -> Path:
    """Keep the result, its picture and what it was made of in a folder of their own; its path.

    Holds `roi.json`, `roi.png`, `scenario.json` and `books/`; complete or not there at all.
    Raises RunFailed when it cannot be stored.
    """
    picture = draw_rule_worth(roi, lang)
    with RunWriter(Path(out), run_name(f"{scenario.id}-roi-{roi.purpose}", roi.receipt.created)) as writer:
        with writer.text("roi.json") as file:
            file.write(roi.model_dump_json(indent=1) + "\n")
        writer.bytes("roi.png", picture.png)
        writer.inputs(scenario, books)
        return writer.commit()
