"""Reads a `when` sentence: `asset_failed or (asset_age_share >= 0.9 and not budget_blocked)`.

    sentence   := and-part { "or" and-part }
    and-part   := not-part { "and" not-part }
    not-part   := "not" not-part | "(" sentence ")" | test
    test       := fact comparison constant | constant comparison fact
                | fact ["is"] ["not"] "in" "[" constant { "," constant } "]"
                | fact ["is"] ["not"] "between" number "and" number          both ends included; or two dates
                | fact "is" ["not"] ( constant | "known" | "unknown" )
                | yes/no-fact
    comparison := "<" | "<=" | ">" | ">=" | "=" | "==" | "!="

Facts are compared with constants only, so that every sentence has finitely many cases. Text is a bare word or stands in
double quotes. Every error tells the character at which it was noticed.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.files import folded, is_unknown_word
from engine.model.rulebook import MAX_WHEN, FactDeclaration, Value
from engine.rules.language.conditions import (
    MIRROR,
    All,
    Among,
    Any,
    Compare,
    Condition,
    Known,
    Operator,
    compared,
    leaves,
    negated,
    within,
)
from engine.rules.language.constants import constant_of
from engine.rules.language.tokens import ConditionError, Cursor, Token, arithmetic, tokens_of
from engine.rules.language.values import show
from engine.wording import Message, nearest, say

MAX_DEPTH, MAX_COMPARISONS = 20, 2000

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
KEYWORDS = frozenset(["and", "or", "not", "is", "in", "between"])


def parse_condition(text: str, facts: Mapping[str, FactDeclaration]) -> Condition:
    """The condition a sentence expresses about the declared facts, with every `not` pushed down to its comparison.

    Raises ConditionError at the first character that makes no sense, or when the sentence is too large: more than
    20 000 characters, 2 000 comparisons or 20 nested brackets.
    """
    if len(text) > MAX_WHEN:
        raise _too_large(MAX_WHEN + 1, say("the sentence is longer than {most} characters", most=MAX_WHEN))
    parser = _Parser(tokens_of(text), facts)
    condition = parser.sentence(0)
    parser.expect_end()
    comparisons = sum(1 for _ in leaves(condition))
    if comparisons > MAX_COMPARISONS:
        what = say("{count} comparisons are too many, at most {most}", count=comparisons, most=MAX_COMPARISONS)
        raise _too_large(1, what)
    return condition


def _too_large(position: int, what: Message) -> ConditionError:
    hint = say("write `in [ … ]` for alternatives of a fact, and a rule of its own for what `or` joins")
    return ConditionError(position, what, hint, "condition-large")


def _as_formula(fact: str, declared: FactDeclaration, other: str, its: FactDeclaration) -> Message:
    """How to compare a fact with another one."""
    kinds = {declared.type, its.type}
    if kinds == {"date"} or kinds <= {"number", "integer"}:
        line = f"days({fact}, {other})" if declared.type == "date" else f"{fact} - {other}"
        return say("compute their relation into a fact of its own, as in `formula: {line}`", line=line)
    return say("compute their relation into a fact of its own")


class _Parser(Cursor):
    """Recursive descent over the tokens, one method per line of the grammar."""

    def __init__(self, tokens: list[Token], facts: Mapping[str, FactDeclaration]) -> None:
        super().__init__(tokens)
        self._facts = facts

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
            raise _too_large(self._now.position, say("nested deeper than {most}", most=MAX_DEPTH))
        if self._took("not"):
            return negated(self._not_part(depth + 1))
        opening = self._now
        if self._took("("):
            inner = self.sentence(depth + 1)
            if not self._took(")"):
                what = say("expected `)` before {found}", found=self._now.said)
                hint = say("it closes the bracket at character {at}", at=opening.position)
                raise ConditionError(self._now.position, what, hint)
            return inner
        return self._test()

    def _test(self) -> Condition:
        token = self._take()
        if token.kind == "word" and token.text in self._facts:
            condition = self._about(token)
        elif token.kind in ("number", "date", "text") or (token.kind == "word" and self._now.kind == "compare"):
            condition = self._constant_first(token)
        elif token.kind == "word" and token.text not in KEYWORDS:
            raise self._no_fact(token)
        else:
            raise ConditionError(token.position, say("expected a fact but found {found}", found=token.said))
        if self._now.kind == "compare" or self._is_word("is"):
            what = say("comparisons cannot be chained at {found}", found=self._now.said)
            hint = say("write `x between A and B`, or two comparisons joined by `and`")
            raise ConditionError(self._now.position, what, hint)
        return condition

    def _constant_first(self, constant: Token) -> Condition:
        operator = self._take()
        if operator.kind != "compare":
            what = say(
                "expected a comparison after {before} but found {found}", before=constant.said, found=operator.said
            )
            raise ConditionError(operator.position, what)
        fact = self._take()
        if fact.kind != "word" or fact.text not in self._facts:
            known_word = constant.kind == "word" and constant.text not in ("yes", "no", "true", "false")
            raise self._no_fact(constant if known_word else fact)
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
            what = say("expected `in` or `between` after `not` but found {found}", found=self._now.said)
            raise ConditionError(self._now.position, what)
        if self._facts[fact.text].type == "boolean":
            return Compare(fact.text, "==", True)
        line = self._example(fact.text)
        hint = say("`{fact}` is no yes/no fact; write for example `{line}`", fact=fact.text, line=line)
        what = say("expected a comparison after {before} but found {found}", before=fact.said, found=self._now.said)
        raise ConditionError(self._now.position, what, arithmetic() if self._now.kind == "number" else hint)

    def _no_fact(self, token: Token) -> ConditionError:
        """A name that no fact has; a fact written in capitals or full-width letters is found too."""
        word = folded(token.text)
        hint = say("write it in small letters") if word in KEYWORDS else nearest(word, self._facts)
        return ConditionError(token.position, say("no fact is called {name}", name=token.said), hint, "fact-unknown")

    def _is(self, fact: Token, said_not: bool) -> Condition:
        word, values = self._now, self._facts[fact.text].values
        if word.kind == "word" and word.text in values and word.text in ("known", "unknown"):
            other = "unknown" if word.text == "known" else "known"
            what = say("`{word}` is also a value of `{fact}`", word=word.text, fact=fact.text)
            value, state = f'{fact.text} is "{word.text}"', f"not ({fact.text} is {other})"
            hint = say("write `{value}` for the value, or `{state}`", value=value, state=state)
            raise ConditionError(word.position, what, hint, "condition-open")
        unknown = is_unknown_word(word.text) and word.text not in values
        if word.kind == "word" and (unknown or word.text == "known"):
            self._take()
            return Known(fact.text, unknown == said_not)
        return self._compare(fact, "!=" if said_not else "==", self._take(), fact)

    def _compare(self, fact: Token, operator: Operator, constant: Token, at: Token) -> Condition:
        declared = self._facts[fact.text]
        value = self._constant(fact, constant)
        if operator not in ("==", "!=") and declared.type in ("boolean", "choice"):
            yes_no = declared.type == "boolean"
            hint = say("write `is` or `is not`") if yes_no else say("write `is`, `is not` or `in [ … ]`")
            what = say("`{fact}` has no order, so `{sign}` makes no sense", fact=fact.text, sign=at.text)
            raise ConditionError(at.position, what, hint, "condition-order")
        return compared(fact.text, operator, value)

    def _among(self, fact: Token, inside: bool) -> Condition:
        opening = self._take()
        if opening.text != "[":
            what = say("expected a list `[a, b]` but found {found}", found=opening.said)
            raise ConditionError(opening.position, what)
        values: list[Value] = []
        while True:
            token = self._take()
            value = self._constant(fact, token)
            if value in values:
                what = say("{value} is in the list twice", value=token.said)
                raise ConditionError(token.position, what, code="condition-twice")
            values.append(value)
            if self._took("]"):
                return Among(fact.text, tuple(values), inside)
            if not self._took(","):
                what = say("expected `,` or `]` but found {found}", found=self._now.said)
                raise ConditionError(self._now.position, what)

    def _between(self, fact: Token, inside: bool) -> Condition:
        if self._facts[fact.text].type not in ("number", "integer", "date"):
            what = say("`{fact}` is no number, so `between` makes no sense", fact=fact.text)
            raise ConditionError(fact.position, what, code="condition-order")
        low = self._constant(fact, self._take())
        if not self._took("and"):
            what = say("expected `and` between the two numbers but found {found}", found=self._now.said)
            raise ConditionError(self._now.position, what)
        token = self._take()
        high = self._constant(fact, token)
        if float(low) > float(high):
            what = say("`between` runs backwards: {low} is above {high}", low=low, high=high)
            hint = say("write `{line}`", line=f"between {show(high)} and {show(low)}")
            raise ConditionError(token.position, what, hint, "range-backwards")
        return within(fact.text, low, high) if inside else negated(within(fact.text, low, high))

    def _constant(self, fact: Token, token: Token) -> Value:
        declared = self._facts[fact.text]
        if token.kind == "word" and token.text in self._facts and token.text not in declared.values:
            what = say("`{fact}` is compared with another fact, `{other}`", fact=fact.text, other=token.text)
            hint = _as_formula(fact.text, declared, token.text, self._facts[token.text])
            raise ConditionError(token.position, what, hint, "condition-two-facts")
        if token.kind not in ("number", "date", "word", "text") or (token.kind == "word" and token.text in KEYWORDS):
            what = say("expected a value for `{fact}` but found {found}", fact=fact.text, found=token.said)
            raise ConditionError(token.position, what)
        return constant_of(fact.text, declared, token)

    def _example(self, fact: str) -> str:
        declared = self._facts[fact]
        if declared.type == "choice":
            return f"{fact} is {declared.values[0]}"
        if declared.type == "date":
            return f"{fact} < 2026-01-31"
        middle = 0.0 if declared.range is None else declared.low / 2 + declared.high / 2
        return f"{fact} > {middle:g}"

    def expect_end(self) -> None:
        if self._now.kind != "end":
            what = say("expected `and` or `or` before {found}", found=self._now.said)
            word = self._now.text.lower()
            hint = say("write it in small letters") if self._now.text != word and word in KEYWORDS else ""
            raise ConditionError(self._now.position, what, hint)
