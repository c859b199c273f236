"""Firefox Translations models as packs: found under any of Mozilla's names, checked, and staged for the store."""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from dragoman.base.i18n import N_, Text
from dragoman.translation.model import LanguagePair
from dragoman.translation.pack_archive import BrokenPack, check_entries
from dragoman.translation.tags import pack_language

ENGINE = "firefox"
MAX_FILE_BYTES = 1 << 30
"""Largest file unpacked; the largest published model has about 60 MB."""

ARCHITECTURES = {256: "tiny", 384: "base-memory", 512: "base"}
"""Width of the embeddings, as in the ``student.*.yml`` of Mozilla's training pipeline."""

_MODEL = re.compile(r"model\.(?:(?P<pair>[a-z]{2,3}[-_]?[a-z]{2,3}(?:[-_](?:hans|hant))?)\.)?(?:[\w.-]*\.)?bin", re.I)
_VOCABULARY = re.compile(r"(?P<side>src|trg)?vocab(?:\.(?P<pair>[\w-]+))?\.spm", re.I)
_SHORTLIST = re.compile(r"lex\.(?:[\w.-]+\.)?bin", re.I)
_NOTES = ("metadata.json", "data.json", "model_info.json", "registry.json")
_NOTE_BYTES = 4 << 20
_SPARE_BYTES = 16 << 20
_GZIP_RATIO = 200
_CHUNK = 1 << 20

# Marian's binary model: version, number of tensors, then per tensor four numbers (length of the name, type, number of
# dimensions, bytes of data); its binary shortlist: magic, checksum, two widths, and the lengths of its two tables.
_MODEL_VERSION = 1
_MAX_TENSORS = 100_000
_SHORTLIST_MAGIC = 0xF11A48D5013417F5
_EMBEDDING_WIDTH = re.compile(rb"\bdim-emb: (\d+)\n")
_VOCABULARY_SIZES = re.compile(rb"\bdim-vocabs:\n((?:\s*- \d+\n){1,2})")


@dataclass(frozen=True, slots=True)
class FirefoxFiles:
    """The files of one model. ``shortlist`` is None where there is none: then it is slower, and as good."""

    model: Path
    source_vocabulary: Path
    target_vocabulary: Path
    shortlist: Path | None

    @property
    def size_bytes(self) -> int:
        return sum(path.stat().st_size for path in self.all)

    @property
    def all(self) -> tuple[Path, ...]:
        """Every file once."""
        found = (self.model, self.source_vocabulary, self.target_vocabulary, self.shortlist)
        return tuple(dict.fromkeys(path for path in found if path is not None))


def stage(file_or_folder: Path, temporary: Path) -> Path | None:
    """Return a pack folder made within ``temporary`` from a zip, a folder or a model file; None when it is none.

    A Firefox model is ``model.*.bin``, ``vocab.*.spm`` (or ``srcvocab`` and ``trgvocab``) and ``lex.*.bin``, each plain
    or as ``.gz``. ``temporary`` is made; the caller removes it. Checksums in a ``registry.json`` or ``metadata.json``
    beside the files must fit. Raises :class:`BrokenPack`, ``zipfile.BadZipFile`` and :class:`OSError`.
    """
    with _opened(file_or_folder) as box:
        if box is None:
            return None
        names = _home_of_model(box)
        if names is None:
            return None
        chosen = _chosen(names, file_or_folder)
        notes = _notes(box, names)
        pair = _pair(chosen["model"], notes, _names_above(chosen["model"], file_or_folder))
        needed = sum(box.size(name) for name in chosen.values())
        temporary.mkdir()
        if shutil.disk_usage(temporary).free < needed + _SPARE_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        root = temporary / "pack"
        root.mkdir()
        for name in chosen.values():
            _unpack(box, name, root / _plain(name))
    files = check_layout(root)
    _check_hashes(files, notes)
    _check_vocabularies(files)
    _write_metadata(root, files, pair, _version(notes))
    return root


def check_layout(root: Path) -> FirefoxFiles:
    """Return the files in ``root``. Raises :class:`BrokenPack` unless each is there, of the right kind and whole."""
    names = {path.name: path for path in root.iterdir() if path.is_file() and not path.is_symlink()}
    found = _chosen(list(names), root)
    paths = {role: names[name] for role, name in found.items()}
    vocabulary = paths.get("vocabulary")
    files = FirefoxFiles(
        paths["model"],
        paths.get("source", vocabulary or paths["model"]),
        paths.get("target", vocabulary or paths["model"]),
        paths.get("shortlist"),
    )
    _check_model(files.model)
    if files.shortlist is not None:
        _check_shortlist(files.shortlist)
    return files


