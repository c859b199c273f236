from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from dragoman.base.errors import KnownError
from dragoman.base.i18n import N_, Text
from dragoman.translation.model import LanguagePair
from dragoman.translation.packs import PackStore
from dragoman.translation.service import TranslationService
from dragoman.translation.tags import best_match, normal_tag, pack_language

METADATA = {
    "package_version": "1.0",
    "argos_version": "1.9",
    "from_code": "en",
    "from_name": "English",
    "to_code": "de",
    "to_name": "German",
}


@pytest.fixture
def store(tmp_path: Path) -> PackStore:
    return PackStore(tmp_path / "packs")


@pytest.fixture(scope="module")
def starter() -> Path:
    with as_file(files("dragoman_resources") / "models" / "translate-en_pt.argosmodel") as path:
        return Path(path)


@pytest.fixture(scope="module")
def tokenizer(starter: Path) -> bytes:
    with zipfile.ZipFile(starter) as archive:
        return archive.read("translate-en_pt-1_0/sentencepiece.model")


def leftovers(store: PackStore) -> list[str]:
    if not store.folder.exists():
        return []
    return [path.name for path in store.folder.iterdir() if path.name.startswith((".tmp-", ".old-"))]


def test_starters_are_installed_once_and_translate(store: PackStore) -> None:
    assert {(pack.source, pack.target) for pack in store.ensure_starters()} == {("en", "pt"), ("pt", "en")}
    assert store.ensure_starters() == []
    assert TranslationService(store).translate("Good morning.", source="en", target="pt").text == "Bom dia."
    assert leftovers(store) == []


def test_a_removed_starter_stays_removed(store: PackStore) -> None:
    store.ensure_starters()
    assert store.remove("en", "pt-BR").name == "translate-en_pt-1_0"
    assert store.ensure_starters() == []
    assert [pack.pair for pack in PackStore(store.folder).installed()] == [LanguagePair("pt", "en")]
    with pytest.raises(KnownError) as caught:
        store.remove("en", "pt")
    assert caught.value.values["installed"] == "pt-en"


def test_installing_again_replaces(store: PackStore, starter: Path) -> None:
    first = store.install(starter)
    (first.path / "stale").write_text("old")
    second = store.install(starter)
    assert second == store.find(LanguagePair("en", "pt"))
    assert not (second.path / "stale").exists()
    assert leftovers(store) == []


