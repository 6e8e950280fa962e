"""Reads a `when` sentence: `asset_failed or (asset_age_share >= 0.9 and not budget_blocked)`.

    sentence   := and-part { "or" and-part }
    and-part   := not-part { "and" not-part }
    not-part   := "not" not-part | "(" sentence ")" | test
    test       := fact comparison constant | constant comparison fact
                | fact ["is"] ["not"] "in" "[" constant { "," constant } "]"
                | fact ["is"] ["not"] "between" number "and" number          both ends included
                | fact "is" ["not"] ( constant | "known" | "unknown" )
                | yes/no-fact
    comparison := "<" | "<=" | ">" | ">=" | "=" | "==" | "!="

Facts are compared with constants only, so that every sentence has finitely many cases. Text is a bare word or stands in
double quotes. Every error tells the character at which it was noticed.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import suggest
from engine.model.rulebook import MAX_WHEN, SMALLEST_NUMBER, FactDeclaration, Value
from engine.rules.conditions import (
    MIRROR,
    All,
    Among,
    Any,
    Between,
    Compare,
    Condition,
    Known,
    Operator,
    leaves,
    negated,
    paths,
)
from engine.rules.tokens import ARITHMETIC, ConditionError, Token, tokens_of
from engine.rules.values import BadValue, read_value

MAX_DEPTH, MAX_COMPARISONS, MAX_PATHS = 20, 500, 64

OPERATORS: dict[str, Operator] = {
    "<": "<",
    "<=": "<=",
    "≤": "<=",
    ">": ">",
    ">=": ">=",
    "≥": ">=",
    "=": "==",
    "==": "==",
    "!=": "!=",
    "<>": "!=",
    "≠": "!=",
}
_KEYWORDS = frozenset(["and", "or", "not", "is", "in", "between"])


def parse_condition(text: str, facts: Mapping[str, FactDeclaration]) -> Condition:
    """The condition a sentence expresses about the declared facts, with every `not` pushed down to its comparison.

    Raises ConditionError at the first character that makes no sense, or when the sentence is too large: more than
    4 000 characters, 500 comparisons, 20 nested brackets, or 64 ways in which it can come true.
    """
    if len(text) > MAX_WHEN:
        raise ConditionError(MAX_WHEN + 1, f"the sentence is longer than {MAX_WHEN} characters", "split the rule")
    parser = _Parser(tokens_of(text), facts)
    condition = parser.sentence(0)
    parser.expect_end()
    comparisons = sum(1 for _ in leaves(condition))
    if comparisons > MAX_COMPARISONS:
        raise ConditionError(1, f"{comparisons} comparisons are too many, at most {MAX_COMPARISONS}", "split the rule")
    ways = paths(condition)
    if ways > MAX_PATHS:
        many = str(ways) if ways < 10**9 else "over a billion"
        raise ConditionError(
            1, f"the sentence can come true in {many} ways, at most {MAX_PATHS}", "split it into several rules"
        )
    return condition


class _Parser:
    """Recursive descent over the tokens, one method per line of the grammar."""

    def __init__(self, tokens: list[Token], facts: Mapping[str, FactDeclaration]) -> None:
        self._tokens, self._facts, self._at = tokens, facts, 0

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._now
        self._at += token.kind != "end"
        return token

    def _is_word(self, *words: str) -> bool:
        return self._now.kind == "word" and self._now.text in words

    def _took(self, *texts: str) -> bool:
        if self._now.kind in ("word", "mark") and self._now.text in texts:
            self._at += 1
            return True
        return False

    def sentence(self, depth: int) -> Condition:
        parts = [self._and_part(depth)]
        while self._took("or"):
            parts.append(self._and_part(depth))
        flat = [sub for part in parts for sub in (part.parts if isinstance(part, Any) else (part,))]
        return flat[0] if len(flat) == 1 else Any(tuple(flat))

    def _and_part(self, depth: int) -> Condition:
        parts = [self._not_part(depth)]
        while self._took("and"):
            parts.append(self._not_part(depth))
        flat = [sub for part in parts for sub in (part.parts if isinstance(part, All) else (part,))]
        return flat[0] if len(flat) == 1 else All(tuple(flat))

    def _not_part(self, depth: int) -> Condition:
        if depth > MAX_DEPTH:
            raise ConditionError(self._now.position, f"nested deeper than {MAX_DEPTH}", "split the rule")
        if self._took("not"):
            return negated(self._not_part(depth + 1))
        opening = self._now
        if self._took("("):
            inner = self.sentence(depth + 1)
            if not self._took(")"):
                raise ConditionError(
                    self._now.position,
                    f"expected `)` before {self._now}",
                    f"it closes the bracket at character {opening.position}",
                )
            return inner
        return self._test()

    def _test(self) -> Condition:
        token = self._take()
        if token.kind == "word" and token.text in self._facts:
            condition = self._about(token)
        elif token.kind in ("number", "text") or (token.kind == "word" and self._now.kind == "compare"):
            condition = self._constant_first(token)
        elif token.kind == "word" and token.text not in _KEYWORDS:
            hint = "write it in small letters" if token.text.lower() in _KEYWORDS else suggest(token.text, self._facts)
            raise ConditionError(token.position, f"no fact is called `{token.text[:60]}`", hint)
        else:
            raise ConditionError(token.position, f"expected a fact but found {token}")
        if self._now.kind == "compare" or self._is_word("is"):
            raise ConditionError(
                self._now.position,
                f"comparisons cannot be chained at {self._now}",
                "write `x between A and B`, or two comparisons joined by `and`",
            )
        return condition

    def _constant_first(self, constant: Token) -> Condition:
        operator = self._take()
        if operator.kind != "compare":
            raise ConditionError(operator.position, f"expected a comparison after {constant} but found {operator}")
        fact = self._take()
        if fact.kind != "word" or fact.text not in self._facts:
            known_word = constant.kind == "word" and constant.text not in ("yes", "no", "true", "false")
            wrong = constant if known_word else fact
            raise ConditionError(wrong.position, f"no fact is called {wrong}", suggest(wrong.text, self._facts))
        return self._compare(fact, MIRROR[OPERATORS[operator.text]], constant, operator)

    def _about(self, fact: Token) -> Condition:
        if self._now.kind == "compare":
            operator = self._take()
            return self._compare(fact, OPERATORS[operator.text], self._take(), operator)
        said_is = self._took("is")
        said_not = self._took("not")
        if self._took("in"):
            return self._among(fact, inside=not said_not)
        if self._took("between"):
            return self._between(fact, inside=not said_not)
        if said_is:
            return self._is(fact, said_not)
        if said_not:
            raise ConditionError(self._now.position, f"expected `in` or `between` after `not`, found {self._now}")
        if self._facts[fact.text].type == "boolean":
            return Compare(fact.text, "==", True)
        hint = f"`{fact.text}` is no yes/no fact; write for example `{self._example(fact.text)}`"
        if self._now.kind == "number":
            hint = ARITHMETIC
        raise ConditionError(self._now.position, f"expected a comparison after {fact} but found {self._now}", hint)

    def _is(self, fact: Token, said_not: bool) -> Condition:
        if self._is_word("known", "unknown"):
            word = self._take()
            if word.text in self._facts[fact.text].values:
                raise ConditionError(
                    word.position,
                    f"`{word.text}` is also a value of `{fact.text}`",
                    f'write `{fact.text} is "{word.text}"` for the value, or '
                    f"`not ({fact.text} is {'unknown' if word.text == 'known' else 'known'})`",
                )
            return Known(fact.text, (word.text == "known") != said_not)
        return self._compare(fact, "!=" if said_not else "==", self._take(), fact)

    def _compare(self, fact: Token, operator: Operator, constant: Token, at: Token) -> Condition:
        declared = self._facts[fact.text]
        value = self._constant(fact, constant)
        if operator not in ("==", "!=") and declared.type in ("boolean", "choice"):
            hint = "write `is` or `is not`" if declared.type == "boolean" else "write `is`, `is not` or `in [ … ]`"
            raise ConditionError(at.position, f"`{fact.text}` has no order, so `{at.text}` makes no sense", hint)
        if isinstance(value, bool):
            return Compare(fact.text, "==", value if operator == "==" else not value)
        return Compare(fact.text, operator, value)

    def _among(self, fact: Token, inside: bool) -> Condition:
        opening = self._take()
        if opening.text != "[":
            raise ConditionError(opening.position, f"expected a list `[a, b]` but found {opening}")
        values: list[Value] = []
        while True:
            token = self._take()
            value = self._constant(fact, token)
            if value in values:
                raise ConditionError(token.position, f"{token} is in the list twice")
            values.append(value)
            if self._took("]"):
                return Among(fact.text, tuple(values), inside)
            if not self._took(","):
                raise ConditionError(self._now.position, f"expected `,` or `]` but found {self._now}")

    def _between(self, fact: Token, inside: bool) -> Condition:
        if self._facts[fact.text].type not in ("number", "integer"):
            raise ConditionError(fact.position, f"`{fact.text}` is no number, so `between` makes no sense")
        low = self._constant(fact, self._take())
        if not self._took("and"):
            raise ConditionError(self._now.position, f"expected `and` between the two numbers but found {self._now}")
        token = self._take()
        high = self._constant(fact, token)
        if float(low) > float(high):
            raise ConditionError(token.position, f"`between` runs backwards: {low} is above {high}", "swap the numbers")
        return Between(fact.text, float(low), float(high), inside)

    def _constant(self, fact: Token, token: Token) -> Value:
        declared = self._facts[fact.text]
        if token.kind == "word" and token.text in self._facts and token.text not in declared.values:
            raise ConditionError(
                token.position,
                f"`{fact.text}` is compared with another fact, `{token.text}`",
                "compute their relation into a fact of its own",
            )
        if token.kind not in ("number", "word", "text") or (token.kind == "word" and token.text in _KEYWORDS):
            raise ConditionError(token.position, f"expected a value for `{fact.text}` but found {token}")
        return constant_of(fact.text, declared, token)

    def _example(self, fact: str) -> str:
        declared = self._facts[fact]
        if declared.type == "choice":
            return f"{fact} is {declared.values[0]}"
        middle = 0.0 if declared.range is None else declared.low / 2 + declared.high / 2
        return f"{fact} > {middle:g}"

    def expect_end(self) -> None:
        if self._now.kind != "end":
            raise ConditionError(self._now.position, f"expected `and` or `or` before {self._now}")


def constant_of(fact: str, declared: FactDeclaration, token: Token) -> Value:
    """The constant a token stands for beside this fact; whole numbers come as floats.

    Raises ConditionError when the fact cannot be compared with it.
    """
    raw: object = token.text[1:-1] if token.kind == "text" else token.text
    if token.kind == "number":
        raw = _number(token)
    elif declared.type == "boolean" and token.kind == "text":
        raise ConditionError(token.position, f"`{fact}` is yes or no and is compared with text {token}")
    try:
        value = read_value(fact, declared, raw)
    except BadValue as wrong:
        raise ConditionError(token.position, wrong.what, wrong.hint) from None
    return float(value) if declared.type == "integer" else value


def _number(token: Token) -> float:
    number = float(token.text)
    if 0 < abs(number) < SMALLEST_NUMBER:
        raise ConditionError(token.position, f"{token} is too close to 0 to compare with", "use a finer unit")
    return number + 0.0
