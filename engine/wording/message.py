"""A sentence with its values, which can be said in English and in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.errors import near_names
from engine.wording.catalogue import chinese


class Message(str):
    """A sentence. As a text it is the English one; `in_language` gives either.

    key:       the English sentence with {named} fields; its Chinese stands beside it in `zh.po`.
    arguments: what the fields hold. A list or tuple is told as `a, b`; a Message, or a Text of the model, in the
               language of the whole.

    >>> Message("column `{column}` is missing", {"column": "id"})
    'column `id` is missing'
    """

    __slots__ = ("arguments", "key")
    key: str
    arguments: Mapping[str, object]

    def __new__(cls, key: str, arguments: Mapping[str, object] | None = None) -> Message:
        given = dict(arguments or {})
        made = super().__new__(cls, key.format(**{name: _shown(value, "en") for name, value in given.items()}))
        made.key, made.arguments = key, given
        return made

    def in_language(self, lang: str) -> str:
        """The sentence in "zh" or "en"; in English where the catalogue has no Chinese for it."""
        words = chinese(self.key) if lang == "zh" else None
        if words is None:
            return str.__str__(self)
        return words.format(**{name: _shown(value, "zh") for name, value in self.arguments.items()})

    def __reduce__(self) -> tuple[object, ...]:
        return (Message, (self.key, dict(self.arguments)))


def say(sentence: str, **arguments: object) -> Message:
    """The sentence with these values; how every sentence is marked where it stands."""
    return Message(sentence, arguments)


def nearest(wrong: str, known: Iterable[str]) -> Message:
    """A hint that names the nearest known names, or the known names when nothing is near."""
    names = sorted(set(known))
    near = near_names(wrong, names)
    if near:
        return say("did you mean {names}?", names=_Choice(near))
    return say("known: {names}", names=[*names[:12], *(["…"] if len(names) > 12 else [])])


class _Choice(tuple[str, ...]):
    """Names of which one is meant."""

    __slots__ = ()


def _shown(value: object, lang: str) -> object:
    translate = getattr(value, "in_language", None)
    if translate is not None:
        return translate(lang)
    if isinstance(value, _Choice):
        return (" 或 " if lang == "zh" else " or ").join(value)
    if isinstance(value, list | tuple):
        return ("、" if lang == "zh" else ", ").join(str(_shown(part, lang)) for part in value)
    return value
