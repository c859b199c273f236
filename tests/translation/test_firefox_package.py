from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from dragoman.translation.firefox_package import check_layout, stage, try_model
from dragoman.translation.model import LanguagePair
from dragoman.translation.pack_archive import BrokenPack
from dragoman.translation.packs import PackStore

MODEL, LEX, VOCABULARY = "model.enpt.intgemm.alphas.bin", "lex.50.50.enpt.s2t.bin", "vocab.enpt.spm"


@pytest.fixture(scope="module")
def published(firefox_models: Path) -> Path:
    (folder,) = firefox_models.glob("enpt-*")
    return folder


@pytest.fixture
def bare(published: Path, tmp_path: Path) -> Path:
    """The three files of the model and nothing else, in a folder that says nothing."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name in (MODEL, LEX, VOCABULARY):
        (folder / name).hardlink_to(published / name) if _same_disk(published, folder) else shutil.copy(
            published / name, folder
        )
    return folder


def _same_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


def replaced(folder: Path, name: str, content: bytes) -> None:
    (folder / name).unlink()
    (folder / name).write_bytes(content)


def metadata(root: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((root / "metadata.json").read_text("utf-8"))
    return found


def test_a_folder_is_staged_and_translates(bare: Path, tmp_path: Path) -> None:
    root = stage(bare, tmp_path / "staged")
    assert root is not None
    said = metadata(root)
    assert (said["engine"], said["from_code"], said["to_code"]) == ("firefox", "en", "pt")
    assert (said["from_name"], said["to_name"], said["architecture"]) == ("English", "Portuguese", "tiny")
    assert try_model(root, "Good morning.") == "Bom dia."


def test_compressed_files_in_a_zip_are_staged(bare: Path, tmp_path: Path) -> None:
    archive = tmp_path / "enpt.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in bare.iterdir():
            packed.writestr(f"models/enpt/{file.name}.gz", gzip.compress(file.read_bytes(), 1))
    root = stage(archive, tmp_path / "staged")
    assert root is not None
    assert {path.name for path in root.iterdir()} == {MODEL, LEX, VOCABULARY, "metadata.json"}
    assert (root / MODEL).read_bytes() == (bare / MODEL).read_bytes()


def test_the_model_file_stands_for_its_folder(bare: Path, tmp_path: Path) -> None:
    (bare / "model.enes.intgemm.alphas.bin").write_bytes(b"another")
    root = stage(bare / MODEL, tmp_path / "staged")
    assert root is not None
    assert metadata(root)["to_code"] == "pt"


@pytest.mark.parametrize(
    ("renamed", "pair"),
    [
        ({MODEL: "model.ptde.intgemm.alphas.bin"}, None),
        ({MODEL: "model.enzh-Hant.intgemm8.bin", VOCABULARY: "vocab.zhen.spm"}, LanguagePair("en", "zh-Hant")),
        ({MODEL: "model.jaen.bin", LEX: "lex.jaen.s2t.bin"}, LanguagePair("ja", "en")),
        ({MODEL: "model.intgemm.alphas.bin", LEX: "lex.bin", VOCABULARY: "vocab.spm"}, LanguagePair("fi", "en")),
    ],
)
def test_every_naming_is_read(bare: Path, tmp_path: Path, renamed: dict[str, str], pair: LanguagePair | None) -> None:
    folder = bare.rename(tmp_path / "fien-17")
    for old, new in renamed.items():
        (folder / old).rename(folder / new)
    root = stage(folder, tmp_path / "staged")
    assert root is not None
    said = metadata(root)
    assert LanguagePair(str(said["from_code"]), str(said["to_code"])) == (pair or LanguagePair("fi", "en"))
    files = check_layout(root)
    assert len(files.all) == 3


def test_split_vocabularies_are_told_apart(bare: Path, tmp_path: Path) -> None:
    shutil.copy(bare / VOCABULARY, bare / "srcvocab.enja.spm")
    (bare / VOCABULARY).rename(bare / "trgvocab.enja.spm")
    (bare / MODEL).rename(bare / "model.enja.intgemm.alphas.bin")
    root = stage(bare, tmp_path / "staged")
    assert root is not None
    files = check_layout(root)
    assert (files.source_vocabulary.name, files.target_vocabulary.name) == ("srcvocab.enja.spm", "trgvocab.enja.spm")


def test_what_lies_beside_names_languages_and_version(bare: Path, tmp_path: Path) -> None:
    (bare / "data.json").write_text('{"sourceLanguage": "en", "targetLanguage": "zh-Hans", "version": "2.1"}')
    root = stage(bare, tmp_path / "staged")
    assert root is not None
    assert (metadata(root)["to_code"], metadata(root)["package_version"]) == ("zh", "2.1")


def test_a_file_without_shortlist_is_complete(bare: Path, tmp_path: Path) -> None:
    (bare / LEX).unlink()
    root = stage(bare, tmp_path / "staged")
    assert root is not None
    assert check_layout(root).shortlist is None
    assert try_model(root, "Good morning.") == "Bom dia."


def test_other_files_are_no_firefox_pack(tmp_path: Path) -> None:
    (tmp_path / "notes.zip").write_bytes(b"not a zip")
    (tmp_path / "empty").mkdir()
    with zipfile.ZipFile(tmp_path / "argos.zip", "w") as packed:
        packed.writestr("x/model/model.bin", b"")
        packed.writestr("x/sentencepiece.model", b"")
    for name in ("notes.zip", "empty", "argos.zip", "nothing"):
        assert stage(tmp_path / name, tmp_path / "staged") is None
    assert not (tmp_path / "staged").exists()


class TestRefused:
    @pytest.mark.parametrize("name", [MODEL, LEX])
    @pytest.mark.parametrize("damage", ["cut", "empty", "longer", "other"])
    def test_damaged_files(self, bare: Path, tmp_path: Path, name: str, damage: str) -> None:
        whole = (bare / name).read_bytes()
        content = {"cut": whole[:-100], "empty": b"", "longer": whole + b"x", "other": b"PK" + whole[2:]}[damage]
        replaced(bare, name, content)
        with pytest.raises(BrokenPack, match="is not a whole Firefox"):
            stage(bare, tmp_path / "staged")

    def test_a_cut_vocabulary(self, bare: Path, tmp_path: Path) -> None:
        replaced(bare, VOCABULARY, (bare / VOCABULARY).read_bytes()[:5000])
        with pytest.raises(BrokenPack, match="damaged"):
            stage(bare, tmp_path / "staged")

    def test_the_vocabulary_of_another_model(self, bare: Path, tmp_path: Path) -> None:
        import sentencepiece

        words = [f"word{number} and {number * 7}" for number in range(400)]
        (tmp_path / "corpus.txt").write_text("\n".join(words))
        sentencepiece.SentencePieceTrainer.train(
            input=str(tmp_path / "corpus.txt"), model_prefix=str(tmp_path / "small"), vocab_size=60, minloglevel=2
        )
        replaced(bare, VOCABULARY, (tmp_path / "small.model").read_bytes())
        with pytest.raises(BrokenPack, match="another model"):
            stage(bare, tmp_path / "staged")

    @pytest.mark.parametrize("name", [MODEL, VOCABULARY])
    def test_missing_files(self, bare: Path, tmp_path: Path, name: str) -> None:
        (bare / name).unlink()
        with pytest.raises(BrokenPack, match="is missing"):
            stage(bare, tmp_path / "staged")

    def test_several_models(self, firefox_models: Path, bare: Path, tmp_path: Path) -> None:
        with pytest.raises(BrokenPack, match="several"):
            stage(firefox_models, tmp_path / "staged")
        (bare / "model.enes.intgemm.alphas.bin").write_bytes(b"x")
        with pytest.raises(BrokenPack, match="several"):
            stage(bare, tmp_path / "staged")

    def test_no_language_anywhere(self, bare: Path, tmp_path: Path) -> None:
        (bare / MODEL).rename(bare / "model.intgemm.bin")
        with pytest.raises(BrokenPack, match="which languages"):
            stage(bare, tmp_path / "staged")

    @pytest.mark.parametrize("note", ["registry.json", "metadata.json"])
    def test_a_wrong_checksum(self, bare: Path, tmp_path: Path, note: str) -> None:
        size, right = (bare / MODEL).stat().st_size, hashlib.sha256((bare / MODEL).read_bytes()).hexdigest()

        def write(digest: str) -> None:
            content: object = {"byteSize": size, "hash": digest}
            if note == "registry.json":
                content = {"enpt": {"model": {"name": MODEL, "expectedSha256Hash": digest}}}
            (bare / note).write_text(json.dumps(content))

        write(right)
        assert stage(bare, tmp_path / "good") is not None
        write("0" * 64)
        with pytest.raises(BrokenPack, match="checksum"):
            stage(bare, tmp_path / "bad")

    def test_a_compressed_bomb(self, bare: Path, tmp_path: Path) -> None:
        (bare / LEX).unlink()
        with gzip.open(bare / f"{LEX}.gz", "wb", compresslevel=9) as packed:
            for _ in range(300):
                packed.write(bytes(1 << 20))
        with pytest.raises(BrokenPack, match="grow"):
            stage(bare, tmp_path / "staged")

    def test_damaged_compression(self, bare: Path, tmp_path: Path) -> None:
        packed = gzip.compress((bare / LEX).read_bytes(), 1)
        (bare / LEX).unlink()
        (bare / f"{LEX}.gz").write_bytes(packed[: len(packed) // 2])
        with pytest.raises(BrokenPack, match="damaged"):
            stage(bare, tmp_path / "staged")

    def test_paths_out_of_the_zip(self, bare: Path, tmp_path: Path) -> None:
        archive = tmp_path / "bad.zip"
        with zipfile.ZipFile(archive, "w") as packed:
            for file in bare.iterdir():
                packed.write(file, f"../{file.name}")
        with pytest.raises(BrokenPack, match="forbidden path"):
            stage(archive, tmp_path / "staged")

    def test_links_are_not_followed(self, bare: Path, tmp_path: Path) -> None:
        real = (bare / VOCABULARY).rename(tmp_path / "real.spm")
        try:
            (bare / VOCABULARY).symlink_to(real)
        except OSError:
            pytest.skip("this system makes no links here")
        with pytest.raises(BrokenPack, match="is missing"):
            stage(bare, tmp_path / "staged")

    def test_a_model_that_panics_is_broken(self, bare: Path, tmp_path: Path) -> None:
        root = stage(bare, tmp_path / "staged")
        assert root is not None
        content = bytearray((root / LEX).read_bytes())
        content[48:4096] = b"\xff" * (4096 - 48)
        replaced(root, LEX, bytes(content))
        with pytest.raises(BrokenPack, match="cannot be loaded"):
            try_model(root, "Good morning, my friends.")


def test_the_store_keeps_both_engines_of_a_pair(firefox_models: Path, tmp_path: Path) -> None:
    store = PackStore(tmp_path / "packs")
    store.ensure_starters()
    (folder,) = firefox_models.glob("enpt-*")
    store.install(folder)
    assert [(pack.engine, pack.pair) for pack in store.installed() if pack.source == "en"] == [
        ("argos", LanguagePair("en", "pt")),
        ("firefox", LanguagePair("en", "pt")),
    ]
    store.remove("en", "pt", engine="firefox")
    assert [pack.engine for pack in store.installed() if pack.source == "en"] == ["argos"]
