"""YAML files of any encoding, as trees with places."""

from __future__ import annotations

from pathlib import Path

from engine.errors import InputError, Problem
from engine.files.encodings import decoded
from engine.files.opening import bytes_of
from engine.files.yaml_tree import Budget, Node, parse
from engine.wording import Message, say

MAX_YAML_BYTES = 2_000_000
YAML_ENDINGS = (".yaml", ".yml")


def read_yaml_text(
    path: str | Path, label: str | None = None, most: int = MAX_YAML_BYTES, said: list[Message] | None = None
) -> str:
    """The text of a YAML file of any encoding, lines ending in a line feed.

    label: what messages call the file; the path when absent. most: greatest size in bytes. said: gets the encoding
    when it was concluded from the words of the file.
    Raises InputError for a file that cannot be read, is too large or no text, and OpenQuestion where two encodings fit.
    """
    label = label or str(path)
    found = decoded(bytes_of(path, label, most, YAML_ENDINGS), label)
    if not found.text.strip():
        raise InputError(Problem(label, say("the file is empty"), code="file-empty"))
    if found.guessed and said is not None:
        said.append(say("{file}: read as {encoding}", file=label, encoding=found.encoding))
    return found.text


def read_yaml(
    path: str | Path, label: str | None = None, budget: Budget | None = None, said: list[Message] | None = None
) -> Node:
    """The tree of a YAML file. Raises InputError with everything that is not plain YAML, each with its place."""
    return parse(read_yaml_text(path, label, said=said), label or str(path), budget)