def try_model(root: Path, sentence: str) -> str:
    """Return ``sentence`` translated by the model in ``root``, loaded in this process. Raises :class:`BrokenPack`."""
    try:
        return load(check_layout(root)).translate(sentence)
    except BrokenPack:
        raise
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        # The engine panics on some damage, which is no Exception.
        raise BrokenPack(Text(N_("its model cannot be loaded."))) from error


class Model(Protocol):
    """What ``fxtranslate.Translator`` offers and we use."""

    def translate(self, text: str) -> str:
        """Return one sentence translated."""
        ...


def load(files: FirefoxFiles) -> Model:
    """Return the loaded model; it must be used on this thread alone. Raises what the engine raises, panics too."""
    from fxtranslate import Translator

    source = files.source_vocabulary.read_bytes()
    same = files.target_vocabulary == files.source_vocabulary
    target = source if same else files.target_vocabulary.read_bytes()
    shortlist = files.shortlist.read_bytes() if files.shortlist is not None else None
    model: Model = Translator(files.model.read_bytes(), source, target, shortlist)
    return model


def architecture(model: Path) -> str:
    """Return ``tiny``, ``base-memory`` or ``base``; an empty string for one that is none of Mozilla's."""
    found = _EMBEDDING_WIDTH.search(model.read_bytes())
    return ARCHITECTURES.get(int(found[1]), "") if found else ""


class _Box(Protocol):
    """Where the files come from."""

    def names(self) -> list[str]: ...

    def size(self, name: str) -> int: ...

    def open(self, name: str) -> IO[bytes]: ...


class _Archive:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def names(self) -> list[str]:
        return [entry.filename for entry in self._archive.infolist() if not entry.is_dir()]

    def size(self, name: str) -> int:
        return self._archive.getinfo(name).file_size

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(name)


class _Folder:
    """A folder, with ``is_deep`` the folders in it too. Links are not followed: they are no files of the pack."""

    def __init__(self, folder: Path, *, is_deep: bool) -> None:
        self._folder = folder
        self._is_deep = is_deep

    def names(self) -> list[str]:
        found = [path.name for path in self._folder.iterdir() if _is_plain_file(path)]
        for folder in self._folder.iterdir() if self._is_deep else ():
            if folder.is_dir() and not folder.is_symlink():
                found += [f"{folder.name}/{path.name}" for path in folder.iterdir() if _is_plain_file(path)]
        return found

    def size(self, name: str) -> int:
        return (self._folder / name).stat().st_size

    def open(self, name: str) -> IO[bytes]:
        return (self._folder / name).open("rb")


@contextmanager
def _opened(file_or_folder: Path) -> Iterator[_Box | None]:
    if file_or_folder.is_dir():
        yield _Folder(file_or_folder, is_deep=True)
    elif _MODEL.fullmatch(_plain(file_or_folder.name)) and file_or_folder.is_file():
        yield _Folder(file_or_folder.parent, is_deep=False)
    elif file_or_folder.is_file() and zipfile.is_zipfile(file_or_folder):
        with zipfile.ZipFile(file_or_folder) as archive:
            if _home_of_model(_Archive(archive)) is not None:
                check_entries(archive.infolist(), file_or_folder.stat().st_size)
            yield _Archive(archive)
    else:
        yield None


def _is_plain_file(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode)


def _plain(name: str) -> str:
    return PurePosixPath(name).name.removesuffix(".gz")


def _home_of_model(box: _Box) -> list[str] | None:
    """Return the names in the one folder that holds a Firefox model, None when there is none."""
    by_folder: dict[str, list[str]] = {}
    for name in box.names():
        by_folder.setdefault(str(PurePosixPath(name).parent), []).append(name)
    homes = [names for names in by_folder.values() if any(_is_firefox(name) for name in names)]
    if len(homes) > 1:
        raise BrokenPack(Text(N_("it holds several packs; choose one of them.")))
    return homes[0] if homes else None


def _is_firefox(name: str) -> bool:
    plain = _plain(name)
    # ``model.bin`` alone is what an Argos pack calls its own.
    return bool(_VOCABULARY.fullmatch(plain) or (_MODEL.fullmatch(plain) and plain != "model.bin"))


