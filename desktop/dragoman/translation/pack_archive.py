"""What is checked before a language pack is trusted: the archive, its metadata and its layout; and the unpacking."""

from __future__ import annotations

import errno
import json
import os
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dragoman.base.errors import Cancelled, KnownError
from dragoman.base.i18n import N_, Text
from dragoman.translation.pack_folder import check_room
from dragoman.translation.progress import Ask, Phase, Progress, Report, never, silent
from dragoman.translation.tags import pack_language

ENGINES = ("argos", "firefox")
"""Engines whose packs are kept in one folder, told apart by ``engine`` in their metadata; Argos's own say nothing."""

MAX_ENTRIES = 20_000
MAX_TOTAL_BYTES = 4 << 30
MAX_RATIO = 200
"""Uncompressed over compressed size; the vocabulary maps of real packs reach about 5."""

_BOMB_FLOOR_BYTES = 1 << 20
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,31}")
_WINDOWS_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
)
_CT2_MAX_BINARY_VERSION = 64
_CT2_TRANSLATORS = frozenset({"TransformerSpec", "TransformerBase", "TransformerBig"})
"""Names that CTranslate2 writes into models that translate; others transcribe, continue or encode text."""

_CHUNK_BYTES = 1 << 20
_TRUNCATED = N_("it is not a complete pack file.")
_REMEDY = N_("Download the pack again, or ask whoever gave it to you for a new copy. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class PackMetadata:
    """What a pack says of itself, checked: BCP 47 languages, a plain version, printable names."""

    source: str
    target: str
    version: str
    source_name: str
    target_name: str
    engine: str = "argos"

    @property
    def folder_name(self) -> str:
        """The folder the pack is installed in; safe on every file system."""
        kind = "translate" if self.engine == "argos" else self.engine
        return f"{kind}-{self.source}_{self.target}-{self.version.replace('.', '_')}"


class BrokenPack(Exception):  # noqa: N818 - carries a reason; callers decide whether it is an error
    """A pack that must not be used; ``reason`` says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.message.format(**reason.values))
        self.reason = reason


def refused(name: str, reason: Text) -> KnownError:
    """Return the error for a pack file that was not installed."""
    return KnownError(N_("{name} was not installed: {reason}"), _REMEDY, name=name, reason=reason)


def check_entries(entries: Iterable[zipfile.ZipInfo], archive_bytes: int) -> int:
    """Return the bytes the entries unpack to. Raises :class:`BrokenPack` for an archive that could do harm.

    Refused are paths out of the folder, links, devices, encrypted entries, names that collide on a file system
    without case, names Windows cannot hold, and sizes that only a decompression bomb has.
    """
    seen: set[str] = set()
    total = 0
    for count, entry in enumerate(entries, start=1):
        if count > MAX_ENTRIES:
            raise BrokenPack(Text(N_("it holds more than {limit} files."), {"limit": MAX_ENTRIES}))
        _check_name(entry.orig_filename if "\0" in entry.orig_filename else entry.filename)
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise BrokenPack(Text(N_("it holds a link or device, {entry}."), {"entry": _shown(entry.filename)}))
        if entry.flag_bits & 0x1:
            raise BrokenPack(Text(N_("it is encrypted.")))
        folded = unicodedata.normalize("NFC", entry.filename.rstrip("/")).casefold()
        if folded in seen:
            raise BrokenPack(Text(N_("it holds the name {entry} twice."), {"entry": _shown(entry.filename)}))
        seen.add(folded)
        total += entry.file_size
        if entry.file_size > _BOMB_FLOOR_BYTES and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise BrokenPack(Text(N_("it would grow far beyond its size when unpacked.")))
    if total > MAX_TOTAL_BYTES or (total > _BOMB_FLOOR_BYTES and total > MAX_RATIO * max(archive_bytes, 1)):
        raise BrokenPack(Text(N_("it would grow far beyond its size when unpacked.")))
    return total


def read_metadata(folder: Path) -> PackMetadata:
    """Return the checked ``metadata.json`` of an unpacked pack. Raises :class:`BrokenPack`."""
    try:
        raw = json.loads((folder / "metadata.json").read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise BrokenPack(Text(N_("metadata.json is missing."))) from None
    except (OSError, ValueError, RecursionError):
        raise BrokenPack(Text(N_("metadata.json cannot be read."))) from None
    if not isinstance(raw, dict):
        raise BrokenPack(Text(N_("metadata.json cannot be read.")))
    if raw.get("type", "translate") != "translate":
        raise BrokenPack(Text(N_("it is not a translation pack.")))
    codes = (raw.get("from_code"), raw.get("to_code"))
    languages = [pack_language(code) if isinstance(code, str) else None for code in codes]
    source, target = languages
    if source is None or target is None or source == target:
        raise BrokenPack(
            Text(N_("its language codes {codes} are not usable."), {"codes": _shown(", ".join(map(str, codes)))})
        )
    version = plain_version(raw.get("package_version"))
    if version is None:
        shown = _shown(str(raw.get("package_version", "")))
        raise BrokenPack(Text(N_("its version {version} is not usable."), {"version": shown}))
    engine = raw.get("engine", "argos")
    if engine not in ENGINES:
        raise BrokenPack(Text(N_("it is for the unknown engine {engine}."), {"engine": _shown(str(engine))}))
    names = (plain_name(raw.get("from_name"), source), plain_name(raw.get("to_name"), target))
    return PackMetadata(source, target, version, *names, engine)


def plain_version(value: object) -> str | None:
    """Return a version that may stand in a folder's name, None for anything else."""
    fits = isinstance(value, str) and _VERSION.fullmatch(value) and ".." not in value
    return str(value) if fits else None


def check_layout(folder: Path, engine: str = "argos") -> None:
    """Raise :class:`BrokenPack` unless ``folder`` holds what ``engine`` needs: model, vocabulary and tokenizer."""
    if engine == "firefox":
        from dragoman.translation import firefox_package

        firefox_package.check_layout(folder)
    else:
        _check_argos_layout(folder)


def unpack(file: Path, into: Path, *, name: str, report: Report = silent, cancelled: Ask = never) -> None:
    """Unpack the checked archive ``file``, called ``name`` in messages, to the new folder ``into``, durably.

    Raises :class:`BrokenPack` for an archive that is damaged or could do harm, :class:`KnownError` when there is no
    room, :class:`Cancelled` when asked to stop and :class:`OSError` when the disk fails; ``into`` is then half filled.
    """
    with naming_damage(), zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        total = check_entries(entries, file.stat().st_size)
        check_room(into.parent, total, name)
        into.mkdir()
        done = 0
        for entry in entries:
            for count in _extract(archive, entry, into):
                done += count
                report(Progress(Phase.UNPACKING, name, done, total))
                if cancelled():
                    raise Cancelled


@contextmanager
def naming_damage() -> Iterator[None]:
    """Turn what the zip library raises over a damaged archive into :class:`BrokenPack`."""
    try:
        yield
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        # NotImplementedError stands for an unknown compression, RuntimeError for a password, ValueError for names.
        raise BrokenPack(Text(_TRUNCATED)) from error
    except OSError as error:
        # A damaged directory sends the library to places that no file has.
        if error.errno == errno.EINVAL:
            raise BrokenPack(Text(_TRUNCATED)) from error
        raise
    except Exception as error:
        # zlib.error, lzma.LZMAError and struct.error have no common base.
        if type(error).__module__ in ("zlib", "struct", "_lzma"):
            raise BrokenPack(Text(_TRUNCATED)) from error
        raise


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, into: Path) -> Iterator[int]:
    """Write one entry, and yield the bytes of every chunk."""
    path = into.joinpath(*entry.filename.rstrip("/").split("/"))
    if entry.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as packed, path.open("xb") as plain:
        while chunk := packed.read(_CHUNK_BYTES):
            plain.write(chunk)
            yield len(chunk)
        plain.flush()
        os.fsync(plain.fileno())


