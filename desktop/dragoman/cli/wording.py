"""The command line's own words in the reader's language: help texts, and the messages of click beneath it."""

from __future__ import annotations

import copy
import gettext
import inspect
import os
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import click

from dragoman.base import i18n
from dragoman.base.i18n import N_, _

CLICK_MESSAGES = (
    N_("Usage:"),
    N_("Options"),
    N_("Positional arguments"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("Option {name!r} does not take a value."),
    N_("default: {default}"),
    N_("Aborted!"),
)
"""Messages that click looks up in gettext's default domain; here so that the catalogue has them."""

_Command = TypeVar("_Command", bound=click.Command)


def speak(language: str) -> None:
    """Make ``language`` the language of the program's and click's messages."""
    i18n.activate(language)
    folder = files("dragoman_resources") / "locale"
    if isinstance(folder, Path):  # in a zip file, click alone stays English
        os.environ["LANGUAGE"] = language
        gettext.bindtextdomain("dragoman", str(folder))
        gettext.textdomain("dragoman")


def translated(command: _Command) -> _Command:
    """Return a copy of ``command``, its own commands with it, whose help texts are in the active language."""
    result = copy.copy(command)
    if command.help:
        result.help = _(inspect.cleandoc(command.help))
    result.params = [_translated_parameter(parameter) for parameter in command.params]
    if isinstance(result, click.Group):
        result.commands = {name: translated(child) for name, child in result.commands.items()}
    return result


def _translated_parameter(parameter: click.Parameter) -> click.Parameter:
    result = copy.copy(parameter)
    if isinstance(result, click.Option) and result.help:
        result.help = _(result.help)
    return result
