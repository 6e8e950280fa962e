"""Moves that are none for anybody (S31): who asks for one, in a file, an option, a book or Python, is told the rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from engine.errors import Problem
from engine.files import Node, folded
from engine.model.rulebook import Rule, Rulebook
from engine.model.terms import MOVES_MADE, Move
from engine.model.vocabulary import in_words
from engine.rules import CompiledBook, compile_book, load_book
from engine.rules.language.spoken import rule_said
from engine.wording import Message, say

CODE = "move-forbidden"
_TEXTS = ("name", "label", "title", "story", "source", "assumption", "because", "purpose", "meaning")
"""Keys under which people write in their own words."""
_WORDS: Mapping[str, Move] = {
    **{word: move for move in Move if move >= MOVES_MADE for word in (move.name, f"{move.name}s")},
    "礼品": Move.gift,
    "送礼": Move.gift,
    "宴请": Move.hospitality,
    "吃请": Move.hospitality,
    "回扣": Move.commission,
    "kickback": Move.commission,
    "bribe": Move.commission,
    "贿赂": Move.commission,
    "诋毁": Move.disparagement,
    "诋毁对手": Move.disparagement,
    "串标": Move.collusion,
    "串通投标": Move.collusion,
    "化整为零": Move.order_splitting,
}
"""What people call them: their names, also in the plural, and other words."""


def never_made(word: object) -> Move | None:
    """The move that this word asks for, where nobody can make it; None for any other word."""
    if not isinstance(word, str):
        return None
    return _WORDS.get(folded(word).replace(" ", "_").replace("-", "_"))


def why_never(move: Move) -> Message:
    """Why nobody can make it: what it is, the rule that forbids it, and the reason."""
    decided = _book().decide({"move": move.name})
    return why_forbidden(move, next(rule for rule in decided.logic.rules if rule.id == decided.rule))


def why_forbidden(move: Move, rule: Rule) -> Message:
    """The refusal in one sentence, which names the rule."""
    return say(
        "compliance forbids {move} by the rule {rule}: {because}",
        move=in_words(move),
        rule=rule_said(rule.id, _book().book),
        because=rule.because,
    )


def asked_for_in(node: Node) -> Iterator[Problem]:
    """Every place of a file that asks for such a move, by a key or as a value."""
    for key, child in node.mapping.items():
        move = never_made(key)
        if move is not None:
            yield Problem(child.key_where, why_never(move), code=CODE)
        elif key not in _TEXTS:
            yield from asked_for_in(child)
    for item in node.items:
        yield from asked_for_in(item)
    move = never_made(node.raw) if not node.mapping and not node.items else None
    if move is not None:
        yield Problem(node.where, why_never(move), code=CODE)


def asked_for_by(book: Rulebook) -> Iterator[Problem]:
    """Every rule of a book whose output asks for such a move."""
    said = [(rule.id, rule.then) for rule in book.rules]
    for rule, then in [*said, ("otherwise", book.otherwise.then)]:
        for value in (*then, *then.values()):
            move = never_made(value)
            if move is not None:
                yield Problem(f"{book.id}, {rule}", why_never(move), code=CODE)


@cache
def _book() -> CompiledBook:
    """The shipped book: what nobody can do does not hang on a scenario's own."""
    return compile_book(load_book("compliance"))
