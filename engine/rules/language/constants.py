"""The constants that facts are compared with."""

from __future__ import annotations

from engine.model.rulebook import SMALLEST_NUMBER, FactDeclaration, Value
from engine.rules.language.tokens import ConditionError, Token
from engine.rules.language.values import BadValue, as_said, read_value
from engine.wording import say


def constant_of(fact: str, declared: FactDeclaration, token: Token) -> Value:
    """The constant a token stands for beside this fact; whole numbers come as floats.

    Raises ConditionError when the fact cannot be compared with it.
    """
    raw: object = token.text[1:-1] if token.kind == "text" else token.text
    if token.kind == "number":
        raw = _number(token)
    elif declared.type == "boolean" and token.kind == "text":
        what = say("`{fact}` is yes or no and is compared with text {found}", fact=fact, found=token.said)
        raise ConditionError(token.position, what, say("write yes or no"), "value-type")
    try:
        meant = as_said(fact, declared, raw) if token.kind == "word" else raw
        value = read_value(fact, declared, raw if meant is None else meant)
    except BadValue as wrong:
        raise ConditionError(token.position, wrong.what, wrong.hint, wrong.code) from None
    return float(value) if declared.type == "integer" else value


def _number(token: Token) -> float:
    number = float(token.text)
    if 0 < abs(number) < SMALLEST_NUMBER:
        what = say("{number} is too close to 0 to compare with", number=token.said)
        raise ConditionError(token.position, what, say("use a finer unit"), "value-range")
    return number + 0.0