def _chosen(names: list[str], origin: Path) -> dict[str, str]:
    """Return which file is what: model, shortlist, and vocabulary or source and target. Raises :class:`BrokenPack`."""
    models = [name for name in names if _MODEL.fullmatch(_plain(name))]
    if origin.is_file() and origin.name in models:
        models = [origin.name]
    # Of one model in several encodings, the one with fixed quantisation multipliers is the fastest.
    models.sort(key=lambda name: (".alphas." not in name, name.endswith(".gz"), name))
    if not models:
        raise BrokenPack(Text(N_("its model (model.….bin) is missing.")))
    tokens = {_token(name) for name in models}
    if len(tokens) > 1:
        raise BrokenPack(Text(N_("it holds several packs; choose one of them.")))
    found = {"model": models[0]}
    token = _token(models[0])
    if shortlists := _of_pair([name for name in names if _SHORTLIST.fullmatch(_plain(name))], token):
        found["shortlist"] = shortlists[0]
    for side, role in (("src", "source"), ("trg", "target"), (None, "vocabulary")):
        fitting = [name for name in names if (match := _VOCABULARY.fullmatch(_plain(name))) and match["side"] == side]
        if chosen := _of_pair(fitting, token):
            found[role] = chosen[0]
    if "vocabulary" in found:
        found.pop("source", None)
        found.pop("target", None)
    elif not {"source", "target"} <= found.keys():
        raise BrokenPack(Text(N_("its vocabulary is missing.")))
    return found


def _token(model: str) -> str:
    match = _MODEL.fullmatch(_plain(model))
    return (match["pair"] or "").lower() if match else ""


def _of_pair(names: list[str], token: str) -> list[str]:
    """Return the names that carry the pair, or where none does, all: both directions may share ``vocab.esen.spm``."""
    ordered = sorted(names, key=lambda name: (name.endswith(".gz"), name))
    named = [name for name in ordered if token and token in _plain(name).lower()]
    return named or ordered


def _notes(box: _Box, names: list[str]) -> dict[str, dict[str, object]]:
    """Return what lies beside the model in JSON, by file name; one that cannot be read is left out."""
    found: dict[str, dict[str, object]] = {}
    for name in names:
        plain = PurePosixPath(name).name
        if plain not in _NOTES or box.size(name) > _NOTE_BYTES:
            continue
        with box.open(name) as handle:
            try:
                content = json.loads(handle.read(_NOTE_BYTES))
            except (ValueError, RecursionError):
                continue
        if isinstance(content, dict):
            found[plain] = content
    return found


def _names_above(model: str, origin: Path) -> list[str]:
    folder = PurePosixPath(model).parent.name
    return [name for name in (folder, origin.name if origin.is_dir() else origin.stem) if name]


def _pair(model: str, notes: dict[str, dict[str, object]], above: list[str]) -> LanguagePair:
    keys = (("from_code", "to_code"), ("sourceLanguage", "targetLanguage"))
    for note in (notes.get("metadata.json", {}), notes.get("data.json", {})):
        for source, target in keys:
            if (pair := _pair_of(note.get(source), note.get(target))) is not None:
                return pair
    for token in (_token(model), *above):
        if (pair := _pair_in(token)) is not None:
            return pair
    raise BrokenPack(Text(N_("nothing in its names says which languages it translates.")))


def _pair_in(token: str) -> LanguagePair | None:
    """Return the pair in ``enpt``, ``en-pt``, ``enzh-Hant`` or ``enpt-1693087644``."""
    language = "[a-z]{2,3}(?:[-_]han[st])?"
    found = re.match(rf"({language})[-_]({language})(?![a-z])", token, re.I)
    # Without a hyphen between them, one of the two is English: Mozilla trains no others.
    found = found or re.match(rf"(en)({language})(?![a-z])|({language})(en)(?![a-z])", token, re.I)
    return _pair_of(*(part for part in found.groups() if part)) if found else None


def _pair_of(source: object, target: object) -> LanguagePair | None:
    tags = [pack_language(code) if isinstance(code, str) else None for code in (source, target)]
    # A pack for Chinese in the script most of its readers use is filed as Argos files it.
    first, second = ("zh" if tag == "zh-Hans" else tag for tag in tags)
    return LanguagePair(first, second) if first and second and first != second else None


def _version(notes: dict[str, dict[str, object]]) -> str:
    for name, key in (("metadata.json", "package_version"), ("metadata.json", "version"), ("data.json", "version")):
        if isinstance(value := notes.get(name, {}).get(key), str) and re.fullmatch(r"\d+(?:\.\w+)*", value):
            return value
    value = notes.get("model_info.json", {}).get("version")
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else "1.0"


