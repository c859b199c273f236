from __future__ import annotations

import importlib.util
import io
import json
import sys
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dragoman.base.i18n import N_, Text
from dragoman.cli import main
from dragoman.cli.pack_progress import progress_line, progress_words
from dragoman.services import Services
from dragoman.translation.packs import PackStore
from dragoman.translation.progress import Phase, Progress


@pytest.fixture(scope="session")
def material() -> ModuleType:
    path = Path(__file__).resolve().parents[1] / "translation" / "pack_material.py"
    spec = importlib.util.spec_from_file_location("cli_pack_material", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def store(home: Path, material: ModuleType, tmp_path: Path) -> PackStore:
    """A home with a small French pack, where the starter packs were removed."""
    store = PackStore(home / "data" / "packs")
    store.install(material.tiny_pack(tmp_path / "fr.argosmodel", "fr", "en"))
    names = [entry.name for entry in (files("dragoman_resources") / "models").iterdir()]
    (store.folder / "starters.json").write_text(json.dumps(dict.fromkeys(names, "removed")))
    return store


@pytest.fixture
def server(material: ModuleType, tmp_path: Path) -> Iterator[Any]:
    with material.running_server() as running:
        file = material.tiny_pack(tmp_path / "de.argosmodel", "en", "de", "1.9")
        link = running.serve("/translate-en_de-1_9.argosmodel", file.read_bytes())
        running.index(link, version="1.9")
        yield running


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    assert main(["packs", *arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_list_shows_packs_quarantine_and_unfinished(store: PackStore, capsys: pytest.CaptureFixture[str]) -> None:
    (store.folder / "rubbish").mkdir()
    found = run(capsys, "list")
    assert [(pack["source"], pack["target"], pack["engine"]) for pack in found["packs"]] == [("fr", "en", "argos")]
    assert found["quarantined"] == [{"name": "rubbish", "reason": "metadata.json is missing."}]
    assert found["unfinished"] == []
    assert run(capsys, "remove", "rubbish") == {"name": "rubbish"}
    assert main(["packs", "list"]) == 0
    assert capsys.readouterr().out.split("\t")[:3] == ["fr-en", "1.0", "argos"]


@pytest.mark.usefixtures("store")
def test_available_fetches_once_then_shows_the_kept_one(server: Any, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"{server.address}/index.json"
    found = run(capsys, "available", "--catalogue", address)
    assert found["address"] == address
    (offer,) = found["packs"]
    assert (offer["source"], offer["target"], offer["version"], offer["installed_version"]) == ("en", "de", "1.9", None)
    assert run(capsys, "available", "德语", "--sizes")["packs"][0]["size_bytes"] > 10_000
    assert run(capsys, "available", "klingon")["packs"] == []
    paths = [path for _method, path, _range in server.requests]
    assert paths.count("/index.json") == 1
    run(capsys, "available", "--refresh")
    assert [path for _method, path, _range in server.requests].count("/index.json") == 2
    assert main(["--ui-language", "zh", "packs", "available", "de"]) == 0
    captured = capsys.readouterr()
    assert "英语 → 德语" in captured.out
    assert address in captured.err


@pytest.mark.parametrize("pair", ["en-de", "en_de", "en>de", "en:de", "en-GB:de-AT"])
def test_a_pair_is_installed_from_the_catalogue(
    store: PackStore, server: Any, capsys: pytest.CaptureFixture[str], pair: str
) -> None:
    pack = run(capsys, "install", pair, "--catalogue", f"{server.address}/index.json")
    assert (pack["name"], pack["version"]) == ("translate-en_de-1_9", "1.9")
    assert {one.name for one in PackStore(store.folder).installed()} == {"translate-en_de-1_9", "translate-fr_en-1_0"}
    assert run(capsys, "remove", pair)["name"] == "translate-en_de-1_9"


def test_update_replaces_what_is_older(
    store: PackStore, server: Any, material: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = ("--catalogue", f"{server.address}/index.json")
    assert run(capsys, "update", *catalogue) == []
    old = material.tiny_pack(tmp_path / "old.argosmodel", "en", "de", "1.0")
    assert run(capsys, "install", str(old))["version"] == "1.0"
    assert run(capsys, "available")["packs"][0]["is_update"] is True
    assert [pack["version"] for pack in run(capsys, "update", "en-de")] == ["1.9"]
    assert [pack.version for pack in PackStore(store.folder).installed() if pack.target == "de"] == ["1.9"]
    assert main(["packs", "update", "en-ja"]) == 2
    capsys.readouterr()


def test_one_update_that_fails_does_not_keep_the_others_old(
    store: PackStore, server: Any, material: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.install(material.tiny_pack(tmp_path / "old.argosmodel", "en", "de", "1.0"))
    (entry,) = json.loads(server.files["/index.json"])
    gone = {**entry, "from_code": "fr", "to_code": "en", "links": [f"{server.address}/gone"]}
    server.serve("/index.json", json.dumps([gone, entry]).encode())
    updated = run(capsys, "update", "--catalogue", f"{server.address}/index.json", code=2)
    assert [(pack["source"], pack["version"]) for pack in updated] == [("en", "1.9")]


@pytest.mark.usefixtures("store")
def test_export_import_and_verify(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = tmp_path / "stick"
    exported = run(capsys, "export", str(stick))
    assert [Path(one["file"]).name for one in exported["packs"]] == ["translate-fr_en-1_0.argosmodel"]
    assert run(capsys, "export", str(stick), "fr-en")["packs"][0]["sha256"] == exported["packs"][0]["sha256"]
    assert run(capsys, "verify") == [{"name": "translate-fr_en-1_0", "ok": True, "reason": None}]
    monkeypatch.setenv("DRAGOMAN_HOME", str(tmp_path / "other"))
    (tmp_path / "other" / "data" / "packs").mkdir(parents=True)
    (tmp_path / "other" / "data" / "packs" / "starters.json").write_text(
        (tmp_path / "home" / "data" / "packs" / "starters.json").read_text()
    )
    (one,) = run(capsys, "import", str(stick))
    assert (one["pack"]["name"], one["reason"]) == ("translate-fr_en-1_0", None)
    (stick / "translate-fr_en-1_0.argosmodel").write_bytes(b"other")
    (one,) = run(capsys, "import", str(stick), code=2)
    assert one["pack"] is None
    assert "checksum" in one["reason"]
    model = tmp_path / "other" / "data" / "packs" / "translate-fr_en-1_0" / "model" / "model.bin"
    model.write_bytes(model.read_bytes()[:-1] + b"x")
    (one,) = run(capsys, "verify", code=2)
    assert one["ok"] is False


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["install", "none.argosmodel"], "There is no file none.argosmodel."),
        (["install", "en-ja"], "The catalogue has no packs from en to ja."),
        (["install", "en-de", "--catalogue", "file:///etc/passwd"], "is not a web address"),
        (["remove", "fr-en", "--engine", "firefox"], "No pack from fr to en is installed."),
        (["remove", "english"], "“english” is not a pair of languages."),
        (["remove", "en-ja"], "No pack from en to ja is installed."),
        (["update", "x"], "“x” is not a pair of languages."),
        (["import", "nowhere"], "is no folder of exported packs"),
        (["export", "stick", "en-ja"], "No pack from en to ja is installed."),
    ],
)
def test_mistakes_are_said_with_exit_code_2(
    server: Any, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    services = Services()
    services.settings.update(catalogue_address=f"{server.address}/index.json")
    services.database.close()
    assert main(["packs", *arguments]) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_progress_line_is_drawn_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    progress = Progress(Phase.DOWNLOADING, "de.argosmodel", 25_000_000, 100_000_000, 2_500_000, 30.0)
    for stream, drawn in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with progress_line() as report:
            report(progress)
        text = stream.getvalue()
        assert ("25%" in text) is drawn
        assert text == "" or text.endswith("\r")


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (
            Progress(Phase.DOWNLOADING, "x", 50_000_000, 100_000_000, 1_000_000, 65.0),
            "x: downloading  [############------------]  50%  50.0/100.0 MB  1.0 MB/s  1:05 left",
        ),
        (Progress(Phase.CONNECTING, "x"), "x: connecting"),
        (Progress(Phase.DOWNLOADING, "x", 2_000_000), "x: downloading  2.0 MB"),
        (
            Progress(Phase.WAITING, "x", note=Text(N_("{host} does not answer."), {"host": "h"})),
            "x: h does not answer. Trying again …",
        ),
    ],
)
def test_progress_in_words(progress: Progress, words: str) -> None:
    assert progress_words(progress) == words


def test_every_phase_has_words() -> None:
    assert len({progress_words(Progress(phase, "x")) for phase in Phase}) == len(Phase)


def test_a_starter_can_be_installed_again(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "remove", "en-pt")["name"] == "translate-en_pt-1_0"
    with as_file(files("dragoman_resources") / "models" / "translate-en_pt.argosmodel") as file:
        assert run(capsys, "install", str(file))["size_bytes"] > 20_000_000
