"""Values as text that reads back as the same value, as in YAML: `true` and `5` are no text, `"5"` is."""

from __future__ import annotations

from collections.abc import Sequence

from engine.files import plain_value
from engine.model.rulebook import Value
from engine.rules.language.tokens import between_commas


def write_value(value: Value | None, in_list: bool = False) -> str:
    """The value as text. Text that would read as something else, or would part a list, stands in double quotes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return repr(value)
    unclear = plain_value(value) != value or value[:1] in ('"', "[") or value != value.strip()
    if '"' in value or not (unclear or (in_list and set(value) & set(",]"))):
        return value
    return f'"{value}"'


def read_value_text(text: str) -> Value | None:
    """The value behind a text made by `write_value`."""
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        return text[1:-1]
    found = plain_value(text)
    assert found is None or isinstance(found, bool | int | float | str)
    return found


def write_list(values: Sequence[Value]) -> str:
    """`[a, b]`."""
    return f"[{', '.join(write_value(value, in_list=True) for value in values)}]"


def read_list(text: str) -> list[Value | None] | None:
    """The values in `[a, b]`; None when the bracket is never closed."""
    inner = text[1:-1].strip()
    if not text.endswith("]"):
        return None
    return [read_value_text(part) for part in _parted(inner)] if inner else []


def write_names(names: Sequence[str]) -> str:
    """Texts in a row, `a, b`; one that holds a comma stands in double quotes."""
    return ", ".join(f'"{name}"' if "," in name else name for name in names)


def _parted(text: str) -> list[str]:
    """The parts of a row of texts, still with their quotes."""
    return [part.strip() for part, _ in between_commas(text)]


def read_names(text: str) -> list[str]:
    """The texts in `a, "b, c"`."""
    return [part[1:-1] if len(part) > 1 and part[0] == part[-1] == '"' else part for part in _parted(text)]
