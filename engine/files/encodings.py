"""Bytes into text: which encoding they are in is decided by evidence, and asked where two fit.

Evidence, in this order: a byte-order mark; the pattern of zero bytes that UTF-16 leaves; being UTF-8 at all; the
encoding in which known words stand in the first line; and how ordinary the characters are: of GB18030 and Big5 the
frequent half of the hanzi, of cp1252 accents inside words.
"""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import InputError, OpenQuestion, Problem, Question, answer_to
from engine.files.hanzi import is_frequent
from engine.wording import nearest, say

ENCODINGS = ("utf-8", "utf-16", "gb18030", "big5", "cp1252")
_ALSO = {"utf8": "utf-8", "utf-8-sig": "utf-8", "utf16": "utf-16", "gbk": "gb18030", "gb2312": "gb18030"}
_SAME = {"cp950": "big5", "big5-hkscs": "big5", "latin-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252"}
_CODECS = {"big5": "cp950"}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_OTHER = re.compile("[^\x00-\x7f]+")
_LIKELY, _CLEARLY = 0.5, 0.2
_SAMPLE = 20_000


@dataclass(frozen=True)
class Decoded:
    """A text with line ends as `\\n`, and the encoding it was in. guessed: was the encoding concluded from words?"""

    text: str
    encoding: str
    guessed: bool = False


def decoded(
    data: bytes, label: str, known: Callable[[str], int] = lambda text: 0, encoding: str | None = None
) -> Decoded:
    """The text in these bytes.

    label:    what messages call the file.
    known:    how many known words the head of a text holds.
    encoding: as the user says; by evidence when absent.
    Raises InputError for bytes that are no text, and OpenQuestion where two encodings fit.
    """
    if encoding is not None:
        return _as_told(data, label, encoding)
    found = _marked(data, label) or _utf16(data)
    if found is None and b"\x00" in data:
        raise InputError(Problem(label, say("this is not a text file"), say("save it as text"), "file-binary"))
    found = found or _by_evidence(data, label, known)
    return Decoded(_cleaned(found.text, label), found.encoding, found.guessed)


def encoding_named(name: str) -> str:
    """The encoding that a user calls by this name. Raises InputError for one that is not read."""
    short = name.strip().lower().replace("_", "-")
    found = _ALSO.get(short) or _SAME.get(short) or short
    if found not in ENCODINGS:
        what = say("`{name}` is not an encoding that is read", name=name)
        raise InputError(Problem("--encoding", what, nearest(short, ENCODINGS), "encoding-unknown"))
    return found


def _as_told(data: bytes, label: str, name: str) -> Decoded:
    encoding = encoding_named(name)
    codec = {"utf-8": "utf-8-sig"}.get(encoding) or _CODECS.get(encoding, encoding)
    try:
        return Decoded(_cleaned(data.decode(codec), label), encoding)
    except UnicodeError as error:
        line = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
        what = say("the file is not in the encoding {encoding}", encoding=encoding)
        raise InputError(Problem(f"{label}:{line}", what, code="encoding-wrong")) from None


def _marked(data: bytes, label: str) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode("utf-8-sig" if encoding == "utf-8" else encoding), encoding)
            except UnicodeDecodeError:
                what = say("the file is not in the encoding {encoding}", encoding=encoding)
                hint = say("its first bytes say so; save it again as UTF-8")
                raise InputError(Problem(label, what, hint, "encoding-wrong")) from None
    return None


def _utf16(data: bytes) -> Decoded | None:
    """UTF-16 without its mark: every second byte of the ASCII characters in it is zero, and no other byte is."""
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(data) % 2 == 0 and data[first::2].count(0) * 10 > len(data) // 2 and not data[1 - first :: 2].count(0):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                return None
            return None if _CONTROL.search(text) else Decoded(text, "utf-16", guessed=True)
    return None


@dataclass(frozen=True)
class _Candidate:
    encoding: str
    text: str
    words: int
    likely: float


