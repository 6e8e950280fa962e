"""The base of every model: frozen, no extra fields, no NaN."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Frozen(BaseModel):
    """A value: cannot be changed after it was validated; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, str_strip_whitespace=True)


Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_\-]{0,39}$")]
"""A short name used in references: letters, digits, `_` and `-`, at most 40 characters."""


class Text(Frozen):
    """The same words in English and in Chinese."""

    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)

    def in_language(self, lang: str) -> str:
        """The words in `lang` ("zh" or "en")."""
        return self.zh if lang == "zh" else self.en