def test_two_processes_may_start_at_once(store: PackStore) -> None:
    code = "import sys; from pathlib import Path; from dragoman.translation.packs import PackStore\n"
    code += "PackStore(Path(sys.argv[1])).ensure_starters()"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    both = [subprocess.Popen([sys.executable, "-c", code, str(store.folder)], env=environment) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert len(store.installed()) == 2
    assert leftovers(store) == []


def build(path: Path, tokenizer: bytes, change: Callable[[dict[str, bytes]], None] | None = None) -> Path:
    content = {
        "translate-en_de-1_0/metadata.json": json.dumps(METADATA).encode(),
        "translate-en_de-1_0/sentencepiece.model": tokenizer,
        "translate-en_de-1_0/model/model.bin": (6).to_bytes(4, "little") + b"\0" * 64,
        "translate-en_de-1_0/model/shared_vocabulary.json": b"[]",
    }
    if change is not None:
        change(content)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def metadata(**values: object) -> Callable[[dict[str, bytes]], None]:
    def change(content: dict[str, bytes]) -> None:
        content["translate-en_de-1_0/metadata.json"] = json.dumps({**METADATA, **values}).encode()

    return change


def without(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda content: content.pop(f"translate-en_de-1_0/{name}") and None


def holding(name: str, data: bytes = b"x") -> Callable[[dict[str, bytes]], None]:
    return lambda content: content.update({name: data})


@pytest.mark.parametrize(
    "change",
    [
        holding("../evil.txt"),
        holding("translate-en_de-1_0/../../evil.txt"),
        holding("/etc/evil.txt"),
        holding("C:/evil.txt"),
        holding("translate-en_de-1_0\\evil.txt"),
        holding("translate-en_de-1_0/NUL.txt"),
        holding("translate-en_de-1_0/evil\x01.txt"),
        holding("translate-en_de-1_0/trailing. "),
        holding("translate-en_de-1_0/METADATA.json"),
        holding("translate-en_de-1_0/bomb.bin", b"\0" * (300 << 20)),
        metadata(from_code="../../en"),
        metadata(from_code="e\u0000n"),
        metadata(from_code=7),
        metadata(to_code="en"),
        metadata(package_version="1/../../x"),
        metadata(package_version=None),
        metadata(type="sbd"),
        holding("translate-en_de-1_0/metadata.json", b"[1, 2"),
        holding("translate-en_de-1_0/metadata.json", b"[" * 100_000),
        holding("translate-en_de-1_0/metadata.json", b"\xff\xfe\x00"),
        holding("translate-en_de-1_0/sentencepiece.model", b"not a tokenizer"),
        holding("translate-en_de-1_0/model/model.bin", b"<html>no model</html>"),
        without("metadata.json"),
        without("sentencepiece.model"),
        without("model/model.bin"),
        without("model/shared_vocabulary.json"),
    ],
)
def test_a_bad_pack_changes_nothing(
    tmp_path: Path, store: PackStore, tokenizer: bytes, change: Callable[[dict[str, bytes]], None]
) -> None:
    pack = build(tmp_path / "bad.argosmodel", tokenizer, change)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(KnownError) as caught:
        store.install(pack)
    assert isinstance(caught.value.values["reason"], Text)
    assert caught.value.values["name"] == "bad.argosmodel"
    assert store.installed() == []
    assert leftovers(store) == []
    assert sorted(path.name for path in tmp_path.iterdir() if path != store.folder) == before
    assert {path.name for path in store.folder.iterdir()} == {".lock"}


def test_links_are_refused(tmp_path: Path, store: PackStore, tokenizer: bytes) -> None:
    pack = build(tmp_path / "link.argosmodel", tokenizer)
    with zipfile.ZipFile(pack, "a") as archive:
        entry = zipfile.ZipInfo("translate-en_de-1_0/link")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(KnownError) as caught:
        store.install(pack)
    assert "link" in caught.value.values["reason"].message  # type: ignore[attr-defined]


@pytest.mark.parametrize("spoil", ["truncated", "flipped", "text", "empty"])
def test_a_damaged_file_is_refused(tmp_path: Path, store: PackStore, starter: Path, spoil: str) -> None:
    data = bytearray(starter.read_bytes())
    if spoil == "truncated":
        del data[len(data) // 2 :]
    elif spoil == "flipped":
        for position in range(10_000, len(data) - 10_000, 50_000):
            data[position] ^= 0xFF
    else:
        data = bytearray(b"<html>" if spoil == "text" else b"")
    pack = tmp_path / "damaged.argosmodel"
    pack.write_bytes(data)
    with pytest.raises(KnownError):
        store.install(pack)
    assert store.installed() == []
    assert leftovers(store) == []


def test_a_missing_file_is_named(store: PackStore, tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        store.install(tmp_path / "none.argosmodel")
    assert caught.value.values["file"] == tmp_path / "none.argosmodel"


def test_a_broken_folder_does_not_take_the_others_down(store: PackStore) -> None:
    store.ensure_starters()
    (store.folder / "translate-en_pt-1_0" / "metadata.json").unlink()
    (store.folder / "rubbish").mkdir()
    fresh = PackStore(store.folder)
    assert [pack.pair for pack in fresh.installed()] == [LanguagePair("pt", "en")]
    assert {name for name, _ in fresh.quarantined()} == {"translate-en_pt-1_0", "rubbish"}
    assert TranslationService(fresh).translate("Bom dia.", source="pt", target="en").text == "Good morning."


def test_a_pack_that_cannot_be_loaded_is_set_aside_until_it_is_installed_again(store: PackStore, starter: Path) -> None:
    store.ensure_starters()
    model = store.folder / "translate-en_pt-1_0" / "model" / "model.bin"
    model.write_bytes(model.read_bytes()[:1_000_000])
    service = TranslationService(store)
    with pytest.raises(KnownError) as caught:
        service.translate("We agree.", source="en", target="pt")
    assert caught.value.values["name"] == "translate-en_pt-1_0"
    assert [name for name, _ in PackStore(store.folder).quarantined()] == ["translate-en_pt-1_0"]
    assert service.languages() == {"en", "pt"}
    assert service.targets("en") == frozenset()
    store.install(starter)
    assert store.quarantined() == []
    assert service.translate("We agree.", source="en", target="pt").text == "Nós concordamos."


def test_verify_loads_every_pack(store: PackStore) -> None:
    store.ensure_starters()
    assert store.verify() == [("translate-en_pt-1_0", None), ("translate-pt_en-1_0", None)]
    (store.folder / "translate-pt_en-1_0" / "model" / "model.bin").write_bytes((6).to_bytes(4, "little"))
    assert dict(store.verify())["translate-pt_en-1_0"] is not None
    assert [pack.pair for pack in store.installed()] == [LanguagePair("en", "pt")]


def test_no_room_is_said_before_anything_is_written(
    store: PackStore, starter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type(shutil.disk_usage("."))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 10**7, 10**7))
    with pytest.raises(KnownError) as caught:
        store.install(starter)
    assert caught.value.what == N_("There is not enough room for {name}: it needs {needed} MB, {free} MB are free.")
    assert store.installed() == []


@pytest.mark.parametrize(
    ("code", "tag"),
    [("zt", "zh-Hant"), ("pb", "pt-BR"), ("en", "en"), ("zh_Hans", "zh-Hans"), ("e/n", None), ("", None)],
)
def test_pack_codes_are_bcp_47(code: str, tag: str | None) -> None:
    assert pack_language(code) == tag


@pytest.mark.parametrize(
    ("tag", "available", "match"),
    [
        ("pt-BR", {"pt"}, "pt"),
        ("pt-BR", {"pt", "pt-BR"}, "pt-BR"),
        ("pt", {"pt-BR"}, "pt-BR"),
        ("zh-CN", {"zh", "zh-Hant"}, "zh"),
        ("zh-TW", {"zh", "zh-Hant"}, "zh-Hant"),
        ("zh-TW", {"zh"}, None),
        ("no", {"nb"}, "nb"),
        ("EN_us", {"en"}, "en"),
        ("fr", {"en"}, None),
        ("?", {"en"}, None),
    ],
)
def test_a_tag_is_served_by_the_nearest_pack(tag: str, available: set[str], match: str | None) -> None:
    assert best_match(tag, available) == match


def test_tags_get_their_usual_case() -> None:
    assert normal_tag("ZH_hant_tw") == "zh-Hant-TW"
