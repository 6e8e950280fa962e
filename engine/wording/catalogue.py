"""The catalogue: English sentences and their Chinese, in a `.po` file that any translation tool opens."""

from __future__ import annotations

import ast
from functools import cache
from importlib.resources import files


def chinese(sentence: str) -> str | None:
    """The Chinese of an English sentence; None when the catalogue has none."""
    return _entries().get(sentence)


@cache
def _entries() -> dict[str, str]:
    found: dict[str, str] = {}
    for each in sorted(files("engine.wording").iterdir(), key=lambda file: file.name):
        if each.name.endswith(".po"):
            found |= read_catalogue(each.read_text(encoding="utf-8"))
    return found


def read_catalogue(text: str) -> dict[str, str]:
    """The pairs of a `.po` text: `msgid` and `msgstr`, each one string or several that follow each other."""
    pairs: list[tuple[list[str], list[str]]] = []
    into: list[str] = []
    for line in text.splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "msgid":
            pairs.append(([], []))
            into = pairs[-1][0]
        elif word == "msgstr":
            into = pairs[-1][1]
        elif not line.startswith('"'):
            continue
        else:
            rest = line.strip()
        into.append(ast.literal_eval(rest))
    return {"".join(key): "".join(words) for key, words in pairs if key != [""]}