def pack_root(folder: Path) -> Path:
    """Return where in an unpacked archive the pack begins. Raises :class:`BrokenPack` where it does not."""
    if (folder / "metadata.json").is_file():
        return folder
    holders = [path for path in folder.iterdir() if (path / "metadata.json").is_file()]
    if len(holders) != 1:
        raise BrokenPack(Text(N_("metadata.json is missing.")))
    return holders[0]


def _check_argos_layout(folder: Path) -> None:
    model = folder / "model" / "model.bin"
    if not model.is_file():
        raise BrokenPack(Text(N_("model/model.bin is missing.")))
    if not any((folder / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        raise BrokenPack(Text(N_("its tokenizer is missing.")))
    names = {path.stem for path in (folder / "model").iterdir()}
    if "shared_vocabulary" not in names and not {"source_vocabulary", "target_vocabulary"} <= names:
        raise BrokenPack(Text(N_("its vocabulary is missing.")))
    kind = _model_kind(model)
    if kind not in _CT2_TRANSLATORS:
        raise BrokenPack(
            Text(N_("its model has the architecture {kind}, which does not translate."), {"kind": _shown(kind)})
        )


def _model_kind(model: Path) -> str:
    """Return the architecture that a CTranslate2 binary names.

    It starts with its format version, a small little-endian number of 4 bytes, and the name, which is preceded by its
    length in 2 bytes and ends with a zero byte (``ctranslate2/specs/model_spec.py``).
    """
    with model.open("rb") as handle:
        header = handle.read(6)
        name = handle.read(min(int.from_bytes(header[4:6], "little"), 100))
    version = int.from_bytes(header[:4], "little")
    if version > _CT2_MAX_BINARY_VERSION >= int.from_bytes(header[:4], "big") > 0:
        raise BrokenPack(Text(N_("model/model.bin was made for another kind of processor.")))
    if (
        version > _CT2_MAX_BINARY_VERSION
        or len(header) < 6
        or version < 1
        or not name.endswith(b"\0")
        or not name[:-1].isalnum()
    ):
        raise BrokenPack(Text(N_("model/model.bin is not a CTranslate2 model.")))
    return name[:-1].decode("ascii", "replace")


def _check_name(name: str) -> None:
    parts = name.rstrip("/").split("/")
    bad = (
        not name
        or name.startswith("/")
        or "\\" in name
        or ":" in name
        or any(part in ("", ".", "..") for part in parts)
        or any(part.endswith((".", " ")) or part.split(".")[0].casefold() in _WINDOWS_DEVICES for part in parts)
        or any(unicodedata.category(char) in ("Cc", "Cs") for char in name)
        or len(name) > 400
    )
    if bad:
        raise BrokenPack(Text(N_("it holds the forbidden path {entry}."), {"entry": _shown(name)}))


def plain_name(value: object, otherwise: str) -> str:
    """Return a printable name of up to 60 characters from what a stranger wrote, ``otherwise`` when there is none."""
    if not isinstance(value, str):
        return otherwise
    return "".join(char for char in value if char.isprintable())[:60].strip() or otherwise


def _shown(text: str) -> str:
    printable = "".join(char if char.isprintable() else "�" for char in text)
    return printable if len(printable) <= 60 else printable[:59] + "…"
