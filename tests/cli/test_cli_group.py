"""The frame of the command line: help, mistakes, known errors, broken pipes, in the reader's language."""

from __future__ import annotations

import gettext
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path

import click
import pytest

from dragoman.cli import _COMMANDS, cli, main
from dragoman.cli.wording import CLICK_MESSAGES

ROOT = Path(__file__).resolve().parents[2]
PYTHON_PATH = os.pathsep.join(str(ROOT / name) for name in ("desktop", "resources"))


def dragoman(
    *arguments: str, home: Path, language: str = "C.UTF-8", text: str = ""
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": PYTHON_PATH, "DRAGOMAN_HOME": str(home), "LANG": language}
    command = [sys.executable, "-P", "-m", "dragoman", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, input=text, cwd=home.parent)


@pytest.fixture(autouse=True)
def default_domain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put back what the command line tells the standard library's gettext."""
    monkeypatch.setenv("LANGUAGE", "en")
    domain = gettext.textdomain()
    yield
    gettext.textdomain(domain)


def chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def test_help_names_every_command(home: Path) -> None:
    done = dragoman("--help", home=home)
    assert done.returncode == 0
    for name in _COMMANDS:
        assert f"\n  {name} " in done.stdout
    assert not home.exists(), "asking for help writes nothing"


@pytest.mark.parametrize("name", _COMMANDS)
def test_every_command_explains_itself(name: str, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"Usage: dragoman {name}")
    module, attribute, _text = _COMMANDS[name]
    command = getattr(import_module(f"dragoman.cli.{module}"), attribute)
    assert isinstance(command, click.Command)
    assert command.help
    assert command.help.split()[0] in shown
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts[0]} has no help"


@pytest.mark.parametrize("arguments", [["--ui-language", "zh", "--help"], ["--ui-language=zh_CN.UTF-8", "-h"]])
def test_help_in_chinese_by_option(home: Path, arguments: list[str]) -> None:
    done = dragoman(*arguments, home=home)
    assert done.returncode == 0
    *_, options, commands = done.stdout.split("\n\n")
    assert chinese(done.stdout.splitlines()[0]), "the word before the usage line"
    for line in [*options.splitlines()[1:], *commands.splitlines()[1:]]:
        assert chinese(line), line


def test_help_in_chinese_by_environment(home: Path) -> None:
    done = dragoman("translate", "--help", home=home, language="zh_CN.UTF-8")
    assert done.returncode == 0
    assert chinese(done.stdout.splitlines()[2]), "what the command does"
    assert chinese(done.stdout.splitlines()[0]), "the word before the usage line"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "No such command 'nonsense'."),
        (["--nonsense"], "No such option"),
        (["country"], "Missing argument"),
        (["holidays", "BR", "--year", "soon"], "not a valid integer"),
    ],
)
def test_mistakes_in_the_arguments(home: Path, arguments: list[str], said: str) -> None:
    done = dragoman(*arguments, home=home)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_mistake_in_chinese(home: Path) -> None:
    done = dragoman("--ui-language", "zh", "nonsense", home=home)
    assert done.returncode == 2
    assert all(chinese(line) for line in done.stderr.splitlines() if line), done.stderr


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["country", "ZZ", "--json"], "ZZ"),
        (["holidays", "BR", "--year", "1066", "--json"], "1066"),
        (["translate", "--from", "en", "--to", "xx", "Hello"], "xx"),
    ],
)
def test_known_error_says_what_and_what_to_do(home: Path, arguments: list[str], named: str) -> None:
    done = dragoman(*arguments, home=home)
    assert done.returncode == 2
    what, remedy = done.stderr.strip().split("\n")
    assert what.startswith("dragoman: ")
    assert named in what
    assert len(remedy) > 10
    assert done.stdout == ""


def test_data_of_a_newer_version(home: Path) -> None:
    """Whatever a command needs the user's database for, it refuses one that it does not understand."""
    from dragoman.services import Services

    services = Services()
    services.settings.update(theme="dark")
    services.database.close()
    with closing(sqlite3.connect(services.paths.database)) as connection:
        connection.execute("PRAGMA user_version = 999")
    before = services.paths.database.read_bytes()

    @click.command()
    @click.pass_context
    def show(ctx: click.Context) -> None:
        """Show a setting."""
        click.echo(ctx.obj.settings.load().theme)

    class Group(type(cli)):  # type: ignore[misc]  # the class of the group is an object here
        def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
            return show if cmd_name == "show" else super().get_command(ctx, cmd_name)

    group = Group(name="dragoman", callback=cli.callback, params=cli.params)
    from click.testing import CliRunner

    result = CliRunner().invoke(group, ["show"])
    assert result.exit_code == 2
    assert "newer version" in result.stderr
    assert "DRAGOMAN_HOME" in result.stderr
    assert services.paths.database.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="pipes end differently on Windows")
def test_broken_pipe_is_quiet(home: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": PYTHON_PATH, "DRAGOMAN_HOME": str(home)}
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "dragoman", "--help"], stdout=writer, stderr=subprocess.PIPE, env=environment
    )
    os.close(writer)
    assert done.stderr == b""


def test_c_locale_shows_chinese(home: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": PYTHON_PATH, "DRAGOMAN_HOME": str(home), "LC_ALL": "C"}
    environment |= {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-P", "-m", "dragoman", "--ui-language", "zh", "--help"]
    done = subprocess.run(command, capture_output=True, env=environment)
    assert done.returncode == 0
    assert chinese(done.stdout.decode("utf-8"))


def test_messages_of_click_are_clicks() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    for message in CLICK_MESSAGES:
        assert f'_("{message}")' in source.replace("_(\n", "_("), f"click no longer says {message!r}"
