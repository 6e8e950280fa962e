"""What the rules of a book are worth, as text for the terminal, and kept in a folder with its picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.experiment import RuleRoi, RuleWorth, effect_words, roi_words
from engine.experiment.contrast import Effect
from engine.experiment.roi_words import WORDS
from engine.model.rulebook import Rulebook
from engine.model.scenario import Scenario
from engine.report.labels import strategy_label
from engine.report.plots.rule_worth import draw_rule_worth
from engine.report.tables import laid_out
from engine.results.effects import EFFECTS
from engine.results.run_folder import RunWriter, run_name
from engine.wording.columns import wrap

Cells = list[tuple[str, ...]]


def rule_worth_text(roi: RuleRoi, lang: str = "en", columns: int = 100) -> str:
    """Tables of what each rule adds and of the shares, the rules in words, and what is measured."""
    say = {name: text.in_language(lang) for name, text in WORDS.items()}
    lines = [*wrap(say["title"].format(book=roi.book_title.in_language(lang)), columns)]
    for line in roi_words.basis(roi, lang, f"“{strategy_label(roi.strategy, lang)}”"):
        lines += wrap(line, columns)
    shown = roi_words.deciding(roi)
    if shown:
        adds = [{name: rule.adds[name] for name in EFFECTS} for rule in shown]
        lines += ["", *wrap(say["adds"], columns), *_table(roi, shown, adds, lang, columns)]
        lines += wrap(roi_words.key(roi, lang), columns)
        if roi.together is not None:
            shares = [*(rule.share or {} for rule in shown), roi.together.adds]
            lines += ["", *wrap(say["share"], columns), *_table(roi, shown, shares, lang, columns)]
            lines += wrap(roi_words.shares_key(roi, lang), columns)
    lines += [""] if roi.decisions else []
    for line in roi_words.remarks(roi, lang):
        lines += wrap(line, columns)
    return "\n".join([*lines, *_glossary(shown, lang, columns)])


def _table(
    roi: RuleRoi, rules: list[RuleWorth], effects: list[dict[str, Effect]], lang: str, columns: int
) -> list[str]:
    """One row per rule with how often it decided; one more for all together where there are more effects than rules."""
    say = {name: text.in_language(lang) for name, text in WORDS.items()}
    scales = {
        name: effect_words.scale_of([each[name] for each in effects], measure, lang, roi.currency)
        for name, measure in EFFECTS.items()
    }
    with_use = len(effects) == len(rules)
    heads: Cells = [(f"{m.label.in_language(lang)}   ", f"{scales[name].unit}   ") for name, m in EFFECTS.items()]
    heads = [(say["decided"], say["changed"]), *heads] if with_use else heads
    body = []
    for place, found in enumerate(effects):
        rule = rules[place] if place < len(rules) else None
        cells: Cells = []
        if rule is not None and with_use:
            decided = effect_words.percent(rule.decided, roi.decisions)
            cells = [(decided, effect_words.percent(rule.changed_in, roi.replications))]
        for name, scale in scales.items():
            value, span = effect_words.cell(found[name], scale)
            cells.append((value, f"{span}   " if span else ""))
        body.append((rule.rule if rule else say["together"], cells))
    return laid_out(say["rule"], heads, body, columns)


def _glossary(rules: list[RuleWorth], lang: str, columns: int) -> list[str]:
    """The rules shown, in words, and what the columns mean."""
    joint = "：" if lang == "zh" else ": "
    lines = ["", WORDS["say"].in_language(lang)] if rules else []
    for rule in rules:
        lines += wrap(f"- {rule.rule}{joint}{rule.because.in_language(lang)}", columns, "  ")
    lines += ["", WORDS["measured"].in_language(lang)]
    for measure in EFFECTS.values():
        said = f"- {measure.label.in_language(lang)}{joint}{measure.meaning.in_language(lang)}"
        lines += wrap(said, columns, "  ")
    return lines


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
