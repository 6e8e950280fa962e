"""What `kam new` asks: who buys what, how it came up, how it is bought, against whom, and who has a say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from engine.cli.answers import amount_in_10k, share
from engine.cli.interview import Interview, Refused, plain_text
from engine.cli.people_questions import committee_of, people_typed
from engine.committee import Committee, with_rules_of
from engine.errors import InputError
from engine.files import is_nobody_word
from engine.files.table import TABLE_ENDINGS
from engine.model.buying_centre import BuyingCentre
from engine.model.quantity import canonical
from engine.model.terms import MAX_RIVALS, Ownership, OwnershipName, PathName
from engine.model.vocabulary import TERMS
from engine.situation.closest_scenario import Base, TriggerName, closest, reasons, shipped_paths
from engine.situation.own_rivals import enough_rivals
from engine.situation.own_scenario import Purchase
from engine.wording import Joined, Message, Said, listed, say, told

ReadSheet = Callable[[Path], Committee]
QUESTIONS = 10
_PARTS = re.compile(r"[,，;；、\t|]")

TRIGGER_WORDS: dict[TriggerName, Message] = {
    "scheduled_renewal": say("scheduled renewal: what they have comes to the end of its life"),
    "unexpected_replacement": say("unexpected replacement: what they have has broken down"),
    "keeping_up": say("keeping up: their peers have it already"),
    "staying_ahead": say("staying ahead: they want to be ahead of their peers"),
}


@dataclass(frozen=True)
class Given:
    """What the command line has settled: a base, and who is on the committee, as a sheet says."""

    base: Base | None = None
    committee: Committee | None = None


def purchase_asked(stem: str, given: Given, read_sheet: ReadSheet, interview: Interview) -> Purchase:
    """The purchase as the user describes it. Raises Stopped."""
    lang = interview.lang
    customer = interview.ask(
        say("Who is the customer?"),
        say("The name stands in every report; nothing is worked out from it."),
        stem, plain_text, stem,
    )  # fmt: skip
    thing = told(say("their next purchase"), lang)
    title = interview.ask(
        say("What is to be bought?"), say("It is the title of the scenario."), thing, plain_text, thing
    )
    ownership = interview.choose(
        say("Whose is the customer?"),
        say("Public bodies buy by law: it decides whom we may call on, and when."),
        {**{name: TERMS[Ownership][Ownership[name]] for name in get_args(OwnershipName)}, None: say("not known")},
        None, lambda text: None,
    )  # fmt: skip
    base, path = given.base, None
    if base is None:
        base, path = _kind_asked(ownership, interview)
        interview.say(closest_said(base, base.trigger, path, ownership))
    else:
        path = base.account.project.path.kind
        interview.of -= 2
    purchase = Purchase(base, customer, title, ownership, path)
    purchase = _money_asked(purchase, interview)
    purchase = _rivals_asked(purchase, interview)
    template = base.account.buying_centre
    if given.committee is not None:
        return replace(purchase, committee=with_rules_of(given.committee, template))
    return replace(purchase, committee=_people_asked(template, read_sheet, interview))


def closest_said(base: Base, trigger: TriggerName, path: PathName, ownership: OwnershipName | None) -> Message:
    """Which shipped scenario is built on, and why."""
    why = list(reasons(base, trigger, path, ownership))
    return say(
        "The closest example is “{title}” ({name}): {reasons}. Steps, days and team come from it.",
        title=base.scenario.title, name=base.name, reasons=listed(why),
    )  # fmt: skip


def _kind_asked(ownership: OwnershipName | None, interview: Interview) -> tuple[Base, PathName]:
    trigger = interview.choose(
        say("What makes them buy?"),
        say("It decides how urgent it is, and how easily it comes to nothing."),
        TRIGGER_WORDS, "scheduled_renewal", lambda text: None,
    )  # fmt: skip
    usual: PathName = "open_tender" if ownership == "public_body" else "free_purchase"
    path = interview.choose(
        say("How will it be bought?"),
        say("The path says who is asked, who judges, and from when nobody may be called on."),
        {name: each.title for name, each in shipped_paths().items()},
        usual, lambda text: None,
    )  # fmt: skip
    return closest(trigger, path, ownership), path


def _money_asked(purchase: Purchase, interview: Interview) -> Purchase:
    project = purchase.base.account.project
    usual = canonical(project.amount) / 1e4
    why = say("It decides how high a signature it needs, and what a win is worth. In 10k CNY where no unit is given.")
    amount = interview.ask(
        say("For how much, if all is bought from one supplier?"), why,
        say("{n}, as in the example", n=f"{usual:g}"), amount_in_10k, None,
    )  # fmt: skip
    margin = interview.ask(
        say("What margin is left on it?"),
        say("What a strategy costs is set against it. In percent, or as a part of 1."),
        say("{n}, as in the example", n=f"{canonical(project.margin):.0%}"), share, None,
    )  # fmt: skip
    return replace(purchase, amount=amount, margin=margin)


def _rivals_asked(purchase: Purchase, interview: Interview) -> Purchase:
    assert purchase.path is not None
    path, lang = purchase.path, interview.lang
    usual = len(purchase.base.account.rivals)
    names = interview.ask(
        say("Who are the rivals?"),
        say("They call on the same people. Up to {most} names with commas between; 0 for none.", most=MAX_RIVALS),
        say("{n} without a name", n=usual), rivals_typed, unnamed_rivals(usual, 0, lang),
    )  # fmt: skip
    wanted = enough_rivals(path, len(names))
    if wanted > len(names):
        interview.say(
            say(
                "“{path}” needs {n} bidders, so {more} without a name is added.",
                path=shipped_paths()[path].title,
                n=wanted + 1,
                more=wanted - len(names),
            )
        )
        names = (*names, *unnamed_rivals(wanted - len(names), len(names), lang))
    choices: dict[str | int, Said] = {"nobody": say("nobody yet"), "us": say("we do"), **dict(enumerate(names))}
    supplier = interview.choose(
        say("Who supplies them today?"),
        say("Whoever is in place has people on its side, and leaving it costs the customer something."),
        choices, "nobody", lambda text: None,
    )  # fmt: skip
    return replace(purchase, rivals=names, supplier=supplier)


def unnamed_rivals(count: int, named: int, lang: str) -> tuple[str, ...]:
    """Names for rivals of whom only the number is known."""
    return tuple(told(say("rival {n}", n=named + place), lang) for place in range(1, count + 1))


def rivals_typed(text: str) -> tuple[str, ...]:
    """Names of rivals; none for 0. Raises Refused."""
    names = [plain_text(part.strip(), 40) for part in _PARTS.split(text) if part.strip()]
    if names == ["0"] or (len(names) == 1 and is_nobody_word(names[0])):
        return ()
    if len(names) > MAX_RIVALS:
        raise Refused(say("at most {most} rivals; name those that matter", most=MAX_RIVALS))
    if len(set(names)) < len(names):
        raise Refused(say("one rival stands there twice"))
    return tuple(names)


def _people_asked(template: BuyingCentre, read_sheet: ReadSheet, interview: Interview) -> Committee | None:
    """The committee typed in or read from a sheet; None for the people of the example."""

    def read(text: str) -> Committee:
        if text.lower().strip("'\"").endswith(TABLE_ENDINGS):
            try:
                return with_rules_of(read_sheet(Path(text.strip("'\""))), template)
            except InputError as error:
                raise Refused(
                    Joined([problem.in_language(interview.lang) for problem in error.problems], "; ")
                ) from None
        return committee_of(people_typed(text, interview), template)

    return interview.ask(
        say("Who has a say there?"),
        say(
            "Type one person a line, superiors first: name, title, department, superior, stance. What you leave out is "
            "asked, Enter for what you don't know. Or type the name of a sheet of people (.xlsx, .csv)."
        ),
        say("the {n} people of the example", n=len(template.people)), read, None,
    )  # fmt: skip
