"""What a user gets from the wheel, with no checkout anywhere near: all data, a command line, a window."""

from __future__ import annotations

import json
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from .conftest import Installed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_wheel_carries_all_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    resources = "dragoman_resources/"
    for name in (
        "locale/zh_Hans/LC_MESSAGES/dragoman.mo",
        "knowledge/knowledge.sqlite3",
        "models/translate-en_pt.argosmodel",
        "models/translate-pt_en.argosmodel",
        "templates/quotation/purpose.toml",
    ):
        assert resources + name in names
    assert any(name.startswith(resources + "icons/") for name in names)
    assert "dragoman/py.typed" in names
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"dragoman", "dragoman_resources"}
    assert not [name for name in names if name.endswith((".lock", ".part", ".pyc", ".po", "-wal", "-shm"))]


def test_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        info = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(archive.read(info).decode("utf-8"))
        licences = [name for name in archive.namelist() if "/licenses/" in name]
    assert metadata["Name"] == "dragoman"
    assert metadata["License-Expression"] == "MIT"
    assert {Path(name).name for name in licences} == {"LICENSE", "THIRD_PARTY_NOTICES.md"}


def test_installed_translates(installed: Installed) -> None:
    done = installed.dragoman("translate", "--from", "en", "--to", "pt", "We offer 1,250 units.", "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["target_language"] == "pt"
    assert "1.250" in result["text"] or "1,250" in result["text"]
    assert "unidades" in result["text"]


def test_installed_knows_countries(installed: Installed) -> None:
    done = installed.dragoman("country", "BR", "--json")
    assert done.returncode == 0, done.stderr
    country = json.loads(done.stdout)
    assert country["iso2"] == "BR"
    assert "America/Sao_Paulo" in country["time_zones"]


def test_installed_speaks_chinese(installed: Installed) -> None:
    done = installed.dragoman("--ui-language", "zh", "country", "ZZ")
    assert done.returncode == 2
    assert any("\u4e00" <= character <= "\u9fff" for character in done.stderr.splitlines()[0])


def test_installed_opens_its_window(installed: Installed) -> None:
    done = installed.dragoman("window", DRAGOMAN_EXIT_AFTER_PAINT="1", QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["painted"] is True
    assert "Traceback" not in done.stderr
