"""What `kam new --dossier` asks: who the customer is, what it has bought, what is going on, and who has a say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

from engine.cli.answers import amount_in_10k
from engine.cli.interview import Interview, Refused, plain_text
from engine.cli.people_questions import committee_of, people_typed
from engine.committee import Committee
from engine.errors import InputError
from engine.files import is_nobody_word
from engine.files.table import TABLE_ENDINGS
from engine.model.account import AccountKind
from engine.model.buying_centre import BuyingCentre
from engine.model.terms import Incumbent, Ownership, OwnershipName
from engine.model.vocabulary import TERMS
from engine.situation.closest_scenario import shipped_bases, shipped_paths
from engine.situation.new_dossier import Known
from engine.wording import Joined, Message, Said, say

ReadSheet = Callable[[Path], Committee]
QUESTIONS = 9
NOT_KNOWN = say("not known")
KINDS: dict[AccountKind, Message] = {
    "economic": say("economic: it uses a great deal"),
    "important": say("important: government, education, health, media"),
    "group": say("group: tied to us in the value chain"),
    "strategic": say("strategic: it grows, and rivals will try to break in"),
}


def known_asked(stem: str, committee: Committee | None, read_sheet: ReadSheet, interview: Interview) -> Known:
    """What the user knows of an account. Raises Stopped."""
    values: dict[str, Any] = {}
    name = interview.ask(
        say("Who is the customer?"), say("The name stands in every report; nothing is worked out from it."),
        stem, plain_text, stem,
    )  # fmt: skip
    values["basics.industry"] = interview.ask(
        say("In which industry?"), say("Peers of the same industry look at each other."), NOT_KNOWN, plain_text, None
    )
    values["basics.ownership"] = _chosen(
        interview, say("Whose is the customer?"),
        say("Public bodies buy by law: it decides whom we may call on, and when."),
        {name: TERMS[Ownership][Ownership[name]] for name in get_args(OwnershipName)},
    )  # fmt: skip
    values["basics.kind"] = _chosen(
        interview, say("What kind of customer is it?"), say("Kinds are rated by different things."), KINDS
    )
    values["purchases.yearly_revenue"] = interview.ask(
        say("What did they buy from us in the last year?"),
        say("Tier and class go by it. In 10k CNY where no unit is given; 0 for nothing."),
        NOT_KNOWN, _amount_or_none, None,
    )  # fmt: skip
    values["opportunity.live"] = _chosen(
        interview, say("Is there a project now?"),
        say("Without one there is nothing to win yet, and other things to do."),
        {True: say("yes"), False: say("no")},
    )  # fmt: skip
    if values["opportunity.live"] is not False:
        values["opportunity.purchase_path"] = _chosen(
            interview, say("How will it be bought?"),
            say("The path says who is asked, who judges, and from when nobody may be called on."),
            {name: each.title for name, each in shipped_paths().items()},
        )  # fmt: skip
    else:
        interview.of -= 1
    values["opportunity.incumbent"] = _chosen(
        interview, say("Who supplies them today?"),
        say("Whoever is in place has people on its side, and leaving it costs the customer something."),
        {"none": TERMS[Incumbent][Incumbent.none], "us": say("we do"), "rival": TERMS[Incumbent][Incumbent.rival]},
    )  # fmt: skip
    if committee is None:
        committee = _people(read_sheet, interview)
    return Known(name, {key: value for key, value in values.items() if value is not None}, committee)


def _chosen(interview: Interview, question: Message, why: Message, choices: dict[Any, Any]) -> Any:
    offered: dict[Any, Said] = {**choices, None: NOT_KNOWN}
    return interview.choose(question, why, offered, None, lambda text: None)


def _amount_or_none(text: str) -> float:
    return 0.0 if is_nobody_word(text) or text.strip() in ("0", "0万") else amount_in_10k(text)


def _people(read_sheet: ReadSheet, interview: Interview) -> Committee | None:
    def read(text: str) -> Committee:
        if text.lower().strip("'\"").endswith(TABLE_ENDINGS):
            try:
                return read_sheet(Path(text.strip("'\"")))
            except InputError as error:
                raise Refused(
                    Joined([problem.in_language(interview.lang) for problem in error.problems], "; ")
                ) from None
        return committee_of(people_typed(text, interview), any_centre())

    return interview.ask(
        say("Who has a say there?"),
        say(
            "Type one person a line, superiors first: name, title, department, superior, stance. What you leave out is "
            "asked, Enter for what you don't know. Or type the name of a sheet of people (.xlsx, .csv)."
        ),
        say("nobody known yet"), read, None,
    )  # fmt: skip


def any_centre() -> BuyingCentre:
    """A buying centre whose rules ask for no number of people: to read a sheet before anything else is known."""
    centres = (base.account.buying_centre for base in shipped_bases())
    return next(centre for centre in centres if centre.group_choice.quota is None)
