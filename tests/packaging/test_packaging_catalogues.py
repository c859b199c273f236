"""Every message of the program is translated, and the tools that see to it find what they should."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def catalogues() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "i18n" / "catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["catalogues"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["catalogues"]


def test_chinese_is_complete(catalogues: ModuleType) -> None:
    assert catalogues.languages() == ["zh_Hans"]
    faults = catalogues.check()
    assert not faults, f"{len(faults)} faults, the first are:\n" + "\n".join(faults[:20])


def test_messages_are_found_where_they_are_written(catalogues: ModuleType, tmp_path: Path) -> None:
    package = tmp_path / "desktop" / "dragoman"
    template = tmp_path / "resources" / "dragoman_resources" / "templates" / "quotation"
    package.mkdir(parents=True)
    template.mkdir(parents=True)
    (package / "some.py").write_text(
        '''
import click
_("now"); N_("later"); ngettext("one day", "{n} days", n); pgettext("month", "May"); print("not this")

@click.command()
@click.option("--json", help="Print JSON.")
def command():
    """What the command does,
    in two lines."""
'''
    )
    (template / "purpose.toml").write_text(
        'title = "Quotation"\n[[fields]]\nname = "price"\nlabel = "Price"\nhint = "Per piece."\nexample = "3"\n'
    )
    found = {(message.id, message.context) for message in catalogues.collect(tmp_path) if message.id}
    assert found == {
        ("now", None),
        ("later", None),
        (("one day", "{n} days"), None),
        ("May", "month"),
        ("Print JSON.", None),
        ("What the command does,\nin two lines.", None),
        ("Quotation", None),
        ("Price", None),
        ("Per piece.", None),
    }


@pytest.mark.parametrize(
    ("message", "translation", "flags", "fault"),
    [
        ("{n} of {all}", "{all} 中的 {n}", (), None),
        (("one day", "{n} days"), ("{n} 天",), (), None),
        ("{n} of {all}", "{n}", (), "other placeholders"),
        ("{n} of {all}", "{n} / {al}", (), "other placeholders"),
        (("one day", "{n} days"), ("一天",), (), "other placeholders"),
        ("a set {", "集 {", (), "braces do not match"),
        ("Save", "", (), "not translated"),
        ("Save", "保存", ("fuzzy",), "fuzzy"),
        ("Save", None, (), "missing"),
    ],
)
def test_faults_are_found(
    catalogues: ModuleType,
    message: str | tuple[str, str],
    translation: str | tuple[str, ...] | None,
    flags: tuple[str, ...],
    fault: str | None,
) -> None:
    template, catalog = Catalog(), Catalog(locale="zh_Hans", fuzzy=False)
    template.add(message)
    if translation is not None:
        catalog.add(message, translation, flags=flags)
    found = catalogues.faults(template, catalog)
    assert [line.split(":")[0].split(" (")[0] for line in found] == ([fault] if fault else [])


def test_files_change_only_when_a_message_does(
    catalogues: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogues, "SOURCES", tmp_path / "i18n")
    monkeypatch.setattr(catalogues, "COMPILED", tmp_path / "locale")
    source = tmp_path / "i18n" / "zh_Hans" / "LC_MESSAGES" / "dragoman.po"
    source.parent.mkdir(parents=True)
    source.write_bytes((ROOT / "i18n" / "zh_Hans" / "LC_MESSAGES" / "dragoman.po").read_bytes())
    catalogues.update()
    first = source.read_bytes()
    assert catalogues.update() == []
    assert source.read_bytes() == first
    assert b"-Date:" not in first
    assert str(ROOT).encode() not in first
    assert catalogues.compile_all() == ["zh_Hans"]
    assert catalogues.compile_all() == []


def test_committed_file_is_up_to_date(catalogues: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = ROOT / "i18n" / "zh_Hans" / "LC_MESSAGES" / "dragoman.po"
    copy = tmp_path / "i18n" / "zh_Hans" / "LC_MESSAGES" / "dragoman.po"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(source.read_bytes())
    monkeypatch.setattr(catalogues, "SOURCES", tmp_path / "i18n")
    assert catalogues.update() == [], "run: python i18n/catalogues.py update"
