"""Commands that explain themselves, and what is wrong with the words behind them, in the language of the reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from typer.core import TyperCommand, TyperGroup

from engine.cli.showing import columns
from engine.cli.streams import spoken
from engine.errors import InputError, Problem
from engine.wording import Both, Message, nearest, quoted, say
from engine.wording.terminal_columns import pad, width, wrap

MOST_FOR_NAMES = 28
_FIRST_SENTENCE = re.compile(r".*?(?:\.(?=\s)|。|$)")

Row = tuple[str, str]


class Command(TyperCommand):
    """One command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Takes the words behind the command apart. Raises InputError for those that do not belong there."""
        ctx.allow_extra_args = True
        beyond = _parsed(super().parse_args, ctx, args)
        if beyond and not ctx.resilient_parsing:
            what = say("too many words: {words}", words=quoted(beyond))
            raise InputError(Problem(ctx.command_path, what, _see_help(ctx), "argument-extra"))
        return beyond

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return _help_page(ctx)

    def get_short_help_str(self, limit: int = 0) -> str:
        """What shells show beside the name."""
        return _first_sentence(self.help or "", spoken(()))


class Group(TyperGroup):
    """A command with commands under it."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Takes the words behind the command apart. Raises InputError for those that do not belong there."""
        return _parsed(super().parse_args, ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that the first word names. Raises InputError where there is none."""
        if args[0] not in self.commands:
            what = say("there is no command `{name}`", name=args[0])
            raise InputError(Problem(ctx.command_path, what, nearest(args[0], self.commands), "command-unknown"))
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return _help_page(ctx)

    def get_short_help_str(self, limit: int = 0) -> str:
        """What shells show beside the name."""
        return _first_sentence(self.help or "", spoken(()))


def _parsed(parse: Callable[[Any, list[str]], list[str]], context: Any, words: list[str]) -> list[str]:
    try:
        return parse(context, words)
    except Exception as error:
        if isinstance(error, InputError) or not hasattr(error, "format_message"):
            raise
        raise InputError(_problem(error, context)) from error


def _problem(error: Any, context: Any) -> Problem:
    """What Typer found wrong, as place, what and hint."""
    parameters = {name: each for each in context.command.get_params(context) for name in _spellings(each)}
    missing, option = getattr(error, "param", None), getattr(error, "option_name", "")
    if missing is not None:
        name = missing.opts[-1] if missing.param_type_name == "option" else missing.metavar.rstrip(".")
        return Problem(name, say("is missing"), _without_stop(Message(missing.help)), "argument-missing")
    if option not in parameters:
        known = [name for name in parameters if name.startswith("--")]
        what = say("there is no option `{option}`", option=option)
        return Problem(context.command_path, what, nearest(option, known), "option-unknown")
    if getattr(parameters[option], "is_flag", False):
        return Problem(option, say("takes no value"), say("leave out what follows the `=`"), "option-value")
    return Problem(option, say("needs a value"), say("as in `{option} VALUE`", option=option), "option-value")


def _spellings(parameter: Any) -> list[str]:
    """The names under which an argument or option is given."""
    return [*parameter.opts, *parameter.secondary_opts]


def _without_stop(sentence: Message) -> Both:
    return Both(sentence.rstrip("."), sentence.in_language("zh").rstrip("。"))


def _see_help(context: Any) -> Message:
    return say("see `{command} --help`", command=context.command_path)


def _help_page(context: Any) -> str:
    """Usage, what the command does, its arguments and options, and the commands under it."""
    command: Any = context.command
    command, lang, room = context.command, spoken(context.find_root().obj), columns()
    parameters = command.get_params(context)
    arguments = [each for each in parameters if each.param_type_name == "argument"]
    options = [each for each in parameters if each.param_type_name == "option"]
    usage = [context.command_path, say("[OPTIONS]").in_language(lang)]
    usage += [each.metavar if each.required else f"[{each.metavar}]" for each in arguments]
    commands = getattr(command, "commands", {})
    usage += [say("COMMAND …").in_language(lang)] if commands else []
    lines = [say("Usage: {words}", words=" ".join(usage)).in_language(lang), ""]
    lines += wrap(Message(command.help).in_language(lang), room, "  ", "  ")
    sections: list[tuple[Message, list[Row]]] = [
        (say("Arguments:"), [_row(each, lang) for each in arguments]),
        (say("Options:"), [_row(each, lang) for each in options]),
        (say("Commands:"), _commands(commands, lang, groups=False)),
        (say("Groups of commands:"), _commands(commands, lang, groups=True)),
    ]
    for heading, rows in sections:
        if rows:
            lines += ["", heading.in_language(lang), *_lined_up(rows, room)]
    return "\n".join(lines)


def _commands(commands: Mapping[str, Any], lang: str, groups: bool) -> list[Row]:
    """The names of commands, or of groups of them, each with what it does."""
    shown = ((name, each) for name, each in commands.items() if hasattr(each, "commands") == groups)
    return [(name, _first_sentence(each.help, lang)) for name, each in shown]


def _row(parameter: Any, lang: str) -> Row:
    """The names of an argument or option, and its help with what it is when absent."""
    is_flag = getattr(parameter, "is_flag", False)
    name = parameter.metavar
    if parameter.param_type_name == "option":
        name = ", ".join(sorted(_spellings(parameter), key=len)) + ("" if is_flag else f" {parameter.metavar}")
    words = say("Show this message and exit.") if "--help" in parameter.opts else Message(parameter.help)
    if parameter.required and parameter.param_type_name == "option":
        words = say("{help} [required]", help=words)
    elif parameter.default is not None and not is_flag:
        words = say("{help} [default: {value}]", help=words, value=_plain(parameter.default))
    return name, words.in_language(lang)


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _first_sentence(text: str, lang: str) -> str:
    found = _FIRST_SENTENCE.match(Message(text).in_language(lang))
    return found.group() if found else ""


def _lined_up(rows: list[Row], room: int) -> Iterator[str]:
    broad = min(max(width(name) for name, _ in rows), MOST_FOR_NAMES)
    blank = " " * (broad + 4)
    for name, words in rows:
        too_broad = width(name) > broad
        if too_broad:
            yield f"  {name}"
        yield from wrap(words, room, blank, blank if too_broad else f"  {pad(name, broad)}  ")
