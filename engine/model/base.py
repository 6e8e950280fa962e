"""The base of every model: frozen, no extra fields, no NaN."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic.config import JsonDict

from engine.model.faults import Fault, Unfit
from engine.wording import Said, say, told


class Frozen(BaseModel):
    """A value: cannot be changed after it was validated; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, str_strip_whitespace=True)


Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_\-]{0,39}$")]
"""A short name used in references: letters, digits, `_` and `-`, at most 40 characters."""


_ONE_LANGUAGE: JsonDict = {"required": [], "anyOf": [{"required": ["en"]}, {"required": ["zh"]}]}


class Text(Frozen):
    """The same words in English and in Chinese. One language is enough: its words then stand for both."""

    model_config = ConfigDict(json_schema_extra=_ONE_LANGUAGE)

    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _either_is_enough(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        given = {lang: words for lang, words in data.items() if not (lang in ("en", "zh") and words is None)}
        if not given:
            raise Unfit(Fault("text-none", say("needs words in `zh` or in `en`")))
        for lang, other in (("en", "zh"), ("zh", "en")):
            if lang not in given and other in given:
                given[lang] = given[other]
        return given

    @classmethod
    def of(cls, said: Said) -> Text:
        """Words of the program, as they are kept with a result."""
        return cls(en=told(said, "en"), zh=told(said, "zh"))

    def in_language(self, lang: str) -> str:
        """The words in `lang` ("zh" or "en")."""
        return self.zh if lang == "zh" else self.en
