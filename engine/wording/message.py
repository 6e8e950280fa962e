"""A sentence with its values, which can be said in English and in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import Formatter

from engine.errors import near_names
from engine.wording.catalogue import chinese
from engine.wording.words import SEAM, Joined, Words, either, fitted


class Message(Words):
    """A sentence. As a text it is the English one; `in_language` gives either.

    key:       the English sentence with {named} fields; its Chinese stands beside it in the catalogue.
    arguments: what the fields hold. Words in both languages, a Text of the model too, are told in the language of the
               whole, a list or tuple as `a, b`, a number as `0.25`.
    context:   tells sentences apart that are alike in English and differ in Chinese; empty for most.
    english:   the English sentence where it is not the key: the plural.

    >>> Message("column `{column}` is missing", {"column": "id"})
    'column `id` is missing'
    """

    __slots__ = ("arguments", "context", "english", "key")
    key: str
    arguments: Mapping[str, object]
    context: str
    english: str

    def __new__(
        cls, key: str, arguments: Mapping[str, object] | None = None, context: str = "", english: str = ""
    ) -> Message:
        given = dict(arguments or {})
        made = super().__new__(cls, _filled(english or key, given, "en"))
        made.key, made.arguments, made.context, made.english = key, given, context, english
        return made

    def in_language(self, lang: str) -> str:
        """The sentence in "zh" or "en"; in English where the catalogue has no Chinese for it."""
        words = chinese(self.key, self.context) if lang == "zh" else None
        return str.__str__(self) if words is None else _filled(words, self.arguments, "zh")

    def __reduce__(self) -> tuple[object, ...]:
        return (Message, (self.key, dict(self.arguments), self.context, self.english))


def say(sentence: str, /, *, context: str = "", **arguments: object) -> Message:
    """The sentence with these values; how every sentence is marked where it stands."""
    return Message(sentence, arguments, context)


def counted(one: str, many: str, /, n: int, **arguments: object) -> Message:
    """The sentence for `n` things: `one` where it is a single one, `many` elsewhere; `{n}` is the number.

    >>> counted("{n} deal", "{n} deals", 1), counted("{n} deal", "{n} deals", 10000)
    ('1 deal', '10,000 deals')
    """
    return Message(one, {"n": f"{n:,}", **arguments}, english=one if n == 1 else many)


def nearest(wrong: str, known: Iterable[str]) -> Message:
    """A hint that names the nearest known names, or the known names when nothing is near."""
    names = sorted(set(known))
    near = near_names(wrong, names)
    if near:
        return say("did you mean {names}?", names=either(near))
    return say("known: {names}", names=[*names[:12], *(["…"] if len(names) > 12 else [])])


class _Seamed(Formatter):
    """Marks where fields begin and end."""

    def format_field(self, value: object, format_spec: str) -> str:
        return f"{SEAM}{super().format_field(value, format_spec)}{SEAM}"


def _filled(sentence: str, arguments: Mapping[str, object], lang: str) -> str:
    shown = {name: _shown(value, lang) for name, value in arguments.items()}
    return fitted(_Seamed().vformat(sentence, (), shown)) if lang == "zh" else sentence.format(**shown)


def _shown(value: object, lang: str) -> object:
    if hasattr(value, "in_language"):
        return value.in_language(lang)
    if isinstance(value, list | tuple):
        return Joined([str(_shown(part, lang)) for part in value], ", ").in_language(lang)
    return f"{value:.12g}" if isinstance(value, float) else value
