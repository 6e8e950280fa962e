"""Keys that files written earlier have: what they say now is put in their place, and said."""

from __future__ import annotations

from engine.files import Findings, Node
from engine.situation.extending import load_tree
from engine.wording import say

FORMAL, TENDER, PATH = "formal_tender", "tender", "path"
YES = (True, "true", "yes", "是", "√")
NO = (False, "false", "no", "否", "×")


def _model(account: Node) -> object:
    """The rule by which the group decides, as it is written."""
    choice = account.mapping.get("buying_centre", account).mapping.get("group_choice", account)
    model = choice.mapping.get("model")
    return None if model is None else model.content


def take_former_keys(root: Node, findings: Findings) -> None:
    """`formal_tender` and `tender` of a project become the path that they mean. Nothing is done beside a path of it.

    A tender after which the group votes by its own rule, without points, stays one.
    """
    accounts = root.mapping.get("accounts")
    for account in [*accounts.items, *accounts.mapping.values()] if accounts is not None else ():
        project = account.mapping.get("project")
        formal = None if project is None else project.mapping.get(FORMAL)
        if project is None or formal is None or formal.content not in (*YES, *NO):
            continue
        path = project.mapping.get(PATH)
        if path is not None and path.file == formal.file:
            continue
        shipped = "kam:open_tender" if formal.content in YES else "kam:free_purchase"
        taken = Node(dict(load_tree(shipped).mapping), formal.file, formal.line, formal.key_line)
        keys = {"extends": f'"{shipped}"'}
        if formal.content in YES and _model(account) != TENDER:
            keys["award"] = "vote"
            taken.mapping["award"] = Node("vote", formal.file, formal.line, formal.key_line)
        judges = project.mapping.pop(TENDER, None)
        if judges is not None:
            taken.mapping["evaluation"] = judges
        del project.mapping[FORMAL]
        project.mapping[PATH] = taken
        findings.say(
            say(
                "{where}: `{key}` is read as `{line}`",
                where=formal.key_where,
                key=FORMAL,
                line=f"path: {{{', '.join(f'{name}: {value}' for name, value in keys.items())}}}",
            )
        )
