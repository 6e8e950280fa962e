"""Lines of a YAML file that a program writes for people: comments that wrap, values with their units, quoted words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.model.base import Text
from engine.model.quantity import Quantity
from engine.wording import Message, Said, say, told, unit_said
from engine.wording.terminal_columns import wrap

WIDTH = 100
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_\-]*")
_READ_OTHERWISE = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}


def comment(words: Said, lang: str, indent: int = 0) -> Iterator[str]:
    """A remark, on as many lines as it needs."""
    start = f"{' ' * indent}# "
    yield from wrap(told(words, lang), WIDTH, start, start)


def quantity_lines(name: str, quantity: Quantity, meaning: Message, lang: str, indent: int = 0) -> Iterator[str]:
    """A number with what it means, its unit and where it usually lies."""
    yield from comment(meaning, lang, indent)
    if quantity.range is not None:
        low, high = map(number, quantity.range)
        usual = say("In {unit}; {low} to {high} is plausible.", unit=unit_said(quantity.unit), low=low, high=high)
        yield from comment(usual, lang, indent)
    reason = quoted(say("our own estimate; say here what it rests on").in_language(lang))
    value = f"value: {number(quantity.value)}, unit: {quantity.unit}, assumption: {reason}"
    yield f"{' ' * indent}{name}: {{{value}}}"


def number(value: float) -> str:
    """A number as it is typed."""
    return f"{value:.12g}"


def quoted(words: str) -> str:
    """Words in quotation marks, on one line."""
    return json.dumps(words, ensure_ascii=False)


def one_line(words: str) -> str:
    """Words without line breaks and without signs that do not show, as a comment can hold them."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())


def in_words(words: Said, lang: str) -> str:
    """A title or a name, that of the reader's language first: `{zh: "…", en: "…"}`.

    Both, for where a file builds on another one, that one's words would stay in the language that is left out.
    """
    both = {lang: told(words, lang), **{other: told(words, other) for other in ("zh", "en") if other != lang}}
    return f"{{{', '.join(f'{each}: {quoted(said)}' for each, said in both.items())}}}"


def flow(value: Any) -> str:
    """A value in one line: `{price: 0.5, provenance: {assumption: "…"}}`."""
    if isinstance(value, Text):
        return flow({"en": value.en, "zh": value.zh} if value.en != value.zh else {"zh": value.zh})
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{name}: {flow(each)}' for name, each in value.items())}}}"
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) and value.lower() not in _READ_OTHERWISE else quoted(value)
    if isinstance(value, Sequence):
        return f"[{', '.join(map(flow, value))}]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return number(value)


def identifier(stem: str, otherwise: str = "my_scenario") -> str:
    """A file's name as an id, which has no Chinese and no blanks; `otherwise` where nothing is left of it."""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", stem).strip("_-")[:40].strip("_-") or otherwise
