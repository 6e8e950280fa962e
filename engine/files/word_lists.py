"""Words recognised when files are read; they stand in data files beside the modules that know their meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from engine.files.yaml_tree import parse


@cache
def word_list(package: str, name: str = "words.yaml") -> Mapping[str, Any]:
    """The lists of a package, by their names; read once."""
    found: Mapping[str, Any] = parse(files(package).joinpath(name).read_text(encoding="utf-8"), name).plain()
    return found


def by_word(meanings: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """{word: meaning} from {meaning: words}."""
    return {word: meaning for meaning, words in meanings.items() for word in words}
