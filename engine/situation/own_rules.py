"""How a customer of one's own decides and buys, as lines of the file: path, rule of the group, bodies that meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from engine.committee import Committee
from engine.files import SHIPPED, read_yaml
from engine.model.buying_centre import GroupChoice, Stakeholder
from engine.model.purchase_path import PurchasePath
from engine.model.quantity import canonical
from engine.model.terms import GroupModel, OwnershipName, PathName
from engine.situation.closest_scenario import Base, shipped_paths
from engine.situation.file_lines import comment, flow, in_words, quoted
from engine.wording import either, listed, say, told

VOTED: GroupModel = "weighted"
"""How a group decides that no longer judges bids: one speaks for all, by weight."""


def path_lines(
    base: Base, path: PathName | None, ownership: OwnershipName | None, rivals: Sequence[str], lang: str
) -> Iterator[str]:
    """How it is bought; nothing of the base's path is left in another one."""
    theirs = base.account.project.path
    kind = path or theirs.kind
    called = {name: told(each.title, lang) for name, each in shipped_paths().items()}
    names = listed(name if words == name.replace("_", " ") else f"{name} {words}" for name, words in called.items())
    yield from comment(say("How it is bought; as the last word one of: {paths}.", paths=names), lang, 6)
    yield "      path:"
    yield f"        extends: {quoted(f'{SHIPPED}{kind}')}"
    told_by_file = set(read_yaml(f"{SHIPPED}{kind}").mapping) | {"kind", "title"}
    held = theirs.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    kept = ownership == base.account.ownership and kind == theirs.kind
    if kind == "frame_contract":
        told_by_file.add("frame")
    for name in held:
        if name not in told_by_file and not (kept and name == "evaluation"):
            yield f"        {name}: {flow(_without(name))}"
    if kind == "frame_contract":
        yield from comment(say("Who is in the frame: us, and ids of rivals."), lang, 8)
        yield f"        frame: {flow(['us', *rivals])}"


def _without(name: str) -> Any:
    """What a path says that says nothing of this."""
    return PurchasePath.model_fields[name].get_default(call_default_factory=True)


def decision_lines(base: Base, path: PathName | None, committee: Committee | None, lang: str) -> Iterator[str]:
    """By which rule the group decides."""
    choice = base.account.buying_centre.group_choice if committee is None else committee.centre.group_choice
    wanted = base.account.project.path if path is None else shipped_paths()[path]
    model: GroupModel = "tender" if wanted.by_papers else VOTED if choice.model == "tender" else choice.model
    quota = _quota(choice, base, committee, wanted)
    about = say(
        "How the group decides: {models}. One speaks for all by weight (weighted), the decider alone (autocracy), so "
        "many must agree (minimum_endorsement, with quota), all must agree (unanimity), bids are judged (tender).",
        models=either(get_args(GroupModel)),
    )
    yield from comment(about, lang, 6)
    yield "      group_choice:"
    yield f"        model: {model}"
    if choice.quota is not None:
        yield f"        quota: {{value: {quota}, unit: count, assumption: {quoted(_as_example(lang))}}}"
    yield f"        because: {in_words(say('as in the example; ask how they decide'), lang)}"


def _quota(choice: GroupChoice, base: Base, committee: Committee | None, path: PurchasePath) -> int:
    people = (base.account.buying_centre if committee is None else committee.centre).people
    voters = [one for one in people if not one.outside]
    if path.decides == "users_and_purchasing":
        voters = [one for one in voters if {"user", "buyer"} & set(one.roles)]
    return max(1, min(len(voters), round(canonical(choice.quota)) if choice.quota is not None else 1))


def process_lines(base: Base, path: PathName | None, committee: Committee | None, lang: str) -> Iterator[str]:
    """The bodies that meet, with people of this committee in them, and how many suppliers are asked for an offer."""
    process = base.account.process
    wanted = base.account.project.path if path is None else shipped_paths()[path]
    needed, asked = round(canonical(wanted.bidders_needed)), process.suppliers_asked
    few = wanted.by_papers and wanted.asked == "short_list" and asked is not None and canonical(asked) < needed
    bodies = () if committee is None else process.bodies
    if not few and not bodies:
        return
    yield "    process:"
    if few:
        yield from comment(say("How many suppliers are asked for an offer; the path needs {n}.", n=needed), lang, 6)
        yield f"      suppliers_asked: {{value: {needed}, unit: count, assumption: {quoted(_as_path(lang))}}}"
    if bodies and committee is not None:
        yield from comment(say("Bodies that meet and pass the purchase; correct who sits in them."), lang, 6)
        yield "      bodies:"
        ranked = _by_rank(committee.centre.people)
        for place, body in enumerate(bodies, start=1):
            title = say("their management meeting") if len(bodies) == 1 else say("their meeting {n}", n=place)
            yield f"        {body.id}:"
            yield f"          title: {in_words(title, lang)}"
            yield f"          members: {flow([one.id for one in ranked[: len(body.members)]])}"


def _by_rank(people: Sequence[Stakeholder]) -> list[Stakeholder]:
    return sorted((one for one in people if not one.outside), key=lambda one: one.level)


def _as_example(lang: str) -> str:
    return told(say("the same share of the committee as in the example; ask how many must agree"), lang)


def _as_path(lang: str) -> str:
    return told(say("as many as the path needs"), lang)
