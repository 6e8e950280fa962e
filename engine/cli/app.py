"""The commands, and how one of them is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from engine.cli.advise import advise_account
from engine.cli.check import check
from engine.cli.compare import compare_strategies, run_strategy
from engine.cli.help_zh import translate
from engine.cli.replay import replay_run
from engine.cli.rule_files import export_rulebook, import_rulebook
from engine.cli.rule_trials import rules_challenge, rules_roi
from engine.cli.rules import rules
from engine.cli.streams import language
from engine.cli.trace import trace_deal

app = typer.Typer(
    name="kam",
    help="Try a key-account playbook ten thousand times before you try it once.",
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("check")(check)
app.command("run")(run_strategy)
app.command("compare")(compare_strategies)
app.command("trace")(trace_deal)
app.command("replay")(replay_run)
app.command("advise")(advise_account)
rules.command("export")(export_rulebook)
rules.command("import")(import_rulebook)
rules.command("roi")(rules_roi)
rules.command("challenge")(rules_challenge)
app.add_typer(rules, name="rules")


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"kam-sandbox {version('kam-sandbox')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _without_command(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        print(context.get_help())


def run_command(arguments: Sequence[str]) -> int:
    """Run the command that these words spell; its exit code. Everything that goes wrong is raised."""
    command = typer.main.get_command(app)
    if language(None) == "zh":
        translate(command)
    try:
        with command.make_context("kam", list(arguments)) as context:
            context.obj = list(arguments)
            code = command.invoke(context)
    except typer.Exit as done:
        return done.exit_code
    return code if isinstance(code, int) else 0