def _unpack(box: _Box, name: str, path: Path) -> None:
    """Write one file, decompressed. Raises :class:`BrokenPack` for one that grows beyond reason or is cut short."""
    limit = min(MAX_FILE_BYTES, _GZIP_RATIO * max(box.size(name), _CHUNK))
    written = 0
    try:
        with box.open(name) as packed, path.open("xb") as plain:
            stream = gzip.GzipFile(fileobj=packed) if name.endswith(".gz") else packed
            while chunk := stream.read(_CHUNK):
                written += len(chunk)
                if written > limit:
                    raise BrokenPack(Text(N_("it would grow far beyond its size when unpacked.")))
                plain.write(chunk)
            plain.flush()
            os.fsync(plain.fileno())
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise BrokenPack(Text(N_("{file} in it is damaged."), {"file": path.name})) from None


def _check_model(path: Path) -> None:
    broken = BrokenPack(Text(N_("{file} is not a whole Firefox Translations model."), {"file": path.name}))
    size = path.stat().st_size
    with path.open("rb") as handle:
        version, tensors = _numbers(handle.read(16))
        if version != _MODEL_VERSION or not 0 < tensors <= _MAX_TENSORS:
            raise broken
        headers = _numbers(handle.read(32 * tensors))
        if len(headers) != 4 * tensors:
            raise broken
        total = 16 + 32 * tensors + sum(headers[0::4]) + 4 * sum(headers[2::4])
        if total + 8 > size:
            raise broken
        handle.seek(total)
        padding = _numbers(handle.read(8))[0]
    if total + 8 + padding + sum(headers[3::4]) != size:
        raise broken


def _check_shortlist(path: Path) -> None:
    with path.open("rb") as handle:
        numbers = _numbers(handle.read(48))
    whole = len(numbers) == 6 and numbers[0] == _SHORTLIST_MAGIC
    if not whole or 48 + 8 * numbers[4] + 4 * numbers[5] != path.stat().st_size:
        raise BrokenPack(Text(N_("{file} is not a whole Firefox Translations model."), {"file": path.name}))


def _numbers(content: bytes) -> list[int]:
    found = [int.from_bytes(content[start : start + 8], "little") for start in range(0, len(content) - 7, 8)]
    return found if len(found) >= 2 or len(content) == 8 else [0, 0]


def _check_hashes(files: FirefoxFiles, notes: dict[str, dict[str, object]]) -> None:
    """Compare the files with the checksums that Mozilla publishes beside them."""
    expected: dict[str, object] = {}
    for entry in notes.get("registry.json", {}).values():
        for one in entry.values() if isinstance(entry, dict) else ():
            if isinstance(one, dict):
                expected[str(one.get("name"))] = one.get("expectedSha256Hash")
    metadata = notes.get("metadata.json", {})
    if metadata.get("byteSize") == files.model.stat().st_size:
        expected.setdefault(files.model.name, metadata.get("hash"))
    for path in files.all:
        digest = expected.get(path.name)
        if not isinstance(digest, str) or not digest:
            continue
        with path.open("rb") as handle:
            if hashlib.file_digest(handle, "sha256").hexdigest() != digest.lower():
                raise BrokenPack(Text(N_("the checksum of {file} is wrong."), {"file": path.name}))


def _check_vocabularies(files: FirefoxFiles) -> None:
    """Raise :class:`BrokenPack` unless both vocabularies are as large as the model says."""
    from sentencepiece import SentencePieceProcessor

    sizes = []
    for path in (files.source_vocabulary, files.target_vocabulary):
        try:
            sizes.append(SentencePieceProcessor(model_proto=path.read_bytes()).get_piece_size())
        except (RuntimeError, ValueError):
            sizes.append(0)
        if not sizes[-1]:
            raise BrokenPack(Text(N_("{file} in it is damaged."), {"file": path.name}))
    said = _VOCABULARY_SIZES.search(files.model.read_bytes())
    # The model may reserve a few more rows than there are pieces.
    if said and any(not 0 <= int(n) - size < 256 for n, size in zip(re.findall(rb"\d+", said[1]), sizes, strict=False)):
        raise BrokenPack(Text(N_("its vocabulary belongs to another model.")))


def _write_metadata(root: Path, files: FirefoxFiles, pair: LanguagePair, version: str) -> None:
    from dragoman.base.errors import KnownError
    from dragoman.base.locales import language_name

    def name(tag: str) -> str:
        try:
            return language_name(tag, "en")
        except KnownError:
            return tag

    content = {
        "engine": ENGINE,
        "type": "translate",
        "from_code": pair.source,
        "to_code": pair.target,
        "package_version": version,
        "from_name": name(pair.source),
        "to_name": name(pair.target),
        "architecture": architecture(files.model),
    }
    with (root / "metadata.json").open("w", encoding="utf-8") as handle:
        json.dump(content, handle, ensure_ascii=False, indent=1)
        handle.flush()
        os.fsync(handle.fileno())
