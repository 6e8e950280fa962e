"""The commands, and how one of them is called."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Annotated

import typer

from engine.cli import completion
from engine.cli.accounts import write_template
from engine.cli.advise import advise_account
from engine.cli.check import check
from engine.cli.commands import Command, Group
from engine.cli.compare_command import compare_strategies
from engine.cli.former import refuse_former_names
from engine.cli.model import model_mechanisms
from engine.cli.new import new_scenario
from engine.cli.rule_files import export_rulebook, import_rulebook
from engine.cli.rule_trials import rules_challenge, rules_roi
from engine.cli.rules import check_books, diff_books, explain_facts, mutate_books, test_books
from engine.cli.runs import compare_two_runs, extend_run, list_runs, replay_run
from engine.cli.streams import warn_without_chinese
from engine.cli.trace import trace_deal
from engine.cli.whatif import whatif_sweep
from engine.wording import say

app = typer.Typer(
    name="kam",
    cls=Group,
    help=say("Try a key-account playbook ten thousand times before you try it once."),
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules = typer.Typer(
    cls=Group,
    help=say("Check, test, explain and mutate rulebooks, and try them in a scenario."),
    rich_markup_mode=None,
)
runs = typer.Typer(
    cls=Group,
    help=say("List the runs there are, put two side by side, prove that one can be repeated, or play it on."),
    rich_markup_mode=None,
)
accounts = typer.Typer(
    cls=Group,
    help=say("Sheets to fill in about accounts and the people who have a say."),
    rich_markup_mode=None,
)
whatif = typer.Typer(
    cls=Group,
    help=say("Ask what if an assumption were another: who leads where, and where that changes."),
    rich_markup_mode=None,
)
app.add_typer(rules, name="rules")
app.add_typer(whatif, name="whatif")
app.add_typer(runs, name="runs")
app.add_typer(accounts, name="accounts")

app.command(
    "new",
    cls=Command,
    help=say("Begin a scenario of your own. It builds on a shipped one and says what to change first."),
)(new_scenario)
app.command(
    "check",
    cls=Command,
    help=say("Check scenario files. Everything wrong is named with file, line and the nearest valid name."),
)(check)
app.command(
    "compare",
    cls=Command,
    help=say("Compare strategies in a scenario, on the same luck. Doing nothing is always among them."),
)(compare_strategies)
app.command(
    "trace",
    cls=Command,
    help=say("Tell the story of one deal. Every trigger, decision with its reason, touch, sign-off and gate is in it."),
)(trace_deal)
app.command(
    "advise",
    cls=Command,
    help=say(
        "Advise on real accounts from their dossiers, without simulation. Rulebooks tell tier, rating, potential, "
        "trigger, strategy, whom to see next, what to find out, and why."
    ),
)(advise_account)
app.command(
    "model",
    cls=Command,
    help=say("Show the mechanisms of the model, their sources and constants, and what switching each off does."),
)(model_mechanisms)
accounts.command(
    "template",
    cls=Command,
    help=say(
        "Write a sheet to fill in, with notes and choices: a line an account for `kam advise`, or with --people a line "
        "a person for `kam new --from` and `kam compare --people`."
    ),
)(write_template)
rules.command(
    "check",
    cls=Command,
    help=say(
        "Prove what can be wrong with rulebooks, each finding with an account that shows it. Exit code 3 on errors."
    ),
)(check_books)
rules.command(
    "test",
    cls=Command,
    help=say(
        "Run the cases written in rulebooks and measure what they cover; with --cases, ask the books about past deals. "
        "Exit code 1 when a case fails."
    ),
)(test_books)
rules.command(
    "explain",
    cls=Command,
    help=say(
        "Explain a decision: the rule, its reasons, what the others lacked, whether it stands whatever is not known, "
        "and the nearest change that flips it."
    ),
)(explain_facts)
rules.command(
    "diff",
    cls=Command,
    help=say(
        "Prove which accounts two rulebooks decide differently: every kind of them, with an example. Exit code 1 where "
        "they differ."
    ),
)(diff_books)
rules.command(
    "mutate",
    cls=Command,
    help=say(
        "Put small faults into rulebooks and tell which ones no case catches. Exit code 1 when one that matters is "
        "left. Those that are proved to change no decision are set apart."
    ),
)(mutate_books)
rules.command(
    "export",
    cls=Command,
    help=say("Write a rulebook as a workbook, CSV or Markdown. Nothing is lost; Markdown is written in --lang."),
)(export_rulebook)
rules.command(
    "import",
    cls=Command,
    help=say("Make a rulebook of a workbook or CSV file. Everything wrong is named with sheet and cell, or line."),
)(import_rulebook)
rules.command(
    "roi",
    cls=Command,
    help=say("Take every rule away in turn and tell what it adds to wins, weeks and cost, in this scenario."),
)(rules_roi)
rules.command(
    "challenge",
    cls=Command,
    help=say(
        "Let a rulebook challenge another on the same luck: measures, decisions that differ, deals where they part."
    ),
)(rules_challenge)
whatif.command(
    "sweep",
    cls=Command,
    help=say(
        "Play strategies along one axis or over two, on the same luck: difference with one band for all points, who "
        "leads where, where the lead changes."
    ),
)(whatif_sweep)
runs.command(
    "list",
    cls=Command,
    help=say("List the runs in a folder: when, strategies, replications, seed, who is ahead, size, finished or not."),
)(list_runs)
runs.command(
    "replay",
    cls=Command,
    help=say("Prove that a run can be repeated. Runs again what the folder holds; exit code 1 when a record differs."),
)(replay_run)
runs.command(
    "compare",
    cls=Command,
    help=say("Put two stored runs side by side: what went in differently, then every headline measure of both."),
)(compare_two_runs)
runs.command(
    "extend",
    cls=Command,
    help=say("Play a run on to more replications, twice as many when no number is given. The old run stays as it is."),
)(extend_run)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"kam-sandbox {version('kam-sandbox')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _without_command(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help=say("Show the version and exit."))
    ] = False,
    install: Annotated[
        bool,
        typer.Option(
            "--install-completion",
            callback=completion.install_completion,
            is_eager=True,
            help=say("Set up Tab completion in this shell and exit."),
        ),
    ] = False,
    show: Annotated[
        bool,
        typer.Option(
            "--show-completion",
            callback=completion.show_completion,
            is_eager=True,
            help=say("Print what sets it up and exit."),
        ),
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        print(context.get_help())


@accounts.callback(invoke_without_command=True)
@rules.callback(invoke_without_command=True)
@runs.callback(invoke_without_command=True)
@whatif.callback(invoke_without_command=True)
def _without_command_of_a_group(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        print(context.get_help())


def run_command(arguments: Sequence[str]) -> int:
    """Run the command that these words spell; its exit code. Everything that goes wrong is raised."""
    words = list(arguments)
    command = typer.main.get_command(app)
    if asked := os.environ.get(completion.VARIABLE):
        return completion.answer_shell(command, asked)
    refuse_former_names(words)
    warn_without_chinese(words)
    try:
        with command.make_context("kam", list(words), obj=words) as context:
            code = command.invoke(context)
    except typer.Exit as done:
        return done.exit_code
    return code if isinstance(code, int) else 0
