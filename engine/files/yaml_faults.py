"""Where the grammar of YAML breaks: what is wrong there in plain words, and the line to write."""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError, YAMLError

from engine.errors import Problem
from engine.wording import Message, say

_FULL_WIDTH = str.maketrans({
    "：": ": ", "，": ", ", "、": ", ", "；": "; ", "“": '"', "”": '"', "‘": "'", "’": "'",
    "｛": "{", "｝": "}", "［": "[", "］": "]", "【": "[", "】": "]", "＃": "#", "－": "-", "\u3000": " ",
})  # fmt: skip
_SIGN = re.compile("[：，、；“”‘’｛｝［］【】＃－\u3000]")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'|(?:(?<=\s)|^)#.*')
_SHOWN = 60
_BROKEN = {
    "mapping values are not allowed": say("a `: ` where no key can stand"),
    "mapping keys are not allowed": say("a key where none can stand"),
    "sequence entries are not allowed": say("a list entry where none can stand"),
    "expected ':'": say("a key without its `: `"),
    "unexpected ':'": say("a `:` where none can stand"),
    "expected ',' or ']'": say("a list whose `[` is not closed, or a comma missing in it"),
    "expected ',' or '}'": say("a mapping whose `{{` is not closed, or a comma missing in it"),
    "expected '-'": say("a line indented otherwise than the list it belongs to"),
    "expected <block end>": say("a line indented otherwise than those above it"),
    "expected key": say("a line indented otherwise than those above it"),
    "end of stream": say("a quotation mark that is not closed"),
    "cannot start any token": say("a sign with which no value can begin; put the text in quotes"),
    "escape": say("a `\\` in double quotes that begins no known sign; use single quotes"),
    "hexdecimal": say("a `\\` in double quotes that begins no known sign; use single quotes"),
    "indentation indicator": say("a number behind `|` or `>` that cannot be an indentation"),
    "tab character": say("a tab where only spaces can stand"),
    "document": say("more than one document in the file"),
    "alias": say("a `*` in front of a name that nothing has"),
    "tag": say("a `!` where none can stand; put the text in quotes"),
}
"""What the parser's sentences mean, by what they hold; the first that fits."""


def full_width_key(name: str) -> tuple[Message, Message] | None:
    """What is wrong with a key that holds its own value because a full-width colon parts them; None when none does."""
    if "：" not in name:
        return None
    key, _, value = name.partition("：")
    what = say("`：` is a full-width colon, which parts nothing here")
    return what, say("write `{line}`", line=f"{key}: {value}"[:_SHOWN])


def syntax_fault(error: YAMLError, text: str, file: str, numbered: bool) -> Problem:
    """The fault at which the parser gave up."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) if isinstance(error, MarkedYAMLError) else None
    if mark is None:
        return Problem(
            file, say("not valid YAML: {problem}", problem=_broken(str(problem or error))), code="yaml-grammar"
        )
    lines = text.split("\n")
    shown = lines[mark.line] if mark.line < len(lines) else ""
    place = _place(file, mark.line, mark.column, numbered)
    indent = shown[: len(shown) - len(shown.lstrip())]
    if "\t" in indent:
        line = shown.replace("\t", "  ").rstrip()[:_SHOWN]
        what = say("a tab is used for indentation; YAML allows only spaces there")
        return Problem(
            _place(file, mark.line, indent.index("\t"), numbered), what, say("write `{line}`", line=line), "yaml-tab"
        )
    context = getattr(error, "context_mark", None)
    first = max(min(context.line if context else mark.line, mark.line), mark.line - 2)
    for number in range(first, min(mark.line, len(lines) - 1) + 1):
        sign = _SIGN.search(_QUOTED.sub(lambda found: "." * len(found.group()), lines[number]))
        if sign:
            return _full_width(lines[number], sign, _place(file, number, sign.start(), numbered))
    what = say("not valid YAML: {problem}", problem=_broken(problem or ""))
    return Problem(place, what, _hint(problem or ""), "yaml-grammar")


def _place(file: str, line: int, column: int, numbered: bool) -> str:
    return f"{file}:{line + 1}:{column + 1}" if numbered else file


def _full_width(line: str, sign: re.Match[str], place: str) -> Problem:
    begins = max(0, sign.start() - 20)
    piece = line[begins : sign.end() + 25].strip()
    what = say("`{sign}` is full-width punctuation, which YAML does not know", sign=sign.group())
    fixed = re.sub(r"([:,]) +", r"\1 ", piece.translate(_FULL_WIDTH))
    return Problem(place, what, say("write `{line}`", line=fixed), "yaml-full-width")


def _broken(problem: str) -> Message:
    """What the parser's own sentence means."""
    return next((words for part, words in _BROKEN.items() if part in problem), say("its grammar breaks here"))


def _hint(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return say("check the indentation, and put text that contains `: ` in quotes")
    if "expected" in problem or "did not find" in problem:
        return say("check indentation, commas, quotes and closing brackets just above")
    return ""
