"""The catalogue: English sentences and their Chinese, in a `.po` file that any translation tool opens."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Key = tuple[str, str]
"""A sentence and its context; the context is empty for most."""


def chinese(sentence: str, context: str = "") -> str | None:
    """The Chinese of an English sentence; None when the catalogue has none."""
    return _entries().get((sentence, context))


@cache
def _entries() -> Mapping[Key, str]:
    found: dict[Key, str] = {}
    for each in sorted(files("engine.wording").iterdir(), key=lambda file: file.name):
        if each.name.endswith(".po"):
            found |= read_catalogue(each.read_text(encoding="utf-8"))
    return found


def read_catalogue(text: str) -> dict[Key, str]:
    """The pairs of a `.po` text. Of a plural, the key is the sentence for one; Chinese has a single form."""
    entries: list[dict[str, list[str]]] = []
    into: list[str] = []
    for line in text.splitlines():
        word, _, rest = line.strip().partition(" ")
        if word.startswith('"'):
            into.append(json.loads(line.strip()))
            continue
        if word not in ("msgctxt", "msgid", "msgid_plural", "msgstr", "msgstr[0]"):
            continue
        if word == "msgctxt" or (word == "msgid" and (not entries or "msgid" in entries[-1])):
            entries.append({})
        into = entries[-1].setdefault(word.removesuffix("[0]"), [])
        into.append(json.loads(rest))
    whole = [{word: "".join(parts) for word, parts in entry.items()} for entry in entries]
    return {(entry["msgid"], entry.get("msgctxt", "")): entry["msgstr"] for entry in whole if entry["msgid"]}
