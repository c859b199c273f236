"""The command line: the same services without a window."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from dragoman import __version__
from dragoman.base import i18n
from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, _
from dragoman.cli.wording import speak, translated
from dragoman.services import Services

EXIT_KNOWN_ERROR = 2

# command: (module, attribute, help); the module is imported only when its command runs.
_COMMANDS: dict[str, tuple[str, str, str]] = {
    "translate": ("translate", "translate", N_("Translate a text, figures checked.")),
    "check": ("translate", "check", N_("Compare the figures of a text and its translation.")),
    "country": ("country", "country", N_("Facts and manners of a country.")),
    "holidays": ("holidays", "holidays", N_("Holidays of a country in a year.")),
    "brief": ("brief", "brief", N_("What to know before talking to somebody in a country.")),
    "search": ("search", "search", N_("Search facts and manners of all countries.")),
    "slots": ("slots", "slots", N_("Meeting slots that suit everybody.")),
    "ics": ("ics", "ics", N_("What is in a calendar file.")),
    "draft": ("draft", "draft", N_("Write a letter in the reader's language and formats.")),
    "counterpart": ("counterpart", "counterpart", N_("The people you deal with.")),
    "deal": ("deal", "deal", N_("What stands in a deal.")),
    "fx": ("fx", "fx", N_("Who bears what when the exchange rate moves.")),
    "packs": ("packs", "packs", N_("Installed language packs.")),
    "memory": ("memory", "memory", N_("Sentences you accepted or put right.")),
    "glossary": ("glossary", "glossary", N_("Terms that a translation must use.")),
    "phrases": ("phrases", "phrases", N_("Phrases for a negotiation, in twelve languages.")),
    "doctor": ("doctor", "doctor", N_("Check that everything works without a network.")),
    "window": ("window", "window", N_("Open the window (the same as no command).")),
}


class _LazyGroup(click.Group):
    """Imports a command's module when the command is used, and says known errors in the reader's language."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, attribute, _help = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"dragoman.cli.{module}"), attribute)
        return translated(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(text)) for name, (_module, _attribute, text) in _COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KnownError as error:
            what, remedy = i18n.describe(error)
            click.echo(f"dragoman: {what}\n{remedy}", err=True)
            ctx.exit(EXIT_KNOWN_ERROR)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.version_option(__version__, prog_name="dragoman")
@click.option("--ui-language", metavar="LANG", help="Language of messages: en or zh.")
@click.pass_context
def cli(ctx: click.Context, ui_language: str | None) -> None:
    """Negotiate across borders, offline. Without a command, the window opens."""
    speak(i18n.ui_language(ui_language))
    ctx.obj = Services(install_starters=True)
    if ctx.invoked_subcommand is None:
        from dragoman.cli.window import window

        ctx.invoke(window)


def main(arguments: list[str]) -> int:
    """Run the command line and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console or a C locale would otherwise fail on the first Chinese character.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    # Before click reads the arguments: it answers --help and mistakes at once.
    speak(i18n.ui_language(_wished_language(arguments)))
    try:
        result = translated(cli).main(args=arguments, prog_name="dragoman", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    return result if isinstance(result, int) else 0


def _wished_language(arguments: list[str]) -> str | None:
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if argument == "--ui-language":
            return following
        if argument.startswith("--ui-language="):
            return argument.partition("=")[2]
        if not argument.startswith("-"):
            return None
    return None