def _by_evidence(data: bytes, label: str, known: Callable[[str], int]) -> Decoded:
    if data.isascii():
        return Decoded(data.decode("ascii"), "utf-8")
    fitting = []
    for encoding, judge in _JUDGES.items():
        try:
            text = data.decode(_CODECS.get(encoding, encoding))
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" and max(text) >= "\u0800":
            return Decoded(text, encoding)  # three bytes in a row do not make UTF-8 by accident
        fitting.append(_Candidate(encoding, text, known(text), _likelihood(text, judge)))
    if fitting and fitting[0].encoding == "utf-8" and not _rivals(fitting):
        return Decoded(fitting[0].text, "utf-8")
    most = max((each.words for each in fitting), default=0)
    fitting = sorted((each for each in fitting if each.words == most), key=lambda each: -each.likely)
    if not fitting:
        what = say("the file is in no encoding that is read")
        raise InputError(Problem(label, what, say("save it as UTF-8"), "encoding-unknown"))
    best = fitting[0]
    second = fitting[1].likely if len(fitting) > 1 else 0.0
    sole = len(fitting) == 1 and best.words > 0
    if sole or (best.likely >= _LIKELY and best.likely - second >= _CLEARLY):
        return Decoded(best.text, best.encoding, guessed=best.encoding != "utf-8")
    question = _question(label, data, fitting)
    meant = answer_to(question)
    if meant is None:
        raise OpenQuestion(question)
    return Decoded(fitting[meant].text, fitting[meant].encoding)


def _rivals(fitting: list[_Candidate]) -> bool:
    """Is there an encoding that tells more than UTF-8? Bytes that are UTF-8 at all are mostly meant so."""
    utf8, *others = fitting
    return any(
        other.words > utf8.words or (other.likely == 1 > _LIKELY > utf8.likely and len(_OTHER.findall(other.text)) > 1)
        for other in others
    )


def _question(label: str, data: bytes, fitting: list[_Candidate]) -> Question:
    place = next(index for index, byte in enumerate(data) if byte > 127)
    line = data.count(b"\n", 0, place) + 1
    readings = []
    for each in fitting[:3]:
        sample = next((row for row in each.text.splitlines() if not row.isascii()), "").strip()
        readings.append(say("{encoding}, where it says {sample}", encoding=each.encoding, sample=f"`{sample[:40]}`"))
    hint = say("add `--encoding {encoding}`, or save the file as UTF-8", encoding=fitting[0].encoding)
    what = say("in which encoding is this file?")
    return Question(f"{label}:{line}", what, hint, "encoding-open", tuple(readings))


def _likelihood(text: str, judge: Callable[[str, str, str], float]) -> float:
    """How ordinary the characters beyond ASCII are in an encoding, from 0 to 1."""
    good, total = 0.0, 0
    for run in itertools.islice(_OTHER.finditer(text), _SAMPLE):
        before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
        for place, letter in enumerate(run.group()):
            left = before if place == 0 else run.group()[place - 1]
            right = after if place == len(run.group()) - 1 else run.group()[place + 1]
            total += 1
            good += judge(letter, left, right)
    return good / total if total else 1.0


def _common_hanzi(codec: str, low: int, high: int) -> Callable[[str, str, str], float]:
    """1 for a frequent hanzi or a sign, a half for one in the first plane of its standard, 0 for all else."""

    def judge(letter: str, left: str, right: str) -> float:
        if "\u3000" <= letter <= "\u303f" or "\uff00" <= letter <= "\uff5e" or letter in "“”‘’…—·￥":
            return 1.0
        if left.isascii() and right.isascii() and left.islower() and right.islower():
            return 0.0
        if is_frequent(letter) or letter > "\uffff":  # four bytes of GB18030 that mean a hanzi are no accident
            return 1.0
        try:
            code = letter.encode(codec)
        except UnicodeEncodeError:
            return 0.0
        return 0.5 if len(code) == 2 and low <= code[0] <= high else 0.0

    return judge


def _accent(letter: str, left: str, right: str) -> float:
    """1 for a Latin letter beside others in a word, or a sign that stands in European texts; 0 for all else."""
    if letter in "€£¥°±×÷·–’“”…§®©":
        return float(left.isascii() and right.isascii())
    if not letter.isalpha() or letter in "ªº" or (letter.isupper() and left.islower()):
        return 0.0
    return float(any(side.isascii() and side.isalpha() for side in (left, right)))


_JUDGES: dict[str, Callable[[str, str, str], float]] = {
    "utf-8": _accent,
    "gb18030": _common_hanzi("gb2312", 0xB0, 0xD7),
    "big5": _common_hanzi("big5", 0xA4, 0xC6),
    "cp1252": _accent,
}


def _cleaned(text: str, label: str) -> str:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        what = say("a control character (code {code}) stands here", code=ord(control.group()))
        raise InputError(Problem(f"{label}:{line}", what, say("delete it; text files have none"), "file-control"))
    return text
