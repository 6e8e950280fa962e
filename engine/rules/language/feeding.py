"""Books that feed books: a fact may come `from` an output of another book, which is asked about the same account.

Facts of the books of one chain match by name. They are given once for all of them, so they must mean the same in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.errors import InputError, Problem
from engine.model.faults import Place
from engine.model.rulebook import Declaration, FactDeclaration, Rulebook
from engine.rules.language.decision_tables import Where, place_in
from engine.rules.language.hit_policies import aggregated_declaration, aggregates
from engine.wording import Message, nearest, quoted, say


def source_of(declared: FactDeclaration) -> tuple[str, str]:
    """The book and the output that a fed fact comes from.

    >>> source_of(FactDeclaration(type="boolean", unknown="no_match", fed_by="my_rating.yaml.passed"))
    ('my_rating.yaml', 'passed')
    """
    book, _, output = str(declared.fed_by).rpartition(".")
    return book, output


def fed_facts(book: Rulebook) -> dict[str, FactDeclaration]:
    """The facts of a book that come `from` another one."""
    return {name: declared for name, declared in book.facts.items() if declared.fed_by is not None}


def chain_of(book: Rulebook) -> tuple[Rulebook, ...]:
    """The book and all that feed it, those before it that feed it; each book once."""
    found: list[Rulebook] = []

    def visit(one: Rulebook) -> None:
        for feeder in one.feeders.values():
            visit(feeder)
        if not any(one is other or one == other for other in found):
            found.append(one)

    visit(book)
    return tuple(found)


def askable(book: Rulebook) -> Mapping[str, FactDeclaration]:
    """Every fact that can be given about an account: those of the book, then those of the books that feed it.

    A number may be what every book of the chain that knows it allows.
    """
    if not book.feeders:
        return book.facts
    found = dict(book.facts)
    for other in reversed(chain_of(book)):
        for name, declared in other.facts.items():
            known = found.get(name)
            found[name] = declared if known is None else narrowed(known, declared)
    return found


def givable(book: Rulebook) -> tuple[str, ...]:
    """The names of the facts in `askable` but for those that are computed."""
    return tuple(name for name, declared in askable(book).items() if declared.formula is None)


def unfed(book: Rulebook, names: Iterable[str]) -> Rulebook:
    """The book with these fed facts given instead: no other book is asked for them.

    Cases about facts that the book then no longer knows stay behind.
    """
    given = book.feeders.keys() & set(names)
    if not given:
        return book
    facts = {
        name: declared.model_copy(update={"fed_by": None}) if name in given else declared
        for name, declared in book.facts.items()
    }
    feeders = {name: feeder for name, feeder in book.feeders.items() if name not in given}
    found = book.model_copy(update={"facts": facts}).with_feeders(feeders)
    known = askable(found).keys()
    return found.model_copy(update={"cases": tuple(case for case in book.cases if case.facts.keys() <= known)})


def narrowed(one: FactDeclaration, other: FactDeclaration) -> FactDeclaration:
    """The fact with the numbers that both declarations allow."""
    if other.range is None or one.range == other.range:
        return one
    both = other.range if one.range is None else (max(one.low, other.low), min(one.high, other.high))
    return one.model_copy(update={"range": both})


def titled_alike(one: Rulebook, other: Rulebook) -> bool:
    """Do two books of the same content, and the books that feed them, call their rules the same?"""
    return one.titles == other.titles and all(
        titled_alike(feeder, other.feeders[name]) for name, feeder in one.feeders.items()
    )


def fed(book: Rulebook, feeders: Mapping[str, Rulebook], place: Where | None = None) -> Rulebook:
    """The book with the books that feed its facts, by fact.

    place: turns a path such as ("facts", "tier") into what the user should look at.
    Raises InputError where an output is not what the fact is declared as, where books of the chain disagree about what
    a fact is, and for a book that gives several answers.
    """
    where = place or place_in(book)
    problems: list[Problem] = []
    for name, feeder in feeders.items():
        problems += _mismatches(book, name, feeder, where)
    found = book.with_feeders(feeders)
    problems += _disagreements(found, where)
    if problems:
        raise InputError(*problems)
    return found


def without_feeder(book: Rulebook, where: Where) -> Iterator[Problem]:
    """Fed facts whose book nobody has found."""
    for name, declared in fed_facts(book).items():
        if name not in book.feeders:
            what = say("`{fact}` comes from `{book}`, which was not loaded", fact=name, book=source_of(declared)[0])
            hint = say("read the book with `load_book`, and hand over in `books` what feeds it")
            yield Problem(where(("facts", name, "from")), what, hint, "feeder-missing")


def _mismatches(book: Rulebook, name: str, feeder: Rulebook, where: Where) -> Iterator[Problem]:
    """What keeps the output of a book from being this fact."""
    declared, at = book.facts[name], ("facts", name, "from")
    _, output = source_of(declared)
    if output not in feeder.outputs:
        what = say("`{book}` has no output `{output}`", book=feeder.id, output=output)
        hint = nearest(output, feeder.outputs)
        yield Problem(where(at), what, hint, "feeder-output")
        return
    if not (feeder.single_hit or aggregates(feeder)):
        what = say("`{book}` gives all answers of the rules that fire, and `{fact}` is one", book=feeder.id, fact=name)
        hint = say("let `{book}` say `aggregate: sum`, or decide by one rule", book=feeder.id)
        yield Problem(where(at), what, hint, "feeder-several")
        return
    given = aggregated_declaration(feeder, output)
    yield from (
        Problem(where((*place[:1], name, *place[1:])), what, hint, "feeder-differs")
        for place, what, hint in _apart(declared, given, f"{feeder.id}.{output}")
    )


def _apart(declared: FactDeclaration, given: Declaration, feeder: str) -> Iterator[tuple[Place, Message, Message]]:
    """Where a fact is declared otherwise than the output that feeds it, with the line to write."""

    def line(key: str, value: object) -> Message:
        return say("write `{line}`", line=f"{key}: {value}")

    number = declared.type == "number" and given.type == "integer"
    if declared.type != given.type and not number:
        what = say("`{feeder}` is of type `{type}`, and this fact is of type `{own}`", feeder=feeder, type=given.type,
                   own=declared.type)  # fmt: skip
        yield ("facts", "type"), what, line("type", given.type)
        return
    if declared.unit != given.unit:
        what = say("`{feeder}` is in {unit}, and this fact is in {own}", feeder=feeder, unit=given.unit,
                   own=declared.unit)  # fmt: skip
        yield ("facts", "unit"), what, line("unit", given.unit)
    missing = [value for value in given.values if value not in declared.values]
    if missing:
        what = say("`{feeder}` can also be {values}", feeder=feeder, values=quoted(missing))
        yield ("facts", "values"), what, line("values", f"[{', '.join(given.values)}]")
    if declared.range and given.range and not (declared.low <= given.low and given.high <= declared.high):
        what = say("`{feeder}` lies between {low} and {high}, beyond the range of this fact", feeder=feeder,
                   low=f"{given.low:g}", high=f"{given.high:g}")  # fmt: skip
        yield ("facts", "range"), what, line("range", f"[{given.low:g}, {given.high:g}]")


def _disagreements(book: Rulebook, where: Where) -> Iterator[Problem]:
    """Facts of one name that are not one fact in all books of the chain."""
    known: dict[str, Rulebook] = {}
    for one in reversed(chain_of(book)):
        for name in one.facts:
            first = known.setdefault(name, one)
            if first is one or not (what := _differ(name, first, one)):
                continue
            own = name in book.facts
            hint = say("facts of one name are one fact in all books of a chain: declare it alike, or rename it")
            yield Problem(where(("facts", name) if own else ("facts",)), what, hint, "chain-differs")


def _differ(name: str, one: Rulebook, other: Rulebook) -> Message | None:
    """In what two books of a chain declare a fact differently."""
    mine, theirs = one.facts[name], other.facts[name]
    for key in ("type", "unit"):
        if getattr(mine, key) != getattr(theirs, key):
            return say("`{fact}` has the {key} {mine} in `{one}` and {theirs} in `{other}`", fact=name, key=f"`{key}`",
                       mine=str(getattr(mine, key)), theirs=str(getattr(theirs, key)), one=one.id, other=other.id,
                       )  # fmt: skip
    if set(mine.values) != set(theirs.values):
        apart = sorted(set(mine.values) ^ set(theirs.values))
        return say("`{fact}` is not of the same `values` in `{one}` and `{other}`: {apart}", fact=name, one=one.id,
                   other=other.id, apart=quoted(apart))  # fmt: skip
    if max(mine.low, theirs.low) > min(mine.high, theirs.high):
        return say("the ranges of `{fact}` in `{one}` and `{other}` have no number in common", fact=name, one=one.id,
                   other=other.id)  # fmt: skip
    if mine.formula != theirs.formula:
        return say("`{fact}` is computed otherwise in `{one}` than in `{other}`, or in one of them alone", fact=name,
                   one=one.id, other=other.id)  # fmt: skip
    if _feed(one, name) != _feed(other, name):
        return say("`{fact}` comes `from` another output in `{one}` than in `{other}`, or from none", fact=name,
                   one=one.id, other=other.id)  # fmt: skip
    return None


def _feed(book: Rulebook, name: str) -> object:
    declared = book.facts[name]
    return None if declared.fed_by is None else (source_of(declared)[1], book.feeders.get(name))
