"""What the shipped files say in `source` and `assumption`; as a program, it tidies the catalogue of their Chinese.

`python tests/wording/shipped_grounds.py` drops from `engine/wording/grounds.po` what no shipped file says any more,
sorts the rest, and prints what still lacks its Chinese.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from engine.files import parse
from engine.wording.catalogue import chinese, read_catalogue

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "engine" / "wording" / "grounds.po"
ENGLISH = re.compile("[A-Za-z]{2}")


def grounds() -> dict[str, str]:
    """Every source and assumption that holds English words, with the file where it stands first."""
    found: dict[str, str] = {}
    for path in sorted([*ROOT.glob("scenarios/**/*.yaml"), *ROOT.glob("engine/rules/books/*.yaml")]):
        place = path.relative_to(ROOT).as_posix()
        for text in _said(parse(path.read_text(encoding="utf-8"), place).plain()):
            if ENGLISH.search(text):
                found.setdefault(text, place)
    return found


def _said(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            if key in ("source", "assumption") and isinstance(part, str):
                yield part
            else:
                yield from _said(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _said(part)


def _tidy() -> None:
    text = CATALOGUE.read_text(encoding="utf-8")
    head, said = text.split("\n\n", 1)[0], grounds()
    entries = sorted((key, words) for (key, _), words in read_catalogue(text).items() if key in said)
    lines = [
        f"msgid {json.dumps(a, ensure_ascii=False)}\nmsgstr {json.dumps(b, ensure_ascii=False)}" for a, b in entries
    ]
    CATALOGUE.write_text("\n\n".join([head, *lines]) + "\n", encoding="utf-8")
    for each, place in said.items():
        if chinese(each) is None:
            print(f"{place}: {each}")


if __name__ == "__main__":
    _tidy()
