"""Effects and their numbers as people write them, for notebooks, terminal and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.experiment.contrast import EFFECT_NOTES, Effect
from engine.model.base import Text
from engine.results.measure import Measure
from engine.wording.words import Words

MARKS = {"clear": "!!", "likely": "!", "cannot_tell": "?"}
_CURRENCY_ZH = {"CNY": "元", "EUR": "欧元", "USD": "美元"}
_PER_100 = Text(en="per 100", zh="每 100 次")
_WEEKS, _DAYS = Text(en="weeks", zh="周"), Text(en="days", zh="天")
_POINTS = Text(en="points", zh="个百分点")
_TO = Text(en="to", zh="至")
_MONEY = Text(en="k {currency}", zh="万{currency}")
_WHERE = Text(
    en="In this scenario ({scenario}), under the strategy {strategy}, {n} replications on the same luck (seed {seed}). "
    "It says nothing about other situations.",
    zh="仅就本情境（{scenario}）、策略{strategy}而言，在同样的运气下重复 {n} 次（种子 {seed}）；不代表其他情形。",
)
_PLAIN = ("never_decided", "no_change", "never", "always")
"""Notes that need no explanation beside a table."""

_LARGE_SUM = 1e4
"""Currency from which thousands, or 万, are counted."""

MISSING = "–"


@dataclass(frozen=True)
class Scale:
    """How the numbers of one measure are written: number × factor with so many digits; the unit stands at the head."""

    factor: float
    digits: int
    unit: str
    to: str

    def signed(self, value: float | None) -> str:
        """`+1.8` or `−0.3`; nothing has no sign."""
        if value is None:
            return MISSING
        text = f"{value * self.factor:+,.{self.digits}f}"
        if not text.strip("+-0.,"):
            return "0" if value == 0 else text[1:]
        return text.replace("-", "−")

    def plain(self, value: float | None) -> str:
        """`31.2`, without a sign for more."""
        return self.signed(value).removeprefix("+")

    def span(self, low: float | None, high: float | None) -> str:
        """`+0.9 to +2.7`; nothing where there is no interval, or none is needed."""
        return "" if low is None or high is None or low == high else f"{self.signed(low)}{self.to}{self.signed(high)}"

    def plain_span(self, low: float | None, high: float | None) -> str:
        """`28.1–34.3`; nothing where there is no interval."""
        return "" if low is None or high is None else f"{self.plain(low)}–{self.plain(high)}"


def scale(
    measure: Measure, numbers: Iterable[float | None], lang: str, currency: str, difference: bool = True
) -> Scale:
    """How to write numbers of one measure, with digits enough for the largest. Differences of shares are points."""
    largest = max((abs(number) for number in numbers if number is not None), default=0.0)
    if measure.unit == "share":
        factor, unit = 100.0, _POINTS.in_language(lang) if difference else "%"
    elif measure.unit == "count":
        factor, unit = 100.0, _PER_100.in_language(lang)
    elif measure.unit == "currency":
        factor, unit = 1.0, _CURRENCY_ZH.get(currency, currency) if lang == "zh" else currency
        if largest >= _LARGE_SUM:
            factor, unit = (1e-4 if lang == "zh" else 1e-3), _MONEY.in_language(lang).format(currency=unit)
    else:
        factor, unit = 1.0, (_DAYS if measure.unit == "days" else _WEEKS).in_language(lang)
    largest *= factor
    digits = 0 if largest >= 200 else 1 if largest >= (1 if measure.unit in ("count", "share") else 10) else 2
    return Scale(factor, digits, unit, f" {_TO.in_language(lang)} ")


def scale_of(effects: Iterable[Effect], measure: Measure, lang: str, currency: str) -> Scale:
    """How to write these effects, all alike."""
    return scale(measure, [n for each in effects for n in (each.value, each.low, each.high)], lang, currency)


def cell(effect: Effect, found: Scale) -> tuple[str, str]:
    """An effect as its value with a mark, and its interval."""
    if effect.note in ("never_decided", "no_change"):
        return "0   ", ""
    mark = MARKS[effect.verdict] if effect.low is not None else ""
    return f"{found.signed(effect.value)} {mark:2}", f"{found.span(effect.low, effect.high)}"


def notes(found: Iterable[tuple[str, Effect]], labels: Mapping[str, Words], lang: str) -> list[str]:
    """Why some effects have no interval, or no verdict in spite of it; one line per reason.

    found: effects, each with what it belongs to (may be empty); labels: of measures.
    """
    joint, between = ("：", "、") if lang == "zh" else (": ", ", ")
    owners: dict[str, list[str]] = {}
    for owner, effect in found:
        if effect.note and effect.note not in _PLAIN:
            label = labels[effect.measure].in_language(lang)
            owners.setdefault(effect.note, []).append(f"{owner} ({label})" if owner else label)
    return [
        f"{EFFECT_NOTES[note].in_language(lang)}{joint}{between.join(dict.fromkeys(those))}"
        for note, those in owners.items()
    ]


def where(title: Text, strategy: str, replications: int, seed: int, lang: str) -> str:
    """What a result holds for, and that it holds for nothing else."""
    n = f"{replications:,}"
    return _WHERE.in_language(lang).format(scenario=title.in_language(lang), strategy=strategy, n=n, seed=seed)


def percent(part: int, whole: int) -> str:
    """A share of a whole number of cases; what is there is never shown as nothing."""
    if part and part < whole / 1000:
        return "<0.1%"
    return f"{100 * part / whole:.1f}%" if whole else MISSING


def level(confidence: float) -> str:
    """A confidence, as in `95%`."""
    return f"{100 * confidence:.2f}".rstrip("0").rstrip(".") + "%"
